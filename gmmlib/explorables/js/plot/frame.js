/** An SVG with axes that follows its width. Scales and axes are d3's. */

import { axisBottom, axisLeft } from "d3-axis";
import { scaleLinear } from "d3-scale";
import { select } from "d3-selection";
import { assign, s, setText } from "./dom.js";
import { formatNumber } from "./format.js";

/**
 * @typedef {object} FrameOptions
 * @property {string} label what the picture is, for readers of screens
 * @property {(width: number) => number} height
 * @property {string} yLabel
 * @property {string} [xLabel] x unless told
 * @property {number} [yTicks]
 * @property {number} [xTicks] about so many; as many as there is room for unless told
 * @property {boolean} [xAxis] whether the x axis has its ticks
 * @property {boolean} [logarithmic] whether x holds logarithms to base 10: ticks tell the numbers
 */

const MARGIN = { top: 26, right: 18, bottom: 34, left: 46 };

export class Frame {
  x = scaleLinear();
  y = scaleLinear().domain([0, 1]);
  width = 0;
  height = 0;
  #options;
  #xAxis = s("g", { class: "xp-axis" });
  #yAxis = s("g", { class: "xp-axis" });
  #xLabel;
  #yLabel;
  #clip;
  #drawn = "";

  /** @param {FrameOptions} options */
  constructor(options) {
    this.#options = options;
    const clipId = `xp-clip-${nextId()}`;
    this.#clip = s("rect");
    this.#yLabel = s("text", { class: "xp-axis-label", x: 4, y: 13 }, options.yLabel);
    const xLabel = options.xAxis === false ? "" : options.xLabel ?? "x";
    this.#xLabel = s("text", {
      class: xLabel === "x" ? "xp-axis-label xp-italic" : "xp-axis-label", "text-anchor": "end",
    }, xLabel);
    /** Curves: cut off at the axes. */
    this.curves = s("g", { "clip-path": `url(#${clipId})` });
    /** What may stand over the edge: discs, labels. */
    this.marks = s("g");
    /** What takes the pointer and the keyboard. */
    this.handles = s("g");
    /** Takes presses beside the handles. */
    this.surface = s("rect", { class: "xp-surface", "aria-hidden": "true" });
    const drawing = s("g", { "aria-hidden": "true" },
      s("defs", {}, s("clipPath", { id: clipId }, this.#clip)),
      this.#yAxis, this.#xAxis, this.#yLabel, this.#xLabel, this.curves, this.marks);
    this.svg = s("svg", { class: "xp-plot", role: "group", "aria-label": options.label },
      drawing, this.surface, this.handles);
  }

  /** @param {number} width */
  resize(width) {
    this.width = Math.max(width, 240);
    this.height = this.#options.height(this.width);
    const bottom = this.#options.xAxis === false ? 12 : MARGIN.bottom;
    const inner = {
      x: MARGIN.left,
      y: MARGIN.top,
      width: this.width - MARGIN.left - MARGIN.right,
      height: this.height - MARGIN.top - bottom,
    };
    this.x.range([inner.x, inner.x + inner.width]);
    this.y.range([inner.y + inner.height, inner.y]);
    assign(this.svg, { viewBox: `0 0 ${this.width} ${this.height}` });
    assign(this.#clip, { ...inner, y: inner.y - 4, height: inner.height + 5 });
    assign(this.surface, inner);
    assign(this.#xAxis, { transform: `translate(0,${inner.y + inner.height})` });
    assign(this.#yAxis, { transform: `translate(${inner.x},0)` });
    assign(this.#xLabel, { x: this.width - MARGIN.right, y: this.height - 3 });
    this.#drawn = "";
  }

  /**
   * @param {string} x
   * @param {string} y
   */
  setLabels(x, y) {
    setText(this.#xLabel, x);
    setText(this.#yLabel, y);
  }

  /**
   * The place on the x axis under a place on the screen.
   * @param {number} clientX
   */
  toX(clientX) {
    const box = this.svg.getBoundingClientRect();
    return this.x.invert(((clientX - box.left) / box.width) * this.width);
  }

  /**
   * Let the reader press or drag anywhere in the picture.
   * @param {(x: number) => void} onMove
   * @param {() => void} onCommit
   */
  makePressable(onMove, onCommit) {
    const { surface } = this;
    surface.classList.add("xp-pressable");
    surface.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      surface.setPointerCapture(event.pointerId);
      onMove(this.toX(event.clientX));
    });
    surface.addEventListener("pointermove", (event) => {
      if (surface.hasPointerCapture(event.pointerId)) onMove(this.toX(event.clientX));
    });
    for (const type of ["pointerup", "pointercancel"]) surface.addEventListener(type, onCommit);
  }

  /** Axes are the dear part of a drawing, so they are made anew only when they differ. */
  drawAxes() {
    const wanted = `${this.x.domain()} ${this.y.domain()} ${this.width}`;
    if (wanted === this.#drawn) return;
    this.#drawn = wanted;
    const perTick = this.width < 480 ? 52 : 68;
    const ticks = Math.max(3, Math.round(this.width / perTick));
    if (this.#options.xAxis === false) {
      select(this.#xAxis).call(axisBottom(this.x).tickValues([]).tickSizeOuter(0));
    } else if (this.#options.logarithmic) {
      select(this.#xAxis).call(axisBottom(this.x).tickValues(roundNumbers(this.x.domain()).map(Math.log10))
        .tickFormat((t) => tickText(Number((10 ** Number(t)).toPrecision(6)))).tickSize(5).tickSizeOuter(0));
    } else {
      select(this.#xAxis).call(
        axisBottom(this.x).ticks(this.#options.xTicks ?? ticks).tickFormat(tickText).tickSize(5).tickSizeOuter(0));
    }
    select(this.#yAxis).call(
      axisLeft(this.y).ticks(this.#options.yTicks ?? 4).tickFormat(tickText).tickSize(0).tickPadding(8));
    // Pale lines that lead the eye from a number into the picture.
    const length = this.x.range()[1] - this.x.range()[0];
    select(this.#yAxis).selectAll("line").attr("x2", length).attr("class", "xp-grid");
    select(this.#yAxis).select(".domain").remove();
  }
}

/** @param {import("d3-scale").NumberValue} value */
function tickText(value) {
  return formatNumber(Number(value), { digits: 6 });
}

/**
 * Numbers for the ticks of a logarithmic axis: 1, 2 and 5 with their powers of ten, or few powers.
 * @param {number[]} domain logarithms to base 10
 */
function roundNumbers([low, high]) {
  const stride = Math.ceil((high - low) / 6);
  const leads = high - low > 2.5 ? [1] : [1, 2, 5];
  const first = Math.floor(low / stride) * stride;
  const powers = Array.from({ length: Math.floor((high - first) / stride) + 1 }, (_, i) => first + i * stride);
  return powers.flatMap((power) => leads.map((lead) => lead * 10 ** power))
    .filter((value) => Math.log10(value) >= low && Math.log10(value) <= high);
}

let ids = 0;

/** A number that no other element of the page has got. */
export function nextId() {
  ids += 1;
  return ids;
}
