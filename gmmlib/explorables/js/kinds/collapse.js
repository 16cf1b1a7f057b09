export { render } from "../views/collapse.js";
