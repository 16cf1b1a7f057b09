/** MixtureExplorer: the mixture (11.5) under the reader's hand, with one to six components. */

import { density, logDensity } from "../maths/mixture.js";
import { modes } from "../maths/modes.js";
import { ComponentCards, niceStep } from "../plot/components.js";
import { NumberRow } from "../plot/controls.js";
import { DensityPlot } from "../plot/density.js";
import { MAX_COMPONENTS, refusePlace } from "../plot/edit.js";
import { h } from "../plot/dom.js";
import { formatNumber } from "../plot/format.js";
import { readouts, show } from "../plot/readouts.js";
import { legend } from "./legend.js";
import { createShell } from "./shell.js";

/** @typedef {import("../plot/toolbar.js").Preset} Preset */

/** @type {Preset[]} */
const PRESETS = [
  {
    name: "Equation (11.5)",
    state: () => ({ weights: [0.5, 0.2, 0.3], means: [-2, 1, 4], variances: [0.5, 2, 1], cursor: 0 }),
  },
  {
    name: "One Gaussian",
    state: () => ({ weights: [1], means: [0], variances: [1], cursor: 0 }),
    say: "With one component the mixture is that Gaussian.",
  },
  {
    name: "Two components, one mode",
    state: () => ({ weights: [0.6, 0.4], means: [-0.7, 0.9], variances: [1, 1], cursor: 0 }),
    say: "Two components, but a single peak: modes do not count components.",
  },
  {
    name: "A hidden component",
    state: () => ({ weights: [0.98, 0.02], means: [0, 1.5], variances: [1, 0.09], cursor: 1.5 }),
    say: "Component 2 has a fiftieth of the mass, and yet it bends the curve: it is narrow.",
  },
  {
    name: "Equal means, two spreads",
    state: () => ({ weights: [0.5, 0.5], means: [0, 0], variances: [0.2, 6], cursor: 2 }),
    say: "A sharp peak on heavy tails: no single Gaussian has this shape.",
  },
  {
    name: "Six equal components",
    state: () => ({
      weights: Array.from({ length: 6 }, () => 1 / 6), means: [-5, -3, -1, 1, 3, 5],
      variances: [1, 1, 1, 1, 1, 1], cursor: 0,
    }),
    say: "Six bells, two standard deviations apart, blend into a plateau. Its modes are fewer than its components.",
  },
];

/** @param {import("./shell.js").RenderContext} context */
export function render(context) {
  const shell = createShell(context, {
    presets: () => PRESETS, components: { min: 1, max: MAX_COMPONENTS },
  });
  const { store } = shell;
  const plot = new DensityPlot({
    store, cursor: true, label: "Density of the mixture, with handles for means and spreads",
    height: (width) => Math.min(340, Math.max(230, width * 0.46)),
  });
  const cursor = new NumberRow({
    label: "Cursor x", caption: ["cursor ", h("i", {}, "x")],
    refuse: refusePlace, onInput: (x) => store.set({ cursor: x }), onCommit: () => store.commit(),
  });
  const numbers = readouts([
    { name: "density", caption: ["density ", h("i", {}, "p"), "(", h("i", {}, "x"), ")"] },
    { name: "log-density", caption: ["log ", h("i", {}, "p"), "(", h("i", {}, "x"), ")"] },
    { name: "modes", caption: ["modes"] },
    { name: "mode-places", caption: ["modes at"] },
    { name: "weights", caption: ["weights"] },
  ]);
  const cards = new ComponentCards(store, { resizable: true });
  shell.watchTyping(() => cards.isTyping || cursor.isTyping);

  /** @param {[number, number]} domain */
  function draw(domain) {
    const { state } = store;
    const { cursor: x = 0 } = state;
    const places = modes(state);
    plot.update(domain, places);
    cursor.update(x, { min: domain[0], max: domain[1], step: niceStep(domain[1] - domain[0]) });
    cards.update(domain);
    const { outputs } = numbers;
    show(outputs.density, density(x, state));
    show(outputs["log-density"], logDensity(x, state));
    show(outputs.modes, places.length, String(places.length));
    show(outputs["mode-places"], places);
    show(outputs.weights, state.weights, `${state.weights.map((w) => formatNumber(w)).join(" + ")} = 1`);
  }

  return shell.run(
    [plot.frame.svg, legend({ modes: true }), h("div", { class: "xp-cursor" }, cursor.element),
      numbers.element, cards.element],
    draw, (width) => plot.frame.resize(width),
  );
}
