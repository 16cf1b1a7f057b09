/**
 * The state of one picture. The truth lies in the model (anywidget's, or the page's
 * StaticModel); the store adds what every explorable has: undo, reset and one place
 * that says when to draw.
 */

/** @typedef {{get(key: string): any, set(key: string, value: any): void, save_changes(): void,
 *   on(event: string, callback: () => void): void,
 *   off(event: string, callback: () => void): void}} Model */
/** The cursor is there where a picture has one.
 * @typedef {{weights: number[], means: number[], variances: number[], cursor?: number,
 *   [part: string]: any}} State */

const UNDO_STEPS = 200;
export const STATE_KEYS = ["weights", "means", "variances", "cursor"];

export class Store {
  /** @type {State[]} */ #past = [];
  /** @type {State} */ #committed;
  /** @type {(() => void)[]} */ #listeners = [];
  #writing = false;
  #model;
  #keys;

  /**
   * @param {Model} model
   * @param {string[]} [more] keys of the state that only this kind of picture has
   */
  constructor(model, more = []) {
    this.#model = model;
    this.#keys = [...STATE_KEYS, ...more];
    this.#committed = this.state;
    /** What Reset returns to. @type {State} */
    this.start = { ...this.state, ...(model.get("start") ?? {}) };
    for (const key of this.#keys) model.on(`change:${key}`, this.#fromOutside);
  }

  /** @returns {State} */
  get state() {
    const pairs = this.#keys.map((key) => [key, this.#model.get(key)]);
    return Object.fromEntries(pairs);
  }

  /** The state before the gesture that is under way. */
  get committed() {
    return this.#committed;
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  /**
   * Show a change at once, as in the middle of a drag.
   * @param {Partial<State>} patch
   */
  set(patch) {
    this.#write(patch);
    this.#announce();
  }

  /** The end of a gesture: one step to undo, one message to Python. */
  commit() {
    const now = this.state;
    if (!same(now, this.#committed)) {
      this.#past.push(this.#committed);
      if (this.#past.length > UNDO_STEPS) this.#past.shift();
      this.#committed = now;
      this.#model.save_changes();
    }
    // Announced in any case: axes that rest during a drag are fitted at its end.
    this.#announce();
  }

  /** @param {Partial<State>} patch */
  replace(patch) {
    this.#write(patch);
    this.commit();
  }

  undo() {
    // A gesture that was not finished is the first thing to take back.
    const open = !same(this.state, this.#committed);
    const previous = open ? this.#committed : this.#past.pop();
    if (!previous) return false;
    this.#write(previous);
    this.#committed = previous;
    this.#model.save_changes();
    this.#announce();
    return true;
  }

  /** @param {() => void} listener */
  subscribe(listener) {
    this.#listeners.push(listener);
  }

  destroy() {
    for (const key of this.#keys) this.#model.off(`change:${key}`, this.#fromOutside);
    this.#listeners = [];
  }

  /** @param {Partial<State>} patch */
  #write(patch) {
    this.#writing = true;
    for (const key of this.#keys) if (patch[key] !== undefined) this.#model.set(key, patch[key]);
    this.#writing = false;
  }

  #announce() {
    for (const listener of this.#listeners) listener();
  }

  // Python assigned: that too can be undone. One assignment changes several keys and
  // fires once for each; only the first finds a difference.
  #fromOutside = () => {
    if (this.#writing || same(this.state, this.#committed)) return;
    this.#past.push(this.#committed);
    this.#committed = this.state;
    this.#announce();
  };
}

/**
 * @param {State} a
 * @param {State} b
 */
export function same(a, b) {
  // Data are long and stay the same array, so identity is looked at first.
  return Object.keys({ ...a, ...b }).every((key) =>
    a[key] === b[key] || JSON.stringify(a[key]) === JSON.stringify(b[key]));
}
