import { totals } from "./em.js";
import { logDensity, logJoint, responsibilitiesAt } from "./mixture.js";
import { shareWeights } from "./weights.js";

/** @typedef {import("./mixture.js").Mixture1D} Mixture1D */
/** Smaller responsibilities have lost digits. */
const TINY = 1e-300;

/** @typedef {"mean" | "variance" | "weight"} Free which parameter of a component is free */

/**
 * The lower bound of the log-likelihood for any responsibilities: (11.73) plus entropy.
 * @param {number[]} xs N points
 * @param {number[][]} r N rows of K responsibilities
 * @param {Mixture1D} m
 * @returns {number} -Infinity if a component of weight 0 has a share in a point
 */
export function lowerBound(xs, r, m) {
  let sum = 0;
  xs.forEach((x, n) => {
    const logs = logJoint(x, m);
    r[n].forEach((share, k) => { if (share > 0) sum += share * (logs[k] - Math.log(share)); });
  });
  return sum;
}

/**
 * How far the bound lies below the log-likelihood: the Kullback-Leibler divergences of all
 * points, from the responsibilities of the model to the given ones.
 * @param {number[]} xs N points
 * @param {number[][]} r N rows of K responsibilities
 * @param {Mixture1D} m
 * @returns {number}
 */
export function divergence(xs, r, m) {
  let sum = 0;
  xs.forEach((x, n) => {
    const own = responsibilitiesAt(x, m);
    r[n].forEach((share, k) => { if (share > 0) sum += share * logRatio(share, own[k], x, m, k); });
  });
  // Rounding may leave a last bit below 0.
  return Math.max(0, sum);
}

/**
 * @param {number} share
 * @param {number} own
 * @param {number} x
 * @param {Mixture1D} m
 * @param {number} k
 */
function logRatio(share, own, x, m, k) {
  // A quotient is 1 where both are the same; logarithms reach further.
  return own > TINY ? Math.log(share / own) : Math.log(share) - logJoint(x, m)[k] + logDensity(x, m);
}

/**
 * @param {Mixture1D} m
 * @param {Free} free
 * @param {number} k
 */
export function freeValue({ weights, means, variances }, free, k) {
  return { weight: weights, mean: means, variance: variances }[free][k];
}

/**
 * The mixture with another value of one parameter; the other weights share the rest.
 * @param {Mixture1D} m
 * @param {Free} free
 * @param {number} k
 * @param {number} value
 * @returns {Mixture1D}
 */
export function withFree(m, free, k, value) {
  const { weights, means, variances } = m;
  // The very same mixture where nothing changes: the bound then touches to the last bit.
  if (value === freeValue(m, free, k)) return { weights, means, variances };
  /** @param {number[]} values */
  const replaced = (values) => values.map((old, j) => (j === k ? value : old));
  return {
    weights: free === "weight" ? shareWeights(weights, k, value) : weights,
    means: free === "mean" ? replaced(means) : means,
    variances: free === "variance" ? replaced(variances) : variances,
  };
}

/**
 * The M-step for one parameter: where the bound is highest, the others held fixed. Of a
 * component without a share in any point the bound says nothing, and it stays.
 * @param {number[]} xs N points
 * @param {number[][]} r N rows of K responsibilities
 * @param {Mixture1D} m
 * @param {Free} free
 * @param {number} k
 * @returns {number}
 */
export function highest(xs, r, m, free, k) {
  const Nk = totals(r)[k];
  if (free === "weight") return Nk / xs.length;
  if (Nk === 0) return freeValue(m, free, k);
  const mean = m.means[k];
  let sum = 0;
  xs.forEach((x, n) => (sum += r[n][k] * (free === "mean" ? x : (x - mean) ** 2)));
  return sum / Nk;
}
