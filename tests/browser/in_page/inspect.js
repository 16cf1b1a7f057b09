// What a reader cannot see although it is there.
() => {
  const edge = document.documentElement.clientWidth;
  const found = { outside: [], cut: [], unnamed: [], dead: [], rawMath: [], badMath: [] };

  const name = (element) => {
    const id = element.id ? `#${element.id}` : "";
    const classes = [...element.classList].map((c) => `.${c}`).join("");
    const text = (element.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 40);
    return `${element.localName}${id}${classes} “${text}”`;
  };

  // Text for readers of screens alone is made tiny or clipped away; it is not cut off.
  const forEyes = (style, box) =>
    style.clip === "auto" && style.clipPath === "none" && (box.width > 1 || box.height > 1);

  // The edges between which an element is seen: those of the window, or of the nearest
  // element that hides what is outside. In a scroll container everything can be reached.
  const WINDOW = { left: 0, right: edge, of: null };
  const report = (box, bounds, what) => {
    if (box.width === 0 || box.height === 0 || !bounds) return false;
    if (box.right <= bounds.right + 1 && box.left >= bounds.left - 1) return false;
    const place = `${what} from ${box.left.toFixed(0)} to ${box.right.toFixed(0)}`;
    if (bounds.of) found.cut.push(`${place} in ${name(bounds.of)} from ${bounds.left.toFixed(0)} to ${bounds.right.toFixed(0)}`);
    else found.outside.push(`${place} of ${edge}`);
    return true;
  };

  const range = document.createRange();
  const walk = (element, bounds) => {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    if (!forEyes(style, box)) return;
    if (report(box, bounds, name(element))) return;
    let inner = bounds;
    if (style.overflowX === "auto" || style.overflowX === "scroll") inner = null;
    else if ((style.overflowX === "hidden" || style.overflowX === "clip") && element.localName !== "svg") {
      inner = { left: box.left, right: box.right, of: element };
    }
    for (const child of element.childNodes) {
      if (child.nodeType === Node.ELEMENT_NODE) walk(child, inner);
      else if (child.nodeType === Node.TEXT_NODE && child.data.trim() && inner) {
        range.selectNodeContents(child);
        if (report(range.getBoundingClientRect(), inner, `“${child.data.trim().slice(0, 40)}”`)) break;
      }
    }
  };
  walk(document.body, WINDOW);

  const page = document.scrollingElement;
  if (page.scrollWidth > page.clientWidth) found.outside.push(`the page itself: ${page.scrollWidth} wide in ${edge}`);

  // Pictures: an alternative text in words, not a file's name.
  for (const image of document.querySelectorAll("main img, article img")) {
    const alt = image.getAttribute("alt");
    const decorates = image.closest("[aria-hidden=true]") || image.getAttribute("role") === "presentation";
    if (!decorates && (!alt?.includes(" ") || /[0-9a-f]{32}|\.(svg|png)/.test(alt))) found.unnamed.push(image.outerHTML.slice(0, 200));
  }
  for (const picture of document.querySelectorAll("svg[role=img]")) {
    const label = picture.getAttribute("aria-label") || document.getElementById(picture.getAttribute("aria-labelledby"))?.textContent;
    if (!label?.trim()) found.unnamed.push(picture.outerHTML.slice(0, 200));
  }

  for (const figure of document.querySelectorAll("figure.explorable")) {
    const live = figure.querySelector(".explorable-live");
    if (figure.dataset.live !== "true" || !live?.checkVisibility() || live.getBoundingClientRect().height < 100) {
      found.dead.push(name(figure));
    }
  }

  // Formulas: each set by MathJax, none with an error, no dollar signs left over.
  for (const formula of document.querySelectorAll(".math")) {
    if (!formula.querySelector("mjx-container")) found.rawMath.push(name(formula));
  }
  for (const wrong of document.querySelectorAll("mjx-merror, [data-mjx-error]")) {
    found.badMath.push(wrong.getAttribute("data-mjx-error") ?? name(wrong));
  }
  const texts = document.createTreeWalker(document.querySelector("main") ?? document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    const isCode = text.parentElement.closest("pre, code, script, style, textarea, mjx-container");
    if (!isCode && /\$\$|\\\(|\\\[|\\begin\{|\$\\/.test(text.data)) found.rawMath.push(text.data.trim().slice(0, 60));
  }
  return found;
}
