/**
 * The entry for static pages: every figure comes alive at once, with nothing to start.
 * The static picture stays in the page, for print.
 */

import { h } from "./plot/dom.js";
import { asShares } from "./plot/link.js";
import { views } from "./views/index.js";

/**
 * The state of a figure where there is no Python: what anywidget's model is in a notebook.
 */
export class StaticModel {
  /** @type {Record<string, any>} */ #state;
  /** @type {Map<string, Set<() => void>>} */ #listeners = new Map();

  /** @param {Record<string, any>} state */
  constructor(state) {
    this.#state = { ...state };
    // Stored numbers have 12 digits; the weights sum to 1 again here.
    if (state.weights) this.#state.weights = asShares(state.weights);
    const { start } = state;
    if (start?.weights) this.#state.start = { ...start, weights: asShares(start.weights) };
  }

  /** @param {string} key */
  get(key) {
    return this.#state[key];
  }

  /**
   * @param {string} key
   * @param {any} value
   */
  set(key, value) {
    this.#state[key] = value;
    for (const listener of this.#listeners.get(`change:${key}`) ?? []) listener();
  }

  save_changes() {}

  /**
   * @param {string} event
   * @param {() => void} listener
   */
  on(event, listener) {
    if (!this.#listeners.has(event)) this.#listeners.set(event, new Set());
    this.#listeners.get(event)?.add(listener);
  }

  /**
   * @param {string} event
   * @param {() => void} listener
   */
  off(event, listener) {
    this.#listeners.get(event)?.delete(listener);
  }
}

/** @param {HTMLElement} figure */
function hydrate(figure) {
  const view = views[figure.dataset.kind ?? ""];
  if (!view || figure.dataset.live) return;
  makeIdUnique(figure);
  const live = h("div", { class: "explorable-live" });
  figure.append(live);
  try {
    const model = new StaticModel(JSON.parse(figure.dataset.state ?? ""));
    view({ model, el: live, figureId: figure.id });
    figure.dataset.live = "true";
  } catch (error) {
    // The static picture is still there, and still true.
    live.remove();
    throw error;
  }
}

/**
 * The same explorable twice on a page: the second is called …-2, so that links tell them apart.
 * @param {HTMLElement} figure
 */
function makeIdUnique(figure) {
  const { id } = figure;
  for (let n = 2; document.getElementById(figure.id) !== figure; n += 1) figure.id = `${id}-${n}`;
}

function reportUnknownFigure() {
  const id = /^#(live-[^=]*)=/.exec(window.location.hash)?.[1];
  if (!id || document.getElementById(id)) return;
  const line = document.querySelector(".explorable .xp-status");
  if (line) line.textContent = "The link asks for a picture that is not on this page, so it is ignored.";
}

function start() {
  const figures = document.querySelectorAll("figure.explorable");
  for (const figure of figures) {
    try {
      hydrate(/** @type {HTMLElement} */ (figure));
    } catch (error) {
      // One figure must not keep the others from coming alive.
      console.error(error);
    }
  }
  reportUnknownFigure();
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
