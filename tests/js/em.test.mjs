import assert from "node:assert/strict";
import { test } from "node:test";

import * as maths from "../../gmmlib/explorables/js/maths/em.js";
import { logLikelihood, responsibilities } from "../../gmmlib/explorables/js/maths/mixture.js";
import { close, load, randomNumbers, randomProblem, sum } from "./helpers.mjs";

for (const { name, xs, responsibilities: r, ...expected } of load("updates.json")) {
  test(`the updates of ${name}`, () => {
    close(maths.totals(r), expected.totals, "totals");
    close(maths.updateMeans(xs, r), expected.means, "updateMeans");
    const aroundNew = maths.updateVariances(xs, r, expected.means);
    close(aroundNew, expected.variances, "updateVariances");
    close(maths.updateWeights(r), expected.weights, "updateWeights");
  });
}

for (const { name, xs, start, tolerance, ...expected } of load("em.json")) {
  if (expected.component) {
    test(`EM of ${name} names the component that collapses`, () => {
      assert.throws(() => maths.em(xs, start, { tolerance, maxIterations: 5000 }), {
        name: "RangeError",
        message: new RegExp(`^iteration ${expected.iteration}: component ${expected.component} `),
      });
    });
    continue;
  }
  test(`EM of ${name}`, () => {
    const result = maths.em(xs, start, { tolerance, maxIterations: 5000 });
    assert.equal(result.nIterations, expected.nIterations);
    assert.equal(result.converged, expected.converged);
    const values = result.history.map((iterate) => iterate.logLikelihood);
    close(values, expected.logLikelihoods, "logLikelihood");
    close(result.history[1].model, expected.first, "first");
    close(result.model, expected.last, "last");
  });
}

test("the M-step is the three updates, the variances around the new means", () => {
  const { model, xs } = randomProblem(randomNumbers(3), 3, 20);
  const r = responsibilities(xs, model);
  const means = maths.updateMeans(xs, r);
  assert.deepEqual(maths.mStep(xs, r), {
    weights: maths.updateWeights(r),
    means,
    variances: maths.updateVariances(xs, r, means),
  });
});

test("the likelihood never falls, and each entry of the history is its model's own", () => {
  const random = randomNumbers(4);
  for (let round = 0; round < 30; round++) {
    const { model, xs } = randomProblem(random, 1 + (round % 4), 60);
    const { history } = maths.em(xs, model, { maxIterations: 200 });
    assert.equal(history[0].model, model);
    history.forEach((iterate, i) => {
      assert.equal(iterate.logLikelihood, logLikelihood(xs, iterate.model));
      if (i === 0) return;
      const rise = iterate.logLikelihood - history[i - 1].logLikelihood;
      // Summing 60 logarithms of size about 3 rounds by about this much.
      assert.ok(rise >= -1e-12, `round ${round}, iteration ${i}: ${rise}`);
    });
  }
});

test("weights stay on the simplex", () => {
  const { model, xs } = randomProblem(randomNumbers(5), 5, 50);
  for (const { model: at } of maths.em(xs, model).history) {
    assert.ok(Math.abs(sum(at.weights) - 1) < 1e-14);
  }
});

test("maxIterations ends the run, unconverged", () => {
  const { model, xs } = randomProblem(randomNumbers(6), 3, 30);
  const two = maths.em(xs, model, { maxIterations: 2 });
  assert.deepEqual([two.nIterations, two.history.length, two.converged], [2, 3, false]);
  const none = maths.em(xs, model, { maxIterations: 0 });
  assert.deepEqual([none.nIterations, none.model, none.converged], [0, model, false]);
});

test("a component that no point belongs to is named", () => {
  const start = { weights: [0.5, 0.5], means: [0, 1000], variances: [1, 1] };
  assert.throws(() => maths.em([-1, 0, 1], start), {
    name: "RangeError",
    message:
      "iteration 1: component 2 is responsible for no point (N_2 = 0); " +
      "start it closer to the data or with a larger variance",
  });
});

test("a component that sits on one point is named", () => {
  const start = { weights: [0.5, 0.5], means: [0, 8], variances: [1, 1e-3] };
  assert.throws(() => maths.em([-1, 0, 1, 8], start), {
    name: "RangeError",
    message:
      "iteration 1: component 2 has collapsed onto a single point (variance 0); " +
      "the likelihood has no upper bound there, start elsewhere",
  });
});

test("data beyond all reach are refused, not turned into NaN", () => {
  const start = { weights: [1], means: [0], variances: [1] };
  assert.throws(() => maths.em([1e200], start), /^RangeError: iteration 1: the point is so far/);
});
