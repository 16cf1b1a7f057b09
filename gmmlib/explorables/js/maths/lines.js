/** A long text, line by line, in slices between which a page can breathe. */

const SEPARATORS = [/\t/, /;/, /,/, /\s+/];
/** Lines between two pauses: about a millisecond. */
export const AT_ONCE = 500;

/**
 * Work that pauses often.
 * @template T
 * @typedef {Generator<void, T, void>} Slices
 */

/**
 * The lines that hold something, their numbers, and which separators occur in them.
 * @param {string} text
 * @returns {Slices<{lines: string[], numbers: number[], separators: (RegExp | undefined)[]}>}
 */
export function* filledLines(text) {
  const plain = text.replace(/^\ufeff/, "").replaceAll("−", "-");
  const end = /\r\n|\n|\r|$/g;
  /** @type {string[]} */
  const lines = [];
  /** @type {number[]} */
  const numbers = [];
  /** @type {(RegExp | undefined)[]} */
  const separators = SEPARATORS.map(() => undefined);
  for (let at = 0, number = 1; at < plain.length; number += 1) {
    end.lastIndex = at;
    const found = /** @type {RegExpExecArray} */ (end.exec(plain));
    const line = plain.slice(at, found.index).trim();
    at = found.index + Math.max(1, found[0].length);
    if (line) {
      lines.push(line);
      numbers.push(number);
      SEPARATORS.forEach((separator, i) => { if (!separators[i] && separator.test(line)) separators[i] = separator; });
    }
    if (number % AT_ONCE === 0) yield;
  }
  return { lines, numbers, separators };
}

/**
 * Whether all lines pass a test.
 * @param {string[]} lines
 * @param {(line: string) => boolean} test
 * @returns {Slices<boolean>}
 */
export function* every(lines, test) {
  for (let n = 0; n < lines.length; n += 1) {
    if (!test(lines[n])) return false;
    if (n % AT_ONCE === 0) yield;
  }
  return true;
}
