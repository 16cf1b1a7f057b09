export { render } from "../views/onegaussian.js";
