/** What a reader can do to a mixture: each function gives the changed part of the state. */

import { shareWeights } from "../maths/weights.js";

/** @typedef {import("./store.js").State} State */

export const MAX_COMPONENTS = 6;
/** Larger numbers than any data have; their squares still fit into a double. */
export const LARGEST = 1e50;

/**
 * Why a place on the x axis is not taken, or null.
 * @param {number} x
 */
export function refusePlace(x) {
  return Math.abs(x) <= LARGEST ? null : `a place must lie between -1e50 and 1e50, got ${x}`;
}

/** @param {number} weight */
export function refuseWeight(weight) {
  return weight >= 0 && weight <= 1 ? null : `a weight must lie between 0 and 1, got ${weight}`;
}

/** @param {number} variance */
export function refuseVariance(variance) {
  const fits = variance >= 1 / LARGEST && variance <= LARGEST;
  return fits ? null : `a variance must be greater than 0 (from 1e-50 to 1e50), got ${variance}`;
}

/**
 * @param {State} state
 * @param {number} k
 * @param {number} mean
 * @returns {Partial<State>}
 */
export function withMean({ means }, k, mean) {
  return { means: replaced(means, k, mean) };
}

/**
 * @param {State} state
 * @param {number} k
 * @param {number} variance
 * @returns {Partial<State>}
 */
export function withVariance({ variances }, k, variance) {
  return { variances: replaced(variances, k, variance) };
}

/**
 * The other components share the rest in the proportions of `before`: those at the start
 * of a drag, or a weight pushed to 1 and back would have made the others equal.
 * @param {State} before
 * @param {number} k
 * @param {number} weight
 * @returns {Partial<State>}
 */
export function withWeight(before, k, weight) {
  return { weights: shareWeights(before.weights, k, Math.min(1, Math.max(0, weight))) };
}

/**
 * One more component, in the widest gap between neighboring means, or to the right of one.
 * @param {State} state
 * @returns {Partial<State>}
 */
export function withOneMore({ weights, means, variances }) {
  const K = means.length;
  const sorted = [...means].sort((a, b) => a - b);
  const gaps = sorted.slice(1).map((mean, i) => mean - sorted[i]);
  const widest = gaps.indexOf(Math.max(...gaps));
  const mean = K === 1 ? sorted[0] + 3 * Math.sqrt(variances[0]) : (sorted[widest] + sorted[widest + 1]) / 2;
  const variance = [...variances].sort((a, b) => a - b)[Math.floor((K - 1) / 2)];
  return {
    weights: shareWeights([...weights, 0], K, 1 / (K + 1)),
    means: [...means, Number(mean.toPrecision(12))],
    variances: [...variances, variance],
  };
}

/**
 * Without component k; the others keep their proportions.
 * @param {State} state
 * @param {number} k
 * @returns {Partial<State>}
 */
export function without({ weights, means, variances }, k) {
  /** @param {number[]} values */
  const rest = (values) => values.filter((_, j) => j !== k);
  return {
    weights: rest(shareWeights(weights, k, 0)),
    means: rest(means),
    variances: rest(variances),
  };
}

/**
 * @param {number[]} values
 * @param {number} k
 * @param {number} value
 */
function replaced(values, k, value) {
  const copy = [...values];
  copy[k] = value;
  return copy;
}
