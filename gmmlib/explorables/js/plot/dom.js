/** Elements made in one call. Text goes in as text, never as markup. */

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {Record<string, string | number | boolean | EventListener | null | undefined>} Properties */

/**
 * An HTML element: `on…` functions listen, other properties become attributes.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Properties} [properties]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  assign(element, properties);
  element.append(...children);
  return element;
}

/**
 * An SVG element, in the same way.
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Properties} [properties]
 * @param {...(Node | string)} children
 * @returns {SVGElementTagNameMap[Tag]}
 */
export function s(tag, properties = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  assign(element, properties);
  element.append(...children);
  return element;
}

/**
 * A symbol with an index, as in π₁; readers of screens hear the control's own name instead.
 * @param {string} letter
 * @param {number | string} index
 * @param {string} [power]
 */
export function symbol(letter, index, power = "") {
  return h("span", { class: "xp-symbol", "aria-hidden": "true" },
    h("i", {}, letter), h("sub", {}, String(index)), ...(power ? [h("sup", {}, power)] : []));
}

/**
 * @param {Element} element
 * @param {Properties} properties
 */
export function assign(element, properties) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) element.removeAttribute(name);
    else if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
  }
}

/**
 * Text that is only touched when it differs: an unchanged picture costs no layout.
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

const PLACES = "input:not(:disabled), button:not(:disabled), [tabindex]";

/**
 * Make the content of a container anew without taking the keyboard's place away: it goes to
 * what now has the same name, or to the first thing there is.
 * @param {Element} container
 * @param {() => void} rebuild
 */
export function keepFocus(container, rebuild) {
  const focused = document.activeElement;
  const name = focused && container.contains(focused) ? focused.getAttribute("aria-label") : null;
  rebuild();
  if (name === null) return;
  /** @type {NodeListOf<HTMLElement>} */
  const places = container.querySelectorAll(PLACES);
  const again = [...places].find((place) => place.getAttribute("aria-label") === name);
  (again ?? places[0])?.focus({ preventScroll: true });
}
