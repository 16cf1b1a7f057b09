import assert from "node:assert/strict";
import { test } from "node:test";

import { withMean, withOneMore, withWeight, without } from "../../gmmlib/explorables/js/plot/edit.js";
import { fitted, needed } from "../../gmmlib/explorables/js/plot/range.js";
import { Store } from "../../gmmlib/explorables/js/plot/store.js";

const START = { weights: [0.5, 0.2, 0.3], means: [-2, 1, 4], variances: [0.5, 2, 1], cursor: 0 };

/** What a notebook's model does: set announces, save_changes sends. */
function model(state = START) {
  const values = { ...state };
  const listeners = {};
  return {
    saved: 0,
    get: (key) => values[key],
    set(key, value) {
      values[key] = value;
      listeners[`change:${key}`]?.();
    },
    save_changes() {
      this.saved += 1;
    },
    on: (event, listener) => { listeners[event] = listener; },
    off: (event) => { delete listeners[event]; },
  };
}

test("a drag is one step to undo and one message", () => {
  const kept = model();
  const store = new Store(kept);
  for (const mean of [-1, 0, 1]) store.set(withMean(store.state, 0, mean));
  assert.equal(kept.saved, 0);
  store.commit();
  assert.equal(kept.saved, 1);
  assert.deepEqual(store.state.means, [1, 1, 4]);
  assert.equal(store.undo(), true);
  assert.deepEqual(store.state, START);
  assert.equal(store.undo(), false);
});

test("undo in the middle of a drag takes that drag back", () => {
  const store = new Store(model());
  store.replace({ cursor: 2 });
  store.set({ cursor: 5 });
  store.undo();
  assert.equal(store.state.cursor, 2);
  store.undo();
  assert.equal(store.state.cursor, 0);
});

test("a picture's own part of the state is undone with the rest", () => {
  const kept = model({ ...START, count: 1 });
  const store = new Store(kept, ["count"]);
  store.replace({ count: 2 });
  store.replace({ cursor: 3 });
  kept.set("count", 5);
  assert.equal(store.state.count, 5);
  for (const count of [2, 2, 1]) {
    store.undo();
    assert.equal(store.state.count, count);
  }
  assert.deepEqual(store.state, { ...START, count: 1 });
  assert.equal(store.canUndo, false);
});

test("a gesture that changes nothing is no step", () => {
  const kept = model();
  const store = new Store(kept);
  store.replace(START);
  assert.equal(store.canUndo, false);
  assert.equal(kept.saved, 0);
});

test("an assignment from Python is drawn once and can be undone", () => {
  const kept = model();
  const store = new Store(kept);
  let drawn = 0;
  store.subscribe(() => { drawn += 1; });
  kept.set("cursor", 3);
  assert.equal(drawn, 1);
  kept.set("cursor", 3);
  assert.equal(drawn, 1);
  store.undo();
  assert.equal(store.state.cursor, 0);
});

test("reset knows the start that a moved picture was given", () => {
  const moved = { ...START, means: [0, 0, 0], start: { means: [-2, 1, 4] } };
  assert.deepEqual(new Store(model(moved)).start, START);
});

test("nothing is heard after destroy", () => {
  const kept = model();
  const store = new Store(kept);
  let drawn = 0;
  store.subscribe(() => { drawn += 1; });
  store.destroy();
  kept.set("cursor", 3);
  assert.equal(drawn, 0);
});

test("weights keep the proportions of the start of a drag, even through 1", () => {
  const store = new Store(model());
  for (const weight of [0.8, 1, 1.2, 0.5]) store.set(withWeight(store.committed, 0, weight));
  assert.deepEqual(store.state.weights, START.weights);
});

test("components come into the widest gap and go with their numbers", () => {
  const more = { ...START, ...withOneMore(START) };
  assert.deepEqual(more.means, [-2, 1, 4, -0.5]);
  assert.equal(more.weights[3], 0.25);
  assert.equal(more.weights.reduce((a, b) => a + b, 0), 1);
  const less = without(more, 3);
  assert.deepEqual(less.means, START.means);
  less.weights.forEach((w, k) => assert.ok(Math.abs(w - START.weights[k]) < 1e-15));
  assert.deepEqual(withOneMore({ ...START, weights: [1], means: [2], variances: [4] }).means, [2, 8]);
});

test("the picture holds components, data and a cursor that is not too far", () => {
  const [low, high] = needed({ ...START, cursor: 20 }, [-30]);
  assert.equal(low, -30);
  assert.equal(high, 20);
  assert.ok(needed({ ...START, cursor: 1e6 }, [])[1] < 10);
  assert.ok(needed({ weights: [1], means: [5], variances: [1e-50] }, [5])[0] < 5);
});

test("the range rests while it serves", () => {
  const first = fitted(null, [-4.26, 7.2]);
  assert.deepEqual(first, [-4.5, 7.5]);
  assert.equal(fitted(first, [-3, 6]), first);
  assert.notEqual(fitted(first, [-3, 9]), first);
  assert.notEqual(fitted(first, [0, 1]), first);
});
