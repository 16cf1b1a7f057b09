/** States that show what softness is, and small data on which both ways can be followed by eye. */

/** @typedef {import("../maths/plane.js").Point} Point */
/** @typedef {import("../plot/store.js").State} State */

/** Shares of the data's variance. */
const WIDTHS = { soft: 0.6, nearly: 0.04, limit: 1e-6 };
const SMALL = 0.25;
/** Around a place, symmetric: what is equally near stays so to the last bit. */
const GROUP = [[0, 0], [SMALL, SMALL], [-SMALL, SMALL], [SMALL, -SMALL], [-SMALL, -SMALL]];

const TIE = [...groups([[-3, 0], [3, 0]]), .../** @type {Point[]} */ ([[0, 1], [0, 0], [0, -1]])];
const CORNERS = groups([[-4, 3], [4, 3], [-4, 1], [4, 1]]);

/**
 * The variance of the data, the mean of both axes.
 * @param {Point[]} X
 */
export function spread(X) {
  const mean = [0, 1].map((i) => X.reduce((sum, x) => sum + x[i], 0) / X.length);
  const sum = X.reduce((total, [x, y]) => total + (x - mean[0]) ** 2 + (y - mean[1]) ** 2, 0);
  return sum / (2 * X.length) || 1;
}

/**
 * @param {import("../plot/store.js").Store} store
 * @returns {import("../plot/toolbar.js").Preset[]}
 */
export function presets({ start }) {
  const part = (/** @type {number} */ share) => Number((share * spread(start.X)).toPrecision(1));
  return [
    { name: "The start", state: () => start },
    {
      name: "Soft", state: () => ({ ...start, steps: 0, variance: part(WIDTHS.soft) }),
      say: "Wide circles: most points belong to several components. Run both, and see whether two means run together.",
    },
    {
      name: "Nearly hard", state: () => ({ ...start, steps: 0, variance: part(WIDTHS.nearly) }),
      say: "Only points near a border are still undecided. Run both: the ends lie close together.",
    },
    {
      name: "The limit: K-means", state: () => ({ ...start, steps: 0, variance: part(WIDTHS.limit) }),
      say: "Each responsibility is 0 or 1. Now EM and K-means take the same steps.",
    },
    {
      name: "Different ends", state: () => ({ X: CORNERS, means: /** @type {any} */ ([[0.1, 3], [-0.1, 1]]), variance: 1, steps: 0 }),
      say: "K-means splits top from bottom and rests. EM feels the points beyond the border. Run both, and compare the two values of J.",
    },
    {
      name: "A tie", state: () => ({ X: TIE, means: /** @type {any} */ ([[-3, 0], [3, 0]]), variance: 1e-4, steps: 0 }),
      say: "Three points lie half-way. However small ε is, EM halves them; K-means gives them to center 1. Run both.",
    },
  ];
}

/**
 * @param {number[][]} places
 * @returns {Point[]}
 */
function groups(places) {
  return places.flatMap(([a, b]) => GROUP.map(([x, y]) => /** @type {Point} */ ([a + x, b + y])));
}
