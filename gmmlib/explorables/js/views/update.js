/** MeanUpdate, CovarianceUpdate and WeightUpdate: one of the M-step's updates, before and after. */

import { cycleOf } from "../maths/cycle.js";
import { em, mStep } from "../maths/em.js";
import { logLikelihood, responsibilities } from "../maths/mixture.js";
import { ComponentCards, lineSample } from "../plot/components.js";
import { DensityPlot } from "../plot/density.js";
import { h, setText } from "../plot/dom.js";
import { formatNumber } from "../plot/format.js";
import { output, readouts, showOrNone } from "../plot/readouts.js";
import { scrollBox } from "../plot/scrollbox.js";
import { BeforeAfter } from "./beforeafter.js";
import { legend } from "./legend.js";
import { Matrix } from "./matrix.js";
import { Pulls } from "./pulls.js";
import { createShell } from "./shell.js";
import { Simplex } from "./simplex.js";
import { startPreset } from "./start.js";

/** @typedef {import("../plot/store.js").State} State */
/** @typedef {import("../maths/mixture.js").Mixture1D} Mixture1D */

/** Falls of the log-likelihood a point that are nothing but rounding. */
const ROUNDING = 1e-12;

/** For each update: its place in the cycle, its letter, and what stands around the numbers. */
const UPDATES = {
  means: { stage: 0, letter: "μ", power: "", word: "mean" },
  variances: { stage: 1, letter: "σ", power: "2", word: "variance" },
  weights: { stage: 2, letter: "π", power: "", word: "weight" },
};

/** @param {keyof typeof UPDATES} what */
export const updateView = (what) => (/** @type {import("./shell.js").RenderContext} */ context) => {
  /** @type {number[]} */
  const data = context.model.get("X");
  const K = context.model.get("means").length;
  const { stage, letter, power, word } = UPDATES[what];
  const shell = createShell(context, {
    data, components: { min: K, max: K }, presets: (store) => presets(store.start, data),
  });
  const { store } = shell;
  const plot = new DensityPlot({
    store, data, xAxis: false, yLabel: "density, at the start of the cycle",
    label: "Density of the mixture that the responsibilities come from, with handles for means and spreads",
    height: (width) => Math.min(230, Math.max(180, width * 0.32)),
  });
  const pulls = new Pulls(data, K, what);
  const both = new BeforeAfter(data, K);
  const simplex = what === "weights" && K === 3
    ? new Simplex(data, (weights) => store.set({ weights }), () => store.commit()) : null;
  const rows = Array.from({ length: K }, (_, k) => ({ old: output(`old-${k + 1}`), now: output(`new-${k + 1}`) }));
  const further = h("button", { type: "button", class: "xp-button", onclick: () => {
    const next = cycleOf(data, store.state).models[stage + 1];
    if (next) store.replace(next);
  } }, "Go on from the new values");
  const problem = h("p", { class: "xp-verdict" });
  const table = scrollBox(h("table", { class: "xp-table xp-updated" },
    h("caption", {}, `Update of the ${word}s`),
    h("thead", {}, h("tr", {}, ...["component", "old", "new"].map((text) => h("th", { scope: "col" }, text)))),
    h("tbody", {}, ...rows.map(({ old, now }, k) => h("tr", {},
      h("th", { scope: "row", class: `xp-k${k + 1}` }, lineSample(k + 1), h("i", {}, letter),
        h("sub", {}, String(k + 1)), ...(power ? [h("sup", {}, power)] : [])),
      h("td", {}, old), h("td", {}, now))))), K, `Update of the ${word}s`);
  const scores = readouts([
    { name: "log-likelihood-before", caption: ["log-likelihood before"] },
    { name: "log-likelihood-after", caption: ["log-likelihood after"] },
  ]);
  scores.element.append(further, problem);
  const matrix = new Matrix(data, K);
  const cards = new ComponentCards(store, { resizable: false });
  shell.watchTyping(() => cards.isTyping);

  /** @param {[number, number]} domain */
  function draw(domain) {
    const { state } = store;
    const cycle = cycleOf(data, state);
    const [before, after] = cycle.models.slice(stage, stage + 2);
    plot.update(domain);
    pulls.update(domain, state, cycle);
    both.update(domain, before, after);
    simplex?.update(before, state.weights, cycle.weights);
    const now = cycle[what];
    rows.forEach((row, k) => {
      showOrNone(row.old, state[what][k]);
      showOrNone(row.now, now && now[k]);
    });
    showOrNone(scores.outputs["log-likelihood-before"], before && logLikelihood(data, before));
    showOrNone(scores.outputs["log-likelihood-after"], after && logLikelihood(data, after));
    further.setAttribute("aria-disabled", String(!after));
    setText(problem, after ? fall(data, state, before, after) : `Here the update ends: ${cycle.problem}.`);
    matrix.update(cycle.r);
    cards.update(domain);
  }

  return shell.run(
    [plot.frame.svg, legend({ data: true }), pulls.frame.svg, pulls.legend, both.frame.svg, both.legend,
      scores.element, ...(simplex ? [simplex.element] : []), table, matrix.element, cards.element],
    draw, (width) => [plot, pulls, both].forEach(({ frame }) => frame.resize(width)),
  );
};

/**
 * Why an update lowers the log-likelihood, where it does.
 * @param {number[]} data
 * @param {State} start
 * @param {Mixture1D | null} before
 * @param {Mixture1D} after
 */
function fall(data, start, before, after) {
  if (!before || logLikelihood(data, after) >= logLikelihood(data, before) - ROUNDING * data.length) return "";
  return "This update alone lowers the log-likelihood: its responsibilities are those of the start of the cycle. "
    + `The cycle as a whole never leads below the start's, ${formatNumber(logLikelihood(data, start))}.`;
}

/**
 * @param {State} start
 * @param {number[]} data
 * @returns {import("../plot/toolbar.js").Preset[]}
 */
function presets(start, data) {
  const K = start.means.length;
  /** @param {number} value */
  const each = (value) => start.means.map(() => value);
  const [low, high] = [Math.min(...data), Math.max(...data)];
  return [
    startPreset(start),
    {
      name: "After one EM cycle",
      state: () => mStep(data, responsibilities(data, start)),
      say: "All three updates were made once. The next ones are much smaller.",
    },
    {
      name: "Where EM ends",
      state: () => em(data, start).model,
      say: "New and old are the same: the updates have nothing left to change.",
    },
    {
      name: "Identical components",
      state: () => ({ weights: each(1 / K), means: each(0), variances: each(4) }),
      say: "All components have the same share in each point, so their updates are the same too.",
    },
    {
      name: "A component far from all points",
      state: () => ({ ...start, means: start.means.map((mean, k) => (k === K - 1 ? high + 2 * (high - low) : mean)) }),
      say: "Its shares are tiny, but the mean asks only for their proportions: it comes all the way. The weight asks for their size.",
    },
  ];
}
