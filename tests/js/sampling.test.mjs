import assert from "node:assert/strict";
import { test } from "node:test";

import { Random, seedWords } from "../../gmmlib/explorables/js/maths/random.js";
import * as sampling from "../../gmmlib/explorables/js/maths/sampling.js";
import { close, load, sum } from "./helpers.mjs";

const MIXTURE = { weights: [0.5, 0.2, 0.3], means: [-2, 1, 4], variances: [0.5, 2, 1] };

for (const { name, model, seed, low, width, ...expected } of load("sampling.json")) {
  test(`draws of ${name} with seed ${seed}`, () => {
    assert.deepEqual(seedWords(seed), expected.words);
    const random = new Random(expected.words);
    assert.deepEqual(expected.next.map(() => random.next()), expected.next);
    assert.equal(random.uniform(), expected.uniform);
    const { z, x } = sampling.draws(new sampling.Chance(seed), expected.x.length, model);
    assert.deepEqual(z, expected.z);
    close(x, expected.x, "x");
    assert.deepEqual(sampling.counts(z, model.means.length), expected.counts);
    close(sampling.heights(x, low, width, expected.heights.length), expected.heights, "heights");
  });
}

test("the generator is xoshiro128** 1.1, by its authors' C program from the state 1, 2, 3, 4", () => {
  const random = new Random([1, 2, 3, 4]);
  const expected = [
    11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
  ];
  assert.deepEqual(expected.map(() => random.next()), expected);
});

test("more draws do not change the first ones, nor does asking in parts", () => {
  const chance = new sampling.Chance(3);
  const few = sampling.draws(chance, 5, MIXTURE);
  const many = sampling.draws(chance, 50, MIXTURE);
  assert.deepEqual(few.x, many.x.slice(0, 5));
  assert.deepEqual(many, sampling.draws(new sampling.Chance(3), 50, MIXTURE));
});

test("a mixture that moves takes its draws along", () => {
  const chance = new sampling.Chance(4);
  const { z, x } = sampling.draws(chance, 200, MIXTURE);
  const moved = sampling.draws(chance, 200, { ...MIXTURE, means: [-2, 1, 6] });
  assert.deepEqual(moved.z, z);
  moved.x.forEach((value, i) => close(value, x[i] + (z[i] === 2 ? 2 : 0), `draw ${i}`));
});

test("a component of weight 0 makes no point", () => {
  const model = { weights: [0, 1, 0], means: [0, 1, 2], variances: [1, 1, 1] };
  const { z } = sampling.draws(new sampling.Chance(5), 500, model);
  assert.deepEqual(sampling.counts(z, 3), [0, 500, 0]);
  // Weights whose sum stays below 1 by a last bit.
  assert.equal(sampling.choose(1 - Number.EPSILON / 2, [0.5, 0.5 - Number.EPSILON, 0]), 1);
});

test("a histogram has the area of the draws inside", () => {
  const { x } = sampling.draws(new sampling.Chance(6), 1000, MIXTURE);
  const inside = x.filter((value) => value >= -4 && value < 6).length / 1000;
  close(0.5 * sum(sampling.heights(x, -4, 0.5, 20)), inside, "area");
});
