/** EM under the reader's hand: its steps as buttons, its history under a slider and as a curve. */

import { Path } from "../maths/path.js";
import { assign, h, s } from "../plot/dom.js";
import { Frame } from "../plot/frame.js";
import { fitted } from "../plot/range.js";
import { readouts, show } from "../plot/readouts.js";
import { MOST_STEPS, numbersOf, packed, readTrail } from "../plot/trail.js";

/** @typedef {import("../plot/store.js").Store} Store */
/** @typedef {import("../maths/path.js").Problem} Problem */

/** A run that takes longer is left where it is; another press goes on. */
const PATIENCE_MS = 800;
const MOST_ITERATIONS = 1000;
/** Numbers of a link or of Python may differ in what is behind the 12th digit. */
const CLOSE = 1e-9;
const DONE = /** @type {Record<string, string>} */ ({
  E: "E-step: the responsibilities now belong to the mixture shown.",
  M: "Each mean moved to its points, weighted by the responsibilities of the last E-step.",
  V: "The spreads follow the responsibilities of the last E-step, around the present means.",
  W: "Each weight is the share of all points that its component is responsible for.",
  C: "One iteration: an E-step, then means, spreads and weights.",
});

/**
 * How a picture's mixture becomes numbers and comes back.
 * @typedef {object} Shape
 * @property {string[]} keys of the state that make up the mixture
 * @property {string} spreads what they are called
 * @property {(m: any) => number[][]} flat
 * @property {(numbers: number[][]) => any} full throws where they are no mixture
 * @property {(X: any) => Problem} problem
 */

export class EMSteps {
  #store;
  #status;
  #shape;
  /** The way that the state's trail tells, and the one from where the reader has put things. */
  #kept = new Cache();
  #fresh = new Cache();
  #buttons;
  #slider;
  #curve = s("path", { class: "xp-history" });
  #dots = s("path", { class: "xp-history-dots" });
  #now = s("circle", { class: "xp-now", r: 6 });
  /** @type {[number, number] | null} */ #range = null;
  #numbers = readouts([
    { name: "iteration", caption: ["iteration"] },
    { name: "negative-log-likelihood", caption: ["negative log-likelihood"] },
    { name: "step", caption: ["step"] },
    { name: "steps", caption: ["of steps"] },
  ]);

  /**
   * @param {object} options
   * @param {Store} options.store
   * @param {import("../plot/toolbar.js").StatusLine} options.status
   * @param {Shape} options.shape
   */
  constructor({ store, status, shape }) {
    this.#store = store;
    this.#status = status;
    this.#shape = shape;
    const step = (/** @type {string} */ kind, /** @type {string} */ text) => button(text, () => this.#step(kind));
    this.#buttons = {
      back: button("Back", () => this.#move(this.current().at - 1)),
      E: step("E", "E-step"), M: step("M", "Means"), V: step("V", shape.spreads), W: step("W", "Weights"),
      C: step("C", "Whole cycle"), run: button("Run EM", () => this.#run()),
    };
    this.#slider = h("input", {
      type: "range", class: "xp-range", min: 0, step: 1, "aria-label": "Step of the history",
      oninput: () => this.#show(Number(this.#slider.value)),
      onchange: () => store.commit(),
    });
    this.frame = new Frame({
      label: "Negative log-likelihood over the iterations", yLabel: "negative log-likelihood (lower is better)",
      xLabel: "iteration", xTicks: 5, yTicks: 4, height: (width) => Math.min(190, Math.max(150, width * 0.26)),
    });
    this.frame.curves.append(this.#curve);
    this.frame.marks.append(this.#dots, this.#now);
    this.element = h("div", { class: "xp-em" },
      h("div", { class: "xp-buttons", role: "group", "aria-label": "Steps of EM" }, ...Object.values(this.#buttons)),
      h("label", { class: "xp-history-row" }, h("span", { class: "xp-caption" }, "history"), this.#slider),
      this.#numbers.element);
  }

  /** The way so far, and where on it the picture is. */
  current() {
    const { keys, flat } = this.#shape;
    const { X, trail } = this.#store.state;
    const now = Object.fromEntries(keys.map((key) => [key, this.#store.state[key]]));
    const read = readTrail(trail);
    if (read) {
      const path = this.#follow(this.#kept, X, read.start, read.steps);
      const entries = path?.entries.slice(0, read.steps.length + 1);
      const entry = entries?.[read.at];
      if (path && entries && entry && alike(flat(entry.model), flat(now))) return { ...read, path, entries, entry };
    }
    // The reader has moved something: that is a new start.
    const start = flat(now).map((numbers) => numbers.join()).join("_");
    const path = /** @type {Path} */ (this.#follow(this.#fresh, X, start, "", now));
    return { start, steps: "", at: 0, path, entries: path.entries.slice(0, 1), entry: path.entries[0] };
  }

  /** Draw curve, numbers and buttons; gives the responsibilities in use, or null before an E-step. */
  update() {
    const { path, entries, entry, at } = this.current();
    const { frame } = this;
    const seen = entries.filter(({ logLikelihood }) => Number.isFinite(logLikelihood));
    const values = seen.map(({ logLikelihood }) => -logLikelihood);
    const [low, high] = values.length ? [Math.min(...values), Math.max(...values)] : [0, 1];
    // Without a history there is one value; its axis rests while it changes a little.
    const alone = entries.length === 1;
    const room = alone ? 0.3 * Math.abs(high) || 1 : 0.08 * (high - low) || 1e-3;
    this.#range = alone ? fitted(this.#range, [low - room, high + room]) : [low - room, high + room];
    frame.x.domain([0, Math.max(5, entries[entries.length - 1].place)]);
    frame.y.domain(this.#range);
    frame.drawAxes();
    const places = seen.map(({ place }, i) => [frame.x(place).toFixed(1), frame.y(values[i]).toFixed(1)]);
    assign(this.#curve, { d: places.length ? `M${places.join("L")}` : "" });
    assign(this.#dots, { d: places.map((p) => `M${p}h0`).join("") });
    const here = seen.indexOf(entry);
    assign(this.#now, here < 0 ? { display: "none" } : { display: null, cx: places[here][0], cy: places[here][1] });
    const { outputs } = this.#numbers;
    show(outputs.iteration, entry.iteration, String(entry.iteration));
    show(outputs["negative-log-likelihood"], -entry.logLikelihood);
    show(outputs.step, at, String(at));
    show(outputs.steps, entries.length - 1, String(entries.length - 1));
    assign(this.#slider, {
      max: Math.max(1, entries.length - 1), disabled: entries.length === 1,
      "aria-valuetext": `step ${at} of ${entries.length - 1}, iteration ${entry.iteration}`,
    });
    this.#slider.value = String(at);
    this.#slider.style.setProperty("--share", (at / Math.max(1, entries.length - 1)).toFixed(4));
    this.#buttons.back.setAttribute("aria-disabled", String(at === 0));
    for (const kind of ["M", "V", "W"]) {
      this.#buttons[/** @type {"M"} */ (kind)].setAttribute("aria-disabled", String(entry.from === null));
    }
    return entry.from === null ? null : path.shares(entry.from);
  }

  /** @param {string} kind */
  #step(kind) {
    this.#go((path) => path.take(kind), (path) => DONE[path.end.step], kind === "C");
  }

  #run() {
    const begun = performance.now();
    let converged = false;
    this.#go((path) => {
      const maxIterations = Math.min(MOST_ITERATIONS, MOST_STEPS - path.steps.length);
      converged = path.run({ maxIterations, isLate: () => performance.now() - begun > PATIENCE_MS });
    }, (path) => (converged
      ? `Converged: iteration ${path.end.iteration} raised the log-likelihood by next to nothing.`
      : `Not converged after iteration ${path.end.iteration}; press Run EM again to go on.`), true);
  }

  /**
   * Go on from the step that is shown; what came after it is given up.
   * @param {(path: Path) => void} act
   * @param {(path: Path) => string} say what was done
   * @param {boolean} inCycle whether an error belongs to the next iteration
   */
  #go(act, say, inCycle) {
    const { start, steps, at, path: way } = this.current();
    if (at >= MOST_STEPS) {
      this.#status.say(`The history holds ${MOST_STEPS} steps and is full. Go back on it, or move something to begin anew.`);
      return;
    }
    const known = steps.slice(0, at);
    const { X } = this.#store.state;
    let path = way;
    let message = "";
    try {
      if (path.steps !== known) {
        path = new Path(this.#shape.problem(X), way.entries[0].model);
        for (const step of known) path.take(step);
      }
      act(path);
      message = say(path);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const where = path.end.iteration + (inCycle && path.end.step !== "E" ? 1 : 0);
      message = `${where ? `Iteration ${where}: ` : ""}${error.message}.`;
      if (path.steps) message += " Nothing is lost: every step before is in the history.";
    }
    this.#kept.set(X, start, path);
    if (path.steps !== known) {
      this.#store.replace({ ...path.end.model, trail: [start, packed(path.steps), path.steps.length].join("_") });
    }
    this.#status.say(message[0].toUpperCase() + message.slice(1));
  }

  /** @param {number} at */
  #move(at) {
    if (at < 0) return;
    this.#show(at);
    this.#store.commit();
    this.#status.say("");
  }

  /** @param {number} at */
  #show(at) {
    const { start, steps, entries } = this.current();
    this.#store.set({ ...entries[at].model, trail: [start, packed(steps), at].join("_") });
  }

  /**
   * @param {Cache} cache
   * @param {any} X
   * @param {string} start
   * @param {string} steps
   * @param {any} [model] the start, if it is there already
   * @returns {Path | null} null where the steps cannot be taken
   */
  #follow(cache, X, start, steps, model) {
    let path = cache.get(X, start);
    try {
      if (!path || !(path.steps.startsWith(steps) || steps.startsWith(path.steps))) {
        path = new Path(this.#shape.problem(X), model ?? this.#shape.full(numbersOf(start)));
      }
      for (const step of steps.slice(path.steps.length)) path.take(step);
    } catch {
      return null;
    }
    cache.set(X, start, path);
    return path;
  }
}

/** One way, and what it belongs to. */
class Cache {
  /** @type {any} */ #X;
  #start = "";
  /** @type {Path | null} */ #path = null;

  /**
   * @param {any} X
   * @param {string} start
   */
  get(X, start) {
    return X === this.#X && start === this.#start ? this.#path : null;
  }

  /**
   * @param {any} X
   * @param {string} start
   * @param {Path} path
   */
  set(X, start, path) {
    [this.#X, this.#start, this.#path] = [X, start, path];
  }
}

/**
 * @param {number[][]} a
 * @param {number[][]} b
 */
function alike(a, b) {
  return a.every((list, i) => list.length === b[i].length && list.every((value, j) =>
    value === b[i][j] || Math.abs(value - b[i][j]) <= CLOSE * (1e-6 + Math.abs(value))));
}

/**
 * @param {string} text
 * @param {() => void} onclick
 */
function button(text, onclick) {
  return h("button", { type: "button", class: "xp-button", onclick }, text);
}
