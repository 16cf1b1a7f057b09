import assert from "node:assert/strict";
import { test } from "node:test";

import { BandwidthSearch } from "../../gmmlib/explorables/js/maths/bandwidthsearch.js";
import { densityOfKernels, kernelScores } from "../../gmmlib/explorables/js/maths/kde.js";
import { KERNELS, bandwidthRatio, convolved, kernelOf } from "../../gmmlib/explorables/js/maths/kernels.js";
import { evenDensity, scoresOfMany } from "../../gmmlib/explorables/js/maths/manypoints.js";
import { bandwidthByRule } from "../../gmmlib/explorables/js/maths/spread.js";
import { close, load, randomNumbers } from "./helpers.mjs";

/** Convolutions are right to rounding beside their peak, not beside their tails. */
const ROUNDING = 1e-15;
/** How near a search comes to the optimum of a smooth score. */
const SEARCH = 1e-6;

for (const { name, us, density, ss, convolution, ratio } of load("kernels.json")) {
  test(`the ${name} kernel`, () => {
    const kernel = kernelOf(name);
    close(us.map(kernel.density), density, "density");
    ss.forEach((s, i) => {
      const value = convolved(kernel)(s);
      const allowed = Math.max(1e-12 * convolution[i], kernel.support === Infinity ? 0 : ROUNDING);
      assert.ok(Math.abs(value - convolution[i]) <= allowed, `at ${s}: ${value} instead of ${convolution[i]}`);
    });
    close(bandwidthRatio(kernel), ratio, "ratio");
  });
}

for (const { name, xs, kernel: kernelName, bandwidth, places, density, squares, likelihood, rules } of load("kde.json")) {
  test(`the kernel density of ${name}`, () => {
    const kernel = kernelOf(kernelName);
    close(places.map((x) => densityOfKernels(x, xs, kernel, bandwidth)), density, "density");
    const scores = kernelScores(xs, kernel, bandwidth);
    close(scores, { squares, likelihood }, "scores");
    for (const rule of ["silverman", "scott", "improved-sheather-jones"].filter((name) => name in rules)) {
      const { bandwidth: chosen, note } = bandwidthByRule(xs, rule, kernel);
      close(chosen, rules[rule], rule);
      assert.equal(note === "", chosen > 0);
    }
    const searched = [["squares", "least-squares"], ["likelihood", "likelihood"]].filter(([, rule]) => rule in rules);
    for (const [criterion, rule] of searched) {
      const search = new BandwidthSearch(xs, kernel);
      assert.ok(search.work(criterion, Infinity));
      const best = search.best(criterion);
      assert.equal(best === null, rules[rule] === 0, `${rule}: ${best?.bandwidth} and ${rules[rule]}`);
      if (!best) continue;
      const peer = kernelScores(xs, kernel, rules[rule])[criterion];
      const gain = criterion === "squares" ? peer - best.scores[criterion] : best.scores[criterion] - peer;
      // A kernel with a kink or a jump has scores with such ones, where searches part.
      assert.ok(gain >= -SEARCH * Math.abs(peer) || ["uniform", "triangular", "epanechnikov"].includes(kernelName), `${rule}: worse by ${-gain}`);
      if (kernelName === "gaussian") assert.ok(Math.abs(best.bandwidth / rules[rule] - 1) < SEARCH, `${best.bandwidth} and ${rules[rule]}`);
    }
  });
}

test("each kernel is a density, also convolved with itself", () => {
  const n = 20_000;
  for (const name of KERNELS) {
    const kernel = kernelOf(name);
    const ends = Math.min(kernel.support, 10);
    for (const [f, end] of [[kernel.density, ends], [convolved(kernel), 2 * ends]]) {
      let total = 0;
      for (let i = 0; i < n; i += 1) total += (2 * f(((i + 0.5) / n) * end) * end) / n;
      assert.ok(Math.abs(total - 1) < 1e-6, `${name}: ${total}`);
    }
  }
});

const random = randomNumbers(9);
const many = Float64Array.from({ length: 1500 }, () => (random() < 0.6 ? 0 : 7) + random() + random() + random()).sort();

test("scores of many points are near the exact ones", () => {
  for (const name of KERNELS) {
    for (const h of [0.1, 0.4, 2]) {
      const kernel = kernelOf(name);
      const [near, exact] = [scoresOfMany(many, kernel, h), kernelScores(many, kernel, h)];
      const jumps = name === "uniform" ? 10 : 1;
      assert.ok(Math.abs(near.squares / exact.squares - 1) < 2e-3 * jumps, `${name}, ${h}: ${near.squares} and ${exact.squares}`);
      assert.ok(Math.abs(near.likelihood - exact.likelihood) < 1e-3 * jumps * many.length, `${name}, ${h}: ${near.likelihood} and ${exact.likelihood}`);
    }
  }
});

test("the drawn density of many points is off by less than a pixel", () => {
  const [low, step, n] = [-4, 0.02, 800];
  for (const name of KERNELS) {
    for (const h of [0.16, 0.5, 3]) {
      const kernel = kernelOf(name);
      const values = evenDensity(many, kernel, h, low, step, n);
      const exact = Array.from(values, (_, i) => densityOfKernels(low + i * step, many, kernel, h));
      const peak = Math.max(...exact);
      // A jump is drawn over the step in which it lies; of 300 pixels one is 0.0033.
      const allowed = name === "uniform" ? 0.03 : 0.0033;
      values.forEach((value, i) => assert.ok(Math.abs(value - exact[i]) < allowed * peak, `${name}, ${h}, ${i}: ${value} and ${exact[i]}`));
    }
  }
});

test("a search can be done bit by bit", () => {
  const xs = [-3, -2.5, -1, 0, 2, 4, 5];
  const [whole, bits] = [0, 1].map(() => new BandwidthSearch(xs, kernelOf("gaussian")));
  whole.work("likelihood", Infinity);
  let rounds = 0;
  while (!bits.work("likelihood", 0)) rounds += 1;
  assert.ok(rounds > 50);
  assert.ok(bits.isDone("likelihood") && !bits.isDone("squares"));
  assert.deepEqual(bits.best("likelihood"), whole.best("likelihood"));
  assert.deepEqual(bits.curve, whole.curve);
});
