/**
 * A state as a URL fragment and back: `#live-mixture-explorer=1~w0.5,0.5~m-2,1~v1,2~x0`.
 * The first part is the version, each other part a letter and its numbers.
 */

import { shortened } from "../maths/text.js";
import { refusePlace, refuseVariance } from "./edit.js";

/** @typedef {import("./store.js").State} State */
/**
 * A part of the state that only some pictures have. `read` throws an Error that says what is
 * wrong with a link's text.
 * @typedef {{key: string, letter: string, write: (value: any) => string,
 *   read: (text: string) => any}} Part
 */

const VERSION = "1";
/** Twelve digits: more than eyes see, and short enough to send. */
const DIGITS = 12;
/** Weights are rounded in a link, so their sum may be off by that much. */
const SUM_TOLERANCE = 1e-9;

/**
 * @param {State} state
 * @param {Part[]} [more]
 */
export function encodeState(state, more = []) {
  const { weights, means, variances, cursor } = state;
  const parts = [["w", weights], ["m", means], ["v", variances]];
  if (cursor !== undefined) parts.push(["x", [cursor]]);
  const text = parts.map(([letter, numbers]) =>
    letter + /** @type {number[]} */ (numbers).map((x) => Number(x.toPrecision(DIGITS))).join(","));
  const others = more.map(({ key, letter, write }) => letter + write(state[key]));
  return [VERSION, ...text, ...others].join("~");
}

/**
 * Read a fragment's state, or throw an Error whose message says what is wrong with it.
 * @param {string} text
 * @param {{min: number, max: number}} components how many the picture can show
 * @param {boolean} hasCursor
 * @param {Part[]} [more]
 * @returns {State}
 */
export function decodeState(text, components, hasCursor, more = []) {
  const found = partsOf(text);
  const letters = ["w", "m", "v", ...(hasCursor ? ["x"] : [])];
  const [weights, means, variances, places = []] = letters.map((letter) => {
    const numbers = found.get(letter);
    if (numbers === undefined) throw new Error(`the part “${letter}” is missing`);
    return numbers.split(",").map(toNumber);
  });
  const K = weights.length;
  if (means.length !== K || variances.length !== K) {
    throw new Error(`it has ${K} weights, ${means.length} means and ${variances.length} variances; `
      + "these must be equally many");
  }
  if (K < components.min || K > components.max) {
    const { min, max } = components;
    throw new Error(`it has ${K} components; this picture takes ${min === max ? min : `${min} to ${max}`}`);
  }
  if (hasCursor && places.length !== 1) throw new Error("the part “x” must be one number");
  const reason = [...means, ...places].map(refusePlace).find(Boolean) ?? variances.map(refuseVariance).find(Boolean);
  if (reason) throw new Error(reason);
  return {
    weights: asShares(weights), means, variances, ...(hasCursor ? { cursor: places[0] } : {}),
    ...readParts(found, more),
  };
}

/**
 * A state without a mixture, all of it in parts.
 * @param {State} state
 * @param {Part[]} parts
 */
export function encodeParts(state, parts) {
  return [VERSION, ...parts.map(({ key, letter, write }) => letter + write(state[key]))].join("~");
}

/**
 * @param {string} text
 * @param {Part[]} parts
 * @returns {Record<string, any>}
 */
export function decodeParts(text, parts) {
  return readParts(partsOf(text), parts);
}

/**
 * The parts of a link by their letters.
 * @param {string} text
 */
function partsOf(text) {
  const [version, ...parts] = text.split("~");
  if (version !== VERSION) {
    throw new Error(`it has version “${shortened(version)}”, and this page reads version ${VERSION}`);
  }
  return new Map(parts.map((part) => [part[0], part.slice(1)]));
}

/**
 * @param {Map<string, string>} found
 * @param {Part[]} parts
 */
function readParts(found, parts) {
  return Object.fromEntries(parts.map(({ key, letter, read }) => {
    const part = found.get(letter);
    if (part === undefined) throw new Error(`the part “${letter}” is missing`);
    return [key, read(part)];
  }));
}

/**
 * Weights that were rounded when written, summing to 1 again.
 * @param {number[]} weights
 */
export function asShares(weights) {
  const sum = weights.reduce((a, b) => a + b, 0);
  if (weights.some((w) => w < 0) || Math.abs(sum - 1) > SUM_TOLERANCE) {
    throw new Error(`its weights must not be negative and must sum to 1; they sum to ${sum}`);
  }
  return sum === 1 ? weights : weights.map((w) => w / sum);
}

/** @param {string} text */
export function toNumber(text) {
  const value = /^-?[\d.]+(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
  if (!Number.isFinite(value)) throw new Error(`“${shortened(text)}” is not a number`);
  return value;
}
