/** OneGaussian: data in the plane, one Gaussian against a mixture of K, and a place to compare them. */

import { logSumExp } from "../maths/logsumexp.js";
import { logJoint, logLikelihood } from "../maths/plane.js";
import { shortened } from "../maths/text.js";
import { niceStep } from "../plot/components.js";
import { NumberRow } from "../plot/controls.js";
import { assign, h, s } from "../plot/dom.js";
import { refusePlace } from "../plot/edit.js";
import { formatNumber, plainDecimal } from "../plot/format.js";
import { Frame } from "../plot/frame.js";
import { toNumber } from "../plot/link.js";
import { dots, ellipse } from "../plot/plane.js";
import { readouts, show } from "../plot/readouts.js";
import { item } from "./legend.js";
import { createShell } from "./shell.js";

/** @typedef {import("../maths/plane.js").Mixture2D} Mixture2D */
/** @typedef {import("../maths/plane.js").Point} Point */
/** @typedef {import("../plot/store.js").State} State */

/** Standard deviations of the ellipses of the single Gaussian. */
const RINGS = [1, 2];
const MARGINS = { across: 64, down: 60 };
const AXES = ["x₁", "x₂"];
/** @type {Record<string, [number, number]>} */
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** @param {import("./shell.js").RenderContext} context */
export function render(context) {
  /** @type {Point[]} */
  const data = context.model.get("X");
  /** @type {Mixture2D[]} */
  const fits = context.model.get("fits");
  const most = fits.length;
  const scores = fits.map((fit) => logLikelihood(data, fit) / data.length);
  const ranges = [0, 1].map((axis) => {
    const values = data.map((x) => x[axis]);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return /** @type {[number, number]} */ ([low - 0.08 * (high - low), high + 0.08 * (high - low)]);
  });
  const shell = createShell(context, {
    components: { min: 1, max: most },
    more: ["components", "place"].map((key) => ({ key, letter: key[0], write: String, read: String })),
    axes: () => ranges,
    codec: {
      encode: ({ components, place }) => `1~k${components}~p${place.map((/** @type {number} */ x) => Number(x.toPrecision(12)))}`,
      decode: (text) => decode(text, most),
    },
    presets: ({ start }) => presets(start, most),
  });
  const { store } = shell;
  const [across, down] = ranges.map(([low, high]) => high - low);
  const frame = new Frame({
    label: "Data in the plane, one Gaussian and a mixture, with a place to move", yLabel: AXES[1], xLabel: AXES[0],
    height: (width) => Math.min(540, Math.max(240, ((width - MARGINS.across) * down) / across + MARGINS.down)),
  });
  const points = s("path", { class: "xp-cloud" });
  const one = s("g", {}, ...RINGS.map(() => s("path", { class: "xp-before" })));
  const parts = s("g");
  const handle = placeHandle(frame, store);
  frame.curves.append(points, one, parts);
  frame.handles.append(handle.element);
  const chart = new Frame({
    label: "Log-likelihood a point for each number of components", yLabel: "log-likelihood a point", xLabel: "K", xTicks: most, yTicks: 3,
    height: () => 150,
  });
  const marks = scores.map(() => s("circle", { r: 4.5 }));
  chart.marks.append(s("g", { class: "xp-marks" }, ...marks));
  const number = new NumberRow({
    label: "Number of components K", caption: ["components ", h("i", {}, "K")], onCommit: () => store.commit(),
    refuse: (value) => refuseCount(value, most), onInput: (components) => store.set({ components }),
  });
  const places = AXES.map((name, axis) => new NumberRow({
    label: `Place ${name}`, caption: ["place ", h("i", {}, name)], onCommit: () => store.commit(), refuse: refusePlace,
    onInput: (value) => store.set({ place: store.state.place.map((/** @type {number} */ x, /** @type {number} */ i) => (i === axis ? value : x)) }),
  }));
  const rows = [number, ...places];
  shell.watchTyping(() => rows.some((row) => row.isTyping));
  const numbers = readouts([
    { name: "score-1", caption: ["log-likelihood a point, one Gaussian"] },
    { name: "score-K", caption: ["log-likelihood a point, ", h("i", {}, "K"), " components"] },
    { name: "density-1", caption: ["density at the place, one Gaussian"] },
    { name: "density-K", caption: ["density at the place, ", h("i", {}, "K"), " components"] },
  ]);
  numbers.element.classList.add("xp-compared");

  frame.x.domain(ranges[0]);
  frame.y.domain(ranges[1]);
  chart.x.domain([0.5, most + 0.5]);
  const [least, highest] = [Math.min(...scores), Math.max(...scores)];
  const margin = 0.12 * (highest - least) || 1;
  chart.y.domain([least - margin, highest + margin]);

  /** @param {number} width */
  function resize(width) {
    frame.resize(width);
    chart.resize(width);
    frame.drawAxes();
    chart.drawAxes();
    // Nothing but the width moves these.
    assign(points, { d: dots(frame, data) });
    RINGS.forEach((radius, i) => {
      assign(one.children[i], { d: ellipse(frame, fits[0].means[0], fits[0].covariances[0], radius) });
    });
  }

  function draw() {
    const { components: K, place } = store.state;
    const fit = fits[K - 1];
    parts.replaceChildren(...fit.means.flatMap((mean, k) => {
      const label = s("text", { class: "xp-handle-number xp-on-cloud", dy: "0.35em", x: frame.x(mean[0]), y: frame.y(mean[1]) }, String(k + 1));
      return [s("path", { class: `xp-component xp-k${k + 1}`, d: ellipse(frame, mean, fit.covariances[k], 2) }), label];
    }));
    handle.update(place, ranges);
    marks.forEach((mark, i) => assign(mark, {
      cx: chart.x(i + 1).toFixed(1), cy: chart.y(scores[i]).toFixed(1), class: i + 1 === K ? "xp-marks-new" : null,
      r: i + 1 === K ? 7 : 4.5,
    }));
    number.update(K, { min: 1, max: most, step: 1 });
    places.forEach((row, axis) => {
      const [min, max] = ranges[axis];
      row.update(place[axis], { min, max, step: niceStep(max - min) });
    });
    const { outputs } = numbers;
    show(outputs["score-1"], scores[0]);
    show(outputs["score-K"], scores[K - 1]);
    for (const [name, model] of /** @type {[string, Mixture2D][]} */ ([["density-1", fits[0]], ["density-K", fit]])) {
      show(outputs[name], Math.exp(logSumExp(logJoint([place], model)[0])));
    }
  }

  return shell.run(
    [frame.svg, h("div", { class: "xp-legend" },
      item(s("path", { class: "xp-before", d: "M0,6H26" }), "one Gaussian, 1 and 2 standard deviations"),
      item(s("path", { class: "xp-component xp-plain", d: "M0,6H26" }), "components, 2 standard deviations"),
      item(s("path", { class: "xp-cross", d: "M7,6H19M13,0V12" }), "drag the place")),
    ...rows.map(({ element }) => h("div", { class: "xp-cursor" }, element)), numbers.element, chart.svg],
    draw, resize,
  );
}

/**
 * A cross in the plane that pointer, finger and arrow keys move.
 * @param {Frame} frame
 * @param {import("../plot/store.js").Store} store
 */
function placeHandle(frame, store) {
  const element = s("g", {
    class: "xp-handle xp-handle-place", role: "slider", tabindex: 0, "aria-label": "Place, in the picture",
  }, s("circle", { class: "xp-grip", r: 17 }), s("path", { class: "xp-knob xp-cross", d: "M-10,0H10M0,-10V10" }));
  /** @type {[number, number][]} */
  let ends = [[0, 1], [0, 1]];
  /** @param {number[]} place */
  const moveTo = (place) => store.set({
    place: place.map((value, axis) => {
      const [low, high] = ends[axis];
      const step = niceStep(high - low) / 5;
      return Number((Math.round(Math.min(high, Math.max(low, value)) / step) * step).toPrecision(6));
    }),
  });
  /** @param {PointerEvent} event */
  const under = (event) => {
    const box = frame.svg.getBoundingClientRect();
    const scale = frame.width / box.width;
    return [frame.x.invert((event.clientX - box.left) * scale), frame.y.invert((event.clientY - box.top) * scale)];
  };
  let grip = [0, 0];
  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    element.focus({ preventScroll: true });
    element.setPointerCapture(event.pointerId);
    grip = under(event).map((value, axis) => value - store.state.place[axis]);
  });
  element.addEventListener("pointermove", (event) => {
    if (element.hasPointerCapture(event.pointerId)) moveTo(under(event).map((value, axis) => value - grip[axis]));
  });
  for (const type of ["pointerup", "pointercancel", "keyup", "blur"]) element.addEventListener(type, () => store.commit());
  element.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
  element.addEventListener("keydown", (event) => {
    const direction = KEYS[event.key];
    if (!direction || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    moveTo(store.state.place.map((/** @type {number} */ value, /** @type {number} */ axis) =>
      value + direction[axis] * niceStep(ends[axis][1] - ends[axis][0]) * (event.shiftKey ? 10 : 1)));
  });
  return {
    element,
    /**
     * @param {number[]} place
     * @param {[number, number][]} ranges
     */
    update(place, ranges) {
      ends = ranges;
      const [px, py] = [frame.x, frame.y].map((scale, axis) => scale(Math.min(ranges[axis][1], Math.max(ranges[axis][0], place[axis]))));
      assign(element, {
        transform: `translate(${px.toFixed(1)},${py.toFixed(1)})`, "aria-valuenow": plainDecimal(place[0]),
        "aria-valuemin": plainDecimal(Math.min(ranges[0][0], place[0])), "aria-valuemax": plainDecimal(Math.max(ranges[0][1], place[0])),
        "aria-valuetext": AXES.map((name, axis) => `${name} = ${formatNumber(place[axis])}`).join(", "),
      });
    },
  };
}

/**
 * @param {number} value
 * @param {number} most
 */
function refuseCount(value, most) {
  return Number.isInteger(value) && value >= 1 && value <= most ? null : `K must be a whole number from 1 to ${most}, got ${value}`;
}

/**
 * @param {string} text
 * @param {number} most
 * @returns {Partial<State>}
 */
function decode(text, most) {
  const found = /^1~k([^~]*)~p([^~,]*),([^~,]*)$/.exec(text);
  if (!found) throw new Error(`“${shortened(text)}” is not a number of components and a place`);
  const [components, ...place] = found.slice(1).map(toNumber);
  const reason = refuseCount(components, most) ?? place.map(refusePlace).find(Boolean);
  if (reason) throw new Error(reason);
  return { components, place };
}

/**
 * @param {State} start
 * @param {number} most
 * @returns {import("../plot/toolbar.js").Preset[]}
 */
function presets(start, most) {
  return [
    { name: "One Gaussian", state: () => ({ ...start, components: 1 }), say: "Its ellipses reach across the gap: it has one peak, and that is where its mean is." },
    { name: "Two components", state: () => ({ ...start, components: Math.min(2, most) }), say: "The group at the left gets a component of its own." },
    { name: "Three components", state: () => ({ ...start, components: Math.min(3, most) }), say: "As many as the data were drawn from. From here on the log-likelihood hardly rises." },
    { name: "Six components", state: () => ({ ...start, components: most }), say: "More components follow the points more closely, chance included." },
    { name: "Where most points are", state: () => ({ components: Math.min(3, most), place: [1, 0.5] }), say: "Where points are dense, the mixture has more density than one Gaussian." },
  ];
}
