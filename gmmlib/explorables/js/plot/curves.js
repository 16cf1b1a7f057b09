/** Curves of a one-dimensional mixture: where to evaluate, and the path through it. */

import { logNormal } from "../maths/gaussian.js";

/** @typedef {import("../maths/mixture.js").Mixture1D} Mixture1D */

/** Even steps over the picture, so that no stretch is left out. */
const EVEN_STEPS = 180;
/** Places around a mean, in standard deviations: close where the curve bends. */
const AROUND = Array.from({ length: 33 }, (_, i) => 4 * Math.sign(i - 16) * Math.abs((i - 16) / 16) ** 1.4);

/**
 * Where to evaluate, ascending: about 300 places for three components.
 * @param {Mixture1D} m
 * @param {[number, number]} domain
 */
export function samplePoints(m, [low, high]) {
  const step = (high - low) / EVEN_STEPS;
  const points = Array.from({ length: EVEN_STEPS + 1 }, (_, i) => low + i * step);
  m.means.forEach((mean, k) => {
    const sd = Math.sqrt(m.variances[k]);
    for (const t of AROUND) {
      const x = mean + sd * t;
      if (x > low && x < high) points.push(x);
    }
  });
  return points.sort((a, b) => a - b);
}

/**
 * The weighted components at each place, K rows of numbers, and their sum, the density.
 * @param {number[]} xs
 * @param {Mixture1D} m
 */
export function evaluate(xs, m) {
  const components = m.weights.map((weight, k) => {
    const logWeight = Math.log(weight);
    return xs.map((x) => Math.exp(logWeight + logNormal(x, m.means[k], m.variances[k])));
  });
  const mixture = xs.map((_, i) => components.reduce((sum, values) => sum + values[i], 0));
  return { components, mixture };
}

/**
 * The path of a curve on the page, coordinates to a tenth of a pixel. Where it cannot be
 * told from 0 it is left out: curves of many components would lie on the axis as one.
 * @param {number[]} xs
 * @param {number[]} ys
 * @param {import("d3-scale").ScaleLinear<number, number>} x
 * @param {import("d3-scale").ScaleLinear<number, number>} y
 */
export function curvePath(xs, ys, x, y) {
  const invisible = 0.002 * y.domain()[1];
  let path = "";
  let drawing = false;
  ys.forEach((value, i) => {
    const seen = value > invisible;
    if (seen) path += `${drawing ? "L" : "M"}${x(xs[i]).toFixed(1)},${y(value).toFixed(1)}`;
    drawing = seen;
  });
  return path;
}
