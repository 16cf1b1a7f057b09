import { updateView } from "../views/update.js";

export const render = updateView("weights");
