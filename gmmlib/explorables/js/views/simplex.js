/** All weights of three components: a triangle, with the log-likelihood as lines of equal height. */

import { contour, likelihoodOfWeights, simplexGrid } from "../maths/simplex.js";
import { assign, h, s } from "../plot/dom.js";
import { formatNumber } from "../plot/format.js";

/** @typedef {import("../maths/mixture.js").Mixture1D} Mixture1D */

const GRID = simplexGrid(24);
/** How far below the summit the lines lie. */
const DROPS = [0.1, 0.5, 1, 2, 4];
/** Of components 1, 2 and 3, in units of the picture. */
const CORNERS = [[40, 282], [340, 282], [190, 22]];
/** Weights on the pointer's way are multiples of this. */
const STEP = 0.005;

export class Simplex {
  #data;
  #lines = DROPS.map((drop) => ({
    path: s("path", { class: "xp-contour" }), label: s("text", { class: "xp-axis-label xp-contour-label", "text-anchor": "middle" }, formatNumber(-drop)),
  }));
  #way = s("path", { class: "xp-new" });
  #old = s("circle", { r: 7 });
  #new = s("circle", { class: "xp-marks-new", r: 7 });

  /**
   * @param {number[]} data
   * @param {(weights: number[]) => void} onMove
   * @param {() => void} onCommit
   */
  constructor(data, onMove, onCommit) {
    this.#data = data;
    const surface = s("polygon", { class: "xp-triangle", points: CORNERS.join(" ") });
    const svg = s("svg", { class: "xp-simplex", viewBox: "0 0 380 310", "aria-hidden": "true" },
      surface, ...this.#lines.flatMap(({ path }) => path), ...this.#lines.map(({ label }) => label),
      ...CORNERS.map(([x, y], k) => s("text", {
        class: "xp-axis-label", "text-anchor": "middle", x, y: k < 2 ? y + 20 : y - 8,
      }, `π${"₁₂₃"[k]} = 1`)),
      s("g", { class: "xp-marks" }, this.#way, this.#old, this.#new));
    const moveTo = (/** @type {PointerEvent} */ event) => {
      const box = svg.getBoundingClientRect();
      const scale = 380 / box.width;
      onMove(weightsAt((event.clientX - box.left) * scale, (event.clientY - box.top) * scale));
    };
    surface.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      surface.setPointerCapture(event.pointerId);
      moveTo(event);
    });
    surface.addEventListener("pointermove", (event) => {
      if (surface.hasPointerCapture(event.pointerId)) moveTo(event);
    });
    for (const type of ["pointerup", "pointercancel"]) surface.addEventListener(type, onCommit);
    this.element = h("div", { class: "xp-simplex-box" },
      h("div", { class: "xp-heading" }, "All weights that sum to 1"), svg,
      h("p", { class: "xp-small" }, "Hollow: the old weights; press or drag in the triangle to move them, or use their sliders. "
        + "Filled: the new ones. Lines of equal log-likelihood, with the distance below the summit, for the new means and variances."));
  }

  /**
   * @param {Mixture1D | null} before the mixture whose weights are to be updated
   * @param {number[]} old
   * @param {number[]} weights the new ones
   */
  update(before, old, weights) {
    const height = before && likelihoodOfWeights(this.#data, before);
    const values = height ? GRID.weights.map(height) : [];
    const summit = values.reduce((a, b) => Math.max(a, b), -Infinity);
    // What lies far below every line may be -Infinity; a number there changes no line.
    const heights = values.map((value) => Math.max(value - summit, -2 * DROPS[DROPS.length - 1]));
    this.#lines.forEach(({ path, label }, i) => {
      const pieces = height ? contour(GRID, heights, -DROPS[i]) : [];
      const ends = pieces.map((piece) => piece.map(place));
      assign(path, { d: ends.map(([a, b]) => `M${a}L${b}`).join("") });
      const rightmost = ends.flat().reduce((a, b) => (b[0] > a[0] ? b : a), [0, 0]);
      assign(label, { x: rightmost[0], y: rightmost[1] + 4, display: pieces.length ? null : "none" });
    });
    const [from, to] = [place(old), place(weights)];
    assign(this.#way, { d: `M${from}L${to}` });
    assign(this.#old, { cx: from[0], cy: from[1] });
    assign(this.#new, { cx: to[0], cy: to[1] });
  }
}

/** @param {number[]} weights */
function place(weights) {
  return [0, 1].map((i) => Number(CORNERS.reduce((sum, corner, k) => sum + weights[k] * corner[i], 0).toFixed(1)));
}

/**
 * The weights at a place, or the nearest ones on the edge, on round numbers.
 * @param {number} x
 * @param {number} y
 */
function weightsAt(x, y) {
  const [[left, low], [right], [, high]] = CORNERS;
  const third = (low - y) / (low - high);
  const second = (x - left) / (right - left) - third / 2;
  const kept = [1 - second - third, second, third].map((weight) => Math.max(0, weight));
  const sum = kept[0] + kept[1] + kept[2];
  const [, b, c] = kept.map((weight) => Math.round(weight / sum / STEP) * STEP);
  const [two, three] = [b, Math.min(c, 1 - b)].map((weight) => Number(weight.toFixed(3)));
  return [Number((1 - two - three).toFixed(3)), two, three];
}
