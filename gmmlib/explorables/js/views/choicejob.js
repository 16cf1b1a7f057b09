/** Fits in the background: a little at a time, so that the reader's hand is never in the way. */

import { chooseSteps } from "../maths/choice.js";

/** @typedef {import("../maths/choice.js").Score} Score */
/** @typedef {{scores: Score[], fits: number}} Progress how far a choice has come, of FITS fits */

/** Milliseconds of work between two chances for the reader; a frame has 16. */
const SLICE = 7;
/** Choices that are kept, so that Undo shows them at once. */
const KEPT = 12;

export class ChoiceJob {
  /** @type {Map<string, Progress>} */ #done = new Map();
  /** @type {Generator<Score | "fit" | undefined, void> | null} */ #steps = null;
  /** @type {Progress} */ #progress = { scores: [], fits: 0 };
  #key = "";
  #timer = 0;
  #running = false;
  #onNews;

  /** @param {() => void} onNews called when there is more to show */
  constructor(onNews) {
    this.#onNews = onNews;
  }

  /**
   * What is known of a choice; what is not known yet is fitted from now on.
   * @param {string} key tells choices apart
   * @param {number[][]} X
   * @param {number} split
   * @returns {Progress}
   */
  progressOf(key, X, split) {
    if (key !== this.#key) {
      this.#key = key;
      const known = this.#done.get(key);
      this.#progress = known ?? { scores: [], fits: 0 };
      this.#steps = known ? null : chooseSteps(X, split);
      this.#schedule();
    }
    return this.#progress;
  }

  /** Begin, or go on; nothing is fitted for a picture that nobody sees. */
  start() {
    this.#running = true;
    this.#schedule();
  }

  stop() {
    this.#running = false;
    clearTimeout(this.#timer);
    this.#timer = 0;
  }

  #schedule() {
    if (this.#running && this.#steps && !this.#timer) this.#timer = window.setTimeout(this.#slice);
  }

  #slice = () => {
    this.#timer = 0;
    const end = performance.now() + SLICE;
    let news = false;
    while (this.#steps && performance.now() < end) {
      const { done, value } = this.#steps.next();
      if (done) this.#finish();
      else if (value === "fit") this.#progress.fits += 1;
      else if (value) this.#progress.scores.push(value);
      news ||= done || value !== undefined;
    }
    this.#schedule();
    if (news) this.#onNews();
  };

  #finish() {
    this.#steps = null;
    this.#done.set(this.#key, this.#progress);
    const [oldest] = this.#done.keys();
    if (this.#done.size > KEPT) this.#done.delete(oldest);
  }
}
