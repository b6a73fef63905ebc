"""Part labels of a garment's pixels, cut along its landmarks."""

from itertools import pairwise

import cv2
import numpy as np

from vitrine.garments.armseam import arm_seam
from vitrine.garments.garment import PARTS, Landmarks, Part
from vitrine.garments.hood import behind as above_lip
from vitrine.garments.hood import lip
from vitrine.imaging.masks import box_about, grown, shrunk
from vitrine.imaging.types import Labels, Mask, Picture, Points, Region

UNSURE = 255
"""A mark for pixels whose part is being worked out."""
FOLDED = 0.6
"""Share of a hood's height that lies behind the neck; the rest goes round it at the front."""
LEAST = 0.02
"""Coverage from which a pixel belongs to a part."""
ROUND = 0.016
"""Radius up to which a cut-out rounds a corner off, as a share of the picture's longer side."""
ENDS = 0.005
"""How far from the torso's edge a sleeve that lies on it ends at most, in the same."""


def index(part: Part) -> int:
    """The value of a part in a part map."""
    return 1 + PARTS.index(part)


def parts(
    alpha: Mask,
    landmarks: Landmarks,
    front: Points | None = None,
    hood: bool = False,
    photo: Picture | None = None,
    behind: Region | None = None,
) -> Labels:
    """A label a pixel: sleeves, legs, the inside of the back, the rest torso.

    Args:
        alpha: the cut-out.
        landmarks: as `Garment` names them.
        front: the front neckline, when the inside of the back shows above it.
        hood: whether a hood stands up above the neck points; worn, it lies behind the neck as the inside of the back.
        photo: the picture, where sleeves are to be cut along the seams in sight instead of straight.
        behind: what else lies behind the neck, as a bow.
    """
    found = alpha > 0.5
    out = np.where(found, np.uint8(index("torso")), np.uint8(0)).astype(np.uint8)
    sleeves: tuple[tuple[str, Part], ...] = (("left", "left-sleeve"), ("right", "right-sleeve"))
    for side, part in sleeves:
        if f"cuff-outer-{side}" in landmarks:
            line = None if photo is None else arm_seam(photo, found, landmarks, side)
            piece = sleeve(found, landmarks, side, line)
            along_gaps(out, piece, landmarks, side)
            out[out == UNSURE] = index(part)
    if "crotch" in landmarks:
        x, y = landmarks["crotch"]
        legs = found & (np.arange(found.shape[0])[:, None] > y)
        right = np.arange(found.shape[1])[None] < x
        out[legs & right] = index("right-leg")
        out[legs & ~right] = index("left-leg")
    edge = lip(photo, alpha, landmarks, front) if hood and photo is not None else None
    if edge is not None:
        out[found & above_lip(found.shape, edge, landmarks)] = index("inside-back")
    elif front is not None:
        out[found & above(found.shape, front, landmarks, 1.0 if hood else 0.05)] = index("inside-back")
    if behind is not None:
        out[found & behind] = index("inside-back")
    if hood and edge is None:
        neck = (landmarks["neck-left"][1] + landmarks["neck-right"][1]) / 2
        first = int(found.any(1).argmax())
        level = max(round(first + FOLDED * (neck - first)), 0)
        out[:level][found[:level]] = index("inside-back")
    return over_the_rim(out, alpha > LEAST)


def along_gaps(out: Labels, piece: Region, landmarks: Landmarks, side: str) -> None:
    """Mark a sleeve's piece in `out`, put right beside gaps: what lies outside of one is sleeve, inside of it torso."""
    piece = piece.copy()
    solid = out > 0
    middle = (landmarks["armpit-left"][0] + landmarks["armpit-right"][0]) / 2
    rightward = landmarks[f"armpit-{side}"][0] > middle
    count, names, stats, centres = cv2.connectedComponentsWithStats((~solid).astype(np.uint8), connectivity=4)
    height, width = solid.shape
    for i in range(1, count):
        x, y, w, h, area = stats[i]
        inner = x > 0 and y > 0 and x + w < width and y + h < height
        if y + h < landmarks[f"shoulder-{side}"][1]:
            continue  # in a strap's loop
        if not inner or area < 20 or (centres[i][0] > middle) != rightward or not piece.any():
            continue
        for row in range(y, y + h):
            cols = np.flatnonzero(names[row, x : x + w] == i) + x
            outer, torso = (np.s_[cols[-1] :], np.s_[: cols[0]]) if rightward else (np.s_[: cols[0]], np.s_[cols[-1] :])
            piece[row, outer] = solid[row, outer]
            piece[row, torso] = False
    out[piece] = UNSURE


def horns(labels: Labels, landmarks: Landmarks) -> Region:
    """What of the torso stands out beneath the cuff of a sleeve that hangs down and ends on it.

    A cut-out fills the corner between the two a little; worn, where the sleeve lies elsewhere, that were a horn.
    """
    found, size = np.zeros(labels.shape, bool), max(labels.shape)
    radius = ROUND * size
    reach = round(2.5 * radius)
    for side in ("left", "right"):
        if f"cuff-inner-{side}" not in landmarks:
            continue
        pit, slot, cuff = (np.array(landmarks[f"{name}-{side}"]) for name in ("armpit", "slot", "cuff-inner"))
        if np.hypot(*(slot - cuff)) > ENDS * size or slot[1] - pit[1] < reach:
            continue
        near = box_about(slot[None].astype(np.float32), 2.0 * reach, labels.shape)
        torso = labels[near] == index("torso")
        rows, columns = np.ogrid[near]
        horn = torso & ~grown(shrunk(torso, radius), radius)
        found[near] |= horn & (np.hypot(columns - slot[0], rows - slot[1]) < reach)
    return grown(found, 1) & (labels > 0)


def over_the_rim(labels: Labels, covered: Region) -> Labels:
    """`labels` of the solid pixels carried to all that are covered at all (gaps are open only between solid ones)."""
    if not labels.any():
        return np.where(covered, np.uint8(index("torso")), np.uint8(0)).astype(np.uint8)
    solid = labels > 0
    _, names = cv2.distanceTransformWithLabels(
        (~solid).astype(np.uint8), cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL
    )
    value = np.zeros(int(names.max()) + 1, np.uint8)
    value[names[solid]] = labels[solid]
    return np.where(covered, value[names], 0).astype(np.uint8)


def sleeve(found: Region, landmarks: Landmarks, side: str, line: Points | None = None) -> Region:
    """What the cut from the shoulder over the armpit to the slot takes off at the cuff; along `line`, if given."""
    cut = found.astype(np.uint8)
    stops = [np.array(landmarks[f"{name}-{side}"]) for name in ("shoulder", "armpit", "slot")]
    last = stops[-1] - stops[-2] if np.hypot(*(stops[-1] - stops[-2])) > 2 else stops[-1] - stops[0]
    way = stops if line is None else list(line.astype(np.float64))
    # both ends run on until they leave the garment, so that the cut leaves no bridge
    stops = [outside(found, stops[0], stops[0] - stops[1]), *way, outside(found, stops[-1], last)]
    for a, b in pairwise(stops):
        cv2.line(cut, np.round(a).astype(int).tolist(), np.round(b).astype(int).tolist(), 0, 2)
    middle = (np.array(landmarks[f"cuff-outer-{side}"]) + landmarks[f"cuff-inner-{side}"]) / 2
    middle = middle + 0.1 * (way[0] - middle)
    _, names = cv2.connectedComponents(cut, connectivity=4)
    ys, xs = np.nonzero(cut)
    if not len(xs):
        return np.zeros_like(found)
    nearest = int(np.hypot(xs - middle[0], ys - middle[1]).argmin())
    out: np.ndarray = names == names[ys[nearest], xs[nearest]]
    # all in one piece still: then nothing is known of the sleeve's extent
    return out if out.sum() < 0.5 * found.sum() else np.zeros_like(found)


def outside(found: Region, start: np.ndarray, way: np.ndarray) -> np.ndarray:
    """A point off the garment near `start`: the nearest one, or where none is near the first along `way`."""
    reach = round(0.02 * max(found.shape))
    x0, y0 = (max(0, round(v) - reach) for v in start.tolist())
    ys, xs = np.nonzero(~found[y0 : y0 + 2 * reach + 1, x0 : x0 + 2 * reach + 1])
    if len(xs):
        near = np.stack([xs + x0, ys + y0], 1)
        spot = near[np.hypot(*(near - start).T).argmin()]
        return np.asarray(spot + 3 * (spot - start) / max(float(np.hypot(*(spot - start))), 1e-6))
    steps = start + np.arange(0, 0.15 * max(found.shape))[:, None] * way / max(float(np.hypot(*way)), 1e-6)
    x, y = np.round(steps).astype(int).T
    on = (x >= 0) & (y >= 0) & (x < found.shape[1]) & (y < found.shape[0])
    on[on] = found[y[on], x[on]]
    return np.asarray(steps[min(int(on.argmin()) + 2, len(steps) - 1)] if not on.all() else steps[-1])


def above(shape: tuple[int, int], front: Points, landmarks: Landmarks, reach: float = 0.05) -> Region:
    """The region between the front neckline and the upper edge, from neck point to neck point.

    It goes up by `reach` of the picture's height: beyond that rise straps.
    """
    ends = [front[0], front[-1]]
    top = min(landmarks["neck-right"][1], landmarks["neck-left"][1], *(float(e[1]) for e in ends)) - reach * shape[0]
    corners = [[ends[0][0], top], *front, [ends[1][0], top]]
    out = np.zeros(shape, np.uint8)
    cv2.fillPoly(out, [np.round(np.array(corners)).astype(np.int32)], 1)
    return out > 0
