/** Where EM starts when K is to be chosen; Python's twin is gmmlib/explorables/_choice.py. */

import { moments } from "./floorem.js";
import { Random, seedWords } from "./random.js";

/** @typedef {import("./floorem.js").Mixture} Mixture */
/** @typedef {import("./floorem.js").Columns} Columns */

/** Starts at random; one more splits a component of the mixture before. */
const RANDOM_STARTS = 2;

/**
 * Seeds of k-means++, and the mixture of one component less with one of them split.
 * @param {Columns} columns
 * @param {number} K
 * @param {Mixture | null} simpler
 * @returns {Mixture[]}
 */
export function starts(columns, K, simpler) {
  if (!simpler) return [seededStart(columns, K, 0)];
  return [...Array.from({ length: RANDOM_STARTS }, (_, j) => seededStart(columns, K, j)), splitStart(simpler)];
}

/**
 * Equal components that fill the data's volume, at seeds of k-means++.
 * @param {Columns} columns
 * @param {number} K
 * @param {number} j which of the starts
 * @returns {Mixture}
 */
export function seededStart(columns, K, j) {
  const [N, D] = [columns[0].length, columns.length];
  const random = new Random(seedWords(10 * K + j));
  const { covariance } = moments(columns);
  const scaled = columns.map((x, axis) => x.map((value) => value / Math.sqrt(covariance[axis][axis])));
  const distances = new Float64Array(N).fill(Infinity);
  const chosen = [Math.floor(random.uniform() * N)];
  while (chosen.length < K) {
    const last = chosen[chosen.length - 1];
    let sum = 0;
    for (let n = 0; n < N; n += 1) {
      let square = 0;
      for (const z of scaled) square += (z[n] - z[last]) ** 2;
      distances[n] = Math.min(distances[n], square);
      sum += distances[n];
    }
    chosen.push(place(distances, random.uniform() * sum));
  }
  const part = K ** (2 / D);
  const spread = covariance.map((row) => row.map((value) => value / part));
  return {
    weights: chosen.map(() => 1 / K),
    means: chosen.map((n) => columns.map((x) => x[n])),
    covariances: chosen.map(() => spread),
  };
}

/**
 * The first place at which the running sum exceeds a target.
 * @param {Float64Array} values
 * @param {number} target
 */
function place(values, target) {
  let sum = 0;
  for (let n = 0; n < values.length; n += 1) {
    sum += values[n];
    if (sum > target) return n;
  }
  return values.length - 1;
}

/**
 * The heaviest component halved across its longest axis; the two together keep its moments.
 * @param {Mixture} model
 * @returns {Mixture}
 */
export function splitStart({ weights, means, covariances }) {
  const k = weights.indexOf(Math.max(...weights));
  const offset = longestAxis(covariances[k]).map((value) => value / 2);
  const narrower = covariances[k].map((row, i) => row.map((value, j) => value - offset[i] * offset[j]));
  /**
   * @template T
   * @param {T[]} values
   * @param {T} first
   * @param {T} second
   */
  const with2 = (values, first, second) => [...values.map((value, j) => (j === k ? first : value)), second];
  const half = weights[k] / 2;
  return {
    weights: with2(weights, half, half),
    means: with2(means, means[k].map((value, i) => value - offset[i]), means[k].map((value, i) => value + offset[i])),
    covariances: with2(covariances, narrower, narrower),
  };
}

/**
 * Half the longest axis of the ellipse of one standard deviation, its first entry positive.
 * @param {number[][]} covariance
 * @returns {number[]}
 */
export function longestAxis(covariance) {
  if (covariance.length === 1) return [Math.sqrt(covariance[0][0])];
  const [[a, b], [, c]] = covariance;
  const half = Math.hypot((a - c) / 2, b);
  const large = (a + c) / 2 + half;
  // Of two ways to write it, the one in which nothing cancels.
  const [x, y] = a >= c ? [(a - c) / 2 + half, b] : [b, (c - a) / 2 + half];
  const length = Math.sqrt(large) / Math.hypot(x, y) * (x < 0 ? -1 : 1);
  return [x * length, y * length];
}
