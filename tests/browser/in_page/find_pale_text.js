// Text whose contrast to white paper is below 4.5:1, and grounds that are not light.
() => {
  const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  const luminance = (color) => {
    const [r, g, b] = color.match(/[\d.]+/g).map((part) => linear(Number(part) / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const found = new Set();
  for (const element of [document.body, ...document.querySelectorAll("article *")]) {
    if (!element.checkVisibility() || element.closest("svg")) continue;
    const style = getComputedStyle(element);
    const name = [element.localName, ...element.classList].join(".");
    const hasText = [...element.childNodes].some((node) => (
      node.nodeType === Node.TEXT_NODE && node.data.trim()));
    if (hasText && 1.05 / (luminance(style.color) + 0.05) < 4.5) found.add(`${name}: ${style.color}`);
    const ground = style.backgroundColor;
    const transparent = /, 0\)$/.test(ground);
    if (!transparent && !ground.startsWith("rgba") && luminance(ground) < 0.5) found.add(`${name} on ${ground}`);
  }
  return [...found];
}
