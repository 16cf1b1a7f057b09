export { render } from "../views/bound.js";
