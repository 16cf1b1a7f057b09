/** AncestralSampling: draw the component z, then the point x; counts, histogram and draws. */

import { density } from "../maths/mixture.js";
import { Chance, counts, draws, heights } from "../maths/sampling.js";
import { ComponentCards, niceStep } from "../plot/components.js";
import { NumberRow } from "../plot/controls.js";
import { DensityPlot } from "../plot/density.js";
import { assign, h, s } from "../plot/dom.js";
import { flag, whole } from "../plot/parts.js";
import { readouts, show } from "../plot/readouts.js";
import { Bars } from "./bars.js";
import { Lanes } from "./lanes.js";
import { legend } from "./legend.js";
import { createShell } from "./shell.js";

/** @typedef {import("../plot/store.js").State} State */
/** @typedef {import("../plot/link.js").Part} Part */

/** As many draws as are followed at once; Python refuses more, too. */
const MOST = 2000;
const DRAWN = whole("drawn", "n", "a number of draws", MOST);
const SEED = whole("seed", "s", "a seed", 2 ** 32 - 1);
/** Seeds that the slider reaches; others are typed. */
const SEEDS = { min: 0, max: 99, step: 1 };
/** More draws fill narrower bars: up to so many draws so many bars. */
const BARS = [[30, 12], [300, 24], [MOST, 48]];

/** @param {import("./shell.js").RenderContext} context */
export function render(context) {
  const K = context.model.get("means").length;
  const shell = createShell(context, {
    components: { min: K, max: K }, presets: (store) => presets(store.start),
    more: [DRAWN.part, SEED.part, flag("switched", "z"), flag("hidden", "h")],
  });
  const { store } = shell;
  const plot = new DensityPlot({
    store, xAxis: false,
    label: "Density of the mixture over a histogram of the draws, with handles for means and spreads",
    height: (width) => Math.min(290, Math.max(200, width * 0.4)),
  });
  const histogram = s("path", { class: "xp-histogram" });
  /** The bell from which the next point will come. */
  const chosen = s("path");
  plot.frame.curves.prepend(histogram, chosen);
  const lanes = new Lanes(K);
  const onCommit = () => store.commit();
  const drawn = new NumberRow({
    label: "Number of draws", caption: ["draws ", h("i", {}, "n")], refuse: DRAWN.refuse, onCommit,
    onInput: (value) => store.set({ drawn: value, switched: false }),
  });
  const seed = new NumberRow({
    label: "Seed", caption: ["seed"], refuse: SEED.refuse, onCommit, onInput: (value) => store.set({ seed: value }),
  });
  const first = button(["Draw ", h("b", { class: "xp-z" }, "z")], () => {
    const { switched, drawn: n } = store.state;
    if (!switched && n < MOST) store.replace({ switched: true });
  });
  const second = button(["Draw ", h("i", {}, "x")], () => {
    if (store.state.switched) more(1);
  });
  const many = [10, 100].map((n) => button([`Draw ${n}`], () => more(n)));
  const again = button(["Start over"], () => store.replace({ drawn: 0, switched: false }));
  const box = h("input", { type: "checkbox", onchange: () => store.replace({ hidden: box.checked }) });
  const last = readouts([
    { name: "z", caption: [h("b", { class: "xp-z" }, "z"), " of the last draw"] },
    { name: "x", caption: [h("i", {}, "x"), " of the last draw"] },
    { name: "density-at-x", caption: ["density ", h("i", {}, "p"), "(", h("i", {}, "x"), ")"] },
  ]);
  const none = h("p", { class: "xp-none" }, "Nothing drawn yet.");
  const bars = new Bars("count", "Draws from each component", ["draws from each component, of ", h("i", {}, "n"), " ", h("i", {}, "π"), h("sub", {}, h("i", {}, "k")), " expected"], K, "expected");
  const unseen = h("p", { class: "xp-none" }, "The labels are hidden. This is what data look like: points, and nobody says which component made them.");
  const cards = new ComponentCards(store, { resizable: false });
  const cells = [...last.element.children];
  shell.watchTyping(() => cards.isTyping || drawn.isTyping || seed.isTyping);
  let chance = new Chance(store.state.seed);

  /** @param {number} n */
  function more(n) {
    const { drawn: before } = store.state;
    if (before < MOST) store.replace({ drawn: Math.min(MOST, before + n), switched: false });
  }

  /** @param {[number, number]} domain */
  function draw(domain) {
    const { state } = store;
    const { drawn: n, switched, hidden } = state;
    if (chance.seed !== state.seed) chance = new Chance(state.seed);
    // The label of the next point may be there before its place is.
    const { z, x } = draws(chance, n + (switched ? 1 : 0), state);
    const next = switched ? z[n] : -1;
    x.length = n;
    drawDensity(x, domain);
    assign(chosen, next < 0 || hidden ? { d: "" } : { d: plot.pathOf(next), class: `xp-chosen xp-k${next + 1}` });
    lanes.update(z, x, domain, hidden);
    drawn.update(n, { min: 0, max: MOST, step: 1 });
    seed.update(state.seed, SEEDS);
    box.checked = hidden;
    first.setAttribute("aria-disabled", String(switched || n === MOST));
    second.setAttribute("aria-disabled", String(!switched));
    for (const element of many) element.setAttribute("aria-disabled", String(n === MOST));
    again.setAttribute("aria-disabled", String(n === 0 && !switched));
    showLast(z, x, state);
    const labels = hidden ? unseen : bars.element;
    if (side.lastElementChild !== labels) side.lastElementChild?.replaceWith(labels);
    const found = counts(z.slice(0, n), K);
    bars.update(found, {
      texts: found.map(String), lengths: found.map((count) => count / (n || 1)), marks: state.weights,
      others: state.weights.map((weight) => n * weight),
    });
    cards.update(domain);
  }

  /**
   * @param {number[]} x
   * @param {[number, number]} domain
   */
  function drawDensity(x, [low, high]) {
    const [, wanted] = BARS.find(([most]) => x.length <= most) ?? BARS[0];
    const width = niceStep((400 * (high - low)) / wanted);
    const from = Math.floor(low / width) * width;
    const found = x.length ? heights(x, from, width, Math.ceil((high - from) / width)) : [];
    plot.update([low, high], [], Math.max(0, ...found));
    const { x: toX, y: toY } = plot.frame;
    const steps = found.map((height, i) =>
      `V${toY(height).toFixed(1)}H${toX(from + (i + 1) * width).toFixed(1)}V${toY(0)}`);
    assign(histogram, { d: found.length ? `M${toX(from).toFixed(1)},${toY(0)}${steps.join("")}Z` : "" });
  }

  /**
   * @param {number[]} z
   * @param {number[]} x
   * @param {State} state
   */
  function showLast(z, x, { hidden, switched, ...state }) {
    const { outputs, element } = last;
    const i = z.length - 1;
    const seen = [z.length > 0 && !hidden, x.length > 0 && !switched, x.length > 0 && !switched];
    if (seen[0]) {
      const code = Array.from({ length: K }, (_, k) => (k === z[i] ? 1 : 0));
      show(outputs.z, code, code.join(", "));
    }
    if (seen[1]) {
      show(outputs.x, x[i]);
      show(outputs["density-at-x"], density(x[i], /** @type {State} */ (state)));
    }
    const wanted = seen.some(Boolean) ? cells.filter((_, j) => seen[j]) : [none];
    if (wanted.length !== element.children.length || wanted.some((cell, j) => cell !== element.children[j])) {
      element.replaceChildren(...wanted);
    }
  }

  const side = h("div", { class: "xp-drawn" }, last.element, bars.element);
  return shell.run(
    [h("div", { class: "xp-buttons xp-draw" }, first, second, ...many, again, h("label", { class: "xp-check" }, box, "Hide ", h("b", { class: "xp-z" }, "z"))),
      plot.frame.svg, lanes.frame.svg, legend({ bars: true }),
      h("div", { class: "xp-cursor xp-settings" }, drawn.element, seed.element), side, cards.element],
    draw, (width) => {
      plot.frame.resize(width);
      lanes.frame.resize(width);
    },
  );
}

/**
 * @param {(string | Node)[]} content
 * @param {() => void} onclick
 */
function button(content, onclick) {
  return h("button", { type: "button", class: "xp-button", onclick }, ...content);
}

/**
 * @param {State} start
 * @returns {import("../plot/toolbar.js").Preset[]}
 */
function presets(start) {
  const K = start.means.length;
  const plain = { ...start, switched: false, hidden: false };
  return [
    { name: "The start", state: () => start },
    {
      name: "Nothing drawn yet",
      state: () => ({ ...plain, drawn: 0 }),
      say: "Draw z: it chooses a bell. Draw x: a point from that bell.",
    },
    {
      name: "The bell is chosen",
      state: () => ({ ...plain, switched: true }),
      say: "Step 1 is done: z is drawn. The next point will come from the bell that is marked.",
    },
    {
      name: "Two thousand draws",
      state: () => ({ ...plain, drawn: MOST }),
      say: "The bars follow the solid curve, although every draw was from one of the dashed ones.",
    },
    {
      name: "As we get them",
      state: () => ({ ...plain, drawn: MOST, hidden: true }),
      say: "The same points without their labels.",
    },
    {
      name: "Another seed",
      state: () => ({ ...plain, seed: (start.seed + 1) % 2 ** 32 }),
      say: "Other chance, the same mixture: the counts differ from before about as much as from what is expected.",
    },
    ...(K > 1 ? [{
      name: "A rare component",
      state: () => ({ ...plain, drawn: 400, weights: start.weights.map((_, k) => (k === K - 1 ? 0.01 : 0.99 / (K - 1))) }),
      say: `Component ${K} makes one point in a hundred, so about 4 of 400.`,
    }] : []),
  ];
}
