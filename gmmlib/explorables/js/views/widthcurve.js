/** The objective over the width of component 1, with the place shown, its slope and the maximum. */

import { niceStep } from "../plot/components.js";
import { assign, h, s } from "../plot/dom.js";
import { formatNumber } from "../plot/format.js";
import { Frame } from "../plot/frame.js";
import { Handle } from "../plot/handles.js";
import { item } from "./legend.js";

/** @typedef {import("../maths/width.js").Width} Width */

const STEPS = 240;
/** How far the curve with a prior is followed down, below its top. */
const DEPTH = 8;
/** Half the length of the tangent, in pixels. */
const TANGENT = 46;

export class WidthCurve {
  #forbidden = s("rect", { class: "xp-forbidden" });
  #likelihood = s("path", { class: "xp-mixture" });
  #objective = s("path", { class: "xp-component xp-k2" });
  #tangent = s("line", { class: "xp-tangent" });
  #summit = s("path", { class: "xp-summit", d: "M0,-7 L-7,-18 H7 Z" });
  #handle;
  /** What was computed last: it serves as long as only the width is moved. @type {{width: Width, ends: string, heights: {logLikelihood: number, objective: number}[]} | null} */
  #kept = null;
  legend = h("div", { class: "xp-legend" },
    item(s("path", { class: "xp-mixture", d: "M0,6H26" }), "log-likelihood"),
    item(s("path", { class: "xp-component xp-k2", d: "M0,6H26" }), "with the log prior"),
    item(s("path", { class: "xp-tangent", d: "M0,9L26,3" }), "slope here"),
    item(s("path", { class: "xp-summit", d: "M13,11 L7,1 H19 Z" }), "maximum"),
    item(s("rect", { class: "xp-forbidden", x: 3, y: 0.5, width: 20, height: 11 }), "below the floor"));

  /**
   * @param {(deviation: number) => void} onMove
   * @param {() => void} onCommit
   */
  constructor(onMove, onCommit) {
    this.frame = new Frame({
      label: "Log-likelihood over the standard deviation of component 1, with a handle",
      yLabel: "log-likelihood", xLabel: "σ₁", logarithmic: true, height: (width) => Math.min(280, Math.max(220, width * 0.4)),
    });
    const { curves, marks, handles } = this.frame;
    curves.append(this.#forbidden, this.#likelihood, this.#objective, this.#tangent);
    marks.append(this.#summit);
    this.#handle = new Handle({
      kind: "mean", k: 0, label: "Standard deviation of component 1, on the curve", onCommit,
      toValue: (clientX) => this.frame.toX(clientX),
      onMove: (t) => {
        const [low, high] = this.frame.x.domain();
        onMove(Number((10 ** Math.min(high, Math.max(low, t))).toPrecision(4)));
      },
    });
    handles.append(this.#handle.element);
  }

  /**
   * @param {Width} width
   * @param {{variance: number, objective: number, slope: number, highest: number | null, least: number, prior: boolean}} here
   * @param {[number, number]} domain of the logarithm of the deviation, to base 10
   */
  update(width, { variance, objective, slope, highest, least, prior }, domain) {
    const { x, y } = this.frame;
    const [from, to] = domain;
    const ts = Array.from({ length: STEPS + 1 }, (_, i) => from + ((to - from) * i) / STEPS);
    const ends = String(domain);
    if (this.#kept?.width !== width || this.#kept.ends !== ends) {
      this.#kept = { width, ends, heights: ts.map((t) => width.heights(10 ** (2 * t))) };
    }
    const { heights } = this.#kept;
    const likelihoods = heights.map(({ logLikelihood }) => logLikelihood);
    const objectives = heights.map((height) => height.objective);
    let [low, high] = [Math.min(...likelihoods), Math.max(...likelihoods)];
    // A lone component's falls without bound, too.
    low = Math.max(low, high - 40);
    if (prior) low = Math.min(low, Math.max(...objectives) - DEPTH);
    const room = 0.1 * (high - low || 1);
    x.domain(domain);
    y.domain([low - room, high + 1.6 * room]);
    this.frame.setLabels("σ₁", prior ? "objective" : "log-likelihood");
    this.frame.drawAxes();
    const [bottom, top] = y.range();
    // Far outside there is nothing to see, and large numbers are no paths.
    const py = (/** @type {number} */ height) => Math.min(bottom + 20, Math.max(top - 20, y(height)));
    const through = (/** @type {number[]} */ ys) => `M${ys.map((height, i) => `${x(ts[i]).toFixed(1)},${py(height).toFixed(1)}`).join("L")}`;
    assign(this.#likelihood, { d: through(likelihoods) });
    assign(this.#objective, { d: prior ? through(objectives) : "" });
    const edge = least > 0 ? Math.min(x.range()[1], x(Math.log10(least) / 2)) : x.range()[0];
    // One edge of the rectangle is seen: the floor.
    assign(this.#forbidden, {
      x: x.range()[0] - 4, y: top - 8, width: Math.max(0, edge - x.range()[0] + 4).toFixed(1), height: bottom - top + 16,
      display: edge > x.range()[0] ? null : "none",
    });
    const t = Math.log10(variance) / 2;
    const at = { x: x(t), y: Math.min(bottom, Math.max(top, y(objective))) };
    this.#placeTangent(at, slope, y(objective) >= top && y(objective) <= bottom);
    const peak = highest === null ? null
      : `translate(${x(Math.log10(highest) / 2).toFixed(1)},${py(width.value(highest)).toFixed(1)})`;
    assign(this.#summit, { transform: peak, display: peak ? null : "none" });
    this.#handle.update({
      px: at.x, py: at.y, value: t, x: t, min: from, max: to, step: niceStep(to - from),
      text: `σ = ${formatNumber(Math.sqrt(variance))}`,
    });
  }

  /**
   * @param {{x: number, y: number}} at
   * @param {number} slope by the natural logarithm of the deviation
   * @param {boolean} seen
   */
  #placeTangent(at, slope, seen) {
    const { x, y } = this.frame;
    const across = x(1) - x(0);
    const down = y(slope * Math.LN10) - y(0);
    const length = Math.hypot(across, down);
    const [dx, dy] = [(TANGENT * across) / length, (TANGENT * down) / length];
    assign(this.#tangent, {
      x1: (at.x - dx).toFixed(1), y1: (at.y - dy).toFixed(1), x2: (at.x + dx).toFixed(1), y2: (at.y + dy).toFixed(1),
      display: seen ? null : "none",
    });
  }
}
