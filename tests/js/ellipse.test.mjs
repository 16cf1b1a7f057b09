import assert from "node:assert/strict";
import { test } from "node:test";

import { REACH, asDeviations, fromDeviations, marks, withMark } from "../../gmmlib/explorables/js/plot/ellipse.js";
import { dataPart, thinned } from "../../gmmlib/explorables/js/views/emdata.js";
import { close } from "./helpers.mjs";

const COVARIANCE = [[4, 1.5], [1.5, 1]];
const LEAST = [0.01, 0.01];

test("deviations and correlation are the covariance in other words", () => {
  close(asDeviations(COVARIANCE), { first: 2, second: 1, correlation: 0.75 }, "deviations");
  close(fromDeviations(asDeviations(COVARIANCE)), COVARIANCE, "covariance");
});

test("the marks lie on the ellipse: the right one farthest to the right", () => {
  const inverse = ([[a, b], [, c]]) => [[c, -b], [-b, a]].map((row) => row.map((x) => x / (a * c - b * b)));
  const [[p, q], [, r]] = inverse(COVARIANCE);
  const { right, top } = marks([3, -1], COVARIANCE);
  for (const [x, y] of [right, top]) {
    const [u, v] = [x - 3, y + 1];
    close(p * u * u + 2 * q * u * v + r * v * v, REACH ** 2, "distance");
  }
  close(right[0], 3 + REACH * 2, "right");
  assert.equal(top[0], 3);
});

test("a mark that moves changes its own part, and any place gives a covariance", () => {
  const mean = [3, -1];
  const { right, top } = marks(mean, COVARIANCE);
  const same = (moved) => moved.flat().forEach((x, i) => assert.ok(Math.abs(x - COVARIANCE.flat()[i]) < 2e-3));
  same(withMark(mean, COVARIANCE, "right", right, LEAST));
  same(withMark(mean, COVARIANCE, "top", top, LEAST));
  for (const place of [[-90, 5], [3, 1e6], [3, -1], [1e9, -1e9]]) {
    for (const mark of ["right", "top"]) {
      const [[a, b], [, c]] = withMark(mean, COVARIANCE, mark, place, LEAST);
      assert.ok(a > 0 && c > 0 && b * b < a * c, `${mark} ${place}`);
    }
  }
});

test("data stand in links by name, by their numbers, or not at all", () => {
  const [own, other] = [[[0, 0], [1, 2]], [[5, 5], [6, 7]]];
  const part = dataPart(own, 2, [other]);
  assert.equal(part.write(own), "");
  assert.equal(part.write([[0, 0], [1, 2]]), "");
  assert.equal(part.write(other), "s0");
  assert.equal(part.write([[1, 2], [3, 4.5]]), "1,2,3,4.5");
  assert.equal(part.read(""), own);
  assert.equal(part.read("s0"), other);
  assert.deepEqual(part.read("1,2,3,4.5"), [[1, 2], [3, 4.5]]);
  for (const bad of ["s1", "1,2,3", "1,2", "a,b,c,d", "1e60,1,1,1", "<img>"]) {
    assert.throws(() => part.read(bad), { message: "the part “d” must be the numbers of two or more points" });
  }
  assert.throws(() => part.write(Array.from({ length: 301 }, (_, i) => [i, i])), /at most 300 points, and these are 301/);
});

test("data are thinned evenly, and only where they are too many", () => {
  assert.deepEqual(thinned([7, 8, 9], 3), [0, 1, 2]);
  assert.deepEqual(thinned([7, 8, 9, 10], 3), [0, 2]);
});
