export { render } from "../views/histogramkde.js";
