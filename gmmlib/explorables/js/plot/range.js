/** The stretch of x that a picture shows. It rests during a drag and is fitted afterwards. */

/** @typedef {import("./store.js").State} State */

/** Standard deviations around each mean that belong into the picture. */
const REACH = 3.2;
/** A cursor this many widths away is left outside, or nothing else could be seen. */
const FARTHEST_CURSOR = 4;
/** The picture is narrowed when it is this many times wider than what it holds. */
const TOO_WIDE = 1.9;

/**
 * What must be visible: components, data and, unless it is far off, the cursor.
 * @param {State} state
 * @param {number[]} data
 * @returns {[number, number]}
 */
export function needed({ weights, means, variances, cursor }, data) {
  const places = [...data];
  means.forEach((mean, k) => {
    // A component of weight 0 is not drawn, but its handle must be found.
    const reach = weights[k] > 0 ? REACH * Math.sqrt(variances[k]) : 0;
    places.push(mean - reach, mean + reach);
  });
  let low = Math.min(...places);
  let high = Math.max(...places);
  const width = high - low || 1;
  if (cursor !== undefined && cursor > low - FARTHEST_CURSOR * width && cursor < high + FARTHEST_CURSOR * width) {
    low = Math.min(low, cursor);
    high = Math.max(high, cursor);
  }
  return low < high ? [low, high] : [low - 1, high + 1];
}

/**
 * Keep the present range while it serves; otherwise take a new one, on round numbers.
 * @param {[number, number] | null} present
 * @param {[number, number]} wanted
 * @returns {[number, number]}
 */
export function fitted(present, wanted) {
  const width = wanted[1] - wanted[0];
  if (present) {
    const holds = present[0] <= wanted[0] && present[1] >= wanted[1];
    if (holds && present[1] - present[0] <= TOO_WIDE * width) return present;
  }
  const step = 10 ** Math.floor(Math.log10(width / 2)) / 2;
  const low = Math.floor((wanted[0] - 0.02 * width) / step) * step;
  const high = Math.ceil((wanted[1] + 0.02 * width) / step) * step;
  return [Number(low.toPrecision(12)), Number(high.toPrecision(12))];
}
