import assert from "node:assert/strict";
import { test } from "node:test";

import { fieldText, formatFixed, formatNumber, plainDecimal } from "../../gmmlib/explorables/js/plot/format.js";
import { parseNumber } from "../../gmmlib/explorables/js/maths/parse.js";

const NUMBERS = [
  [0, "0"], [-0, "0"], [1, "1"], [-2, "−2"], [0.5, "0.5"], [1 / 3, "0.3333"], [-28.3255, "−28.33"],
  [1234.5678, "1235"], [99999.4, "100000"], [12345, "12350"], [0.0001500049, "0.00015"], [0.99996, "1"],
  [0.00001234, "1.234×10⁻⁵"], [-5e11, "−5×10¹¹"], [1e6, "1×10⁶"], [999999.9, "1×10⁶"],
  [Infinity, "∞"], [-Infinity, "−∞"], [NaN, "not a number"], [5e-324, "4.941×10⁻³²⁴"],
];

for (const [value, text] of NUMBERS) {
  test(`formatNumber ${value}`, () => assert.equal(formatNumber(value), text));
}

test("all digits are kept where columns should not jump", () => {
  assert.equal(formatNumber(0.5, { trim: false }), "0.5000");
  assert.equal(formatNumber(-3, { trim: false }), "−3.000");
  assert.equal(formatNumber(1e-7, { trim: false }), "1.000×10⁻⁷");
});

test("ARIA's decimals have no powers of ten and keep the value", () => {
  for (const value of [0, -2.5, 1 / 3, 1e-25, -3.25e-10, 1e50, -5e48, 123456789]) {
    assert.match(plainDecimal(value), /^-?\d+(\.\d+)?$/);
    assert.ok(Math.abs(Number(plainDecimal(value)) - value) <= 1e-12 * Math.abs(value));
  }
});

test("a rounded zero has no sign", () => {
  assert.equal(formatFixed(-0.0001, 3), "0.000");
  assert.equal(formatFixed(-0.0006, 3), "−0.001");
  assert.equal(formatFixed(1, 3), "1.000");
});

test("what a field shows can be typed again", () => {
  for (const value of [0, -2.5, 1 / 3, 1e-9, -1e30, 123456]) {
    assert.equal(parseNumber(fieldText(value)), Number(value.toPrecision(4)));
  }
});
