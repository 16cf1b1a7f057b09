/** A mark that moves in the plane: pointer, touch and keyboard, one code. */

import { assign, s, setText } from "./dom.js";
import { formatNumber, plainDecimal } from "./format.js";

/** @typedef {[number, number]} Point */
/**
 * @typedef {object} GripOptions
 * @property {string} label accessible name
 * @property {"mean" | "spread" | "cross"} kind its shape
 * @property {number} k component, from 0; gives the color
 * @property {(event: PointerEvent) => Point} toPoint the place under the pointer
 * @property {(place: Point) => void} onMove
 * @property {() => void} onCommit
 * @property {() => void} [onEnter] Enter or the space bar
 * @property {boolean} [upright] whether it moves up and down only
 */

export class Grip {
  #options;
  /** @type {Point} */ #place = [0, 0];
  /** @type {Point} */ #step = [1, 1];
  /** @type {Point} */ #held = [0, 0];
  #moved = false;

  /** @param {GripOptions} options */
  constructor(options) {
    this.#options = options;
    const { kind, k, label, upright } = options;
    this.element = s("g", {
      class: `xp-handle xp-grip-${kind} xp-handle-${kind} xp-k${k + 1}`, role: "slider", tabindex: 0, "aria-label": label,
      "aria-orientation": upright ? "vertical" : "horizontal",
    }, s("circle", { class: "xp-grip", r: 15 }), ...shape(kind, k));
    const { element } = this;
    element.addEventListener("pointerdown", this.#down);
    element.addEventListener("pointermove", this.#drag);
    element.addEventListener("pointerup", this.#up);
    element.addEventListener("pointercancel", this.#up);
    element.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
    element.addEventListener("keydown", this.#key);
    for (const type of ["keyup", "blur"]) element.addEventListener(type, this.#released);
  }

  /**
   * @param {Point} place
   * @param {Point} pixel where it is drawn
   * @param {[Point, Point]} ends of both axes
   * @param {Point} step of the arrow keys
   */
  update(place, [px, py], ends, step) {
    this.#place = place;
    this.#step = step;
    const i = this.#options.upright ? 1 : 0;
    assign(this.element, {
      transform: `translate(${px.toFixed(1)},${py.toFixed(1)})`,
      "aria-valuenow": plainDecimal(place[i]),
      "aria-valuemin": plainDecimal(Math.min(ends[i][0], place[i])),
      "aria-valuemax": plainDecimal(Math.max(ends[i][1], place[i])),
      "aria-valuetext": `${formatNumber(place[0])}, ${formatNumber(place[1])}`,
    });
  }

  /** @param {PointerEvent} event */
  #down = (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    this.element.focus({ preventScroll: true });
    this.element.setPointerCapture(event.pointerId);
    const [x, y] = this.#options.toPoint(event);
    this.#held = [x - this.#place[0], y - this.#place[1]];
    this.element.classList.add("xp-dragged");
  };

  /** @param {PointerEvent} event */
  #drag = (event) => {
    if (!this.element.hasPointerCapture(event.pointerId)) return;
    const [x, y] = this.#options.toPoint(event);
    this.#moved = true;
    this.#options.onMove([x - this.#held[0], y - this.#held[1]]);
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
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { onEnter } = this.#options;
    if (onEnter && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      onEnter();
      return;
    }
    const far = event.shiftKey ? 10 : 1;
    /** @type {Record<string, Point>} */
    const ways = {
      ArrowLeft: [-far, 0], ArrowRight: [far, 0], ArrowDown: [0, -far], ArrowUp: [0, far],
      PageDown: [0, -10], PageUp: [0, 10], Home: [-10, 0], End: [10, 0],
    };
    const way = ways[event.key];
    if (!way) return;
    event.preventDefault();
    this.#moved = true;
    const [x, y] = this.#place;
    this.#options.onMove([x + way[0] * this.#step[0], y + way[1] * this.#step[1]]);
  };

  // A held key is one gesture, so it ends when the key comes up.
  #released = () => {
    if (!this.#moved) return;
    this.#moved = false;
    this.#options.onCommit();
  };
}

/**
 * @param {GripOptions["kind"]} kind
 * @param {number} k
 */
function shape(kind, k) {
  if (kind === "cross") return [s("path", { class: "xp-knob", d: "M-11,0H11M0,-11V11" })];
  if (kind === "spread") return [s("rect", { class: "xp-knob", x: -5.5, y: -5.5, width: 11, height: 11 })];
  const number = s("text", { class: "xp-handle-number", dy: "0.35em" });
  setText(number, String(k + 1));
  return [s("circle", { class: "xp-knob", r: 10 }), number];
}
