/**
 * Kernel density estimates of many sorted points, gathered on an even grid: each point is shared
 * between its two neighbors in proportion, so that sums depend on whole steps only. What this
 * gives is near, not exact.
 */

import { convolved } from "./kernels.js";

/** @typedef {import("./kernels.js").Kernel} Kernel */

/** Steps of the grid in a bandwidth; a Gaussian ends at so many bandwidths here. */
const FINENESS = 32;
const GAUSSIAN_REACH = 7;

/**
 * The places of the grid that have a share in any point, and how much.
 * @param {ArrayLike<number>} sorted
 * @param {number} step
 */
function gather(sorted, step) {
  const places = new Float64Array(2 * sorted.length);
  const masses = new Float64Array(2 * sorted.length);
  let used = 0;
  const add = (/** @type {number} */ place, /** @type {number} */ mass) => {
    // Ascending points touch the last two places or new ones.
    if (used > 0 && places[used - 1] === place) masses[used - 1] += mass;
    else if (used > 1 && places[used - 2] === place) masses[used - 2] += mass;
    else {
      places[used] = place;
      masses[used] = mass;
      used += 1;
    }
  };
  for (let n = 0; n < sorted.length; n += 1) {
    const at = (sorted[n] - sorted[0]) / step;
    const place = Math.floor(at);
    add(place, 1 - (at - place));
    add(place + 1, at - place);
  }
  return { places: places.subarray(0, used), masses: masses.subarray(0, used) };
}

/**
 * The kernel at 0, 1, … steps; of the step in which a compact one ends, the part within counts.
 * @param {Kernel} kernel
 * @param {number} last
 * @param {number} fineness steps in a bandwidth
 */
function sampled(kernel, last, fineness) {
  const table = Float64Array.from({ length: last + 1 }, (_, j) => kernel.density(Math.min(j / fineness, kernel.support)));
  if (last > 0 && last + 0.5 > kernel.support * fineness) table[last] *= Math.min(1, kernel.support * fineness - last + 0.5);
  return table;
}

/**
 * Both leave-one-out scores, near those of `kernelScores`.
 * @param {ArrayLike<number>} sorted
 * @param {Kernel} kernel
 * @param {number} h bandwidth
 * @returns {import("./kde.js").Scores}
 */
export function scoresOfMany(sorted, kernel, h) {
  const N = sorted.length;
  const { places, masses } = gather(sorted, h / FINENESS);
  const convolution = convolved(kernel);
  const isGaussian = kernel.support === Infinity;
  const own = Math.round(FINENESS * (isGaussian ? GAUSSIAN_REACH : 1));
  const reach = Math.round(FINENESS * (isGaussian ? GAUSSIAN_REACH * Math.SQRT2 : 2));
  const single = new Float64Array(reach + 1);
  single.set(sampled(kernel, own, FINENESS));
  const double = Float64Array.from({ length: reach + 1 }, (_, j) => convolution(j / FINENESS));
  const sums = masses.map((mass) => mass * single[0]);
  let squares = 0;
  for (let i = 0; i < places.length; i += 1) {
    squares += 0.5 * masses[i] * masses[i] * double[0];
    for (let j = i + 1; j < places.length && places[j] - places[i] <= reach; j += 1) {
      const apart = places[j] - places[i];
      sums[i] += masses[j] * single[apart];
      sums[j] += masses[i] * single[apart];
      squares += masses[i] * masses[j] * double[apart];
    }
  }
  let others = 0;
  let likelihood = 0;
  // Between two places the sum is read off a straight line.
  for (let n = 0, i = 0; n < N; n += 1) {
    const at = (sorted[n] - sorted[0]) / (h / FINENESS);
    while (i + 1 < places.length && places[i + 1] <= at) i += 1;
    const share = at - places[i];
    const whole = share > 0 ? sums[i] * (1 - share) + sums[i + 1] * share : sums[i];
    const rest = whole - single[0];
    if (rest > ALONE * single[0]) {
      others += rest;
      likelihood += Math.log(rest);
      continue;
    }
    // Nearly alone: the difference has lost its digits, but few points are near.
    const sum = sumNear(sorted, n, kernel, h);
    others += Math.exp(sum);
    likelihood += sum;
  }
  return {
    squares: ((2 * squares) / N - (2 * others) / (N - 1)) / N / h,
    likelihood: likelihood - N * (Math.log(N - 1) + Math.log(h)),
  };
}

/** Below this part of the peak the other points' sum is added one by one. */
const ALONE = 0.05;

/**
 * Log of the kernels of the other points at a point.
 * @param {ArrayLike<number>} sorted
 * @param {number} n
 * @param {Kernel} kernel
 * @param {number} h
 */
function sumNear(sorted, n, kernel, h) {
  const x = sorted[n];
  const nearest = Math.min(n > 0 ? x - sorted[n - 1] : Infinity, n + 1 < sorted.length ? sorted[n + 1] - x : Infinity) / h;
  const isGaussian = kernel.support === Infinity;
  const reach = isGaussian ? Math.sqrt(nearest * nearest + GAUSSIAN_REACH ** 2) : 1;
  let sum = 0;
  for (const direction of [-1, 1]) {
    for (let i = n + direction; i >= 0 && i < sorted.length; i += direction) {
      const u = Math.abs(sorted[i] - x) / h;
      if (u > reach) break;
      sum += isGaussian ? Math.exp(-0.5 * (u - nearest) * (u + nearest)) : kernel.density(u);
    }
  }
  return isGaussian ? Math.log(sum * kernel.density(0)) - 0.5 * nearest * nearest : Math.log(sum);
}

/**
 * The density at even places, for drawing: points are shared between neighboring places.
 * @param {ArrayLike<number>} sorted
 * @param {Kernel} kernel
 * @param {number} h bandwidth
 * @param {number} low the first place
 * @param {number} step
 * @param {number} n how many places
 */
export function evenDensity(sorted, kernel, h, low, step, n) {
  const masses = new Float64Array(n + 1);
  for (let i = 0; i < sorted.length; i += 1) {
    const at = (sorted[i] - low) / step;
    const place = Math.floor(at);
    if (place < 0 || place >= n) continue;
    masses[place] += 1 - (at - place);
    masses[place + 1] += at - place;
  }
  const reach = Math.min(n, Math.round(((kernel.support === Infinity ? GAUSSIAN_REACH : 1) * h) / step));
  const table = sampled(kernel, reach, h / step);
  // Where the places miss most of a kernel, they keep its area.
  const area = (2 * table.reduce((sum, value) => sum + value, 0) - table[0]) * step;
  const values = new Float64Array(n);
  for (let i = 0; i < n; i += 1) {
    if (masses[i] === 0) continue;
    const scale = masses[i] / area / sorted.length;
    const last = Math.min(n - 1, i + reach);
    for (let j = Math.max(0, i - reach); j <= last; j += 1) values[j] += scale * table[Math.abs(i - j)];
  }
  return values;
}
