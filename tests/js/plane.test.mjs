import assert from "node:assert/strict";
import { test } from "node:test";

import { Path, inPlane } from "../../gmmlib/explorables/js/maths/path.js";
import * as plane from "../../gmmlib/explorables/js/maths/plane.js";
import { close, load } from "./helpers.mjs";

for (const { name, X, model, ...expected } of load("plane.json")) {
  test(`the mixture in the plane: ${name}`, () => {
    close(plane.logJoint(X, model), expected.logJoint, "logJoint");
    close(plane.logLikelihood(X, model), expected.logLikelihood, "logLikelihood");
    const r = plane.responsibilities(X, model);
    close(r, expected.responsibilities, "responsibilities");
    if (!expected.means) return;
    const given = expected.responsibilities;
    close(plane.updateMeans(X, given), expected.means, "means");
    close(plane.updateCovariances(X, given, expected.means), expected.covariances, "covariances");
    close(plane.updateCovariances(X, given, model.means), expected.aroundOldMeans, "aroundOldMeans");
  });
}

for (const { name, X, start, tolerance, ...expected } of load("em_plane.json")) {
  test(`EM in the plane: ${name}`, () => {
    const path = new Path(inPlane(X), start);
    if (expected.component) {
      assert.throws(() => path.run({ tolerance, maxIterations: 5000 }), {
        name: "RangeError", message: new RegExp(`^component ${expected.component} `),
      });
      assert.equal(path.end.iteration + 1, expected.iteration);
      return;
    }
    assert.equal(path.run({ tolerance, maxIterations: 5000 }), expected.converged);
    assert.equal(path.end.iteration, expected.nIterations);
    close(path.entries.map((entry) => entry.logLikelihood), expected.logLikelihoods, "logLikelihood");
    close(path.end.model, expected.last, "last");
  });
}

test("the M-step is the three updates, the covariances around the new means", () => {
  const [{ X, model }] = load("plane.json");
  const r = plane.responsibilities(X, model);
  const means = plane.updateMeans(X, r);
  const path = new Path(inPlane(X), model);
  path.take("C");
  const { weights, ...rest } = plane.mStep(X, r);
  assert.deepEqual(path.end.model, { weights, ...rest });
  assert.deepEqual(rest, { means, covariances: plane.updateCovariances(X, r, means) });
});

test("a flat component and one without points are named", () => {
  const start = { weights: [0.5, 0.5], means: [[0, 0], [9, 9]], covariances: [[[1, 0], [0, 1]], [[1, 0], [0, 1]]] };
  const path = new Path(inPlane([[-1, 0], [1, 0], [0, 1], [9, 9], [9, 9]]), start);
  assert.throws(() => path.take("C"), {
    message: "component 2 has collapsed: its covariance has no width left in some direction; "
      + "the likelihood has no upper bound there, start elsewhere",
  });
  const far = { ...start, means: [[0, 0], [1e4, 0]] };
  assert.throws(() => new Path(inPlane([[-1, 0], [1, 0], [0, 1]]), far).take("C"), /component 2 is responsible for no point/);
});

test("a covariance that is none is refused", () => {
  for (const bad of [[[0, 0], [0, 1]], [[1, 1], [1, 1]], [[1, 2], [2, 1]], [[-1, 0], [0, 1]]]) {
    assert.throws(() => plane.factor(bad), RangeError);
  }
});
