"""A mixture in the forms of others: plain lists for JSON, and scikit-learn's estimator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self

from gmmlib import _sklearn
from gmmlib._value import MixtureValue

#: Keys of the plain form: the constructor's arguments.
KEYS = ("weights", "means", "covariances")


@dataclass(frozen=True, init=False, eq=False, repr=False)
class Interchange(MixtureValue):
    """Ways from a mixture to other forms and back."""

    def to_dict(self) -> dict[str, Any]:
        """Parameters as plain lists, to write as JSON.

        Returns
        -------
        dict
            ``"weights"`` (K,), ``"means"`` (K, D) and ``"covariances"`` (K, D, D), as nested
            lists of float.

        Notes
        -----
        Nothing is rounded, also not by the module `json`: :meth:`from_dict` gives an equal
        mixture. The keys are the constructor's arguments.

        Examples
        --------
        >>> from gmmlib import GaussianMixture
        >>> GaussianMixture([0.5, 0.5], [0, 1], [1, 4]).to_dict()
        {'weights': [0.5, 0.5], 'means': [[0.0], [1.0]], 'covariances': [[[1.0]], [[4.0]]]}
        """
        return dict(zip(KEYS, (array.tolist() for array in self._parameters()), strict=True))

    @classmethod
    def from_dict(cls, parameters: Mapping[str, Any]) -> Self:
        """Mixture from its parameters as plain lists.

        Parameters
        ----------
        parameters : dict
            What :meth:`to_dict` gives; in one dimension means and variances (K,) will do.

        Returns
        -------
        GaussianMixture

        Raises
        ------
        TypeError
            If it is no dict, or a key does not hold numbers.
        ValueError
            If a key is missing or unknown, or the numbers are no parameters of a mixture.

        Examples
        --------
        >>> import json
        >>> from gmmlib import GaussianMixture
        >>> model = GaussianMixture([0.5, 0.5], [0, 1], [1, 4])
        >>> GaussianMixture.from_dict(json.loads(json.dumps(model.to_dict()))) == model
        True
        """
        if not isinstance(parameters, Mapping):
            raise TypeError(
                f"parameters must be a dict with the keys {', '.join(KEYS)}, "
                f"got {type(parameters).__name__}."
            )
        missing = [key for key in KEYS if key not in parameters]
        unknown = [key for key in parameters if key not in KEYS]
        if missing or unknown:  # an unknown one could change what the others mean
            told = f"{missing[0]!r} is missing" if missing else f"{unknown[0]!r} is unknown"
            raise ValueError(
                f"parameters must have the keys {', '.join(KEYS)} and no others; {told}."
            )
        return cls(**parameters)

    @classmethod
    def from_sklearn(cls, estimator: Any) -> Self:
        r"""Mixture that a fitted estimator of scikit-learn has found.

        Parameters
        ----------
        estimator : sklearn.mixture.GaussianMixture or sklearn.mixture.BayesianGaussianMixture
            Fitted, with covariances of any type.

        Returns
        -------
        GaussianMixture
            With the estimator's ``weights_``, ``means_`` and ``covariances_``.

        Raises
        ------
        TypeError
            If it is no such estimator.
        ValueError
            If it is not fitted, or its parameters are not those of a mixture.
        ImportError
            If scikit-learn is not installed.

        Notes
        -----
        What the estimator's rounding left is settled in float64: covariances that are symmetric
        up to 0.1 % of their standard deviations are averaged with their transposes, and
        weights in float32 divided by their sum.

        A Bayesian estimator gives its expected parameters. Its own ``score_samples`` averages
        over their uncertainty and differs from :meth:`logpdf`.

        Examples
        --------
        >>> from sklearn.mixture import GaussianMixture as Estimator
        >>> from gmmlib import GaussianMixture, datasets
        >>> X, _ = datasets.running_example()
        >>> print(GaussianMixture.from_sklearn(Estimator().fit(X)))
        1.00 N(x | 0.64, 8.34)
        """
        return cls(*_sklearn.parameters(estimator))

    def to_sklearn(
        self, covariance_type: Literal["full", "tied", "diag", "spherical"] = "full"
    ) -> Any:
        r"""Estimator of scikit-learn that stands where a fit has found this mixture.

        Parameters
        ----------
        covariance_type : {"full", "tied", "diag", "spherical"}
            Its kind of covariances, by scikit-learn's names; those of the mixture must have
            this structure.

        Returns
        -------
        sklearn.mixture.GaussianMixture
            ``score_samples``, ``predict_proba``, ``sample``, ``bic`` and the rest work at
            once; ``fit`` starts from these parameters. Nothing was fitted, so ``converged_``,
            ``n_iter_`` and ``lower_bound_`` are missing.

        Raises
        ------
        ValueError
            If the covariances do not have the structure, or their inverses exceed the range of
            float64.
        ImportError
            If scikit-learn is not installed.

        Examples
        --------
        >>> from gmmlib import GaussianMixture
        >>> GaussianMixture([0.5, 0.5], [0, 1], [1, 4]).to_sklearn().predict([[-3.0], [3.0]])
        array([1, 1])
        """
        return _sklearn.estimator(*self._parameters(), self.cholesky, covariance_type)
