/**
 * The core of static pages: every figure comes alive at once, with nothing to start.
 * The static picture stays in the page, for print. Each kind of picture is a script of its
 * own, which takes what it shares with others from here.
 */

import { h } from "./plot/dom.js";
import { asShares } from "./plot/link.js";

/** @typedef {(context: import("./views/shell.js").RenderContext) => () => void} Render */

/** What draws each kind whose script has come. @type {Map<string, Render>} */
const renders = new Map();

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

/**
 * @param {HTMLElement} figure
 * @param {Render} render
 */
function hydrate(figure, render) {
  if (figure.dataset.live) return;
  makeIdUnique(figure);
  const live = h("div", { class: "explorable-live" });
  figure.append(live);
  try {
    const model = new StaticModel(JSON.parse(figure.dataset.state ?? ""));
    render({ model, el: live, figureId: figure.id });
    figure.dataset.live = "true";
  } catch (error) {
    // The static picture is still there, and still true. The other figures come alive.
    live.remove();
    console.error(error);
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

/** @returns {HTMLElement[]} */
function figures() {
  return [...document.querySelectorAll(/** @type {"figure"} */ ("figure.explorable"))];
}

/** @param {HTMLElement} figure */
const kindOf = (figure) => figure.dataset.kind ?? "";

/** @param {string} kind */
function hydrateAll(kind) {
  const render = renders.get(kind);
  if (!render) return;
  for (const figure of figures()) if (kindOf(figure) === kind) hydrate(figure, render);
}

/**
 * The script of a kind calls this.
 * @param {string} kind
 * @param {Render} render
 */
function add(kind, render) {
  renders.set(kind, render);
  if (document.readyState !== "loading") hydrateAll(kind);
}

/**
 * @param {string} address
 * @returns {Promise<void>} also where nothing comes
 */
function load(address) {
  return new Promise((resolve) => {
    document.head.append(h("script", { src: address, onload: () => resolve(), onerror: () => resolve() }));
  });
}

/**
 * Load what the page did not, beside this script; say so where nothing comes.
 * @param {Record<string, string>} versions
 * @param {string} here address of this script
 */
async function complete(versions, here) {
  const kinds = new Set(figures().map(kindOf));
  await Promise.all([...kinds].map(async (kind) => {
    if (!renders.has(kind) && Object.hasOwn(versions, kind)) {
      await load(new URL(`explorables.${kind}.js?v=${versions[kind]}`, here).href);
    }
    if (renders.has(kind)) hydrateAll(kind);
    else figures().filter((figure) => kindOf(figure) === kind).forEach(sayMissing);
  }));
  reportUnknownFigure();
}

/** @param {HTMLElement} figure */
function sayMissing(figure) {
  figure.append(h("p", { class: "explorable-live xp-missing", role: "status" },
    "The script that makes this picture live could not be loaded. Reload the page to try again."));
}

/**
 * @param {Record<string, unknown>} shared what the scripts of the kinds take from here
 * @param {Record<string, string>} versions of the scripts of all kinds
 */
export function begin(shared, versions) {
  const page = /** @type {any} */ (window);
  // A page put together from parts may bring this script more than once.
  if (page.gmmlibExplorables) return;
  page.gmmlibExplorables = { shared, add };
  const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  const here = script?.src || document.baseURI;
  let done = false;
  const start = () => {
    if (done) return;
    done = true;
    complete(versions, here);
  };
  if (document.readyState === "complete") start();
  // Scripts with `defer` come before the first of these, others perhaps between the two.
  document.addEventListener("DOMContentLoaded", start);
  window.addEventListener("load", start);
}
