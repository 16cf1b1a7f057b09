/** Data as a part of a picture's state: in links, and thinned for drawing. */

/** More points than this make no link that one can send. */
const MOST_IN_LINK = 300;

/**
 * @param {any} own the page's data, which a link need not carry
 * @param {number} D
 * @param {any[]} [sets] further data that the page has: a link names them
 * @returns {import("../plot/link.js").Part}
 */
export function dataPart(own, D, sets = []) {
  return {
    key: "X",
    letter: "d",
    write(X) {
      if (X === own || JSON.stringify(X) === JSON.stringify(own)) return "";
      const known = sets.indexOf(X);
      if (known >= 0) return `s${known}`;
      if (X.length > MOST_IN_LINK) {
        throw new Error(`a link holds at most ${MOST_IN_LINK} points, and these are ${X.length}`);
      }
      return X.flat().map((/** @type {number} */ x) => Number(x.toPrecision(12))).join(",");
    },
    read(text) {
      if (!text) return own;
      const known = sets[Number(/^s(\d)$/.exec(text)?.[1])];
      if (known) return known;
      const numbers = text.split(",").map((part) => (/^-?[\d.]+(e[+-]?\d+)?$/i.test(part) ? Number(part) : NaN));
      const fits = numbers.length % D === 0 && numbers.length >= 2 * D && numbers.length <= MOST_IN_LINK * D
        && numbers.every((x) => Math.abs(x) <= 1e50);
      if (!fits) throw new Error("the part “d” must be the numbers of two or more points");
      return D === 1 ? numbers : Array.from({ length: numbers.length / D }, (_, n) => numbers.slice(n * D, (n + 1) * D));
    },
  };
}

/**
 * Which points are drawn: all, or evenly many of them.
 * @param {any[]} X
 * @param {number} most
 */
export function thinned(X, most) {
  const stride = Math.ceil(X.length / most);
  return X.map((_, n) => n).filter((n) => n % stride === 0);
}
