/** Bars with their numbers, one a component: long bar, large number. */

import { h } from "../plot/dom.js";
import { output, show } from "../plot/readouts.js";

export class Bars {
  #fills;
  #marks;
  #outputs;
  /** @type {HTMLOutputElement[]} */ #others;

  /**
   * @param {string} name of the numbers: the first one is `name-1`
   * @param {string} label of the group, for readers of screens
   * @param {(string | Node)[]} title
   * @param {number} K
   * @param {string} [other] name of second numbers, which stand behind "of", each with a mark
   */
  constructor(name, label, title, K, other) {
    const numbers = Array.from({ length: K }, (_, k) => k + 1);
    this.#fills = numbers.map(() => h("span", { class: "xp-bar-fill" }));
    this.#marks = numbers.map(() => h("span", { class: "xp-bar-mark" }));
    this.#outputs = numbers.map((n) => output(`${name}-${n}`));
    this.#others = other ? numbers.map((n) => output(`${other}-${n}`)) : [];
    this.element = h("div", { class: other ? "xp-bars xp-pairs" : "xp-bars", role: "group", "aria-label": label },
      h("div", { class: "xp-strip-title" }, ...title),
      ...numbers.map((n, k) => h("div", { class: `xp-bar xp-k${n}` },
        h("span", { class: "xp-bar-name" }, String(n)),
        h("span", { class: "xp-bar-track" }, this.#fills[k], ...(other ? [this.#marks[k]] : [])),
        this.#outputs[k], ...(other ? [h("span", { class: "xp-small" }, "of"), this.#others[k]] : []))));
  }

  /**
   * @param {number[]} values
   * @param {{lengths?: number[], texts?: string[], marks?: number[], others?: number[]}} [more]
   *   lengths and marks from 0 to 1
   */
  update(values, { lengths = values, texts = [], marks = [], others = [] } = {}) {
    values.forEach((value, k) => {
      show(this.#outputs[k], value, texts[k]);
      this.#fills[k].style.width = percent(lengths[k]);
    });
    marks.forEach((mark, k) => { this.#marks[k].style.left = percent(mark); });
    others.forEach((value, k) => show(this.#others[k], value));
  }
}

/** @param {number} share */
function percent(share) {
  return `${(100 * share).toFixed(2)}%`;
}
