// Elements whose transitions or animations take longer than a hundredth of a second.
() => {
  const long = (text) => text.split(",").some((part) => parseFloat(part) > 0.01);
  const found = new Set();
  for (const element of document.querySelectorAll("*")) {
    for (const pseudo of ["", "::before", "::after"]) {
      const style = getComputedStyle(element, pseudo || null);
      const moves = (long(style.transitionDuration) && style.transitionProperty !== "none")
        || (long(style.animationDuration) && style.animationName !== "none")
        || style.scrollBehavior === "smooth";
      if (moves) found.add([element.localName, ...element.classList].join(".") + pseudo);
    }
  }
  return [...found];
}
