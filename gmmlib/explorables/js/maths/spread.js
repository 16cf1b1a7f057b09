/** Rules that choose at once: how many bins, and which bandwidth. */

import { MOST_BINS } from "./histogram.js";
import { bandwidthRatio } from "./kernels.js";
import { improvedSheatherJones } from "./sheatherjones.js";

/** @typedef {import("./kernels.js").Kernel} Kernel */

/** Interquartile range of the standard normal density, as Silverman rounds it. */
const NORMAL_IQR = 1.34;

/**
 * Standard deviation (with `minus` 0 or 1 off N) and interquartile range, as parts of the range.
 * @param {number[]} sorted
 * @param {number} minus
 */
function spreads(sorted, minus) {
  const N = sorted.length;
  const low = sorted[0];
  const span = sorted[N - 1] - low;
  const mean = sorted.reduce((sum, x) => sum + (x - low) / span, 0) / N;
  const squares = sorted.reduce((sum, x) => sum + ((x - low) / span - mean) ** 2, 0);
  const [lower, upper] = [0.25, 0.75].map((part) => quantile(sorted, part));
  return { sd: Math.sqrt(squares / (N - minus)), iqr: (upper - lower) / span };
}

/**
 * A quantile, as a distance from the lowest value: far from 0 it would lose digits.
 * @param {number[]} sorted
 * @param {number} part
 */
function quantile(sorted, part) {
  const place = part * (sorted.length - 1);
  const i = Math.min(Math.floor(place), sorted.length - 2);
  const [a, b] = [sorted[i] - sorted[0], sorted[i + 1] - sorted[0]];
  return a + (b - a) * (place - i);
}

/**
 * How many bins of equal width a rule asks for, and what is to be said about it.
 * @param {number[]} sorted two points at least, not all equal
 * @param {string} rule
 * @returns {{bins: number, note: string}} 0 bins where the rule gives no width
 */
export function binsByRule(sorted, rule) {
  const N = sorted.length;
  const sturges = Math.log2(N) + 1;
  const { sd, iqr } = spreads(sorted, 0);
  const robust = iqr > 0 ? N ** (1 / 3) / (2 * iqr) : 0;
  if (rule === "auto") return limited(robust > 0 ? Math.max(sturges, Math.min(robust, 2 * Math.sqrt(N))) : sturges);
  if (rule === "sturges") return limited(sturges);
  if (rule === "scott") return limited(N ** (1 / 3) / (2 * 3 ** (1 / 3) * Math.PI ** (1 / 6) * sd));
  return robust > 0 ? limited(robust) : { bins: 0, note: "half of the points are equal, so their interquartile range is 0 and this rule gives no width" };
}

/** @param {number} wanted */
function limited(wanted) {
  const bins = Math.ceil(wanted);
  if (bins <= MOST_BINS) return { bins, note: "" };
  return { bins: MOST_BINS, note: `the rule asks for ${bins.toPrecision(3).replace("+", "")} bins, and this picture shows at most ${MOST_BINS}; far points stretch the range` };
}

/**
 * The bandwidth by a rule: Silverman's, Scott's or the improved one of Sheather and Jones.
 * @param {number[]} sorted two points at least, not all equal
 * @param {string} rule
 * @param {Kernel} kernel
 * @returns {{bandwidth: number, note: string}} 0 where the rule gives none, and why
 */
export function bandwidthByRule(sorted, rule, kernel) {
  if (rule === "silverman") return { bandwidth: silverman(sorted, kernel), note: "" };
  if (rule === "scott") return { bandwidth: ofDeviation(sorted, spreads(sorted, 1).sd, kernel), note: "" };
  const { bandwidth, note } = improvedSheatherJones(sorted);
  return { bandwidth: bandwidth * bandwidthRatio(kernel), note };
}

/**
 * Silverman's rule of thumb.
 * @param {number[]} sorted
 * @param {Kernel} kernel
 */
export function silverman(sorted, kernel) {
  const { sd, iqr } = spreads(sorted, 1);
  const robust = iqr / NORMAL_IQR;
  return ofDeviation(sorted, 0.9 * (robust > 0 ? Math.min(sd, robust) : sd), kernel);
}

/**
 * @param {number[]} sorted
 * @param {number} scale as a part of the range
 * @param {Kernel} kernel
 */
function ofDeviation(sorted, scale, kernel) {
  return scale * (sorted[sorted.length - 1] - sorted[0]) * sorted.length ** -0.2 * bandwidthRatio(kernel);
}
