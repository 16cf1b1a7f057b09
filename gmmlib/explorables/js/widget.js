/** The entry for notebooks: anywidget calls `render` with its model and an element. */

import { kinds } from "./kinds/index.js";

/** @param {{model: import("./plot/store.js").Model, el: HTMLElement}} context */
function render({ model, el }) {
  el.classList.add("explorable");
  return kinds[model.get("kind")]({ model, el });
}

export default { render };
