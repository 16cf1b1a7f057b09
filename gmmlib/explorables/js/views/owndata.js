/** The reader's own data, pasted or from a file. They stay in the page. */

import { parseTable, refuseData } from "../maths/table.js";
import { h, setText } from "../plot/dom.js";

/** A larger file would freeze the page. */
const LARGEST_FILE = 64e6;

/**
 * @param {object} options
 * @param {string[]} options.axes what each column becomes, as in "x"
 * @param {string} options.example
 * @param {(columns: number[][], names: string[]) => void} options.take
 */
export function ownData({ axes, example, take }) {
  const text = h("textarea", {
    class: "xp-paste", rows: 4, "aria-label": "Your own data", placeholder: example, spellcheck: "false",
    autocomplete: "off",
  });
  const file = h("input", { type: "file", accept: ".csv,.tsv,.txt,text/*", "aria-label": "File with your own data" });
  const report = h("ul", { class: "xp-report", "aria-live": "polite" });
  const choice = h("span", { class: "xp-buttons" });
  const use = h("button", { type: "button", class: "xp-button", onclick: () => useText(text.value) }, "Use these data");

  /** @param {string} pasted */
  function useText(pasted) {
    const { columns, errors, notes } = parseTable(pasted, axes.length === 1);
    choice.replaceChildren();
    if (!errors.length && columns.length < axes.length) {
      errors.push(`there ${columns.length === 1 ? "is 1 column" : `are ${columns.length} columns`} of numbers; `
        + `this picture needs ${axes.length}`);
    }
    if (errors.length) return say([...errors, "nothing was changed"]);
    const selects = axes.map((axis, i) => h("select", {
      class: "xp-select", "aria-label": `Column for ${axis}`, onchange: () => chosen(),
    }, ...columns.map(({ name }, j) => h("option", { value: j, selected: i === j }, `${axis}: ${name}`))));
    if (columns.length > axes.length) choice.append(...selects);
    const chosen = () => {
      const picked = selects.map(({ value }) => columns[Number(value)]);
      const values = picked.map((column) => column.values);
      const names = picked.map(({ name }) => name);
      const reason = refuseData(values, names);
      if (reason) return say([reason, "nothing was changed"]);
      take(values, names);
      say([`${values[0].length} points are in the picture; they stay in this page`, ...notes]);
    };
    chosen();
  }

  /** @param {string[]} lines */
  function say(lines) {
    report.replaceChildren(...lines.map((line) => {
      const item = h("li");
      setText(item, `${line[0].toUpperCase()}${line.slice(1)}.`);
      return item;
    }));
  }

  /** @param {File | null | undefined} given */
  async function read(given) {
    if (!given) return;
    if (given.size > LARGEST_FILE) return say(["the file is larger than 64 MB; take a part of it", "nothing was changed"]);
    const content = await given.text();
    // A field of a million lines would freeze; the file is read all the same.
    text.value = content.length > 200_000 ? "" : content;
    useText(content);
  }

  file.addEventListener("change", () => read(file.files?.[0]));
  const element = h("details", { class: "xp-own" }, h("summary", {}, "Your own data"),
    h("p", { class: "xp-small" }, `Paste numbers or CSV, one point a line, or choose or drop a file. ${
      axes.length === 1 ? "One number" : "Two numbers"} a point. Nothing leaves this page.`),
    text, h("div", { class: "xp-buttons" }, use, file, choice), report);
  element.addEventListener("dragover", (event) => event.preventDefault());
  element.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    read(event.dataTransfer.files[0]);
  });
  return { element, get isTyping() { return document.activeElement === text; } };
}
