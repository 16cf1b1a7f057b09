"""Mixtures as text and LaTeX."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from problems import mixtures

from gmmlib import GaussianMixture, _text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0.00"), (-0.0, "0.00"), (1, "1.00"), (-4, "-4.00"), (1 / 3, "0.33"), (0.005, "0.01"),
        (-0.00499, "-0.005"), (0.001, "0.001"), (1e-7, "1e-07"), (5e-324, "4.9e-324"),
        (123456.789, "123456.79"), (1e6, "1e+06"), (-2.5e300, "-2.5e+300"),
    ],
)  # fmt: skip
def test_numbers(value, text):
    assert _text.number(value) == text


@given(st.floats(-1e308, 1e308))
def test_a_number_is_never_printed_as_0_unless_it_is(value):
    printed = float(_text.number(value))
    assert (printed == 0) == (value == 0)
    assert printed == pytest.approx(value, rel=0.05, abs=0.005 if abs(value) >= 0.005 else 0)


LINE = GaussianMixture([0.25, 0.75], [-1, 2e-9], [1, 3e8])
PLANE = GaussianMixture([1], [[1, -2]], [[[3, 0.5], [0.5, 4]]])


def test_print_reads_as_the_source_prints():
    assert str(LINE) == "0.25 N(x | -1.00, 1.00) + 0.75 N(x | 2e-09, 3e+08)"
    assert str(PLANE) == "1.00 N(x | [1.00, -2.00], [[3.00, 0.50], [0.50, 4.00]])"


def test_latex():
    assert LINE._repr_latex_() == (
        r"$0.25\mathcal{N}(x \mid -1.00, 1.00) + "
        r"0.75\mathcal{N}(x \mid 2 \times 10^{-9}, 3 \times 10^{8})$"
    )
    assert PLANE._repr_latex_() == (
        r"$1.00\mathcal{N}(\mathbf{x} \mid \begin{bmatrix} 1.00 \\ -2.00 \end{bmatrix}, "
        r"\begin{bmatrix} 3.00 & 0.50 \\ 0.50 & 4.00 \end{bmatrix})$"
    )


def test_latex_of_many_components_has_dots():
    six = GaussianMixture([1 / 6] * 6, range(6), [1] * 6)._repr_latex_()
    assert six.count("mathcal") == 6
    assert "cdots" not in six
    seven = GaussianMixture([1 / 7] * 7, range(7), [1] * 7)._repr_latex_()
    assert seven == (
        r"$0.14\mathcal{N}(x \mid 0.00, 1.00) + 0.14\mathcal{N}(x \mid 1.00, 1.00) + "
        r"0.14\mathcal{N}(x \mid 2.00, 1.00) + 0.14\mathcal{N}(x \mid 3.00, 1.00) + \cdots + "
        r"0.14\mathcal{N}(x \mid 6.00, 1.00)$"
    )


def test_latex_of_many_dimensions_has_letters():
    four = GaussianMixture([1], np.zeros((1, 4)), [np.eye(4)])._repr_latex_()
    assert four.count("&") == 12
    five = GaussianMixture([0.25, 0.75], np.zeros((2, 5)), [np.eye(5)] * 2)._repr_latex_()
    assert five == (
        r"$0.25\mathcal{N}(\mathbf{x} \mid \boldsymbol{\mu}_{1}, \boldsymbol{\Sigma}_{1}) + "
        r"0.75\mathcal{N}(\mathbf{x} \mid \boldsymbol{\mu}_{2}, \boldsymbol{\Sigma}_{2})$"
    )


@given(mixtures(), st.sampled_from([1e-100, 1, 1e100]))
def test_latex_is_one_formula_of_commands_that_every_renderer_knows(model, unit):
    scaled = GaussianMixture(model.weights, unit * model.means, unit**2 * model.covariances)
    latex = scaled._repr_latex_()
    assert latex[0] == latex[-1] == "$"
    inside = latex[1:-1]
    assert "$" not in inside
    known = {"mathcal", "mathbf", "mid", "begin", "end", "times"}
    assert set(re.findall(r"\\([a-zA-Z]+)", inside)) <= known
    assert re.sub(r"\\[a-zA-Z]+|bmatrix|[-+{}()\d.,^&\\ Nx]", "", inside) == ""
    assert inside.count("{") == inside.count("}")
    matrices = re.findall(r"\\begin\{bmatrix\} (.*?) \\end\{bmatrix\}", inside)
    K, D = model.means.shape
    shapes = [{row.count("&") + 1 for row in matrix.split(r"\\")} for matrix in matrices]
    assert shapes == ([] if D == 1 else [{1}, {D}] * K)
    assert len(inside.split(r"\mathcal{N}")) == K + 1


def test_repr_has_every_digit():
    model = GaussianMixture([1 / 3, 2 / 3], [0.1, 1e-300], [1e300, np.pi])
    assert repr(model) == (
        "GaussianMixture(weights=[0.3333333333333333, 0.6666666666666666], "
        "means=[[0.1], [1e-300]], covariances=[[[1e+300]], [[3.141592653589793]]])"
    )
