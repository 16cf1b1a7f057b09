import { mStep, updateMeans, updateVariances, updateWeights } from "./em.js";
import { responsibilities } from "./mixture.js";

/** @typedef {import("./mixture.js").Mixture1D} Mixture1D */
/**
 * @typedef {object} Cycle
 * @property {number[][]} r responsibilities of the start
 * @property {number[] | null} means the three updates; null where nothing defines them
 * @property {number[] | null} variances
 * @property {number[]} weights
 * @property {(Mixture1D | null)[]} models the start, then with the new means, with the new
 *   variances too, with the new weights too; null from where it is no mixture any more
 * @property {string} problem why, or ""
 */

/**
 * One EM cycle, update by update: the E-step, then (11.20), (11.30) around the new means, (11.42).
 * @param {number[]} xs N points
 * @param {Mixture1D} start
 * @returns {Cycle}
 */
export function cycleOf(xs, start) {
  const r = responsibilities(xs, start);
  /** @type {Cycle} */
  const cycle = {
    r, means: null, variances: null, weights: updateWeights(r), models: [start, null, null, null], problem: "",
  };
  try {
    cycle.means = updateMeans(xs, r);
    cycle.models[1] = { ...start, means: cycle.means };
    cycle.variances = updateVariances(xs, r, cycle.means);
    cycle.models[3] = mStep(xs, r);
    cycle.models[2] = { ...cycle.models[3], weights: start.weights };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    cycle.problem = error.message;
  }
  return cycle;
}
