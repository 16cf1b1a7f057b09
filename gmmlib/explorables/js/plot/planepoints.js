/** The points of a plane in the color and shape of the component with the largest share. */

import { assign, s } from "./dom.js";
import { dots } from "./plane.js";

/** @typedef {import("../maths/plane.js").Point} Point */
/** @typedef {import("./frame.js").Frame} Frame */

/** Each component has a shape beside its color. @type {((x: number, y: number, r: number) => string)[]} */
const SHAPES = [
  (x, y, r) => `M${x - r},${y}a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0`,
  (x, y, r) => `M${x - r},${y - r}h${2 * r}v${2 * r}h${-2 * r}Z`,
  (x, y, r) => `M${x},${y - 1.2 * r}l${1.2 * r},${2.1 * r}h${-2.4 * r}Z`,
  (x, y, r) => `M${x},${y - 1.4 * r}l${1.4 * r},${1.4 * r}l${-1.4 * r},${1.4 * r}l${-1.4 * r},${-1.4 * r}Z`,
  (x, y, r) => `M${x},${y + 1.2 * r}l${1.2 * r},${-2.1 * r}h${-2.4 * r}Z`,
  (x, y, r) => `M${x - 1.4 * r},${y}h${2.8 * r}M${x},${y - 1.4 * r}v${2.8 * r}`,
];
const RADIUS = 3;
/** No component has more of a point than this: then the runner-up is drawn inside. */
const SHARED = 0.8;

/** The runner-up stands inside a point that is shared. */
export class PlanePoints {
  #plain = s("path", { class: "xp-plain-pts" });
  #firsts = s("g");
  #seconds = s("g", { class: "xp-seconds" });
  elements = [this.#plain, this.#firsts, this.#seconds];

  /**
   * A path for each component holds its points: hundreds of marks cost as much as a few lines.
   * @param {Frame} frame
   * @param {Point[]} X
   * @param {number[][] | null} r
   * @param {number} K
   */
  update(frame, X, r, K) {
    const firsts = Array.from({ length: K }, () => "");
    const seconds = Array.from({ length: K }, () => "");
    if (r) X.forEach((place, n) => {
      const order = r[n].map((_, k) => k).sort((a, b) => r[n][b] - r[n][a]);
      const shared = K > 1 && r[n][order[0]] <= SHARED;
      firsts[order[0]] += mark(frame, place, order[0], shared ? RADIUS + 1.5 : RADIUS);
      if (shared) seconds[order[1]] += mark(frame, place, order[1], 1.75);
    });
    assign(this.#plain, { d: r ? "" : dots(frame, X) });
    fillPaths(this.#firsts, firsts);
    fillPaths(this.#seconds, seconds);
  }
}

/** A point that no component has nearly alone is in the mixed color, with a rim. */
export class MixedPoints {
  #decided;
  #pure = s("g");
  #mixed = s("g");
  elements = [this.#pure, this.#mixed];

  /** @param {number} decided a share as large is drawn as all */
  constructor(decided) {
    this.#decided = decided;
  }

  /**
   * @param {Frame} frame
   * @param {Point[]} X
   * @param {number[][]} r
   * @param {number} K
   */
  update(frame, X, r, K) {
    const pure = Array.from({ length: K }, () => "");
    let count = 0;
    X.forEach((place, n) => {
      const most = r[n].indexOf(Math.max(...r[n]));
      if (r[n][most] >= this.#decided) {
        pure[most] += mark(frame, place, most, RADIUS);
        return;
      }
      const path = this.#path(count);
      count += 1;
      path.setAttribute("d", mark(frame, place, most, RADIUS + 1));
      path.style.setProperty("--xp-color", mixed(r[n]));
    });
    while (this.#mixed.children.length > count) this.#mixed.lastChild?.remove();
    fillPaths(this.#pure, pure);
  }

  /** @param {number} i */
  #path(i) {
    if (!this.#mixed.children[i]) this.#mixed.append(s("path", { class: "xp-pts xp-undecided" }));
    return /** @type {SVGElement} */ (this.#mixed.children[i]);
  }
}

/**
 * @param {Frame} frame
 * @param {Point} place
 * @param {number} k
 * @param {number} radius
 */
function mark({ x, y }, [a, b], k, radius) {
  return SHAPES[k](Math.round(10 * x(a)) / 10, Math.round(10 * y(b)) / 10, radius);
}

/**
 * The components' colors in proportion to their shares, whatever the theme.
 * @param {number[]} shares
 */
function mixed(shares) {
  let [color, before] = ["", 0];
  shares.forEach((share, k) => {
    if (share < 0.005) return;
    const own = `var(--xp-${k + 1})`;
    before += share;
    color = color ? `color-mix(in srgb,${own} ${((100 * share) / before).toFixed(1)}%,${color})` : own;
  });
  return color;
}

/**
 * A path of each component's color.
 * @param {SVGElement} group
 * @param {string[]} paths
 */
function fillPaths(group, paths) {
  while (group.children.length > paths.length) group.lastChild?.remove();
  while (group.children.length < paths.length) group.append(s("path", { class: `xp-pts xp-k${group.children.length + 1}` }));
  paths.forEach((d, k) => assign(group.children[k], { d }));
}
