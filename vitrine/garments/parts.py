"""Part labels of a garment's pixels, cut along its landmarks."""

import cv2
import numpy as np

from vitrine.garments.garment import PARTS, Part
from vitrine.imaging.types import Labels, Mask, Region


def index(part: Part) -> int:
    """The value of a part in a part map."""
    return 1 + PARTS.index(part)


def half_plane(shape: tuple[int, int], a: tuple[float, float], b: tuple[float, float]) -> Region:
    """Pixels to the left of the line from `a` to `b` (as seen walking along it, y downward)."""
    y, x = np.ogrid[: shape[0], : shape[1]]
    out: np.ndarray = (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]) < 0
    return out


def beyond(found: Region, a: tuple[float, float], b: tuple[float, float], seed: tuple[float, float]) -> Region:
    """The piece of `found` on the other side of the segment a-b (a little longer) that lies nearest to `seed`."""
    cut = found.astype(np.uint8)
    p, q = np.array(a), np.array(b)
    longer = 0.25 * (p - q)
    ends = [np.round(e).astype(int).tolist() for e in (p + longer, q)]
    cv2.line(cut, ends[0], ends[1], 0, 2)
    _, names = cv2.connectedComponents(cut, connectivity=4)
    ys, xs = np.nonzero(cut)
    if not len(xs):
        return np.zeros_like(found)
    nearest = np.hypot(xs - seed[0], ys - seed[1]).argmin()
    out: np.ndarray = names == names[ys[nearest], xs[nearest]]
    return out


def parts(alpha: Mask, landmarks: dict[str, tuple[float, float]]) -> Labels:
    """A label a pixel: sleeves cut off from shoulder to armpit, legs under the crotch, the rest torso."""
    found = alpha > 0.02
    out = np.where(found, np.uint8(index("torso")), np.uint8(0)).astype(np.uint8)
    for name in ("left", "right"):
        if f"cuff-outer-{name}" in landmarks:
            middle = np.mean([landmarks[f"cuff-outer-{name}"], landmarks[f"cuff-inner-{name}"]], 0)
            sleeve = beyond(found, landmarks[f"shoulder-{name}"], landmarks[f"armpit-{name}"], (middle[0], middle[1]))
            if sleeve.sum() < 0.5 * found.sum():
                out[sleeve] = index("left-sleeve" if name == "left" else "right-sleeve")
    if "crotch" in landmarks:
        x, y = landmarks["crotch"]
        rows = np.arange(found.shape[0])[:, None] > y
        columns = np.arange(found.shape[1])[None]
        out[found & rows & (columns < x)] = index("right-leg")
        out[found & rows & (columns >= x)] = index("left-leg")
    return out
