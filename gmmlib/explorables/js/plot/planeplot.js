/** Points and Gaussians in the plane, with marks for means and ellipses. */

import { niceStep } from "./components.js";
import { assign, keepFocus, s } from "./dom.js";
import { REACH, marks, withMark } from "./ellipse.js";
import { Frame } from "./frame.js";
import { Grip } from "./grip.js";
import { dots, ellipse } from "./plane.js";

/** @typedef {import("../maths/plane.js").Point} Point */
/** @typedef {import("./store.js").Store} Store */

/** Each component has a shape beside its color. @type {((x: number, y: number, r: number) => string)[]} */
const SHAPES = [
  (x, y, r) => `M${x - r},${y}a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0`,
  (x, y, r) => `M${x - r},${y - r}h${2 * r}v${2 * r}h${-2 * r}Z`,
  (x, y, r) => `M${x},${y - 1.2 * r}l${1.2 * r},${2.1 * r}h${-2.4 * r}Z`,
  (x, y, r) => `M${x},${y - 1.4 * r}l${1.4 * r},${1.4 * r}l${-1.4 * r},${1.4 * r}l${-1.4 * r},${-1.4 * r}Z`,
  (x, y, r) => `M${x},${y + 1.2 * r}l${1.2 * r},${-2.1 * r}h${-2.4 * r}Z`,
  (x, y, r) => `M${x - 1.4 * r},${y}h${2.8 * r}M${x},${y - 1.4 * r}v${2.8 * r}`,
];
const RADIUS = 3;
/** No component has more of a point than this: then the runner-up is drawn inside. */
const SHARED = 0.8;

export class PlanePlot {
  #store;
  #plain = s("path", { class: "xp-plain-pts" });
  #points = s("g");
  #seconds = s("g", { class: "xp-seconds" });
  #ellipses = s("g");
  /** @type {{mean: Grip, right: Grip, top: Grip}[]} */ #grips = [];
  /** @type {[Point, Point]} */ #domains = [[0, 1], [0, 1]];

  /** @param {Store} store */
  constructor(store) {
    this.#store = store;
    this.frame = new Frame({
      label: "Points in the plane and the components' ellipses of two standard deviations, with handles",
      yLabel: "", xLabel: " ", yTicks: 5, height: (width) => Math.min(470, Math.max(270, width * 0.62)),
    });
    this.frame.curves.append(this.#plain, this.#points, this.#seconds, this.#ellipses);
  }

  /**
   * @param {[Point, Point]} domains
   * @param {Point[]} X the points drawn
   * @param {number[][] | null} r
   */
  update(domains, X, r) {
    const { frame } = this;
    this.#domains = domains;
    frame.x.domain(domains[0]);
    frame.y.domain(domains[1]);
    frame.drawAxes();
    const { means, covariances } = inPlane(this.#store.state);
    if (means.length !== this.#grips.length) this.#rebuild(means.length);
    this.#drawPoints(X, r);
    const steps = /** @type {Point} */ (domains.map(([low, high]) => niceStep(high - low)));
    this.#grips.forEach(({ mean, right, top }, k) => {
      const ends = marks(means[k], covariances[k]);
      assign(this.#ellipses.children[k], { d: ellipse(frame, means[k], covariances[k], REACH) });
      mean.update(means[k], this.#inside(means[k]), domains, steps);
      right.update(ends.right, this.#inside(ends.right), domains, steps);
      top.update(ends.top, this.#inside(ends.top), domains, steps);
    });
  }

  /**
   * The place in the plane under the pointer.
   * @param {MouseEvent} event
   * @returns {Point}
   */
  toPoint = ({ clientX, clientY }) => {
    const { frame } = this;
    const box = frame.svg.getBoundingClientRect();
    return [frame.toX(clientX), frame.y.invert(((clientY - box.top) / box.height) * frame.height)];
  };

  /**
   * On numbers that are pleasant to read, and within the picture.
   * @param {Point} place
   * @returns {Point}
   */
  rounded(place) {
    return /** @type {Point} */ (place.map((value, i) => {
      const [low, high] = this.#domains[i];
      const step = niceStep(high - low) / 5;
      return Number((Math.round(Math.min(high, Math.max(low, value)) / step) * step).toPrecision(6));
    }));
  }

  /** @param {Point} place */
  #pixel([x, y]) {
    return /** @type {Point} */ ([this.frame.x(x), this.frame.y(y)]);
  }

  /** @param {Point} place */
  #inside(place) {
    const { x, y } = this.frame;
    const [px, py] = this.#pixel(place);
    return /** @type {Point} */ ([
      Math.min(x.range()[1], Math.max(x.range()[0], px)), Math.min(y.range()[0], Math.max(y.range()[1], py))]);
  }

  /**
   * A path for each component holds its points: hundreds of marks cost as much as a few lines.
   * @param {Point[]} X
   * @param {number[][] | null} r
   */
  #drawPoints(X, r) {
    const K = this.#grips.length;
    const firsts = Array.from({ length: K }, () => "");
    const seconds = Array.from({ length: K }, () => "");
    if (r) X.forEach((place, n) => {
      const [x, y] = this.#pixel(place).map((p) => Math.round(10 * p) / 10);
      const order = r[n].map((_, k) => k).sort((a, b) => r[n][b] - r[n][a]);
      const shared = K > 1 && r[n][order[0]] <= SHARED;
      firsts[order[0]] += SHAPES[order[0]](x, y, shared ? RADIUS + 1.5 : RADIUS);
      if (shared) seconds[order[1]] += SHAPES[order[1]](x, y, 1.75);
    });
    assign(this.#plain, { d: r ? "" : dots(this.frame, X) });
    firsts.forEach((d, k) => assign(this.#points.children[k], { d }));
    seconds.forEach((d, k) => assign(this.#seconds.children[k], { d }));
  }

  /** @param {number} K */
  #rebuild(K) {
    const each = Array.from({ length: K }, (_, k) => k);
    const paths = (/** @type {string} */ name) => each.map((k) => s("path", { class: `${name} xp-k${k + 1}` }));
    this.#points.replaceChildren(...paths("xp-pts"));
    this.#seconds.replaceChildren(...paths("xp-pts"));
    this.#ellipses.replaceChildren(...paths("xp-component xp-ellipse"));
    this.#grips = each.map((k) => ({
      mean: this.#grip(k, "mean", "Mean"), right: this.#grip(k, "right", "Width and slant"), top: this.#grip(k, "top", "Height"),
    }));
    keepFocus(this.frame.handles, () => this.frame.handles.replaceChildren(
      ...this.#grips.flatMap(({ mean, right, top }) => [right.element, top.element, mean.element])));
  }

  /**
   * @param {number} k
   * @param {"mean" | "right" | "top"} mark
   * @param {string} word
   */
  #grip(k, mark, word) {
    const store = this.#store;
    return new Grip({
      kind: mark === "mean" ? "mean" : "spread", k, label: `${word} of component ${k + 1}, in the picture`,
      toPoint: this.toPoint, upright: mark === "top", onCommit: () => store.commit(),
      onMove: (place) => {
        const { means, covariances } = inPlane(store.state);
        if (mark === "mean") {
          store.set(/** @type {any} */ ({ means: replaced(means, k, this.rounded(place)) }));
          return;
        }
        const least = /** @type {Point} */ (this.#domains.map(([low, high]) => (high - low) / 500));
        store.set({ covariances: replaced(covariances, k, withMark(means[k], covariances[k], mark, place, least)) });
      },
    });
  }
}

/**
 * @param {import("./store.js").State} state
 * @returns {import("../maths/plane.js").Mixture2D}
 */
export function inPlane(state) {
  return /** @type {any} */ (state);
}

/**
 * @template T
 * @param {T[]} values
 * @param {number} k
 * @param {T} value
 * @returns {any}
 */
export function replaced(values, k, value) {
  return values.map((old, j) => (j === k ? value : old));
}
