/** What the lines of the density's picture mean. */

import { h, s } from "../plot/dom.js";

/** @param {{modes?: boolean, data?: boolean, bars?: boolean}} shown */
export function legend({ modes = false, data = false, bars = false }) {
  return h("div", { class: "xp-legend" },
    item(s("line", { class: "xp-mixture", x1: 0, x2: 26, y1: 6, y2: 6 }), "mixture"),
    item(s("line", { class: "xp-component xp-plain", x1: 0, x2: 26, y1: 6, y2: 6 }), "weighted components"),
    item(s("circle", { class: "xp-knob", cx: 13, cy: 6, r: 4.5 }), "drag a mean"),
    item(s("path", { class: "xp-knob-sample", d: "M4,6 L9,2 V4.5 H17 V2 L22,6 L17,10 V7.5 H9 V10 Z" }), "drag a spread"),
    ...(modes ? [item(s("path", { class: "xp-mode-sample", d: "M13,10 L8,2 H18 Z" }), "mode")] : []),
    ...(bars ? [item(s("rect", { class: "xp-histogram", x: 3, y: 1, width: 20, height: 10 }), "histogram of the draws")] : []),
    ...(data ? [item(s("circle", { class: "xp-disc-sample", cx: 13, cy: 6, r: 4.5 }), "data")] : []));
}

/**
 * @param {SVGElement} mark
 * @param {string} text
 */
export function item(mark, text) {
  return h("span", {}, s("svg", { viewBox: "0 0 26 12", width: 26, height: 12, "aria-hidden": "true" }, mark), text);
}
