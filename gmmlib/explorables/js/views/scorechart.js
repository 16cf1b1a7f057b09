/** A leave-one-out score over a width or a bandwidth, with its optimum and the present place. */

import { assign, s } from "../plot/dom.js";
import { Frame } from "../plot/frame.js";

/** @typedef {{at: number, score: number}} Place */

/** How deep below the optimum is shown, in depths of three quarters of the curve. */
const DEEPEST = 2;

export class ScoreChart {
  #line;
  #dots;
  #best;
  #now;
  #xLabel;

  /**
   * @param {object} options
   * @param {string} options.label
   * @param {string} options.xLabel
   * @param {number} options.k color of the curve, from 0
   * @param {boolean} options.dotted whether the curve is of single values, with nothing between them
   * @param {(value: number) => void} options.onMove
   * @param {() => void} options.onCommit
   */
  constructor({ label, xLabel, k, dotted, onMove, onCommit }) {
    this.#xLabel = xLabel;
    this.frame = new Frame({ label, xLabel, yLabel: "", logarithmic: true, yTicks: 4, height: () => 190 });
    this.#line = s("path", { class: `xp-score-line xp-k${k + 1}` });
    this.#dots = s("path", { class: `xp-score-dots xp-k${k + 1}`, display: dotted ? null : "none" });
    this.#best = s("path", { class: "xp-top", d: "M0,-7 L-6,-17 H6 Z" });
    this.#now = s("circle", { class: `xp-dot xp-k${k + 1}`, r: 6 });
    this.frame.curves.append(this.#line, this.#dots);
    this.frame.marks.append(this.#best, this.#now);
    this.frame.makePressable((t) => onMove(Number((10 ** t).toPrecision(4))), onCommit);
  }

  /**
   * @param {object} drawn
   * @param {Place[]} drawn.curve ascending
   * @param {Place | null} drawn.best
   * @param {Place} drawn.here
   * @param {boolean} drawn.isLoss whether low is good
   * @param {string} drawn.yLabel
   */
  update({ curve, best, here, isLoss, yLabel }) {
    const { x, y } = this.frame;
    const finite = curve.filter(({ score }) => Number.isFinite(score));
    const ends = [...curve, here, ...(best ? [best] : [])].map(({ at }) => Math.log10(at));
    x.domain([ends.reduce((a, b) => Math.min(a, b)) - 0.03, ends.reduce((a, b) => Math.max(a, b)) + 0.03]);
    y.domain(heightsOf(finite.map(({ score }) => score), best?.score ?? null, isLoss));
    this.frame.setLabels(this.#xLabel, yLabel);
    this.frame.drawAxes();
    const [floor, ceiling] = y.range();
    const px = (/** @type {Place} */ { at }) => x(Math.log10(at)).toFixed(1);
    const py = (/** @type {Place} */ { score }) => Math.min(floor + 20, Math.max(ceiling - 20, y(score))).toFixed(1);
    let drawing = false;
    const path = curve.map((place) => {
      const seen = Number.isFinite(place.score);
      const step = seen ? `${drawing ? "L" : "M"}${px(place)},${py(place)}` : "";
      drawing = seen;
      return step;
    });
    assign(this.#line, { d: path.join("") });
    assign(this.#dots, { d: finite.map((place) => `M${px(place)},${py(place)}h0`).join("") });
    assign(this.#best, best
      ? { display: null, transform: `translate(${px(best)},${py(best)})${isLoss ? " scale(1,-1)" : ""}` } : { display: "none" });
    // What leaves the picture is marked at its edge.
    const edge = here.score === -Infinity ? floor : Math.min(floor, Math.max(ceiling, y(here.score)));
    assign(this.#now, { cx: px(here), cy: edge.toFixed(1) });
  }
}

/**
 * The scores to show, without steep ends that would press the rest together.
 * @param {number[]} scores
 * @param {number | null} best
 * @param {boolean} isLoss
 * @returns {[number, number]}
 */
function heightsOf(scores, best, isLoss) {
  const good = [...scores, ...(best === null ? [] : [best])].map((score) => (isLoss ? -score : score)).sort((a, b) => a - b);
  if (good.length === 0) return [0, 1];
  const top = good[good.length - 1];
  const depth = top - good[good.length >> 2] || Math.abs(top) || 1;
  const bottom = Math.max(good[0], top - DEEPEST * depth);
  const margin = 0.1 * (top - bottom || depth);
  // The mark of the optimum stands beyond it.
  return isLoss ? [-top - 2 * margin, -bottom + margin] : [bottom - margin, top + 2 * margin];
}
