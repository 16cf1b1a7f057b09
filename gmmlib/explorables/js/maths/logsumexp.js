/**
 * log(sum of exp(values)), without overflow or underflow.
 *
 * The largest value is taken out of the sum, so at least one term is exp(0) = 1.
 * No values, or only -Infinity (every term 0), give -Infinity.
 * @param {number[]} values
 * @returns {number}
 */
export function logSumExp(values) {
  const largest = maximum(values);
  if (!Number.isFinite(largest)) return largest;
  let sum = 0;
  for (const value of values) sum += Math.exp(value - largest);
  return largest + Math.log(sum);
}

/**
 * The numbers exp(values), divided by their sum.
 *
 * We divide instead of subtracting the log-sum-exp: beside a logarithm of -5e11 the last
 * bits of log(sum) are lost, and the shares would miss 1 by far more than rounding.
 * @param {number[]} values logarithms, at least one of them finite
 * @returns {number[]} shares that sum to 1
 * @throws {RangeError} when all values are -Infinity, since 0 cannot be shared out
 */
export function shares(values) {
  const largest = maximum(values);
  if (largest === -Infinity) {
    throw new RangeError(
      "the point is so far from every component that its density cannot be told from 0; " +
        "move it or a mean closer",
    );
  }
  const terms = values.map((value) => Math.exp(value - largest));
  let sum = 0;
  for (const term of terms) sum += term;
  return terms.map((term) => term / sum);
}

/**
 * @param {number[]} values
 * @returns {number} the largest value, -Infinity when there is none
 */
function maximum(values) {
  // Not Math.max(...values): a long array overflows the stack of arguments.
  let largest = -Infinity;
  for (const value of values) if (value > largest || Number.isNaN(value)) largest = value;
  return largest;
}
