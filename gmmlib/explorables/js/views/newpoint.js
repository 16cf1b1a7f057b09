/** A point more, where the reader presses the picture or moves a cross to. */

import { niceStep } from "../plot/components.js";
import { h } from "../plot/dom.js";
import { Grip } from "../plot/grip.js";

/** @typedef {import("../maths/plane.js").Point} Point */
/** @typedef {import("../plot/planeplot.js").PlanePlot} PlanePlot */

export class NewPoint {
  #store;
  #plot;
  /** @type {Point | null} */ #place = null;
  #grip;
  #on = false;
  #toggle = h("button", { type: "button", class: "xp-button", "aria-pressed": "false", onclick: () => this.#switch() }, "Add points");
  #add = h("button", { type: "button", class: "xp-button", hidden: "", onclick: () => this.#put(this.#place) }, "Add one at the cross");
  #hint = h("span", { class: "xp-small" });

  /**
   * @param {import("../plot/store.js").Store} store
   * @param {PlanePlot} plot
   */
  constructor(store, plot) {
    this.#store = store;
    this.#plot = plot;
    this.#grip = new Grip({
      kind: "cross", k: -1, label: "New point, in the picture", toPoint: plot.toPoint, onCommit: () => {},
      onMove: (place) => {
        this.#place = plot.rounded(place);
        store.commit();
      },
      onEnter: () => this.#put(this.#place),
    });
    plot.frame.surface.addEventListener("click", (event) => {
      if (this.#on) this.#put(plot.rounded(plot.toPoint(event)));
    });
    this.element = h("div", { class: "xp-buttons xp-new-point" }, this.#toggle, this.#add, this.#hint);
  }

  /** @param {[Point, Point]} domains */
  update(domains) {
    const { handles, x, y } = this.#plot.frame;
    const { element } = this.#grip;
    if (!this.#on) {
      element.remove();
      return;
    }
    if (!element.isConnected) handles.append(element);
    const place = this.#place ?? this.#plot.rounded(/** @type {Point} */ (domains.map(([low, high]) => (low + high) / 2)));
    this.#place = place;
    this.#grip.update(place, [x(place[0]), y(place[1])], domains, /** @type {Point} */ (domains.map(([low, high]) => niceStep(high - low) * 5)));
  }

  #switch() {
    this.#on = !this.#on;
    this.#place = null;
    this.#toggle.setAttribute("aria-pressed", String(this.#on));
    this.#add.hidden = !this.#on;
    this.#plot.frame.surface.classList.toggle("xp-pressable", this.#on);
    this.#hint.textContent = this.#on ? "Press the picture, or move the cross and press Enter." : "";
    this.#store.commit();
  }

  /** @param {Point | null} place */
  #put(place) {
    if (place) this.#store.replace({ X: [...this.#store.state.X, place], trail: "" });
  }
}
