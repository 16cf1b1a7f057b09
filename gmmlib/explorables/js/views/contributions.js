/** What each point adds to the log-likelihood: stems under the data, and the numbers. */

import { assign, h, s } from "../plot/dom.js";
import { formatNumber } from "../plot/format.js";
import { Frame } from "../plot/frame.js";
import { output, show } from "../plot/readouts.js";
import { scrollBox } from "../plot/scrollbox.js";

/** The axis ends on a multiple of this, so that it rests while values change a little. */
const ROUND = 4;
/** A log density this low has left every picture; its number is still right. */
const DEEPEST = -1e6;

export class Contributions {
  #data;
  #stems;
  #zero = s("line", { class: "xp-zero" });
  #numbers;

  /** @param {number[]} data */
  constructor(data) {
    this.#data = data;
    this.frame = new Frame({
      label: "What each point adds to the log-likelihood", yLabel: "log density of each point", yTicks: 3,
      height: (width) => Math.min(150, Math.max(130, width * 0.22)),
    });
    this.#stems = data.map(() => ({ line: s("line"), disc: s("circle", { r: 4 }) }));
    this.frame.marks.append(this.#zero, s("g", { class: "xp-contributions" },
      ...this.#stems.flatMap(({ line, disc }) => [line, disc])));
    this.#numbers = data.map((_, n) => output(`contribution-${n + 1}`));
    const cells = data.map((x, n) => h("div", { class: "xp-readout" },
      h("span", { class: "xp-caption" }, h("i", {}, "x"), h("sub", {}, String(n + 1)), ` = ${formatNumber(x)}`),
      this.#numbers[n]));
    this.element = h("div", { class: "xp-points" },
      h("div", { class: "xp-strip-title" }, "What each point adds: log ", h("i", {}, "p"), "(", h("i", {}, "x"), h("sub", {}, "n"), ")"),
      scrollBox(h("div", { class: "xp-strip" }, ...cells), data.length, "Contributions of the points"));
  }

  /**
   * @param {number[]} values
   * @param {[number, number]} domain
   */
  update(values, domain) {
    const { x, y } = this.frame;
    const seen = values.map((value) => Math.max(value, DEEPEST));
    x.domain(domain);
    y.domain([
      Math.min(0, Math.floor(Math.min(...seen) / ROUND) * ROUND),
      Math.max(0, Math.ceil(Math.max(...seen) / ROUND) * ROUND),
    ]);
    this.frame.drawAxes();
    const [left, right] = x.range();
    assign(this.#zero, { x1: left, x2: right, y1: y(0), y2: y(0) });
    values.forEach((value, n) => {
      const { line, disc } = this.#stems[n];
      const px = x(this.#data[n]).toFixed(1);
      const py = y(seen[n]).toFixed(1);
      assign(line, { x1: px, x2: px, y1: y(0), y2: py });
      // A density above 1 has a positive logarithm: an open disc, above the line.
      assign(disc, { cx: px, cy: py, class: value > 0 ? "xp-above" : null });
      show(this.#numbers[n], value);
    });
  }
}
