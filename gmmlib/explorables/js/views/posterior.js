/** Posterior: Bayes' theorem at a place x, prior times likelihood over p(x), (11.69). */

import { bayes } from "../maths/bayes.js";
import { ComponentCards, niceStep } from "../plot/components.js";
import { NumberRow } from "../plot/controls.js";
import { DensityPlot } from "../plot/density.js";
import { h } from "../plot/dom.js";
import { refusePlace } from "../plot/edit.js";
import { output, show } from "../plot/readouts.js";
import { Bars } from "./bars.js";
import { legend } from "./legend.js";
import { ShareCurves } from "./sharecurves.js";
import { createShell } from "./shell.js";

/** @typedef {import("../plot/store.js").State} State */

/** @param {import("./shell.js").RenderContext} context */
export function render(context) {
  const K = context.model.get("means").length;
  const shell = createShell(context, {
    components: { min: K, max: K }, presets: (store) => presets(store.start),
  });
  const { store } = shell;
  const plot = new DensityPlot({
    store, cursor: true, xAxis: false,
    label: "Density of the mixture, with handles for means and spreads",
    height: (width) => Math.min(250, Math.max(180, width * 0.36)),
  });
  const curves = new ShareCurves([], K);
  curves.frame.makePressable((x) => plot.moveCursor(x), () => store.commit());
  const cursor = new NumberRow({
    label: "Cursor x", caption: ["point ", h("i", {}, "x")], refuse: refusePlace,
    onInput: (x) => store.set({ cursor: x }), onCommit: () => store.commit(),
  });
  const prior = new Bars("prior", "Prior", ["prior ", h("i", {}, "π"), h("sub", {}, h("i", {}, "k"))], K);
  const likelihood = new Bars("likelihood", "Likelihood", [
    "likelihood ", h("i", {}, "p"), "(", h("i", {}, "x"), " | ", h("i", {}, "z"), h("sub", {}, h("i", {}, "k")), " = 1)"], K);
  const posterior = new Bars("posterior", "Posterior", [
    "posterior ", h("i", {}, "p"), "(", h("i", {}, "z"), h("sub", {}, h("i", {}, "k")), " = 1 | ", h("i", {}, "x"), ")"], K);
  const density = output("density");
  const sum = h("div", { class: "xp-bayes" },
    prior.element, h("div", { class: "xp-sign" }, "×"), likelihood.element,
    h("div", { class: "xp-sign" }, h("span", {}, "÷ ", h("i", {}, "p"), "(", h("i", {}, "x"), ")"), density, h("span", {}, "=")),
    posterior.element);
  const cards = new ComponentCards(store, { resizable: false });
  shell.watchTyping(() => cards.isTyping || cursor.isTyping);

  /** @param {[number, number]} domain */
  function draw(domain) {
    const { state } = store;
    const { cursor: x = 0 } = state;
    const terms = bayes(x, state);
    plot.update(domain);
    curves.update(state, domain, []);
    cursor.update(x, { min: domain[0], max: domain[1], step: niceStep(domain[1] - domain[0]) });
    prior.update(terms.prior);
    likelihood.update(terms.likelihood, { lengths: terms.heights });
    posterior.update(terms.posterior);
    show(density, terms.density);
    cards.update(domain);
  }

  return shell.run(
    [plot.frame.svg, h("div", { class: "xp-cursor" }, cursor.element), sum, curves.frame.svg,
      legend({}), cards.element],
    draw, (width) => {
      plot.frame.resize(width);
      curves.frame.resize(width);
    },
  );
}

/**
 * @param {State} start
 * @returns {import("../plot/toolbar.js").Preset[]}
 */
function presets(start) {
  const K = start.means.length;
  const reach = Math.max(...start.means) - Math.min(...start.means) + Math.sqrt(Math.max(...start.variances));
  const all = [
    { name: "The start", state: () => start },
    {
      name: "At a mean",
      state: () => ({ ...start, cursor: start.means[0] }),
      say: "At the mean of component 1 its likelihood is as large as it gets.",
    },
    {
      name: "Far from every component",
      state: () => ({ ...start, cursor: Math.min(...start.means) - 2.5 * reach }),
      say: "All likelihoods are tiny, but only their ratios count: the posterior still sums to 1.",
    },
    {
      name: "The point says nothing",
      state: () => ({ ...start, means: start.means.map(() => 0), variances: start.variances.map(() => 1), cursor: 1 }),
      say: "All components give the point the same density, so the posterior is the prior.",
    },
    {
      name: "The prior says nothing",
      state: () => ({ ...start, weights: start.weights.map(() => 1 / K) }),
      say: "With equal priors the posterior is the likelihoods, scaled to sum to 1.",
    },
    {
      name: "Rare components",
      state: () => ({ ...start, weights: start.weights.map((_, k) => (k === 0 ? 0.99 : 0.01 / (K - 1))) }),
      say: `Component 1 makes 99 of 100 points. Another likelihood must be ${99 * (K - 1)} times as large to draw level.`,
    },
  ];
  // A single component has no prior to change.
  return K > 1 ? all : all.slice(0, 4);
}
