export { render } from "../views/emlab2d.js";
