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
 * Moves the rounding error of the sum into the largest weight beside k.
 * @param {number[]} weights
 * @param {number} k
 * @returns {number[]}
 */
function closed(weights, k) {
  let largest = k === 0 ? 1 : 0;
  weights.forEach((weight, j) => (largest = j !== k && weight > weights[largest] ? j : largest));
  let best = weights;
  // The corrected sum is rounded in its turn, so a second correction can be needed.
  for (let round = 0; round < 4 && sum(best) !== 1; round++) {
    const next = [...best];
    next[largest] += 1 - sum(best);
    if (next[largest] < 0 || Math.abs(1 - sum(next)) >= Math.abs(1 - sum(best))) break;
    best = next;
  }
  return best;
}

/**
 * @param {number[]} values
 * @returns {number}
 */
function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}
