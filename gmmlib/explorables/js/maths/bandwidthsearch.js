/** The curve of leave-one-out scores over bandwidths, and its optimum, point by point. */

import { kernelScores } from "./kde.js";
import { scoresOfMany } from "./manypoints.js";
import { silverman } from "./spread.js";

/** @typedef {import("./kde.js").Scores} Scores */
/** @typedef {keyof Scores} Criterion */
/** @typedef {{bandwidth: number, scores: Scores}} Place */

/** Bandwidths a factor of 2^(1/4) apart are tried, first from 2^-7 to 2^2 of Silverman's. */
const STEPS = 4;
const LOWEST = -28;
const HIGHEST = 8;
/** The search gives up at this part of Silverman's bandwidth, and at its inverse. */
const VANISHING = 2 ** -40;
const GOLDEN = (Math.sqrt(5) - 1) / 2;
/** How near the optimum is known, in steps. */
const TOLERANCE = 1e-6;
/** Above so many points, scores come from a grid. */
export const MANY = 600;

/**
 * How far the two scores of a bandwidth are to be trusted: exact for few points.
 * @param {ArrayLike<number>} sorted
 * @param {import("./kernels.js").Kernel} kernel
 * @param {number} h
 */
export function scoresAt(sorted, kernel, h) {
  return sorted.length > MANY ? scoresOfMany(sorted, kernel, h) : kernelScores(sorted, kernel, h);
}

export class BandwidthSearch {
  #start;
  #sorted;
  #kernel;
  /** By the place, in quarters of an octave from Silverman's bandwidth. @type {Map<number, Place>} */
  #tried = new Map();
  /** @type {Record<Criterion, {best: Place | null, steps: Generator<void, void> | null, done: boolean}>} */
  #searches = { squares: { best: null, steps: null, done: false }, likelihood: { best: null, steps: null, done: false } };

  /**
   * @param {number[]} sorted two points at least, not all equal
   * @param {import("./kernels.js").Kernel} kernel
   */
  constructor(sorted, kernel) {
    this.#sorted = sorted;
    this.#kernel = kernel;
    this.#start = silverman(sorted, kernel);
  }

  /** All bandwidths that were tried, ascending. */
  get curve() {
    return [...this.#tried.entries()].sort(([a], [b]) => a - b).map(([, place]) => place);
  }

  /**
   * Search on for so many milliseconds.
   * @param {Criterion} criterion
   * @param {number} milliseconds
   * @returns {boolean} whether the search is at its end
   */
  work(criterion, milliseconds) {
    const search = this.#searches[criterion];
    search.steps ??= this.#search(criterion);
    const end = performance.now() + milliseconds;
    do search.done = Boolean(search.steps.next().done); while (!search.done && performance.now() < end);
    return search.done;
  }

  /** @param {Criterion} criterion */
  isDone(criterion) {
    return this.#searches[criterion].done;
  }

  /**
   * The optimum; null while it is not found, and where there is none.
   * @param {Criterion} criterion
   */
  best(criterion) {
    return this.#searches[criterion].best;
  }

  /** @param {number} j */
  #at(j) {
    const known = this.#tried.get(j);
    if (known) return known;
    const bandwidth = this.#start * 2 ** (j / STEPS);
    const place = { bandwidth, scores: scoresAt(this.#sorted, this.#kernel, bandwidth) };
    this.#tried.set(j, place);
    return place;
  }

  /**
   * On a grid first, which grows while its best is at an end, since such scores have several
   * minima; then within the grid's step.
   * @param {Criterion} criterion
   * @returns {Generator<void, void>}
   */
  *#search(criterion) {
    const loss = (/** @type {number} */ j) => {
      const value = this.#at(j).scores[criterion];
      return criterion === "squares" ? value : -value;
    };
    let [low, high] = [LOWEST, HIGHEST];
    /** @type {Map<number, number>} */
    const losses = new Map();
    for (let j = low; j <= high; j += 1) {
      losses.set(j, loss(j));
      yield;
    }
    let best = 0;
    for (;;) {
      // Of equal ones the widest, as gmmlib takes it.
      best = [...losses.keys()].reduce((a, b) => {
        const difference = /** @type {number} */ (losses.get(b)) - /** @type {number} */ (losses.get(a));
        return difference < 0 || (difference === 0 && b > a) || Number.isNaN(difference) && b > a ? b : a;
      });
      const isLow = best === low;
      if (!isLow && best !== high) break;
      if (2 ** (best / STEPS) < VANISHING || 2 ** (best / STEPS) > 1 / VANISHING) return;
      const [from, to] = isLow ? [low - STEPS, low - 1] : [high + 1, high + STEPS];
      for (let j = from; j <= to; j += 1) {
        losses.set(j, loss(j));
        yield;
      }
      [low, high] = [Math.min(low, from), Math.max(high, to)];
    }
    // Between the tried ones, for a smooth curve.
    for (let j = LOWEST + 0.5; j < HIGHEST; j += 1) {
      loss(j);
      yield;
    }
    yield* this.#refine(criterion, best);
  }

  /**
   * Golden section around the best of the grid.
   * @param {Criterion} criterion
   * @param {number} j
   * @returns {Generator<void, void>}
   */
  *#refine(criterion, j) {
    const sign = criterion === "squares" ? 1 : -1;
    const at = (/** @type {number} */ place) => {
      const bandwidth = this.#start * 2 ** (place / STEPS);
      const scores = scoresAt(this.#sorted, this.#kernel, bandwidth);
      return { place, bandwidth, scores, loss: sign * scores[criterion] };
    };
    let [low, high] = [j - 1, j + 1];
    let [left, right] = [at(high - GOLDEN * (high - low)), at(low + GOLDEN * (high - low))];
    while (high - low > TOLERANCE) {
      if (left.loss <= right.loss) {
        [high, right] = [right.place, left];
        left = at(high - GOLDEN * (high - low));
      } else {
        [low, left] = [left.place, right];
        right = at(low + GOLDEN * (high - low));
      }
      yield;
    }
    const inner = left.loss <= right.loss ? left : right;
    const outer = this.#at(j);
    const better = inner.loss <= sign * outer.scores[criterion] ? inner : outer;
    this.#searches[criterion].best = { bandwidth: better.bandwidth, scores: better.scores };
  }
}
