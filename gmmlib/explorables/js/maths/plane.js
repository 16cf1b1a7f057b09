/** Mixtures of Gaussians in the plane, and the steps of EM for them. */

import { checkTotal, resolution, totals, updateWeights } from "./em.js";
import { logSumExp, shares } from "./logsumexp.js";

/** @typedef {[number, number]} Point */
/** @typedef {[Point, Point]} Matrix symmetric */
/**
 * K weights that sum to 1, K means, K covariances.
 * @typedef {{weights: number[], means: Point[], covariances: Matrix[]}} Mixture2D
 */
/** The lower Cholesky factor: first its column, then what is below right.
 * @typedef {[number, number, number]} Factor */

const LOG_TWO_PI = Math.log(2 * Math.PI);
/** What is left of 1 - correlation^2 where it is nothing but rounding, as in gmmlib. */
const FLAT = 2 * Number.EPSILON;

/**
 * The Cholesky factor of a covariance: standard deviations times that of the correlations.
 * @param {Matrix} covariance
 * @returns {Factor}
 * @throws {RangeError} when the covariance is not positive definite
 */
export function factor([[a, b], [, c]]) {
  const [s, t] = [Math.sqrt(a), Math.sqrt(c)];
  const correlation = b / s / t;
  const rest = 1 - correlation * correlation;
  if (!(a > 0 && c > 0 && rest > FLAT)) {
    throw new RangeError("a covariance must be wider than 0 in every direction");
  }
  return [s, t * correlation, t * Math.sqrt(rest)];
}

/**
 * log N(x | mean, covariance), equation (11.11), from the Cholesky factor.
 * @param {Point} x
 * @param {Point} mean
 * @param {Factor} factor
 * @returns {number}
 */
export function logNormal([x, y], [a, b], [s, slant, rest]) {
  const u = (x - a) / s;
  const v = (y - b - slant * u) / rest;
  return -LOG_TWO_PI - (Math.log(s) + Math.log(rest)) - 0.5 * (u * u + v * v);
}

/**
 * log(pi_k N(x | mu_k, Sigma_k)) of all points for each component; weight 0 gives -Infinity.
 * @param {Point[]} X
 * @param {Mixture2D} m
 * @returns {number[][]} N rows of K numbers
 */
export function logJoint(X, { weights, means, covariances }) {
  const factors = covariances.map(factor);
  const logs = weights.map(Math.log);
  return X.map((x) => logs.map((log, k) => log + logNormal(x, means[k], factors[k])));
}

/**
 * The log-likelihood of the mixture, equation (11.10).
 * @param {Point[]} X
 * @param {Mixture2D} m
 */
export function logLikelihood(X, m) {
  let sum = 0;
  for (const row of logJoint(X, m)) sum += logSumExp(row);
  return sum;
}

/**
 * The E-step, equation (11.17).
 * @param {Point[]} X
 * @param {Mixture2D} m
 * @returns {number[][]} N rows of K numbers; each row sums to 1
 */
export function responsibilities(X, m) {
  return logJoint(X, m).map(shares);
}

/**
 * The means that Theorem 11.1, equation (11.20), gives.
 * @param {Point[]} X
 * @param {number[][]} r
 * @returns {Point[]}
 */
export function updateMeans(X, r) {
  return totals(r).map((Nk, k) => {
    checkTotal(Nk, k);
    let [sumX, sumY] = [0, 0];
    X.forEach(([x, y], n) => {
      sumX += r[n][k] * x;
      sumY += r[n][k] * y;
    });
    return [sumX / Nk, sumY / Nk];
  });
}

/**
 * The covariances that Theorem 11.2, equation (11.30), gives.
 * @param {Point[]} X
 * @param {number[][]} r
 * @param {Point[]} means around which the covariances are taken
 * @returns {Matrix[]}
 */
export function updateCovariances(X, r, means) {
  return totals(r).map((Nk, k) => {
    checkTotal(Nk, k);
    const [a, b] = means[k];
    let [xx, xy, yy] = [0, 0, 0];
    X.forEach(([x, y], n) => {
      const share = r[n][k];
      xx += share * (x - a) ** 2;
      xy += share * (x - a) * (y - b);
      yy += share * (y - b) ** 2;
    });
    return [[xx / Nk, xy / Nk], [xy / Nk, yy / Nk]];
  });
}

/**
 * The same, refusing a component that has no width left in some direction.
 * @param {Point[]} X
 * @param {number[][]} r
 * @param {Point[]} means
 */
export function checkedCovariances(X, r, means) {
  const least = [0, 1].map((axis) => resolution(X.map((x) => x[axis])));
  const covariances = updateCovariances(X, r, means);
  covariances.forEach((covariance, k) => {
    const wide = least.every((sd, i) => Math.sqrt(covariance[i][i]) > sd);
    const [[a, b], [, c]] = covariance;
    if (wide && 1 - (b / Math.sqrt(a) / Math.sqrt(c)) ** 2 > FLAT) return;
    throw new RangeError(`component ${k + 1} has collapsed: its covariance has no width left in some `
      + "direction; the likelihood has no upper bound there, start elsewhere");
  });
  return covariances;
}

/**
 * The M-step: the three updates, the covariances around the new means.
 * @param {Point[]} X
 * @param {number[][]} r
 * @returns {Mixture2D}
 */
export function mStep(X, r) {
  const means = updateMeans(X, r);
  return { weights: updateWeights(r), means, covariances: checkedCovariances(X, r, means) };
}
