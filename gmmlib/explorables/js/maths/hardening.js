/** Mixtures with equal weights and one round covariance εI: as ε vanishes, EM becomes K-means. */

import { checkTotal } from "./em.js";
import { squaredDistance } from "./lloyd.js";
import { responsibilities } from "./plane.js";

/** @typedef {import("./plane.js").Point} Point */

/** A point in which no component has at least this much is undecided. */
export const DECIDED = 0.99;

/** Of less the exponential is 0. */
const UNDERFLOW = -746;

/**
 * @param {Point[]} means
 * @param {number} variance ε
 * @returns {import("./plane.js").Mixture2D}
 */
export function roundMixture(means, variance) {
  return {
    weights: means.map(() => 1 / means.length), means,
    covariances: means.map(() => [[variance, 0], [0, variance]]),
  };
}

/**
 * Squared distances of all points from all means.
 * @param {Point[]} X
 * @param {Point[]} means
 */
export function squaredDistances(X, means) {
  return X.map((x) => means.map((mean) => squaredDistance(x, mean)));
}

/**
 * J_ε, the log-likelihood without its constants, times -2ε: at most the objective of K-means.
 * @param {number[][]} squared distances, N rows of K
 * @param {number} variance ε
 */
export function softObjective(squared, variance) {
  let total = 0;
  for (const row of squared) {
    // The nearest mean is taken out, so that the rest is a small correction to K-means.
    let least = row[0];
    for (const d of row) if (d < least) least = d;
    let sum = 0;
    for (let k = 0; k < row.length; k += 1) {
      const exponent = (least - row[k]) / (2 * variance);
      // Smaller ones are 0 in double precision, and most of them are where ε is small.
      if (exponent > UNDERFLOW) sum += Math.exp(exponent);
    }
    total += sum === 1 ? least : least - 2 * variance * Math.log(sum);
  }
  return total;
}

/**
 * -2ε times the log-likelihood (11.10): J_ε and what the constants add, which vanishes with ε.
 * @param {number} soft J_ε
 * @param {number} variance ε
 * @param {number} N
 * @param {number} K
 */
export function scaledLikelihood(soft, variance, N, K) {
  return soft + 2 * variance * N * (Math.log(K) + Math.log(2 * Math.PI * variance));
}

/**
 * How many points have no component with a share of at least 0.99.
 * @param {number[][]} r
 */
export function undecided(r) {
  return r.filter((row) => !row.some((share) => share >= DECIDED)).length;
}

/**
 * An E-step and the update of the means, (11.20), at once: a changed ε asks for many of them
 * before the next drawing, so no responsibility is kept.
 * @param {Point[]} X
 * @param {Point[]} means
 * @param {number} variance ε
 * @returns {Point[]}
 */
export function nextMeans(X, means, variance) {
  const K = means.length;
  const width = Math.sqrt(variance);
  const [shares, totals, sumX, sumY] = [1, 2, 3, 4].map(() => new Float64Array(K));
  for (const [x, y] of X) {
    let largest = -Infinity;
    for (let k = 0; k < K; k += 1) {
      const u = (x - means[k][0]) / width;
      const v = (y - means[k][1]) / width;
      shares[k] = -0.5 * (u * u + v * v);
      if (shares[k] > largest) largest = shares[k];
    }
    let sum = 0;
    for (let k = 0; k < K; k += 1) sum += shares[k] = Math.exp(shares[k] - largest);
    for (let k = 0; k < K; k += 1) {
      const share = shares[k] / sum;
      totals[k] += share;
      sumX[k] += share * x;
      sumY[k] += share * y;
    }
  }
  return means.map((_, k) => {
    checkTotal(totals[k], k);
    return [sumX[k] / totals[k], sumY[k] / totals[k]];
  });
}

/** EM of the means alone, from a start with ε held; iterates computed when they are asked for. */
export class SoftMeans {
  #X;
  #variance;
  /** @type {Point[][]} */ #means;
  #last = { at: -1, r: /** @type {number[][]} */ ([]) };
  /** What keeps it from going on. @type {string | null} */ #stopped = null;

  /**
   * @param {Point[]} X
   * @param {Point[]} start
   * @param {number} variance ε
   */
  constructor(X, start, variance) {
    this.#X = X;
    this.#variance = variance;
    this.#means = [start];
  }

  /**
   * The means after so many iterations, or where it had to stop before.
   * @param {number} iteration
   */
  at(iteration) {
    this.#until(iteration);
    return this.#means[Math.min(iteration, this.#means.length - 1)];
  }

  /**
   * The E-step at those means.
   * @param {number} iteration
   */
  shares(iteration) {
    this.#until(iteration);
    const at = Math.min(iteration, this.#means.length - 1);
    if (this.#last.at !== at) this.#last = { at, r: responsibilities(this.#X, roundMixture(this.#means[at], this.#variance)) };
    return this.#last.r;
  }

  /**
   * Why it stopped before this iteration, or null.
   * @param {number} iteration
   */
  stoppedBy(iteration) {
    this.#until(iteration);
    return this.#means.length <= iteration ? this.#stopped : null;
  }

  /**
   * The iteration that raises the mean log-likelihood of a point by no more than the tolerance,
   * as gmmlib.em ends.
   * @param {number} most
   * @param {number} [tolerance]
   * @returns {number | null} null where none does so far, or it had to stop
   */
  end(most, tolerance = 1e-10) {
    const objective = (/** @type {number} */ i) => softObjective(squaredDistances(this.#X, this.at(i)), this.#variance);
    let before = objective(0);
    for (let i = 1; i <= most; i += 1) {
      if (this.stoppedBy(i)) return null;
      const now = objective(i);
      if (before - now <= 2 * this.#variance * tolerance * this.#X.length) return i;
      before = now;
    }
    return null;
  }

  /** @param {number} iteration */
  #until(iteration) {
    while (this.#means.length <= iteration && this.#stopped === null) {
      try {
        this.#means.push(nextMeans(this.#X, this.#means[this.#means.length - 1], this.#variance));
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        this.#stopped = error.message;
      }
    }
  }
}
