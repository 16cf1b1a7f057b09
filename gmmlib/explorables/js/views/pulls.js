/** How much each point counts for each component: a strip a component, strength is r_nk. */

import { assign, h, s } from "../plot/dom.js";
import { Frame } from "../plot/frame.js";
import { item } from "./legend.js";

/** @typedef {import("../maths/cycle.js").Cycle} Cycle */
/** @typedef {import("../plot/store.js").State} State */
/** @typedef {"means" | "variances" | "weights"} What */

const STRIP = 66;
/** Height of a bar that stands for a whole point. */
const WHOLE = 50;
/** Width of an arrow from a point that belongs to the component alone. */
const THICKEST = 7;
/** A share this small pulls, but no picture shows it. */
const UNSEEN = 0.003;
const LABELS = {
  means: "pull of each point, as thick as r",
  variances: "deviation of each point, as thick as r",
  weights: "share in each point",
};
/** Class, path and meaning of each mark. */
const LEGENDS = {
  means: [["xp-pull", "M0,4H17V1L26,6L17,11V8H0Z", "pull of a point"], ["xp-old", "M13,0V2l5,4l-5,4l-5,-4l5,-4", "old mean"],
    ["xp-new", "M13,0V2l5,4l-5,4l-5,-4l5,-4", "new mean"]],
  variances: [["xp-pull", "M0,4H17V1L26,6L17,11V8H0Z", "deviation"], ["xp-old", "M2,1H24V11H2Z", "old standard deviation"],
    ["xp-new", "M2,1H24V11H2Z", "new standard deviation"]],
  weights: [["xp-pull", "M10,12V1H17V12Z", "share in a point"], ["xp-cursor-line", "M0,6H26", "a whole point"]],
};

export class Pulls {
  #data;
  #what;
  #strips;

  /**
   * @param {number[]} data
   * @param {number} K
   * @param {What} what
   */
  constructor(data, K, what) {
    this.#data = data;
    this.#what = what;
    this.frame = new Frame({
      label: `Per component, ${LABELS[what]}`, yLabel: LABELS[what], yTicks: 0, xAxis: false,
      height: () => 38 + STRIP * K,
    });
    this.legend = h("div", { class: `xp-legend xp-of-${what}` }, ...LEGENDS[what].map(([name, d, text]) =>
      item(s("path", { class: `${name} xp-plain`, d }), text)));
    this.#strips = Array.from({ length: K }, (_, k) => {
      const parts = {
        ground: s("line", { class: "xp-zero" }),
        number: s("text", { class: "xp-handle-number", dy: "0.35em" }, String(k + 1)),
        whole: s("line", { class: "xp-cursor-line" }),
        before: s("path", { class: "xp-old" }),
        after: s("path", { class: "xp-new" }),
        pulls: data.map(() => s("path", { class: "xp-pull" })),
      };
      this.frame.marks.append(parts.ground, parts.number);
      this.frame.curves.append(s("g", { class: `xp-k${k + 1} xp-of-${what}` },
        parts.whole, ...(what === "variances" ? [parts.before, parts.after] : []), ...parts.pulls,
        ...(what === "means" ? [parts.before, parts.after] : [])));
      return parts;
    });
  }

  /**
   * @param {[number, number]} domain
   * @param {State} state
   * @param {Cycle} cycle
   */
  update(domain, state, { r, means, variances }) {
    const { x, y } = this.frame;
    x.domain(domain);
    this.frame.drawAxes();
    const [left, right] = x.range();
    const [, top] = y.range();
    const fan = (STRIP - 12) / this.#data.length;
    this.#strips.forEach((strip, k) => {
      const bottom = top + (k + 1) * STRIP;
      assign(strip.ground, { x1: left, x2: right, y1: bottom, y2: bottom });
      assign(strip.number, { x: left - 18, y: bottom - STRIP / 2 });
      strip.pulls.forEach((mark, n) => {
        const share = r[n][k];
        const px = x(this.#data[n]);
        if (this.#what === "weights") {
          assign(mark, { d: `M${(px - 3.5).toFixed(1)},${bottom}v${-(share * WHOLE).toFixed(1)}h7V${bottom}Z` });
          return;
        }
        const from = this.#what === "means" ? state.means[k] : means?.[k];
        const thickness = share * Math.max(1.5, Math.min(THICKEST, 0.9 * fan));
        assign(mark, from === undefined || share < UNSEEN ? { d: null }
          : { d: arrow(x(from), px, bottom - STRIP + 6 + (n + 0.5) * fan, thickness) });
      });
      if (this.#what === "weights") {
        assign(strip.whole, { x1: left, x2: right, y1: bottom - WHOLE, y2: bottom - WHOLE });
      } else if (this.#what === "means") {
        assign(strip.before, { d: post(x(state.means[k]), bottom) });
        assign(strip.after, { d: means && post(x(means[k]), bottom) });
      } else {
        assign(strip.before, { d: means && band(x, means[k], state.variances[k], bottom) });
        assign(strip.after, { d: means && variances && band(x, means[k], variances[k], bottom) });
      }
    });
  }
}

/**
 * @param {number} from
 * @param {number} to
 * @param {number} y
 * @param {number} thickness
 */
function arrow(from, to, y, thickness) {
  const direction = Math.sign(to - from);
  const head = direction * Math.min(Math.abs(to - from), 5 + thickness / 2);
  const neck = (to - head).toFixed(1);
  const half = thickness / 2;
  const wide = half + 2;
  return `M${from.toFixed(1)},${y - half}H${neck}V${y - wide}L${to.toFixed(1)},${y}L${neck},${y + wide}V${y + half}H${from.toFixed(1)}Z`;
}

/**
 * A line through the strip, with a diamond on its foot.
 * @param {number} px
 * @param {number} bottom
 */
function post(px, bottom) {
  return `M${px.toFixed(1)},${bottom - STRIP + 4}V${bottom - 12}l5,6l-5,6l-5,-6l5,-6`;
}

/**
 * One standard deviation to either side of a mean.
 * @param {(value: number) => number} x
 * @param {number} mean
 * @param {number} variance
 * @param {number} bottom
 */
function band(x, mean, variance, bottom) {
  const sd = Math.sqrt(variance);
  return `M${x(mean - sd).toFixed(1)},${bottom - STRIP + 3}H${x(mean + sd).toFixed(1)}V${bottom - 3}H${x(mean - sd).toFixed(1)}Z`;
}
