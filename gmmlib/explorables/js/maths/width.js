/** The objective of EM over the width of component 1, the other parameters held fixed. */

import { resolution } from "./em.js";
import { logNormal } from "./gaussian.js";
import { logSumExp } from "./logsumexp.js";
import { logJoint, logLikelihood } from "./mixture.js";

/** @typedef {import("./mixture.js").Mixture1D} Mixture1D */
/** What Prior.from_data of gmmlib gives in one dimension.
 * @typedef {{mean: number, scatter: number, meanStrength: number, degrees: number}} Prior */

/** A share of the points this small is none, as in gmmlib. */
const EMPTY = 1e-280;
// The search is that of gmmlib.explorables, step by step: both find the same hill.
const STEP = 0.05;
const NARROWEST = 1e-6;
const NEAR = 0.1;
const BISECTIONS = 60;

/** The variance of the data, divided by N. @param {number[]} xs */
export function varianceOf(xs) {
  const mean = xs.reduce((sum, x) => sum + x, 0) / xs.length;
  return xs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / xs.length;
}

/**
 * The weak prior that scales with the data.
 * @param {number[]} xs
 * @param {number} K
 * @returns {Prior}
 */
export function priorOf(xs, K) {
  const mean = xs.reduce((sum, x) => sum + x, 0) / xs.length;
  return { mean, scatter: varianceOf(xs) / K ** 2, meanStrength: 0.01, degrees: 3 };
}

/**
 * The logarithm of the prior's density at a mixture.
 * @param {Prior} prior
 * @param {Mixture1D} m
 */
export function logPrior(prior, { means, variances }) {
  return means.reduce((sum, mean, k) => sum + logPriorOf(prior, mean, variances[k]), logSimplex(means.length));
}

/** The weights have a uniform density on the simplex, (K - 1)!. @param {number} K */
function logSimplex(K) {
  let sum = 0;
  for (let k = 2; k < K; k += 1) sum += Math.log(k);
  return sum;
}

/**
 * For one component, and the degrees of freedom of `priorOf`.
 * @param {Prior} prior
 * @param {number} mu
 * @param {number} variance
 */
function logPriorOf({ mean, scatter, meanStrength, degrees }, mu, variance) {
  const logGamma = Math.log(Math.sqrt(Math.PI) / 2);
  const normalizer = degrees * (Math.log(scatter) / 2 - Math.log(2) / 2) - logGamma;
  const strength = 0.5 * Math.log(meanStrength / (2 * Math.PI));
  const constant = strength + normalizer - 0.5 * (degrees + 3) * Math.log(variance);
  return constant - (0.5 * (meanStrength * (mu - mean) ** 2 + scatter)) / variance;
}

export class Width {
  #xs;
  #m;
  #least;
  #prior;
  /** The logarithm of what the other components give at each point. @type {number[]} */ #rest;
  /** From the mean of component 1 to each point. @type {number[]} */ #distances;
  /** The prior's part of the other components. */ #fixed;
  /** Searched for once. @type {number | null | undefined} */ #highest;

  /**
   * @param {number[]} xs N points, not all equal
   * @param {Mixture1D} m
   * @param {number} least the least variance, 0 where there is no floor
   * @param {Prior | null} prior
   */
  constructor(xs, m, least, prior) {
    this.#xs = xs;
    this.#m = m;
    this.#least = least;
    this.#prior = prior;
    this.#rest = xs.map((x) => logSumExp(logJoint(x, m).slice(1)));
    this.#distances = xs.map((x) => x - m.means[0]);
    const others = { weights: [], means: m.means.slice(1), variances: m.variances.slice(1) };
    this.#fixed = prior ? logPrior(prior, others) - logSimplex(m.means.length - 1) + logSimplex(m.means.length) : 0;
  }

  /** What the prior adds to the scatter about the mean. */
  get #pull() {
    const { mean, scatter, meanStrength } = /** @type {Prior} */ (this.#prior);
    return scatter + meanStrength * (this.#m.means[0] - mean) ** 2;
  }

  /** @param {number} variance */
  model(variance) {
    return withVariance(this.#m, variance);
  }

  /** What is maximized. @param {number} variance */
  value(variance) {
    const model = this.model(variance);
    return logLikelihood(this.#xs, model) + (this.#prior ? logPrior(this.#prior, model) : 0);
  }

  /**
   * Both at once for a curve: quick, since the other components are computed once.
   * @param {number} variance
   * @returns {{logLikelihood: number, objective: number}}
   */
  heights(variance) {
    let sum = 0;
    this.#own(variance).forEach((own, n) => {
      const rest = this.#rest[n];
      const high = Math.max(own, rest);
      sum += high + Math.log1p(Math.exp(Math.min(own, rest) - high));
    });
    if (!this.#prior) return { logLikelihood: sum, objective: sum };
    const own = logPriorOf(this.#prior, this.#m.means[0], variance);
    return { logLikelihood: sum, objective: sum + this.#fixed + own };
  }

  /** log(pi_1 N(x | mu_1, variance)) at each point. @param {number} variance */
  #own(variance) {
    const deviation = Math.sqrt(variance);
    const logWeight = Math.log(this.#m.weights[0]);
    const top = logNormal(0, 0, variance);
    return this.#distances.map((distance) => {
      const z = distance / deviation;
      // In the order of logNormal: both round alike.
      return logWeight + (top - 0.5 * (z * z));
    });
  }

  /** How much each point belongs to component 1. @param {number} variance */
  #shares(variance) {
    if (this.#m.weights[0] === 0) return this.#xs.map(() => 0);
    return this.#own(variance).map((own, n) => 1 / (1 + Math.exp(this.#rest[n] - own)));
  }

  /** Derivative of the objective by the logarithm of the deviation. @param {number} variance */
  slope(variance) {
    const shares = this.#shares(variance);
    const rise = shares.reduce((sum, share, n) => sum + share * (this.#distances[n] ** 2 / variance - 1), 0);
    return this.#prior ? rise + this.#pull / variance - (this.#prior.degrees + 3) : rise;
  }

  /** N_1, how many points component 1 is worth. @param {number} variance */
  total(variance) {
    return this.#shares(variance).reduce((sum, share) => sum + share, 0);
  }

  /**
   * What the M-step gives after the E-step at a variance.
   * @param {number} variance
   * @returns {number | null} null for a collapse
   */
  emVariance(variance) {
    const shares = this.#shares(variance);
    const total = shares.reduce((sum, share) => sum + share, 0);
    const scatter = shares.reduce((sum, share, n) => sum + share * this.#distances[n] ** 2, 0);
    if (!this.#prior && total <= EMPTY * this.#xs.length) return null;
    const found = this.#prior
      ? (this.#pull + scatter) / (this.#prior.degrees + 3 + total) : scatter / total;
    const kept = Math.max(found, this.#least);
    return Math.sqrt(kept) > resolution(this.#xs) ? kept : null;
  }

  /**
   * The variance where the objective is highest.
   * @returns {number | null} null where there is no maximum
   */
  highest() {
    if (this.#highest === undefined) this.#highest = this.#search();
    return this.#highest;
  }

  #search() {
    const { weights } = this.#m;
    const distances = this.#distances.map(Math.abs);
    const least = this.#least;
    if (!this.#prior) {
      // Without a weight the width plays no part; on a point there is no bound.
      if (weights[0] === 0) return null;
      if (least === 0 && weights.slice(1).some((w) => w > 0) && distances.includes(0)) return null;
    }
    let [nearest, farthest, first, last] = [Infinity, 0, Infinity, -Infinity];
    this.#xs.forEach((x, n) => {
      if (distances[n] > 0) nearest = Math.min(nearest, distances[n]);
      farthest = Math.max(farthest, distances[n]);
      first = Math.min(first, x);
      last = Math.max(last, x);
    });
    const low = Math.log(least === 0 ? Math.min(NARROWEST * (last - first), NEAR * nearest) : Math.sqrt(least));
    const high = Math.log(2 * Math.max(last - first, farthest));
    const steps = Math.ceil((high - low) / STEP);
    const at = (/** @type {number} */ i) => (i === steps ? high : low + (i * (high - low)) / steps);
    const tops = [];
    let before = this.slope(Math.exp(2 * low));
    if (least > 0 && before <= 0) tops.push(least);
    for (let i = 1; i <= steps; i += 1) {
      const slope = this.slope(Math.exp(2 * at(i)));
      if (before > 0 && slope <= 0) tops.push(this.#between(at(i - 1), at(i)));
      before = slope;
    }
    let best = null;
    let height = -Infinity;
    for (const top of tops) {
      const value = this.value(top);
      if (value > height) [best, height] = [top, value];
    }
    return best;
  }

  /**
   * @param {number} low
   * @param {number} high
   */
  #between(low, high) {
    for (let i = 0; i < BISECTIONS; i += 1) {
      const middle = (low + high) / 2;
      if (this.slope(Math.exp(2 * middle)) > 0) low = middle;
      else high = middle;
    }
    return Math.exp(low + high);
  }
}

/**
 * @param {Mixture1D} m
 * @param {number} variance of component 1
 * @returns {Mixture1D}
 */
export function withVariance({ weights, means, variances }, variance) {
  return { weights, means, variances: variances.map((old, k) => (k === 0 ? variance : old)) };
}
