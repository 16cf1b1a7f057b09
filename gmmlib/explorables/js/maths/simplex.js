import { logNormal } from "./gaussian.js";
import { logSumExp } from "./logsumexp.js";

/** @typedef {import("./mixture.js").Mixture1D} Mixture1D */
/** @typedef {{weights: number[][], triangles: [number, number, number][]}} SimplexGrid */

/** A sum this small may have lost terms to underflow. */
const TINY = 1e-280;

/**
 * The log-likelihood (11.10) as a function of the weights alone: means and variances stay.
 * @param {number[]} xs N points
 * @param {Mixture1D} m its weights do not count
 * @returns {(weights: number[]) => number}
 */
export function likelihoodOfWeights(xs, m) {
  const logs = xs.map((x) => m.means.map((mean, k) => logNormal(x, mean, m.variances[k])));
  // With the largest density of each point taken out, one logarithm a point is nearly always enough.
  const highest = logs.map((row) => Math.max(...row));
  const densities = logs.map((row, n) => row.map((value) => Math.exp(value - highest[n])));
  return (weights) => {
    let sum = 0;
    densities.forEach((row, n) => {
      let mixed = 0;
      for (let k = 0; k < row.length; k++) mixed += weights[k] * row[k];
      sum += mixed > TINY ? highest[n] + Math.log(mixed)
        : logSumExp(logs[n].map((value, k) => value + Math.log(weights[k])));
    });
    return sum;
  };
}

/**
 * The weights of three components in steps of 1/n, and the small triangles between them.
 * @param {number} n
 * @returns {SimplexGrid}
 */
export function simplexGrid(n) {
  /** @type {SimplexGrid} */
  const grid = { weights: [], triangles: [] };
  let first = 0;
  for (let i = 0; i <= n; i++) {
    // Row i has n + 1 - i places; the row above it begins right after them.
    const above = first + n + 1 - i;
    for (let j = 0; j <= n - i; j++) {
      grid.weights.push([(n - i - j) / n, j / n, i / n]);
      if (i + j < n) grid.triangles.push([first + j, first + j + 1, above + j]);
      if (i + j < n - 1) grid.triangles.push([first + j + 1, above + j + 1, above + j]);
    }
    first = above;
  }
  return grid;
}

/**
 * Where a function on the grid passes a level: pieces of lines between two places each.
 * @param {SimplexGrid} grid
 * @param {number[]} values one a place of the grid
 * @param {number} level
 * @returns {[number[], number[]][]} pairs of weights
 */
export function contour({ weights, triangles }, values, level) {
  /** @type {[number[], number[]][]} */
  const pieces = [];
  for (const triangle of triangles) {
    /** @type {number[][]} */
    const ends = [];
    triangle.forEach((a, i) => {
      const b = triangle[(i + 1) % 3];
      if (values[a] > level === values[b] > level) return;
      const t = (level - values[a]) / (values[b] - values[a]);
      ends.push(weights[a].map((weight, k) => weight + t * (weights[b][k] - weight)));
    });
    if (ends.length === 2) pieces.push([ends[0], ends[1]]);
  }
  return pieces;
}
