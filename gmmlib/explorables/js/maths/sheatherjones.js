/** The improved Sheather-Jones rule: a bandwidth that is a fixed point of its own estimate. */

/** Derivatives that are estimated one from the other, the first by the bandwidth itself. */
const STAGES = 7;
/** Points of the grid, at first and at most (more would hold up the page); a bandwidth has so many steps of it. */
const FIRST_GRID = 2 ** 12;
const LAST_GRID = 2 ** 16;
const STEPS = 8;
/** Squared bandwidth, in parts of the squared width of the grid, above which there is no root. */
const LARGEST = 0.1;

/**
 * Bandwidth of a Gaussian kernel, after Botev, Grotowski and Kroese (2010).
 * @param {number[]} sorted two points at least, not all equal
 * @returns {{bandwidth: number, note: string}} 0 where the rule gives none
 */
export function improvedSheatherJones(sorted) {
  const low = sorted[0];
  const spread = sorted[sorted.length - 1] - low;
  const different = sorted.filter((x, i) => i === 0 || x !== sorted[i - 1]).length;
  const places = sorted.map((x) => (x - low + spread / 2) / (2 * spread));
  for (let n = FIRST_GRID; n <= LAST_GRID; n *= 4) {
    const squares = cosineSquares(places, n);
    const excess = (/** @type {number} */ logT) => Math.exp(logT) - next(Math.exp(logT), squares, different);
    /** @type {number | null} */
    let below = null;
    let logT = 2 * Math.log(STEPS / n);
    while (excess(logT) <= 0) {
      if (logT >= Math.log(LARGEST)) return { bandwidth: 0, note: "its equation has no root for these data" };
      below = logT;
      logT = Math.min(logT + Math.log(2), Math.log(LARGEST));
    }
    // Else the root lies below what this grid resolves.
    if (below !== null) return { bandwidth: 2 * spread * Math.exp(root(excess, below, logT) / 2), note: "" };
  }
  return { bandwidth: 0, note: "the data span more bandwidths than this page can resolve" };
}

/**
 * Squared cosine coefficients 1, …, n - 1 of points in [0, 1], shared among n cells.
 * @param {number[]} places
 * @param {number} n
 */
function cosineSquares(places, n) {
  const cells = new Float64Array(n);
  for (const place of places) {
    // Cell i has its center at (i + 1/2)/n.
    const at = Math.min(n - 1, Math.max(0, place * n - 0.5));
    const left = Math.min(Math.floor(at), n - 2);
    cells[left] += 1 - (at - left);
    cells[left + 1] += at - left;
  }
  // A cosine transform is a Fourier transform of the even cells and, backwards, the odd ones.
  const real = Float64Array.from(cells, (_, i) => cells[i < n / 2 ? 2 * i : 2 * (n - i) - 1] / places.length);
  const imaginary = new Float64Array(n);
  transform(real, imaginary);
  return Float64Array.from({ length: n - 1 }, (_, i) => {
    const angle = (Math.PI * (i + 1)) / (2 * n);
    return (2 * (Math.cos(angle) * real[i + 1] + Math.sin(angle) * imaginary[i + 1])) ** 2;
  });
}

/**
 * The discrete Fourier transform in place, of a power of 2 numbers.
 * @param {Float64Array} real
 * @param {Float64Array} imaginary
 */
function transform(real, imaginary) {
  const n = real.length;
  for (let i = 1, j = 0; i < n; i += 1) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [real[i], real[j]] = [real[j], real[i]];
      [imaginary[i], imaginary[j]] = [imaginary[j], imaginary[i]];
    }
  }
  // Computed one by one: products of rotations would gather rounding errors.
  const cosines = Float64Array.from({ length: n / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / n));
  const sines = Float64Array.from({ length: n / 2 }, (_, k) => -Math.sin((2 * Math.PI * k) / n));
  for (let half = 1; half < n; half *= 2) {
    const stride = n / (2 * half);
    for (let start = 0; start < n; start += 2 * half) {
      for (let k = 0; k < half; k += 1) {
        const [a, b] = [start + k, start + k + half];
        const re = cosines[k * stride] * real[b] - sines[k * stride] * imaginary[b];
        const im = cosines[k * stride] * imaginary[b] + sines[k * stride] * real[b];
        real[b] = real[a] - re;
        imaginary[b] = imaginary[a] - im;
        real[a] += re;
        imaginary[a] += im;
      }
    }
  }
}

/**
 * The squared bandwidth that follows from the seventh derivative's norm under t.
 * @param {number} t
 * @param {Float64Array} squares
 * @param {number} N
 */
function next(t, squares, N) {
  const norm = (/** @type {number} */ order, /** @type {number} */ width) => {
    // Behind the peak at k²π²t = order, terms fall below rounding.
    const last = Math.min(squares.length, Math.ceil(Math.sqrt((order + 750) / width) / Math.PI));
    let sum = 0;
    for (let k = 1; k <= last; k += 1) {
      const k2 = (Math.PI * k) ** 2;
      sum += Math.exp(order * Math.log(k2) - k2 * width) * squares[k - 1];
    }
    return 0.5 * sum;
  };
  let f = norm(STAGES, t);
  for (let s = STAGES - 1; s > 1; s -= 1) {
    // A flat estimate, however wide its kernels are.
    if (f === 0) return Infinity;
    let odd = 1 / Math.sqrt(2 * Math.PI);
    for (let i = 1; i < 2 * s; i += 2) odd *= i;
    const constant = (1 + 0.5 ** (s + 0.5)) / 3;
    f = norm(s, ((2 * constant * odd) / (N * f)) ** (2 / (3 + 2 * s)));
  }
  return f ? (2 * N * Math.sqrt(Math.PI) * f) ** (-2 / 5) : Infinity;
}

/**
 * A root between two places of different signs: regula falsi (Illinois), to rounding.
 * @param {(x: number) => number} f
 * @param {number} a
 * @param {number} b
 */
function root(f, a, b) {
  let [fa, fb] = [f(a), f(b)];
  for (let round = 0; round < 100 && Math.abs(b - a) > 1e-15 * Math.abs(b); round += 1) {
    const c = b - (fb * (b - a)) / (fb - fa);
    const fc = f(c);
    if (fc === 0) return c;
    if (Math.sign(fc) !== Math.sign(fb)) [a, fa] = [b, fb];
    else fa /= 2;
    if (Math.abs(c - b) <= 1e-15 * Math.abs(c)) return c;
    [b, fb] = [c, fc];
  }
  return b;
}
