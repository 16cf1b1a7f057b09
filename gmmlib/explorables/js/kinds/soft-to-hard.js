export { render } from "../views/softtohard.js";
