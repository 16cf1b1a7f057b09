/** Examples of ChooseK: what each shows is tested with gmmlib's own fits. */

/**
 * @param {import("../plot/store.js").State} start
 * @param {string[]} sources what they are called
 * @returns {import("../plot/toolbar.js").Preset[]}
 */
export function presets(start, sources) {
  const [running, mixture, one, three, five, penguins] = sources.slice(-6);
  /** @param {Record<string, any>} more */
  const state = (more) => () => ({ ...start, seed: 1, split: 1, akaike: false, ...more });
  return [
    { name: "The start", state: () => start },
    {
      name: "Too many components", state: state({ source: running, points: 150, components: 8 }),
      say: "Some components sit on a few points each. Training gains by it, held-out points lose.",
    },
    {
      name: "One Gaussian", state: state({ source: one, points: 100, components: 1 }),
      say: "One component is the truth. Training rises all the same, with every component.",
    },
    {
      name: "Few points", state: state({ source: mixture, points: 50, components: 2 }),
      say: "Drawn from three, but fifty points show two: held out and BIC take what the data can carry.",
    },
    {
      name: "Many points", state: state({ source: mixture, points: 600, components: 3 }),
      say: "The same mixture of three. Held out sees the third component now; BIC is more careful, and waits.",
    },
    {
      name: "AIC takes many", state: state({ source: three, points: 150, components: 8, akaike: true }),
      say: "AIC charges little for a parameter, and takes eight here. Held out and BIC take three, the truth.",
    },
    {
      name: "Five groups, 60 points", state: state({ source: five, points: 60, components: 3 }),
      say: "Five are drawn from, and sixty points do not carry five.",
    },
    {
      name: "Five groups, 600 points", state: state({ source: five, points: 600, components: 5 }),
      say: "With ten times the points all five are found.",
    },
    {
      name: "Penguins", state: state({ source: penguins, points: 342, components: 3 }),
      say: "Nobody drew them from a mixture. Held out and BIC take three, as many as there are species; AIC takes eight.",
    },
    {
      name: "Another split", state: () => ({ ...start, split: (start.split + 1) % 2 ** 32 }),
      say: "The same points in other folds: what is held out moves a little, and nothing else.",
    },
  ];
}
