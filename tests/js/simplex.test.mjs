import assert from "node:assert/strict";
import { test } from "node:test";

import { contour, likelihoodOfWeights, simplexGrid } from "../../gmmlib/explorables/js/maths/simplex.js";
import { close, load, sum } from "./helpers.mjs";

for (const { name, xs, model, weights, values } of load("simplex.json")) {
  test(`the log-likelihood over the weights of ${name}`, () => {
    close(weights.map(likelihoodOfWeights(xs, model)), values, "values");
  });
}

test("the grid covers the triangle once", () => {
  const n = 7;
  const { weights, triangles } = simplexGrid(n);
  assert.equal(weights.length, ((n + 1) * (n + 2)) / 2);
  assert.equal(triangles.length, n * n);
  for (const row of weights) assert.ok(Math.abs(sum(row) - 1) < 1e-15 && Math.min(...row) >= 0);
  // Twice the area of each in the coordinates of two weights is 1/n^2, and all turn alike.
  for (const corners of triangles) {
    const [a, b, c] = corners.map((i) => weights[i]);
    const area = (b[1] - a[1]) * (c[2] - a[2]) - (c[1] - a[1]) * (b[2] - a[2]);
    assert.ok(Math.abs(area - 1 / (n * n)) < 1e-15);
  }
});

test("the contour of a linear function is its line", () => {
  const grid = simplexGrid(10);
  const height = ([a, b, c]) => 2 * a - b + 5 * c;
  const pieces = contour(grid, grid.weights.map(height), 1.234);
  assert.ok(pieces.length >= 10);
  for (const place of pieces.flat()) {
    assert.ok(Math.abs(height(place) - 1.234) < 1e-12);
    assert.ok(Math.abs(sum(place) - 1) < 1e-15);
  }
});

test("the pieces of a closed contour join: each end occurs twice", () => {
  const grid = simplexGrid(12);
  const bowl = grid.weights.map((row) => row.reduce((total, w) => total + (w - 0.31) ** 2, 0));
  const ends = contour(grid, bowl, 0.03).flat().map((place) => place.map((w) => w.toFixed(9)).join());
  assert.ok(ends.length > 10);
  for (const end of ends) assert.equal(ends.filter((other) => other === end).length, 2);
});

test("a level that is not reached has no contour", () => {
  const grid = simplexGrid(5);
  assert.deepEqual(contour(grid, grid.weights.map(() => 1), 2), []);
});
