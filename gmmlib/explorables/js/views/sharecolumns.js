/** The responsibilities in use as a column over each point, component 1 at the bottom. */

import { assign, s, setText } from "../plot/dom.js";
import { Frame } from "../plot/frame.js";

/** Pixels. */
const WIDEST = 13;

export class ShareColumns {
  #bars = s("g", { class: "xp-columns" });
  #note = s("text", { class: "xp-axis-label", "text-anchor": "middle" });

  constructor() {
    this.frame = new Frame({
      label: "Responsibilities of the last E-step, a column over each point", yLabel: "responsibilities of the last E-step",
      yTicks: 2, xAxis: true, height: () => 128,
    });
    this.frame.curves.append(this.#bars);
    this.frame.marks.append(this.#note);
  }

  /**
   * @param {number[]} xs the points
   * @param {number[][] | null} r
   * @param {[number, number]} domain
   */
  update(xs, r, domain) {
    const { x, y } = this.frame;
    x.domain(domain);
    y.domain([0, 1]);
    this.frame.drawAxes();
    const K = r?.[0].length ?? 0;
    while (this.#bars.children.length > K) this.#bars.lastChild?.remove();
    while (this.#bars.children.length < K) {
      this.#bars.append(s("path", { class: `xp-column xp-k${this.#bars.children.length + 1}` }));
    }
    const width = Math.max(2, Math.min(WIDEST, (0.7 * (x.range()[1] - x.range()[0])) / xs.length));
    const paths = Array.from({ length: K }, () => "");
    r?.forEach((row, n) => {
      const left = (x(xs[n]) - width / 2).toFixed(1);
      let below = 0;
      row.forEach((share, k) => {
        const [from, to] = [y(below), y(below + share)];
        below += share;
        // A line of ground between two parts tells them apart without colors.
        if (from - to > 1) paths[k] += `M${left},${from.toFixed(1)}V${(to + 0.75).toFixed(1)}h${width.toFixed(1)}V${from.toFixed(1)}Z`;
      });
    });
    paths.forEach((d, k) => assign(this.#bars.children[k], { d }));
    setText(this.#note, r ? "" : "none yet: take an E-step");
    assign(this.#note, { x: (x.range()[0] + x.range()[1]) / 2, y: y(0.45) });
  }
}
