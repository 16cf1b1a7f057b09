import assert from "node:assert/strict";
import { test } from "node:test";

import { FITS, MOST, bestOf, chooseSteps, folds, pointsOf } from "../../gmmlib/explorables/js/maths/choice.js";
import { columnsOf } from "../../gmmlib/explorables/js/maths/floorem.js";
import { longestAxis, seededStart, splitStart } from "../../gmmlib/explorables/js/maths/mixturestarts.js";
import { shuffled } from "../../gmmlib/explorables/js/maths/random.js";
import { close, load, sum } from "./helpers.mjs";

/** Everything that a choice yields. */
function whole(X, split) {
  const steps = [...chooseSteps(X, split)];
  return { scores: steps.filter((step) => step instanceof Object), fits: steps.filter((step) => step === "fit").length };
}

for (const { name, source, n, seed, split, ...expected } of load("choice.json")) {
  test(`the points, folds and starts of ${name}`, () => {
    const X = pointsOf(source, n, seed);
    close(X, expected.points, "points");
    assert.deepEqual(folds(X.length, split), expected.folds);
    const columns = columnsOf(expected.points);
    close([1, 2, 5].map((K) => seededStart(columns, K, K % 2)), expected.starts, "starts");
  });

  test(`the scores of ${name}`, () => {
    const { scores, fits } = whole(expected.points, split);
    assert.equal(fits, FITS);
    assert.equal(scores.length, MOST);
    scores.forEach(({ model, ...score }, i) => {
      for (const [key, value] of Object.entries(expected.scores[i])) {
        if (value === null) assert.ok(Number.isNaN(score[key]), `${key} of ${i + 1}: ${score[key]}`);
        else close(score[key], value, `${key} of ${i + 1}`);
      }
      assert.equal(model === null, expected.scores[i].training === null);
    });
    assert.deepEqual(bestOf(scores), expected.best);
    const models = scores.flatMap(({ model }) => (model ? [model] : []));
    models.slice(0, 4).forEach((model, i) => {
      const start = splitStart(model);
      close(start.weights, expected.splits[i].weights, `weights of split ${i + 1}`);
    });
    const axis = longestAxis(models[0].covariances[0]);
    axis.forEach((value, i) => assert.ok(Math.abs(value - expected.longest[i]) <= 1e-12 * Math.hypot(...expected.longest)));
  });
}

test("a split keeps weight, mean and covariance of the two together", () => {
  const model = { weights: [0.7, 0.3], means: [[1, 2], [5, 5]], covariances: [[[3, 1.2], [1.2, 1]], [[1, 0], [0, 1]]] };
  const { weights, means, covariances } = splitStart(model);
  assert.deepEqual([weights, means[1]], [[0.35, 0.3, 0.35], [5, 5]]);
  const both = [0, 2];
  close([0, 1].map((i) => sum(both.map((k) => means[k][i])) / 2), [1, 2], "mean");
  const about = [0, 1].map((i) => [0, 1].map((j) =>
    sum(both.map((k) => covariances[k][i][j] + (means[k][i] - [1, 2][i]) * (means[k][j] - [1, 2][j]))) / 2));
  close(about, model.covariances[0], "covariance");
});

test("the longest axis is an eigenvector, whatever the slant", () => {
  for (const [a, b, c] of [[3, 1, 1], [1, 1, 3], [1, -0.9, 1], [2, 0, 1], [1, 0, 2], [1e8, 1, 1e-4]]) {
    const [x, y] = longestAxis([[a, b], [b, c]]);
    const large = (a + c) / 2 + Math.hypot((a - c) / 2, b);
    assert.ok(x >= 0);
    assert.ok(Math.abs(x * x + y * y - large) <= 1e-12 * large);
    assert.ok(Math.hypot(a * x + b * y - large * x, b * x + c * y - large * y) <= 1e-12 * large ** 1.5, `${[a, b, c]}`);
  }
});

test("an order holds every row once, and another seed gives another", () => {
  const order = shuffled(100, 5);
  assert.deepEqual([...order].sort((a, b) => a - b), Array.from({ length: 100 }, (_, i) => i));
  assert.notDeepEqual(order, shuffled(100, 6));
  assert.deepEqual(shuffled(1, 5), [0]);
});

test("a step is short, whatever the choice: a frame must not wait for it", () => {
  const source = load("choice.json").find(({ name }) => name === "Five groups in the plane").source;
  const X = pointsOf(source, 600, 1);
  const times = [];
  let last = process.cpuUsage().user;
  for (const step of chooseSteps(X, 1)) {
    const now = process.cpuUsage().user;
    times.push(now - last);
    last = now;
    if (times.length > 2000 || step?.K === 3) break;
  }
  times.sort((a, b) => a - b);
  assert.ok(times[Math.floor(0.99 * times.length)] < 8000, `${times[Math.floor(0.99 * times.length)]} µs`);
});

test("nothing is best where nothing is known", () => {
  assert.deepEqual(bestOf([]), { heldOut: null, oneError: null, aic: null, bic: null });
  const unknown = { K: 1, model: null, training: NaN, heldOut: NaN, standardError: NaN, aic: NaN, bic: NaN };
  assert.deepEqual(bestOf([unknown]), { heldOut: null, oneError: null, aic: null, bic: null });
});
