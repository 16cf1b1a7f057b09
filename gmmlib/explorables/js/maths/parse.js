import { shortened } from "./text.js";

/** Each digit has one way to be taken, or a long text would take a time with its square. */
const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/**
 * The number that a reader typed: a decimal such as -2.5 or 1e-3, or a fraction such as 1/3.
 *
 * The typographic minus of our own readouts is taken as well, so they can be pasted.
 * @param {string} text
 * @returns {number}
 * @throws {RangeError} with a sentence that says what came and what is expected
 */
export function parseNumber(text) {
  const trimmed = text.trim();
  const typed = shortened(trimmed);
  const parts = trimmed.replaceAll("−", "-").split("/");
  const numbers = parts.map(decimal);
  if (parts.length > 2 || numbers.some(Number.isNaN)) {
    const comma = /^[^,]*\d,\d[^,]*$/.test(typed);
    const remedy = comma ? `a point, not a comma: ${typed.replace(",", ".")}` : "for example -2.5";
    throw new RangeError(`"${typed}" is not a number; type ${remedy}`);
  }
  const [numerator, denominator = 1] = numbers;
  if (denominator === 0) {
    throw new RangeError(`"${typed}" divides by zero; type for example 1/3`);
  }
  const value = numerator / denominator;
  if (!Number.isFinite(value)) {
    throw new RangeError(`"${typed}" is too large; type for example -2.5`);
  }
  return value;
}

/**
 * @param {string} text
 * @returns {number} NaN when the text is no decimal number
 */
function decimal(text) {
  const typed = text.trim();
  return DECIMAL.test(typed) ? Number(typed) : NaN;
}
