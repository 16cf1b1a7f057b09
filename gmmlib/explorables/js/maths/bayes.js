import { logNormal } from "./gaussian.js";
import { logDensity, responsibilitiesAt } from "./mixture.js";

/** @typedef {import("./mixture.js").Mixture1D} Mixture1D */

/**
 * Bayes' theorem for the component of a point, equation (11.69), term by term.
 *
 * `heights` are the likelihoods divided by the largest one, which is 1 however far x lies.
 * @param {number} x
 * @param {Mixture1D} m
 * @returns {{prior: number[], likelihood: number[], heights: number[], density: number,
 *   posterior: number[]}}
 */
export function bayes(x, m) {
  const logs = m.means.map((mean, k) => logNormal(x, mean, m.variances[k]));
  const largest = Math.max(...logs);
  return {
    prior: m.weights,
    likelihood: logs.map(Math.exp),
    heights: logs.map((value) => Math.exp(value - largest)),
    density: Math.exp(logDensity(x, m)),
    posterior: responsibilitiesAt(x, m),
  };
}
