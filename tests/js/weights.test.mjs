import assert from "node:assert/strict";
import { test } from "node:test";

import { shareWeights } from "../../gmmlib/explorables/js/maths/weights.js";
import { randomNumbers, sum } from "./helpers.mjs";

test("weight k is set, and the others keep their proportions", () => {
  assert.deepEqual(shareWeights([0.5, 0.25, 0.25], 0, 0.25), [0.25, 0.375, 0.375]);
  const [, second, third] = shareWeights([0.5, 0.2, 0.3], 0, 0.1);
  assert.ok(Math.abs(second / third - 2 / 3) < 1e-15);
});

test("the others share equally when all of them are 0", () => {
  assert.deepEqual(shareWeights([1, 0, 0], 0, 0.5), [0.5, 0.25, 0.25]);
});

test("a weight can become 0 or 1; 0 stays 0 beside a positive weight", () => {
  assert.deepEqual(shareWeights([0.5, 0.25, 0.25], 1, 1), [0, 1, 0]);
  assert.deepEqual(shareWeights([0.5, 0.25, 0.25], 0, 0), [0, 0.5, 0.5]);
  assert.equal(shareWeights([0.5, 0, 0.5], 0, 0.3)[1], 0);
});

test("a single weight is always 1", () => assert.deepEqual(shareWeights([1], 0, 0.4), [1]));

test("the sum is 1 to the last bit, nothing is negative, weight k is as asked", () => {
  const random = randomNumbers(7);
  for (let round = 0; round < 20000; round++) {
    const power = 1 + (round % 12);
    const raw = Array.from({ length: 2 + (round % 5) }, () => random() ** power);
    const weights = raw.map((value) => value / sum(raw));
    const k = Math.floor(random() * weights.length);
    const value = round % 2 ? random() : Math.round(1000 * random()) / 1000;
    const shared = shareWeights(weights, k, value);
    assert.equal(sum(shared), 1);
    assert.equal(shared[k], value);
    assert.ok(shared.every((weight) => weight >= 0));
    const others = sum(weights.filter((_, j) => j !== k));
    shared.forEach((weight, j) => {
      const expected = ((1 - value) * weights[j]) / others;
      if (j !== k) assert.ok(Math.abs(weight - expected) < 1e-15, `${weight}, not ${expected}`);
    });
  }
});

for (const value of [-0.1, 1.1, NaN, Infinity]) {
  test(`${value} is refused as a weight`, () => {
    assert.throws(() => shareWeights([0.5, 0.5], 1, value), {
      name: "RangeError",
      message: `a weight lies between 0 and 1; weight 2 cannot become ${value}`,
    });
  });
}
