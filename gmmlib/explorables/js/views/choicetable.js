/** The scores of each number of components, and what each criterion takes. */

import { MOST } from "../maths/choice.js";
import { assign, h, setText } from "../plot/dom.js";
import { formatNumber } from "../plot/format.js";
import { output } from "../plot/readouts.js";
import { scrollBox } from "../plot/scrollbox.js";

/** @typedef {import("../maths/choice.js").Score} Score */

const NAMES = /** @type {const} */ (["training", "heldOut", "standardError", "aic", "bic"]);
/** What each is called in its `<output>`. */
const CALLED = { training: "training", heldOut: "held-out", standardError: "standard-error", aic: "aic", bic: "bic" };
const BEST = /** @type {const} */ (["heldOut", "oneError", "aic", "bic"]);
const BEST_CALLED = { heldOut: "best-held-out", oneError: "one-standard-error", aic: "best-aic", bic: "best-bic" };

export class ChoiceTable {
  #rows;
  #best;

  constructor() {
    this.#rows = Array.from({ length: MOST }, (_, i) => row(i + 1));
    this.#best = Object.fromEntries(BEST.map((name) => [name, output(BEST_CALLED[name])]));
    const { heldOut, oneError, aic, bic } = this.#best;
    const table = h("table", { class: "xp-table xp-choice-table" },
      h("caption", {}, "Log-likelihood a point ", h("span", { class: "xp-small" }, "(higher is better)"), ", AIC and BIC ",
        h("span", { class: "xp-small" }, "(lower is better)")),
      h("thead", {}, h("tr", {}, ...[h("i", {}, "K"), "training", "held out ± error", "AIC", "BIC"].map((text) => h("th", { scope: "col" }, text)))),
      h("tbody", {}, ...this.#rows.map(({ element }) => element)),
      h("tfoot", {},
        h("tr", {}, h("th", { scope: "row" }, "best"), h("td", {}, "–"), h("td", {}, heldOut), h("td", {}, aic), h("td", {}, bic)),
        h("tr", {}, h("th", { scope: "row", colspan: 2 }, "within one error"), h("td", {}, oneError), h("td", {}), h("td", {}))));
    this.element = scrollBox(table, MOST + 3, "Scores of each number of components");
  }

  /**
   * @param {Score[]} scores
   * @param {number} K shown
   * @param {import("../maths/choice.js").Best} best
   */
  update(scores, K, best) {
    this.#rows.forEach(({ element, outputs }, i) => {
      const score = scores[i];
      for (const name of NAMES) {
        put(outputs[name], score ? score[name] : null, name === "standardError" ? 2 : 4);
        const cell = outputs[name].parentElement;
        if (name in best) cell?.classList.toggle("xp-best-cell", score !== undefined && best[/** @type {"heldOut"} */ (name)] === i + 1);
      }
      assign(element, { "aria-current": i + 1 === K ? "true" : null });
    });
    for (const name of BEST) put(this.#best[name], best[name]);
  }
}

/** @param {number} K */
function row(K) {
  const outputs = Object.fromEntries(NAMES.map((name) => [name, output(`${CALLED[name]}-${K}`)]));
  const element = h("tr", {}, h("th", { scope: "row" }, String(K)), h("td", {}, outputs.training),
    h("td", {}, outputs.heldOut, " ± ", outputs.standardError), h("td", {}, outputs.aic), h("td", {}, outputs.bic));
  return { element, outputs };
}

/**
 * A number; none where there is none, and dots where there is none yet.
 * @param {HTMLOutputElement} element
 * @param {number | null} value
 * @param {number} [digits] of an error two say enough
 */
function put(element, value, digits = 4) {
  const isNumber = value !== null && Number.isFinite(value);
  setText(element, value === null ? "…" : isNumber ? formatNumber(value, { digits, trim: Number.isInteger(value) }) : "none");
  element.dataset.value = isNumber ? String(value) : "null";
}
