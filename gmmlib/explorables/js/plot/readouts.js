/** Numbers that are seen, read aloud and tested: each stands in a named `<output>`. */

import { h, setText } from "./dom.js";
import { formatNumber } from "./format.js";

/**
 * An `<output>`; its `data-value` has every digit.
 * @param {string} name
 */
export function output(name) {
  // A drag changes many numbers at once; the mark under the hand says its own.
  return h("output", { name, class: "xp-output", "aria-live": "off" });
}

/**
 * @param {HTMLOutputElement} element
 * @param {number | number[]} value
 * @param {string} [text]
 */
export function show(element, value, text) {
  const values = Array.isArray(value) ? value : [value];
  setText(element, text ?? values.map((v) => formatNumber(v, { trim: false })).join(", "));
  element.dataset.value = Array.isArray(value) ? JSON.stringify(value) : String(value);
}

/**
 * @param {HTMLOutputElement} element
 * @param {number | null} value null where there is no number to show
 */
export function showOrNone(element, value) {
  if (value !== null) {
    show(element, value);
    return;
  }
  setText(element, "none");
  element.dataset.value = "null";
}

/**
 * A row of named numbers.
 * @param {{name: string, caption: (string | Node)[]}[]} items
 */
export function readouts(items) {
  /** @type {Record<string, HTMLOutputElement>} */
  const outputs = {};
  const cells = items.map(({ name, caption }) => {
    outputs[name] = output(name);
    return h("div", { class: "xp-readout" }, h("span", { class: "xp-caption" }, ...caption), outputs[name]);
  });
  return { element: h("div", { class: "xp-readouts" }, ...cells), outputs };
}
