/**
 * What every explorable has around its picture: the toolbar, undo by keyboard, the link's
 * state, the range of x, and drawing again when the width changes.
 */

import { h } from "../plot/dom.js";
import { decodeState, encodeState } from "../plot/link.js";
import { fitted, needed } from "../plot/range.js";
import { Store, same } from "../plot/store.js";
import { StatusLine, createToolbar } from "../plot/toolbar.js";

/** @typedef {import("../plot/store.js").Model} Model */
/** @typedef {import("../plot/toolbar.js").Preset} Preset */
/** @typedef {import("../plot/store.js").State} State */
/** @typedef {{model: Model, el: HTMLElement, figureId?: string}} RenderContext */
/** @typedef {[number, number]} Range */

const FIRST_WIDTH = 680;

/**
 * @param {RenderContext} context
 * @param {object} options
 * @param {(store: Store) => Preset[]} options.presets
 * @param {number[]} [options.data] must stay in the picture
 * @param {{min: number, max: number}} options.components how many a link may ask for
 * @param {import("../plot/link.js").Part[]} [options.more] parts of the state beside the mixture
 * @param {(state: State) => Range[]} [options.axes] what must be visible along each axis
 * @param {{encode: (state: State) => string, decode: (text: string) => Partial<State>}} [options.codec]
 *   how the state stands in a link
 */
export function createShell({ model, el, figureId }, {
  presets, data = [], components, more = [], axes = (state) => [needed(state, data)],
  codec = {
    encode: (state) => encodeState(state, more),
    decode: (text) => decodeState(text, components, model.get("cursor") !== undefined, more),
  },
}) {
  const store = new Store(model, more.map(({ key }) => key));
  const status = new StatusLine();
  const toolbar = createToolbar({
    store, presets: presets(store), status, figureId: figureId ?? null, encode: codec.encode,
  });
  const root = h("div", { class: "xp" }, toolbar.element, status.element);
  /** @type {Range[] | null} */
  let domains = null;
  /** @type {(() => boolean)[]} */
  const typing = [];

  // JupyterLab's shortcuts would take the arrow keys and Ctrl+Z. It looks for this at the element
  // that has the focus, and further up only where no shortcut asks for the focus.
  root.addEventListener("focusin", ({ target }) => {
    /** @type {Element} */ (target).setAttribute("data-lm-suppress-shortcuts", "true");
  });
  root.addEventListener("keydown", (event) => {
    const undo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z";
    if (!undo || typing.some((isTyping) => isTyping())) return;
    event.preventDefault();
    toolbar.undoOnce();
  });

  function readFragment() {
    const prefix = `#${figureId}=`;
    if (!figureId || !window.location.hash.startsWith(prefix)) return;
    try {
      const text = decodeURIComponent(window.location.hash.slice(prefix.length));
      store.replace(codec.decode(text));
      status.say("This is the picture of the link. Reset shows the page's own.");
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      const reason = error instanceof URIError ? "its characters cannot be decoded" : message;
      status.say(`The link's picture cannot be shown, so nothing was changed: ${reason}.`);
    }
    root.scrollIntoView({ block: "start" });
  }

  return {
    store,
    status,
    root,
    toolbar,
    /** @param {() => boolean} isTyping a row of fields that may hold unfinished text */
    watchTyping: (isTyping) => { typing.push(isTyping); },
    /**
     * Put the parts in place, draw, and draw again whenever something changes.
     * @param {(Node)[]} parts
     * @param {(domain: Range, second: Range) => void} draw a range for each axis
     * @param {(width: number) => void} resize
     * @returns {() => void} takes everything down
     */
    run(parts, draw, resize) {
      let width = 0;
      const redraw = () => {
        // Axes that moved under a dragged handle would carry it away from the pointer.
        if (!domains || same(store.state, store.committed)) {
          const present = !toolbar.byHand || same(store.state, store.start) ? null : domains;
          domains = axes(store.state).map((wanted, i) => fitted(present?.[i] ?? null, wanted));
        }
        draw(domains[0], domains[1]);
        toolbar.update();
      };
      const setWidth = (/** @type {number} */ next) => {
        if (Math.abs(next - width) < 1) return;
        width = next;
        resize(width);
        redraw();
      };
      root.append(...parts);
      el.append(root);
      store.subscribe(redraw);
      setWidth(inner(root) || FIRST_WIDTH);
      const observer = new ResizeObserver(() => {
        // A hidden tab has no width; the picture keeps the one it had.
        if (inner(root) > 0) setWidth(inner(root));
      });
      observer.observe(root);
      readFragment();
      window.addEventListener("hashchange", readFragment);
      return () => {
        observer.disconnect();
        window.removeEventListener("hashchange", readFragment);
        store.destroy();
      };
    },
  };
}

/** @param {HTMLElement} root */
function inner(root) {
  const style = getComputedStyle(root);
  return root.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
}
