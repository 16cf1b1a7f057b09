/** Presets, Undo, Reset and Copy link, and the line that reports. */

import { h, setText } from "./dom.js";
import { same } from "./store.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./store.js").State} State */
/** @typedef {{name: string, state: () => Partial<State>, say?: string}} Preset */

const COPIED_MS = 2000;

/** The sentence under the toolbar: errors, and what a preset shows. */
export class StatusLine {
  element = h("p", { class: "xp-status", role: "status" });

  /** @param {string} message */
  say(message) {
    setText(this.element, message);
  }
}

/**
 * @param {object} parts
 * @param {Store} parts.store
 * @param {Preset[]} parts.presets
 * @param {StatusLine} parts.status
 * @param {string | null} parts.figureId for links; null where there is no page to link to
 * @param {(state: State) => string} parts.encode the state in links; throws an Error that says
 *   why a state fits into none
 */
export function createToolbar({ store, presets, status, figureId, encode }) {
  const select = h("select", { class: "xp-select", "aria-label": "Preset" },
    h("option", { value: "" }, "Choose an example…"),
    ...presets.map(({ name }, i) => h("option", { value: i }, name)));
  /** What the chosen example gave. @type {State | null} */
  let given = null;
  select.addEventListener("change", () => {
    const preset = presets[Number(select.value)];
    if (select.value === "" || !preset) return;
    try {
      const patch = preset.state();
      given = { ...store.state, ...patch };
      store.replace(patch);
      status.say(preset.say ?? "");
    } catch (error) {
      status.say(`“${preset.name}” cannot be shown: ${/** @type {Error} */ (error).message}.`);
    }
  });
  const undo = h("button", { type: "button", class: "xp-button", onclick: () => undoOnce() }, "Undo");
  const reset = h("button", {
    type: "button", class: "xp-button", onclick: () => {
      store.replace(store.start);
      status.say("");
    },
  }, "Reset");
  const element = h("div", { class: "xp-toolbar", role: "group", "aria-label": "Picture" },
    select, h("span", { class: "xp-buttons" }, undo, reset, ...(figureId ? [copyButton(store, figureId, status, encode)] : [])));

  function undoOnce() {
    if (store.undo()) status.say("");
  }
  return {
    element,
    undoOnce,
    /** Whether the reader made this state, and no example did. */
    get byHand() {
      return given === null || !same(given, store.state);
    },
    update() {
      // The name of an example that was changed would be wrong.
      if (this.byHand) select.value = "";
      // aria-disabled, not disabled: the keyboard's place must not vanish under the reader.
      undo.setAttribute("aria-disabled", String(!store.canUndo));
    },
  };
}

/**
 * @param {Store} store
 * @param {string} figureId
 * @param {StatusLine} status
 * @param {(state: State) => string} encode
 */
function copyButton(store, figureId, status, encode) {
  const button = h("button", { type: "button", class: "xp-button" }, "Copy link");
  button.addEventListener("click", async () => {
    const address = new URL(window.location.href);
    try {
      address.hash = `${figureId}=${encode(store.state)}`;
    } catch (error) {
      status.say(`No link was copied: ${/** @type {Error} */ (error).message}.`);
      return;
    }
    try {
      await navigator.clipboard.writeText(address.href);
      setText(button, "Copied");
      status.say("The link shows exactly this picture.");
      setTimeout(() => setText(button, "Copy link"), COPIED_MS);
    } catch {
      // No right to the clipboard, as on file:// pages: the address bar then has the link.
      window.history.replaceState(null, "", address.hash);
      status.say("The link is in the address bar now; copy it there.");
    }
  });
  return button;
}
