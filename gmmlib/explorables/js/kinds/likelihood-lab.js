export { render } from "../views/likelihood.js";
