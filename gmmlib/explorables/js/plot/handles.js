/** Marks that a reader drags in the picture: pointer, touch and keyboard, one code. */

import { assign, s, setText } from "./dom.js";
import { formatNumber, plainDecimal } from "./format.js";

/**
 * @typedef {object} HandleOptions
 * @property {string} label accessible name
 * @property {"mean" | "spread" | "cursor" | "grid"} kind its shape
 * @property {number} k component, from 0; gives the color
 * @property {(clientX: number) => number} toValue the value at a place on the screen
 * @property {(value: number) => void} onMove
 * @property {() => void} onCommit
 */

/** @typedef {{px: number, py: number, value: number, x: number, min: number, max: number,
 *   step: number, text?: string}} HandlePlace `x` is where the mark stands on the axis */

export class Handle {
  #options;
  /** @type {HandlePlace | null} */ #place = null;
  #grip = 0;
  #moved = false;

  /** @param {HandleOptions} options */
  constructor(options) {
    this.#options = options;
    const { kind, k, label } = options;
    this.element = s("g", {
      class: `xp-handle xp-handle-${kind} xp-k${k + 1}`,
      role: "slider",
      tabindex: 0,
      "aria-label": label,
      "aria-orientation": "horizontal",
    }, s("circle", { class: "xp-grip", r: 17 }), ...shape(kind, k));
    const { element } = this;
    element.addEventListener("pointerdown", this.#down);
    element.addEventListener("pointermove", this.#drag);
    element.addEventListener("pointerup", this.#up);
    element.addEventListener("pointercancel", this.#up);
    // Beside CSS's touch-action, which browsers take up a moment after a layout.
    element.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
    element.addEventListener("keydown", this.#key);
    element.addEventListener("keyup", this.#released);
    element.addEventListener("blur", this.#released);
  }

  /** @param {HandlePlace} place */
  update(place) {
    this.#place = place;
    const { px, py, value, min, max, text } = place;
    assign(this.element, {
      transform: `translate(${px.toFixed(1)},${py.toFixed(1)})`,
      "aria-valuenow": plainDecimal(value),
      "aria-valuemin": plainDecimal(Math.min(min, value)),
      "aria-valuemax": plainDecimal(Math.max(max, value)),
      "aria-valuetext": text ?? formatNumber(value),
    });
  }

  /** @param {PointerEvent} event */
  #down = (event) => {
    if (event.button !== 0 || !this.#place) return;
    event.preventDefault();
    event.stopPropagation();
    this.element.focus({ preventScroll: true });
    this.element.setPointerCapture(event.pointerId);
    // Held where it was grasped: the mark must not jump under the finger.
    this.#grip = this.#options.toValue(event.clientX) - this.#place.x;
    this.element.classList.add("xp-dragged");
  };

  /** @param {PointerEvent} event */
  #drag = (event) => {
    if (!this.element.hasPointerCapture(event.pointerId)) return;
    this.#moved = true;
    this.#options.onMove(this.#options.toValue(event.clientX) - this.#grip);
  };

  /** @param {PointerEvent} event */
  #up = (event) => {
    if (!this.element.hasPointerCapture(event.pointerId)) return;
    this.element.releasePointerCapture(event.pointerId);
    this.element.classList.remove("xp-dragged");
    this.#released();
  };

  /** @param {KeyboardEvent} event */
  #key = (event) => {
    if (!this.#place || event.ctrlKey || event.metaKey || event.altKey) return;
    const { x, min, max, step, value } = this.#place;
    const far = step * 10;
    const near = event.shiftKey ? far : step;
    /** @type {Record<string, number>} */
    const targets = {
      ArrowLeft: x - near, ArrowDown: x - near, ArrowRight: x + near, ArrowUp: x + near,
      PageDown: x - far, PageUp: x + far,
      // The ends are those of the value; the mark stands off it by a constant.
      Home: x + (min - value), End: x + (max - value),
    };
    if (!(event.key in targets)) return;
    event.preventDefault();
    this.#moved = true;
    this.#options.onMove(targets[event.key]);
  };

  // A held key is one gesture, so it ends when the key comes up.
  #released = () => {
    if (!this.#moved) return;
    this.#moved = false;
    this.#options.onCommit();
  };
}

/**
 * @param {HandleOptions["kind"]} kind
 * @param {number} k
 */
function shape(kind, k) {
  if (kind === "mean") {
    const number = s("text", { class: "xp-handle-number", dy: "0.35em" });
    setText(number, String(k + 1));
    return [s("circle", { class: "xp-knob", r: 10 }), number];
  }
  if (kind === "spread") {
    return [s("path", { class: "xp-knob", d: "M-11,0 L-4,-6 V-2.5 H4 V-6 L11,0 L4,6 V2.5 H-4 V6 Z" })];
  }
  if (kind === "grid") return [s("path", { class: "xp-knob", d: "M-7,-7H7V7H-7Z" })];
  return [s("path", { class: "xp-knob", d: "M0,7 L-7,-2 V-8 H7 V-2 Z" })];
}
