/** The way of EM from a start, one step at a time: an E-step, one update, or a whole cycle. */

import * as line from "./em.js";
import * as plane from "./plane.js";
import { logSumExp, shares } from "./logsumexp.js";
import { logJoint } from "./mixture.js";

/**
 * What EM needs to know of data and mixtures, in one dimension or in the plane.
 * @typedef {object} Problem
 * @property {number} N
 * @property {(m: any) => number} logLikelihood
 * @property {(m: any) => number[][]} expect the E-step
 * @property {(m: any, r: number[][]) => any} means
 * @property {(m: any, r: number[][]) => any} spreads around the mixture's own means
 */

/**
 * `model` after the step, its log-likelihood, and the mixture whose responsibilities the
 * updates take: that of the last E-step. `iteration` begins with an E-step; `place` lies between
 * the iterations where an M-step is not complete.
 * @typedef {{step: string, model: any, logLikelihood: number, from: any, iteration: number,
 *   place: number}} Entry
 */

/** E-step, the three updates, a whole cycle. */
export const STEPS = "EMVWC";
/** How far an M-step has come after each update. */
const PART = /** @type {Record<string, number>} */ ({ E: 0, M: 1 / 3, V: 2 / 3, W: 1, C: 1 });

/**
 * @param {number[]} xs
 * @returns {Problem}
 */
export function onLine(xs) {
  const least = line.resolution(xs);
  return {
    ...fromJoint(xs.length, (m) => xs.map((x) => logJoint(x, m))),
    means: (m, r) => ({ ...m, means: line.updateMeans(xs, r) }),
    spreads(m, r) {
      const variances = line.updateVariances(xs, r, m.means);
      variances.forEach((variance, k) => line.checkVariance(variance, k, least));
      return { ...m, variances };
    },
  };
}

/**
 * @param {plane.Point[]} X
 * @returns {Problem}
 */
export function inPlane(X) {
  return {
    ...fromJoint(X.length, (m) => plane.logJoint(X, m)),
    means: (m, r) => ({ ...m, means: plane.updateMeans(X, r) }),
    spreads: (m, r) => ({ ...m, covariances: plane.checkedCovariances(X, r, m.means) }),
  };
}

/**
 * Log-likelihood and E-step ask the same of a mixture, one after the other: it is kept.
 * @param {number} N
 * @param {(m: any) => number[][]} joint
 */
function fromJoint(N, joint) {
  let last = { m: /** @type {any} */ (null), rows: /** @type {number[][]} */ ([]) };
  const rowsOf = (/** @type {any} */ m) => {
    if (last.m !== m) last = { m, rows: joint(m) };
    return last.rows;
  };
  return {
    N,
    logLikelihood: (/** @type {any} */ m) => rowsOf(m).reduce((sum, row) => sum + logSumExp(row), 0),
    expect: (/** @type {any} */ m) => rowsOf(m).map(shares),
  };
}

export class Path {
  #problem;
  /** The last E-step's outcome, beside the mixture that it belongs to. */
  #last = { from: /** @type {any} */ (null), r: /** @type {number[][]} */ ([]) };
  /** @type {Entry[]} */ entries;
  steps = "";

  /**
   * @param {Problem} problem
   * @param {any} start
   */
  constructor(problem, start) {
    this.#problem = problem;
    this.entries = [{
      step: "", model: start, logLikelihood: problem.logLikelihood(start), from: null, iteration: 0, place: 0,
    }];
  }

  get end() {
    return this.entries[this.entries.length - 1];
  }

  /**
   * The responsibilities under a mixture.
   * @param {any} from
   */
  shares(from) {
    if (this.#last.from !== from) this.#last = { from, r: this.#problem.expect(from) };
    return this.#last.r;
  }

  /**
   * @param {string} step one of STEPS
   * @throws {RangeError} when a component has no points or no width left; the way so far stays
   */
  take(step) {
    const { model, from, iteration, place, logLikelihood: before } = this.end;
    const fresh = step === "E" || step === "C";
    const source = fresh ? model : from;
    if (source === null) throw new RangeError("the updates need responsibilities: take an E-step first");
    const r = this.shares(source);
    const next = this.#updated(step, model, r);
    // A second E-step at the same mixture, or the one of a cycle, begins nothing new.
    const now = fresh && this.end.step !== "E" ? iteration + 1 : iteration;
    this.entries.push({
      step, model: next, from: source, iteration: now,
      logLikelihood: step === "E" ? before : this.#problem.logLikelihood(next),
      place: Math.max(now - 1 + PART[step], fresh ? 0 : place),
    });
    this.steps += step;
  }

  /**
   * Whole cycles until one raises the mean log-likelihood of a point by no more than the
   * tolerance, as gmmlib.em does.
   * @param {{tolerance?: number, maxIterations?: number, isLate?: () => boolean}} [options]
   * @returns {boolean} whether it converged
   */
  run({ tolerance = 1e-10, maxIterations = 1000, isLate = () => false } = {}) {
    for (let i = 0; i < maxIterations && !isLate(); i += 1) {
      const before = this.end.logLikelihood;
      this.take("C");
      if (this.end.logLikelihood - before <= tolerance * this.#problem.N) return true;
    }
    return false;
  }

  /**
   * @param {string} step
   * @param {any} model
   * @param {number[][]} r
   */
  #updated(step, model, r) {
    const { means, spreads } = this.#problem;
    const weights = (/** @type {any} */ m) => ({ ...m, weights: line.updateWeights(r) });
    if (step === "M") return means(model, r);
    if (step === "V") return spreads(model, r);
    if (step === "W") return weights(model);
    return step === "C" ? weights(spreads(means(model, r), r)) : model;
  }
}
