import assert from "node:assert/strict";
import { test } from "node:test";

import * as maths from "../../gmmlib/explorables/js/maths/floorem.js";
import * as plane from "../../gmmlib/explorables/js/maths/plane.js";
import { logLikelihood } from "../../gmmlib/explorables/js/maths/mixture.js";
import { close, load, randomNumbers, randomProblem, sum } from "./helpers.mjs";

const last = (steps) => {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
};
const plainShares = (N, K) => Array.from({ length: K }, () => new Float64Array(N));

for (const { name, X, covariance, ...expected } of load("floor_em.json")) {
  if (covariance) {
    test(`a raised covariance, ${name}`, () => {
      const raised = maths.raised(covariance, expected.least);
      // Against its own size: an entry may be what is left of larger ones.
      raised.flat().forEach((value, i) => {
        const allowed = 1e-12 * Math.max(...expected.raised.flat().map(Math.abs));
        assert.ok(Math.abs(value - expected.raised.flat()[i]) <= allowed, `${value} instead of ${expected.raised.flat()[i]}`);
      });
    });
    continue;
  }
  test(`EM with a floor of ${expected.floor}: ${name}`, () => {
    const options = { floor: expected.floor, tolerance: 1e-6, maxIterations: 5000 };
    const fit = last(maths.emSteps(maths.columnsOf(X), expected.start, options));
    assert.equal(fit.nIterations, expected.nIterations);
    assert.equal(fit.converged, true);
    close(fit.logLikelihood, expected.logLikelihood, "logLikelihood");
    close(fit.model.weights, expected.model.weights, "weights");
    // A mean near 0 is what is left of large terms.
    const scale = Math.max(...X.flat().map(Math.abs));
    fit.model.means.flat().forEach((mean, i) => {
      assert.ok(Math.abs(mean - expected.model.means.flat()[i]) <= 1e-12 * scale, `mean ${i}: ${mean}`);
    });
    fit.model.covariances.flat(2).forEach((entry, i) => {
      assert.ok(Math.abs(entry - expected.model.covariances.flat(2)[i]) <= 1e-12 * scale ** 2, `covariance ${i}: ${entry}`);
    });
  });
}

test("in typed arrays the numbers are those of the other explorables", () => {
  const random = randomNumbers(8);
  const { model, xs } = randomProblem(random, 3, 40);
  const m = { weights: model.weights, means: model.means.map((x) => [x]), covariances: model.variances.map((v) => [[v]]) };
  const logs = new Float64Array(40);
  const L = maths.expect(maths.columnsOf(xs.map((x) => [x])), m, plainShares(40, 3), logs);
  close(L, logLikelihood(xs, model), "one dimension");
  close(sum([...logs]), L, "logs");
  const X = xs.map((x, n) => [x, Math.sin(5 * n)]);
  const inPlane = {
    weights: model.weights, means: model.means.map((x) => [x, 0.1 * x]),
    covariances: model.variances.map((v) => [[v, 0.2], [0.2, 1]]),
  };
  const r = plainShares(40, 3);
  close(maths.expect(maths.columnsOf(X), inPlane, r, logs), plane.logLikelihood(X, inPlane), "plane");
  const rows = plane.responsibilities(X, inPlane);
  close(X.map((_, n) => r.map((shares) => shares[n])), rows, "r");
  close(maths.maximize(maths.columnsOf(X), r, [0, 0]), plane.mStep(X, rows), "M-step");
});

test("the likelihood never falls, and no variance is below the floor", () => {
  const random = randomNumbers(6);
  for (let round = 0; round < 12; round += 1) {
    const { model, xs } = randomProblem(random, 1 + (round % 6), 50);
    const X = xs.map((x, n) => [x, 1e3 * (n % 7) + x]);
    const start = {
      weights: model.weights, means: model.means.map((x) => [x, 2e3]), covariances: model.variances.map((v) => [[v, 0], [0, 1e6 * v]]),
    };
    const columns = maths.columnsOf(X);
    const least = maths.moments(columns).covariance.map((row, i) => 0.02 * row[i]);
    let [before, now] = [start, -Infinity];
    for (let i = 0; i < 30; i += 1) {
      const r = plainShares(50, model.means.length);
      const L = maths.expect(columns, before, r, new Float64Array(50));
      // The first rise does not count: the start may be narrower than the floor allows.
      if (i > 1) assert.ok(L >= now - 1e-10, `round ${round}, iteration ${i}: ${L} after ${now}`);
      now = L;
      before = maths.maximize(columns, r, least);
      for (const [[a, b], [, c]] of before.covariances) {
        const [scaled, other, across] = [a / least[0], c / least[1], b / Math.sqrt(least[0] * least[1])];
        const small = (scaled + other) / 2 - Math.hypot((scaled - other) / 2, across);
        assert.ok(small >= 1 - 1e-9, `${small}`);
      }
    }
  }
});

test("a component without points is told", () => {
  const far = { weights: [0.5, 0.5], means: [[0], [1e6]], covariances: [[[1]], [[1]]] };
  const steps = maths.emSteps(maths.columnsOf([[0], [1], [2]]), far, { floor: 0, tolerance: 0, maxIterations: 9 });
  assert.throws(() => last(steps), { name: "RangeError", message: "component 2 is responsible for no point" });
});

test("it stops after as many iterations as are allowed", () => {
  const { model, xs } = randomProblem(randomNumbers(7), 3, 60);
  const m = { weights: model.weights, means: model.means.map((x) => [x]), covariances: model.variances.map((v) => [[v]]) };
  const fit = last(maths.emSteps(maths.columnsOf(xs.map((x) => [x])), m, { floor: 1e-3, tolerance: 0, maxIterations: 4 }));
  assert.deepEqual([fit.nIterations, fit.converged], [4, false]);
});
