/** Points and Gaussians in the plane, with marks for means and ellipses. */

import { niceStep } from "./components.js";
import { assign, keepFocus, s } from "./dom.js";
import { REACH, marks, withMark } from "./ellipse.js";
import { Frame } from "./frame.js";
import { Grip } from "./grip.js";
import { ellipse } from "./plane.js";
import { PlanePoints } from "./planepoints.js";

/** @typedef {import("../maths/plane.js").Point} Point */
/** @typedef {import("./store.js").Store} Store */

/**
 * @typedef {object} PlaneOptions
 * @property {() => {means: Point[], covariances: import("../maths/plane.js").Matrix[]}} [read] what
 *   is shown; the state's own mixture unless told
 * @property {(means: Point[]) => void} [move] where the means go; into the state unless told
 * @property {(deviation: number) => void} [widen] where all components have one width: a single
 *   mark then sets it
 * @property {{elements: SVGElement[], update: (frame: Frame, X: Point[], r: any, K: number) => void}} [points]
 * @property {string} [label] for readers of screens
 */

export class PlanePlot {
  #store;
  #read;
  #move;
  #widen;
  #points;
  #ellipses = s("g");
  /** @type {{mean: Grip, right?: Grip, top?: Grip}[]} */ #grips = [];
  /** @type {[Point, Point]} */ #domains = [[0, 1], [0, 1]];

  /**
   * @param {Store} store
   * @param {PlaneOptions} [options]
   */
  constructor(store, {
    read = () => inPlane(store.state), move = (means) => store.set(/** @type {any} */ ({ means })), widen,
    points = new PlanePoints(),
    label = "Points in the plane and the components' ellipses of two standard deviations, with handles",
  } = {}) {
    this.#store = store;
    this.#read = read;
    this.#move = move;
    this.#widen = widen;
    this.#points = points;
    this.frame = new Frame({
      label,
      yLabel: "", xLabel: " ", yTicks: 5, height: (width) => Math.min(470, Math.max(270, width * 0.62)),
    });
    this.frame.curves.append(...points.elements, this.#ellipses);
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
    const { means, covariances } = this.#read();
    if (means.length !== this.#grips.length) this.#rebuild(means.length);
    this.#points.update(frame, X, r, means.length);
    const steps = /** @type {Point} */ (domains.map(([low, high]) => niceStep(high - low)));
    this.#grips.forEach(({ mean, right, top }, k) => {
      const ends = marks(means[k], covariances[k]);
      assign(this.#ellipses.children[k], { d: ellipse(frame, means[k], covariances[k], REACH) });
      mean.update(means[k], this.#inside(means[k]), domains, steps);
      right?.update(ends.right, this.#inside(ends.right), domains, steps);
      top?.update(ends.top, this.#inside(ends.top), domains, steps);
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

  /** @param {number} K */
  #rebuild(K) {
    const each = Array.from({ length: K }, (_, k) => k);
    this.#ellipses.replaceChildren(...each.map((k) => s("path", { class: `xp-component xp-ellipse xp-k${k + 1}` })));
    this.#grips = each.map((k) => {
      const mean = this.#grip(k, "mean", `Mean of component ${k + 1}`);
      if (this.#widen) return k ? { mean } : { mean, right: this.#grip(k, "right", "Width of all components") };
      return {
        mean, right: this.#grip(k, "right", `Width and slant of component ${k + 1}`),
        top: this.#grip(k, "top", `Height of component ${k + 1}`),
      };
    });
    keepFocus(this.frame.handles, () => this.frame.handles.replaceChildren(
      ...this.#grips.flatMap(({ mean, right, top }) => [right, top, mean].flatMap((grip) => (grip ? [grip.element] : [])))));
  }

  /**
   * @param {number} k
   * @param {"mean" | "right" | "top"} mark
   * @param {string} label
   */
  #grip(k, mark, label) {
    const store = this.#store;
    return new Grip({
      kind: mark === "mean" ? "mean" : "spread", k, label: `${label}, in the picture`,
      toPoint: this.toPoint, upright: mark === "top", onCommit: () => store.commit(),
      onMove: (place) => {
        const { means, covariances } = this.#read();
        if (mark === "mean") {
          this.#move(replaced(means, k, this.rounded(place)));
          return;
        }
        const least = /** @type {Point} */ (this.#domains.map(([low, high]) => (high - low) / 500));
        if (this.#widen) {
          this.#widen(Math.max(least[0], (place[0] - means[k][0]) / REACH));
          return;
        }
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
