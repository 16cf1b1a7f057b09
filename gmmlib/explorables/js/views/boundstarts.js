/** What LowerBound begins with: its examples, and the stretch that its axes show. */

import { withFree } from "../maths/bound.js";
import { fitted } from "../plot/range.js";

/** @typedef {import("../plot/store.js").State} State */
/** @typedef {import("../maths/bound.js").Free} Free */

/**
 * What the axis shows: the stretch of the data, and the values that are in use.
 * @param {Free} free
 * @param {number[]} values
 * @param {number[]} data
 * @returns {[number, number]}
 */
export function rangeOf(free, values, data) {
  if (free === "weight") return [0, 1];
  const low = Math.min(...data);
  const width = Math.max(...data) - low || 1;
  const ends = free === "mean" ? [low - 0.4 * width, low + 1.4 * width] : [2 * Math.log(width) - 8, 2 * Math.log(width) + 1];
  return fitted(null, [Math.min(...values, ends[0]), Math.max(...values, ends[1])]);
}

/**
 * The heights of the curve, without deep ends that would press the rest together.
 * @param {number[]} heights
 * @returns {[number, number]}
 */
export function heightsShown(heights) {
  const sorted = [...heights].sort((a, b) => a - b);
  const top = sorted[sorted.length - 1];
  const half = top - sorted[Math.floor(sorted.length / 2)] || 1;
  const bottom = Math.max(sorted[0], top - 3.5 * half);
  return [bottom - 0.12 * (top - bottom || 1), top + 0.12 * (top - bottom || 1)];
}

/**
 * @param {State} start
 * @param {number[]} data
 * @returns {import("../plot/toolbar.js").Preset[]}
 */
export function presets(start, data) {
  const k = start.means.length - 1;
  /**
   * @param {Free} free
   * @param {number} value
   */
  const at = (free, value) => ({ ...withFree(start, free, k, value), free, path: [value] });
  const low = Math.min(...data);
  const width = Math.max(...data) - low || 1;
  return [
    { name: "The start", state: () => start },
    {
      name: "From the other side",
      state: () => at("mean", low - 0.1 * width),
      say: "Step from here: the bounds lead to the hill on this side, whichever is higher.",
    },
    {
      name: "At the middle of the data",
      state: () => at("mean", data.reduce((a, b) => a + b, 0) / data.length),
      say: "Between two hills the slope decides where EM goes: the bound has the curve's slope where it touches.",
    },
    {
      name: "The variance is free",
      state: () => ({ ...at("variance", 0.8 * width ** 2), means: start.means.map((mean, j) => (j === k ? low + 0.9 * width : mean)) }),
      say: "Over a variance the bound is no parabola, but it touches, lies below and has its top at a formula all the same.",
    },
    ...(k > 0 ? [{
      name: "The weight is free",
      state: () => ({ ...at("weight", 0.95), means: start.means.map((mean, j) => (j === k ? low + 0.9 * width : mean)) }),
      say: "Over a weight the log-likelihood has one hill only, and EM climbs it from everywhere.",
    }] : []),
  ];
}
