/** LowerBound: log-likelihood and bound over one parameter; E-step and M-step climb by turns. */

import { divergence, freeValue, highest, lowerBound, withFree } from "../maths/bound.js";
import { logLikelihood, responsibilities } from "../maths/mixture.js";
import { niceStep } from "../plot/components.js";
import { NumberRow } from "../plot/controls.js";
import { assign, h, s, symbol } from "../plot/dom.js";
import { refusePlace, refuseVariance } from "../plot/edit.js";
import { Frame } from "../plot/frame.js";
import { Handle } from "../plot/handles.js";
import { decodeState, encodeState, toNumber } from "../plot/link.js";
import { choice } from "../plot/parts.js";
import { readouts, show } from "../plot/readouts.js";
import { heightsShown, presets, rangeOf } from "./boundstarts.js";
import { createShell } from "./shell.js";

/** @typedef {import("../plot/store.js").State} State */
/** @typedef {import("../maths/bound.js").Free} Free */

/** @type {Free[]} */
const FREE = ["mean", "variance", "weight"];
/** Steps of the staircase that are kept; Python keeps as many. */
const STAIRS = 24;
const STEPS = 240;
const identity = { to: (/** @type {number} */ x) => x, from: (/** @type {number} */ x) => x };
/** A variance stands on its logarithm, read to four digits. */
const LOG = { to: Math.log, from: (/** @type {number} */ t) => Number(Math.exp(t).toPrecision(4)) };
/** At 0 and 1 a component is gone, and the logarithm with it. */
const refuseShare = (/** @type {number} */ w) =>
  (w > 0 && w < 1 ? null : `a free weight must lie between 0 and 1, and be neither, got ${w}`);
const REFUSE = { mean: refusePlace, variance: refuseVariance, weight: refuseShare };

/** @param {import("./shell.js").RenderContext} context */
export function render(context) {
  const { model } = context;
  /** @type {number[]} */
  const data = model.get("X");
  const K = model.get("means").length;
  const k = K - 1;
  const more = [choice("free", "f", FREE), {
    key: "path", letter: "p",
    write: (/** @type {number[]} */ path) => path.map((x) => Number(x.toPrecision(12))).join(","),
    read: (/** @type {string} */ text) => text.split(",").slice(-STAIRS).map(toNumber),
  }];
  const shell = createShell(context, {
    components: { min: K, max: K }, more, presets: (store) => presets(store.start, data),
    codec: {
      encode: (state) => encodeState(state, more),
      decode: (text) => checked(decodeState(text, { min: K, max: K }, false, more)),
    },
  });
  const { store, status } = shell;
  const frame = new Frame({
    label: "Log-likelihood and lower bound over the free parameter, with a handle", yLabel: "log-likelihood", xLabel: "",
    height: (width) => Math.min(360, Math.max(240, width * 0.46)),
  });
  const curve = s("path", { class: "xp-mixture" });
  const bound = s("path", { class: "xp-component xp-k2" });
  const stairs = s("path", { class: "xp-stairs" });
  const gap = s("line", { class: "xp-gap" });
  const touch = s("circle", { class: "xp-dot xp-k2", r: 6 });
  const top = s("path", { class: "xp-top", d: "M0,-7 L-6,-17 H6 Z" });
  frame.curves.append(bound, curve, stairs, gap, top, touch);
  const handle = new Handle({
    kind: "mean", k, label: "Free parameter, in the picture", toValue: (clientX) => frame.toX(clientX),
    onMove: (t) => store.set(moved(scaleOf(store.state.free).from(within(t)))), onCommit: () => store.commit(),
  });
  frame.handles.append(handle.element);
  const rows = {
    mean: row("mean", "Mean", "μ"), variance: row("variance", "Variance", "σ", "2"), weight: row("weight", "Weight", "π"),
  };
  const place = h("div", { class: "xp-cursor" });
  const select = h("select", {
    class: "xp-select", "aria-label": "Free parameter",
    onchange: () => {
      const free = /** @type {Free} */ (select.value);
      store.replace({ free, path: [freeValue(store.state, free, k)] });
    },
  }, ...FREE.slice(0, K > 1 ? 3 : 2).map((free) => h("option", { value: free }, `${free} of component ${K}`)));
  const eStep = button("E-step", () => store.replace(touched(store.state)));
  const mStep = button("M-step", () => {
    const value = summit(store.state);
    const reason = REFUSE[/** @type {Free} */ (store.state.free)](value);
    if (reason) status.say(`The M-step cannot be made, the component collapses: ${reason}.`);
    else store.replace(moved(value));
  });
  const numbers = readouts([
    { name: "log-likelihood", caption: ["log-likelihood"] }, { name: "bound", caption: ["bound"] },
    { name: "gap", caption: ["gap (KL divergence)"] }, { name: "touch", caption: ["touches at"] },
    { name: "top", caption: ["bound is highest at"] }, { name: "cycles", caption: ["cycles"] },
  ]);
  shell.watchTyping(() => Object.values(rows).some((one) => one.isTyping));
  /** @type {[number, number]} */
  let domain = [0, 1];

  /**
   * @param {Free} free
   * @param {string} word
   * @param {string} letter
   * @param {string} [power]
   */
  function row(free, word, letter, power) {
    return new NumberRow({
      label: `${word} of component ${K}`, caption: [`${free} `, symbol(letter, K, power)], scale: scaleOf(free),
      refuse: REFUSE[free], onInput: (value) => store.set(moved(value)), onCommit: () => store.commit(),
    });
  }

  /** @param {number} t */
  function within(t) {
    const { free } = store.state;
    const step = niceStep(domain[1] - domain[0]) / 5;
    const [low, high] = free === "weight" ? [step, 1 - step] : domain;
    return Number((Math.round(Math.min(high, Math.max(low, t)) / step) * step).toPrecision(6));
  }

  /** @param {number} value */
  function moved(value) {
    const { weights, means, variances } = withFree(store.state, store.state.free, k, value);
    return { weights, means, variances };
  }

  /** @param {State} state */
  function summit(state) {
    return highest(data, sharesOf(state), state, state.free, k);
  }

  /** The responsibilities of the bound: those of the last E-step. @param {State} state */
  function sharesOf(state) {
    return responsibilities(data, withFree(state, state.free, k, state.path[state.path.length - 1]));
  }

  /** The E-step; the staircase goes on where the M-step led here. @param {State} state */
  function touched(state) {
    const value = freeValue(state, state.free, k);
    const led = Math.abs(value - summit(state)) <= 1e-9 * Math.abs(value);
    return { path: led ? [...state.path, value].slice(-STAIRS) : [value] };
  }

  function draw() {
    const { state } = store;
    const { path } = state;
    const free = /** @type {Free} */ (state.free);
    const { to, from } = scaleOf(free);
    const value = freeValue(state, free, k);
    domain = rangeOf(free, [value, ...path].map(to), data);
    const r = sharesOf(state);
    const at = (/** @type {number} */ x) => withFree(state, free, k, x);
    const L = (/** @type {number} */ x) => logLikelihood(data, at(x));
    const ts = Array.from({ length: STEPS + 1 }, (_, i) => domain[0] + ((domain[1] - domain[0]) * (i + 0.5)) / (STEPS + 1));
    const models = ts.map((t) => at(free === "variance" ? Math.exp(t) : from(t)));
    const heights = models.map((m) => logLikelihood(data, m));
    const { x, y } = frame;
    x.domain(domain);
    y.domain(heightsShown(heights));
    frame.setLabels(`${free === "variance" ? "log " : ""}${free} of component ${K}`, "log-likelihood");
    frame.drawAxes();
    const [floor, ceiling] = y.range();
    const py = (/** @type {number} */ height) => Math.min(floor + 20, Math.max(ceiling - 20, y(height)));
    const px = (/** @type {number} */ parameter) => x(to(parameter)).toFixed(1);
    const through = (/** @type {number[]} */ ys) => `M${ys.map((height, i) => `${x(ts[i]).toFixed(1)},${py(height).toFixed(1)}`).join("L")}`;
    assign(curve, { d: through(heights) });
    assign(bound, { d: through(models.map((m) => lowerBound(data, r, m))) });
    const now = logLikelihood(data, state);
    const below = lowerBound(data, r, state);
    const best = highest(data, r, state, free, k);
    const last = path[path.length - 1];
    const corners = path.flatMap((/** @type {number} */ a, /** @type {number} */ i) => {
      const next = i + 1 < path.length ? path[i + 1] : value;
      const under = i + 1 < path.length ? lowerBound(data, responsibilities(data, at(a)), at(next)) : below;
      return [`${px(a)},${py(L(a)).toFixed(1)}`, `${px(next)},${py(under).toFixed(1)}`];
    });
    assign(stairs, { d: `M${corners.join("L")}` });
    assign(gap, { x1: px(value), x2: px(value), y1: py(now).toFixed(1), y2: py(below).toFixed(1) });
    assign(touch, { cx: px(last), cy: py(L(last)).toFixed(1) });
    const peak = REFUSE[free](best) ? null : `translate(${px(best)},${py(lowerBound(data, r, at(best))).toFixed(1)})`;
    assign(top, { transform: peak, display: peak ? null : "none" });
    const step = niceStep(domain[1] - domain[0]);
    handle.update({ px: x(to(value)), py: Math.min(floor, Math.max(ceiling, y(now))), value: to(value), x: to(value), min: domain[0], max: domain[1], step });
    const [low, high] = free === "weight" ? [step, 1 - step] : domain;
    rows[free].update(value, { min: low, max: high, step });
    if (place.firstChild !== rows[free].element) place.replaceChildren(rows[free].element);
    select.value = free;
    const { outputs } = numbers;
    show(outputs["log-likelihood"], now);
    show(outputs.bound, below);
    show(outputs.gap, divergence(data, r, state));
    show(outputs.touch, last);
    show(outputs.top, best);
    show(outputs.cycles, path.length - 1, String(path.length - 1));
    eStep.setAttribute("aria-disabled", String(last === value));
    mStep.setAttribute("aria-disabled", String(best === value));
  }

  const legend = h("div", { class: "xp-legend" },
    key(s("line", { class: "xp-mixture", x1: 0, x2: 26, y1: 6, y2: 6 }), "log-likelihood"),
    key(s("line", { class: "xp-component xp-k2", x1: 0, x2: 26, y1: 6, y2: 6 }), "lower bound"),
    key(s("circle", { class: "xp-dot xp-k2", cx: 13, cy: 6, r: 4.5 }), "they touch"),
    key(s("path", { class: "xp-top", d: "M13,11 L8,2 H18 Z" }), "top of the bound"),
    key(s("line", { class: "xp-gap", x1: 13, x2: 13, y1: 0, y2: 12 }), "gap"));
  return shell.run(
    [h("div", { class: "xp-buttons xp-draw" }, eStep, mStep, select), frame.svg, legend, place, numbers.element],
    draw, (width) => frame.resize(width),
  );
}

/** @param {Free} free */
function scaleOf(free) {
  return free === "variance" ? LOG : identity;
}

/** @param {State} state */
function checked(state) {
  const reason = state.path.map((/** @type {number} */ value) => REFUSE[/** @type {Free} */ (state.free)](value)).find(Boolean);
  if (reason) throw new Error(reason);
  return state;
}

/**
 * @param {string} text
 * @param {() => void} onclick
 */
function button(text, onclick) {
  return h("button", {
    type: "button", class: "xp-button", onclick: (event) => {
      if (/** @type {Element} */ (event.currentTarget).getAttribute("aria-disabled") !== "true") onclick();
    },
  }, text);
}

/**
 * @param {SVGElement} mark
 * @param {string} text
 */
function key(mark, text) {
  return h("span", {}, s("svg", { viewBox: "0 0 26 12", width: 26, height: 12, "aria-hidden": "true" }, mark), text);
}
