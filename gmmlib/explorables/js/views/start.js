/** The example that every picture of data offers first: where it started. */

/** @typedef {import("../plot/store.js").State} State */

/** Example 11.1 of the source, (11.6)–(11.8), with equal weights. */
const EXAMPLE = { means: [-4, 0, 8], variances: [1, 0.2, 3] };
const ROUNDING = 1e-9;

/**
 * @param {State} start
 * @returns {import("../plot/toolbar.js").Preset}
 */
export function startPreset(start) {
  const K = start.means.length;
  const isSource = K === EXAMPLE.means.length && start.means.every((mean, k) =>
    mean === EXAMPLE.means[k] && start.variances[k] === EXAMPLE.variances[k]
    && Math.abs(start.weights[k] - 1 / K) < ROUNDING);
  return { name: isSource ? "The start of Example 11.1" : "The start", state: () => start };
}
