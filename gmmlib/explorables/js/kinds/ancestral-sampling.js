export { render } from "../views/sampling.js";
