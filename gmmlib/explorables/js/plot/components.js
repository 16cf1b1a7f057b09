/** The parameters of the components, a card each: weight, mean and variance. */

import { assign, h, keepFocus, s, symbol } from "./dom.js";
import { NumberRow } from "./controls.js";
import {
  MAX_COMPONENTS, refusePlace, refuseVariance, refuseWeight, withMean, withOneMore, withVariance,
  withWeight, without,
} from "./edit.js";

/** @typedef {import("./store.js").Store} Store */

// Four digits from the slider; what is typed keeps all of its own.
const LOG = {
  to: Math.log10,
  from: (/** @type {number} */ position) => Number((10 ** position).toPrecision(4)),
};
const WEIGHTS = { min: 0, max: 1, step: 0.001 };

export class ComponentCards {
  #grid = h("div", { class: "xp-cards" });
  #store;
  #resizable;
  /** @type {{weight: NumberRow, mean: NumberRow, variance: NumberRow, remove: HTMLButtonElement | null}[]} */
  #cards = [];
  #add = h("button", { type: "button", class: "xp-button" }, "Add a component");

  /**
   * @param {Store} store
   * @param {{resizable: boolean}} options whether components come and go
   */
  constructor(store, { resizable }) {
    this.#store = store;
    this.#resizable = resizable;
    this.element = h("div", {}, h("div", { class: "xp-heading" },
      "Components", ...(resizable ? [this.#add] : [])), this.#grid);
    this.#add.addEventListener("click", () => {
      if (store.state.means.length < MAX_COMPONENTS) store.replace(withOneMore(store.state));
    });
  }

  /** @param {[number, number]} domain of x */
  update(domain) {
    const K = this.#store.state.means.length;
    if (K === this.#cards.length) {
      this.#fill(domain);
      return;
    }
    keepFocus(this.#grid, () => {
      this.#build(K);
      this.#fill(domain);
    });
  }

  /** @param {[number, number]} domain */
  #fill(domain) {
    const { weights, means, variances } = this.#store.state;
    const K = means.length;
    const width = domain[1] - domain[0];
    const places = { min: domain[0], max: domain[1], step: niceStep(width) };
    const spreads = { min: 2 * Math.log10(width / 1000), max: 2 * Math.log10(width / 3), step: 0.01 };
    this.#cards.forEach(({ weight, mean, variance, remove }, k) => {
      weight.update(weights[k], WEIGHTS, K === 1);
      mean.update(means[k], places);
      variance.update(variances[k], spreads);
      if (remove) assign(remove, { disabled: K === 1 });
    });
    this.#add.setAttribute("aria-disabled", String(K === MAX_COMPONENTS));
  }

  get isTyping() {
    return this.#cards.some(({ weight, mean, variance }) =>
      weight.isTyping || mean.isTyping || variance.isTyping);
  }

  /** @param {number} K */
  #build(K) {
    const cards = Array.from({ length: K }, (_, k) => this.#card(k));
    this.#cards = cards.map(({ rows }) => rows);
    this.#grid.replaceChildren(...cards.map(({ element }) => element));
  }

  /** @param {number} k */
  #card(k) {
    const store = this.#store;
    const n = k + 1;
    const onCommit = () => store.commit();
    const weight = new NumberRow({
      label: `Weight of component ${n}`, caption: ["weight ", symbol("π", n)], onCommit,
      refuse: refuseWeight, onInput: (value) => store.set(withWeight(store.committed, k, value)),
    });
    const mean = new NumberRow({
      label: `Mean of component ${n}`, caption: ["mean ", symbol("μ", n)], onCommit,
      refuse: refusePlace, onInput: (value) => store.set(withMean(store.state, k, value)),
    });
    const variance = new NumberRow({
      label: `Variance of component ${n}`, caption: ["variance ", symbol("σ", n, "2")], onCommit,
      refuse: refuseVariance, scale: LOG,
      onInput: (value) => store.set(withVariance(store.state, k, value)),
    });
    const remove = this.#resizable ? this.#removeButton(k) : null;
    const element = h("div", { class: `xp-card xp-k${n}`, role: "group", "aria-label": `Component ${n}` },
      h("div", { class: "xp-card-head" }, lineSample(n), h("span", {}, `Component ${n}`),
        ...(remove ? [remove] : [])),
      weight.element, mean.element, variance.element);
    return { element, rows: { weight, mean, variance, remove } };
  }

  /** @param {number} k */
  #removeButton(k) {
    return h("button", {
      type: "button", class: "xp-remove", "aria-label": `Remove component ${k + 1}`,
      onclick: () => this.#store.replace(without(this.#store.state, k)),
    }, "×");
  }
}

/**
 * The line of a component as the picture draws it.
 * @param {number} n from 1
 */
export function lineSample(n) {
  return s("svg", { class: `xp-sample xp-k${n}`, viewBox: "0 0 30 8", width: 30, height: 8, "aria-hidden": "true" },
    s("line", { class: "xp-component", x1: 0, x2: 30, y1: 4, y2: 4 }));
}

/**
 * A round step, about a four-hundredth of the width.
 * @param {number} width
 */
export function niceStep(width) {
  const rough = width / 400;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((f) => f * power >= rough) ?? 10;
  return Number((factor * power).toPrecision(3));
}
