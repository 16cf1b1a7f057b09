/** What K-means does, in the picture of EM: its centers, its borders, and both ways from the start. */

import { assign, s, setText } from "../plot/dom.js";

/** @typedef {import("../maths/plane.js").Point} Point */
/** @typedef {import("../plot/frame.js").Frame} Frame */

/** Pixels: a diamond that is still seen around a mean's disc. */
const SIZE = 17;

export class HardMarks {
  #frame;
  #borders = s("path", { class: "xp-border" });
  #ways = s("g");
  #centers = s("g");

  /** @param {Frame} frame */
  constructor(frame) {
    this.#frame = frame;
    frame.curves.append(this.#borders, this.#ways);
    frame.marks.append(this.#centers);
  }

  /**
   * @param {ReturnType<import("./hardsteps.js").HardSteps["current"]>} now
   * @param {[Point, Point][]} lines
   */
  update({ centers, wayOf }, lines) {
    assign(this.#borders, { d: lines.map((ends) => this.#line(ends)).join("") });
    while (this.#centers.children.length > centers.length) {
      this.#centers.lastChild?.remove();
      this.#ways.lastChild?.remove();
    }
    centers.forEach((center, k) => {
      const [diamond, way] = [this.#centers.children[k] ?? this.#add(k), this.#ways.children[k]];
      assign(diamond, { transform: `translate(${this.#pixel(center)})` });
      const { soft, hard } = wayOf(k);
      assign(way.children[0], { d: this.#line(hard) });
      assign(way.children[1], { d: this.#line(soft) });
    });
  }

  /** @param {number} k */
  #add(k) {
    const number = s("text", { class: "xp-handle-number", dy: "0.35em" });
    setText(number, String(k + 1));
    const diamond = s("g", { class: `xp-k${k + 1}` },
      s("path", { class: "xp-center", d: `M0,${-SIZE}L${SIZE},0L0,${SIZE}L${-SIZE},0Z` }), number);
    this.#centers.append(diamond);
    this.#ways.append(s("g", { class: `xp-k${k + 1}` }, s("path", { class: "xp-way xp-way-hard" }), s("path", { class: "xp-way" })));
    return diamond;
  }

  /** @param {Point[]} places */
  #line(places) {
    // A way that rests is no line.
    const points = places.map((place) => this.#pixel(place)).filter((place, i, all) => place !== all[i - 1]);
    return points.length > 1 ? `M${points.join("L")}` : "";
  }

  /** @param {Point} place */
  #pixel([x, y]) {
    return `${this.#frame.x(x).toFixed(1)},${this.#frame.y(y).toFixed(1)}`;
  }
}
