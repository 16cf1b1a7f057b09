/** Bars and curve over the data; handles for the grid, a bin's edge, a kernel and the cursor. */

import { heights } from "../maths/histogram.js";
import { niceStep } from "../plot/components.js";
import { assign, s } from "../plot/dom.js";
import { Frame } from "../plot/frame.js";
import { Handle } from "../plot/handles.js";
import { densityCurve } from "./densitycurve.js";
import { thinned } from "./emdata.js";

/** @typedef {import("../plot/store.js").Store} Store */
/** @typedef {import("../plot/store.js").State} State */

/** More ticks than this run together. */
const MOST_TICKS = 1500;
/** A share of the height that stays free for the handles. */
const HEADROOM = 1.24;
/** A spike above the bars by this factor is cut off. */
const TALLEST = 3;
/** The kernel is drawn so high, as a share of the picture: its true height is 1/N of that. */
const KERNEL_HEIGHT = 0.3;
/** Where a drawn Gaussian ends, in bandwidths. */
const GAUSSIAN_ENDS = 3.2;

export class HistogramPlot {
  #store;
  #bars = s("path", { class: "xp-bins" });
  #curve = s("path", { class: "xp-kde" });
  #kernel = s("path", { class: "xp-one-kernel" });
  #edges = s("path", { class: "xp-edge-lines" });
  #rug = s("path", { class: "xp-rug" });
  #cursorLine = s("line", { class: "xp-cursor-line" });
  #dots = [s("circle", { class: "xp-dot xp-k2", r: 4.5 }), s("circle", { class: "xp-dot xp-k1", r: 4.5 })];
  #handles;
  /** @type {{wanted: string, sorted: number[], xs: ArrayLike<number>, ys: ArrayLike<number>, peak: number} | null} */ #had = null;
  #rugDrawn = "";
  /** @type {number[] | null} */ #rugOf = null;

  /** @param {Store} store */
  constructor(store) {
    this.#store = store;
    this.frame = new Frame({
      label: "Histogram and kernel density estimate, with handles for bins, kernel and cursor", yLabel: "density",
      height: (width) => Math.min(360, Math.max(250, width * 0.46)),
    });
    this.frame.curves.append(this.#bars, this.#rug, this.#cursorLine, this.#edges, this.#kernel, this.#curve);
    this.frame.marks.append(...this.#dots);
    const handle = (/** @type {"grid" | "spread" | "cursor"} */ kind, /** @type {number} */ k, /** @type {string} */ label, /** @type {(x: number) => void} */ onMove) =>
      new Handle({ kind, k, label: `${label}, in the picture`, toValue: (clientX) => this.frame.toX(clientX), onMove, onCommit: () => store.commit() });
    const moveCursor = (/** @type {number} */ x) => store.set({ cursor: this.#rounded(x) });
    this.#handles = {
      cursor: handle("cursor", -1, "Cursor x", moveCursor),
      origin: handle("grid", 1, "Origin", (x) => store.set({ origin: this.#rounded(x) })),
      width: handle("spread", 1, "Bin width", (x) => {
        const begin = this.#reference(store.state);
        store.set({ origin: begin, width: this.#positive(x - begin) });
      }),
      bandwidth: handle("spread", 0, "Bandwidth", (x) => store.set({ bandwidth: this.#positive(x - this.#middle) })),
    };
    this.frame.makePressable(moveCursor, () => store.commit());
    this.frame.handles.append(...Object.values(this.#handles).map(({ element }) => element));
  }

  /** The point that carries the kernel. */
  #middle = 0;

  /**
   * @param {object} drawn
   * @param {number[]} drawn.sorted
   * @param {number[]} drawn.edges
   * @param {number[]} drawn.held counts
   * @param {import("../maths/kernels.js").Kernel} drawn.kernel
   * @param {[number, number]} drawn.domain
   * @param {number[]} drawn.densities at the cursor: of the bars and of the curve
   */
  update({ sorted, edges, held, kernel, domain, densities }) {
    const { state } = this.#store;
    const { frame } = this;
    frame.x.domain(domain);
    this.#middle = sorted[sorted.length >> 1];
    const bars = state.shown !== "density";
    const smooth = state.shown !== "histogram";
    const tops = bars ? heights(held, edges) : [];
    const curve = smooth ? this.#curveOf(sorted, kernel, state.bandwidth, domain) : null;
    const tallest = tops.reduce((a, b) => Math.max(a, b), 0);
    const peak = curve ? curve.peak : 0;
    frame.y.domain([0, HEADROOM * Math.max(tallest, tallest > 0 ? Math.min(peak, TALLEST * tallest) : peak)]);
    frame.drawAxes();
    assign(this.#bars, { d: this.#barPath(edges, tops) });
    assign(this.#curve, { d: curve ? this.#curvePath(curve.xs, curve.ys) : "" });
    this.#drawRug(sorted);
    this.#drawKernel(smooth, kernel, state.bandwidth);
    this.#placeGrid(bars, state, domain);
    this.#placeCursor(state, domain, bars, smooth, densities);
  }

  /**
   * The curve; bins and cursor leave it as it is.
   * @param {number[]} sorted
   * @param {import("../maths/kernels.js").Kernel} kernel
   * @param {number} h
   * @param {[number, number]} domain
   */
  #curveOf(sorted, kernel, h, domain) {
    const wanted = `${kernel.name} ${h} ${domain} ${this.frame.width}`;
    if (this.#had?.wanted !== wanted || this.#had.sorted !== sorted) {
      const { xs, ys } = densityCurve(sorted, kernel, h, domain, this.frame.width);
      this.#had = { wanted, sorted, xs, ys, peak: Array.from(ys).reduce((a, b) => Math.max(a, b), 0) };
    }
    return this.#had;
  }

  /**
   * @param {number[]} edges
   * @param {number[]} tops
   */
  #barPath(edges, tops) {
    const { x, y } = this.frame;
    const floor = y(0).toFixed(1);
    let path = "";
    tops.forEach((top, k) => {
      if (top > 0) path += `M${x(edges[k]).toFixed(1)},${floor}V${y(top).toFixed(1)}H${x(edges[k + 1]).toFixed(1)}V${floor}`;
    });
    return path;
  }

  /**
   * @param {ArrayLike<number>} xs
   * @param {ArrayLike<number>} ys
   */
  #curvePath(xs, ys) {
    const { x, y } = this.frame;
    let path = "";
    for (let i = 0; i < xs.length; i += 1) path += `${i ? "L" : "M"}${x(xs[i]).toFixed(1)},${Math.max(-40, y(ys[i])).toFixed(1)}`;
    return path;
  }

  /** @param {number[]} sorted */
  #drawRug(sorted) {
    const { x, y } = this.frame;
    const wanted = `${x.domain()} ${x.range()} ${y.range()}`;
    if (wanted === this.#rugDrawn && this.#rugOf === sorted) return;
    [this.#rugDrawn, this.#rugOf] = [wanted, sorted];
    const floor = y.range()[0];
    assign(this.#rug, { d: thinned(sorted, MOST_TICKS).map((n) => `M${x(sorted[n]).toFixed(1)},${floor}v-8`).join("") });
  }

  /**
   * @param {boolean} seen
   * @param {import("../maths/kernels.js").Kernel} kernel
   * @param {number} h
   */
  #drawKernel(seen, kernel, h) {
    const { x, y } = this.frame;
    const { bandwidth } = this.#handles;
    assign(bandwidth.element, { display: seen ? null : "none" });
    if (!seen) {
      assign(this.#kernel, { d: "" });
      return;
    }
    const [floor, ceiling] = y.range();
    const ends = Math.min(kernel.support, GAUSSIAN_ENDS);
    const height = (/** @type {number} */ u) => floor - ((floor - ceiling) * KERNEL_HEIGHT * kernel.density(Math.abs(u))) / kernel.density(0);
    const points = Array.from({ length: 81 }, (_, i) => ends * (i / 40 - 1))
      .map((u) => `${x(this.#middle + u * h).toFixed(1)},${height(u).toFixed(1)}`);
    const base = `${x(this.#middle + ends * h).toFixed(1)},${floor}`;
    assign(this.#kernel, { d: `M${x(this.#middle - ends * h).toFixed(1)},${floor}L${points.join("L")}L${base}` });
    const [low, high] = x.domain();
    const [left, right] = x.range();
    bandwidth.update({
      px: Math.min(right + 8, Math.max(left, x(this.#middle + h))), py: height(1), value: h, x: this.#middle + h,
      min: (high - low) / 1000, max: (high - low) / 2, step: niceStep(high - low),
    });
  }

  /**
   * @param {boolean} seen
   * @param {State} state
   * @param {[number, number]} domain
   */
  #placeGrid(seen, state, [min, max]) {
    const { x, y } = this.frame;
    const { origin, width } = this.#handles;
    const begin = this.#reference(state);
    const [left, right] = x.range();
    const [floor, top] = y.range();
    const step = niceStep(max - min);
    const px = [begin, begin + state.width].map((edge) => Math.min(right + 8, Math.max(left, x(edge))));
    for (const { element } of [origin, width]) assign(element, { display: seen ? null : "none" });
    assign(this.#edges, { d: seen ? `M${px[0].toFixed(1)},${top + 22}V${floor}M${px[1].toFixed(1)},${top + 50}V${floor}` : "" });
    origin.update({ px: px[0], py: top + 22, value: begin, x: begin, min, max, step });
    width.update({
      px: px[1], py: top + 50, value: state.width, x: begin + state.width, min: step, max: max - begin, step: step / 5,
    });
  }

  /**
   * @param {State} state
   * @param {[number, number]} domain
   * @param {boolean} bars
   * @param {boolean} smooth
   * @param {number[]} densities
   */
  #placeCursor({ cursor = 0 }, [min, max], bars, smooth, densities) {
    const { x, y } = this.frame;
    const [left, right] = x.range();
    const [bottom, top] = y.range();
    const px = Math.min(right, Math.max(left, x(cursor)));
    const inside = cursor >= min && cursor <= max;
    assign(this.#cursorLine, { x1: px, x2: px, y1: bottom, y2: top, display: inside ? null : "none" });
    [bars, smooth].forEach((seen, i) => assign(this.#dots[i], {
      cx: px.toFixed(1), cy: Math.max(top - 12, y(densities[i])).toFixed(1), display: inside && seen ? null : "none",
    }));
    this.#handles.cursor.update({ px, py: top, value: cursor, x: cursor, min, max, step: niceStep(max - min) });
  }

  /**
   * The edge of the grid that carries the handles: the origin, or an edge that can be seen.
   * @param {State} state
   */
  #reference({ origin, width }) {
    const [low, high] = this.frame.x.domain();
    if (origin >= low && origin <= high) return origin;
    return Number((origin + width * Math.ceil((low - origin) / width)).toPrecision(12));
  }

  /** @param {number} x */
  #rounded(x) {
    const [low, high] = this.frame.x.domain();
    const step = niceStep(high - low) / 5;
    return Number((Math.round(Math.min(high, Math.max(low, x)) / step) * step).toPrecision(12));
  }

  /** @param {number} length */
  #positive(length) {
    const [low, high] = this.frame.x.domain();
    return Number(Math.min(high - low, Math.max((high - low) / 1000, length)).toPrecision(4));
  }
}
