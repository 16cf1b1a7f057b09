/** Responsibilities: the matrix (11.19) and the curves r_k(x) while the components move. */

import { responsibilities, responsibilitiesAt } from "../maths/mixture.js";
import { ComponentCards, niceStep } from "../plot/components.js";
import { NumberRow } from "../plot/controls.js";
import { DensityPlot } from "../plot/density.js";
import { h } from "../plot/dom.js";
import { refusePlace } from "../plot/edit.js";
import { readouts, show } from "../plot/readouts.js";
import { legend } from "./legend.js";
import { Matrix } from "./matrix.js";
import { ShareCurves } from "./sharecurves.js";
import { createShell } from "./shell.js";
import { startPreset } from "./start.js";

/** @typedef {import("../plot/store.js").State} State */

/** @param {import("./shell.js").RenderContext} context */
export function render(context) {
  /** @type {number[]} */
  const data = context.model.get("X");
  const K = context.model.get("means").length;
  const shell = createShell(context, {
    data, components: { min: K, max: K }, presets: (store) => presets(store.start),
  });
  const { store } = shell;
  const plot = new DensityPlot({
    store, data, cursor: true, xAxis: false,
    label: "Density of the mixture, with handles for means and spreads",
    height: (width) => Math.min(250, Math.max(180, width * 0.36)),
  });
  const curves = new ShareCurves(data, K);
  curves.frame.makePressable((x) => plot.moveCursor(x), () => store.commit());
  const cursor = new NumberRow({
    label: "Cursor x", caption: ["cursor ", h("i", {}, "x")], refuse: refusePlace,
    onInput: (x) => store.set({ cursor: x }), onCommit: () => store.commit(),
  });
  const numbers = readouts(Array.from({ length: K }, (_, k) => ({
    name: `r-${k + 1}`,
    caption: [h("i", {}, "r"), h("sub", {}, String(k + 1)), "(", h("i", {}, "x"), ")"],
  })));
  const matrix = new Matrix(data, K);
  const cards = new ComponentCards(store, { resizable: false });
  shell.watchTyping(() => cards.isTyping || cursor.isTyping);

  /** @param {[number, number]} domain */
  function draw(domain) {
    const { state } = store;
    const { cursor: x = 0 } = state;
    const r = responsibilities(data, state);
    plot.update(domain);
    curves.update(state, domain, r);
    cursor.update(x, { min: domain[0], max: domain[1], step: niceStep(domain[1] - domain[0]) });
    responsibilitiesAt(x, state).forEach((value, k) => show(numbers.outputs[`r-${k + 1}`], value));
    matrix.update(r);
    cards.update(domain);
  }

  return shell.run(
    [plot.frame.svg, curves.frame.svg, legend({ data: true }),
      h("div", { class: "xp-cursor" }, cursor.element), numbers.element, matrix.element,
      cards.element],
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
  /** @param {number} value */
  const each = (value) => start.means.map(() => value);
  const equal = each(1 / K);
  const apart = start.means.map((_, k) => 4 * (k - (K - 1) / 2));
  return [
    startPreset(start),
    {
      name: "Far from every component",
      state: () => ({ ...start, cursor: Math.min(...start.means) - 36 }),
      say: "Far out the widest component takes all, even where another one is nearer. The shares still sum to 1.",
    },
    {
      name: "Identical components",
      state: () => ({ ...start, weights: equal, means: each(0), variances: each(4) }),
      say: "Nothing tells the components apart, so each takes an equal share of every point.",
    },
    {
      name: "Equal spreads",
      state: () => ({ ...start, weights: equal, means: apart, variances: each(2) }),
      say: "With equal variances the shares of two neighbors are logistic curves of x.",
    },
    {
      name: "A wide component under narrow ones",
      state: () => ({
        ...start, weights: equal, means: apart, variances: start.means.map((_, k) => (k === 0 ? 30 : 0.5)),
      }),
      say: "The wide component takes the points that the narrow ones do not reach, on both sides of them.",
    },
  ];
}
