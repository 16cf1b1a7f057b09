const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/**
 * log N(x | mean, variance), equation (11.11) in one dimension.
 * @param {number} x
 * @param {number} mean
 * @param {number} variance greater than 0
 * @returns {number}
 */
export function logNormal(x, mean, variance) {
  const sd = Math.sqrt(variance);
  const z = (x - mean) / sd;
  // In the order of gmmlib.gaussian: both round alike, however far x is.
  return -HALF_LOG_TWO_PI - Math.log(sd) - 0.5 * (z * z);
}

/**
 * N(x | mean, variance), a density (1/unit of x): it may exceed 1.
 * @param {number} x
 * @param {number} mean
 * @param {number} variance greater than 0
 * @returns {number}
 */
export function normal(x, mean, variance) {
  return Math.exp(logNormal(x, mean, variance));
}
