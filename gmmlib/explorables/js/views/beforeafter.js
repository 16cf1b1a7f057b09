/** A mixture before an update, dotted, and after it, solid, on one pair of axes. */

import { curvePath, evaluate, samplePoints } from "../plot/curves.js";
import { assign, h, s } from "../plot/dom.js";
import { Frame } from "../plot/frame.js";
import { item } from "./legend.js";

/** @typedef {import("../maths/mixture.js").Mixture1D} Mixture1D */

const HEADROOM = 1.08;

export class BeforeAfter {
  #data;
  #before = s("path", { class: "xp-before" });
  #after = s("path", { class: "xp-mixture" });
  #components;
  #discs;

  /**
   * @param {number[]} data
   * @param {number} K
   */
  constructor(data, K) {
    this.#data = data;
    this.frame = new Frame({
      label: "Density of the mixture before and after the update", yLabel: "density, before and after", yTicks: 3,
      height: (width) => Math.min(230, Math.max(180, width * 0.3)),
    });
    this.#components = Array.from({ length: K }, (_, k) => s("path", { class: `xp-component xp-k${k + 1}` }));
    this.#discs = data.map(() => s("circle", { r: 5 }));
    this.frame.curves.append(this.#after, ...this.#components, this.#before);
    this.frame.marks.append(s("g", { class: "xp-discs" }, ...this.#discs));
    this.legend = h("div", { class: "xp-legend" },
      ...[["xp-before", "before"], ["xp-mixture", "after"], ["xp-component xp-plain", "components, after"]].map(([name, text]) =>
        item(s("path", { class: name, d: "M0,6H26" }), text)));
  }

  /**
   * @param {[number, number]} domain
   * @param {Mixture1D | null} before
   * @param {Mixture1D | null} after
   */
  update(domain, before, after) {
    const { x, y } = this.frame;
    x.domain(domain);
    const curves = [before, after].map((model) => {
      const xs = model ? samplePoints(model, domain) : [];
      return { xs, ...(model ? evaluate(xs, model) : { components: [], mixture: [] }) };
    });
    const [old, now] = curves;
    const highest = [...old.mixture, ...now.mixture].reduce((a, b) => Math.max(a, b), 0);
    y.domain([0, roundedUp(HEADROOM * (highest || 1))]);
    this.frame.drawAxes();
    assign(this.#before, { d: curvePath(old.xs, old.mixture, x, y) });
    assign(this.#after, { d: curvePath(now.xs, now.mixture, x, y) });
    this.#components.forEach((curve, k) => {
      assign(curve, { d: curvePath(now.xs, now.components[k] ?? [], x, y) });
    });
    this.#discs.forEach((disc, n) => assign(disc, { cx: x(this.#data[n]).toFixed(1), cy: y(0) }));
  }
}

/**
 * The axis ends on a round number, so that it rests while the curves change a little.
 * @param {number} height
 */
function roundedUp(height) {
  const step = 10 ** Math.floor(Math.log10(height)) / 4;
  return Math.ceil(height / step) * step;
}
