// The solid curve, point by point, as its picture's axes tell it.
(figure) => {
  const numbers = (element) => (element.getAttribute("transform")?.match(/-?[\d.]+/g) ?? [0, 0]).map(Number);
  const label = (tick) => Number(tick.textContent.replace("\u2212", "-"));
  // d3 puts the lines of an axis on the middle of a pixel, half a pixel off.
  const crisp = window.devicePixelRatio > 1 ? 0 : 0.5;
  const scale = (axis, i) => {
    const ticks = [...axis.querySelectorAll(".tick")].filter((tick) => tick.textContent);
    const [first, last] = [ticks[0], ticks.at(-1)];
    const unit = (label(last) - label(first)) / (numbers(last)[i] - numbers(first)[i]);
    const origin = numbers(first)[i] + numbers(axis)[i] - crisp;
    return { unit: Math.abs(unit), value: (pixel) => label(first) + (pixel - origin) * unit };
  };
  const plots = [...figure.querySelectorAll(".xp-plot")];
  const y = scale(plots[0].querySelectorAll(".xp-axis")[0], 1);
  // Two plots, one above the other, share the labels of the lower x axis.
  const xAxes = plots.map((plot) => plot.querySelectorAll(".xp-axis")[1]);
  const x = scale(xAxes.find((axis) => axis.querySelector(".tick")), 0);
  const pairs = plots[0].querySelector(".xp-mixture").getAttribute("d").match(/-?[\d.]+,-?[\d.]+/g);
  const points = pairs.map((pair) => pair.split(",").map(Number));
  return { pixel: [x.unit, y.unit], points: points.map(([px, py]) => [x.value(px), y.value(py)]) };
}
