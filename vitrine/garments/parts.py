"""Part labels of a garment's pixels, cut along its landmarks."""

import cv2
import numpy as np

from vitrine.garments.contour import way
from vitrine.garments.garment import PARTS, Part
from vitrine.imaging.types import Labels, Mask, Region


def index(part: Part) -> int:
    """The value of a part in a part map."""
    return 1 + PARTS.index(part)


def sleeve(alpha: Mask, landmarks: dict[str, tuple[float, float]], side: str) -> Region:
    """What lies between shoulder seam, outer edge, cuff and inner edge, a few pixels beyond the garment's own edge."""
    outer = way(alpha, landmarks, f"shoulder-{side}", f"cuff-outer-{side}")
    inner = way(alpha, landmarks, f"cuff-inner-{side}", f"armpit-{side}")
    shape = np.zeros(alpha.shape, np.uint8)
    cv2.fillPoly(shape, [np.round(np.concatenate([outer, inner])).astype(np.int32)], 1)
    seam = np.round([landmarks[f"shoulder-{side}"], landmarks[f"armpit-{side}"]]).astype(np.int32)
    rim = max(3, round(0.008 * max(alpha.shape))) | 1
    grown = cv2.dilate(shape, np.ones((rim, rim), np.uint8))
    torso = ((alpha > 0.5) & (shape == 0)).astype(np.uint8)
    cv2.line(torso, seam[0].tolist(), seam[1].tolist(), 1, 1)
    nearer = cv2.distanceTransform(1 - shape, cv2.DIST_L2, 3) < cv2.distanceTransform(1 - torso, cv2.DIST_L2, 3)
    return np.asarray((shape > 0) | ((grown > 0) & nearer))


def parts(alpha: Mask, landmarks: dict[str, tuple[float, float]]) -> Labels:
    """A label a pixel: sleeves cut off from shoulder to armpit, legs under the crotch, the rest torso."""
    found = alpha > 0.02
    out = np.where(found, np.uint8(index("torso")), np.uint8(0)).astype(np.uint8)
    for name in ("left", "right"):
        if f"cuff-outer-{name}" in landmarks:
            out[sleeve(alpha, landmarks, name) & found] = index("left-sleeve" if name == "left" else "right-sleeve")
    if "crotch" in landmarks:
        x, y = landmarks["crotch"]
        rows = np.arange(found.shape[0])[:, None] > y
        columns = np.arange(found.shape[1])[None]
        out[found & rows & (columns < x)] = index("right-leg")
        out[found & rows & (columns >= x)] = index("left-leg")
    return out
