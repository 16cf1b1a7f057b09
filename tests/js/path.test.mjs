import assert from "node:assert/strict";
import { test } from "node:test";

import { em } from "../../gmmlib/explorables/js/maths/em.js";
import { Path, onLine } from "../../gmmlib/explorables/js/maths/path.js";
import { readTrail, trailPart } from "../../gmmlib/explorables/js/plot/trail.js";
import { close, load, randomNumbers, randomProblem } from "./helpers.mjs";

for (const { name, xs, start, steps, after } of load("steps.json")) {
  test(`the steps ${steps} of ${name}`, () => {
    const path = new Path(onLine(xs), start);
    for (const step of steps) path.take(step);
    assert.equal(path.steps, steps);
    path.entries.slice(1).forEach(({ model, logLikelihood }, i) => {
      close({ ...model, logLikelihood }, after[i], `step ${i + 1}`);
    });
  });
}

test("a run passes what em passes, and stops where it stops", () => {
  const random = randomNumbers(8);
  for (let round = 0; round < 20; round++) {
    const { model, xs } = randomProblem(random, 1 + (round % 3), 40);
    const expected = em(xs, model, { maxIterations: 3000 });
    const path = new Path(onLine(xs), model);
    assert.equal(path.run({ maxIterations: 3000 }), expected.converged);
    assert.deepEqual(path.entries.map((entry) => entry.model), expected.history.map((entry) => entry.model));
  }
});

test("iterations begin with E-steps, and a cycle is its three updates", () => {
  const { model, xs } = randomProblem(randomNumbers(9), 2, 20);
  const single = new Path(onLine(xs), model);
  for (const step of "EMVWE") single.take(step);
  assert.deepEqual(single.entries.map(({ iteration }) => iteration), [0, 1, 1, 1, 1, 2]);
  assert.deepEqual(single.entries.map(({ place }) => place), [0, 0, 1 / 3, 2 / 3, 1, 1]);
  const again = new Path(onLine(xs), model);
  for (const step of "EECEC") again.take(step);
  assert.deepEqual(again.entries.map(({ iteration }) => iteration), [0, 1, 1, 1, 2, 2]);
  assert.deepEqual(again.entries.map(({ place }) => place), [0, 0, 0, 1, 1, 2]);
  const cycle = new Path(onLine(xs), model);
  cycle.take("C");
  assert.deepEqual(cycle.end.model, single.entries[4].model);
});

test("updates need an E-step, and a failed step leaves the way as it was", () => {
  const start = { weights: [0.5, 0.5], means: [0, 8], variances: [1, 1e-3] };
  const path = new Path(onLine([-1, 0, 1, 8]), start);
  assert.throws(() => path.take("M"), { message: "the updates need responsibilities: take an E-step first" });
  path.take("E");
  path.take("M");
  assert.throws(() => path.take("V"), /component 2 has collapsed onto a single point/);
  assert.equal(path.steps, "EM");
  assert.equal(path.entries.length, 3);
});

test("a trail is read, or is none", () => {
  assert.deepEqual(readTrail("0.5,0.5_0,1_1,2_EM2C3_4"), { start: "0.5,0.5_0,1_1,2", steps: "EMMCCC", at: 4 });
  for (const bad of ["", "x", "1_0_1_E_2", "1_0_1_Q_0", "1_0_1_C99999_0", "1_0_C_0", undefined]) {
    assert.equal(readTrail(bad), null);
  }
  assert.equal(trailPart.read(""), "");
  assert.throws(() => trailPart.read("<img>"), /the part “t” must be a start, steps among EMVWC and a place/);
});
