/** Kernel density estimates of sorted points, exact: the density (11.74) and its scores. */

import { convolved } from "./kernels.js";
import { firstFrom } from "./histogram.js";

/** @typedef {import("./kernels.js").Kernel} Kernel */
/** @typedef {{squares: number, likelihood: number}} Scores */

const LOG_SQRT_2PI = 0.5 * Math.log(2 * Math.PI);
/** A Gaussian that is a squared distance of this farther out than the nearest is below rounding. */
const MATTERS = 2 * 40;
/** Smaller sums have lost digits to underflow. */
const TINY = 1e-280;

/**
 * The density at a place.
 * @param {number} x
 * @param {ArrayLike<number>} sorted
 * @param {Kernel} kernel
 * @param {number} h bandwidth
 */
export function densityOfKernels(x, sorted, kernel, h) {
  const N = sorted.length;
  if (kernel.support === Infinity) return Math.exp(logSumAt(x, sorted, h, -1) - LOG_SQRT_2PI - Math.log(N) - Math.log(h));
  let sum = 0;
  for (let i = firstFrom(sorted, x - h * (1 + 1e-9)); i < N; i += 1) {
    const u = (x - sorted[i]) / h;
    if (u < -1) break;
    if (u <= 1) sum += kernel.density(Math.abs(u));
  }
  return sum / N / h;
}

/**
 * Log of the sum of exp(-u²/2) over the points, one of them left out.
 * @param {number} x
 * @param {ArrayLike<number>} sorted
 * @param {number} h
 * @param {number} out its index, or -1
 */
function logSumAt(x, sorted, h, out) {
  const i = firstFrom(sorted, x);
  let nearest = Infinity;
  for (let j = i - 2; j <= i + 2; j += 1) if (j >= 0 && j < sorted.length && j !== out) nearest = Math.min(nearest, Math.abs(x - sorted[j]));
  // Of equal points one is out and another stays.
  if (out >= 0) for (const j of [out - 1, out + 1]) if (j >= 0 && j < sorted.length) nearest = Math.min(nearest, Math.abs(x - sorted[j]));
  const r = nearest / h;
  const reach = h * Math.sqrt(r * r + MATTERS + 2 * Math.log(sorted.length)) * (1 + 1e-12);
  let sum = 0;
  for (let j = firstFrom(sorted, x - reach); j < sorted.length && sorted[j] <= x + reach; j += 1) {
    if (j === out) continue;
    const u = Math.abs(x - sorted[j]) / h;
    sum += Math.exp(-0.5 * (u - r) * (u + r));
  }
  return Math.log(sum) - 0.5 * r * r;
}

/**
 * Both leave-one-out scores at once: squared error but for a constant (low is good), and
 * log-likelihood (high is good). The time grows with the pairs of points.
 * @param {ArrayLike<number>} sorted
 * @param {Kernel} kernel
 * @param {number} h bandwidth
 * @returns {Scores}
 */
export function kernelScores(sorted, kernel, h) {
  const N = sorted.length;
  const others = new Float64Array(N);
  const { squares, pairs } = kernel.support === Infinity
    ? gaussianPairs(sorted, h, others) : compactPairs(sorted, kernel, h, others);
  let likelihood = 0;
  for (let n = 0; n < N; n += 1) {
    likelihood += kernel.support === Infinity && others[n] < TINY
      ? logSumAt(sorted[n], sorted, h, n) - LOG_SQRT_2PI : Math.log(others[n]);
  }
  return {
    squares: (squares / N - (4 * pairs) / (N - 1)) / N / h,
    likelihood: likelihood - N * (Math.log(N - 1) + Math.log(h)),
  };
}

/**
 * Sum of the convolved kernels over all pairs and of the kernels over each pair once; the sums
 * at each point go to `others`.
 * @param {ArrayLike<number>} sorted
 * @param {number} h
 * @param {Float64Array} others
 */
function gaussianPairs(sorted, h, others) {
  const N = sorted.length;
  const peak = Math.exp(-LOG_SQRT_2PI);
  const widest = Math.sqrt(4 * 750);
  let wide = 0;
  let pairs = 0;
  for (let i = 0; i < N; i += 1) {
    for (let j = i + 1; j < N; j += 1) {
      const u = (sorted[j] - sorted[i]) / h;
      if (u > widest) break;
      // k * k is the same Gaussian, wider: its exponential is the root of k's.
      const root = Math.exp(-0.25 * u * u);
      const value = root * root * peak;
      wide += root;
      pairs += value;
      others[i] += value;
      others[j] += value;
    }
  }
  return { squares: (N + 2 * wide) * peak * Math.SQRT1_2, pairs };
}

/**
 * @param {ArrayLike<number>} sorted
 * @param {Kernel} kernel
 * @param {number} h
 * @param {Float64Array} others
 */
function compactPairs(sorted, kernel, h, others) {
  const N = sorted.length;
  const convolution = convolved(kernel);
  const { density } = kernel;
  let wide = 0;
  let pairs = 0;
  for (let i = 0; i < N; i += 1) {
    for (let j = i + 1; j < N; j += 1) {
      const u = (sorted[j] - sorted[i]) / h;
      if (u >= 2) break;
      wide += convolution(u);
      if (u > 1) continue;
      const value = density(u);
      pairs += value;
      others[i] += value;
      others[j] += value;
    }
  }
  return { squares: N * convolution(0) + 2 * wide, pairs };
}
