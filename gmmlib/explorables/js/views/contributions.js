/** What each point adds to the log-likelihood, as a table with a bar and a number a row. */

import { assign, h } from "../plot/dom.js";
import { formatNumber } from "../plot/format.js";
import { output, show } from "../plot/readouts.js";

/** More rows than this scroll in a box of their own. */
const ROWS_IN_VIEW = 12;

export class Contributions {
  #rows;
  #total = output("sum");

  /** @param {number[]} data */
  constructor(data) {
    this.#rows = data.map((x, n) => {
      const bar = h("span", { class: "xp-bar" });
      const number = output(`contribution-${n + 1}`);
      const element = h("tr", {},
        h("th", { scope: "row" }, h("i", {}, "x"), h("sub", {}, String(n + 1)), ` = ${formatNumber(x)}`),
        h("td", { class: "xp-bar-cell", "aria-hidden": "true" }, bar),
        h("td", { class: "xp-number" }, number));
      return { bar, number, element };
    });
    const long = data.length > ROWS_IN_VIEW;
    this.element = h("div", {
      class: long ? "xp-table-box xp-scrolling" : "xp-table-box",
      ...(long ? { tabindex: 0, role: "region", "aria-label": "Contributions" } : {}),
    }, h("table", { class: "xp-table xp-contributions" },
      h("caption", {}, "What each point adds: log ", h("i", {}, "p"), "(", h("i", {}, "x"), h("sub", {}, "n"), ")"),
      h("tbody", {}, ...this.#rows.map(({ element }) => element)),
      h("tfoot", {}, h("tr", {}, h("th", { scope: "row", colspan: 2 }, "sum = log-likelihood"),
        h("td", { class: "xp-number" }, this.#total)))));
  }

  /** @param {number[]} values */
  update(values) {
    const finite = values.filter(Number.isFinite);
    // Round ends, so that the bars do not all change when one does.
    const low = Math.min(0, Math.floor(Math.min(...finite) / 4) * 4);
    const high = Math.max(0, Math.ceil(Math.max(...finite) / 4) * 4);
    const place = (/** @type {number} */ v) => (100 * (Math.max(low, v) - low)) / (high - low || 1);
    values.forEach((value, n) => {
      const { bar, number } = this.#rows[n];
      const [left, right] = [place(Math.min(0, value)), place(Math.max(0, value))];
      bar.style.left = `${left.toFixed(2)}%`;
      bar.style.width = `${(right - left).toFixed(2)}%`;
      assign(bar, { class: value > 0 ? "xp-bar xp-bar-positive" : "xp-bar" });
      show(number, value);
    });
    show(this.#total, values.reduce((sum, value) => sum + value, 0));
  }
}
