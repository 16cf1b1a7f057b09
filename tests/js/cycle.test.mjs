import assert from "node:assert/strict";
import { test } from "node:test";

import { cycleOf } from "../../gmmlib/explorables/js/maths/cycle.js";
import { logLikelihood } from "../../gmmlib/explorables/js/maths/mixture.js";
import { close, load, randomNumbers, randomProblem } from "./helpers.mjs";

for (const { name, xs, start, ...expected } of load("cycle.json")) {
  test(`one cycle of ${name}, update by update`, () => {
    const cycle = cycleOf(xs, start);
    assert.equal(cycle.models[0], start);
    if (expected.component) {
      assert.match(cycle.problem, new RegExp(`^component ${expected.component} `));
      assert.deepEqual(cycle.models.slice(2), [null, null]);
      return;
    }
    assert.equal(cycle.problem, "");
    close(cycle.models, expected.models, "models");
    const values = cycle.models.map((model) => logLikelihood(xs, model));
    close(values, expected.logLikelihoods, "logLikelihoods");
  });
}

test("no update of a cycle leads below the likelihood of its start", () => {
  const random = randomNumbers(8);
  for (let round = 0; round < 40; round++) {
    const { model, xs } = randomProblem(random, 1 + (round % 5), 30);
    const values = cycleOf(xs, model).models.map((stage) => logLikelihood(xs, stage));
    // Between two updates it may fall: their responsibilities are those of the start.
    assert.ok(values.every((value) => value >= values[0] - 1e-12), `round ${round}: ${values}`);
    assert.ok(values[1] > values[0]);
  }
});

test("a component that no point belongs to has no update, and is named", () => {
  const start = { weights: [0.5, 0.5], means: [0, 1000], variances: [1, 1] };
  const cycle = cycleOf([-1, 0, 1], start);
  assert.equal(cycle.means, null);
  assert.equal(cycle.variances, null);
  assert.deepEqual(cycle.weights, [1, 0]);
  assert.deepEqual(cycle.models, [start, null, null, null]);
  assert.match(cycle.problem, /^component 2 is responsible for no point/);
});

test("a component that sits on one point keeps its mean, and has no mixture after that", () => {
  const start = { weights: [0.5, 0.5], means: [0, 8], variances: [1, 1e-3] };
  const cycle = cycleOf([-1, 0, 1, 8], start);
  assert.deepEqual(cycle.models[1], { ...start, means: cycle.means });
  assert.equal(cycle.variances[1], 0);
  assert.deepEqual(cycle.models.slice(2), [null, null]);
  assert.match(cycle.problem, /^component 2 has collapsed/);
});
