/** Draws as ticks over x, a lane for each component; one lane where the labels are hidden. */

import { assign, s, setText } from "../plot/dom.js";
import { Frame } from "../plot/frame.js";

/** Pixels of a lane. */
const LANE = 18;
/** Older draws are left out: so many ticks would run together. */
const SHOWN = 400;

export class Lanes {
  #ticks;
  #hidden = s("path", { class: "xp-tick" });
  #labels;
  #latest = s("circle", { class: "xp-dot", r: 5 });

  /** @param {number} K */
  constructor(K) {
    const numbers = Array.from({ length: K }, (_, k) => k + 1);
    this.frame = new Frame({
      label: "The draws, a lane for each component", yLabel: "z", yTicks: 0, height: () => 62 + K * LANE,
    });
    this.frame.y.domain([K, 0]);
    this.#ticks = numbers.map((n) => s("path", { class: `xp-tick xp-k${n}` }));
    this.#labels = numbers.map(() => s("text", { class: "xp-lane", dy: "0.35em" }));
    this.frame.curves.append(this.#hidden, ...this.#ticks, this.#latest);
    this.frame.marks.append(...this.#labels);
  }

  /**
   * @param {number[]} z components, one more than x where the next point has none yet
   * @param {number[]} x
   * @param {[number, number]} domain
   * @param {boolean} hidden
   */
  update(z, x, domain, hidden) {
    const { frame } = this;
    const K = this.#ticks.length;
    frame.x.domain(domain);
    frame.drawAxes();
    const middle = (/** @type {number} */ k) => frame.y(hidden ? K / 2 : k + 0.5);
    /** @type {string[][]} */
    const paths = this.#ticks.map(() => []);
    const first = Math.max(0, x.length - SHOWN);
    for (let i = first; i < x.length; i += 1) {
      if (x[i] < domain[0] || x[i] > domain[1]) continue;
      paths[z[i]].push(`M${frame.x(x[i]).toFixed(1)},${(middle(z[i]) - 6).toFixed(1)}v12`);
    }
    this.#ticks.forEach((path, k) => assign(path, { d: hidden ? "" : paths[k].join("") }));
    assign(this.#hidden, { d: hidden ? paths.flat().join("") : "" });
    const left = frame.x.range()[0];
    this.#labels.forEach((label, k) => {
      // Hidden, the only lane stands in the middle, and has a question mark.
      setText(label, hidden ? (k === 0 ? "?" : "") : String(k + 1));
      assign(label, {
        x: left - 10, y: middle(k).toFixed(1), class: z.length > x.length && !hidden && z[x.length] === k ? "xp-lane xp-lane-next" : "xp-lane",
      });
    });
    const i = x.length - 1;
    const seen = i >= 0 && z.length === x.length && x[i] >= domain[0] && x[i] <= domain[1];
    assign(this.#latest, {
      display: seen ? null : "none", class: hidden || !seen ? "xp-dot" : `xp-dot xp-k${z[i] + 1}`,
      cx: seen ? frame.x(x[i]).toFixed(1) : 0, cy: seen ? middle(z[i]).toFixed(1) : 0,
    });
  }
}
