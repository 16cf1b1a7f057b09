/** EMLab2D: EM in the plane, from any start, step by step. */

import { inPlane } from "../maths/path.js";
import { factor } from "../maths/plane.js";
import { shortened } from "../maths/text.js";
import { h, s } from "../plot/dom.js";
import { MAX_COMPONENTS, refusePlace } from "../plot/edit.js";
import { REACH } from "../plot/ellipse.js";
import { asShares } from "../plot/link.js";
import { PlanePlot } from "../plot/planeplot.js";
import { trailPart } from "../plot/trail.js";
import { EMSteps } from "./emsteps.js";
import { dataPart, thinned } from "./emdata.js";
import { item } from "./legend.js";
import { NewPoint } from "./newpoint.js";
import { ownData } from "./owndata.js";
import { PlaneCards } from "./planecards.js";
import { createShell } from "./shell.js";

/** @typedef {import("../plot/store.js").State} State */
/** @typedef {import("../maths/plane.js").Point} Point */
/** @typedef {{name: string, columns: string[], X: Point[]}} DataSet */

/** More points than this take longer to draw than a drag allows. */
const MOST_DRAWN = 2000;
const AXES = ["x₁", "x₂"];

const shape = {
  keys: ["weights", "means", "covariances"],
  spreads: "Covariances",
  flat: (/** @type {State} */ m) => [m.weights, m.means.flat(), m.covariances.flat(2)],
  full: (/** @type {number[][]} */ [weights, means, covariances]) => ({
    weights, means: inGroups(means, 2), covariances: inGroups(inGroups(covariances, 2), 2),
  }),
  problem: inPlane,
};

/** @param {import("./shell.js").RenderContext} context */
export function render(context) {
  const { model } = context;
  const page = model.get("start")?.X ?? model.get("X");
  /** @type {DataSet[]} */
  const sets = model.get("sets") ?? [];
  const data = dataPart(page, 2, sets.map(({ X }) => X));
  const parts = [trailPart, data];
  const shell = createShell(context, {
    components: { min: 1, max: MAX_COMPONENTS },
    // The codec writes them; here the store learns that they are parts of the state.
    more: [{ ...trailPart, key: "covariances" }, ...parts],
    codec: { encode: (state) => encode(state, parts), decode: (text) => decode(text, parts) },
    axes,
    presets: (store) => presets(store, sets),
  });
  const { store, status } = shell;
  const plot = new PlanePlot(store);
  const steps = new EMSteps({ store, status, shape });
  const cards = new PlaneCards(store);
  const own = ownData({
    axes: AXES, example: "39.1, 181\n39.5, 186\n40.3, 195",
    take: ([first, second]) => {
      const X = first.map((x, n) => /** @type {Point} */ ([x, second[n]]));
      store.replace({ X, trail: "", ...spreadOut(X, store.state.means.length) });
    },
  });
  const more = new NewPoint(store, plot);
  shell.watchTyping(() => cards.isTyping || own.isTyping);

  /**
   * @param {Point} first
   * @param {Point} second
   */
  function draw(first, second) {
    const { X } = store.state;
    const kept = thinned(X, MOST_DRAWN);
    const r = steps.update();
    const names = sets.find((set) => set.X === X)?.columns ?? AXES;
    plot.frame.setLabels(names[0], names[1]);
    plot.update([first, second], kept.map((n) => X[n]), r && kept.map((n) => r[n]));
    more.update([first, second]);
    cards.update([first, second]);
  }

  return shell.run(
    [plot.frame.svg, legend(), more.element, steps.element, steps.frame.svg, cards.element, own.element], draw, (width) => {
      plot.frame.resize(width);
      steps.frame.resize(width);
    });
}

/** What the marks mean. */
function legend() {
  return h("div", { class: "xp-legend" },
    item(s("circle", { class: "xp-knob", cx: 13, cy: 6, r: 4.5 }), "drag a mean"),
    item(s("rect", { class: "xp-knob-sample", x: 8, y: 1, width: 10, height: 10 }), "drag an ellipse"),
    item(s("path", { class: "xp-plain-pts", d: "M9,6h0M17,6h0" }), "points; after an E-step in color and shape of the largest share"),
    item(s("g", {}, s("circle", { class: "xp-disc-sample", cx: 13, cy: 6, r: 5 }),
      s("rect", { class: "xp-second-sample", x: 11, y: 4, width: 4, height: 4 })), "no share above 0.8: the runner-up inside"));
}

/** @param {State} state */
function axes({ X, weights, means, covariances }) {
  return [0, 1].map((i) => {
    const places = X.map((/** @type {Point} */ x) => x[i]);
    means.forEach((mean, k) => {
      const reach = weights[k] > 0 ? 1.1 * REACH * Math.sqrt(covariances[k][i][i]) : 0;
      places.push(/** @type {any} */ (mean)[i] - reach, /** @type {any} */ (mean)[i] + reach);
    });
    return /** @type {[number, number]} */ ([Math.min(...places), Math.max(...places)]);
  });
}

/**
 * A start for any data: means on the diagonal of the points, one covariance for all.
 * @param {Point[]} X
 * @param {number} K
 */
function spreadOut(X, K) {
  const mean = [0, 1].map((i) => X.reduce((sum, x) => sum + x[i], 0) / X.length);
  const spread = [0, 1].map((i) => Math.sqrt(X.reduce((sum, x) => sum + (x[i] - mean[i]) ** 2, 0) / X.length));
  const along = (/** @type {Point} */ x) => (x[0] - mean[0]) / spread[0] + (x[1] - mean[1]) / spread[1];
  const sorted = [...X].sort((a, b) => along(a) - along(b));
  const short = (/** @type {number} */ value) => Number(value.toPrecision(4));
  const each = Array.from({ length: K }, (_, k) => k);
  return {
    weights: each.map(() => 1 / K),
    means: /** @type {any} */ (each.map((k) => sorted[Math.floor(((k + 0.5) / K) * X.length)].map(short))),
    covariances: each.map(() => [[short(spread[0] ** 2 / K), 0], [0, short(spread[1] ** 2 / K)]]),
  };
}

/**
 * @param {import("../plot/store.js").Store} store
 * @param {DataSet[]} sets
 * @returns {import("../plot/toolbar.js").Preset[]}
 */
function presets({ start }, sets) {
  const K = start.means.length;
  const again = { ...start, trail: "" };
  /** @type {Point[]} */
  const X = start.X;
  return [
    { name: "The start", state: () => start },
    ...sets.map(({ name, X: points }) => ({
      name, state: () => ({ X: points, trail: "", ...spreadOut(points, K) }),
      say: "Other data. Run EM, and look which points have no clear owner: they are larger, with the runner-up inside.",
    })),
    ...[2, 5].map((k) => ({
      name: `${k} components`, state: () => ({ ...again, ...spreadOut(X, k) }),
      say: k < K ? "Too few: one component has to cover two groups." : "Run EM: some components share a group between them.",
    })),
    {
      name: "Identical components",
      state: () => ({
        ...again, weights: start.weights.map(() => 1 / K), means: start.means.map(() => start.means[0]),
        covariances: start.covariances.map(() => start.covariances[0]),
      }),
      say: "Nothing breaks the symmetry: each component gets an equal share of every point, and they stay one.",
    },
    {
      name: "A collapsing component",
      state: () => {
        const [x, y] = axes(start).map(([low, high]) => (high - low) ** 2 * 1e-6);
        return {
          ...again, means: start.means.map((mean, k) => /** @type {any} */ (k === 0 ? X[0] : mean)),
          covariances: start.covariances.map((/** @type {any} */ covariance, /** @type {number} */ k) => (k === 0 ? [[x, 0], [0, y]] : covariance)),
        };
      },
      say: "Component 1 sits on one point, and is narrow. Run EM and see what it says.",
    },
  ];
}

/** Twelve digits, as in other links. */
const short = (/** @type {number} */ x) => Number(x.toPrecision(12));

/**
 * @param {State} state
 * @param {import("../plot/link.js").Part[]} parts
 */
function encode(state, parts) {
  const lists = shape.flat(state).map((numbers, i) => "wmc"[i] + numbers.map(short).join());
  return ["1", ...lists, ...parts.map(({ key, letter, write }) => letter + write(state[key]))].join("~");
}

/**
 * @param {string} text
 * @param {import("../plot/link.js").Part[]} parts
 */
function decode(text, parts) {
  const [version, ...given] = text.split("~");
  if (version !== "1") throw new Error(`it has version “${shortened(version)}”, and this page reads version 1`);
  const found = new Map(given.map((part) => [part[0], part.slice(1)]));
  const part = (/** @type {string} */ letter) => {
    const value = found.get(letter);
    if (value === undefined) throw new Error(`the part “${letter}” is missing`);
    return value;
  };
  const [weights, means, covariances] = [..."wmc"].map((letter) => part(letter).split(",").map((number) => {
    if (!/^-?[\d.]+(e[+-]?\d+)?$/i.test(number)) throw new Error(`“${shortened(number)}” is not a number`);
    return Number(number);
  }));
  const K = weights.length;
  if (K > MAX_COMPONENTS) throw new Error(`it has ${K} components; this picture takes 1 to ${MAX_COMPONENTS}`);
  if (means.length !== 2 * K || covariances.length !== 4 * K) {
    throw new Error(`it has ${K} weights, ${means.length} numbers of means and ${covariances.length} of covariances; `
      + "these must be as 1 to 2 to 4");
  }
  const reason = [...means, ...covariances].map(refusePlace).find(Boolean);
  if (reason) throw new Error(reason);
  const full = shape.full([asShares(weights), means, covariances]);
  full.covariances.forEach(factor);
  return { ...full, ...Object.fromEntries(parts.map(({ key, letter, read }) => [key, read(part(letter))])) };
}

/**
 * @param {any[]} values
 * @param {number} n
 * @returns {any[]}
 */
function inGroups(values, n) {
  return Array.from({ length: values.length / n }, (_, i) => values.slice(i * n, (i + 1) * n));
}
