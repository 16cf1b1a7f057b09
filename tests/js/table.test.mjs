import assert from "node:assert/strict";
import { test } from "node:test";

import { parseTable, readTable, refuseData } from "../../gmmlib/explorables/js/maths/table.js";

const values = (text, asList = true) => parseTable(text, asList).columns.map((column) => column.values);

const TAKEN = [
  ["1\n2\n3", [[1, 2, 3]]],
  ["-3, -2.5, -1", [[-3, -2.5, -1]]],
  ["1 2 3\n4 5", [[1, 2, 3, 4, 5]]],
  ["−3\t2e-1\r\n.5", [[-3, 0.2, 0.5]]],
  ["\ufeffx\n1\n2\n", [[1, 2]]],
  ['a,b\n1,2\n3,4', [[1, 3], [2, 4]]],
  ['"a";"b"\n"1";"2"\n3;4', [[1, 3], [2, 4]]],
  ["species,mass\nAdelie,3750\nGentoo,5000", [[3750, 5000]]],
]; // prettier-ignore
for (const [text, expected] of TAKEN) {
  test(`${JSON.stringify(text)} is read`, () => {
    assert.deepEqual(parseTable(text, true).errors, []);
    assert.deepEqual(values(text), expected);
  });
}

test("two columns of integers are points of the plane, and names are kept", () => {
  assert.deepEqual(values("1,5\n2,7", false), [[1, 2], [5, 7]]);
  assert.deepEqual(parseTable("bill,flipper\n39.1,181\n39.5,186", false).columns.map(({ name }) => name), ["bill", "flipper"]);
});

const REFUSED = [
  ["", "there is nothing to read; paste numbers, one point a line"],
  [" \n\n", "there is nothing to read; paste numbers, one point a line"],
  ["1\nabc\n3", "line 2: “abc” is not a number; correct it or remove the line"],
  ["1\nNaN\n3", "line 2: a value is missing (“NaN”); fill it in or remove the line"],
  ["a,b\n1,2\n3,", "line 3: a value is missing; fill it in or remove the line"],
  ["a,b\n1,2\n3", "line 3: it has 1 value where the first row has 2; give every row as many"],
  ["1,5 2,5\n3,5 4,5", "line 1: “1,5” has a comma for the decimals; write 1.5"],
  ["1,5;2\n2,5;1", "line 1: “1,5” has a comma for the decimals; write 1.5"],
  ["a;b\n1,5;2\n2;3", "line 2: “1,5” has a comma for the decimals; write 1.5"],
  ["1,5\n2,5", "line 1: “1,5” may be one number or two; write 1.5 for one, with a point, or 1, 5 for two"],
  ["1\n1e60", "line 2: “1e60” is too large; rescale the data"],
  ["1\nInfinity", "line 2: “Infinity” is not a number; correct it or remove the line"],
  ["1\n0x10", "line 2: “0x10” is not a number; correct it or remove the line"],
  ["1\n<img src=x onerror=alert(1)>", null],
];
for (const [text, message] of REFUSED) {
  test(`${JSON.stringify(text)} is refused by line`, () => {
    const { errors, columns } = parseTable(text, true);
    assert.deepEqual(columns, []);
    if (message) assert.equal(errors[0], message);
    else assert.ok(errors.length && errors.every((line) => line.length < 200));
  });
}

test("only the first bad lines are named, and the rest is counted", () => {
  const { errors } = parseTable(`1\n${"x\n".repeat(20)}`, true);
  assert.equal(errors.length, 6);
  assert.equal(errors[5], "and 15 more lines like these");
});

test("empty lines are skipped, and said so", () => {
  const { notes, columns } = parseTable("1\n\n2\n\n\n3\n\n", true);
  assert.deepEqual(columns[0].values, [1, 2, 3]);
  assert.deepEqual(notes, ["3 empty lines skipped, the first is line 2"]);
});

test("of a million rows 20 000 are taken from all over, rows whole", () => {
  const lines = Array.from({ length: 1_000_000 }, (_, i) => `${i},${-i}`).join("\n");
  const { columns: [a, b], notes } = parseTable(lines, false);
  assert.deepEqual(notes, ["of 1000000 rows 20000 are used, drawn at random"]);
  assert.equal(a.values.length, 20_000);
  assert.ok(a.values.every((value, i) => b.values[i] === -value || (value === 0 && b.values[i] === 0)));
  const mean = a.values.reduce((sum, value) => sum + value, 0) / 20_000;
  // Five standard errors of the mean of such a sample.
  assert.ok(Math.abs(mean - 500_000) < 5 * (1e6 / Math.sqrt(12 * 20_000)));
});

test("a million rows are read in slices too short to be felt", () => {
  const lines = Array.from({ length: 1_000_000 }, (_, i) => `${i % 977}`).join("\n");
  let slices = 0;
  const reading = readTable(lines, true);
  while (!reading.next().done) slices += 1;
  // Three passes over the lines at least, a pause every few hundred.
  assert.ok(slices > 3000);
});

test("a text that is nearly a number takes a time with its length, not with its square", () => {
  const long = `${"1".repeat(1_000_000)}x`;
  assert.equal(parseTable(`1\n${long}`, true).errors[0], `line 2: “${"1".repeat(20)}…” is not a number; correct it or remove the line`);
});

test("characters that cannot be seen, or turn the text around, stand as �", () => {
  for (const unseen of ["\u0000", "\u202e", "\u200b", "\u2066", "\ud800", "\u001b"]) {
    assert.equal(parseTable(`1\na${unseen}b`, true).errors[0], "line 2: “a�b” is not a number; correct it or remove the line");
  }
});

test("separators without numbers are nothing to read", () => {
  for (const text of [",", ";;", ", ,"]) {
    assert.deepEqual(parseTable(text, true), { columns: [], errors: ["there is nothing to read; paste numbers, one point a line"], notes: [] });
  }
});

test("one point and constant columns are no data", () => {
  assert.equal(refuseData([[1]], ["x"]), "this is one point; a mixture needs at least two different ones");
  assert.equal(refuseData([[1, 2], [3, 3]], ["a", "b"]), "b is 3 in every row, so it has no variance; choose other data");
  assert.equal(refuseData([[1, 2], [3, 4]], ["a", "b"]), null);
});
