/** One number under the reader's hand: a native slider, and a field for typing it. */

import { parseNumber } from "../maths/parse.js";
import { assign, h, setText } from "./dom.js";
import { fieldText, formatNumber } from "./format.js";
import { nextId } from "./frame.js";

/**
 * @typedef {object} RowOptions
 * @property {string} label accessible name, as in "Mean of component 1"
 * @property {(string | Node)[]} caption what is seen
 * @property {(value: number) => void} onInput
 * @property {() => void} onCommit
 * @property {(value: number) => string | null} [refuse] why a typed number is not taken
 * @property {{to: (value: number) => number, from: (position: number) => number}} [scale]
 *   from a value to the slider's position and back, for instance a logarithm
 */

const same = { to: (/** @type {number} */ x) => x, from: (/** @type {number} */ x) => x };

export class NumberRow {
  #options;
  #scale;
  #value = NaN;
  #range;
  #field;
  #error;

  /** @param {RowOptions} options */
  constructor(options) {
    this.#options = options;
    this.#scale = options.scale ?? same;
    const errorId = `xp-error-${nextId()}`;
    this.#range = h("input", {
      type: "range", class: "xp-range", "aria-label": options.label,
      oninput: () => options.onInput(this.#scale.from(Number(this.#range.value))),
      onchange: () => options.onCommit(),
    });
    this.#field = h("input", {
      type: "text", class: "xp-field", "aria-label": `${options.label}, typed`,
      autocomplete: "off", spellcheck: "false", "aria-describedby": errorId,
      onfocus: () => this.#field.select(),
      onchange: () => this.#typed(),
      onkeydown: (event) => this.#fieldKey(/** @type {KeyboardEvent} */ (event)),
    });
    this.#error = h("span", { class: "xp-error", id: errorId });
    this.element = h("div", { class: "xp-row" },
      h("span", { class: "xp-caption" }, ...options.caption), this.#range, this.#field, this.#error);
  }

  /**
   * @param {number} value
   * @param {{min: number, max: number, step: number}} range of the slider's position
   * @param {boolean} [disabled]
   */
  update(value, { min, max, step }, disabled = false) {
    const position = this.#scale.to(value);
    const ends = { min: Math.min(min, position), max: Math.max(max, position) };
    assign(this.#range, { ...ends, step, disabled, "aria-valuetext": formatNumber(value) });
    // `step` may not divide the value; "any" would lose the arrow keys' stride.
    if (Number(this.#range.value) !== position) this.#range.value = String(position);
    const share = (position - ends.min) / (ends.max - ends.min || 1);
    this.#range.style.setProperty("--share", share.toFixed(4));
    this.#field.disabled = disabled;
    if (value === this.#value) return;
    this.#value = value;
    this.#field.value = fieldText(value);
    this.#complain("");
  }

  /** Whether the field holds text that was not taken yet; Undo then belongs to the text. */
  get isTyping() {
    return document.activeElement === this.#field && this.#field.value !== fieldText(this.#value);
  }

  #typed() {
    if (this.#field.value === fieldText(this.#value)) {
      this.#complain("");
      return;
    }
    try {
      const value = parseNumber(this.#field.value);
      const reason = this.#options.refuse?.(value);
      if (reason) throw new Error(reason);
      this.#complain("");
      this.#options.onInput(value);
      this.#options.onCommit();
      // A number that was there already draws nothing, and "1/3" would stay as typed.
      this.#field.value = fieldText(this.#value);
    } catch (error) {
      // The text stays, to be corrected; the picture keeps the number it had.
      const { message } = /** @type {Error} */ (error);
      this.#complain(`${message[0].toUpperCase()}${message.slice(1)}. It is still ${formatNumber(this.#value)}.`);
    }
  }

  /** @param {KeyboardEvent} event */
  #fieldKey(event) {
    if (event.key === "Escape") {
      this.#field.value = fieldText(this.#value);
      this.#complain("");
    }
  }

  /** @param {string} message */
  #complain(message) {
    setText(this.#error, message);
    assign(this.#field, { "aria-invalid": message ? "true" : null });
    assign(this.#error, { role: message ? "alert" : null });
  }
}
