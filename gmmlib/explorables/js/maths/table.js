/** Data that a reader pasted: numbers, or a table with one row a point. */

import { AT_ONCE, every, filledLines } from "./lines.js";
import { shortened } from "./text.js";

/** Each digit has one way to be taken, or a long text would take a time with its square. */
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const DECIMAL_COMMA = /^[+-]?\d+,\d+$/;
const MISSING = /^(|nan|na|n\/a|null|none|-|\?)$/i;
/** Larger numbers than any data have; their squares still fit into a double. */
const LARGEST = 1e50;
const MOST_ROWS = 20_000;
const MOST_ERRORS = 5;
const SEED = 11;
const NOTHING = "there is nothing to read; paste numbers, one point a line";

/**
 * What was read: named columns of numbers, or sentences about what could not be read.
 * @typedef {{columns: {name: string, values: number[]}[], errors: string[], notes: string[]}} Table
 */
/**
 * @template T
 * @typedef {import("./lines.js").Slices<T>} Slices
 */

/**
 * @param {string} text
 * @param {boolean} asList whether numbers may stand side by side, each of them a point
 * @returns {Table}
 */
export function parseTable(text, asList) {
  const slices = readTable(text, asList);
  for (;;) {
    const { done, value } = slices.next();
    if (done) return /** @type {Table} */ (value);
  }
}

/**
 * The same in slices: each `next()` reads a few hundred lines.
 * @param {string} text
 * @param {boolean} asList
 * @returns {Slices<Table>}
 */
export function* readTable(text, asList) {
  const { lines, numbers, separators } = yield* filledLines(text);
  if (lines.length === 0) return failed([NOTHING], 1);
  if (asList && lines.length > 1 && (yield* every(lines, (line) => DECIMAL_COMMA.test(line)))) {
    return failed([ambiguous(lines[0], numbers[0])], 1);
  }
  const separator = (yield* decimalCommas(lines, text)) ? /\s+/ : separators.find(Boolean) ?? /,/;
  const cellsOf = (/** @type {number} */ n) => lines[n].split(separator).map(unquoted);
  const first = cellsOf(0);
  const header = lines.length > 1
    && first.every((cell) => !NUMBER.test(cell) && !MISSING.test(cell) && !DECIMAL_COMMA.test(cell)) ? first : null;
  /** @type {string[]} */
  const notes = [];
  const empty = numbers[numbers.length - 1] - numbers.length;
  if (empty) notes.push(`${count(empty, "empty line")} skipped, the first is line ${numbers.findIndex((n, i) => n !== i + 1) + 1}`);
  let rows = { length: lines.length - (header ? 1 : 0), at: (/** @type {number} */ n) => ({ cells: cellsOf(header ? n + 1 : n), number: numbers[header ? n + 1 : n] }) };
  const widths = new Set();
  for (let n = 0; n < rows.length; n += 1) {
    widths.add(rows.at(n).cells.length);
    if (n % AT_ONCE === 0) yield;
  }
  if (asList && !header && (rows.length === 1 || widths.size > 1)) {
    const points = yield* sideBySide(rows);
    if (points.length === 0) return failed([NOTHING], 1);
    rows = { length: points.length, at: (n) => points[n] };
  }
  return yield* asColumns(rows, header, notes);
}

/** @typedef {{length: number, at: (n: number) => {cells: string[], number: number}}} Rows */

/**
 * Each number as a row of its own.
 * @param {Rows} rows
 * @returns {Slices<{cells: string[], number: number}[]>}
 */
function* sideBySide(rows) {
  const points = [];
  for (let n = 0; n < rows.length; n += 1) {
    const { cells, number } = rows.at(n);
    for (let i = 0; i < cells.length; i += 1) {
      if (cells[i] !== "") points.push({ cells: [cells[i]], number });
      if (points.length % AT_ONCE === 0) yield;
    }
    if (n % AT_ONCE === 0) yield;
  }
  return points;
}

/**
 * @param {Rows} rows
 * @param {string[] | null} header
 * @param {string[]} notes
 * @returns {Slices<Table>}
 */
function* asColumns(rows, header, notes) {
  const names = header ?? rows.at(0).cells.map((_, i) => `column ${i + 1}`);
  // A column of names, such as the species, is no error: it is not among the columns offered.
  const numeric = names.map(() => false);
  for (let n = 0; n < rows.length && !numeric.every(Boolean); n += 1) {
    const { cells } = rows.at(n);
    // Numbers with a comma are numbers as well: they are named, and not left out.
    numeric.forEach((known, i) => { numeric[i] = known || NUMBER.test(cells[i] ?? "") || DECIMAL_COMMA.test(cells[i] ?? ""); });
    if (n % AT_ONCE === 0) yield;
  }
  const words = rows.length > 1 ? names.filter((_, i) => !numeric[i]) : [];
  if (words.length && words.length < names.length) notes.push(`without numbers, so left out: ${words.map(shortened).join(", ")}`);
  const kept = names.map((_, i) => i).filter((i) => numeric[i] || rows.length === 1 || words.length === names.length);
  const columns = kept.map((i) => ({ name: shortened(names[i]), values: /** @type {number[]} */ ([]) }));
  /** @type {string[]} */
  const errors = [];
  let bad = 0;
  for (let n = 0; n < rows.length; n += 1) {
    const { cells, number } = rows.at(n);
    const problem = cells.length === names.length
      ? kept.map((i) => refuse(cells[i])).find(Boolean)
      : `it has ${count(cells.length, "value")} where the first row has ${names.length}; give every row as many`;
    if (problem) {
      bad += 1;
      if (bad <= MOST_ERRORS) errors.push(`line ${number}: ${problem}`);
    } else kept.forEach((i, j) => columns[j].values.push(Number(cells[i])));
    if (n % AT_ONCE === 0) yield;
  }
  if (bad) return failed(errors, bad);
  if (rows.length > MOST_ROWS) {
    notes.push(`of ${rows.length} rows ${MOST_ROWS} are used, drawn at random`);
    const chosen = sample(rows.length, MOST_ROWS);
    for (const column of columns) column.values = chosen.map((n) => column.values[n]);
  }
  return { columns, errors, notes };
}

/**
 * Why points are no data for a mixture, or null.
 * @param {number[][]} columns the chosen ones
 * @param {string[]} names
 */
export function refuseData(columns, names) {
  if (columns[0].length < 2) return "this is one point; a mixture needs at least two different ones";
  const constant = columns.findIndex((values) => values.every((value) => value === values[0]));
  if (constant < 0) return null;
  return `${names[constant]} is ${columns[constant][0]} in every row, so it has no variance; choose other data`;
}

/**
 * Commas that may stand for the decimal point, or may not.
 * @param {string} line
 * @param {number} number
 */
function ambiguous(line, number) {
  return `line ${number}: “${shortened(line)}” may be one number or two; `
    + `write ${shortened(line.replace(",", "."))} for one, with a point, or ${shortened(line.replace(",", ", "))} for two`;
}

/**
 * Whether blanks stand between numbers that have commas inside.
 * @param {string[]} lines
 * @param {string} text
 * @returns {Slices<boolean>}
 */
function* decimalCommas(lines, text) {
  if (!text.includes(",")) return false;
  let blanks = false;
  let commas = false;
  const fit = yield* every(lines, (line) => {
    const words = line.split(/\s+/);
    blanks ||= words.length > 1;
    return words.every((word) => {
      const comma = DECIMAL_COMMA.test(word);
      commas ||= comma;
      return comma || NUMBER.test(word);
    });
  });
  return fit && blanks && commas;
}

/** @param {string} cell */
function refuse(cell) {
  if (NUMBER.test(cell)) {
    return Math.abs(Number(cell)) <= LARGEST ? null : `“${shortened(cell)}” is too large; rescale the data`;
  }
  if (MISSING.test(cell)) return `a value is missing${cell ? ` (“${shortened(cell)}”)` : ""}; fill it in or remove the line`;
  if (DECIMAL_COMMA.test(cell)) return `“${shortened(cell)}” has a comma for the decimals; write ${shortened(cell.replace(",", "."))}`;
  return `“${shortened(cell)}” is not a number; correct it or remove the line`;
}

/**
 * @param {string[]} errors the first of them
 * @param {number} all how many there are
 * @returns {Table}
 */
function failed(errors, all) {
  const more = all - errors.length;
  return { columns: [], errors: more > 0 ? [...errors, `and ${count(more, "more line")} like these`] : errors, notes: [] };
}

/**
 * k of the numbers below n, ascending, the same at every call.
 * @param {number} n
 * @param {number} k
 */
function sample(n, k) {
  let state = SEED;
  const random = () => {
    // mulberry32
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  /** @type {number[]} */
  const chosen = [];
  // Each row in turn is taken with the probability that is left for it.
  for (let i = 0; i < n && chosen.length < k; i += 1) {
    if (random() * (n - i) < k - chosen.length) chosen.push(i);
  }
  return chosen;
}

/** @param {string} cell */
function unquoted(cell) {
  return cell.trim().replace(/^"(.*)"$/, "$1").trim();
}

/**
 * @param {number} n
 * @param {string} noun
 */
function count(n, noun) {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
