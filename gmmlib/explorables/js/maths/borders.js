/** Where two centers are equally near, and no third is nearer: the borders of K-means. */

/** @typedef {import("./plane.js").Point} Point */

/**
 * @param {Point[]} centers
 * @param {[Point, Point]} domains of both axes: longer lines are cut to their size
 * @returns {[Point, Point][]} the ends of each border
 */
export function borders(centers, domains) {
  const size = domains.reduce((sum, [low, high]) => sum + Math.abs(low) + Math.abs(high), 1);
  /** @type {[Point, Point][]} */
  const found = [];
  centers.forEach((a, i) => centers.slice(i + 1).forEach((b, gap) => {
    const j = i + 1 + gap;
    const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
    const length = Math.hypot(dx, dy);
    if (!(length > 0)) return;
    const middle = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    const way = [-dy / length, dx / length];
    let [from, to] = [-2 * size, 2 * size];
    centers.forEach((c, k) => {
      if (k === i || k === j) return;
      // Nearer to a than to c: a half-plane, and on the line a bound for its parameter.
      const normal = [c[0] - a[0], c[1] - a[1]];
      const slope = normal[0] * way[0] + normal[1] * way[1];
      const room = normal[0] * ((a[0] + c[0]) / 2 - middle[0]) + normal[1] * ((a[1] + c[1]) / 2 - middle[1]);
      if (slope > 0) to = Math.min(to, room / slope);
      else if (slope < 0) from = Math.max(from, room / slope);
      else if (room < 0) to = -Infinity;
    });
    if (from < to) {
      found.push([[middle[0] + from * way[0], middle[1] + from * way[1]], [middle[0] + to * way[0], middle[1] + to * way[1]]]);
    }
  }));
  return found;
}
