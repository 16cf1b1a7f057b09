import assert from "node:assert/strict";
import { test } from "node:test";

import { borders } from "../../gmmlib/explorables/js/maths/borders.js";
import * as hardening from "../../gmmlib/explorables/js/maths/hardening.js";
import { Lloyd, assign, average, squaredDistance } from "../../gmmlib/explorables/js/maths/lloyd.js";
import { logLikelihood, responsibilities } from "../../gmmlib/explorables/js/maths/plane.js";
import { close, load, randomNumbers } from "./helpers.mjs";

const CASES = load("hardening.json");

for (const { name, X, means, variance, ...expected } of CASES) {
  test(`round components: ${name}`, () => {
    const model = hardening.roundMixture(means, variance);
    const r = responsibilities(X, model);
    close(r, expected.responsibilities, "responsibilities");
    assert.equal(hardening.undecided(r), expected.undecided);
    close(logLikelihood(X, model), expected.logLikelihood, "logLikelihood");
    const soft = hardening.softObjective(hardening.squaredDistances(X, means), variance);
    close(soft, expected.softObjective, "softObjective");
    close(hardening.scaledLikelihood(soft, variance, X.length, means.length), expected.scaled, "scaled");
  });

  test(`EM of the means: ${name}`, () => {
    const path = new hardening.SoftMeans(X, means, variance);
    const last = expected.soft.length - 1;
    expected.soft.forEach((now, i) => close(path.at(i), now, `iteration ${i}`));
    const stopped = last < 6;
    assert.equal(path.stoppedBy(last), null);
    assert.equal(path.stoppedBy(6) !== null, stopped);
    if (stopped) {
      assert.match(path.stoppedBy(6), /^component \d is responsible for no point/);
      assert.equal(path.at(6), path.at(last));
      assert.equal(path.end(50), null);
    }
  });

  test(`K-means: ${name}`, () => {
    const path = new Lloyd(X, means);
    const last = expected.hard.length - 1;
    expected.hard.forEach((centers, i) => {
      close(path.at(i).centers, centers, `iteration ${i}`);
      close(path.at(i).objective, expected.objectives[i], `objective ${i}`);
    });
    assert.deepEqual(path.at(last).labels, expected.labels);
    assert.equal(path.end(last) !== null, expected.converged);
    if (expected.converged) assert.equal(path.at(last + 5), path.at(last));
    const [first] = expected.relocated;
    const clusters = expected.relocated.filter(([i]) => i === first[0]).map(([, k]) => k);
    assert.deepEqual(path.relocatedBy(6), first ? { iteration: first[0], clusters } : null);
  });
}

test("the soft objective lies within 2εN log K below that of K-means, and ends there", () => {
  const [{ X, means }] = CASES;
  const squared = hardening.squaredDistances(X, means);
  const hard = assign(X, means).objective;
  let before = -Infinity;
  for (let exponent = 3; exponent >= -12; exponent -= 1) {
    const eps = 10 ** exponent;
    const soft = hardening.softObjective(squared, eps);
    assert.ok(soft <= hard && soft >= hard - 2 * eps * X.length * Math.log(3) - 1e-9);
    assert.ok(soft >= before);
    before = soft;
  }
  close(before, hard, "limit");
  close(hardening.scaledLikelihood(before, 1e-15, X.length, 3), hard, "limit of the likelihood");
});

test("responsibilities become 0 and 1 to the last bit, and a tie stays shared", () => {
  const [{ X, means }] = CASES;
  const { labels } = assign(X, means);
  const r = responsibilities(X, hardening.roundMixture(means, 1e-7));
  assert.deepEqual(r, labels.map((label) => means.map((_, k) => (k === label ? 1 : 0))));
  const between = responsibilities([[0, 5]], hardening.roundMixture([[-3, 0], [3, 0]], 1e-40));
  assert.deepEqual(between, [[0.5, 0.5]]);
  assert.equal(hardening.undecided(between), 1);
});

test("where nothing is shared, EM's iterates are those of K-means", () => {
  const [{ X }] = CASES;
  const means = [[0, 0], [0.5, 0], [1, 1]];
  const [soft, hard] = [new hardening.SoftMeans(X, means, 1e-7), new Lloyd(X, means)];
  for (let i = 0; i < 12; i += 1) close(soft.at(i), hard.at(i).centers, `iteration ${i}`);
  const end = hard.end(50);
  // K-means sees at once that no point has moved; EM, that its next iteration gains nothing.
  assert.equal(soft.end(50), end + 1);
  assert.ok(end > 2);
});

test("a run of EM ends at a point where an iteration changes next to nothing", () => {
  const [{ X, means }] = CASES;
  const path = new hardening.SoftMeans(X, means, 1);
  const end = path.end(500);
  const objective = (i) => hardening.softObjective(hardening.squaredDistances(X, path.at(i)), 1);
  for (let i = 1; i < end; i += 1) assert.ok(objective(i - 1) - objective(i) > 2e-10 * X.length);
  assert.ok(objective(end - 1) - objective(end) <= 2e-10 * X.length);
  assert.equal(path.end(end - 1), null);
});

test("K-means never raises its objective, and fewer points than centers are named", () => {
  const random = randomNumbers(3);
  const point = () => [10 * random() - 5, 10 * random() - 5];
  for (let round = 0; round < 20; round += 1) {
    const path = new Lloyd(Array.from({ length: 60 }, point), Array.from({ length: 2 + (round % 5) }, point));
    const end = path.end(100);
    for (let i = 1; i <= end; i += 1) assert.ok(path.at(i).objective <= path.at(i - 1).objective);
  }
  const X = [[0, 0], [0, 0]];
  assert.throws(() => average(X, assign(X, [[0, 0], [1, 1]])), { message: "there are fewer different points than centers" });
});

test("on a border two centers are equally near and none is nearer", () => {
  const random = randomNumbers(4);
  const domains = [[-5, 5], [-5, 5]];
  for (let round = 0; round < 40; round += 1) {
    const centers = Array.from({ length: 2 + (round % 5) }, () => [10 * random() - 5, 10 * random() - 5]);
    const lines = borders(centers, domains);
    assert.ok(lines.length >= centers.length - 1 || centers.length > 2);
    for (const [from, to] of lines) {
      for (const share of [0.001, 0.5, 0.999]) {
        const place = from.map((value, i) => value + share * (to[i] - value));
        const [first, second] = centers.map((center) => squaredDistance(place, center)).sort((a, b) => a - b);
        assert.ok(Math.abs(first - second) <= 1e-9 * (1 + first), `${first} ${second}`);
      }
    }
    // Between a point and its neighbor in another cell lies a border.
    const cell = (place) => assign([place], centers).labels[0];
    const [a, b] = [[10 * random() - 5, 10 * random() - 5], [10 * random() - 5, 10 * random() - 5]];
    const crossed = lines.filter(([from, to]) => {
      const side = ([p, q], x) => Math.sign((q[0] - p[0]) * (x[1] - p[1]) - (q[1] - p[1]) * (x[0] - p[0]));
      return side([from, to], a) !== side([from, to], b) && side([a, b], from) !== side([a, b], to);
    });
    assert.equal(crossed.length > 0, cell(a) !== cell(b));
  }
  assert.deepEqual(borders([[1, 1], [1, 1]], domains), []);
  assert.deepEqual(borders([[1, 1]], domains), []);
});
