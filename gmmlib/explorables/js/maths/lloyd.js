/** K-means in the plane by Lloyd's algorithm, iterate by iterate as gmmlib.kmeans. */

/** @typedef {import("./plane.js").Point} Point */
/**
 * Every point at its nearest center (the first of equally near ones).
 * @typedef {{centers: Point[], labels: number[], squared: number[], objective: number}} Assignment
 */

/**
 * @param {Point} a
 * @param {Point} b
 */
export function squaredDistance([a, b], [c, d]) {
  return (a - c) * (a - c) + (b - d) * (b - d);
}

/**
 * @param {Point[]} X
 * @param {Point[]} centers
 * @returns {Assignment}
 */
export function assign(X, centers) {
  const labels = X.map(() => 0);
  let objective = 0;
  const squared = X.map((x, n) => {
    let least = Infinity;
    centers.forEach((center, k) => {
      const distance = squaredDistance(x, center);
      if (distance < least) [least, labels[n]] = [distance, k];
    });
    objective += least;
    return least;
  });
  return { centers, labels, squared, objective };
}

/**
 * The centers moved to the means of their points; one without points moves onto the point
 * that is farthest from its center.
 * @param {Point[]} X
 * @param {Assignment} now
 * @returns {{centers: Point[], relocated: number[]}} and which had no points
 */
export function average(X, now) {
  const centers = now.centers.map((center) => /** @type {Point} */ ([...center]));
  const labels = [...now.labels];
  const counts = centers.map(() => 0);
  const shifts = centers.map(() => [0, 0]);
  // Deviations from the old center: means of numbers far from 0 lose no digits.
  const add = (/** @type {number} */ k, /** @type {Point} */ [x, y], /** @type {number} */ times) => {
    counts[k] += times;
    shifts[k][0] += times * (x - now.centers[k][0]);
    shifts[k][1] += times * (y - now.centers[k][1]);
  };
  X.forEach((x, n) => add(labels[n], x, 1));
  const relocated = counts.map((count, k) => (count === 0 ? k : -1)).filter((k) => k >= 0);
  let distance = now.squared;
  for (const k of relocated) {
    let far = -1;
    // A point that is alone in its cluster would leave that one empty.
    distance.forEach((d, n) => {
      if (counts[labels[n]] > 1 && d > (far < 0 ? 0 : distance[far])) far = n;
    });
    if (far < 0) throw new RangeError("there are fewer different points than centers");
    add(labels[far], X[far], -1);
    labels[far] = k;
    counts[k] = 1;
    centers[k] = /** @type {Point} */ ([...X[far]]);
    distance = distance.map((d, n) => Math.min(d, squaredDistance(X[n], centers[k])));
  }
  return {
    centers: centers.map(([x, y], k) => [x + shifts[k][0] / counts[k], y + shifts[k][1] / counts[k]]),
    relocated,
  };
}

/** The iterates from a start, computed when they are asked for. */
export class Lloyd {
  #X;
  #converged = false;
  /** @type {Assignment[]} */ #iterates;
  /** Which clusters were empty in an iteration. @type {number[][]} */ #relocated = [[]];

  /**
   * @param {Point[]} X
   * @param {Point[]} start
   */
  constructor(X, start) {
    this.#X = X;
    this.#iterates = [assign(X, start)];
  }

  /**
   * After so many iterations, or where it stopped before.
   * @param {number} iteration
   */
  at(iteration) {
    while (this.#iterates.length <= iteration && !this.#converged) this.#go();
    return this.#iterates[Math.min(iteration, this.#iterates.length - 1)];
  }

  /**
   * The first iteration up to this one in which clusters were empty, and which; or null.
   * @param {number} iteration
   */
  relocatedBy(iteration) {
    this.at(iteration);
    const found = this.#relocated.findIndex((clusters, i) => i <= iteration && clusters.length > 0);
    return found < 0 ? null : { iteration: found, clusters: this.#relocated[found] };
  }

  /**
   * In how many iterations no point changes its cluster any more.
   * @param {number} most
   * @returns {number | null}
   */
  end(most) {
    this.at(most);
    return this.#converged ? this.#iterates.length - 1 : null;
  }

  #go() {
    const last = this.#iterates[this.#iterates.length - 1];
    const { centers, relocated } = average(this.#X, last);
    const next = assign(this.#X, centers);
    // Where rounding lets the objective rise, nothing but rounding is left to gain.
    if (next.objective > last.objective) {
      this.#converged = true;
      return;
    }
    this.#converged = relocated.length === 0 && next.labels.every((label, n) => label === last.labels[n]);
    this.#iterates.push(next);
    this.#relocated.push(relocated);
  }
}
