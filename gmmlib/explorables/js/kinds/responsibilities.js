export { render } from "../views/responsibilities.js";
