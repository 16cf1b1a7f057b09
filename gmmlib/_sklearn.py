"""Parameters of a mixture from and to scikit-learn's estimators; the one place that imports it."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from gmmlib import gaussian
from gmmlib._validation import Array, as_floats, shape_text, shown

#: Kinds of covariances, by scikit-learn's names.
TYPES = ("full", "tied", "diag", "spherical")
#: How far a covariance may be from a structure, relative to its standard deviations.
TOLERANCE = 1e-12
#: How far from symmetric a fitted covariance may be, likewise: a tied one is a difference of
#: squares, and loses as many digits as the data's mean is standard deviations away from 0, twice.
ASYMMETRY = 1e-3
#: How far from 1 a sum of weights may be where numpy's multinomial still draws with them.
MULTINOMIAL_TOLERANCE = 1e-12


def parameters(estimator: Any) -> tuple[Array, Array, Array]:
    """Give weights (K,), means (K, D) and covariances (K, D, D) of a fitted estimator."""
    mixture = _module("from_sklearn")
    if not isinstance(estimator, (mixture.GaussianMixture, mixture.BayesianGaussianMixture)):
        raise TypeError(
            "estimator must be a sklearn.mixture.GaussianMixture or BayesianGaussianMixture, "
            f"got {type(estimator).__name__}."
        )
    if not all(hasattr(estimator, f"{name}_") for name in ("weights", "means", "covariances")):
        raise ValueError("estimator is not fitted; call its fit first.")
    pi, mu, S = (
        as_floats(getattr(estimator, name), f"estimator.{name}")
        for name in ("weights_", "means_", "covariances_")
    )
    kind = _as_type(estimator.covariance_type, "estimator.covariance_type")
    K, D = pi.size, mu.shape[-1] if mu.ndim else 0
    expected = {"full": (K, D, D), "tied": (D, D), "diag": (K, D), "spherical": (K,)}[kind]
    if S.shape != expected:
        raise ValueError(
            f"estimator.covariances_ must have {shape_text(expected)} for covariance_type "
            f"{kind!r}, got {shape_text(S.shape)}; fit the estimator again."
        )
    Sigma = _expanded(S, kind, K, D)
    if np.asarray(estimator.weights_).dtype == np.float32:  # coarser than what gmmlib accepts
        pi = pi / pi.sum()
    return pi, mu, _symmetric(Sigma)


def estimator(pi: Array, mu: Array, Sigma: Array, L: Array, covariance_type: object) -> Any:
    """Give an estimator as a fit would leave it, from parameters and Cholesky factors."""
    mixture = _module("to_sklearn")
    kind = _as_type(covariance_type, "covariance_type")
    K, D = mu.shape
    S = _reduced(Sigma, kind)
    if (np.abs(_expanded(S, kind, K, D) - Sigma) > TOLERANCE * _scale(Sigma)).any():
        raise ValueError(
            f"covariances are not {_MEANING[kind]}, as covariance_type={kind!r} asks; take "
            f"covariance_type='full', or constrained(model, {_STRUCTURE[kind]!r}) first."
        )
    whitening = np.stack([gaussian.whiten(np.eye(D), factor).T for factor in L])
    roots = _reduced(whitening, kind)  # upper triangular U with U Uᵀ the inverse covariance
    with np.errstate(over="ignore"):
        precisions = roots**2 if kind in ("diag", "spherical") else roots @ roots.mT
    if not np.isfinite(precisions).all():
        raise ValueError(
            "covariances are so small that their inverses exceed the range of float64; rescale "
            "the data."
        )
    total = pi.sum()
    # Weights that numpy would refuse to draw with; others are kept to the last bit.
    weights = pi / total if abs(total - 1) > MULTINOMIAL_TOLERANCE else pi
    made = mixture.GaussianMixture(
        K, covariance_type=kind, weights_init=weights, means_init=mu,
        precisions_init=precisions,
    )  # fmt: skip
    made.weights_, made.means_, made.covariances_ = weights.copy(), mu.copy(), S.copy()
    made.precisions_cholesky_, made.precisions_ = roots.copy(), precisions.copy()
    made.n_features_in_ = D
    return made


_MEANING = {
    "tied": "the same in all components",
    "diag": "diagonal",
    "spherical": "multiples of the identity",
}
_STRUCTURE = {"tied": "tied", "diag": "diagonal", "spherical": "spherical"}


def _module(method: str) -> ModuleType:
    try:
        import sklearn.mixture  # type: ignore[import-untyped]
    except ImportError:
        raise ImportError(
            f"{method} needs the package scikit-learn: pip install scikit-learn."
        ) from None
    module: ModuleType = sklearn.mixture
    return module


def _symmetric(Sigma: Array) -> Array:
    """Average away the asymmetry that a fit's rounding leaves; more is left, to be refused."""
    transposed = Sigma.mT
    half = Sigma / 2 + transposed / 2
    rounding = np.abs(Sigma - half) <= ASYMMETRY * _scale(half)
    return np.where((Sigma != transposed) & rounding, half, Sigma)


def _scale(Sigma: Array) -> Array:
    """Products of standard deviations."""
    deviations = np.sqrt(np.abs(np.diagonal(Sigma, axis1=1, axis2=2)))
    scale: Array = deviations[:, :, None] * deviations[:, None, :]
    return scale


def _as_type(value: object, name: str) -> str:
    if not isinstance(value, str) or value not in TYPES:
        raise ValueError(f"{name} must be one of {', '.join(TYPES)}; got {shown(value)}.")
    return value


def _expanded(S: Array, kind: str, K: int, D: int) -> Array:
    """Write scikit-learn's covariances as (K, D, D)."""
    if kind == "tied":
        return np.repeat(S[None], K, axis=0)
    if kind == "diag":
        return S[:, :, None] * np.eye(D)
    if kind == "spherical":
        return S[:, None, None] * np.eye(D)
    return S


def _reduced(matrices: Array, kind: str) -> Array:
    """Keep of (K, D, D) what scikit-learn keeps, exactly: first entries, no means of them."""
    kept: dict[str, Array] = {
        "full": matrices,
        "tied": matrices[0],
        "diag": np.diagonal(matrices, axis1=1, axis2=2),
        "spherical": matrices[:, 0, 0],
    }
    return kept[kind]
