"""scikit-learn's mixtures, in gmmlib's terms."""

import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture as Peer

#: What scikit-learn calls the structures.
NAMES = {"full": "full", "diagonal": "diag", "spherical": "spherical", "tied": "tied"}


def fit_of_scikit_learn(X, start, structure, **options):
    """A fit from the same start; without options, nothing added to variances and no early end."""
    precisions = np.linalg.inv(start.covariances)
    if structure == "tied":
        precisions = precisions[0]
    if structure == "diagonal":
        precisions = np.diagonal(precisions, axis1=1, axis2=2)
    if structure == "spherical":
        precisions = precisions[:, 0, 0]
    options = {"reg_covar": 0, "tol": 0, "init_params": "random_from_data"} | options
    peer = Peer(
        start.n_components, covariance_type=NAMES[structure], weights_init=start.weights,
        means_init=start.means, precisions_init=precisions, random_state=0, **options,
    )  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # tol=0 never converges
        return peer.fit(X)


def parameters_of(peer):
    """Weights (K,), means (K, D) and covariances (K, D, D) of a fit."""
    K, D = peer.means_.shape
    S, eye = peer.covariances_, np.eye(D)
    if peer.covariance_type == "tied":
        S = np.array([S] * K)
    if peer.covariance_type == "diag":
        S = S[:, None, :] * eye
    if peer.covariance_type == "spherical":
        S = S[:, None, None] * eye
    return peer.weights_, peer.means_, S
