/** The points, and a mixture that was fitted to them: on a line over a histogram, or in the plane. */

import { heights } from "../maths/sampling.js";
import { curvePath, evaluate, samplePoints } from "../plot/curves.js";
import { niceStep } from "../plot/components.js";
import { assign, s } from "../plot/dom.js";
import { Frame } from "../plot/frame.js";
import { dots, ellipse } from "../plot/plane.js";
import { fitted } from "../plot/range.js";

/** @typedef {import("../maths/floorem.js").Mixture} Mixture */
/** @typedef {import("../maths/mixture.js").Mixture1D} Mixture1D */

/** Room above the bars; a narrow spike of a mixture may leave the picture. */
const HEADROOM = 1.15;
const TALLEST = 2.5;

export class ChoiceFit {
  #bars = s("path", { class: "xp-histogram" });
  #points = s("path");
  #curve = s("path", { class: "xp-mixture" });
  #components = s("g");
  /** @type {number[][]} */ #X = [];
  #drawnWidth = 0;
  #tallest = 0;

  constructor() {
    this.frame = new Frame({
      label: "The points and the mixture fitted to them", yLabel: "density", yTicks: 4,
      height: (width) => Math.min(300, Math.max(220, width * 0.42)),
    });
    this.frame.curves.append(this.#bars, this.#points, this.#curve, this.#components);
  }

  /**
   * @param {number[][]} X
   * @param {string[]} columns
   * @param {Mixture | null} model
   */
  update(X, columns, model) {
    const { frame } = this;
    const inPlane = X[0].length === 2;
    if (X !== this.#X || frame.width !== this.#drawnWidth) {
      this.#X = X;
      this.#drawnWidth = frame.width;
      frame.x.domain(rangeOf(X, 0));
      if (inPlane) {
        frame.y.domain(rangeOf(X, 1));
        assign(this.#points, { class: "xp-cloud xp-choice-cloud", d: dots(frame, /** @type {any} */ (X)) });
        assign(this.#bars, { d: "" });
      } else {
        this.#fillBars(X.map(([x]) => x));
      }
      frame.setLabels(columns[0], inPlane ? columns[1] : "density");
    }
    if (inPlane) this.#drawPlane(model);
    else this.#drawLine(X, model);
    frame.drawAxes();
  }

  /** @param {Mixture | null} model */
  #drawPlane(model) {
    const { frame } = this;
    assign(this.#curve, { d: "" });
    this.#components.replaceChildren(...(model ? model.means.flatMap((mean, k) => [
      s("path", {
        class: `xp-component xp-ellipse ${colorOf(k)}`,
        d: ellipse(frame, /** @type {any} */ (mean), /** @type {any} */ (model.covariances[k]), 2),
      }),
      numberAt(k, frame.x(mean[0]), frame.y(mean[1])),
    ]) : []));
  }

  /**
   * @param {number[][]} X
   * @param {Mixture | null} model
   */
  #drawLine(X, model) {
    const { frame } = this;
    const { x, y } = frame;
    const [low, high] = x.domain();
    if (!model) {
      y.domain([0, HEADROOM * this.#tallest]);
      this.#placeBars(X);
      assign(this.#curve, { d: "" });
      this.#components.replaceChildren();
      return;
    }
    const m = onLine(model);
    const xs = samplePoints(m, [low, high]);
    const { components, mixture } = evaluate(xs, m);
    const top = Math.max(...mixture);
    y.domain([0, HEADROOM * Math.max(this.#tallest, Math.min(top, TALLEST * this.#tallest))]);
    this.#placeBars(X);
    assign(this.#curve, { d: curvePath(xs, mixture, x, y) });
    this.#components.replaceChildren(...components.map((values, k) =>
      s("path", { class: `xp-component ${colorOf(k)}`, d: curvePath(xs, values, x, y) })));
  }

  /** @type {{low: number, width: number, heights: number[]}} */ #histogram = { low: 0, width: 1, heights: [] };

  /** @param {number[]} xs */
  #fillBars(xs) {
    const [low, high] = this.frame.x.domain();
    const sorted = [...xs].sort((a, b) => a - b);
    const quartile = (/** @type {number} */ share) => sorted[Math.floor(share * (sorted.length - 1))];
    // The narrower of the widths of Freedman and Diaconis (1981) and Sturges (1926), made round.
    const wanted = Math.min((2 * (quartile(0.75) - quartile(0.25))) / Math.cbrt(xs.length), (high - low) / (1 + Math.log2(xs.length)));
    const width = niceStep(200 * Math.max(wanted, (high - low) / 60));
    const from = Math.floor(low / width) * width;
    this.#histogram = { low: from, width, heights: heights(xs, from, width, Math.ceil((high - from) / width)) };
    this.#tallest = Math.max(...this.#histogram.heights);
  }

  /** @param {number[][]} X */
  #placeBars(X) {
    const { x, y } = this.frame;
    const { low, width, heights: found } = this.#histogram;
    const steps = found.map((height, i) => `V${y(height).toFixed(1)}H${x(low + (i + 1) * width).toFixed(1)}V${y(0)}`);
    assign(this.#bars, { d: `M${x(low).toFixed(1)},${y(0)}${steps.join("")}Z` });
    assign(this.#points, { class: "xp-rug", d: X.map(([value]) => `M${x(value).toFixed(1)},${y(0)}v-9`).join("") });
  }
}

/**
 * @param {Mixture} model in one dimension
 * @returns {Mixture1D}
 */
export function onLine({ weights, means, covariances }) {
  return { weights, means: means.map(([mean]) => mean), variances: covariances.map(([[variance]]) => variance) };
}

/**
 * There are colors and dashes for six; the number tells which.
 * @param {number} k
 */
function colorOf(k) {
  return `xp-k${(k % 6) + 1}`;
}

/**
 * @param {number} k
 * @param {number} x
 * @param {number} y
 */
function numberAt(k, x, y) {
  return s("text", { class: "xp-handle-number xp-on-cloud", dy: "0.35em", x: x.toFixed(1), y: y.toFixed(1) }, String(k + 1));
}

/**
 * @param {number[][]} X
 * @param {number} axis
 * @returns {[number, number]}
 */
function rangeOf(X, axis) {
  const values = X.map((x) => x[axis]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = 0.1 * (high - low);
  return fitted(null, [low - margin, high + margin]);
}
