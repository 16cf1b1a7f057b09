/** What Collapse begins with: its examples, the stretch of its curve, and what it refuses. */

import { Width, varianceOf, withVariance } from "../maths/width.js";
import { startPreset } from "./start.js";

/** @typedef {import("../plot/store.js").State} State */

const LEAST_FLOOR = 1e-12;
const LARGEST_FLOOR = 0.9;
/** Parts of the data's range: a needle, and one whose objective with a prior is still in the picture. */
const NEEDLE = 1e-3;
const NARROW = 0.02;
/** Decades of the deviation, below the data's range and above. */
const DECADES = [-6.2, 0.3];
const USUAL_FLOOR = 0.01;
const LOW_FLOOR = 1e-6;

/** @param {number} floor */
export function refuseFloor(floor) {
  return floor >= LEAST_FLOOR && floor <= LARGEST_FLOOR ? null
    : `a floor must lie between 1e-12 and 0.9, as a part of the data's variance, got ${floor}`;
}

/** @param {number} deviation */
export function refuseDeviation(deviation) {
  return deviation >= 1e-25 && deviation <= 1e25 ? null
    : `a standard deviation must be greater than 0 (from 1e-25 to 1e25), got ${deviation}`;
}

/**
 * The logarithms of the deviations that the curve shows, to base 10.
 * @param {State} state
 * @param {number[]} sorted
 * @returns {[number, number]}
 */
export function decades({ variances }, sorted) {
  const range = Math.log10(sorted[sorted.length - 1] - sorted[0]);
  const here = Math.log10(variances[0]) / 2;
  return [Math.min(range + DECADES[0], here), Math.max(range + DECADES[1], here)];
}

/**
 * The data point that is nearest to a place.
 * @param {number[]} data
 * @param {number} x
 */
export function nearest(data, x) {
  return data.reduce((a, b) => (Math.abs(b - x) < Math.abs(a - x) ? b : a));
}

/**
 * @param {State} start
 * @param {number[]} sorted different numbers, ascending
 * @param {number[]} data
 * @returns {import("../plot/toolbar.js").Preset[]}
 */
export function presets(start, sorted, data) {
  const on = nearest(sorted, start.means[0]);
  const i = sorted.indexOf(on);
  const between = (on + sorted[i + 1 < sorted.length ? i + 1 : i - 1]) / 2;
  const range = sorted[sorted.length - 1] - sorted[0];
  const bare = { ...start, with_floor: false, with_prior: false };
  /**
   * @param {number} place
   * @param {number} part of the data's range
   */
  const at = (place, part) => ({
    ...bare, ...withVariance(start, Number(((part * range) ** 2).toPrecision(3))),
    means: start.means.map((mean, k) => (k === 0 ? place : mean)),
  });
  const alone = start.means.length > 1 ? [{
    name: "A lone Gaussian",
    state: () => ({ ...at(on, NARROW), weights: start.weights.map((_, k) => (k === 0 ? 1 : 0)) }),
    say: "No other component covers the other points. They would cost more than the one point gives, so there is a maximum.",
  }] : [];
  return [
    startPreset(start),
    {
      name: "On a point", state: () => at(on, NEEDLE),
      say: "A tenth of the width adds log 10 = 2.303, again and again. The other points settle at what the other components give.",
    },
    {
      name: "Between points", state: () => at(between, NARROW),
      say: "No point is under the needle. The log-likelihood falls to what the other components give, and there is a maximum.",
    },
    {
      name: "With a floor", state: () => ({ ...at(on, NEEDLE), with_floor: true, floor: USUAL_FLOOR }),
      say: "What is gray is not allowed, and component 1 is there. Jump to the maximum, or make EM steps.",
    },
    {
      name: "A floor that is too low",
      state: () => {
        const state = { ...at(on, NARROW), with_floor: true, floor: LOW_FLOOR };
        const highest = new Width(data, state, LOW_FLOOR * varianceOf(data), null).highest();
        return highest === null ? state : { ...state, ...withVariance(state, highest) };
      },
      say: "The maximum is the floor itself: a needle on one point is still the best of all that is allowed.",
    },
    {
      name: "With a prior", state: () => ({ ...at(on, NARROW), with_prior: true }),
      say: "Toward the left the log prior falls much faster than the log-likelihood rises. Jump to the maximum, or make EM steps.",
    },
    ...alone,
  ];
}
