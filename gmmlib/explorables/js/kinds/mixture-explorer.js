export { render } from "../views/mixture.js";
