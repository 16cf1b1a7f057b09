/** The parameters of components in the plane, a card each. */

import { NumberRow } from "../plot/controls.js";
import { lineSample, niceStep } from "../plot/components.js";
import { h, keepFocus, symbol } from "../plot/dom.js";
import { LARGEST, refusePlace, refuseWeight, withWeight } from "../plot/edit.js";
import { MOST_CORRELATION, asDeviations, fromDeviations } from "../plot/ellipse.js";
import { inPlane, replaced } from "../plot/planeplot.js";

/** @typedef {import("../plot/store.js").Store} Store */
/** @typedef {import("../plot/ellipse.js").Point} Point */

export class PlaneCards {
  #store;
  #read;
  #move;
  #spreads;
  #grid = h("div", { class: "xp-cards" });
  /** @type {{row: NumberRow, read: () => number, range: (widths: [Point, Point]) => {min: number, max: number, step: number}}[][]} */
  #cards = [];

  /**
   * @param {Store} store
   * @param {{read?: () => {means: Point[]}, move?: (means: Point[]) => void, spreads?: boolean}} [options]
   *   which means are shown, what a change of them does, and whether weights and spreads are
   *   the components' own
   */
  constructor(store, {
    read = () => inPlane(store.state), move = (means) => store.set(/** @type {any} */ ({ means })), spreads = true,
  } = {}) {
    this.#store = store;
    this.#read = read;
    this.#move = move;
    this.#spreads = spreads;
    this.element = h("div", {}, h("div", { class: "xp-heading" }, "Components"), this.#grid);
  }

  /** @param {[Point, Point]} domains */
  update(domains) {
    const K = this.#read().means.length;
    if (K !== this.#cards.length) keepFocus(this.#grid, () => this.#build(K));
    for (const { row, read, range } of this.#cards.flat()) row.update(read(), range(domains));
  }

  get isTyping() {
    return this.#cards.flat().some(({ row }) => row.isTyping);
  }

  /** @param {number} K */
  #build(K) {
    this.#cards = [];
    this.#grid.replaceChildren(...Array.from({ length: K }, (_, k) => {
      const rows = this.#rows(k);
      this.#cards.push(rows);
      return h("div", { class: `xp-card xp-k${k + 1}`, role: "group", "aria-label": `Component ${k + 1}` },
        h("div", { class: "xp-card-head" }, lineSample(k + 1), h("span", {}, `Component ${k + 1}`)),
        ...rows.map(({ row }) => row.element));
    }));
  }

  /** @param {number} k */
  #rows(k) {
    const store = this.#store;
    const now = () => inPlane(store.state);
    const deviations = () => asDeviations(now().covariances[k]);
    /** @param {"first" | "second" | "correlation"} part */
    const shaped = (part) => (/** @type {number} */ value) =>
      store.set({ covariances: replaced(store.state.covariances, k, fromDeviations({ ...deviations(), [part]: value })) });
    /** @param {0 | 1} i */
    const moved = (i) => (/** @type {number} */ value) => {
      const { means } = this.#read();
      this.#move(replaced(means, k, replaced(means[k], i, value)));
    };
    const place = (/** @type {0 | 1} */ i) => (/** @type {[Point, Point]} */ domains) => ({
      min: domains[i][0], max: domains[i][1], step: niceStep(domains[i][1] - domains[i][0]) });
    const width = (/** @type {0 | 1} */ i) => (/** @type {[Point, Point]} */ domains) => {
      const all = domains[i][1] - domains[i][0];
      return { min: all / 500, max: all / 2, step: niceStep(all) / 5 };
    };
    const make = (/** @type {string} */ word, /** @type {(string | Node)[]} */ caption, /** @type {(value: number) => void} */ onInput,
      /** @type {(value: number) => string | null} */ refuse, /** @type {() => number} */ read, /** @type {any} */ range) => ({
      row: new NumberRow({
        label: `${word} of component ${k + 1}`, caption, onInput, refuse, onCommit: () => store.commit(),
      }),
      read, range,
    });
    const places = [
      make("Mean", ["mean ", symbol("x", 1)], moved(0), refusePlace, () => this.#read().means[k][0], place(0)),
      make("Second mean", ["mean ", symbol("x", 2)], moved(1), refusePlace, () => this.#read().means[k][1], place(1)),
    ];
    if (!this.#spreads) return places;
    return [
      make("Weight", ["weight ", symbol("π", k + 1)], (value) => store.set(withWeight(store.committed, k, value)), refuseWeight,
        () => store.state.weights[k], () => ({ min: 0, max: 1, step: 0.001 })),
      ...places,
      make("Standard deviation", ["spread ", symbol("σ", 1)], shaped("first"), refuseDeviation, () => deviations().first, width(0)),
      make("Second standard deviation", ["spread ", symbol("σ", 2)], shaped("second"), refuseDeviation, () => deviations().second, width(1)),
      make("Correlation", ["correlation"], shaped("correlation"), refuseCorrelation, () => deviations().correlation,
        () => ({ min: -0.99, max: 0.99, step: 0.01 })),
    ];
  }
}

/** @param {number} sd */
function refuseDeviation(sd) {
  const most = Math.sqrt(LARGEST);
  return sd >= 1 / most && sd <= most ? null : `a standard deviation must be greater than 0 (from 1e-25 to 1e25), got ${sd}`;
}

/** @param {number} correlation */
function refuseCorrelation(correlation) {
  return Math.abs(correlation) <= MOST_CORRELATION ? null
    : `a correlation must lie between -${MOST_CORRELATION} and ${MOST_CORRELATION}, got ${correlation}`;
}
