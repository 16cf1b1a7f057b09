export { render } from "../views/emlab.js";
