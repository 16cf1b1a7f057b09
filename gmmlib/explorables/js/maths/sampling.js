import { factor } from "./plane.js";
import { Random, seedWords } from "./random.js";

/** @typedef {import("./mixture.js").Mixture1D} Mixture1D */

/**
 * The chance of draw after draw. It does not depend on the mixture: when a mixture moves, its
 * draws move along, and nothing is drawn anew.
 */
export class Chance {
  #random;
  /** @type {number[]} of step 1: uniform in [0, 1) */ choices = [];
  /** @type {number[]} of step 2: standard normal */ normals = [];
  /** @type {number[]} of step 2 in the plane: the second standard normal number */ seconds = [];

  /** @param {number} seed a whole number from 0 to 2^32 - 1 */
  constructor(seed) {
    this.seed = seed;
    this.#random = new Random(seedWords(seed));
  }

  /** @param {number} n draws that are wanted */
  reach(n) {
    while (this.choices.length < n) {
      this.choices.push(this.#random.uniform());
      // The method of Box and Muller (1958); 1 - u is never 0.
      const radius = Math.sqrt(-2 * Math.log(1 - this.#random.uniform()));
      const angle = 2 * Math.PI * this.#random.uniform();
      this.normals.push(radius * Math.cos(angle));
      this.seconds.push(radius * Math.sin(angle));
    }
  }
}

/**
 * The component that a number in [0, 1) chooses, from 0.
 * @param {number} u
 * @param {number[]} weights
 */
export function choose(u, weights) {
  let sum = 0;
  let last = 0;
  for (let k = 0; k < weights.length; k += 1) {
    sum += weights[k];
    if (u < sum) return k;
    if (weights[k] > 0) last = k;
  }
  // The sum of rounded weights may miss 1 by a last bit.
  return last;
}

/**
 * Ancestral sampling: first the component z of each draw, then x from its Gaussian.
 * @param {Chance} chance
 * @param {number} n
 * @param {Mixture1D} m
 * @returns {{z: number[], x: number[]}} components from 0
 */
export function draws(chance, n, m) {
  chance.reach(n);
  const sds = m.variances.map(Math.sqrt);
  const z = Array.from({ length: n }, (_, i) => choose(chance.choices[i], m.weights));
  return { z, x: z.map((k, i) => m.means[k] + sds[k] * chance.normals[i]) };
}

/**
 * Points of a mixture in one or two dimensions.
 * @param {Chance} chance
 * @param {number} n
 * @param {import("./floorem.js").Mixture} m
 * @returns {number[][]} n points
 */
export function mixtureDraws(chance, n, { weights, means, covariances }) {
  chance.reach(n);
  const inPlane = means[0].length === 2;
  const factors = covariances.map((covariance) => (inPlane
    ? factor(/** @type {import("./plane.js").Matrix} */ (covariance)) : [Math.sqrt(covariance[0][0]), 0, 0]));
  return Array.from({ length: n }, (_, i) => {
    const k = choose(chance.choices[i], weights);
    const [u, v] = [chance.normals[i], chance.seconds[i]];
    const [s, slant, rest] = factors[k];
    return means[k].map((mean, axis) => mean + (axis === 0 ? s * u : slant * u + rest * v));
  });
}

/**
 * How many of the draws came from each component.
 * @param {number[]} z
 * @param {number} K
 * @returns {number[]}
 */
export function counts(z, K) {
  const found = new Array(K).fill(0);
  for (const k of z) found[k] += 1;
  return found;
}

/**
 * The heights of a histogram of area 1: bars of one width from `low` on.
 * @param {number[]} xs what lies outside the bars counts for the area all the same
 * @param {number} low
 * @param {number} width
 * @param {number} bars
 * @returns {number[]}
 */
export function heights(xs, low, width, bars) {
  const found = new Array(bars).fill(0);
  for (const x of xs) {
    const i = Math.floor((x - low) / width);
    if (i >= 0 && i < bars) found[i] += 1;
  }
  return found.map((count) => count / (xs.length * width));
}
