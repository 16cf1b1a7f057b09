"""Pictures hold what they are given and are the same every time."""

import re

import numpy as np
from matplotlib.figure import Figure

from gmmlib import datasets, e_step, plotting

X, START = datasets.running_example()


def test_a_mixture_is_a_line_and_dashed_components():
    ax = Figure().subplots()
    plotting.plot_mixture(ax, START, x=np.linspace(-8, 14, 50))
    by_name = {line.get_label(): line for line in ax.lines}
    assert set(by_name) == {"mixture", "component 1", "component 2", "component 3"}
    np.testing.assert_allclose(by_name["mixture"].get_ydata(), START.pdf(np.linspace(-8, 14, 50)))
    total = sum(by_name[f"component {k}"].get_ydata() for k in (1, 2, 3))
    np.testing.assert_allclose(total, by_name["mixture"].get_ydata())
    styles = {(line.get_color(), line.get_linestyle()) for line in ax.lines}
    assert len(styles) >= 3


def test_a_matrix_prints_its_numbers():
    ax = Figure().subplots()
    plotting.draw_matrix(ax, e_step(X, START))
    assert [text.get_text() for text in ax.texts][6:9] == ["0.057", "0.943", "0.000"]


def test_groups_differ_in_marker_too():
    ax = Figure().subplots()
    birds = datasets.penguins()
    plotting.plot_points(ax, birds.X, birds.labels)
    shapes = {tuple(map(tuple, c.get_paths()[0].vertices.round(3))) for c in ax.collections}
    assert len(shapes) == 3


def draw():
    figure = Figure()
    ax = figure.subplots()
    plotting.plot_mixture(ax, START)
    plotting.draw_matrix(figure.add_subplot(), e_step(X, START))
    return plotting.svg(figure, alt='a "mixture" <of three>')


def test_svg_is_reproducible_safe_and_keeps_to_itself():
    text = draw()
    assert text == draw()
    assert 'aria-label="a &quot;mixture&quot; &lt;of three&gt;"' in text
    assert "<style" not in text
    assert "<metadata" not in text
    assert ">0.057<" in text


def curve(x, left=0.1):
    figure = Figure()
    figure.add_axes((left, 0.1, 0.8, 0.8)).plot(x, x**2)
    return plotting.svg(figure, alt="a curve")


def ids(text):
    return set(re.findall(r'\bid="([^"]*)"', text))


def test_the_last_bits_do_not_show_in_names_and_other_pictures_have_other_names():
    x = np.array([0.0, 1 / 3, 1.1])
    text, other = curve(x), curve(x + 1)
    assert curve(x * (1 + 1e-15), left=0.1 * (1 + 1e-15)) == text
    assert ids(text)
    assert not ids(text) & ids(other)
    assert set(re.findall(r'(?:href="|url\()#([^")]*)', text)) <= ids(text)
