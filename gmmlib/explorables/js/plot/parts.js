/** Parts of a state beside the mixture: how they stand in a link, and what is refused. */

import { shortened } from "./link.js";

/** @typedef {import("./link.js").Part} Part */

/**
 * A whole number from 0 to `most`.
 * @param {string} key
 * @param {string} letter
 * @param {string} what it is, as in "a seed"
 * @param {number} most
 */
export function whole(key, letter, what, most) {
  /** @param {number} value */
  const refuse = (value) => (Number.isInteger(value) && value >= 0 && value <= most ? null
    : `${what} must be a whole number from 0 to ${most}, got ${value}`);
  /** @type {Part} */
  const part = {
    key, letter, write: String, read: (text) => {
      const value = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
      if (Number.isNaN(value)) throw new Error(`“${shortened(text)}” is not a whole number`);
      const reason = refuse(value);
      if (reason) throw new Error(reason);
      return value;
    },
  };
  return { part, refuse };
}

/**
 * What is so or not: 1 or 0 in a link.
 * @param {string} key
 * @param {string} letter
 * @returns {Part}
 */
export function flag(key, letter) {
  return choice(key, letter, [false, true]);
}

/**
 * One of a few values: its place among them in a link.
 * @template T
 * @param {string} key
 * @param {string} letter
 * @param {T[]} values
 * @returns {Part}
 */
export function choice(key, letter, values) {
  return {
    key, letter, write: (value) => String(values.indexOf(value)), read: (text) => {
      const i = /^\d$/.test(text) ? Number(text) : values.length;
      if (i >= values.length) {
        throw new Error(`the part “${letter}” must be a number from 0 to ${values.length - 1}, not “${shortened(text)}”`);
      }
      return values[i];
    },
  };
}
