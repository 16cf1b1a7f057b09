/** A Gaussian in the plane as a reader handles it: standard deviations, correlation, two marks. */

import { factor } from "../maths/plane.js";

/** @typedef {import("../maths/plane.js").Point} Point */
/** @typedef {import("../maths/plane.js").Matrix} Matrix */

/** How far the ellipse is from the mean, in standard deviations; as in Figure 11.9. */
export const REACH = 2;
/** Closer to 1 a correlation leaves no width. */
export const MOST_CORRELATION = 0.999;

/** @param {Matrix} covariance */
export function asDeviations([[a, b], [, c]]) {
  const [first, second] = [Math.sqrt(a), Math.sqrt(c)];
  return { first, second, correlation: b / first / second };
}

/**
 * @param {{first: number, second: number, correlation: number}} given
 * @returns {Matrix}
 */
export function fromDeviations({ first, second, correlation }) {
  const both = correlation * first * second;
  return [[first * first, both], [both, second * second]];
}

/**
 * The two marks of an ellipse: its point farthest to the right, and the one right above the
 * mean. They are the columns of the Cholesky factor, so any two places are a Gaussian.
 * @param {Point} mean
 * @param {Matrix} covariance
 */
export function marks([x, y], covariance) {
  const [s, slant, rest] = factor(covariance).map((part) => REACH * part);
  return {
    right: /** @type {Point} */ ([x + s, y + slant]),
    top: /** @type {Point} */ ([x, y + rest]),
  };
}

/**
 * The covariance after a mark was moved; never narrower than `least` along an axis.
 * @param {Point} mean
 * @param {Matrix} covariance
 * @param {"right" | "top"} mark
 * @param {Point} place
 * @param {Point} least
 * @returns {Matrix}
 */
export function withMark([x, y], covariance, mark, place, least) {
  const [s, slant, rest] = factor(covariance);
  const [first, down, below] = mark === "right"
    ? [Math.max(least[0], (place[0] - x) / REACH), (place[1] - y) / REACH, rest]
    : [s, slant, Math.max(least[1], (place[1] - y) / REACH)];
  const second = Math.hypot(down, below);
  const correlation = Math.max(-MOST_CORRELATION, Math.min(MOST_CORRELATION, down / second));
  return fromDeviations({ first: rounded(first), second: rounded(second), correlation: Number(correlation.toFixed(4)) });
}

/** @param {number} value */
function rounded(value) {
  return Number(value.toPrecision(4));
}
