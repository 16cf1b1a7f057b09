/** A native menu of a few values. */

import { h } from "./dom.js";

/**
 * @param {string} label accessible name
 * @param {string[][]} options values and what they are called
 * @param {(value: string, text: string) => void} onChange
 */
export function select(label, options, onChange) {
  /** @type {HTMLSelectElement} */
  const element = h("select", {
    class: "xp-select", "aria-label": label, onchange: () => onChange(element.value, element.selectedOptions[0].text),
  }, ...options.map(([value, text]) => h("option", { value }, text)));
  return element;
}
