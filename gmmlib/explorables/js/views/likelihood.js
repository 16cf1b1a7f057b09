/** LikelihoodLab: nine parameters by hand, each point's share of the log-likelihood, and EM to beat. */

import { em, mStep } from "../maths/em.js";
import { contributions, logLikelihood, responsibilities } from "../maths/mixture.js";
import { ComponentCards } from "../plot/components.js";
import { DensityPlot } from "../plot/density.js";
import { Contributions } from "./contributions.js";
import { legend } from "./legend.js";
import { Scoreboard } from "./scoreboard.js";
import { createShell } from "./shell.js";
import { startPreset } from "./start.js";

/** @typedef {import("../plot/store.js").State} State */

/** The variance of the collapsing example: the peak is a needle, but it can still be drawn. */
const COLLAPSED = 1e-4;

/** @param {import("./shell.js").RenderContext} context */
export function render(context) {
  /** @type {number[]} */
  const data = context.model.get("X");
  const K = context.model.get("means").length;
  const shell = createShell(context, {
    data,
    components: { min: K, max: K },
    presets: (store) => [
      startPreset(store.start),
      {
        name: "After one EM cycle",
        state: () => mStep(data, responsibilities(data, store.start)),
        say: "One E-step and one M-step from the start.",
      },
      {
        name: "EM's result",
        state: () => {
          if (!scoreboard.target) throw new Error("EM cannot run from the start");
          return scoreboard.target.model;
        },
        say: "Where EM stops: no small change of the parameters raises the log-likelihood.",
      },
      {
        name: "A collapsing component",
        state: () => collapsing(store.start, data),
        say: "Component 2 sits on one point. Shrink its variance further: the log-likelihood has no upper bound.",
      },
    ],
  });
  const { store, status } = shell;
  const plot = new DensityPlot({
    store, data, stems: true, label: "Density of the mixture over the data, with handles for means and spreads",
    xAxis: false, height: (width) => Math.min(290, Math.max(200, width * 0.4)),
  });
  const scoreboard = new Scoreboard({
    data,
    returnTo: (state) => store.replace(state),
    runFromHere: () => {
      runEm(store.state, "EM from your parameters");
      draw(plot.domain);
    },
    runFromStart: () => {
      runEm(store.start, "EM from the start");
      draw(plot.domain);
    },
  });
  const points = new Contributions(data);
  const cards = new ComponentCards(store, { resizable: false });
  shell.watchTyping(() => cards.isTyping);
  runEm(store.start, "EM from the start");

  /**
   * @param {State} from
   * @param {string} caption
   */
  function runEm(from, caption) {
    try {
      scoreboard.setTarget(em(data, from), caption);
      status.say("");
    } catch (error) {
      // What there was to beat stays.
      const { message } = /** @type {Error} */ (error);
      status.say(`EM cannot run from ${from === store.start ? "the start" : "here"}: ${message}.`);
    }
  }

  /** @param {[number, number]} domain */
  function draw(domain) {
    const { state } = store;
    plot.update(domain);
    points.update(contributions(data, state), domain);
    scoreboard.update(state, logLikelihood(data, state), shell.toolbar.byHand);
    cards.update(domain);
  }

  return shell.run(
    [plot.frame.svg, points.frame.svg, legend({ data: true }), points.element, scoreboard.element,
      cards.element],
    draw, (width) => {
      plot.frame.resize(width);
      points.frame.resize(width);
    },
  );
}

/**
 * The start, with its second component on the data point that is nearest to it.
 * @param {State} start
 * @param {number[]} data
 * @returns {Partial<State>}
 */
function collapsing({ weights, means, variances }, data) {
  const k = Math.min(1, means.length - 1);
  const nearest = data.reduce((a, b) => (Math.abs(b - means[k]) < Math.abs(a - means[k]) ? b : a));
  return {
    weights,
    means: means.map((mean, j) => (j === k ? nearest : mean)),
    variances: variances.map((variance, j) => (j === k ? COLLAPSED : variance)),
  };
}
