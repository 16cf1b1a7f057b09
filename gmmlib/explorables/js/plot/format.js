/** Numbers as a reader sees them: one place decides digits, the minus sign and powers of ten. */

const MINUS = "\u2212";
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/**
 * A number to some significant digits, 4 unless told.
 * @param {number} value
 * @param {{digits?: number, trim?: boolean}} [options] `trim` drops zeros at the end
 */
export function formatNumber(value, { digits = 4, trim = true } = {}) {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value < 0 ? `${MINUS}∞` : "∞";
  if (value === 0) return "0";
  const [mantissa, exponentText] = Math.abs(value).toExponential(digits - 1).split("e");
  const exponent = Number(exponentText);
  const sign = value < 0 ? MINUS : "";
  if (exponent < -4 || exponent >= Math.max(digits, 6)) {
    return `${sign}${trim ? trimmed(mantissa) : mantissa}\u00d710${superscript(exponent)}`;
  }
  const decimals = Math.max(0, digits - 1 - exponent);
  const text = Number(`${mantissa}e${exponent}`).toFixed(decimals);
  return sign + (trim ? trimmed(text) : text);
}

/**
 * A number to a fixed number of decimals; a negative zero loses its sign.
 * @param {number} value
 * @param {number} decimals
 */
export function formatFixed(value, decimals) {
  const text = Math.abs(value).toFixed(decimals);
  return (value < 0 && Number(text) !== 0 ? MINUS : "") + text;
}

/**
 * What a number field shows: plain characters that its parser reads again.
 * @param {number} value
 */
export function fieldText(value) {
  return String(Number(value.toPrecision(4))).replace("-", MINUS);
}

/**
 * A number without a power of ten: ARIA takes no other.
 * @param {number} value
 */
export function plainDecimal(value) {
  const text = String(value);
  if (!text.includes("e")) return text;
  return Math.abs(value) >= 1 ? BigInt(value).toString() : trimmed(value.toFixed(60));
}

/** @param {string} text */
function trimmed(text) {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** @param {number} exponent */
function superscript(exponent) {
  const digits = [...String(Math.abs(exponent))].map((digit) => SUPERSCRIPTS[Number(digit)]);
  return (exponent < 0 ? "⁻" : "") + digits.join("");
}
