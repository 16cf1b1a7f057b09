import assert from "node:assert/strict";
import { test } from "node:test";

import { responsibilities } from "../../gmmlib/explorables/js/maths/mixture.js";
import { Width, logPrior, priorOf, varianceOf, withVariance } from "../../gmmlib/explorables/js/maths/width.js";
import { close, load, randomNumbers, randomProblem } from "./helpers.mjs";

/** There may be no number: then neither has one. */
const closeOrNone = (actual, expected, place) => {
  if (actual === null || expected === null) assert.equal(actual, expected, place);
  else close(actual, expected, place);
};

for (const { name, model, xs, least, with_prior: withPrior, ...expected } of load("width.json")) {
  test(`the width of component 1 of ${name}`, () => {
    const prior = withPrior ? priorOf(xs, model.means.length) : null;
    const width = new Width(xs, model, least, prior);
    const here = model.variances[0];
    close(width.value(here), expected.objective, "objective");
    closeOrNone(width.emVariance(here), expected.em_variance, "emVariance");
    const slope = width.slope(here);
    const rounding = 1e-12 * expected.slope_of;
    assert.ok(Math.abs(slope - expected.slope) <= rounding, `slope ${slope} instead of ${expected.slope}`);
    const highest = width.highest();
    closeOrNone(highest === null ? null : Math.sqrt(highest), expected.maximum, "maximum");
    if (highest !== null) close(width.value(expected.maximum ** 2), expected.at_maximum, "objective at the maximum");
    const heights = width.heights(here);
    close(heights.logLikelihood, expected.log_likelihood, "quick log-likelihood");
    close(heights.objective, expected.objective, "quick objective");
    if (least > 0) close(least, 1e-6 * varianceOf(xs), "least variance");
  });
}

test("on a point the log-likelihood rises by log 10 whenever the deviation is a tenth", () => {
  const model = { weights: [0.25, 0.75], means: [2, 0], variances: [1, 4] };
  const width = new Width([-1, 0, 1, 2], model, 0, null);
  for (const variance of [1e-16, 1e-24, 1e-40]) {
    const rise = width.value(variance / 100) - width.value(variance);
    assert.ok(Math.abs(rise - Math.log(10)) < 1e-6, `${rise}`);
    assert.ok(Math.abs(width.slope(variance) + 1) < 1e-6);
  }
  assert.equal(width.highest(), null);
});

test("between the points, and alone, a component has a maximum", () => {
  const xs = [-1, 0, 1, 2];
  const off = new Width(xs, { weights: [0.25, 0.75], means: [0.5, 0], variances: [1, 4] }, 0, null);
  assert.ok(Math.abs(off.slope(off.highest())) < 1e-10);
  const alone = new Width(xs, { weights: [1, 0], means: [2, 0], variances: [1, 4] }, 0, null);
  // The mean square of the distances.
  close(alone.highest(), (9 + 4 + 1) / 4, "alone");
  const without = new Width(xs, { weights: [0, 1], means: [2, 0], variances: [1, 4] }, 0, null);
  assert.equal(without.highest(), null);
  assert.equal(without.emVariance(1), null);
});

test("the slope is that of the objective, and the steps of EM climb to a place without slope", () => {
  const random = randomNumbers(31);
  for (let round = 0; round < 40; round += 1) {
    const { model, xs } = randomProblem(random, 2 + (round % 3), 12);
    const prior = round % 2 ? priorOf(xs, model.means.length) : null;
    const width = new Width(xs, model, 0, prior);
    const here = model.variances[0];
    const h = 1e-5;
    const numerical = (width.value(here * Math.exp(2 * h)) - width.value(here * Math.exp(-2 * h))) / (2 * h);
    assert.ok(Math.abs(width.slope(here) - numerical) < 1e-6 * (1 + Math.abs(numerical)));
    let variance = here;
    let value = width.value(here);
    for (let i = 0; i < 3000; i += 1) {
      variance = width.emVariance(variance);
      const next = width.value(variance);
      assert.ok(next >= value - 1e-10);
      value = next;
    }
    assert.ok(Math.abs(width.slope(variance)) < 1e-6);
    assert.ok(value <= width.value(width.highest()) + 1e-9);
    close(width.total(variance), responsibilities(xs, withVariance(model, variance)).reduce((sum, r) => sum + r[0], 0), "total");
  }
});

test("the prior's density integrates to 1 over mean and variance", () => {
  const prior = priorOf([-1, 0, 3], 2);
  let sum = 0;
  // Over the logarithm of the variance, and over the mean in its own deviations.
  for (let t = -12; t < 16; t += 0.05) {
    const variance = Math.exp(t);
    const step = 0.1 * Math.sqrt(variance / prior.meanStrength);
    for (let i = -80; i <= 80; i += 1) {
      const model = { weights: [1], means: [prior.mean + i * step], variances: [variance] };
      sum += Math.exp(logPrior(prior, model)) * step * 0.05 * variance;
    }
  }
  assert.ok(Math.abs(sum - 1) < 1e-5, `${sum}`);
});
