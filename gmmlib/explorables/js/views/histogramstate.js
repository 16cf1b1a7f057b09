/** What a picture of bins and kernels is in: its links, what is refused, its examples and starts. */

import { MOST_BINS, leastWidth, refuseGrid } from "../maths/histogram.js";
import { KERNELS, kernelOf } from "../maths/kernels.js";
import { binsByRule, silverman } from "../maths/spread.js";
import { refusePlace } from "../plot/edit.js";
import { formatNumber } from "../plot/format.js";
import { choice, number } from "../plot/parts.js";
import { dataPart } from "./emdata.js";

/** @typedef {import("../plot/store.js").State} State */
/** @typedef {{name: string, X: number[]}} DataSet */

export const SHOWN = ["both", "histogram", "density"];
/** @type {import("../maths/bandwidthsearch.js").Criterion[]} */
export const CRITERIA = ["squares", "likelihood"];
/** A point is far from all others where the gap is this part of the range. */
const FAR = 0.8;

/** @param {number} h */
export function refuseBandwidth(h) {
  return h >= 1e-50 && h <= 1e50 ? null : `a bandwidth must be greater than 0 (from 1e-50 to 1e50), got ${h}`;
}

/**
 * @param {number[]} own the page's data
 * @param {number[][]} sets
 */
export function stateParts(own, sets) {
  return [
    number("width", "w", (value) => (value > 0 ? null : `a width must be greater than 0, got ${value}`)),
    number("origin", "o", refusePlace), number("bandwidth", "b", refuseBandwidth),
    choice("kernel", "k", KERNELS), choice("shown", "s", SHOWN), choice("criterion", "c", CRITERIA),
    number("cursor", "x", refusePlace), dataPart(own, 1, sets),
  ];
}

/**
 * A link's state, if its parts fit together.
 * @param {Record<string, any>} state
 */
export function checked(state) {
  const reason = refuseLine([state.X], ["x"]) ?? refuseGrid(ascending(state.X), state.origin, state.width);
  if (reason) throw new Error(reason);
  return state;
}

/**
 * The data in ascending order.
 * @param {number[]} X
 */
export function ascending(X) {
  return Array.from(Float64Array.from(X).sort());
}

/**
 * Why numbers are no data for bins and kernels, or null.
 * @param {number[][]} columns
 * @param {string[]} names
 */
export function refuseLine([X], [name]) {
  if (X.length < 2) return "this is one point; bins and kernels need at least two different ones";
  return X.every((x) => x === X[0])
    ? `${name} is ${X[0]} in every row, so nothing says how wide bins or kernels should be; choose other data` : null;
}

/**
 * Width, origin and bandwidth for any data, and what is to be said about them.
 * @param {number[]} X
 * @param {string} kernel
 */
export function startOf(X, kernel) {
  const sorted = ascending(X);
  const [low, high] = [sorted[0], sorted[sorted.length - 1]];
  const { bins } = binsByRule(sorted, "auto");
  const bandwidth = silverman(sorted, kernelOf(kernel));
  return {
    state: {
      X, width: Math.max((high - low) / bins, leastWidth(sorted)), origin: low,
      bandwidth: Math.min(1e50, Math.max(1e-50, Number(bandwidth.toPrecision(4)))), cursor: sorted[X.length >> 1],
    },
    note: noteOn(sorted),
  };
}

/** @param {number[]} sorted */
function noteOn(sorted) {
  const [low, high] = [sorted[0], sorted[sorted.length - 1]];
  const gap = sorted.reduce((widest, x, n) => (n > 0 && x - sorted[n - 1] > sorted[widest] - sorted[widest - 1] ? n : widest), 1);
  const far = sorted[gap] - sorted[gap - 1] > FAR * (high - low) && sorted.length > 3;
  const few = Math.min(gap, sorted.length - gap);
  if (far && few <= sorted.length / 10 + 1) {
    const place = gap > sorted.length / 2 ? sorted[gap] : sorted[gap - 1];
    return `${few === 1 ? "One point lies" : `${few} points lie`} far from all others, at ${formatNumber(place)}: the axis reaches there, `
      + "so little is seen of the rest. Leave far points out to see more.";
  }
  const different = sorted.filter((x, n) => n === 0 || x !== sorted[n - 1]).length;
  return different <= sorted.length / 2
    ? `Only ${different} of ${sorted.length} values are different. Where values repeat, the scores may favor ever narrower bins and kernels.` : "";
}

/**
 * @param {State} start
 * @param {DataSet[]} sets
 * @returns {import("../plot/toolbar.js").Preset[]}
 */
export function presets(start, sets) {
  const sorted = ascending(start.X);
  const [low, high] = [sorted[0], sorted[sorted.length - 1]];
  const span = high - low;
  const round = (/** @type {number} */ value) => Number(value.toPrecision(4));
  const own = { ...start, shown: "both", origin: low };
  const narrow = Math.min(60, MOST_BINS);
  return [
    { name: "The start", state: () => start },
    {
      name: "Wide bins, wide kernels", state: () => ({ ...own, width: span / 3, bandwidth: round(span / 6) }),
      say: "Underfitting: bars and curve average away what is there. Both marks below are far right of the optimum.",
    },
    {
      name: "Narrow bins, narrow kernels", state: () => ({ ...own, width: span / narrow, bandwidth: round(span / 240) }),
      say: "Overfitting: bars and curve draw the accidents of this sample. Both marks below are far left of the optimum.",
    },
    {
      name: "Bins begin elsewhere", state: () => ({ ...own, shown: "histogram", width: round(span / 8), origin: round(low - span / 16) }),
      say: "Drag the square: the same points and the same width, but the bars change with the place where bins begin.",
    },
    {
      name: "The kernel hardly matters", state: () => ({
        ...own, shown: "density", kernel: "epanechnikov",
        bandwidth: round(silverman(sorted, kernelOf("epanechnikov")) / 2),
      }),
      say: "Choose other kernels with the same rule for the bandwidth: the curves are nearly alike.",
    },
    ...sets.map(({ name, X }) => ({
      name, state: () => ({ ...start, ...startOf(X, start.kernel).state }), say: startOf(X, start.kernel).note,
    })),
  ];
}
