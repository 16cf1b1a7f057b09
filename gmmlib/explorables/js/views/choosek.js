/** ChooseK: what speaks for each number of components, fitted while the reader looks. */

import { FITS, MOST, bestOf, pointsOf } from "../maths/choice.js";
import { NumberRow } from "../plot/controls.js";
import { h, s, setText } from "../plot/dom.js";
import { decodeParts, encodeParts } from "../plot/link.js";
import { choice, flag, whole } from "../plot/parts.js";
import { readouts, show, showOrNone } from "../plot/readouts.js";
import { CURVES, ChoiceChart } from "./choicechart.js";
import { ChoiceFit } from "./choicefit.js";
import { ChoiceJob } from "./choicejob.js";
import { presets } from "./choicepresets.js";
import { ChoiceTable } from "./choicetable.js";
import { item } from "./legend.js";
import { createShell } from "./shell.js";

/** @typedef {import("../plot/store.js").State} State */
/** @typedef {import("../maths/choice.js").Source} Source */

/** As few and as many points as mixtures are fitted to; Python refuses others, too. */
const [FEWEST, MOST_POINTS] = [30, 600];
const LARGEST_SEED = 2 ** 32 - 1;
/** Seeds that the slider reaches; others are typed. */
const SEEDS = { min: 0, max: 99, step: 1 };
const POINTS = within("points", "n", "a number of points", FEWEST, MOST_POINTS);
const SEED = whole("seed", "s", "a seed", LARGEST_SEED);
const SPLIT = whole("split", "f", "a seed", LARGEST_SEED);
const COMPONENTS = within("components", "k", "K", 1, MOST);

/** @param {import("./shell.js").RenderContext} context */
export function render(context) {
  /** @type {Source[]} */
  const sources = context.model.get("sources");
  const names = sources.map(({ name }) => name);
  const parts = [choice("source", "d", names), POINTS.part, SEED.part, SPLIT.part, COMPONENTS.part, flag("akaike", "a")];
  const shell = createShell(context, {
    components: { min: 1, max: MOST }, more: parts, axes: () => [[0, 1]],
    codec: { encode: (state) => encodeParts(state, parts), decode: (text) => decodeParts(text, parts) },
    presets: (store) => presets(store.start, names),
  });
  const { store } = shell;
  const onCommit = () => store.commit();
  const job = new ChoiceJob(draw);
  const chart = new ChoiceChart((components) => store.set({ components }), onCommit);
  const fit = new ChoiceFit();
  const table = new ChoiceTable();
  const menu = h("select", {
    class: "xp-select", "aria-label": "Data", onchange: () => store.replace({ source: menu.value }),
  }, ...names.map((name) => h("option", { value: name }, name)));
  const row = (/** @type {string} */ label, /** @type {string} */ key, /** @type {(string | Node)[]} */ caption, /** @type {(value: number) => string | null} */ refuse) =>
    new NumberRow({ label, caption, refuse, onCommit, onInput: (value) => store.set({ [key]: value }) });
  const rows = {
    points: row("Number of points", "points", ["points ", h("i", {}, "N")], POINTS.refuse),
    seed: row("Seed of the draw", "seed", ["seed of the draw"], SEED.refuse),
    split: row("Seed of the split", "split", ["seed of the split"], SPLIT.refuse),
    components: row("Number of components K", "components", ["components ", h("i", {}, "K")], COMPONENTS.refuse),
  };
  const box = h("input", { type: "checkbox", onchange: () => store.replace({ akaike: box.checked }) });
  const bar = h("progress", { class: "xp-progress", max: FITS, "aria-label": "Fits done" });
  const numbers = readouts([
    { name: "points", caption: ["points"] },
    { name: "truth", caption: ["components drawn from"] },
    { name: "fits", caption: [`fits done, of ${FITS} `, bar] },
  ]);
  const key = legend();
  shell.watchTyping(() => Object.values(rows).some((one) => one.isTyping));
  /** The points of the state, which most changes leave as they are. @type {{of: string, X: number[][]}} */
  let drawn = { of: "", X: [] };

  /** @param {State} state */
  function pointsShown({ source, points, seed }) {
    const of = `${source} ${points} ${seed}`;
    if (of !== drawn.of) drawn = { of, X: pointsOf(sources[names.indexOf(source)], points, seed) };
    return drawn;
  }

  function draw() {
    const { state } = store;
    const { components: K, akaike, split } = state;
    const source = sources[names.indexOf(state.source)];
    const { of, X } = pointsShown(state);
    const { scores, fits } = job.progressOf(`${of} ${split}`, X, split);
    const best = bestOf(scores);
    menu.value = state.source;
    box.checked = akaike;
    const most = source.X ? Math.min(MOST_POINTS, source.X.length) : MOST_POINTS;
    rows.points.update(X.length, { min: FEWEST, max: most, step: 1 });
    rows.seed.update(state.seed, SEEDS);
    rows.split.update(split, SEEDS);
    rows.components.update(K, { min: 1, max: MOST, step: 1 });
    chart.update({ scores, N: X.length, K, akaike, best });
    fit.update(X, source.columns, scores[K - 1]?.model ?? null);
    table.update(scores, K, best);
    key.aic.hidden = !akaike;
    key.onLine.hidden = X[0].length === 2;
    key.inPlane.hidden = X[0].length === 1;
    show(numbers.outputs.points, X.length, String(X.length));
    showOrNone(numbers.outputs.truth, source.mixture ? source.mixture.weights.length : null);
    if (source.mixture) setText(numbers.outputs.truth, String(source.mixture.weights.length));
    show(numbers.outputs.fits, fits, String(fits));
    bar.value = fits;
  }

  const observer = new IntersectionObserver(([{ isIntersecting }]) => (isIntersecting ? job.start() : job.stop()), { rootMargin: "200px" });
  observer.observe(shell.root);
  const takeDown = shell.run(
    [h("div", { class: "xp-buttons xp-draw" }, menu, h("label", { class: "xp-check" }, box, "Show AIC")),
      h("div", { class: "xp-cursor xp-settings xp-choice-settings" }, rows.points.element, rows.seed.element, rows.split.element, rows.components.element),
      chart.frame.svg, key.scores, fit.frame.svg, key.fit, numbers.element, table.element],
    draw, (width) => {
      chart.frame.resize(width);
      fit.frame.resize(width);
    });
  return () => {
    observer.disconnect();
    job.stop();
    takeDown();
  };
}

/** What the marks mean. */
function legend() {
  const sample = (/** @type {keyof typeof CURVES} */ name, /** @type {string} */ text) => item(s("g", { class: `xp-k${CURVES[name].k}` },
    s("path", { class: `xp-choice-line xp-choice-${name}`, d: "M0,6H26" }),
    s("path", { class: `xp-choice-mark xp-choice-${name}`, d: CURVES[name].mark, transform: "translate(13,6) scale(0.8)" })), text);
  const aic = sample("aic", "−AIC / 2N");
  const inPlane = item(s("path", { class: "xp-component xp-plain", d: "M0,6H26" }), "components, 2 standard deviations");
  const onLine = h("span", { class: "xp-legend-part" }, item(s("path", { class: "xp-mixture", d: "M0,6H26" }), "mixture of K"),
    item(s("path", { class: "xp-component xp-plain", d: "M0,6H26" }), "weighted components"),
    item(s("rect", { class: "xp-histogram", x: 3, y: 1, width: 20, height: 10 }), "histogram"));
  return {
    aic, inPlane, onLine,
    scores: h("div", { class: "xp-legend" }, sample("training", "training"), sample("heldOut", "held out ± standard error"),
      sample("bic", "−BIC / 2N"), aic, item(s("circle", { class: "xp-choice-best", cx: 13, cy: 6, r: 5 }), "best")),
    fit: h("div", { class: "xp-legend" }, onLine, inPlane),
  };
}

/**
 * A whole number between two.
 * @param {string} key
 * @param {string} letter
 * @param {string} what
 * @param {number} least
 * @param {number} most
 */
function within(key, letter, what, least, most) {
  const { part } = whole(key, letter, what, most);
  /** @param {number} value */
  const refuse = (value) => (Number.isInteger(value) && value >= least && value <= most ? null
    : `${what} must be a whole number from ${least} to ${most}, got ${value}`);
  return {
    refuse, part: {
      ...part, read: (/** @type {string} */ text) => {
        const value = part.read(text);
        const reason = refuse(value);
        if (reason) throw new Error(reason);
        return value;
      },
    },
  };
}
