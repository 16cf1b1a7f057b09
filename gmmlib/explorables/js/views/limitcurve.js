/** The soft objective and the scaled log-likelihood over ε: both end at the objective of K-means. */

import { scaledLikelihood, softObjective } from "../maths/hardening.js";
import { assign, h, s } from "../plot/dom.js";
import { Frame } from "../plot/frame.js";
import { fitted } from "../plot/range.js";
import { item } from "./legend.js";

const SAMPLES = 90;
/** Of J: what lies farther down or up is cut off. */
const SHOWN = [-0.12, 1.7];

export class LimitCurve {
  #level = s("path", { class: "xp-level" });
  #scaled = s("path", { class: "xp-scaled" });
  #soft = s("path", { class: "xp-history" });
  #now = s("g", {}, s("line", { class: "xp-cursor-line" }), s("circle", { class: "xp-now", r: 6 }));
  /** @type {[number, number] | null} */ #range = null;
  legend = h("div", { class: "xp-legend" },
    item(s("path", { class: "xp-history", d: "M0,6H26" }), "soft objective"),
    item(s("path", { class: "xp-scaled", d: "M0,6H26" }), "−2ε × log-likelihood"),
    item(s("path", { class: "xp-level", d: "M0,6H26" }), "J of the same means"));

  /**
   * @param {(variance: number) => void} onMove
   * @param {() => void} onCommit
   */
  constructor(onMove, onCommit) {
    this.frame = new Frame({
      label: "The soft objective and the scaled log-likelihood over the variance, with the objective of K-means",
      yLabel: "objective", xLabel: "log₁₀ ε", xTicks: 8, yTicks: 4, height: (width) => Math.min(200, Math.max(160, width * 0.28)),
    });
    this.frame.curves.append(this.#level, this.#scaled, this.#soft);
    this.frame.marks.append(this.#now);
    this.frame.makePressable((x) => {
      const [low, high] = this.frame.x.domain();
      onMove(Number((10 ** Math.min(high, Math.max(low, x))).toPrecision(3)));
    }, onCommit);
  }

  /**
   * @param {number[][]} squared distances of points from the means shown
   * @param {number} variance ε
   * @param {number} objective J
   * @param {[number, number]} ends of log10 ε
   */
  update(squared, variance, objective, [low, high]) {
    const { x, y } = this.frame;
    const [N, K] = [squared.length, squared[0].length];
    this.#range = fitted(this.#range, /** @type {[number, number]} */ (SHOWN.map((part) => part * (objective || 1))));
    x.domain([low, high]);
    y.domain(this.#range);
    this.frame.drawAxes();
    const [top, bottom] = [y.range()[1] - 20, y.range()[0] + 20];
    // Far outside there is nothing to see, and large numbers are no paths.
    const height = (/** @type {number} */ value) => Math.min(bottom, Math.max(top, y(value)));
    const [soft, scaled] = [/** @type {string[]} */ ([]), /** @type {string[]} */ ([])];
    for (let i = 0; i <= SAMPLES; i += 1) {
      const exponent = low + ((high - low) * i) / SAMPLES;
      const eps = 10 ** exponent;
      const value = softObjective(squared, eps);
      const left = x(exponent).toFixed(1);
      soft.push(`${left},${height(value).toFixed(1)}`);
      scaled.push(`${left},${height(scaledLikelihood(value, eps, N, K)).toFixed(1)}`);
    }
    assign(this.#soft, { d: `M${soft.join("L")}` });
    assign(this.#scaled, { d: `M${scaled.join("L")}` });
    assign(this.#level, { d: `M${x.range()[0]},${y(objective).toFixed(1)}H${x.range()[1]}` });
    const here = Math.min(high, Math.max(low, Math.log10(variance)));
    const [line, dot] = this.#now.children;
    assign(line, { x1: x(here), x2: x(here), y1: y.range()[0], y2: y.range()[1] });
    const place = y(softObjective(squared, variance));
    assign(dot, { cx: x(here), cy: Math.min(y.range()[0], Math.max(y.range()[1], place)) });
  }
}
