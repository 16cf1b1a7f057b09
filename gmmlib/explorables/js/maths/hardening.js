/** Mixtures with equal weights and one round covariance εI: as ε vanishes, EM becomes K-means. */

import { squaredDistance } from "./lloyd.js";
import { responsibilities, updateMeans } from "./plane.js";

/** @typedef {import("./plane.js").Point} Point */

/** A point in which no component has at least this much is undecided. */
export const DECIDED = 0.99;

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
    for (const d of row) sum += Math.exp((least - d) / (2 * variance));
    total += least - 2 * variance * Math.log(sum);
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

/** EM of the means alone, from a start with ε held; iterates computed when they are asked for. */
export class SoftMeans {
  #X;
  #variance;
  /** @type {Point[][]} */ #means;
  /** @type {number[][][]} */ #shares = [];
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
    return this.#sharesOf(Math.min(iteration, this.#means.length - 1));
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

  /** @param {number} i */
  #sharesOf(i) {
    this.#shares[i] ??= responsibilities(this.#X, roundMixture(this.#means[i], this.#variance));
    return this.#shares[i];
  }

  /** @param {number} iteration */
  #until(iteration) {
    while (this.#means.length <= iteration && this.#stopped === null) {
      try {
        this.#means.push(updateMeans(this.#X, this.#sharesOf(this.#means.length - 1)));
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        this.#stopped = error.message;
      }
    }
  }
}
