import assert from "node:assert/strict";
import { test } from "node:test";

import { density } from "../../gmmlib/explorables/js/maths/mixture.js";
import { modes } from "../../gmmlib/explorables/js/maths/modes.js";
import { close, load, randomNumbers, randomProblem } from "./helpers.mjs";

for (const { name, model, modes: expected } of load("modes.json")) {
  test(`the modes of ${name}`, () => close(modes(model), expected, "modes"));
}

test("every mode is higher than its surroundings, and a fine scan finds no other", () => {
  const random = randomNumbers(2);
  for (let round = 0; round < 60; round++) {
    const { model } = randomProblem(random, 1 + (round % 6), 0);
    const found = modes(model);
    assert.ok(found.length <= model.means.length);
    for (const x of found) {
      assert.ok(density(x, model) >= density(x - 1e-4, model));
      assert.ok(density(x, model) >= density(x + 1e-4, model));
    }
    const heights = Array.from({ length: 4001 }, (_, i) => density(-6 + 0.003 * i, model));
    const peaks = heights.filter((h, i) => i > 0 && h > heights[i - 1] && h >= heights[i + 1]);
    assert.equal(found.length, peaks.length);
  }
});

test("components too far apart to feel each other keep their modes", () => {
  const far = { weights: [0.5, 0.5], means: [-100, 0], variances: [1, 1] };
  assert.deepEqual(modes(far), [-100, 0]);
});

test("components of weight 0 have no mode; some component must have weight", () => {
  assert.deepEqual(modes({ weights: [0, 1], means: [-9, 2], variances: [1, 1] }), [2]);
  assert.throws(() => modes({ weights: [0, 0], means: [1, 2], variances: [1, 1] }), {
    name: "RangeError",
    message: "the weights are [0,0]; at least one must be greater than 0",
  });
});
