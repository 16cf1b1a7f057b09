import assert from "node:assert/strict";
import { test } from "node:test";

import { shortened } from "../../gmmlib/explorables/js/maths/text.js";
import { asShares, decodeState, encodeState } from "../../gmmlib/explorables/js/plot/link.js";
import { randomNumbers } from "./helpers.mjs";

const STATE = { weights: [0.5, 0.2, 0.3], means: [-2, 1, 4], variances: [0.5, 2, 1], cursor: 0 };
const TEXT = "1~w0.5,0.2,0.3~m-2,1,4~v0.5,2,1~x0";
const ANY = { min: 1, max: 6 };

test("a state and its link", () => {
  assert.equal(encodeState(STATE), TEXT);
  assert.deepEqual(decodeState(TEXT, ANY, true), STATE);
});

test("a picture without a cursor has none in its link", () => {
  const { cursor, ...rest } = STATE;
  assert.equal(encodeState(rest), TEXT.replace("~x0", ""));
  assert.deepEqual(decodeState(encodeState(rest), ANY, false), rest);
  assert.equal(cursor, 0);
});

test("numbers survive to twelve digits, and weights sum to 1", () => {
  const state = { weights: [1 / 3, 1 / 3, 1 / 3], means: [1e-30, -1e30, Math.PI], variances: [1e-12, 1e12, 2 / 3], cursor: -1e6 };
  const read = decodeState(encodeState(state), ANY, true);
  assert.equal(read.weights.reduce((a, b) => a + b, 0), 1);
  for (const key of ["weights", "means", "variances"]) {
    read[key].forEach((value, k) => assert.ok(Math.abs(value / state[key][k] - 1) < 1e-11));
  }
});

const BAD = [
  ["", "it has version “”, and this page reads version 1"],
  ["2~w1~m0~v1~x0", "it has version “2”, and this page reads version 1"],
  ["1~w1~m0~v1", "the part “x” is missing"],
  ["1~m0~v1~x0", "the part “w” is missing"],
  ["1~w1~mzero~v1~x0", "“zero” is not a number"],
  ["1~w1~m~v1~x0", "“” is not a number"],
  ["1~w1~m1e999~v1~x0", "“1e999” is not a number"],
  ["1~w1~m0x10~v1~x0", "“0x10” is not a number"],
  ["1~w1~m0,1~v1~x0", "it has 1 weights, 2 means and 1 variances; these must be equally many"],
  ["1~w1~m0~v1~x0,1", "the part “x” must be one number"],
  ["1~w0.5,0.6~m0,1~v1,1~x0", "its weights must not be negative and must sum to 1; they sum to 1.1"],
  ["1~w-1,2~m0,1~v1,1~x0", "its weights must not be negative and must sum to 1; they sum to 1"],
  ["1~w1~m0~v0~x0", "a variance must be greater than 0 (from 1e-50 to 1e50), got 0"],
  ["1~w1~m1e60~v1~x0", "a place must lie between -1e50 and 1e50, got 1e+60"],
  ["1~w0,0,0,0,0,0,1~m0,0,0,0,0,0,0~v1,1,1,1,1,1,1~x0", "it has 7 components; this picture takes 1 to 6"],
  ["1~w" + "9".repeat(400) + "~m0~v1~x0", `“${"9".repeat(20)}…” is not a number`],
];

for (const [text, message] of BAD) {
  test(`a bad link is refused: ${text.slice(0, 40)}`, () => {
    assert.throws(() => decodeState(text, ANY, true), { message });
  });
}

test("a picture with a fixed number of components says it", () => {
  assert.throws(() => decodeState("1~w1~m0~v1", { min: 3, max: 3 }, false), {
    message: "it has 1 components; this picture takes 3",
  });
});

test("no text makes anything but a state or an Error with a sentence", () => {
  const characters = [..."1~wmvx0.5,-e+%<>“ \u0000"];
  const random = randomNumbers(11);
  for (let i = 0; i < 2000; i += 1) {
    const tail = Array.from({ length: 20 }, () => characters[Math.floor(random() * characters.length)]);
    // Half of them begin like a good one, to come further in.
    const text = (i % 2 ? "1~" : "1~w1~m0~x") + tail.join("");
    try {
      const state = decodeState(text, ANY, true);
      assert.ok(state.variances.every((v) => v > 0));
    } catch (error) {
      assert.ok(error instanceof Error && !(error instanceof TypeError), `${text}: ${error}`);
    }
  }
});

test("exact weights stay as they are", () => {
  const weights = [0.25, 0.75];
  assert.equal(asShares(weights), weights);
});

const COUNT = {
  key: "count", letter: "n", write: String,
  read: (text) => {
    if (!/^\d+$/.test(text)) throw new Error(`“${shortened(text)}” is no count`);
    return Number(text);
  },
};

test("a picture's own parts travel in its link", () => {
  const state = { ...STATE, count: 12 };
  assert.equal(encodeState(state, [COUNT]), `${TEXT}~n12`);
  assert.deepEqual(decodeState(`${TEXT}~n12`, ANY, true, [COUNT]), state);
  assert.throws(() => decodeState(TEXT, ANY, true, [COUNT]), { message: "the part “n” is missing" });
  assert.throws(() => decodeState(`${TEXT}~n1.5`, ANY, true, [COUNT]), { message: "“1.5” is no count" });
  // A picture without such a part leaves it alone.
  assert.deepEqual(decodeState(`${TEXT}~n12`, ANY, true), STATE);
});
