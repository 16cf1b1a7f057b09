/**
 * The picture that all three explorables share: weighted components dashed, their mixture
 * solid, handles for means and spreads, and where wanted data and a cursor.
 */

import { density } from "../maths/mixture.js";
import { normal } from "../maths/gaussian.js";
import { curvePath, evaluate, samplePoints } from "./curves.js";
import { niceStep } from "./components.js";
import { assign, keepFocus, s } from "./dom.js";
import { withMean, withVariance } from "./edit.js";
import { Frame } from "./frame.js";
import { Handle } from "./handles.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./store.js").State} State */

/** Pixels between the handles of one component, so that both can be grasped. */
const APART = 24;
/** A share of the height that stays free above the highest peak. */
const HEADROOM = 1.14;
/** Higher things are cut off, or they would press the curves onto the axis. */
const TALLEST = 2;

/**
 * @typedef {object} DensityOptions
 * @property {Store} store
 * @property {string} label
 * @property {(width: number) => number} height
 * @property {number[]} [data]
 * @property {boolean} [stems] whether lines go up from the data to the curve
 * @property {boolean} [cursor]
 * @property {boolean} [xAxis]
 * @property {string} [yLabel]
 * @property {number} [only] the one component that has handles; all have them unless told
 * @property {(state: State) => number} [ceiling] higher peaks are cut off
 */

export class DensityPlot {
  #store;
  #options;
  #mixture = s("path", { class: "xp-mixture" });
  #components = s("g");
  /** From a mean to its spread handle: the standard deviation as a length. */
  #arms = s("g", { class: "xp-arms" });
  #stems = s("g", { class: "xp-stems" });
  #discs = s("g", { class: "xp-discs" });
  #modes = s("g", { class: "xp-modes" });
  #cursorLine = s("line", { class: "xp-cursor-line" });
  #cursorDot = s("circle", { class: "xp-cursor-dot", r: 4.5 });
  /** @type {{mean: Handle, spread: Handle}[]} */ #handles = [];
  /** @type {Handle | null} */ #cursor = null;
  /** @type {[number, number]} */ domain = [0, 1];

  /** @param {DensityOptions} options */
  constructor(options) {
    this.#options = { ...options };
    this.#store = options.store;
    this.frame = new Frame({
      label: options.label, height: options.height, yLabel: options.yLabel ?? "density",
      xAxis: options.xAxis,
    });
    const { curves, marks } = this.frame;
    // The dashes lie on the solid line, so that both are seen where they coincide.
    curves.append(this.#stems, this.#cursorLine, this.#arms, this.#mixture, this.#components, this.#modes);
    marks.append(this.#discs, this.#cursorDot);
    this.setData(options.data ?? []);
    if (options.cursor) this.#cursor = this.#cursorHandle();
    else assign(this.#cursorDot, { display: "none" });
  }

  /** @param {number[]} data to show from now on */
  setData(data) {
    this.#options.data = data;
    this.#stems.replaceChildren(...data.map(() => s("line")));
    this.#discs.replaceChildren(...data.map(() => s("circle", { r: 5 })));
  }

  /**
   * @param {[number, number]} domain
   * @param {number[]} [modes] places to mark
   * @param {number} [tallest] what else should fit below the top, if it is not too high
   */
  update(domain, modes = [], tallest = 0) {
    this.domain = domain;
    const { state } = this.#store;
    const { frame } = this;
    frame.x.domain(domain);
    const xs = samplePoints(state, domain);
    const { components, mixture } = evaluate(xs, state);
    const top = Math.min(Math.max(...mixture) || 1, this.#options.ceiling?.(state) ?? Infinity);
    frame.y.domain([0, HEADROOM * Math.max(top, Math.min(tallest, TALLEST * top))]);
    frame.drawAxes();
    if (this.#handles.length !== components.length) this.#rebuild(components.length);
    components.forEach((values, k) => {
      this.#components.children[k].setAttribute("d", curvePath(xs, values, frame.x, frame.y));
    });
    this.#mixture.setAttribute("d", curvePath(xs, mixture, frame.x, frame.y));
    this.#placeHandles(state, domain);
    this.#placeData(state);
    this.#placeModes(modes, state);
    if (this.#cursor) this.#placeCursor(state, domain, this.#cursor);
  }

  /** @param {number} K */
  #rebuild(K) {
    const numbers = Array.from({ length: K }, (_, k) => k);
    this.#components.replaceChildren(...numbers.map((k) =>
      s("path", { class: `xp-component xp-k${k + 1}` })));
    const { only } = this.#options;
    this.#arms.replaceChildren(...numbers.map((k) =>
      s("line", { class: `xp-k${k + 1}`, display: (only ?? k) === k ? null : "none" })));
    this.#handles = numbers.map((k) => ({ mean: this.#meanHandle(k), spread: this.#spreadHandle(k) }));
    keepFocus(this.frame.handles, () => this.frame.handles.replaceChildren(
      ...(this.#cursor ? [this.#cursor.element] : []),
      ...this.#handles.filter((_, k) => (only ?? k) === k).flatMap(({ mean, spread }) => [spread.element, mean.element])));
  }

  /** @param {number} k */
  #meanHandle(k) {
    return new Handle({
      kind: "mean", k, label: `Mean of component ${k + 1}, in the picture`,
      toValue: this.#toX, onCommit: () => this.#store.commit(),
      onMove: (x) => this.#store.set(withMean(this.#store.state, k, this.#rounded(x))),
    });
  }

  /** @param {number} k */
  #spreadHandle(k) {
    return new Handle({
      kind: "spread", k, label: `Standard deviation of component ${k + 1}, in the picture`,
      toValue: this.#toX, onCommit: () => this.#store.commit(),
      onMove: (x) => {
        const { state } = this.#store;
        const [low, high] = this.frame.x.domain();
        const sd = clamped(x - state.means[k], (high - low) / 1000, (high - low) / 3);
        this.#store.set(withVariance(state, k, Number((sd * sd).toPrecision(4))));
      },
    });
  }

  /**
   * The path of a component's curve.
   * @param {number} k
   */
  pathOf(k) {
    return this.#components.children[k]?.getAttribute("d") ?? "";
  }

  #cursorHandle() {
    const moveTo = (/** @type {number} */ x) => this.moveCursor(x);
    this.frame.makePressable(moveTo, () => this.#store.commit());
    return new Handle({
      kind: "cursor", k: -1, label: "Cursor x, in the picture", toValue: this.#toX,
      onMove: moveTo, onCommit: () => this.#store.commit(),
    });
  }

  #toX = (/** @type {number} */ clientX) => this.frame.toX(clientX);

  /** @param {number} x */
  moveCursor(x) {
    this.#store.set({ cursor: this.#rounded(x) });
  }

  /**
   * Within the picture, and on a number that is pleasant to read.
   * @param {number} x
   */
  #rounded(x) {
    const [low, high] = this.frame.x.domain();
    const step = niceStep(high - low) / 5;
    return Number((Math.round(clamped(x, low, high) / step) * step).toPrecision(6));
  }

  /**
   * @param {State} state
   * @param {[number, number]} domain
   */
  #placeHandles({ weights, means, variances }, [min, max]) {
    const { x, y } = this.frame;
    const [left, right] = x.range();
    const width = max - min;
    const step = niceStep(width);
    this.#handles.forEach(({ mean, spread }, k) => {
      const sd = Math.sqrt(variances[k]);
      const peak = weights[k] * normal(means[k], means[k], variances[k]);
      const px = clamped(x(means[k]), left, right);
      mean.update({ px, py: y(Math.min(peak, y.domain()[1])), value: means[k], x: means[k], min, max, step });
      const end = clamped(Math.max(x(means[k] + sd), px + APART), left, right + 10);
      const py = y(Math.min(peak * Math.exp(-0.5), y.domain()[1]));
      assign(this.#arms.children[k], { x1: px.toFixed(1), x2: end.toFixed(1), y1: py.toFixed(1), y2: py.toFixed(1) });
      spread.update({
        px: end, py, value: Number(sd.toPrecision(12)), x: means[k] + sd, min: width / 1000, max: width / 3, step,
      });
    });
  }

  /** @param {State} state */
  #placeData(state) {
    const { x, y } = this.frame;
    (this.#options.data ?? []).forEach((value, n) => {
      const px = x(value).toFixed(1);
      assign(this.#discs.children[n], { cx: px, cy: y(0) });
      if (!this.#options.stems) return;
      assign(this.#stems.children[n], { x1: px, x2: px, y1: y(0), y2: y(density(value, state)).toFixed(1) });
    });
  }

  /**
   * @param {number[]} places
   * @param {State} state
   */
  #placeModes(places, state) {
    const { x, y } = this.frame;
    while (this.#modes.children.length > places.length) this.#modes.lastChild?.remove();
    while (this.#modes.children.length < places.length) {
      this.#modes.append(s("path", { d: "M0,-5 L-5,-13 H5 Z" }));
    }
    places.forEach((place, i) => {
      const top = y(density(place, state)) - 12;
      assign(this.#modes.children[i], { transform: `translate(${x(place).toFixed(1)},${top.toFixed(1)})` });
    });
  }

  /**
   * @param {State} state
   * @param {[number, number]} domain
   * @param {Handle} handle
   */
  #placeCursor(state, [min, max], handle) {
    const { x, y } = this.frame;
    const { cursor = 0 } = state;
    const [bottom, top] = y.range();
    const px = clamped(x(cursor), ...asPair(x.range()));
    const outside = cursor < min || cursor > max;
    assign(this.#cursorLine, { x1: px, x2: px, y1: bottom, y2: top, display: outside ? "none" : null });
    assign(this.#cursorDot, {
      cx: px, cy: y(density(cursor, state)).toFixed(1), display: outside ? "none" : null,
    });
    handle.update({ px, py: top, value: cursor, x: cursor, min, max, step: niceStep(max - min) });
  }
}

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
function clamped(value, low, high) {
  return Math.min(high, Math.max(low, value));
}

/**
 * @param {number[]} range
 * @returns {[number, number]}
 */
function asPair([a, b]) {
  return [a, b];
}
