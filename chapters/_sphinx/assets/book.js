/* What the theme leaves undone for readers with a keyboard, a screen reader or a phone. */
(() => {
  "use strict";

  const FORMULAS = "mjx-container";
  const WIDE = ["tabindex", "role", "aria-label"];

  /** Formulas wider than the page scroll: let the keyboard reach them, and say what they are. */
  function reachWideFormulas() {
    for (const formula of document.querySelectorAll(FORMULAS)) {
      formula.classList.remove("book-wide", "book-more", "book-tight");
      const overflows = formula.scrollWidth > formula.clientWidth + 1;
      formula.classList.toggle("book-tight", overflows && formula.matches(".lettered > *"));
      const inline = !formula.hasAttribute("display");
      const room = inline ? formula.closest("p, dd, li, td, div").clientWidth : formula.clientWidth;
      if ((inline ? formula.offsetWidth : formula.scrollWidth) <= room + 1) {
        for (const name of WIDE) formula.removeAttribute(name);
        continue;
      }
      const number = formula.parentElement.querySelector(".eqno")?.firstChild?.textContent;
      formula.classList.add("book-wide");
      formula.tabIndex = 0;
      formula.setAttribute("role", "group");
      formula.setAttribute("aria-label", `${number ? `Equation ${number}` : "Formula"}, scrolls`);
      formula.onscroll = () => showWhetherMore(formula);
      showWhetherMore(formula);
    }
  }

  /** The room changes with the window, with the sidebar and with the scrollbar. */
  function reachThemWhenTheRoomChanges() {
    const article = document.querySelector("article");
    let width = article.clientWidth;
    new ResizeObserver(() => {
      if (article.clientWidth === width) return;
      width = article.clientWidth;
      reachWideFormulas();
    }).observe(article);
  }

  /** A formula fades out at its right edge as long as there is more of it. */
  function showWhetherMore(formula) {
    const rest = formula.scrollWidth - formula.clientWidth - formula.scrollLeft;
    formula.classList.toggle("book-more", rest > 2);
  }

  /** A link to (11.21b) comes to the block; go on to its line. */
  function goToLine() {
    for (const old of document.querySelectorAll(".book-line")) old.classList.remove("book-line");
    const mark = document.getElementById(`line-${location.hash.slice(1)}`);
    const line = mark?.closest("mjx-mlabeledtr, mjx-mtr");
    if (!line) return;
    line.classList.add("book-line");
    // Not scrollIntoView, which would scroll a wide block sideways as well.
    const { top } = line.getBoundingClientRect();
    window.scrollTo({ top: window.scrollY + top - window.innerHeight / 3 });
  }


  /** Paper is white: print in the light theme, then go back to the reader's. */
  const page = document.documentElement;
  const print = window.matchMedia("print");
  let onScreen = null;
  function dressForPaper() {
    onScreen ??= page.dataset.theme;
    page.dataset.theme = "light";
  }
  function dressForScreen() {
    if (onScreen !== null) page.dataset.theme = onScreen;
    onScreen = null;
  }

  // Not every browser tells of printing in both ways.
  window.addEventListener("beforeprint", dressForPaper);
  window.addEventListener("afterprint", dressForScreen);
  print.addEventListener("change", () => (print.matches ? dressForPaper() : dressForScreen()));

  window.addEventListener("hashchange", goToLine);
  // MathJax comes after this script, or not at all on a page without formulas.
  window.addEventListener("load", () => {
    window.MathJax?.startup?.promise?.then(() => {
      reachWideFormulas();
      reachThemWhenTheRoomChanges();
      goToLine();
    });
  });
})();
