// Pixels on the screen for a step of 1 on the x axis, from its labels.
(figure) => {
  const box = (text) => text.getBoundingClientRect();
  const isX = (texts) => new Set(texts.map((text) => box(text).x)).size > 1
    && new Set(texts.map((text) => box(text).bottom)).size === 1;
  const labels = [...figure.querySelectorAll(".xp-axis")]
    .map((axis) => [...axis.querySelectorAll(".tick text")]).find(isX);
  const [first, last] = [labels[0], labels.at(-1)].map((text) => (
    [box(text).x + box(text).width / 2, Number(text.textContent.replace("\u2212", "-"))]));
  return (last[0] - first[0]) / (last[1] - first[1]);
}
