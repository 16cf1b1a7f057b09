// The spacing of the floating-point numbers between 1/4 and 1/2.
const LAST_BIT = Number.EPSILON / 4;
const STEPS = Array.from({ length: 16 }, (_, i) => i + 1).flatMap((step) => [step, -step]);

/**
 * The weights after component k is given the weight `value`.
 *
 * The others share what is left in their old proportions, equally if all of them were 0.
 * With a single component the weight is always 1.
 * @param {number[]} weights
 * @param {number} k
 * @param {number} value between 0 and 1
 * @returns {number[]} weights >= 0 whose sum is 1 to the last bit possible
 */
export function shareWeights(weights, k, value) {
  if (!(value >= 0 && value <= 1)) {
    throw new RangeError(`a weight lies between 0 and 1; weight ${k + 1} cannot become ${value}`);
  }
  if (weights.length === 1) return [1];
  const rest = 1 - value;
  let others = 0;
  weights.forEach((weight, j) => (others += j === k ? 0 : weight));
  const shared = weights.map((weight, j) => {
    if (j === k) return value;
    return others > 0 ? rest * (weight / others) : rest / (weights.length - 1);
  });
  return closed(shared, k);
}

/**
 * Corrects the rounding of the sum by steps of a last bit, in the largest possible weight
 * beside k. Weights of 0 stay 0.
 * @param {number[]} weights
 * @param {number} k
 * @returns {number[]}
 */
function closed(weights, k) {
  if (sum(weights) === 1) return weights;
  const others = weights.map((_, j) => j).filter((j) => j !== k && weights[j] > 0);
  others.sort((i, j) => weights[j] - weights[i]);
  for (const j of others) {
    for (const step of STEPS) {
      const next = [...weights];
      next[j] += step * LAST_BIT;
      if (next[j] > 0 && sum(next) === 1) return next;
    }
  }
  return weights;
}

/**
 * @param {number[]} values
 * @returns {number}
 */
function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}
