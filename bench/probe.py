"""A linear probe of the packaged encoder: what its ImageNet features alone say of a garment's kind.

The floor that a network of our own has to beat: EfficientNet-Lite2 as the package carries it, its last stage averaged
over the picture, and multinomial logistic regression on that, fitted on the clothing set's training split; the weight
of the penalty is chosen on its validation split.
"""

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np
import torch
from scipy.optimize import minimize
from scipy.special import log_softmax, softmax

from vitrine.garments.garment_net import KINDS
from vitrine.imaging.types import Picture
from vitrine.training.clothing import Clothing, Photo
from vitrine.training.encoder import Encoder, pretrained
from vitrine.training.street import read

SIDE: Final = 256
"""Pictures are stretched to this square: next to the 260 that the network was trained on, a multiple of 32."""
PENALTIES: Final = (1e-4, 1e-3, 1e-2)


def probe(clothing: Clothing) -> Callable[[Picture], np.ndarray]:
    """The probe, fitted: a picture's odds of each of `KINDS`."""
    encoder = pretrained(Encoder()).eval()
    train, validation = (_measured(encoder, clothing.of(split)) for split in ("train", "validation"))
    mean, spread = train[0].mean(0), train[0].std(0) + 1e-6
    fits = [_fitted((train[0] - mean) / spread, train[1], penalty) for penalty in PENALTIES]
    checked = (validation[0] - mean) / spread
    right = [float(((checked @ w[:-1] + w[-1]).argmax(1) == validation[1]).mean()) for w in fits]
    best = fits[int(np.argmax(right))]
    return lambda picture: softmax(((_features(encoder, picture) - mean) / spread) @ best[:-1] + best[-1])


def _measured(encoder: Encoder, photos: list[Photo]) -> tuple[np.ndarray, np.ndarray]:
    features = np.stack([_features(encoder, read(photo.file)) for photo in photos])
    return features, np.array([list(KINDS).index(photo.kind) for photo in photos])


def _features(encoder: Encoder, picture: Picture) -> np.ndarray:
    canvas = cv2.resize(picture, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    x = torch.from_numpy((canvas.astype(np.float32) - 127) / 128).permute(2, 0, 1)[None]
    with torch.inference_mode():
        return np.asarray(encoder(x)[-1].mean((2, 3))[0], np.float64)


def _fitted(x: np.ndarray, y: np.ndarray, penalty: float) -> np.ndarray:
    """Weights and, in the last row, biases: `features + 1, kinds`."""
    ones = np.c_[x, np.ones(len(x))]
    true = np.eye(len(KINDS))[y]

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        w = flat.reshape(ones.shape[1], -1)
        logs = log_softmax(ones @ w, axis=1)
        slope = ones.T @ (np.exp(logs) - true) / len(x)
        slope[:-1] += penalty * w[:-1]
        return float(-(logs * true).sum(1).mean() + penalty / 2 * (w[:-1] ** 2).sum()), slope.ravel()

    start = np.zeros(ones.shape[1] * len(KINDS))
    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300}).x.reshape(ones.shape[1], -1)
