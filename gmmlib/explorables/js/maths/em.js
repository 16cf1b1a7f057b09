import { logLikelihood, responsibilities } from "./mixture.js";

/** @typedef {import("./mixture.js").Mixture1D} Mixture1D */
/** @typedef {{model: Mixture1D, logLikelihood: number}} Iterate */

// Rounding errors in a mean of N numbers, as gmmlib reckons them: see `resolution`.
const ROUNDING = 8 * Number.EPSILON;

/**
 * N_k, the total responsibility of each component, equation (11.24).
 * @param {number[][]} r N rows of K responsibilities
 * @returns {number[]} K numbers that sum to N
 */
export function totals(r) {
  return r[0].map((_, k) => {
    let sum = 0;
    for (const row of r) sum += row[k];
    return sum;
  });
}

/**
 * The means that Theorem 11.1, equation (11.20), gives.
 * @param {number[]} xs N points
 * @param {number[][]} r N rows of K responsibilities
 * @returns {number[]}
 */
export function updateMeans(xs, r) {
  return totals(r).map((Nk, k) => {
    checkTotal(Nk, k);
    let sum = 0;
    xs.forEach((x, n) => (sum += r[n][k] * x));
    return sum / Nk;
  });
}

/**
 * The variances that Theorem 11.2, equation (11.30), gives.
 * @param {number[]} xs N points
 * @param {number[][]} r N rows of K responsibilities
 * @param {number[]} means K means, around which the variances are taken
 * @returns {number[]}
 */
export function updateVariances(xs, r, means) {
  return totals(r).map((Nk, k) => {
    checkTotal(Nk, k);
    let sum = 0;
    xs.forEach((x, n) => (sum += r[n][k] * (x - means[k]) ** 2));
    return sum / Nk;
  });
}

/**
 * The weights that Theorem 11.3, equation (11.42), gives.
 * @param {number[][]} r N rows of K responsibilities
 * @returns {number[]}
 */
export function updateWeights(r) {
  return totals(r).map((Nk) => Nk / r.length);
}

/**
 * The M-step: the three updates, the variances around the new means.
 * @param {number[]} xs N points
 * @param {number[][]} r N rows of K responsibilities
 * @returns {Mixture1D}
 */
export function mStep(xs, r) {
  const means = updateMeans(xs, r);
  const variances = updateVariances(xs, r, means);
  const least = resolution(xs);
  variances.forEach((variance, k) => checkVariance(variance, k, least));
  return { weights: updateWeights(r), means, variances };
}

/**
 * The EM algorithm of section 11.3, with every model that it passes.
 *
 * It has converged when the mean log-likelihood of a point rises by no more than `tolerance`,
 * which does not depend on the unit of the data.
 * @param {number[]} xs N points
 * @param {Mixture1D} start
 * @param {{tolerance?: number, maxIterations?: number}} [options]
 * @returns {{model: Mixture1D, history: Iterate[], converged: boolean, nIterations: number}}
 *   history[0] is the start; each logLikelihood belongs to the model beside it
 * @throws {RangeError} when a component loses all points or sits on a single one
 */
export function em(xs, start, { tolerance = 1e-10, maxIterations = 1000 } = {}) {
  const history = [{ model: start, logLikelihood: logLikelihood(xs, start) }];
  let converged = false;
  while (!converged && history.length <= maxIterations) {
    const last = history[history.length - 1];
    const model = cycle(xs, last.model, history.length);
    const next = { model, logLikelihood: logLikelihood(xs, model) };
    history.push(next);
    const rise = next.logLikelihood - last.logLikelihood;
    converged = rise <= tolerance * xs.length;
  }
  const { model } = history[history.length - 1];
  return { model, history, converged, nIterations: history.length - 1 };
}

/**
 * One E-step and one M-step; an error also names the iteration, from 1.
 * @param {number[]} xs
 * @param {Mixture1D} model
 * @param {number} iteration
 * @returns {Mixture1D}
 */
function cycle(xs, model, iteration) {
  try {
    return mStep(xs, responsibilities(xs, model));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RangeError(`iteration ${iteration}: ${error.message}`);
  }
}

/**
 * @param {number} Nk
 * @param {number} k
 */
export function checkTotal(Nk, k) {
  if (Nk > 0) return;
  throw new RangeError(
    `component ${k + 1} is responsible for no point (N_${k + 1} = ${Nk}); ` +
      "start it closer to the data or with a larger variance",
  );
}

/**
 * The standard deviation that is nothing but the rounding of a mean of such numbers.
 * @param {number[]} xs
 */
export function resolution(xs) {
  const largest = xs.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return ROUNDING * Math.sqrt(xs.length) * largest;
}

/**
 * @param {number} variance
 * @param {number} k
 * @param {number} least the smallest standard deviation that is one
 */
export function checkVariance(variance, k, least) {
  if (Math.sqrt(variance) > least) return;
  throw new RangeError(
    `component ${k + 1} has collapsed onto a single point (variance ${variance}); ` +
      "the likelihood has no upper bound there, start elsewhere",
  );
}
