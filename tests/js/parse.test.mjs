import assert from "node:assert/strict";
import { test } from "node:test";

import { parseNumber } from "../../gmmlib/explorables/js/maths/parse.js";

const TAKEN = [
  ["-2.5", -2.5], ["3", 3], ["+4", 4], [".5", 0.5], ["7.", 7], ["1e-3", 1e-3], ["2E+2", 200],
  ["1/3", 1 / 3], [" -1 / 4 ", -0.25], ["1.5/2", 0.75], ["−2.5", -2.5], ["  0 ", 0],
]; // prettier-ignore
for (const [text, value] of TAKEN) {
  test(`"${text}" is ${value}`, () => assert.equal(parseNumber(text), value));
}

const REFUSED = [
  ["abc", '"abc" is not a number; type for example -2.5'],
  ["", '"" is not a number; type for example -2.5'],
  ["   ", '"" is not a number; type for example -2.5'],
  ["1,5", '"1,5" is not a number; type a point, not a comma: 1.5'],
  ["1.2.3", '"1.2.3" is not a number; type for example -2.5'],
  ["1/2/3", '"1/2/3" is not a number; type for example -2.5'],
  ["1/", '"1/" is not a number; type for example -2.5'],
  ["0x10", '"0x10" is not a number; type for example -2.5'],
  ["1e", '"1e" is not a number; type for example -2.5'],
  ["NaN", '"NaN" is not a number; type for example -2.5'],
  ["Infinity", '"Infinity" is not a number; type for example -2.5'],
  ["--1", '"--1" is not a number; type for example -2.5'],
  ["1 2", '"1 2" is not a number; type for example -2.5'],
  ["1/0", '"1/0" divides by zero; type for example 1/3'],
  [`${"1".repeat(1_000_000)}x`, `"${"1".repeat(20)}…" is not a number; type for example -2.5`],
  ["1\u202e2", '"1\ufffd2" is not a number; type for example -2.5'],
  ["1e999", '"1e999" is too large; type for example -2.5'],
];
for (const [text, message] of REFUSED) {
  test(`"${text.slice(0, 20)}" is refused with a sentence`, () => {
    assert.throws(() => parseNumber(text), { name: "RangeError", message });
  });
}
