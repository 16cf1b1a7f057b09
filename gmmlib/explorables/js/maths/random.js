/**
 * A random generator that is the same in every language: xoshiro128** 1.1 of Blackman and
 * Vigna (2021), seeded by splitmix32. Python's is gmmlib/explorables/_random.py.
 */

const GOLDEN = 0x9e3779b9;

/**
 * Four words of a state out of one seed.
 * @param {number} seed a whole number from 0 to 2^32 - 1
 * @returns {number[]}
 */
export function seedWords(seed) {
  let state = seed;
  return Array.from({ length: 4 }, () => {
    state = (state + GOLDEN) >>> 0;
    let z = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  });
}

export class Random {
  #s;

  /** @param {number[]} words four, not all 0 */
  constructor(words) {
    this.#s = Uint32Array.from(words);
  }

  /** The next whole number from 0 to 2^32 - 1. */
  next() {
    const s = this.#s;
    const result = Math.imul(rotated(Math.imul(s[1], 5), 7), 9) >>> 0;
    const t = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotated(s[3], 11);
    return result;
  }

  /** The next number in [0, 1), of 53 bits: two words. */
  uniform() {
    const high = this.next() >>> 5;
    const low = this.next() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }
}

/**
 * 0 to n - 1 in a random order, by the method of Fisher and Yates.
 * @param {number} n
 * @param {number} seed
 * @returns {number[]}
 */
export function shuffled(n, seed) {
  const random = new Random(seedWords(seed));
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i -= 1) {
    const j = Math.floor(random.uniform() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/**
 * @param {number} word
 * @param {number} bits
 */
function rotated(word, bits) {
  return (word << bits) | (word >>> (32 - bits));
}
