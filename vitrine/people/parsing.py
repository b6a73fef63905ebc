"""Human parsing: 11 classes a pixel, from the pose, the person mask and what networks are installed."""

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.imaging.types import Labels, Mask, Picture
from vitrine.nets import Nets
from vitrine.people.person import CLASSES

BACKGROUND, HAIR, SKIN, TOP, OUTERWEAR, DRESS, BOTTOMS, LEGWEAR, SHOES, BAG, ACCESSORY = range(len(CLASSES))


def parse(
    photo: Picture,
    landmarks: Float32[np.ndarray, "33 2"],
    visibility: Float32[np.ndarray, "33"],
    mask: Mask,
    nets: Nets,
) -> tuple[Labels, Mask]:
    """Label map (indices into CLASSES) and the probability of each label, at the photo's size."""
    height, width = mask.shape
    if nets.has("multiclass"):
        small = cv2.resize(photo, (256, 256), interpolation=cv2.INTER_AREA).astype(np.float32)[None] / 255
        logits = nets.multiclass(small)[0]
        odds = np.exp(logits - logits.max(2, keepdims=True))
        odds /= odds.sum(2, keepdims=True)
        odds = cv2.resize(odds, (width, height))
    else:
        odds = np.zeros((height, width, 6), np.float32)
        odds[..., 0], odds[..., 4] = 1 - mask, mask
    best = odds.argmax(2)
    labels = np.array([BACKGROUND, HAIR, SKIN, SKIN, TOP, ACCESSORY], np.uint8)[best]
    rows = np.arange(height)[:, None]
    hips = landmarks[[23, 24], 1].mean()
    seen = visibility[[27, 28]].max() > 0.3
    ankles = landmarks[[27, 28], 1].min() if seen else height
    cloth = labels == TOP
    labels[cloth & (rows > hips)] = BOTTOMS
    labels[np.isin(labels, (BOTTOMS, ACCESSORY)) & (rows > ankles)] = SHOES
    return labels, odds.max(2).astype(np.float32)
