/** The kernels k of (11.74), as gmmlib has them: compact ones live on [-1, 1], the Gaussian has σ = 1. */

const SQRT_2PI = Math.sqrt(2 * Math.PI);

/**
 * @typedef {object} Kernel
 * @property {string} name
 * @property {(u: number) => number} density for u from 0 to the support
 * @property {number} support
 * @property {number} variance
 * @property {number} roughness the integral of its square
 * @property {(s: number) => number} [convolution] with itself, once it was asked for
 */

/**
 * Proportional to (1 - u²)^m.
 * @param {string} name
 * @param {number} m
 * @param {number} constant
 * @param {number} roughness
 * @returns {Kernel}
 */
function powerOfParabola(name, m, constant, roughness) {
  return {
    name, support: 1, variance: 1 / (2 * m + 3), roughness,
    density: (u) => {
      let value = constant;
      for (let i = 0; i < m; i += 1) value *= 1 - u * u;
      return value;
    },
  };
}

/** @type {Kernel[]} */
const ALL = [
  powerOfParabola("uniform", 0, 1 / 2, 1 / 2),
  { name: "triangular", support: 1, variance: 1 / 6, roughness: 2 / 3, density: (u) => 1 - u },
  powerOfParabola("epanechnikov", 1, 3 / 4, 3 / 5),
  powerOfParabola("biweight", 2, 15 / 16, 5 / 7),
  powerOfParabola("triweight", 3, 35 / 32, 350 / 429),
  { name: "tricube", support: 1, variance: 35 / 243, roughness: 175 / 247, density: (u) => (70 / 81) * (1 - u * u * u) ** 3 },
  {
    name: "cosine", support: 1, variance: 1 - 8 / Math.PI ** 2, roughness: Math.PI ** 2 / 16,
    // cos(π/2) is not quite 0 in doubles.
    density: (u) => Math.max(0, (Math.PI / 4) * Math.cos((Math.PI / 2) * u)),
  },
  {
    name: "gaussian", support: Infinity, variance: 1, roughness: 1 / (2 * Math.sqrt(Math.PI)),
    density: (u) => Math.exp(-0.5 * u * u) / SQRT_2PI,
  },
];
export const KERNELS = ALL.map(({ name }) => name);
const byName = Object.fromEntries(ALL.map((kernel) => [kernel.name, kernel]));

/** @param {string} name */
export function kernelOf(name) {
  return byName[name];
}

/**
 * By what to multiply a bandwidth of the Gaussian, so that this kernel smooths as much.
 * @param {Kernel} kernel
 */
export function bandwidthRatio({ roughness, variance }) {
  return (roughness / kernelOf("gaussian").roughness / variance ** 2) ** 0.2;
}

/**
 * The kernel's convolution with itself, for s from 0 to twice the support.
 * Between its kinks at 0, 1 and 2 interpolation at Chebyshev nodes gives it to rounding.
 * @param {Kernel} kernel
 */
export function convolved(kernel) {
  kernel.convolution ??= convolve(kernel);
  return kernel.convolution;
}

/**
 * @param {Kernel} kernel
 * @returns {(s: number) => number}
 */
function convolve({ density, support }) {
  if (support === Infinity) return (s) => Math.exp(-0.25 * s * s) / (SQRT_2PI * Math.SQRT2);
  const { nodes, weights } = gauss(16);
  const integral = (/** @type {number} */ s) => {
    // The kinks of both factors bound the pieces.
    const ends = [...new Set([s - 1, 0, s, 1])].filter((e) => e >= s - 1 && e <= 1).sort((a, b) => a - b);
    let total = 0;
    for (let i = 1; i < ends.length; i += 1) {
      const half = (ends[i] - ends[i - 1]) / 2;
      nodes.forEach((node, j) => {
        const t = ends[i - 1] + half + half * node;
        total += half * weights[j] * density(Math.abs(t)) * density(Math.abs(s - t));
      });
    }
    return total;
  };
  const [near, far] = [0, 1].map((low) => interpolated((t) => integral(low + (t + 1) / 2)));
  return (s) => (s < 1 ? chebyshev(near, 2 * s - 1) : chebyshev(far, 2 * s - 3));
}

/**
 * Nodes and weights of Gauss and Legendre on [-1, 1].
 * @param {number} n
 */
function gauss(n) {
  const nodes = [];
  const weights = [];
  for (let i = 0; i < n; i += 1) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let round = 0; round < 8; round += 1) {
      let [before, value] = [1, x];
      for (let k = 2; k <= n; k += 1) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
      slope = (n * (x * value - before)) / (x * x - 1);
      x -= value / slope;
    }
    nodes.push(x);
    weights.push(2 / ((1 - x * x) * slope * slope));
  }
  return { nodes, weights };
}

/** Terms of the interpolation: the tricube's convolution has degree 19. */
const TERMS = 22;
/** Coefficients of this size are rounding. */
const NEGLIGIBLE = 1e-17;

/** @param {(t: number) => number} f */
function interpolated(f) {
  const angles = Array.from({ length: TERMS }, (_, i) => (Math.PI * (i + 0.5)) / TERMS);
  const values = angles.map((angle) => f(Math.cos(angle)));
  const coefficients = angles.map((_, k) =>
    ((k === 0 ? 1 : 2) / TERMS) * values.reduce((sum, value, i) => sum + value * Math.cos(k * angles[i]), 0));
  while (Math.abs(coefficients[coefficients.length - 1]) < NEGLIGIBLE) coefficients.pop();
  return coefficients;
}

/**
 * @param {number[]} coefficients
 * @param {number} t
 */
function chebyshev(coefficients, t) {
  let [b1, b2] = [0, 0];
  for (let k = coefficients.length - 1; k > 0; k -= 1) [b1, b2] = [2 * t * b1 - b2 + coefficients[k], b1];
  return t * b1 - b2 + coefficients[0];
}
