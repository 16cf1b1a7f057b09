/** Scores over the number of components, the best marked; a press or a drag chooses one. */

import { MOST } from "../maths/choice.js";
import { assign, s } from "../plot/dom.js";
import { formatNumber } from "../plot/format.js";
import { Frame } from "../plot/frame.js";
import { Handle } from "../plot/handles.js";

/** @typedef {import("../maths/choice.js").Score} Score */
/** @typedef {"training" | "heldOut" | "bic" | "aic"} Name */

/** Marks differ in shape beside color; `k` gives the color. */
export const CURVES = /** @type {Record<Name, {k: number, mark: string}>} */ ({
  training: { k: 2, mark: "M-4.5,-4.5H4.5V4.5H-4.5Z" },
  heldOut: { k: 1, mark: "M-5,0A5,5 0 1,0 5,0A5,5 0 1,0 -5,0" },
  bic: { k: 3, mark: "M0,-6L6,0L0,6L-6,0Z" },
  aic: { k: 4, mark: "M0,-6L6,5H-6Z" },
});
const NAMES = /** @type {Name[]} */ (Object.keys(CURVES));
/** What is said of the best, in rows above the axis, where no two can lie on each other. */
const WORDS = /** @type {["heldOut" | "bic" | "aic", string][]} */ ([["heldOut", "best held out"], ["bic", "best BIC"], ["aic", "best AIC"]]);
const ROW = 15;

export class ChoiceChart {
  #curves = new Map(NAMES.map((name) => [name, s("path", { class: `xp-choice-line xp-choice-${name} xp-k${CURVES[name].k}` })]));
  #bars = s("path", { class: "xp-choice-bars xp-k1" });
  #marks = s("g");
  #line = s("line", { class: "xp-cursor-line" });
  #handle;

  /**
   * @param {(K: number) => void} onMove
   * @param {() => void} onCommit
   */
  constructor(onMove, onCommit) {
    const choose = (/** @type {number} */ x) => onMove(Math.min(MOST, Math.max(1, Math.round(x))));
    this.frame = new Frame({
      label: "Scores over the number of components K, with a mark to move", xLabel: "K", yLabel: "log-likelihood a point",
      xTicks: MOST, yTicks: 5, height: (width) => Math.min(300, Math.max(230, width * 0.42)),
    });
    this.frame.x.domain([0.5, MOST + 0.5]);
    this.frame.curves.append(this.#line, this.#bars, ...this.#curves.values());
    this.frame.marks.append(this.#marks);
    this.frame.makePressable(choose, onCommit);
    this.#handle = new Handle({
      kind: "cursor", k: -1, label: "K, in the picture", toValue: (clientX) => this.frame.toX(clientX), onMove: choose, onCommit,
    });
    this.frame.handles.append(this.#handle.element);
  }

  /**
   * @param {object} shown
   * @param {Score[]} shown.scores
   * @param {number} shown.N
   * @param {number} shown.K
   * @param {boolean} shown.akaike
   * @param {import("../maths/choice.js").Best} shown.best
   */
  update({ scores, N, K, akaike, best }) {
    const { frame } = this;
    const { x, y } = frame;
    const words = WORDS.filter(([name]) => best[name] && (akaike || name !== "aic"));
    const [floor, ceiling] = y.range();
    const [low, high] = heightsOf(scores, N);
    y.domain([low - ((high - low) * ROW * words.length) / (floor - ceiling - ROW * words.length), high]);
    frame.drawAxes();
    // Far below is drawn as below: a curve then leaves the picture steeply.
    const py = (/** @type {number} */ value) => Math.min(floor + 400, y(value));
    /** @type {SVGElement[]} */
    const marks = [];
    for (const name of NAMES) {
      const places = name === "aic" && !akaike ? [] : scores
        .map((score) => ({ K: score.K, value: heightOf(score, name, N) })).filter(({ value }) => Number.isFinite(value));
      const path = places.map((place) => `${x(place.K).toFixed(1)},${py(place.value).toFixed(1)}`);
      assign(this.#curves.get(name) ?? frame.svg, { d: path.length ? `M${path.join("L")}` : "" });
      for (const place of places.filter(({ value }) => y(value) <= floor)) {
        const isBest = name !== "training" && place.K === best[name];
        marks.push(...markOf(name, `translate(${x(place.K).toFixed(1)},${y(place.value).toFixed(1)})`, isBest));
      }
    }
    words.forEach(([name, text], i) => marks.push(wordAt(text, best[name] ?? 1, x, floor - 6 - ROW * (words.length - 1 - i))));
    const bars = scores.filter(({ standardError }) => Number.isFinite(standardError)).map((score) => {
      const [low, high] = [-1, 1].map((sign) => py(score.heldOut + sign * score.standardError).toFixed(1));
      const at = x(score.K);
      return `M${at},${low}V${high}M${at - 4},${low}h8M${at - 4},${high}h8`;
    });
    assign(this.#bars, { d: bars.join("") });
    this.#marks.replaceChildren(...marks);
    assign(this.#line, { x1: x(K), x2: x(K), y1: floor, y2: ceiling });
    this.#handle.update({ px: x(K), py: ceiling, value: K, x: K, min: 1, max: MOST, step: 1, text: textOf(scores[K - 1], K, N) });
  }
}

/**
 * On one axis, where higher is better: criteria are divided by -2N.
 * @param {Score} score
 * @param {Name} name
 * @param {number} N
 */
function heightOf(score, name, N) {
  return name === "aic" || name === "bic" ? score[name] / (-2 * N) : score[name];
}

/**
 * @param {Name} name
 * @param {string} transform
 * @param {boolean} isBest
 */
function markOf(name, transform, isBest) {
  const { k, mark } = CURVES[name];
  const shape = s("path", { class: `xp-choice-mark xp-choice-${name} xp-k${k}`, d: mark, transform });
  if (!isBest) return [shape];
  return [s("circle", { class: "xp-choice-best", r: 10.5, transform }), shape];
}

/**
 * A word below a number of components, within the picture.
 * @param {string} text
 * @param {number} K
 * @param {import("d3-scale").ScaleLinear<number, number>} x
 * @param {number} y
 */
function wordAt(text, K, x, y) {
  const [anchor, at] = K === 1 ? ["start", 0.6] : K === MOST ? ["end", MOST + 0.4] : ["middle", K];
  return s("text", { class: "xp-choice-word xp-on-cloud", x: x(at).toFixed(1), y, "text-anchor": anchor }, text);
}

/**
 * The heights shown, from the highest down to twice what training gains: far worse ones would
 * press the others together.
 * @param {Score[]} scores
 * @param {number} N
 * @returns {[number, number]}
 */
function heightsOf(scores, N) {
  const found = scores.filter(({ training, heldOut }) => Number.isFinite(training + heldOut));
  if (found.length === 0) return [-1, 0];
  const [least, top] = [found[0].training, Math.max(...found.map(({ training }) => training))];
  const worst = Math.min(...found.flatMap((score) => [score.heldOut - score.standardError, heightOf(score, "bic", N)]));
  const low = Math.max(worst, least - Math.max(top - least, 4 * found[0].standardError));
  const margin = 0.1 * (top - low);
  return [low - margin, top + margin];
}

/**
 * @param {Score | undefined} score
 * @param {number} K
 * @param {number} N
 */
function textOf(score, K, N) {
  if (!score || !Number.isFinite(score.training)) return `K = ${K}`;
  const [training, heldOut, bic] = /** @type {Name[]} */ (["training", "heldOut", "bic"])
    .map((name) => formatNumber(heightOf(score, name, N)));
  return `K = ${K}: training ${training}, held out ${heldOut}, minus BIC over 2N ${bic}`;
}
