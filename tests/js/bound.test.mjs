import assert from "node:assert/strict";
import { test } from "node:test";

import * as maths from "../../gmmlib/explorables/js/maths/bound.js";
import { logLikelihood, responsibilities } from "../../gmmlib/explorables/js/maths/mixture.js";
import { close, load, randomNumbers, randomProblem } from "./helpers.mjs";

/** Differences of sums of this size are right to so many of their own last bits. */
const ROUNDING = 1e-13;

for (const { name, model, xs, free, here, responsibilities: r, ...expected } of load("bound.json")) {
  test(`the bound of ${name}`, () => {
    const k = model.means.length - 1;
    assert.equal(maths.freeValue(model, free, k), expected.value);
    const moved = maths.withFree(model, free, k, here);
    close(moved, expected.moved, "withFree");
    close(responsibilities(xs, moved), r, "responsibilities");
    close(maths.lowerBound(xs, r, model), expected.bound, "lowerBound");
    close(maths.highest(xs, r, model, free, k), expected.highest, "highest");
    const gap = maths.divergence(xs, r, model);
    const scale = Math.abs(expected.bound);
    assert.ok(Math.abs(gap - expected.divergence) <= ROUNDING * scale + 1e-12 * gap, `${gap}`);
    // Log-likelihood = bound + divergence.
    assert.ok(Math.abs(logLikelihood(xs, model) - expected.bound - gap) <= 10 * ROUNDING * scale);
  });
}

test("the bound touches to the last bit where nothing has changed", () => {
  const { model, xs } = randomProblem(randomNumbers(8), 3, 20);
  for (const free of ["mean", "variance", "weight"]) {
    const same = maths.withFree(model, free, 2, maths.freeValue(model, free, 2));
    assert.deepEqual(same, model);
    const r = responsibilities(xs, same);
    assert.equal(maths.divergence(xs, r, model), 0);
  }
});

test("the bound is nowhere above the log-likelihood, and nowhere higher than at its top", () => {
  const random = randomNumbers(10);
  for (let round = 0; round < 60; round += 1) {
    const { model, xs } = randomProblem(random, 1 + (round % 4), 15);
    const k = model.means.length - 1;
    const free = ["mean", "variance", "weight"][round % (k > 0 ? 3 : 2)];
    const r = responsibilities(xs, model);
    const at = (value) => maths.withFree(model, free, k, value);
    const top = maths.highest(xs, r, model, free, k);
    const highest = maths.lowerBound(xs, r, at(top));
    assert.ok(highest >= maths.lowerBound(xs, r, model) - 1e-12);
    for (const factor of [0.5, 0.9, 1.1, 1.5]) {
      const value = free === "weight" ? Math.min(0.999, top * factor) : top * factor;
      const bound = maths.lowerBound(xs, r, at(value));
      assert.ok(bound <= highest + 1e-12, `${free}: ${bound} above ${highest}`);
      assert.ok(bound <= logLikelihood(xs, at(value)) + 1e-12);
    }
  }
});

test("a share in a point that no component can have makes the bound -Infinity", () => {
  const model = { weights: [1, 0], means: [0, 0], variances: [1, 1] };
  assert.equal(maths.lowerBound([0], [[0.5, 0.5]], model), -Infinity);
  // And no share costs nothing.
  close(maths.lowerBound([0], [[1, 0]], model), -0.5 * Math.log(2 * Math.PI), "no share");
});

test("the divergence is right where a responsibility is too small for a double", () => {
  const model = { weights: [0.5, 0.5], means: [0, 100], variances: [1, 1] };
  // log(1/2) + 1/2 · (log p of the near one - log p of the far one) = log(1/2) + 1/2 · 100²/2.
  close(maths.divergence([0], [[0.5, 0.5]], model), Math.log(0.5) + 2500, "divergence");
});

test("a component without a share in any point stays", () => {
  const model = { weights: [0.5, 0.5], means: [0, 1000], variances: [1, 3] };
  const r = responsibilities([0, 1], model);
  assert.deepEqual(["mean", "variance", "weight"].map((free) => maths.highest([0, 1], r, model, free, 1)), [1000, 3, 0]);
});
