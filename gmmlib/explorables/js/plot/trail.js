/** The way of EM as text, for links and for Python: `0.5,0.5_0,1_1,2_EMVWC3_5`. */

import { STEPS } from "../maths/path.js";

/** As long as a way may become: a link must not keep a page busy. */
export const MOST_STEPS = 5000;

/**
 * The trail as text: start (three lists of numbers), steps with their repetitions, place.
 * @param {string} trail
 */
export function readTrail(trail) {
  const match = /^([^_]+_[^_]+_[^_]+)_((?:[EMVWC]\d*)*)_(\d+)$/.exec(trail ?? "");
  if (!match) return null;
  const repeated = [...match[2].matchAll(/([EMVWC])(\d*)/g)];
  const total = repeated.reduce((sum, [, , times]) => sum + Number(times || 1), 0);
  if (total > MOST_STEPS || Number(match[3]) > total) return null;
  const steps = repeated.map(([, step, times]) => step.repeat(Number(times || 1))).join("");
  return { start: match[1], steps, at: Number(match[3]) };
}

/**
 * A part of a link: the trail, or nothing where there is none.
 * @type {import("./link.js").Part}
 */
export const trailPart = {
  key: "trail",
  letter: "t",
  write: (trail) => trail ?? "",
  read(text) {
    if (text && !readTrail(text)) throw new Error(`the part “t” must be a start, steps among ${STEPS} and a place`);
    return text;
  },
};

/** @param {string} steps */
export function packed(steps) {
  return steps.replace(/(.)\1+/g, (run, step) => `${step}${run.length}`);
}

/** @param {string} start */
export function numbersOf(start) {
  return start.split("_").map((list) => list.split(",").map(Number));
}
