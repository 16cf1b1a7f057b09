/**
 * EM in one or two dimensions, with a least variance. In typed arrays, since a choice takes some
 * hundred runs and the reader waits for them.
 */

import { factor } from "./plane.js";

/**
 * K weights that sum to 1, K means of D numbers, K covariances.
 * @typedef {{weights: number[], means: number[][], covariances: number[][][]}} Mixture
 */
/** @typedef {Float64Array[]} Columns D columns of N numbers */
/** @typedef {{model: Mixture, logLikelihood: number, nIterations: number, converged: boolean}} Fit */

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
/** A share of the points this small is none, as in gmmlib. */
const EMPTY = 1e-280;

/**
 * @param {number[][]} X N points
 * @returns {Columns}
 */
export function columnsOf(X) {
  return X[0].map((_, axis) => Float64Array.from(X, (x) => x[axis]));
}

/**
 * Mean and covariance of points, each counted as much as its share.
 * @param {Columns} columns
 * @param {Float64Array} [r] shares; 1 each unless given
 */
export function moments(columns, r) {
  const N = columns[0].length;
  const total = r ? r.reduce((sum, share) => sum + share, 0) : N;
  const mean = columns.map((x) => {
    let sum = 0;
    for (let n = 0; n < N; n += 1) sum += r ? r[n] * x[n] : x[n];
    return sum / total;
  });
  const covariance = columns.map((x, i) => columns.map((y, j) => {
    let sum = 0;
    for (let n = 0; n < N; n += 1) sum += (r ? r[n] : 1) * (x[n] - mean[i]) * (y[n] - mean[j]);
    return sum / total;
  }));
  return { total, mean, covariance };
}

/**
 * The E-step, equation (11.17).
 * @param {Columns} columns
 * @param {Mixture} m
 * @param {Float64Array[]} r K rows of N numbers, to be filled with the responsibilities
 * @param {Float64Array} logs to be filled with the log density of each point
 * @returns {number} the log-likelihood, equation (11.10)
 */
export function expect(columns, m, r, logs) {
  const [K, N] = [m.weights.length, logs.length];
  for (let k = 0; k < K; k += 1) fillLogJoint(columns, m, k, r[k]);
  let logLikelihood = 0;
  for (let n = 0; n < N; n += 1) {
    let largest = -Infinity;
    for (let k = 0; k < K; k += 1) if (r[k][n] > largest) largest = r[k][n];
    let sum = 0;
    for (let k = 0; k < K; k += 1) {
      r[k][n] = Math.exp(r[k][n] - largest);
      sum += r[k][n];
    }
    for (let k = 0; k < K; k += 1) r[k][n] /= sum;
    logs[n] = largest + Math.log(sum);
    logLikelihood += logs[n];
  }
  return logLikelihood;
}

/**
 * log(pi_k N(x | mu_k, Sigma_k)) of all points.
 * @param {Columns} columns
 * @param {Mixture} m
 * @param {number} k
 * @param {Float64Array} into
 */
function fillLogJoint([x, y], { weights, means, covariances }, k, into) {
  const [a, b] = means[k];
  const log = Math.log(weights[k]);
  if (!y) {
    const sd = Math.sqrt(covariances[k][0][0]);
    const height = log - HALF_LOG_TWO_PI - Math.log(sd);
    for (let n = 0; n < x.length; n += 1) {
      const z = (x[n] - a) / sd;
      into[n] = height - 0.5 * z * z;
    }
    return;
  }
  const [s, slant, rest] = factor(/** @type {import("./plane.js").Matrix} */ (covariances[k]));
  const height = log - 2 * HALF_LOG_TWO_PI - Math.log(s) - Math.log(rest);
  for (let n = 0; n < x.length; n += 1) {
    const u = (x[n] - a) / s;
    const v = (y[n] - b - slant * u) / rest;
    into[n] = height - 0.5 * (u * u + v * v);
  }
}

/**
 * The M-step, Theorems 11.1 to 11.3, with covariances that are nowhere narrower than the least.
 * @param {Columns} columns
 * @param {Float64Array[]} r
 * @param {number[]} least variances, D
 * @returns {Mixture}
 * @throws {RangeError} when a component is responsible for no point
 */
export function maximize(columns, r, least) {
  const N = columns[0].length;
  const parts = r.map((shares) => moments(columns, shares));
  parts.forEach(({ total }, k) => {
    if (!(total > EMPTY * N)) throw new RangeError(`component ${k + 1} is responsible for no point`);
  });
  return {
    weights: parts.map(({ total }) => total / N),
    means: parts.map(({ mean }) => mean),
    covariances: parts.map(({ covariance }) => raised(covariance, least)),
  };
}

/**
 * A covariance whose eigenvalues, in units of the least standard deviations, are at least 1:
 * the best among such covariances.
 * @param {number[][]} covariance
 * @param {number[]} least variances, D
 * @returns {number[][]}
 */
export function raised(covariance, least) {
  if (least.every((variance) => variance === 0)) return covariance;
  if (least.length === 1) return [[Math.max(covariance[0][0], least[0])]];
  const [s, t] = least.map(Math.sqrt);
  const [[xx, xy], [, yy]] = covariance;
  const [a, b, c] = [xx / s / s, xy / s / t, yy / t / t];
  const half = Math.hypot((a - c) / 2, b);
  const large = (a + c) / 2 + half;
  const small = (a * c - b * b) / large;
  if (small >= 1) return covariance;
  if (large <= 1) return [[least[0], 0], [0, least[1]]];
  // Along the short axis alone something is missing.
  const missing = (1 - small) / (2 * half);
  const across = xy - missing * b * s * t;
  return [[xx + missing * (large - a) * s * s, across], [across, yy + missing * (large - c) * t * t]];
}

/**
 * EM from one start, an iteration a step, so that a page can do something else between.
 *
 * It has converged when the mean log-likelihood of a point rises by no more than `tolerance`.
 * @param {Columns} columns
 * @param {Mixture} start
 * @param {{floor: number, tolerance: number, maxIterations: number}} options `floor` is a part of
 *   the data's variances
 * @returns {Generator<undefined, Fit>}
 * @throws {RangeError} when a component is responsible for no point
 */
export function* emSteps(columns, start, { floor, tolerance, maxIterations }) {
  const N = columns[0].length;
  const { covariance } = moments(columns);
  const least = covariance.map((row, axis) => floor * row[axis]);
  const logs = new Float64Array(N);
  const r = start.weights.map(() => new Float64Array(N));
  let model = start;
  let logLikelihood = expect(columns, model, r, logs);
  for (let nIterations = 1; nIterations <= maxIterations; nIterations += 1) {
    model = maximize(columns, r, least);
    const before = logLikelihood;
    logLikelihood = expect(columns, model, r, logs);
    yield;
    // A start narrower than the floor allows may have been better than what is allowed.
    const converged = nIterations > 1 && logLikelihood - before <= tolerance * N;
    if (converged) return { model, logLikelihood, nIterations, converged };
  }
  return { model, logLikelihood, nIterations: maxIterations, converged: false };
}
