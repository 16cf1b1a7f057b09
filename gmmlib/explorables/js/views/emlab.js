/** EMLab: EM in one dimension, from any start, step by step. */

import { MAX_COMPONENTS } from "../plot/edit.js";
import { ComponentCards } from "../plot/components.js";
import { DensityPlot } from "../plot/density.js";
import { needed } from "../plot/range.js";
import { onLine } from "../maths/path.js";
import { trailPart } from "../plot/trail.js";
import { EMSteps } from "./emsteps.js";
import { dataPart, thinned } from "./emdata.js";
import { legend } from "./legend.js";
import { ownData } from "./owndata.js";
import { ShareColumns } from "./sharecolumns.js";
import { createShell } from "./shell.js";
import { startPreset } from "./start.js";

/** @typedef {import("../plot/store.js").State} State */

/** More columns than this lie on one another. */
const MOST_DRAWN = 600;

const shape = {
  keys: ["weights", "means", "variances"],
  spreads: "Variances",
  flat: (/** @type {State} */ m) => [m.weights, m.means, m.variances],
  full: (/** @type {number[][]} */ [weights, means, variances]) => ({ weights, means, variances }),
  problem: onLine,
};

/** @param {import("./shell.js").RenderContext} context */
export function render(context) {
  const shell = createShell(context, {
    components: { min: 1, max: MAX_COMPONENTS },
    more: [trailPart, dataPart(context.model.get("start")?.X ?? context.model.get("X"), 1)],
    axes: (state) => [needed(state, state.X)],
    presets: (store) => presets(store.start),
  });
  const { store, status } = shell;
  const plot = new DensityPlot({
    store, stems: true, label: "Density of the mixture over the data, with handles for means and spreads",
    xAxis: false, height: (width) => Math.min(270, Math.max(190, width * 0.37)),
  });
  const columns = new ShareColumns();
  const steps = new EMSteps({ store, status, shape });
  const cards = new ComponentCards(store, { resizable: true });
  const own = ownData({
    axes: ["x"], example: "-3\n-2.5\n-1",
    take: ([X]) => store.replace({ X, trail: "", ...spreadOut(X, store.state.means.length) }),
  });
  shell.watchTyping(() => cards.isTyping || own.isTyping);
  /** @type {number[] | null} */
  let shown = null;
  /** @type {number[]} */
  let kept = [];

  /** @param {[number, number]} domain */
  function draw(domain) {
    const { X } = store.state;
    if (X !== shown) {
      kept = thinned(X, MOST_DRAWN);
      plot.setData(kept.map((n) => X[n]));
      shown = X;
    }
    const r = steps.update();
    plot.update(domain);
    columns.update(kept.map((n) => X[n]), r && kept.map((n) => r[n]), domain);
    cards.update(domain);
  }

  return shell.run(
    [plot.frame.svg, columns.frame.svg, legend({ data: true }), steps.element, steps.frame.svg, cards.element, own.element],
    draw, (width) => {
      for (const { frame } of [plot, columns, steps]) frame.resize(width);
    },
  );
}

/**
 * A start for any data: means at even shares of the points, equal weights and variances.
 * @param {number[]} X
 * @param {number} K
 */
function spreadOut(X, K) {
  const sorted = [...X].sort((a, b) => a - b);
  const mean = X.reduce((sum, x) => sum + x, 0) / X.length;
  const variance = X.reduce((sum, x) => sum + (x - mean) ** 2, 0) / X.length;
  const each = Array.from({ length: K }, (_, k) => k);
  return {
    weights: each.map(() => 1 / K),
    means: each.map((k) => Number(sorted[Math.floor(((k + 0.5) / K) * X.length)].toPrecision(6))),
    variances: each.map(() => Number((variance / K ** 2).toPrecision(4))),
  };
}

/**
 * @param {State} start
 * @returns {import("../plot/toolbar.js").Preset[]}
 */
function presets(start) {
  const first = startPreset(start);
  const K = start.means.length;
  const { X } = start;
  const base = { X, trail: "", weights: start.means.map(() => 1 / K) };
  const low = X.reduce((/** @type {number} */ a, /** @type {number} */ b) => Math.min(a, b));
  const spread = X.reduce((/** @type {number} */ a, /** @type {number} */ b) => Math.max(a, b)) - low;
  const round = (/** @type {number} */ value) => Number(value.toPrecision(4));
  const isSource = first.name !== "The start";
  /** @type {import("../plot/toolbar.js").Preset[]} */
  const ofTheSource = [
    {
      name: "Another start, a higher maximum",
      state: () => ({ ...base, means: [2, 8, -4], variances: [3, 5, 0.5] }),
      say: "Run EM: it ends lower on the curve than from the source's start. Both ends are local optima, and no small change tells.",
    },
    {
      name: "A bad start",
      state: () => ({ ...base, weights: [0.5, 0.5], means: [-2, 4], variances: [1, 1] }),
      say: "Two components. Run EM: it ends at a true maximum, and no small change leaves it. Yet from means −3 and 2 and variances 1 and 4 it ends lower on the curve.",
    },
    {
      name: "Twins",
      state: () => ({ ...base, means: [7, 4, -6], variances: [5, 2, 2] }),
      say: "Run EM: two components end as twins, on a saddle far above the other ends of three on the curve. All three started too far out.",
    },
  ];
  return [
    first,
    ...(isSource ? ofTheSource : []),
    {
      name: "Identical components",
      state: () => ({ ...base, means: start.means.map(() => round(low + 0.4 * spread)), variances: start.means.map(() => round(spread ** 2 / 16)) }),
      say: "Nothing breaks the symmetry: each component gets an equal share of every point, and they stay one.",
    },
    {
      name: "A collapsing component",
      state: () => ({
        ...base, means: start.means.map((_, k) => (k === 0 ? X[0] : round(low + (spread * k) / K))),
        variances: start.means.map((_, k) => round(spread ** 2 * (k === 0 ? 1e-4 : 1 / 64))),
      }),
      say: "Component 1 sits on one point, and is narrow. Run EM and see what it says.",
    },
  ];
}
