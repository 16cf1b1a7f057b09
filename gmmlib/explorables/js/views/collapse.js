/** Collapse: a component that shrinks onto a point, and a floor or a prior that keeps it from that. */

import { normal } from "../maths/gaussian.js";
import { contributions, logLikelihood } from "../maths/mixture.js";
import { Width, priorOf, varianceOf, withVariance } from "../maths/width.js";
import { niceStep } from "../plot/components.js";
import { NumberRow } from "../plot/controls.js";
import { DensityPlot } from "../plot/density.js";
import { h, s, setText, symbol } from "../plot/dom.js";
import { refusePlace, withMean } from "../plot/edit.js";
import { formatNumber } from "../plot/format.js";
import { flag, number } from "../plot/parts.js";
import { needed } from "../plot/range.js";
import { readouts, show, showOrNone } from "../plot/readouts.js";
import { decades, nearest, presets, refuseDeviation, refuseFloor } from "./collapsestarts.js";
import { Contributions } from "./contributions.js";
import { item } from "./legend.js";
import { createShell } from "./shell.js";
import { WidthCurve } from "./widthcurve.js";

/** @typedef {import("../plot/store.js").State} State */

/** Higher than so many times the other components, a peak is cut off. */
const TALLEST = 3;
/** A link has twelve digits, so that a variance on the floor may come back below it. */
const SAME = 1e-9;
/** Read to four digits. */
const LOG = { to: Math.log10, from: (/** @type {number} */ t) => Number((10 ** t).toPrecision(4)) };
const FLOORS = { min: -10, max: -0.1, step: 0.05 };

/** @param {import("./shell.js").RenderContext} context */
export function render(context) {
  const { model } = context;
  /** @type {number[]} */
  const data = model.get("X");
  const sorted = [...new Set(data)].sort((a, b) => a - b);
  const K = model.get("means").length;
  const prior = priorOf(data, K);
  const variance = varianceOf(data);
  const shell = createShell(context, {
    data, components: { min: K, max: K }, presets: (store) => presets(store.start, sorted, data),
    more: [flag("with_floor", "l"), number("floor", "e", refuseFloor), flag("with_prior", "q")],
    axes: (state) => [needed(state, data), decades(state, sorted)],
  });
  const { store, status } = shell;
  const onCommit = () => store.commit();
  const plot = new DensityPlot({
    store, data, only: 0, xAxis: false, label: "Density of the mixture over the data, with handles for component 1",
    height: (width) => Math.min(210, Math.max(170, width * 0.3)), ceiling: otherPeaks,
  });
  plot.frame.makePressable((x) => store.set(withMean(store.state, 0, nearest(sorted, x))), onCommit);
  const points = new Contributions(data);
  const curve = new WidthCurve((deviation) => store.set(widened(deviation)), onCommit);
  const width = new NumberRow({
    label: "Standard deviation of component 1", caption: ["deviation ", symbol("σ", 1)], scale: LOG,
    refuse: refuseDeviation, onInput: (value) => store.set(widened(value)), onCommit,
  });
  const place = new NumberRow({
    label: "Mean of component 1", caption: ["mean ", symbol("μ", 1)], refuse: refusePlace,
    onInput: (value) => store.set(withMean(store.state, 0, value)), onCommit,
  });
  const floor = new NumberRow({
    label: "Floor", caption: ["floor, of the variance"], scale: LOG, refuse: refuseFloor,
    onInput: (value) => store.set({ floor: value }), onCommit,
  });
  const rows = [width, place, floor];
  const onPoint = h("select", {
    class: "xp-select xp-at", "aria-label": "Data point",
    onchange: () => { if (onPoint.value !== "") store.replace(withMean(store.state, 0, Number(onPoint.value))); },
  }, h("option", { value: "" }, "between points"), ...sorted.map((x) => h("option", { value: x }, `on the point ${formatNumber(x)}`)));
  const [withFloor, withPrior] = /** @type {const} */ (["with_floor", "with_prior"]).map((key) => {
    /** @type {HTMLInputElement} */
    const box = h("input", { type: "checkbox", onchange: () => store.replace({ [key]: box.checked }) });
    return box;
  });
  const step = button("EM step", () => {
    const next = widthOf(store.state).emVariance(store.state.variances[0]);
    if (next === null) {
      status.say("The EM step cannot be made: component 1 collapses. Switch on a floor or a prior, or start wider.");
    } else moveTo(next);
  });
  const jump = button("Jump to the maximum", () => {
    const highest = widthOf(store.state).highest();
    if (highest === null) status.say("There is no maximum over this width: switch on a floor or a prior, or leave the point.");
    else moveTo(highest);
  });
  const numbers = readouts([
    { name: "log-likelihood", caption: ["log-likelihood"] }, { name: "objective", caption: ["objective"] },
    { name: "slope", caption: ["slope, by log ", symbol("σ", 1)] }, { name: "variance", caption: ["variance ", symbol("σ", 1, "2")] },
    { name: "least-variance", caption: ["least variance"] }, { name: "N-1", caption: ["points of component 1"] },
    { name: "maximum", caption: ["maximum at ", symbol("σ", 1)] }, { name: "highest", caption: ["objective there"] },
  ]);
  shell.watchTyping(() => rows.some((row) => row.isTyping));

  /** @type {{key: string, width: Width} | null} */
  let kept = null;

  /** @param {number} deviation */
  function widened(deviation) {
    return { variances: withVariance(mixture(store.state), Number((deviation ** 2).toPrecision(14))).variances };
  }

  /** @param {number} next */
  function moveTo(next) {
    store.replace({ variances: withVariance(mixture(store.state), next).variances });
    status.say("");
  }

  /** The same as before where only the width of component 1 has changed. @param {State} state */
  function widthOf(state) {
    const { weights, means, variances, with_prior: isMap } = state;
    const key = JSON.stringify([weights, means, variances.slice(1), leastOf(state), isMap]);
    if (kept?.key !== key) kept = { key, width: new Width(data, mixture(state), leastOf(state), isMap ? prior : null) };
    return kept.width;
  }

  /** @param {State} state */
  function leastOf(state) {
    return state.with_floor ? state.floor * variance : 0;
  }

  /**
   * @param {[number, number]} domain
   * @param {[number, number]} widths
   */
  function draw(domain, widths) {
    const { state } = store;
    const here = widthOf(state);
    const now = state.variances[0];
    const least = leastOf(state);
    const objective = here.value(now);
    const slope = here.slope(now);
    const highest = here.highest();
    plot.update(domain);
    points.update(contributions(data, state), domain);
    curve.update(here, { variance: now, objective, slope, highest, least, prior: state.with_prior }, widths);
    width.update(Math.sqrt(now), { min: widths[0], max: widths[1], step: 0.01 });
    place.update(state.means[0], { min: domain[0], max: domain[1], step: niceStep(domain[1] - domain[0]) });
    floor.update(state.floor, FLOORS, !state.with_floor);
    const point = sorted.includes(state.means[0]) ? String(state.means[0]) : "";
    if (onPoint.value !== point) onPoint.value = point;
    withFloor.checked = state.with_floor;
    withPrior.checked = state.with_prior;
    const next = here.emVariance(now);
    step.setAttribute("aria-disabled", String(next !== null && Math.abs(next / now - 1) < 1e-12));
    jump.setAttribute("aria-disabled", String(highest !== null && Math.abs(highest / now - 1) < 1e-12));
    const { outputs } = numbers;
    show(outputs["log-likelihood"], logLikelihood(data, state));
    const allowed = now >= least * (1 - SAME);
    showOrNone(outputs.objective, allowed ? objective : null);
    if (!allowed) setText(outputs.objective, "not allowed");
    show(outputs.slope, slope);
    show(outputs.variance, now);
    showOrNone(outputs["least-variance"], state.with_floor ? least : null);
    show(outputs["N-1"], here.total(now));
    showOrNone(outputs.maximum, highest === null ? null : Math.sqrt(highest));
    showOrNone(outputs.highest, highest === null ? null : here.value(highest));
  }

  const density = h("div", { class: "xp-legend" },
    item(s("path", { class: "xp-mixture", d: "M0,6H26" }), "mixture"),
    item(s("path", { class: "xp-component xp-k1", d: "M0,6H26" }), "component 1"),
    item(s("circle", { class: "xp-knob", cx: 13, cy: 6, r: 4.5 }), "drag its mean"),
    item(s("path", { class: "xp-knob-sample", d: "M4,6 L9,2 V4.5 H17 V2 L22,6 L17,10 V7.5 H9 V10 Z" }), "drag its spread"),
    item(s("circle", { class: "xp-disc-sample", cx: 13, cy: 6, r: 4.5 }), "press near a point"));
  return shell.run(
    [h("div", { class: "xp-buttons xp-draw" }, step, jump, onPoint, check(withFloor, "Floor"), check(withPrior, "Prior")),
      curve.frame.svg, curve.legend, h("div", { class: "xp-widths xp-k1" }, ...rows.map(({ element }) => element)),
      numbers.element, plot.frame.svg, points.frame.svg, density, points.element],
    draw, (size) => {
      for (const { frame } of [curve, plot, points]) frame.resize(size);
    },
  );
}

/** @param {State} state */
function mixture({ weights, means, variances }) {
  return { weights, means, variances };
}

/** @param {State} state */
function otherPeaks({ weights, means, variances }) {
  const peaks = means.map((mean, k) => (k === 0 ? 0 : weights[k] * normal(mean, mean, variances[k])));
  return TALLEST * Math.max(...peaks) || Infinity;
}

/**
 * @param {string} text
 * @param {() => void} onclick
 */
function button(text, onclick) {
  /** @type {HTMLButtonElement} */
  const element = h("button", {
    type: "button", class: "xp-button",
    onclick: () => { if (element.getAttribute("aria-disabled") !== "true") onclick(); },
  }, text);
  return element;
}

/**
 * @param {HTMLInputElement} box
 * @param {string} text
 */
function check(box, text) {
  return h("label", { class: "xp-check" }, box, text);
}
