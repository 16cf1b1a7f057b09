/** The places and heights of a kernel density estimate's curve, right to less than a pixel. */

import { densityOfKernels } from "../maths/kde.js";
import { evenDensity } from "../maths/manypoints.js";

/** Up to so many points the curve is exact; else these are shared among places a pixel apart or less. */
const FEW = 60;
/** Places in a bandwidth, and places in all. */
const FINENESS = 8;
const MOST_PLACES = 8192;

/**
 * @param {number[]} sorted
 * @param {import("../maths/kernels.js").Kernel} kernel
 * @param {number} h bandwidth
 * @param {[number, number]} domain
 * @param {number} width of the picture, in pixels
 * @returns {{xs: ArrayLike<number>, ys: ArrayLike<number>}}
 */
export function densityCurve(sorted, kernel, h, [low, high], width) {
  const pixel = (high - low) / width;
  if (sorted.length <= FEW) {
    const n = 2 * Math.ceil(width);
    const xs = Array.from({ length: n + 1 }, (_, i) => low + ((high - low) * i) / n);
    // Kernels narrower than a few pixels have their peaks at the points, and their ends beside them.
    xs.push(...sorted.flatMap((x) => (h < FINENESS * pixel ? [x - h, x - h / 2, x, x + h / 2, x + h] : [x])));
    xs.sort((a, b) => a - b);
    return { xs, ys: xs.map((x) => densityOfKernels(x, sorted, kernel, h)) };
  }
  const step = Math.min(pixel, Math.max(h / FINENESS, (high - low) / MOST_PLACES));
  const n = Math.ceil((high - low) / step) + 1;
  return { xs: Float64Array.from({ length: n }, (_, i) => low + i * step), ys: evenDensity(sorted, kernel, h, low, step, n) };
}
