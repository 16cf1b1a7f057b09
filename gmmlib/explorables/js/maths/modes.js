import { responsibilitiesAt } from "./mixture.js";

/** @typedef {import("./mixture.js").Mixture1D} Mixture1D */

// Steps of the grid around each mean: -4 … 4 standard deviations, 1/20 apart.
const STEPS = Array.from({ length: 161 }, (_, i) => -4 + i * 0.05);
STEPS[80] = 0;

// Two modes closer than this part of the distance between the outermost means are one.
const SAME = 1e-9;

/**
 * All local maxima of the density, ascending.
 *
 * Every mode lies between the smallest and the largest mean. There we look for the places
 * where the slope of log p turns from + to −, first on a grid that is fine around each
 * mean, then by bisection down to neighboring floating-point numbers.
 * Components of weight 0 are left out.
 * @param {Mixture1D} m
 * @returns {number[]}
 */
export function modes(m) {
  const mixture = withoutEmpty(m);
  const grid = candidates(mixture);
  /** @type {number[]} */
  const found = [];
  // Left of the smallest mean the density rises, right of the largest one it falls.
  let rising = true;
  let lastRise = grid[0];
  for (const x of grid) {
    const s = slope(x, mixture);
    if (s > 0) {
      rising = true;
      lastRise = x;
    } else if (s < 0 && rising) {
      found.push(bisect(lastRise, x, mixture));
      rising = false;
    }
  }
  const end = grid[grid.length - 1];
  if (rising) found.push(bisect(lastRise, end, mixture));
  const apart = SAME * (end - grid[0]);
  return found.filter((x, i) => i === 0 || x - found[i - 1] > apart);
}

/**
 * @param {Mixture1D} m
 * @returns {Mixture1D} the components whose weight is not 0
 */
function withoutEmpty(m) {
  const kept = m.weights.map((_, k) => k).filter((k) => m.weights[k] > 0);
  if (kept.length === 0) {
    throw new RangeError(`the weights are [${m.weights}]; at least one must be greater than 0`);
  }
  return {
    weights: kept.map((k) => m.weights[k]),
    means: kept.map((k) => m.means[k]),
    variances: kept.map((k) => m.variances[k]),
  };
}

/**
 * @param {Mixture1D} m
 * @returns {number[]} the grid, ascending, without repetitions
 */
function candidates(m) {
  const low = Math.min(...m.means);
  const high = Math.max(...m.means);
  const points = new Set([low, high]);
  m.means.forEach((mean, k) => {
    const sd = Math.sqrt(m.variances[k]);
    for (const step of STEPS) points.add(Math.min(high, Math.max(low, mean + sd * step)));
  });
  return [...points].sort((a, b) => a - b);
}

/**
 * The derivative of log p at x: each component pulls toward its mean, as strongly as it is
 * responsible. In this form nothing underflows far from all means.
 * @param {number} x
 * @param {Mixture1D} m
 * @returns {number}
 */
function slope(x, m) {
  const r = responsibilitiesAt(x, m);
  let sum = 0;
  // A responsibility of 0 must stay 0 beside a pull that overflows.
  for (let k = 0; k < r.length; k++) if (r[k] > 0) sum += (r[k] * (m.means[k] - x)) / m.variances[k];
  return sum;
}

/**
 * The place between low and high where the slope passes 0 from + to −.
 * @param {number} low
 * @param {number} high
 * @param {Mixture1D} m
 * @returns {number}
 */
function bisect(low, high, m) {
  for (;;) {
    const middle = low + (high - low) / 2;
    // Neighbors have no number between them: the better of the two is the answer.
    if (middle <= low || middle >= high) break;
    const s = slope(middle, m);
    if (s === 0) return middle;
    if (s > 0) low = middle;
    else high = middle;
  }
  return Math.abs(slope(low, m)) <= Math.abs(slope(high, m)) ? low : high;
}
