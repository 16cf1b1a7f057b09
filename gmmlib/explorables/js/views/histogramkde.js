/** HistogramKDE: bins and kernels over the same data, and the scores that choose them. */

import { counts, densityOfBins, gridEdges, leastWidth, refuseGrid } from "../maths/histogram.js";
import { densityOfKernels } from "../maths/kde.js";
import { KERNELS, kernelOf } from "../maths/kernels.js";
import { bandwidthByRule, binsByRule } from "../maths/spread.js";
import { niceStep } from "../plot/components.js";
import { NumberRow } from "../plot/controls.js";
import { h, s } from "../plot/dom.js";
import { select } from "../plot/choices.js";
import { refusePlace } from "../plot/edit.js";
import { decodeParts, encodeParts } from "../plot/link.js";
import { readouts, show } from "../plot/readouts.js";
import { HistogramPlot } from "./histogramplot.js";
import { HistogramScores } from "./histogramscores.js";
import { SHOWN, ascending, checked, presets, refuseBandwidth, refuseLine, startOf, stateParts } from "./histogramstate.js";
import { item } from "./legend.js";
import { ownData } from "./owndata.js";
import { createShell } from "./shell.js";

/** @typedef {import("../plot/store.js").State} State */

// Four digits from the slider; what is typed keeps all of its own.
const LOG = { to: Math.log10, from: (/** @type {number} */ position) => Number((10 ** position).toPrecision(4)) };
const WORDS = ["bars and curve", "bars only", "curve only"];
/** @type {[string, string][]} */
const BIN_RULES = [["sturges", "Sturges"], ["scott", "Scott"], ["freedman-diaconis", "Freedman–Diaconis"]];
/** @type {[string, string][]} */
const BANDWIDTH_RULES = [["silverman", "Silverman"], ["scott", "Scott"], ["improved-sheather-jones", "Improved Sheather–Jones"]];

/** @param {import("./shell.js").RenderContext} context */
export function render(context) {
  const { model } = context;
  /** @type {import("./histogramstate.js").DataSet[]} */
  const sets = model.get("sets") ?? [];
  /** @type {{X: number[] | null, points: number[]}} */
  let inOrder = { X: null, points: [] };
  // A drag asks for the same data again and again.
  const sorted = (X = store.state.X) => {
    if (inOrder.X !== X) inOrder = { X, points: ascending(X) };
    return inOrder.points;
  };
  const parts = stateParts(model.get("start")?.X ?? model.get("X"), sets.map(({ X }) => X));
  const shell = createShell(context, {
    components: { min: 0, max: 0 },
    // The store knows the cursor already.
    more: parts.filter(({ key }) => key !== "cursor"),
    codec: { encode: (state) => encodeParts(state, parts), decode: (text) => checked(decodeParts(text, parts)) },
    axes: ({ X }) => [aroundData(sorted(X))],
    presets: ({ start }) => presets(start, sets),
  });
  const { store, status } = shell;
  const plot = new HistogramPlot(store);
  const onCommit = () => store.commit();
  const refuseWidth = (/** @type {number} */ width) => refuseGrid(sorted(), store.state.origin, width);
  const rows = {
    width: new NumberRow({
      label: "Bin width", caption: ["bin width"], scale: LOG, onCommit, refuse: refuseWidth,
      onInput: (width) => store.set({ width: Math.max(width, leastWidth(sorted())) }),
    }),
    origin: new NumberRow({
      label: "Origin", caption: ["origin"], onCommit, onInput: (origin) => store.set({ origin }),
      refuse: (origin) => refusePlace(origin) ?? refuseGrid(sorted(), origin, store.state.width),
    }),
    bandwidth: new NumberRow({
      label: "Bandwidth", caption: ["bandwidth ", h("i", {}, "h")], scale: LOG, onCommit, refuse: refuseBandwidth,
      onInput: (bandwidth) => store.set({ bandwidth }),
    }),
    cursor: new NumberRow({
      label: "Cursor x", caption: ["cursor ", h("i", {}, "x")], onCommit, refuse: refusePlace, onInput: (cursor) => store.set({ cursor }),
    }),
  };
  const shown = select("Shown", SHOWN.map((value, i) => [value, WORDS[i]]), (value) => store.replace({ shown: value }));
  const kernels = select("Kernel", KERNELS.map((name) => [name, `${name} kernel`]), (kernel) => store.replace({ kernel }));
  const binRules = rules("Rule for the bins", BIN_RULES, (rule, name) => {
    const { bins, note } = binsByRule(sorted(), rule);
    const low = sorted()[0];
    status.say(note && `${name}: ${note}.`);
    if (bins > 0) store.replace({ origin: low, width: Math.max((sorted()[sorted().length - 1] - low) / bins, leastWidth(sorted())) });
  });
  const bandwidthRules = rules("Rule for the bandwidth", BANDWIDTH_RULES, (rule, name) => {
    const { bandwidth, note } = bandwidthByRule(sorted(), rule, kernelOf(store.state.kernel));
    status.say(note && `${name} gives no bandwidth: ${note}.`);
    if (bandwidth > 0) store.replace({ bandwidth });
  });
  const toWidth = button("Go to the best width", () => scores.goToBestWidth());
  const toBandwidth = button("Go to the best bandwidth", () => scores.goToBestBandwidth());
  const ofBins = readouts([
    { name: "width", caption: ["bin width"] }, { name: "bins", caption: ["bins"] }, { name: "origin", caption: ["origin"] },
    { name: "histogram-score", caption: ["score"] }, { name: "best-width", caption: ["best width"] },
    { name: "density-histogram", caption: ["density at ", h("i", {}, "x")] },
  ]);
  const ofKernels = readouts([
    { name: "bandwidth", caption: ["bandwidth"] }, { name: "kde-score", caption: ["score"] },
    { name: "best-bandwidth", caption: ["best bandwidth"] }, { name: "density-kde", caption: ["density at ", h("i", {}, "x")] },
  ]);
  const scores = new HistogramScores({
    store, status, sorted, score: ofKernels.outputs["kde-score"],
    bests: { width: ofBins.outputs["best-width"], bandwidth: ofKernels.outputs["best-bandwidth"] },
  });
  const own = ownData({
    axes: ["x"], example: "-3\n-2.5\n-1", refuse: refuseLine,
    take: ([X]) => {
      const { state, note } = startOf(X, store.state.kernel);
      store.replace(state);
      status.say(note);
    },
  });
  shell.watchTyping(() => Object.values(rows).some((row) => row.isTyping) || own.isTyping);

  /** @param {[number, number]} domain */
  function draw(domain) {
    const { state } = store;
    const { width, origin, bandwidth, cursor = 0 } = state;
    const points = sorted();
    const kernel = kernelOf(state.kernel);
    const edges = gridEdges(points, origin, width);
    const held = counts(points, edges);
    const densities = [densityOfBins(cursor, held, edges), densityOfKernels(cursor, points, kernel, bandwidth)];
    [shown.value, kernels.value] = [state.shown, state.kernel];
    plot.update({ sorted: points, edges, held, kernel, domain, densities });
    show(ofBins.outputs["histogram-score"], scores.update(held, edges));
    const span = points[points.length - 1] - points[0];
    const lengths = { min: Math.log10(Math.max(span / 500, leastWidth(points))), max: Math.log10(span), step: 0.005 };
    const places = { min: domain[0], max: domain[1], step: niceStep(domain[1] - domain[0]) };
    rows.width.update(width, lengths);
    rows.bandwidth.update(bandwidth, lengths);
    rows.origin.update(origin, places);
    rows.cursor.update(cursor, places);
    const { outputs } = ofBins;
    show(outputs.width, width);
    show(outputs.bins, held.length, String(held.length));
    show(outputs.origin, origin);
    show(outputs["density-histogram"], densities[0]);
    show(ofKernels.outputs.bandwidth, bandwidth);
    show(ofKernels.outputs["density-kde"], densities[1]);
  }

  const takeDown = shell.run(
    [h("div", { class: "xp-buttons xp-draw" }, shown, kernels), plot.frame.svg, key(), h("div", { class: "xp-cursor" }, rows.cursor.element),
      h("div", { class: "xp-cards xp-two" },
        card("Histogram", 2, rows.width.element, rows.origin.element, h("div", { class: "xp-buttons" }, binRules, toWidth), ofBins.element),
        card("Kernel density estimate", 1, rows.bandwidth.element, h("div", { class: "xp-buttons" }, bandwidthRules, toBandwidth), ofKernels.element)),
      scores.element, own.element],
    draw, (width) => {
      plot.frame.resize(width);
      scores.resize(width);
    },
  );
  return () => {
    scores.destroy();
    takeDown();
  };
}

/**
 * The data, with room for the tails of the kernels.
 * @param {number[]} sorted
 * @returns {[number, number]}
 */
function aroundData(sorted) {
  const [low, high] = [sorted[0], sorted[sorted.length - 1]];
  return [low - 0.08 * (high - low), high + 0.08 * (high - low)];
}

function key() {
  return h("div", { class: "xp-legend" },
    item(s("rect", { class: "xp-bins", x: 3, y: 1, width: 20, height: 10 }), "histogram"),
    item(s("path", { class: "xp-kde", d: "M0,6H26" }), "kernel density estimate"),
    item(s("path", { class: "xp-one-kernel", d: "M1,11C9,11 9,1 13,1S17,11 25,11" }), "one kernel, enlarged"),
    item(s("path", { class: "xp-rug", d: "M6,2V10M11,2V10M20,2V10" }), "data"),
    item(s("path", { class: "xp-knob-sample", d: "M8,1H18V11H8Z" }), "drag the grid"),
    item(s("path", { class: "xp-knob-sample", d: "M4,6 L9,2 V4.5 H17 V2 L22,6 L17,10 V7.5 H9 V10 Z" }), "drag an edge, or the kernel"),
    item(s("circle", { class: "xp-dot xp-k1", cx: 13, cy: 6, r: 4.5 }), "score now"),
    item(s("path", { class: "xp-top", d: "M13,2 L8,11 H18 Z" }), "best score"));
}

/**
 * @param {string} title
 * @param {number} k
 * @param {...Node} content
 */
function card(title, k, ...content) {
  return h("div", { class: `xp-card xp-k${k}`, role: "group", "aria-label": title },
    h("div", { class: "xp-card-head" }, h("span", {}, title)), ...content);
}

/**
 * @param {string} text
 * @param {() => void} onclick
 */
function button(text, onclick) {
  return h("button", { type: "button", class: "xp-button", onclick }, text);
}

/**
 * Rules that set a number once: afterwards none is chosen, since the reader may move on.
 * @param {string} label
 * @param {[string, string][]} options
 * @param {(rule: string, name: string) => void} apply
 */
function rules(label, options, apply) {
  const element = select(label, [["", `${label}…`], ...options], (rule, name) => {
    if (rule) apply(rule, name);
    element.value = "";
  });
  return element;
}
