import assert from "node:assert/strict";
import { test } from "node:test";

import { bayes } from "../../gmmlib/explorables/js/maths/bayes.js";
import { close, load, randomNumbers, randomProblem } from "./helpers.mjs";

for (const { name, model, xs, likelihoods, heights, densities, posteriors } of load("bayes.json")) {
  test(`Bayes' theorem for ${name}`, () => {
    xs.forEach((x, n) => {
      const terms = bayes(x, model);
      assert.deepEqual(terms.prior, model.weights);
      close(terms.likelihood, likelihoods[n], `likelihood at ${x}`);
      close(terms.heights, heights[n], `heights at ${x}`);
      close(terms.density, densities[n], `density at ${x}`);
      close(terms.posterior, posteriors[n], `posterior at ${x}`);
    });
  });
}

test("prior times likelihood over density is the posterior", () => {
  const { model, xs } = randomProblem(randomNumbers(9), 4, 30);
  for (const x of xs) {
    const { prior, likelihood, density, posterior } = bayes(x, model);
    close(prior.map((share, k) => (share * likelihood[k]) / density), posterior, `at ${x}`);
  }
});

test("where all likelihoods are 0 in doubles, heights and posterior are not", () => {
  const terms = bayes(1e4, { weights: [0.5, 0.5], means: [0, 0], variances: [1, 4] });
  assert.deepEqual(terms.likelihood, [0, 0]);
  assert.deepEqual(terms.heights, [0, 1]);
  assert.deepEqual(terms.posterior, [0, 1]);
});
