/** Parts of a state beside the mixture: how they stand in a link, and what is refused. */

import { shortened } from "../maths/text.js";
import { toNumber } from "./link.js";

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

/**
 * One number, with all its digits: a last one may decide on which side of an edge a point lies.
 * @param {string} key
 * @param {string} letter
 * @param {(value: number) => string | null} refuse
 * @returns {Part}
 */
export function number(key, letter, refuse) {
  return {
    key, letter, write: String, read: (text) => {
      const value = toNumber(text);
      const reason = refuse(value);
      if (reason) throw new Error(reason);
      return value;
    },
  };
}

/**
 * A state that is nothing but parts, as a link has it.
 * @param {Part[]} parts
 * @param {(state: any) => string | null} [refuse] why its parts do not fit together
 */
export function codecOf(parts, refuse = () => null) {
  return {
    encode: (/** @type {Record<string, any>} */ state) =>
      ["1", ...parts.map(({ key, letter, write }) => letter + write(state[key]))].join("~"),
    decode: (/** @type {string} */ text) => {
      const [version, ...given] = text.split("~");
      if (version !== "1") throw new Error(`it has version “${shortened(version)}”, and this page reads version 1`);
      const found = new Map(given.map((part) => [part[0], part.slice(1)]));
      const state = Object.fromEntries(parts.map(({ key, letter, read }) => {
        const part = found.get(letter);
        if (part === undefined) throw new Error(`the part “${letter}” is missing`);
        return [key, read(part)];
      }));
      const reason = refuse(state);
      if (reason) throw new Error(reason);
      return state;
    },
  };
}
