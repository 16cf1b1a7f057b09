import assert from "node:assert/strict";
import { test } from "node:test";

import * as maths from "../../gmmlib/explorables/js/maths/histogram.js";
import { binsByRule } from "../../gmmlib/explorables/js/maths/spread.js";
import { close, load, randomNumbers, sum } from "./helpers.mjs";

for (const { name, xs, origin, width, ...expected } of load("histogram.json")) {
  test(`the histogram of ${name}`, () => {
    assert.equal(maths.refuseGrid(xs, origin, width), null);
    const edges = maths.gridEdges(xs, origin, width);
    close(edges, expected.edges, "gridEdges");
    const held = maths.counts(xs, edges);
    assert.deepEqual(held, expected.counts);
    close(maths.heights(held, edges), expected.heights, "heights");
    close(expected.places.map((x) => maths.densityOfBins(x, held, edges)), expected.density, "density");
    close(maths.binScore(held, edges, "squares"), expected.squares, "squares");
    close(maths.binScore(held, edges, "likelihood"), expected.likelihood, "likelihood");
    for (const [rule, bins] of Object.entries(expected.rules)) assert.equal(binsByRule(xs, rule).bins, bins, rule);
  });
}

test("the areas of the bars sum to 1, wherever bins begin", () => {
  const random = randomNumbers(4);
  const xs = Array.from({ length: 200 }, () => 20 * random() - 10).sort((a, b) => a - b);
  for (let round = 0; round < 50; round += 1) {
    const edges = maths.gridEdges(xs, 40 * random() - 20, 0.05 + 4 * random());
    const held = maths.counts(xs, edges);
    assert.equal(sum(held), xs.length);
    const areas = maths.heights(held, edges).map((height, k) => height * (edges[k + 1] - edges[k]));
    assert.ok(Math.abs(sum(areas) - 1) < 1e-12);
  }
});

test("a shift by a whole width changes nothing", () => {
  const xs = [-3, -2.5, -1, 0, 2, 4, 5];
  const [one, other] = [0.25, 8.25].map((origin) => maths.gridEdges(xs, origin, 2));
  assert.deepEqual(one, other);
});

test("the curve of widths holds the histogram of each width", () => {
  const xs = [-3, -2.5, -1, 0, 2, 4, 5];
  const curve = maths.widthScores(xs, -3, "squares");
  assert.equal(curve.length, 100);
  for (const [i, { at, score }] of curve.entries()) {
    assert.equal(at, 8 / (i + 1));
    const edges = maths.gridEdges(xs, -3, at);
    assert.equal(edges.length, i + 2);
    assert.equal(score, maths.squaredErrorOfBins(maths.counts(xs, edges), edges));
  }
});

test("grids that cannot be shown are refused with a sentence", () => {
  const xs = [0, 1, 4];
  for (const width of [0, -1, NaN, Infinity, 0.0019]) {
    assert.match(maths.refuseGrid(xs, 0, width), /^a width must be greater than 0 and make at most 2000 bins of these data, so be at least 0.002, got /);
  }
  assert.equal(maths.refuseGrid(xs, 3e6, 1), "an origin must lie within a million widths of the lowest value, 0, got 3000000");
  // Where doubles cannot tell edges apart.
  assert.match(maths.refuseGrid([1e16, 1e16 + 4], 1e16, 1), /at least 100, got 1$/);
});

test("a rule that asks for too many bins says so", () => {
  const xs = [...Array.from({ length: 99 }, (_, i) => i / 99), 1e12];
  const { bins, note } = binsByRule(xs, "freedman-diaconis");
  assert.equal(bins, 2000);
  assert.match(note, /^the rule asks for 4\.\d+e12 bins, and this picture shows at most 2000; far points stretch the range$/);
  assert.match(binsByRule([1, 1, 1, 1, 1, 2], "freedman-diaconis").note, /interquartile range is 0/);
});
