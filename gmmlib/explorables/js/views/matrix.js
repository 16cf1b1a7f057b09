/** The matrix of responsibilities, (11.19): a table in which a larger share is a stronger tint. */

import { totals } from "../maths/em.js";
import { h } from "../plot/dom.js";
import { lineSample } from "../plot/components.js";
import { formatFixed, formatNumber } from "../plot/format.js";
import { output, show } from "../plot/readouts.js";
import { scrollBox } from "../plot/scrollbox.js";

/** As many as the source prints. */
const DECIMALS = 3;

export class Matrix {
  #cells;
  #rowSums;
  #totals;

  /**
   * @param {number[]} data
   * @param {number} K
   */
  constructor(data, K) {
    const numbers = Array.from({ length: K }, (_, k) => k + 1);
    this.#cells = data.map((_, n) => numbers.map((k) => cell(`r-${n + 1}-${k}`, `xp-share xp-k${k}`)));
    this.#rowSums = data.map((_, n) => cell(`row-sum-${n + 1}`, "xp-sum"));
    this.#totals = numbers.map((k) => cell(`N-${k}`, "xp-sum"));
    const all = cell("N", "xp-sum");
    show(all.number, data.length, String(data.length));
    this.element = scrollBox(h("table", { class: "xp-table xp-matrix" },
      h("caption", {}, "Responsibilities ", h("i", {}, "r"), h("sub", {}, "nk"), " of the components for the points"),
      h("thead", {}, h("tr", {},
        h("th", { scope: "col" }, "point"),
        ...numbers.map((k) => h("th", { scope: "col" }, lineSample(k), h("i", {}, "k"), ` = ${k}`)),
        h("th", { scope: "col" }, "sum"))),
      h("tbody", {}, ...data.map((x, n) => h("tr", {},
        h("th", { scope: "row" }, h("i", {}, "x"), h("sub", {}, String(n + 1)), ` = ${formatNumber(x)}`),
        ...this.#cells[n].map(({ element }) => element), this.#rowSums[n].element))),
      h("tfoot", {}, h("tr", {},
        h("th", { scope: "row" }, "total ", h("i", {}, "N"), h("sub", {}, "k")),
        ...this.#totals.map(({ element }) => element), all.element))), data.length, "Responsibilities");
  }

  /** @param {number[][]} r */
  update(r) {
    r.forEach((row, n) => {
      row.forEach((value, k) => {
        const { element, number } = this.#cells[n][k];
        show(number, value, formatFixed(value, DECIMALS));
        element.style.setProperty("--share", value.toFixed(3));
      });
      const sum = row.reduce((a, b) => a + b, 0);
      show(this.#rowSums[n].number, sum, formatFixed(sum, DECIMALS));
    });
    totals(r).forEach((N, k) => show(this.#totals[k].number, N, formatFixed(N, DECIMALS)));
  }
}

/**
 * @param {string} name
 * @param {string} className
 */
function cell(name, className) {
  const number = output(name);
  return { number, element: h("td", { class: `xp-number ${className}` }, number) };
}
