/** All kinds of pictures, for notebooks: a page loads only those that it shows. */

import { render as ancestralSampling } from "./ancestral-sampling.js";
import { render as chooseK } from "./choose-k.js";
import { render as collapse } from "./collapse.js";
import { render as covarianceUpdate } from "./covariance-update.js";
import { render as emLab } from "./em-lab.js";
import { render as emLab2D } from "./em-lab-2d.js";
import { render as histogramKDE } from "./histogram-kde.js";
import { render as likelihoodLab } from "./likelihood-lab.js";
import { render as lowerBound } from "./lower-bound.js";
import { render as meanUpdate } from "./mean-update.js";
import { render as mixtureExplorer } from "./mixture-explorer.js";
import { render as oneGaussian } from "./one-gaussian.js";
import { render as posterior } from "./posterior.js";
import { render as responsibilities } from "./responsibilities.js";
import { render as softToHard } from "./soft-to-hard.js";
import { render as weightUpdate } from "./weight-update.js";

/** @type {Record<string, import("../page.js").Render>} */
export const kinds = {
  "ancestral-sampling": ancestralSampling,
  "choose-k": chooseK,
  collapse,
  "covariance-update": covarianceUpdate,
  "em-lab": emLab,
  "em-lab-2d": emLab2D,
  "histogram-kde": histogramKDE,
  "likelihood-lab": likelihoodLab,
  "lower-bound": lowerBound,
  "mean-update": meanUpdate,
  "mixture-explorer": mixtureExplorer,
  "one-gaussian": oneGaussian,
  posterior,
  responsibilities,
  "soft-to-hard": softToHard,
  "weight-update": weightUpdate,
};
