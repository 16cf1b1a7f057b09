/** SoftToHard: round components of one variance ε; as it vanishes, EM becomes K-means. */

import { borders } from "../maths/borders.js";
import {
  DECIDED, roundMixture, scaledLikelihood, softObjective, squaredDistances, undecided,
} from "../maths/hardening.js";
import { NumberRow } from "../plot/controls.js";
import { h, s } from "../plot/dom.js";
import { MAX_COMPONENTS, refusePlace, refuseVariance } from "../plot/edit.js";
import { toNumber } from "../plot/link.js";
import { codecOf, whole } from "../plot/parts.js";
import { equalSteps } from "../plot/plane.js";
import { MixedPoints } from "../plot/planepoints.js";
import { PlanePlot } from "../plot/planeplot.js";
import { readouts, show } from "../plot/readouts.js";
import { dataPart } from "./emdata.js";
import { HardMarks } from "./hardmarks.js";
import { presets, spread } from "./hardstarts.js";
import { HardSteps, MOST_STEPS } from "./hardsteps.js";
import { item } from "./legend.js";
import { LimitCurve } from "./limitcurve.js";
import { PlaneCards } from "./planecards.js";
import { createShell } from "./shell.js";

/** @typedef {import("../maths/plane.js").Point} Point */

const AXES = ["x₁", "x₂"];
/** Decades of ε below the data's variance, and above. */
const DECADES = { below: 6.5, above: 0.5 };
const LOG = {
  to: Math.log10,
  from: (/** @type {number} */ position) => Number((10 ** position).toPrecision(4)),
};

/** @param {import("./shell.js").RenderContext} context */
export function render(context) {
  const { model } = context;
  const parts = [meansPart, variancePart, whole("steps", "s", "a number of half-steps", MOST_STEPS).part,
    dataPart(model.get("start")?.X ?? model.get("X"), 2)];
  const shell = createShell(context, {
    components: { min: 1, max: MAX_COMPONENTS },
    more: parts, codec: codecOf(parts, refuseFewPoints), presets,
    axes: () => axes([...store.state.X, ...steps.current().means, ...steps.current().centers]),
  });
  const { store, status } = shell;
  const steps = new HardSteps(store, status);
  const read = () => roundMixture(steps.current().means, store.state.variance);
  // Both begin anew from where the reader has put a mean.
  const move = (/** @type {Point[]} */ means) => store.set(/** @type {any} */ ({ means, steps: 0 }));
  const setVariance = (/** @type {number} */ variance) => store.set({ variance });
  const commit = () => store.commit();
  const plot = new PlanePlot(store, {
    read, move, widen: (deviation) => setVariance(Number((deviation * deviation).toPrecision(4))),
    points: new MixedPoints(DECIDED),
    label: "Points in the plane, the components' circles of two standard deviations, and the centers of K-means, with handles",
  });
  const marks = new HardMarks(plot.frame);
  const cards = new PlaneCards(store, { read, move, spreads: false });
  const variance = new NumberRow({
    label: "Variance ε", caption: ["variance ", h("i", {}, "ε")], scale: LOG, refuse: refuseVariance,
    onCommit: commit, onInput: setVariance,
  });
  const limit = new LimitCurve(setVariance, commit);
  const numbers = readouts([
    { name: "iteration", caption: ["iteration"] },
    { name: "undecided", caption: ["undecided points"] },
    { name: "soft-objective", caption: ["soft objective ", h("i", {}, "J"), h("sub", {}, "ε")] },
    { name: "scaled-log-likelihood", caption: ["−2", h("i", {}, "ε"), " × log-likelihood"] },
    { name: "objective", caption: [h("i", {}, "J"), " of EM's means"] },
    { name: "kmeans-objective", caption: [h("i", {}, "J"), " of K-means"] },
    { name: "apart", caption: ["farthest mean from its center"] },
  ]);
  steps.element.append(numbers.element);
  shell.watchTyping(() => cards.isTyping || variance.isTyping);

  /**
   * @param {Point} first
   * @param {Point} second
   */
  function draw(first, second) {
    const { X, variance: eps } = store.state;
    const now = steps.current();
    const domains = equalSteps(plot.frame, [first, second]);
    plot.frame.setLabels(AXES[0], AXES[1]);
    plot.update(domains, X, now.shares);
    marks.update(now, borders(now.borderOf, domains));
    steps.update(now);
    cards.update(domains);
    const ends = exponents(X);
    variance.update(eps, { min: ends[0], max: ends[1], step: 0.02 });
    const squared = squaredDistances(X, now.means);
    const objective = squared.reduce((sum, row) => sum + Math.min(...row), 0);
    limit.update(squared, eps, objective, ends);
    const { outputs } = numbers;
    const soft = softObjective(squared, eps);
    const unsure = undecided(now.shares);
    show(outputs.iteration, now.iteration, String(now.iteration));
    show(outputs.undecided, unsure, `${unsure} of ${X.length}`);
    show(outputs["soft-objective"], soft);
    show(outputs["scaled-log-likelihood"], scaledLikelihood(soft, eps, X.length, now.means.length));
    show(outputs.objective, objective);
    show(outputs["kmeans-objective"], now.objective);
    show(outputs.apart, Math.max(...now.means.map(([x, y], k) => Math.hypot(x - now.centers[k][0], y - now.centers[k][1]))));
  }

  return shell.run(
    [h("div", { class: "xp-cursor" }, variance.element), plot.frame.svg, legend(), steps.element,
      limit.frame.svg, limit.legend, cards.element], draw, (width) => {
      plot.frame.resize(width);
      limit.frame.resize(width);
    });
}

/** What the marks mean. */
function legend() {
  return h("div", { class: "xp-legend" },
    item(s("circle", { class: "xp-knob", cx: 13, cy: 6, r: 4.5 }), "drag a mean of EM"),
    item(s("rect", { class: "xp-knob-sample", x: 8, y: 1, width: 10, height: 10 }), "drag the width of all"),
    item(s("path", { class: "xp-center xp-plain", d: "M13,0L19,6L13,12L7,6Z" }), "center of K-means"),
    item(s("path", { class: "xp-border", d: "M0,6H26" }), "border of K-means"),
    item(s("circle", { class: "xp-undecided xp-undecided-sample", cx: 13, cy: 6, r: 4 }), "undecided: no share of 0.99, colors mixed"));
}

/** @type {import("../plot/link.js").Part} */
const meansPart = {
  key: "means", letter: "m",
  write: (means) => means.flat().map((/** @type {number} */ x) => Number(x.toPrecision(12))).join(),
  read(text) {
    const numbers = text.split(",").map(toNumber);
    const K = numbers.length / 2;
    if (!Number.isInteger(K) || K > MAX_COMPONENTS) {
      throw new Error(`the part “m” must be the numbers of 1 to ${MAX_COMPONENTS} points, and it has ${numbers.length}`);
    }
    const reason = numbers.map(refusePlace).find(Boolean);
    if (reason) throw new Error(reason);
    return Array.from({ length: K }, (_, k) => numbers.slice(2 * k, 2 * k + 2));
  },
};

/** @type {import("../plot/link.js").Part} */
const variancePart = {
  key: "variance", letter: "e", write: (variance) => String(Number(variance.toPrecision(12))),
  read(text) {
    const value = toNumber(text);
    const reason = refuseVariance(value);
    if (reason) throw new Error(reason);
    return value;
  },
};

/** @param {{X: Point[], means: Point[]}} state */
function refuseFewPoints({ X, means }) {
  const different = new Set(X.map(String)).size;
  return different >= means.length ? null : `it has ${means.length} components and only ${different} different points`;
}

/** @param {Point[]} places */
function axes(places) {
  return [0, 1].map((i) => {
    const values = places.map((x) => x[i]);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return /** @type {[number, number]} */ (low < high ? [low, high] : [low - 1, high + 1]);
  });
}

/**
 * The ends of the slider for log10 ε.
 * @param {Point[]} X
 * @returns {[number, number]}
 */
function exponents(X) {
  const middle = Math.round(2 * Math.log10(spread(X))) / 2;
  return [middle - DECADES.below, middle + DECADES.above];
}
