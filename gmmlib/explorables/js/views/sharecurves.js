/** The responsibilities as curves over x; dots where the data read them off. */

import { responsibilitiesAt } from "../maths/mixture.js";
import { curvePath, samplePoints } from "../plot/curves.js";
import { assign, s } from "../plot/dom.js";
import { Frame } from "../plot/frame.js";

/** @typedef {import("../plot/store.js").State} State */

export class ShareCurves {
  #curves;
  #dots;
  #data;
  #line = s("line", { class: "xp-cursor-line" });

  /**
   * @param {number[]} data
   * @param {number} K
   */
  constructor(data, K) {
    this.#data = data;
    this.frame = new Frame({
      label: "Responsibilities over x", yLabel: "responsibility", yTicks: 3,
      height: (width) => Math.min(190, Math.max(150, width * 0.26)),
    });
    const numbers = Array.from({ length: K }, (_, k) => k + 1);
    this.#curves = numbers.map((n) => s("path", { class: `xp-component xp-k${n}` }));
    this.#dots = numbers.map((n) => data.map(() => s("circle", { class: `xp-dot xp-k${n}`, r: 3.5 })));
    this.frame.curves.append(this.#line, ...this.#curves);
    this.frame.marks.append(...this.#dots.flat());
  }

  /**
   * @param {State} state
   * @param {[number, number]} domain
   * @param {number[][]} r at the data
   */
  update(state, domain, r) {
    const { x, y } = this.frame;
    x.domain(domain);
    y.domain([0, 1]);
    this.frame.drawAxes();
    const xs = samplePoints(state, domain);
    const shares = xs.map((place) => responsibilitiesAt(place, state));
    this.#curves.forEach((curve, k) => {
      curve.setAttribute("d", curvePath(xs, shares.map((row) => row[k]), x, y));
      r.forEach((row, n) => {
        assign(this.#dots[k][n], { cx: x(this.#data[n]).toFixed(1), cy: y(row[k]).toFixed(1) });
      });
    });
    const { cursor = 0 } = state;
    const inside = cursor >= domain[0] && cursor <= domain[1];
    const px = x(inside ? cursor : domain[0]).toFixed(1);
    const [bottom, top] = y.range();
    assign(this.#line, { x1: px, x2: px, y1: bottom, y2: top, display: inside ? null : "none" });
  }
}
