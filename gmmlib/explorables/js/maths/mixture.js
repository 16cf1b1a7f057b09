import { logNormal } from "./gaussian.js";
import { logSumExp, shares } from "./logsumexp.js";

/**
 * A Gaussian mixture in one dimension: K weights that sum to 1, K means, K variances.
 * @typedef {{weights: number[], means: number[], variances: number[]}} Mixture1D
 */

/**
 * log(pi_k N(x | mu_k, sigma_k^2)) for each component k; weight 0 gives -Infinity.
 * @param {number} x
 * @param {Mixture1D} m
 * @returns {number[]} K numbers
 */
export function logJoint(x, m) {
  return m.weights.map((weight, k) => Math.log(weight) + logNormal(x, m.means[k], m.variances[k]));
}

/**
 * log p(x), the logarithm of (11.3).
 * @param {number} x
 * @param {Mixture1D} m
 * @returns {number}
 */
export function logDensity(x, m) {
  return logSumExp(logJoint(x, m));
}

/**
 * p(x), equation (11.3), a density (1/unit of x): it may exceed 1.
 * @param {number} x
 * @param {Mixture1D} m
 * @returns {number}
 */
export function density(x, m) {
  return Math.exp(logDensity(x, m));
}

/**
 * The responsibility of each component for the point x, equation (11.17).
 * @param {number} x
 * @param {Mixture1D} m
 * @returns {number[]} K numbers that sum to 1
 */
export function responsibilitiesAt(x, m) {
  return shares(logJoint(x, m));
}

/**
 * What each point adds to the log-likelihood: log p(x_n).
 * @param {number[]} xs
 * @param {Mixture1D} m
 * @returns {number[]} N numbers
 */
export function contributions(xs, m) {
  return xs.map((x) => logDensity(x, m));
}

/**
 * The log-likelihood of the mixture, equation (11.10): the sum of the contributions.
 * @param {number[]} xs
 * @param {Mixture1D} m
 * @returns {number}
 */
export function logLikelihood(xs, m) {
  let sum = 0;
  for (const x of xs) sum += logDensity(x, m);
  return sum;
}

/**
 * The responsibilities r_nk of all points, equation (11.17): the E-step.
 * @param {number[]} xs
 * @param {Mixture1D} m
 * @returns {number[][]} N rows of K numbers; each row sums to 1
 */
export function responsibilities(xs, m) {
  return xs.map((x) => responsibilitiesAt(x, m));
}
