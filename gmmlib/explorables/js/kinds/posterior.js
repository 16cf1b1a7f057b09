export { render } from "../views/posterior.js";
