export { render } from "../views/choosek.js";
