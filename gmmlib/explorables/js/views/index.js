/** Which view draws which kind of explorable. */

import { render as emLab } from "./emlab.js";
import { render as emLab2D } from "./emlab2d.js";
import { render as ancestralSampling } from "./sampling.js";
import { render as likelihoodLab } from "./likelihood.js";
import { render as mixtureExplorer } from "./mixture.js";
import { render as lowerBound } from "./bound.js";
import { render as posterior } from "./posterior.js";
import { render as responsibilities } from "./responsibilities.js";
import { updateView } from "./update.js";
import { render as oneGaussian } from "./onegaussian.js";

/** @type {Record<string, (context: import("./shell.js").RenderContext) => () => void>} */
export const views = {
  "mixture-explorer": mixtureExplorer,
  "em-lab": emLab,
  "em-lab-2d": emLab2D,
  "likelihood-lab": likelihoodLab,
  "one-gaussian": oneGaussian,
  "mean-update": updateView("means"),
  "covariance-update": updateView("variances"),
  "weight-update": updateView("weights"),
  posterior,
  "lower-bound": lowerBound,
  "ancestral-sampling": ancestralSampling,
  responsibilities,
};
