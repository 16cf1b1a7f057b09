/** Histograms with bins of equal width: a grid, its counts and their leave-one-out scores. */

/** Where a grid's edge is this near to the end of the data, in bins, the end is the edge. */
const SLACK = 1e-9;
/** Bins that a picture shows. */
export const MOST_BINS = 2000;

/** Numbers of bins that a curve of widths has, or the root of N. */
const LEAST_TRIED = 100;
/** How far away an origin may be, in widths: its edges must still be right to many digits. */
const FARTHEST = 1e6;
/** A bin has at least this part of the data's size, or doubles could not tell its edges apart. */
const FINEST = 1e-14;

/**
 * @param {number[]} sorted
 */
export function leastWidth(sorted) {
  const [low, high] = [sorted[0], sorted[sorted.length - 1]];
  return Math.max((high - low) / MOST_BINS, FINEST * Math.max(Math.abs(low), Math.abs(high)));
}

/**
 * Why a grid makes no bins to be shown, or null.
 * @param {number[]} sorted
 * @param {number} origin
 * @param {number} width
 */
export function refuseGrid(sorted, origin, width) {
  const least = leastWidth(sorted);
  if (!(width >= least * (1 - SLACK) && width < Infinity)) {
    return `a width must be greater than 0 and make at most ${MOST_BINS} bins of these data, so be at least `
      + `${Number(least.toPrecision(4))}, got ${width}`;
  }
  return Math.abs(sorted[0] - origin) <= FARTHEST * width ? null
    : `an origin must lie within a million widths of the lowest value, ${sorted[0]}, got ${origin}`;
}

/**
 * Edges origin + k · width that cover the data; the outermost may be moved by rounding.
 * @param {number[]} sorted
 * @param {number} origin
 * @param {number} width
 */
export function gridEdges(sorted, origin, width) {
  const low = sorted[0];
  const high = sorted[sorted.length - 1];
  const first = Math.floor((low - origin) / width + SLACK);
  const last = Math.max(first + 1, Math.ceil((high - origin) / width - SLACK));
  const edges = Array.from({ length: last - first + 1 }, (_, i) => origin + width * (first + i));
  edges[0] = Math.min(edges[0], low);
  edges[edges.length - 1] = Math.max(edges[edges.length - 1], high);
  return edges;
}

/**
 * How many points each bin holds: the left edge belongs to it, the right one only to the last.
 * @param {number[]} sorted
 * @param {number[]} edges
 */
export function counts(sorted, edges) {
  const before = edges.map((edge) => firstFrom(sorted, edge));
  before[before.length - 1] = sorted.length;
  return before.slice(1).map((end, k) => end - before[k]);
}

/**
 * The heights of the bars, (counts over N times width).
 * @param {number[]} held
 * @param {number[]} edges
 */
export function heights(held, edges) {
  const N = held.reduce((sum, count) => sum + count, 0);
  return held.map((count, k) => count / N / (edges[k + 1] - edges[k]));
}

/**
 * The density at a place; 0 outside of all bins.
 * @param {number} x
 * @param {number[]} held
 * @param {number[]} edges
 */
export function densityOfBins(x, held, edges) {
  if (x < edges[0] || x > edges[edges.length - 1]) return 0;
  const k = Math.min(firstFrom(edges, x, true) - 1, held.length - 1);
  return heights(held, edges)[k];
}

/**
 * Leave-one-out estimate of the squared error, but for a constant: low is good.
 * @param {number[]} held
 * @param {number[]} edges
 */
export function squaredErrorOfBins(held, edges) {
  const N = held.reduce((sum, count) => sum + count, 0);
  return held.reduce((sum, count, k) => {
    const share = count / N;
    return sum + (share * (share - (2 * (count - 1)) / (N - 1))) / (edges[k + 1] - edges[k]);
  }, 0);
}

/**
 * Log-likelihood of the points, each by all others; -Infinity where one is alone in its bin.
 * @param {number[]} held
 * @param {number[]} edges
 */
export function logLikelihoodOfBins(held, edges) {
  const N = held.reduce((sum, count) => sum + count, 0);
  return held.reduce((sum, count, k) => (count === 0 ? sum
    : sum + count * (Math.log(count - 1) - Math.log(N - 1) - Math.log(edges[k + 1] - edges[k]))), 0);
}

/**
 * @param {number[]} held
 * @param {number[]} edges
 * @param {"squares" | "likelihood"} criterion
 */
export function binScore(held, edges, criterion) {
  return criterion === "squares" ? squaredErrorOfBins(held, edges) : logLikelihoodOfBins(held, edges);
}

/**
 * The scores of the widths that divide the range into 1, 2, … parts, all with one origin.
 * @param {number[]} sorted
 * @param {number} origin
 * @param {"squares" | "likelihood"} criterion
 */
export function widthScores(sorted, origin, criterion) {
  const span = sorted[sorted.length - 1] - sorted[0];
  const most = Math.max(LEAST_TRIED, Math.floor(Math.sqrt(sorted.length)));
  return Array.from({ length: most }, (_, i) => span / (i + 1))
    .filter((width) => !refuseGrid(sorted, origin, width))
    .map((width) => {
      const edges = gridEdges(sorted, origin, width);
      return { at: width, score: binScore(counts(sorted, edges), edges, criterion) };
    });
}

/**
 * The first index whose value is not below x; or, `after`, is above it.
 * @param {ArrayLike<number>} ascending
 * @param {number} x
 * @param {boolean} [after]
 */
export function firstFrom(ascending, x, after = false) {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (after ? ascending[middle] <= x : ascending[middle] < x) low = middle + 1;
    else high = middle;
  }
  return low;
}
