"""Nine parameters by hand, and the log-likelihood to raise."""

from __future__ import annotations

from gmmlib.explorables import _static_picture
from gmmlib.explorables._with_data import WithData
from gmmlib.mixture import GaussianMixture


class LikelihoodLab(WithData):
    """Data, a mixture to fit by hand, and what each point adds to the log-likelihood, (11.10).

    Parameters
    ----------
    X : array_like, shape (N,), optional
        Data; by default those of the running example.
    weights, means, variances : array_like, shape (K,), optional
        Where the reader starts; by default as in Example 11.1, (11.6)–(11.8).
    name : str, optional
        What links to this picture call it.

    Raises
    ------
    ValueError
        If the parameters are not those of a mixture; the message says which and why.

    References
    ----------
    Deisenroth, Faisal and Ong (2020), *Mathematics for Machine Learning*, section 11.2.

    Examples
    --------
    >>> from gmmlib import em
    >>> from gmmlib.explorables import LikelihoodLab
    >>> lab = LikelihoodLab()
    >>> lab
    LikelihoodLab: log-likelihood -28.33 of 7 points under
    0.33 N(x | -4.00, 1.00) + 0.33 N(x | 0.00, 0.20) + 0.33 N(x | 8.00, 3.00)
    >>> lab.model = em(lab.data, lab.model).model
    >>> round(lab.log_likelihood, 1)
    -14.0
    """

    _kind = "likelihood-lab"

    @property
    def log_likelihood(self) -> float:
        """The log-likelihood of the model shown, (11.10)."""
        return self.model.log_likelihood(self.data)

    @property
    def best(self) -> GaussianMixture:
        """The model of the history with the highest log-likelihood."""
        return max(self.history, key=lambda model: model.log_likelihood(self.data))

    def _static_svg(self) -> str:
        return _static_picture.likelihood_picture(self.model, self.data)

    def _numbers(self) -> str:
        return (
            f"log-likelihood {self.log_likelihood:.4g} of {len(self.X)} points under {self.model}"
        )
