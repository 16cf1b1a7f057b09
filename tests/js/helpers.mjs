import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

const RELATIVE = 1e-12;
// Only where the true value is 0 and no relative error exists.
const ABSOLUTE = 1e-15;

/** The cases of one file of tests/vectors. */
export function load(name) {
  const text = readFileSync(new URL(`../vectors/${name}`, import.meta.url), "utf8");
  const infinities = { Infinity: Infinity, "-Infinity": -Infinity };
  return JSON.parse(text, (_, value) => infinities[value] ?? value);
}

/** Asserts that numbers, or (nested) arrays and objects of numbers, agree with the vector. */
export function close(actual, expected, place) {
  if (typeof expected === "object") {
    assert.deepEqual(Object.keys(actual), Object.keys(expected), `${place}: parts`);
    for (const key of Object.keys(expected)) close(actual[key], expected[key], `${place}.${key}`);
    return;
  }
  const allowed = expected === 0 ? ABSOLUTE : RELATIVE * Math.abs(expected);
  const agree = actual === expected || Math.abs(actual - expected) <= allowed;
  assert.ok(agree, `${place}: ${actual} instead of ${expected}`);
}

/** Small reproducible random numbers in [0, 1): mulberry32. */
export function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A random problem: a mixture of K components and N points. */
export function randomProblem(random, K, N) {
  const raw = Array.from({ length: K }, () => 0.05 + random());
  const total = raw.reduce((sum, value) => sum + value, 0);
  return {
    model: {
      weights: raw.map((value) => value / total),
      means: raw.map(() => 10 * random() - 5),
      variances: raw.map(() => 0.2 + 3 * random()),
    },
    xs: Array.from({ length: N }, () => 14 * random() - 7),
  };
}

export const sum = (values) => values.reduce((total, value) => total + value, 0);
