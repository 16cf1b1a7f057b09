/** Drawing in the plane: ellipses of equal density, and points as one path. */

import { factor } from "../maths/plane.js";

/** @typedef {import("../maths/plane.js").Point} Point */
/** @typedef {import("../maths/plane.js").Matrix} Matrix */
/** @typedef {import("./frame.js").Frame} Frame */

const AROUND = Array.from({ length: 73 }, (_, i) => (i * Math.PI) / 36);

/**
 * The ellipse some standard deviations around a mean.
 * @param {Frame} frame
 * @param {Point} mean
 * @param {Matrix} covariance
 * @param {number} radius
 */
export function ellipse({ x, y }, [a, b], covariance, radius) {
  const [s, slant, rest] = factor(covariance);
  const places = AROUND.map((t) => {
    const [u, v] = [radius * Math.cos(t), radius * Math.sin(t)];
    return `${x(a + s * u).toFixed(1)},${y(b + slant * u + rest * v).toFixed(1)}`;
  });
  return `M${places.join("L")}Z`;
}

/**
 * Points as one path, dots where its line has round ends: hundreds cost no more than one.
 * @param {Frame} frame
 * @param {Point[]} X
 */
export function dots({ x, y }, X) {
  return X.map(([a, b]) => `M${x(a).toFixed(1)},${y(b).toFixed(1)}h0`).join("");
}

/**
 * The same step on both axes takes as many pixels, so that circles are round: one axis shows more.
 * @param {Frame} frame
 * @param {[Point, Point]} domains
 * @returns {[Point, Point]}
 */
export function equalSteps({ x, y }, domains) {
  const pixels = [x, y].map((scale) => Math.abs(scale.range()[1] - scale.range()[0]));
  const step = Math.max(...domains.map(([low, high], i) => (high - low) / pixels[i]));
  return /** @type {[Point, Point]} */ (domains.map(([low, high], i) => {
    const more = (step * pixels[i] - (high - low)) / 2;
    return [low - more, high + more];
  }));
}
