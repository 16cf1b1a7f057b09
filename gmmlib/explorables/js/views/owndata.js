/** The reader's own data, pasted or from a file. They stay in the page. */

import { readTable, refuseData } from "../maths/table.js";
import { h, setText } from "../plot/dom.js";

/** More does not fit beside the page in the memory of a phone. */
const LARGEST = 64e6;
const TOO_LARGE = "these are more than 64 MB; take a part of them";
/** The browser sets all lines of a field at once, so a million lines would freeze the page. */
const MOST_SHOWN = 200_000;
/** As long as the page may be busy at a time. */
const SLICE_MS = 40;
const UNCHANGED = "nothing was changed";

/**
 * @param {object} options
 * @param {string[]} options.axes what each column becomes, as in "x"
 * @param {string} options.example
 * @param {(columns: number[][], names: string[]) => void} options.take
 * @param {typeof refuseData} [options.refuse] why the chosen columns cannot be shown
 */
export function ownData({ axes, example, take, refuse = refuseData }) {
  const text = h("textarea", {
    class: "xp-paste", rows: 4, "aria-label": "Your own data", placeholder: example, spellcheck: "false",
    autocomplete: "off",
  });
  const file = h("input", { type: "file", accept: ".csv,.tsv,.txt,text/*", "aria-label": "File with your own data" });
  const report = h("ul", { class: "xp-report", "aria-live": "polite" });
  const choice = h("span", { class: "xp-buttons" });
  const use = h("button", { type: "button", class: "xp-button", onclick: () => useText(text.value) }, "Use these data");

  /** How often something was read: a later text makes an earlier one void. */
  let turn = 0;

  /** @param {string} pasted */
  async function useText(pasted) {
    turn += 1;
    const mine = turn;
    if (pasted.length > LARGEST) return say([TOO_LARGE, UNCHANGED]);
    const slices = readTable(pasted, axes.length === 1);
    for (let isFirst = true; ; isFirst = false) {
      const until = performance.now() + SLICE_MS;
      let step = slices.next();
      while (!step.done && performance.now() < until) step = slices.next();
      if (step.done) return useTable(step.value);
      if (isFirst) say(["reading the data"]);
      await new Promise((go) => { setTimeout(go); });
      if (mine !== turn) return undefined;
    }
  }

  /** @param {import("../maths/table.js").Table} table */
  function useTable({ columns, errors, notes }) {
    choice.replaceChildren();
    if (!errors.length && columns.length < axes.length) {
      errors.push(`there ${columns.length === 1 ? "is 1 column" : `are ${columns.length} columns`} of numbers; `
        + `this picture needs ${axes.length}`);
    }
    if (errors.length) return say([...errors, UNCHANGED]);
    const selects = axes.map((axis, i) => h("select", {
      class: "xp-select", "aria-label": `Column for ${axis}`, onchange: () => chosen(),
    }, ...columns.map(({ name }, j) => h("option", { value: j, selected: i === j }, `${axis}: ${name}`))));
    if (columns.length > axes.length) choice.append(...selects);
    const chosen = () => {
      const picked = selects.map(({ value }) => columns[Number(value)]);
      const values = picked.map((column) => column.values);
      const names = picked.map(({ name }) => name);
      const reason = refuse(values, names);
      if (reason) return say([reason, UNCHANGED]);
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
    if (given.size > LARGEST) return say([TOO_LARGE, UNCHANGED]);
    takeText(await given.text());
  }

  /** @param {string} content */
  function takeText(content) {
    text.value = content.length > MOST_SHOWN ? "" : content;
    useText(content);
  }

  /**
   * A long text is read without being set.
   * @param {Event} event
   * @param {DataTransfer | null} transfer
   */
  function takeLongText(event, transfer) {
    const content = transfer?.getData("text/plain") ?? "";
    if (content.length <= MOST_SHOWN) return;
    event.preventDefault();
    takeText(content);
  }

  text.addEventListener("paste", (event) => takeLongText(event, event.clipboardData));
  file.addEventListener("change", () => read(file.files?.[0]));
  const element = h("details", { class: "xp-own" }, h("summary", {}, "Your own data"),
    h("p", { class: "xp-small" }, `Paste numbers or CSV, one point a line, or choose or drop a file. ${
      axes.length === 1 ? "One number" : "Two numbers"} a point. Nothing leaves this page.`),
    text, h("div", { class: "xp-buttons" }, use, file, choice), report);
  element.addEventListener("dragover", (event) => event.preventDefault());
  element.addEventListener("drop", (event) => {
    const { dataTransfer } = event;
    if (!dataTransfer?.files.length) return takeLongText(event, dataTransfer);
    event.preventDefault();
    read(dataTransfer.files[0]);
  });
  return { element, get isTyping() { return document.activeElement === text; } };
}
