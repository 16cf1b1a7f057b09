/** Mixtures of 1 to 8 components and their scores; Python's twin is gmmlib/explorables/_choice.py. */

import { columnsOf, emSteps, expect } from "./floorem.js";
import { starts } from "./mixturestarts.js";
import { shuffled } from "./random.js";
import { Chance, mixtureDraws } from "./sampling.js";

/** @typedef {import("./floorem.js").Mixture} Mixture */
/** @typedef {import("./floorem.js").Columns} Columns */
/** Points come from a mixture or out of data.
 * @typedef {{name: string, columns: string[], mixture?: Mixture, X?: number[][]}} Source */
/**
 * What is said of one number of components; NaN, and no model, where it cannot be fitted.
 * @typedef {{K: number, model: Mixture | null, training: number, heldOut: number,
 *   standardError: number, aic: number, bic: number}} Score
 */

/** The number of components that each criterion takes, null where there is no number yet.
 * @typedef {{heldOut: number | null, oneError: number | null, aic: number | null,
 *   bic: number | null}} Best */

export const MOST = 8;
export const FOLDS = 5;
/** Fits of a whole choice: each number of components to all points, and without each fold. */
export const FITS = MOST * (FOLDS + 1);
/** Log-likelihoods a point that differ by no more are one: rounding must not choose between them. */
const SAME = 1e-9;
const OPTIONS = { floor: 1e-3, tolerance: 1e-6, maxIterations: 500 };

/**
 * Points drawn from a mixture, or rows of data; all of them where there are no more.
 * @param {Source} source
 * @param {number} n
 * @param {number} seed
 * @returns {number[][]}
 */
export function pointsOf({ mixture, X = [] }, n, seed) {
  if (mixture) return mixtureDraws(new Chance(seed), n, mixture);
  return shuffled(X.length, seed).slice(0, n).sort((a, b) => a - b).map((row) => X[row]);
}

/**
 * The rows that are held out together, as even as can be.
 * @param {number} n
 * @param {number} split
 * @returns {number[][]}
 */
export function folds(n, split) {
  const order = shuffled(n, split);
  const [least, more] = [Math.floor(n / FOLDS), n % FOLDS];
  return Array.from({ length: FOLDS }, (_, i) => {
    const first = i * least + Math.min(i, more);
    return order.slice(first, first + least + (i < more ? 1 : 0)).sort((a, b) => a - b);
  });
}

/**
 * Fits and scores 1 to 8 components, a step of EM at a time.
 * @param {number[][]} X N points
 * @param {number} split
 * @returns {Generator<Score | "fit" | undefined, void>} a score when it is complete, "fit" after
 *   each fit, and undefined in between
 */
export function* chooseSteps(X, split) {
  const all = new Fits(X);
  const parts = folds(X.length, split).map((rows) => {
    const out = new Set(rows);
    return { rows, held: columnsOf(rows.map((n) => X[n])), fits: new Fits(X.filter((_, n) => !out.has(n))) };
  });
  for (let K = 1; K <= MOST; K += 1) {
    const found = yield* all.next();
    yield "fit";
    const logs = new Float64Array(X.length).fill(NaN);
    for (const { rows, held, fits } of parts) {
      const fit = yield* fits.next();
      yield "fit";
      if (!fit) continue;
      const ofRows = logDensities(held, fit.model);
      rows.forEach((n, i) => { logs[n] = ofRows[i]; });
    }
    yield scoreOf(K, X, found, logs);
  }
}

/** The mixtures of 1, 2, … components that are fitted to the same points. */
class Fits {
  #columns;
  #distinct;
  #K = 0;
  /** @type {Mixture | null} */ #simpler = null;

  /** @param {number[][]} X */
  constructor(X) {
    this.#columns = columnsOf(X);
    const varies = this.#columns.every((x) => x.some((value) => value !== x[0]));
    this.#distinct = varies ? new Set(X.map(String)).size : 0;
  }

  /**
   * The best fit with one component more, the first of equals, or null: then there is none with still more either.
   * @returns {Generator<undefined, import("./floorem.js").Fit | null>}
   */
  *next() {
    this.#K += 1;
    const K = this.#K;
    if (K > this.#distinct || (K > 1 && !this.#simpler)) {
      this.#simpler = null;
      return null;
    }
    /** @type {import("./floorem.js").Fit | null} */
    let best = null;
    for (const start of starts(this.#columns, K, this.#simpler)) {
      try {
        const fit = yield* emSteps(this.#columns, start, OPTIONS);
        if (!best || fit.logLikelihood > best.logLikelihood + SAME * this.#columns[0].length) best = fit;
      } catch (error) {
        // A component without points: another start may keep all of its own.
        if (!(error instanceof RangeError)) throw error;
      }
    }
    this.#simpler = best && best.model;
    return best;
  }
}

/**
 * Log density of each point, the logarithm of (11.3).
 * @param {Columns} columns
 * @param {Mixture} model
 */
export function logDensities(columns, model) {
  const logs = new Float64Array(columns[0].length);
  expect(columns, model, model.weights.map(() => new Float64Array(logs.length)), logs);
  return logs;
}

/**
 * @param {number} K
 * @param {number[][]} X
 * @param {import("./floorem.js").Fit | null} fit to all points
 * @param {Float64Array} logs of each point where it was held out
 * @returns {Score}
 */
function scoreOf(K, X, fit, logs) {
  const [N, D] = [X.length, X[0].length];
  const p = K - 1 + K * D + (K * D * (D + 1)) / 2;
  const L = fit ? fit.logLikelihood : NaN;
  const heldOut = logs.reduce((sum, log) => sum + log, 0) / N;
  const squares = logs.reduce((sum, log) => sum + (log - heldOut) ** 2, 0);
  return {
    K, model: fit && fit.model, training: L / N, heldOut, standardError: Math.sqrt(squares / (N - 1) / N),
    aic: 2 * p - 2 * L, bic: p * Math.log(N) - 2 * L,
  };
}

/**
 * What each criterion takes, and the fewest components within one standard error of the best.
 * @param {Score[]} scores
 * @returns {Best}
 */
export function bestOf(scores) {
  const by = (/** @type {(score: Score) => number} */ value) => {
    const found = scores.filter((score) => Number.isFinite(value(score)));
    return found.reduce((/** @type {Score | null} */ best, score) =>
      (best && value(best) >= value(score) ? best : score), null);
  };
  const top = by(({ heldOut }) => heldOut);
  const simplest = top && scores.find(({ heldOut }) => heldOut >= top.heldOut - top.standardError);
  return {
    heldOut: top && top.K, oneError: simplest ? simplest.K : null,
    aic: by(({ aic }) => -aic)?.K ?? null, bic: by(({ bic }) => -bic)?.K ?? null,
  };
}
