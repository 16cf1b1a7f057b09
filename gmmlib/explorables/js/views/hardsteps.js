/** EM of the means and K-means side by side: where both are, and the buttons that take them on. */

import { SoftMeans } from "../maths/hardening.js";
import { Lloyd } from "../maths/lloyd.js";
import { h, setText } from "../plot/dom.js";

/** @typedef {import("../maths/plane.js").Point} Point */
/** @typedef {import("../plot/store.js").Store} Store */

/** A changed ε is answered with all iterations at once, so they are not too many. */
export const MOST_ITERATIONS = 200;
/** An even number of half-steps ends with an E-step, an odd one with an M-step. */
export const MOST_STEPS = 2 * MOST_ITERATIONS;

export class HardSteps {
  #store;
  #status;
  /** @type {{X: any, means: any, variance: number, soft: SoftMeans} | null} */ #soft = null;
  /** @type {{X: any, means: any, hard: Lloyd} | null} */ #hard = null;
  #buttons = {
    back: button("Back", () => this.#go(this.#store.state.steps - 1, "")),
    E: button("E-step", () => this.#step(true)),
    M: button("M-step", () => this.#step(false)),
    run: button("Run both", () => this.#run()),
  };
  #note = h("p", { class: "xp-small xp-note" });

  /**
   * @param {Store} store
   * @param {import("../plot/toolbar.js").StatusLine} status
   */
  constructor(store, status) {
    this.#store = store;
    this.#status = status;
    this.element = h("div", { class: "xp-em" },
      h("div", { class: "xp-buttons", role: "group", "aria-label": "Steps of EM and K-means" }, ...Object.values(this.#buttons)),
      this.#note);
  }

  /** Where both are after the state's steps. */
  current() {
    const { steps } = this.#store.state;
    const [soft, hard] = this.#paths();
    const [done, from] = [Math.ceil(steps / 2), Math.floor(steps / 2)];
    return {
      iteration: done,
      means: soft.at(done),
      shares: soft.shares(from),
      centers: hard.at(done).centers,
      objective: hard.at(done).objective,
      /** Those that the points were assigned to last. */
      borderOf: hard.at(from).centers,
      stopped: soft.stoppedBy(done),
      relocated: hard.relocatedBy(done),
      wayOf: (/** @type {number} */ k) => ({
        soft: Array.from({ length: done + 1 }, (_, i) => soft.at(i)[k]),
        hard: Array.from({ length: done + 1 }, (_, i) => hard.at(i).centers[k]),
      }),
    };
  }

  /** @param {ReturnType<HardSteps["current"]>} now */
  update({ stopped, relocated }) {
    const { steps } = this.#store.state;
    const off = { back: steps === 0, E: steps % 2 === 0, M: steps % 2 === 1 || steps >= MOST_STEPS, run: false };
    for (const [name, element] of Object.entries(this.#buttons)) {
      element.setAttribute("aria-disabled", String(off[/** @type {"back"} */ (name)]));
    }
    setText(this.#note, [
      relocated ? `K-means: in iteration ${relocated.iteration} ${listed(relocated.clusters)} had no points and moved onto the farthest one.` : "",
      stopped ? `EM rests: ${stopped.split(";")[0]}.` : "",
    ].join(" ").trim());
  }

  #paths() {
    const { X, means, variance } = this.#store.state;
    const places = /** @type {Point[]} */ (/** @type {any} */ (means));
    if (this.#hard?.X !== X || this.#hard?.means !== means) this.#hard = { X, means, hard: new Lloyd(X, places) };
    if (this.#soft?.X !== X || this.#soft?.means !== means || this.#soft?.variance !== variance) {
      this.#soft = { X, means, variance, soft: new SoftMeans(X, places, variance) };
    }
    return /** @type {[SoftMeans, Lloyd]} */ ([this.#soft.soft, this.#hard.hard]);
  }

  /** @param {boolean} expect */
  #step(expect) {
    const { steps } = this.#store.state;
    if (expect !== (steps % 2 === 1)) {
      this.#status.say(expect ? "The shares already belong to these means: take an M-step."
        : "The means have already followed these shares: take an E-step.");
      return;
    }
    if (steps >= MOST_STEPS) {
      this.#status.say(`This picture takes at most ${MOST_ITERATIONS} iterations. Move something to begin anew.`);
      return;
    }
    this.#go(steps + 1, expect
      ? "EM shared the points out anew. K-means assigned each to its nearest center."
      : "EM moved each mean to the average of all points, weighted by its shares. K-means moved each center to the average of its own points.");
  }

  #run() {
    const [soft, hard] = this.#paths();
    const [one, other] = [soft.end(MOST_ITERATIONS), hard.end(MOST_ITERATIONS)];
    const stopped = soft.stoppedBy(MOST_ITERATIONS);
    const steps = one === null && !stopped ? MOST_STEPS : 2 * Math.max(one ?? 1, other ?? MOST_ITERATIONS);
    const ends = [
      one === null ? `EM has not converged ${stopped ? "and cannot go on" : `in ${MOST_ITERATIONS} iterations`}` : `EM converged in iteration ${one}`,
      other === null ? `K-means has not in ${MOST_ITERATIONS}` : `K-means in iteration ${other}`,
    ];
    this.#go(steps, `${ends.join(", ")}.`);
  }

  /**
   * @param {number} steps
   * @param {string} message
   */
  #go(steps, message) {
    if (steps < 0) return;
    this.#store.replace({ steps });
    this.#status.say(message);
  }
}

/** @param {number[]} clusters */
function listed(clusters) {
  const names = clusters.map((k) => k + 1);
  return names.length === 1 ? `center ${names[0]}` : `centers ${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
}

/**
 * @param {string} text
 * @param {() => void} onclick
 */
function button(text, onclick) {
  return h("button", { type: "button", class: "xp-button", onclick }, text);
}
