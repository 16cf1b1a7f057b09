/** The reader's log-likelihood, the best so far, and EM's: can you beat it? */

import { h, setText } from "../plot/dom.js";
import { formatNumber } from "../plot/format.js";
import { output, show } from "../plot/readouts.js";
import { same } from "../plot/store.js";

/** @typedef {import("../plot/store.js").State} State */
/** @typedef {ReturnType<typeof import("../maths/em.js").em>} Result */

/** Closer than this to EM counts as level: nothing to be seen in four digits. */
const LEVEL = 5e-4;
/** A component narrower than this share of the data's spread has collapsed onto a point. */
const NEEDLE = 0.03;

export class Scoreboard {
  #data;
  /** @type {{state: State, value: number} | null} */ #best = null;
  #now = output("log-likelihood");
  #bestNumber = output("best");
  #em = output("em");
  #iterations = output("em-iterations");
  #emCaption = h("span", { class: "xp-caption" }, "EM from the start");
  /** What EM gave; null until it could run. @type {Result | null} */
  target = null;
  #verdict = h("p", { class: "xp-verdict" });
  #back;

  /**
   * @param {object} options
   * @param {number[]} options.data
   * @param {(state: State) => void} options.returnTo
   * @param {() => void} options.runFromHere
   * @param {() => void} options.runFromStart
   */
  constructor({ data, returnTo, runFromHere, runFromStart }) {
    this.#data = data;
    this.#back = button("Return to best", () => this.#best && returnTo(this.#best.state));
    this.element = h("div", { class: "xp-scores xp-without-em" },
      h("div", { class: "xp-score xp-score-now" },
        h("span", { class: "xp-caption" }, "log-likelihood"), this.#now),
      h("div", { class: "xp-score" },
        h("span", { class: "xp-caption" }, "best so far"), this.#bestNumber, this.#back),
      h("div", { class: "xp-score" },
        this.#emCaption, this.#em,
        h("span", { class: "xp-small xp-effort" }, "in ", this.#iterations, " iterations"),
        h("span", { class: "xp-buttons" },
          button("Run EM from here", runFromHere), button("From the start", runFromStart))),
      this.#verdict,
      h("p", { class: "xp-small xp-note" }, "EM climbs to a maximum near its start, not to the highest one. "
        + "There is no highest: the likelihood has no upper bound, as a variance may shrink on a data point."));
  }

  /**
   * What there is to beat.
   * @param {Result} result
   * @param {string} caption
   */
  setTarget(result, caption) {
    this.target = result;
    setText(this.#emCaption, caption);
    show(this.#em, result.history[result.nIterations].logLikelihood);
    show(this.#iterations, result.nIterations, String(result.nIterations));
    this.element.classList.remove("xp-without-em");
  }

  /**
   * @param {State} state
   * @param {number} value its log-likelihood
   * @param {boolean} byHand an example's value is not the reader's own
   */
  update(state, value, byHand) {
    if (byHand && value > (this.#best?.value ?? -Infinity)) this.#best = { state, value };
    show(this.#now, value);
    show(this.#bestNumber, this.#best?.value ?? value);
    this.#back.setAttribute("aria-disabled", String(!this.#best || same(this.#best.state, state)));
    setText(this.#verdict, this.#judge(state, value));
  }

  /**
   * @param {State} state
   * @param {number} value
   */
  #judge(state, value) {
    const needle = this.#needle(state);
    if (needle) {
      return `Component ${needle.k + 1} is collapsing onto the point ${formatNumber(needle.x)}: the smaller its variance, `
        + "the higher the log-likelihood, without bound. Such a score says nothing about new data.";
    }
    if (!this.target) return "EM cannot run from the start: move the components and run it from here.";
    const ahead = value - this.target.history[this.target.nIterations].logLikelihood;
    const difference = formatNumber(Math.abs(ahead));
    if (Math.abs(ahead) < LEVEL) return "You are level with EM.";
    if (ahead < 0) return `EM is ${difference} ahead of you.`;
    return `You are ${difference} ahead of EM: it had stopped at a lower, local maximum.`;
  }

  /**
   * A component on a data point, much narrower than the data are spread.
   * @param {State} state
   */
  #needle({ weights, means, variances }) {
    const spread = Math.max(...this.#data) - Math.min(...this.#data) || 1;
    for (let k = 0; k < means.length; k += 1) {
      const sd = Math.sqrt(variances[k]);
      if (weights[k] === 0 || sd > NEEDLE * spread) continue;
      const x = this.#data.find((point) => Math.abs(point - means[k]) < 2 * sd);
      if (x !== undefined) return { k, x };
    }
    return null;
  }
}

/**
 * @param {string} text
 * @param {() => void} onclick
 */
function button(text, onclick) {
  return h("button", { type: "button", class: "xp-button", onclick }, text);
}
