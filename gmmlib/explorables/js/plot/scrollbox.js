/** A box around many numbers. Where they take more room the box scrolls, by keyboard too. */

import { assign, h } from "./dom.js";

/** More rows than this scroll. */
const ROWS_IN_VIEW = 12;

/**
 * @param {HTMLElement} content
 * @param {number} rows
 * @param {string} label
 */
export function scrollBox(content, rows, label) {
  const box = h("div", {
    class: rows > ROWS_IN_VIEW ? "xp-table-box xp-scrolling" : "xp-table-box",
  }, content);
  // Only a box that scrolls is a stop on the keyboard's way.
  const observer = new ResizeObserver(() => {
    const scrolls = box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight;
    assign(box, scrolls
      ? { tabindex: 0, role: "region", "aria-label": label }
      : { tabindex: null, role: null, "aria-label": null });
  });
  observer.observe(box);
  observer.observe(content);
  return box;
}
