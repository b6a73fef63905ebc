"""What stands out in a picture, by U²-Net-p: the cut-out's prior where the background is not plain."""

import cv2
import numpy as np

from vitrine.imaging.types import Mask, Picture
from vitrine.nets import Nets

SIDE = 320
MEAN = np.array([0.485, 0.456, 0.406], np.float32)
DEVIATION = np.array([0.229, 0.224, 0.225], np.float32)


def saliency(photo: Picture, nets: Nets) -> Mask:
    """Saliency of each pixel, 0..1 (U²-Net-p, Qin et al. 2020).

    Raises:
        NetMissing: the network's file is not installed.
    """
    small = cv2.resize(photo, (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
    batch = (small / max(float(small.max()), 1.0) - MEAN) / DEVIATION
    found = nets.u2netp(batch.transpose(2, 0, 1)[None].astype(np.float32))[0][0, 0]
    found = (found - found.min()) / max(float(found.max() - found.min()), 1e-6)
    out: np.ndarray = cv2.resize(found.astype(np.float32), photo.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    return out.clip(0, 1)
