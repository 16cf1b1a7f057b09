import assert from "node:assert/strict";
import { test } from "node:test";

import { logNormal, normal } from "../../gmmlib/explorables/js/maths/gaussian.js";
import { logSumExp, shares } from "../../gmmlib/explorables/js/maths/logsumexp.js";
import * as mixture from "../../gmmlib/explorables/js/maths/mixture.js";
import { close, load, randomNumbers, randomProblem, sum } from "./helpers.mjs";

const EXPLORER = { weights: [0.5, 0.2, 0.3], means: [-2, 1, 4], variances: [0.5, 2, 1] };

for (const { values, expected } of load("logsumexp.json")) {
  test(`logSumExp [${values}]`, () => close(logSumExp(values), expected, "logSumExp"));
}

test("logSumExp of nothing is log 0, of NaN is NaN", () => {
  assert.equal(logSumExp([]), -Infinity);
  assert.equal(logSumExp([-Infinity, NaN]), NaN);
  assert.equal(logSumExp([NaN, 1]), NaN);
});

test("logSumExp takes more values than a stack of arguments", () => {
  close(logSumExp(new Array(1e6).fill(0)), Math.log(1e6), "log 1e6");
});

test("shares are refused where every term is 0", () => {
  assert.throws(() => shares([-Infinity, -Infinity]), {
    name: "RangeError",
    message:
      "the point is so far from every component that its density cannot be told from 0; " +
      "move it or a mean closer",
  });
});

for (const { mean, variance, xs, ...expected } of load("gaussian.json")) {
  test(`the Gaussian of mean ${mean} and variance ${variance}`, () => {
    close(xs.map((x) => logNormal(x, mean, variance)), expected.logNormal, "logNormal");
    close(xs.map((x) => normal(x, mean, variance)), expected.normal, "normal");
  });
}

for (const { name, model, xs, ...expected } of load("mixture.json")) {
  test(`the mixture of ${name}`, () => {
    close(xs.map((x) => mixture.logJoint(x, model)), expected.logJoint, "logJoint");
    close(xs.map((x) => mixture.logDensity(x, model)), expected.contributions, "logDensity");
    close(mixture.contributions(xs, model), expected.contributions, "contributions");
    close(xs.map((x) => mixture.density(x, model)), expected.densities, "density");
    close(mixture.logLikelihood(xs, model), expected.logLikelihood, "logLikelihood");
    close(mixture.responsibilities(xs, model), expected.responsibilities, "responsibilities");
    const single = xs.map((x) => mixture.responsibilitiesAt(x, model));
    close(single, expected.responsibilities, "responsibilitiesAt");
  });

  test(`responsibilities of ${name} sum to 1 in each row`, () => {
    for (const row of mixture.responsibilities(xs, model)) {
      assert.ok(row.every((share) => share >= 0));
      assert.ok(Math.abs(sum(row) - 1) <= row.length * Number.EPSILON, `${row}`);
    }
  });
}

test("a weight of 0 has responsibility exactly 0, even at its own mean", () => {
  const model = { weights: [0, 1], means: [3, -3], variances: [1e-8, 1] };
  assert.deepEqual(mixture.responsibilitiesAt(3, model), [0, 1]);
  assert.deepEqual(mixture.logJoint(3, model)[0], -Infinity);
});

test("1e6 standard deviations away the log density is finite", () => {
  for (const x of [1e6, -1e6]) {
    assert.equal(mixture.density(x, EXPLORER), 0);
    assert.ok(Number.isFinite(mixture.logDensity(x, EXPLORER)));
  }
});

test("a density integrates to 1", () => {
  const width = 0.01;
  const xs = Array.from({ length: 4001 }, (_, i) => -20 + i * width);
  const area = width * sum(xs.map((x) => mixture.density(x, EXPLORER)));
  assert.ok(Math.abs(area - 1) < 1e-12, `${area}`);
});

test("moving points and means together changes nothing", () => {
  const random = randomNumbers(1);
  for (let K = 1; K <= 6; K++) {
    const { model, xs } = randomProblem(random, K, 9);
    // A power of 2 moves most numbers here with an error of a few last bits only.
    const moved = { ...model, means: model.means.map((mean) => mean + 64) };
    const before = mixture.contributions(xs, model);
    const after = mixture.contributions(xs.map((x) => x + 64), moved);
    before.forEach((value, n) => assert.ok(Math.abs(after[n] - value) < 1e-10 * (1 + value ** 2)));
  }
});
