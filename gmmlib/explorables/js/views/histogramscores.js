/** The scores of HistogramKDE: their curves over bin width and bandwidth, and the ways to the best. */

import { BandwidthSearch, MANY, scoresAt } from "../maths/bandwidthsearch.js";
import { binScore, leastWidth, widthScores } from "../maths/histogram.js";
import { kernelOf } from "../maths/kernels.js";
import { select } from "../plot/choices.js";
import { h, setText } from "../plot/dom.js";
import { show, showOrNone } from "../plot/readouts.js";
import { CRITERIA } from "./histogramstate.js";
import { ScoreChart } from "./scorechart.js";

/** @typedef {import("../maths/bandwidthsearch.js").Criterion} Criterion */
/** @typedef {import("./scorechart.js").Place} Place */

/** Milliseconds that the search takes at a time, so that the page stays at the reader's hand. */
const SLICE = 4;
/** A search for which the reader waits goes on so long before it lets the page draw. */
const PATIENCE = 50;
const WORDS = ["squared error (lower is better)", "log-likelihood (higher is better)"];

export class HistogramScores {
  #store;
  #status;
  #sorted;
  #score;
  #bests;
  #charts;
  #choice;
  #near = h("p", { class: "xp-small", hidden: true },
    `Of more than ${MANY} points the scores of bandwidths are sums over a fine grid, right to about three digits; all else is exact.`);
  /** @type {{X: number[], kernel: string, search: BandwidthSearch} | null} */ #searched = null;
  /** @type {{X: number[], origin: number, criterion: Criterion, curve: Place[]} | null} */ #widths = null;
  /** @type {{search: BandwidthSearch, bandwidth: number, scores: import("../maths/kde.js").Scores} | null} */ #here = null;
  /** The search that the reader asked for the best of. @type {BandwidthSearch | null} */ #awaited = null;
  #timer = 0;

  /**
   * @param {object} options
   * @param {import("../plot/store.js").Store} options.store
   * @param {import("../plot/toolbar.js").StatusLine} options.status
   * @param {() => number[]} options.sorted the data in ascending order
   * @param {HTMLOutputElement} options.score of the kernel density estimate
   * @param {{width: HTMLOutputElement, bandwidth: HTMLOutputElement}} options.bests
   */
  constructor({ store, status, sorted, score, bests }) {
    this.#store = store;
    this.#status = status;
    this.#sorted = sorted;
    this.#score = score;
    this.#bests = bests;
    const onCommit = () => store.commit();
    this.#choice = select("Score", CRITERIA.map((value, i) => [value, WORDS[i]]), (criterion) => store.replace({ criterion }));
    this.#charts = {
      width: new ScoreChart({
        label: "Score over the bin width", xLabel: "bin width", k: 1, dotted: true, onCommit,
        onMove: (width) => store.set({ width: Math.max(width, leastWidth(sorted())) }),
      }),
      bandwidth: new ScoreChart({
        label: "Score over the bandwidth", xLabel: "bandwidth", k: 0, dotted: false, onCommit, onMove: (bandwidth) => store.set({ bandwidth }),
      }),
    };
    this.element = h("div", {}, h("div", { class: "xp-heading" }, "Leave-one-out score", this.#choice),
      h("div", { class: "xp-cards xp-two" }, this.#charts.width.frame.svg, this.#charts.bandwidth.frame.svg), this.#near);
  }

  get #criterion() {
    return /** @type {Criterion} */ (this.#store.state.criterion);
  }

  /** @param {number} width of the whole picture */
  resize(width) {
    const each = width > 560 ? (width - 12) / 2 : width;
    for (const { frame } of Object.values(this.#charts)) frame.resize(each);
  }

  /**
   * Draw both curves; gives the histogram's score.
   * @param {number[]} held
   * @param {number[]} edges
   */
  update(held, edges) {
    const curve = this.#widthCurve();
    const best = this.#bestWidth();
    const score = binScore(held, edges, this.#criterion);
    this.#choice.value = this.#criterion;
    this.#near.hidden = this.#sorted().length <= MANY;
    this.#charts.width.update({ curve, best, here: { at: this.#store.state.width, score }, ...this.#look() });
    showOrNone(this.#bests.width, best && best.at);
    this.#drawBandwidths();
    if (!this.#search().isDone(this.#criterion)) this.#searchOn();
    return score;
  }

  goToBestWidth() {
    const best = this.#bestWidth();
    if (best) this.#store.replace({ width: best.at });
    else this.#status.say("In each of these histograms some point is alone in its bin, so none has a finite score.");
  }

  goToBestBandwidth() {
    const search = this.#search();
    if (search.work(this.#criterion, PATIENCE)) this.#goToBest(search);
    else this.#awaited = search;
  }

  destroy() {
    window.clearTimeout(this.#timer);
  }

  #look() {
    return { isLoss: this.#criterion === "squares", yLabel: WORDS[CRITERIA.indexOf(this.#criterion)] };
  }

  #search() {
    const { X, kernel } = this.#store.state;
    const had = this.#searched;
    if (had && had.X === X && had.kernel === kernel) return had.search;
    const search = new BandwidthSearch(this.#sorted(), kernelOf(kernel));
    this.#searched = { X, kernel, search };
    return search;
  }

  #widthCurve() {
    const { X, origin } = this.#store.state;
    const criterion = this.#criterion;
    const had = this.#widths;
    if (had && had.X === X && had.origin === origin && had.criterion === criterion) return had.curve;
    const curve = widthScores(this.#sorted(), origin, criterion);
    this.#widths = { X, origin, criterion, curve };
    return curve;
  }

  /** @returns {Place | null} */
  #bestWidth() {
    const sign = this.#criterion === "squares" ? 1 : -1;
    const finite = this.#widthCurve().filter(({ score }) => Number.isFinite(score));
    return finite.length === 0 ? null : finite.reduce((best, place) => (sign * place.score < sign * best.score ? place : best));
  }

  /** @param {BandwidthSearch} search */
  #goToBest(search) {
    const best = search.best(this.#criterion);
    if (best) {
      this.#store.replace({ bandwidth: best.bandwidth });
      return;
    }
    this.#status.say("There is no best bandwidth: so many values are equal that the score gets better without end "
      + "as the bandwidth shrinks to 0. Take a rule.");
  }

  /** Search on while there is time, and draw what is found. */
  #searchOn() {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      const search = this.#search();
      const done = search.work(this.#criterion, SLICE);
      this.#drawBandwidths();
      if (!done) this.#searchOn();
      else if (this.#awaited === search) {
        this.#awaited = null;
        this.#goToBest(search);
      }
    });
  }

  #drawBandwidths() {
    const { bandwidth, kernel } = this.#store.state;
    const criterion = this.#criterion;
    const search = this.#search();
    const best = search.best(criterion);
    if (this.#here?.search !== search || this.#here.bandwidth !== bandwidth) {
      this.#here = { search, bandwidth, scores: scoresAt(this.#sorted(), kernelOf(kernel), bandwidth) };
    }
    const here = this.#here.scores[criterion];
    this.#charts.bandwidth.update({
      curve: search.curve.map((place) => ({ at: place.bandwidth, score: place.scores[criterion] })),
      best: best && { at: best.bandwidth, score: best.scores[criterion] },
      here: { at: bandwidth, score: here }, ...this.#look(),
    });
    show(this.#score, here);
    showOrNone(this.#bests.bandwidth, best && best.bandwidth);
    if (!search.isDone(criterion)) setText(this.#bests.bandwidth, "searching");
  }
}
