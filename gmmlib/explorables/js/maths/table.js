/** Data that a reader pasted: numbers, or a table with one row a point. */

const SEPARATORS = [/\t/, /;/, /,/, /\s+/];
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const DECIMAL_COMMA = /^[+-]?\d+,\d+$/;
const MISSING = /^(|nan|na|n\/a|null|none|-|\?)$/i;
/** Larger numbers than any data have; their squares still fit into a double. */
const LARGEST = 1e50;
const MOST_ROWS = 20_000;
const MOST_ERRORS = 5;
const SEED = 11;

/**
 * What was read: named columns of numbers, or sentences about what could not be read.
 * @typedef {{columns: {name: string, values: number[]}[], errors: string[], notes: string[]}} Table
 */

/**
 * @param {string} text
 * @param {boolean} asList whether numbers may stand side by side, each of them a point
 * @returns {Table}
 */
export function parseTable(text, asList) {
  const lines = text.replace(/^\ufeff/, "").replaceAll("−", "-").split(/\r\n|\n|\r/)
    .map((line, i) => ({ line: line.trim(), number: i + 1 }));
  while (lines.length && lines[lines.length - 1].line === "") lines.pop();
  const filled = lines.filter(({ line }) => line !== "");
  /** @type {string[]} */
  const notes = [];
  const empty = lines.length - filled.length;
  if (empty) notes.push(`${count(empty, "empty line")} skipped, the first is line ${lines.find(({ line }) => line === "")?.number}`);
  if (filled.length === 0) return failed(["there is nothing to read; paste numbers, one point a line"]);
  const comma = ambiguous(filled, asList);
  if (comma) return failed([comma]);
  const separator = decimalCommas(filled.map(({ line }) => line))
    ? /\s+/ : SEPARATORS.find((s) => filled.some(({ line }) => s.test(line))) ?? /,/;
  let rows = filled.map(({ line, number }) => ({ cells: line.split(separator).map(unquoted), number }));
  const header = rows[0].cells.every((cell) => !NUMBER.test(cell) && !MISSING.test(cell) && !DECIMAL_COMMA.test(cell))
    && rows.length > 1 ? rows[0].cells : null;
  if (header) rows = rows.slice(1);
  const widths = new Set(rows.map(({ cells }) => cells.length));
  if (asList && !header && (rows.length === 1 || widths.size > 1)) {
    rows = rows.flatMap(({ cells, number }) => cells.filter((cell) => cell !== "").map((cell) => ({ cells: [cell], number })));
  }
  return asColumns(rows, header, notes);
}

/**
 * @param {{cells: string[], number: number}[]} rows
 * @param {string[] | null} header
 * @param {string[]} notes
 * @returns {Table}
 */
function asColumns(rows, header, notes) {
  const names = header ?? rows[0].cells.map((_, i) => `column ${i + 1}`);
  // A column of names, such as the species, is no error: it is not among the columns offered.
  const numeric = names.map((_, i) => rows.some(({ cells }) => NUMBER.test(cells[i] ?? "")));
  const words = rows.length > 1 ? names.filter((_, i) => !numeric[i]) : [];
  if (words.length && words.length < names.length) notes.push(`without numbers, so left out: ${words.map(shortened).join(", ")}`);
  const kept = names.map((_, i) => i).filter((i) => numeric[i] || rows.length === 1 || words.length === names.length);
  const columns = kept.map((i) => ({ name: shortened(names[i]), values: /** @type {number[]} */ ([]) }));
  /** @type {string[]} */
  const errors = [];
  for (const { cells, number } of rows) {
    const problem = cells.length === names.length
      ? kept.map((i) => refuse(cells[i])).find(Boolean)
      : `it has ${count(cells.length, "value")} where the first row has ${names.length}; give every row as many`;
    if (problem) errors.push(`line ${number}: ${problem}`);
    else kept.forEach((i, j) => columns[j].values.push(Number(cells[i])));
  }
  if (errors.length) return failed(errors);
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
 * @param {{line: string, number: number}[]} lines
 * @param {boolean} asList
 */
function ambiguous(lines, asList) {
  if (!asList || lines.length < 2 || !lines.every(({ line }) => DECIMAL_COMMA.test(line))) return null;
  const { line, number } = lines[0];
  return `line ${number}: “${shortened(line)}” may be one number or two; `
    + `write ${shortened(line.replace(",", "."))} for one, with a point, or ${shortened(line.replace(",", ", "))} for two`;
}

/**
 * Whether blanks stand between numbers that have commas inside.
 * @param {string[]} lines
 */
function decimalCommas(lines) {
  const words = lines.map((line) => line.split(/\s+/));
  const all = words.flat();
  return words.some(({ length }) => length > 1) && all.some((word) => DECIMAL_COMMA.test(word))
    && all.every((word) => DECIMAL_COMMA.test(word) || NUMBER.test(word));
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
 * @param {string[]} errors
 * @returns {Table}
 */
function failed(errors) {
  const more = errors.length - MOST_ERRORS;
  const shown = more > 0 ? [...errors.slice(0, MOST_ERRORS), `and ${count(more, "more line")} like these`] : errors;
  return { columns: [], errors: shown, notes: [] };
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

/** @param {string} text */
function shortened(text) {
  return text.length > 20 ? `${text.slice(0, 20)}…` : text;
}
