"""Necklines and collars as the garment network sees them, where geometry takes one for the other."""

from typing import Final

import cv2
import numpy as np

from vitrine.garments.garment import Landmarks
from vitrine.garments.garment_net import FINE, LABELS, SIDE, SURE, Seen
from vitrine.garments.hint import Hint
from vitrine.imaging.masks import among, grown
from vitrine.imaging.types import Mask, Points, Region

COLLAR: Final = 0.3
"""Share of a collar above the front neckline from which it is doubted."""
UPRIGHT: Final = 0.5
"""Probability from which a neckline passes for a high one."""
CLOSED: Final = 0.3
"""Where a closed collar's upper edge is at the front: share of the way down from the back's to the collar's seam."""
HOOD: Final = 0.35
"""Height above the neck points from which it is a hood, in distances of the neck points."""
REACHES: Final = 0.16
"""How far down the inside of the back is seen that is surely there, in distances of the neck points."""
SLIVER: Final = 0.06
"""Height of an inside, in distances of the neck points, that is but the network's blunt edge."""
DEEPER: Final = 0.03
"""How far below the front neckline, in shares of the garment's height, the network sees its lowest point to be heard.

It goes deeper only: between a shirt's leaves and in a V curves end too early, while the network may take a label or the
seam of the back for the front."""
RISES: Final = 0.14
"""How far a collar rises above the neck points whose leaves are folded, in distances of the neck points."""
LEVEL: Final = 0.05
"""How far below a collar's upper edge its corners may lie, in distances of the neck points."""
BEND: Final = 0.12
"""How far below the curve's ends it runs along the leaves, in distances of the neck points."""
WIDER: Final = 0.05
"""How much deeper than a V a curve must be all along to be none, in distances of the neck points."""
SHOWN: Final = 0.1
"""Share of the neck's breadth in which the inside of the back must be seen for a neckline to be guessed."""
HEARD: Final = 0.3
"""Least trust in that point for the search to ask for it."""
BENT: Final = 2.6
"""The power of a round neckline: most of those found have 2.3 to 2.9."""
TRUSTED: Final = 0.6
"""Least trust in that point of a V."""
CERTAIN: Final = 0.7
"""Least trust in that point of another neckline."""
BESIDE: Final = 0.13
"""How far beside the neck points a front neckline's ends may lie that begins at them, in their distances."""
BELOW: Final = (-0.05, 0.2)
"""How far below them, in the same: higher up are a collar's corners."""
FOLD: Final = 0.02
"""How far outside of the neck points a front's edge may run below the fold that it makes there, in the same."""
MORE: Final = 0.12
"""The most by which a guessed neckline is lowered to where the inside is seen, in the same."""


def closed(seen: Seen, right: tuple[float, float], left: tuple[float, float]) -> bool:
    """Whether a collar stands up round the neck and shows nothing of its inside: its upper edge is whole, with frills.

    So lie most of them: among photos of single garments the network says it of 32, and sees an opening in 7.
    """
    return seen.words["neckline"]["high"] > UPRIGHT and opening(seen, right, left) is None


def around_the_collar(seen: Seen, curve: Points, alpha: Mask) -> Points:
    """The front neckline `curve`, or another one where it would take a collar's front for the inside of the back.

    A shirt's collar opens between its leaves, where the network sees the inside; one that stands up closed opens
    near its upper edge.
    """
    collar = seen.parts == 1 + LABELS.index("collar")
    inside = seen.parts == 1 + LABELS.index("inside-back")
    top = np.where((alpha > 0.5).any(0), (alpha > 0.5).argmax(0), alpha.shape[0])
    columns = np.arange(max(0, round(float(curve[0, 0]))), min(alpha.shape[1], round(float(curve[-1, 0])) + 1))
    low = np.interp(columns, curve[:, 0], curve[:, 1])
    taken = (collar[:, columns] & (np.arange(len(collar))[:, None] < low)).sum()
    if taken < COLLAR * max(int(collar.sum()), 1):
        return curve
    odds = seen.words["neckline"]
    if odds["high"] > UPRIGHT:
        line = np.stack([columns, top[columns] + CLOSED * (low - top[columns])], 1).astype(np.float32)
        corners = _corners(columns, top[columns], float(min(curve[0, 1], curve[-1, 1])))
        if corners is None:
            return line
        # its sides go round the neck as well, from their feet up
        within = (columns > corners[0, 0]) & (columns < corners[1, 0])
        return np.concatenate([corners[:1], line[within], corners[1:]])
    shown = columns[inside[:, columns].any(0)]
    if odds["collar"] < SURE or len(shown) < 8:
        return curve
    last = len(inside) - 1 - inside[::-1, shown].argmax(0)
    cell = FINE * max(alpha.shape) / SIDE
    calm = cv2.GaussianBlur(last.astype(np.float32)[None], (0, 0), cell, borderType=cv2.BORDER_REPLICATE)[0]
    return bulging(np.stack([shown, calm], 1).astype(np.float32))


def bulging(curve: Points) -> Points:
    """The curve, from one side to the other, without what is bitten into the opening above it.

    The inner edges of a collar's leaves are straight, or bent outward: what looks like waves there are the steps of
    the network's map.
    """
    kept: list[np.ndarray] = []
    for spot in curve.astype(np.float64):
        while len(kept) > 1 and np.cross(kept[-1] - kept[-2], spot - kept[-1]) >= 0:
            kept.pop()
        kept.append(spot)
    return np.asarray(kept, np.float32)


def hooded(seen: Seen, spots: Landmarks, alpha: Mask) -> bool:
    """Whether a hood stands up above the neck points."""
    if seen.words["neckline"]["hood"] < SURE or "neck-left" not in spots:
        return False
    (x0, y0), (x1, y1) = spots["neck-right"], spots["neck-left"]
    first = float((alpha > 0.5)[:, max(0, round(x0)) : round(x1) + 1].any(1).argmax())
    return min(y0, y1) - first > HOOD * max(x1 - x0, 1.0)


def opening(seen: Seen, right: tuple[float, float], left: tuple[float, float]) -> Points | None:
    """The front neckline where the network sees the inside of the back over most of the neck; from right to left."""
    inside = seen.parts == 1 + LABELS.index("inside-back")
    columns = np.arange(max(0, round(right[0])), min(inside.shape[1], round(left[0]) + 1))
    if len(columns) < 8:
        return None
    part = inside[:, columns]
    shown = part.any(0)
    if shown.mean() < 0.6 or part.sum(0)[shown].mean() < SLIVER * len(columns):
        return None
    low = inside.shape[0] - 1 - part[::-1].argmax(0)
    xs = np.r_[right[0], columns[shown], left[0]]
    ys = np.r_[right[1], low[shown], left[1]].astype(np.float32)
    even = np.linspace(right[0], left[0], 41)
    curve = np.interp(even, xs, ys)
    calm = cv2.GaussianBlur(curve.astype(np.float32)[None], (0, 0), 1.5, borderType=cv2.BORDER_REPLICATE)[0]
    calm[[0, -1]] = right[1], left[1]
    return np.stack([even, calm], 1).astype(np.float32)


def tied(
    seen: Seen, right: tuple[float, float], left: tuple[float, float]
) -> tuple[Points, Region] | tuple[None, None]:
    """The front neckline of a halter tied behind the neck, and what of it rises above the neck points; or nothing.

    What looks like an opening is a fold of the bow: the network sees the inside of the back beneath that.
    """
    front = opening(seen, right, left)
    if front is None:
        return None, None
    behind = among(seen.parts, (1 + LABELS.index("collar"), 1 + LABELS.index("inside-back")))
    behind[round(max(right[1], left[1])) :] = False
    # its edge is steps
    return front, grown(behind, FINE * max(behind.shape) / SIDE)


def hint(seen: Seen, right: tuple[float, float], left: tuple[float, float]) -> Hint:
    """What the network sees of the neckline, for the search in the picture; nothing of collars and hoods but the back.

    Beneath a collar it marks the neck's seam, which is no opening.
    """
    odds = seen.words["neckline"]
    front = seen.landmarks.get("neck-front")
    if odds["collar"] + odds["high"] + odds["hood"] > 0.5 or seen.trust["neck-front"] < HEARD:
        front = None
    back = inside_back(seen, right, left)
    if front is None:
        return Hint(back=back)
    # boat necks are flat curves, and round ones may be nearly square
    square = odds["square"] + odds["boat"] + odds["round"] / 2
    reaches = back is not None and back - max(right[1], left[1]) > REACHES * (left[0] - right[0])
    return Hint(
        front,
        back,
        reaches or opening(seen, right, left) is not None,
        {"round": odds["round"] + odds["boat"], "v": odds["v"], "square": square},
    )


def inside_back(seen: Seen, right: tuple[float, float], left: tuple[float, float]) -> float | None:
    """The lowest row in which the network sees the inside of the back, near the middle; None where it sees none."""
    inside = seen.parts == 1 + LABELS.index("inside-back")
    third = (left[0] - right[0]) / 3
    rows = np.flatnonzero(inside[:, max(0, round(right[0] + third)) : round(left[0] - third)].any(1))
    near = rows[rows < max(right[1], left[1]) + 4 * third]
    return float(near[-1]) if len(near) else None


def to_the_corners(front: Points, right: tuple[float, float], left: tuple[float, float], alpha: Mask) -> Points:
    """The front neckline `front`, begun at the upper corners of a collar that rises above the neck points.

    A shirt's leaves are whole: their inner edges go up to where the collar is folded, behind the neck.
    """
    columns, top = _upper_edge(alpha, right, left)
    corners = _corners(columns, top, min(right[1], left[1]))
    if corners is None:
        return front
    upper, width = float(np.median(_middle_half(top))), left[0] - right[0]
    if min(front[0, 1], front[-1, 1]) - upper < RISES * width / 2:
        return front
    below = front[front[:, 1] > max(float(front[0, 1]), float(front[-1, 1])) + BEND * width]
    if len(below) < 2 or corners[0, 0] > below[0, 0] or corners[1, 0] < below[-1, 0]:
        return front
    return np.concatenate([corners[:1], below, corners[1:]]).astype(np.float32)


def _upper_edge(alpha: Mask, right: tuple[float, float], left: tuple[float, float]) -> tuple[np.ndarray, np.ndarray]:
    """The columns from neck point to neck point, and the garment's topmost row in each."""
    columns = np.arange(max(0, round(right[0])), min(alpha.shape[1], round(left[0]) + 1))
    solid = alpha[:, columns] > 0.5
    return columns, np.where(solid.any(0), solid.argmax(0), len(alpha))


def _corners(columns: np.ndarray, top: np.ndarray, foot: float) -> Points | None:
    """The upper corners of a collar that rises above `foot`, by the `top` row in each column; None where none does."""
    if len(columns) < 8:
        return None
    width, upper = float(np.ptp(columns)), float(np.median(_middle_half(top)))
    if foot - upper < RISES * width:
        return None
    level = np.flatnonzero(top < upper + LEVEL * width)[[0, -1]]
    return np.stack([columns[level], top[level]], 1).astype(np.float32)


def _middle_half(line: np.ndarray) -> np.ndarray:
    return line[len(line) // 4 : -(len(line) // 4)]


def seen_by_net(seen: Seen, front: Points, right: tuple[float, float], left: tuple[float, float]) -> Points:
    """The front neckline `front`, or the network's where it is sure of a V and the curve is none.

    Round curves are found in the pattern of many cloths; where the sides of a V run is no matter of a seam.
    """
    spot = seen.landmarks.get("neck-front")
    if seen.words["neckline"]["v"] < UPRIGHT or spot is None or seen.trust["neck-front"] < TRUSTED:
        return front
    curve = opening(seen, right, left)
    if curve is None or not curve[0, 0] < spot[0] < curve[-1, 0]:
        return front
    low = np.array(spot, np.float32)
    curve[:, 1] = np.minimum(curve[:, 1], low[1])
    own = np.interp(curve[:, 0], front[:, 0], front[:, 1])
    if float(np.mean(own - curve[:, 1])) < WIDER * (left[0] - right[0]):
        return front
    return _sides(curve, low)


def _sides(curve: Points, low: np.ndarray) -> Points:
    """The sides of a V down to its lowest point, bowed as the network's stepped edge is on the whole."""
    t = np.linspace(0, 1, 16)[:, None]
    sides = []
    for end, part in ((curve[0], curve[curve[:, 0] < low[0]]), (curve[-1], curve[curve[:, 0] > low[0]])):
        along = np.clip((part[:, 0] - end[0]) / (low[0] - end[0]), 0, 1)
        weight = 4 * along * (1 - along)
        off = part[:, 1] - (end[1] + (low[1] - end[1]) * along)
        bow = float((weight * off).sum() / max(float((weight**2).sum()), 1e-6))
        sides.append(end + (low - end) * t + np.array([0, bow]) * 4 * t * (1 - t))
    return np.concatenate([sides[0], sides[1][::-1][1:]]).astype(np.float32)


def off_shoulder(seen: Seen) -> bool:
    """Whether the garment leaves the shoulders bare: it has no neck points, and no inside of a back to be seen."""
    return seen.words["neckline"]["off-shoulder"] > SURE


def deeper(seen: Seen, front: Points, right: tuple[float, float], left: tuple[float, float], alpha: Mask) -> Points:
    """The front neckline `front`, or a deeper one between the neck points where the network sees it.

    Beneath a collar that stands up closed the neck's seam is no opening, and a shirt opens no wider than its leaves.
    """
    if seen.words["neckline"]["high"] > UPRIGHT:
        return front
    spot, height = seen.landmarks.get("neck-front"), np.ptp(np.flatnonzero((alpha > 0.5).any(1)))
    least = TRUSTED if seen.words["neckline"]["v"] > UPRIGHT else CERTAIN
    if spot is None or seen.trust["neck-front"] < least or spot[1] - front[:, 1].max() < DEEPER * height:
        return front
    curve = opening(seen, right, left)
    if curve is not None and abs(float(curve[:, 1].max()) - spot[1]) < DEEPER * height:
        # the inner edges of a collar's leaves are smooth, and the network's map has steps
        return _sides(curve, np.array(spot, np.float32)) if seen.words["neckline"]["collar"] > UPRIGHT else curve
    # whatever the network calls it, what rises above the neck points has leaves
    raised = _corners(*_upper_edge(alpha, right, left), min(right[1], left[1])) is not None
    folded = raised or seen.words["neckline"]["collar"] >= SURE
    leaves = _between_leaves(seen, spot, right, left) if folded else None
    return through(right, spot, left) if leaves is None else leaves


def _between_leaves(
    seen: Seen, low: tuple[float, float], right: tuple[float, float], left: tuple[float, float]
) -> Points | None:
    """The edges of a shirt collar's leaves, from where the inside of the back begins down to where they meet."""
    inside = seen.parts == 1 + LABELS.index("inside-back")
    inside = inside[:, max(0, round(right[0])) : max(0, round(left[0])) + 1]
    rows = np.flatnonzero(inside.any(1))
    if len(rows) < 4:
        return None
    # the map's upper corners are blunt
    widest = inside[rows[0] : rows[len(rows) // 2] + 1].any(0)
    shown = np.flatnonzero(widest) + max(0, round(right[0]))
    top = float(rows[0])
    return np.array([(shown[0], top), low, (shown[-1], top)], np.float32)


def rounded(seen: Seen, front: Points, back: float | None = None) -> Points:
    """The front neckline `front`, evenly bent where the network sees a round one, or a flat one.

    A curve that was not found in the picture but guessed, from a label or a faint seam, may be pointed or square; drawn
    in from a rib's lower seam it leaves a strip of the inside beside the neck. It goes down to `back`, the lowest row
    in which the network sees the inside: what is left of that is a dark or speckled strip on the front's edge.
    """
    odds = seen.words["neckline"]
    if odds["round"] + odds["boat"] < UPRIGHT:
        return front
    share = np.linspace(-1, 1, 65)
    xs, chord = (np.interp(share, (-1, 1), front[[0, -1], axis]) for axis in (0, 1))
    deep = float((np.interp(xs, front[:, 0], front[:, 1]) - chord).max())
    if back is not None:
        deep += float(np.clip(back - chord.mean() - deep, 0, MORE * (xs[-1] - xs[0])))
    return np.stack([xs, chord + deep * (1 - np.abs(share) ** BENT)], 1).astype(np.float32)


def between_feet(front: Points, feet: Landmarks) -> Points:
    """A guessed neckline drawn in to between the garment's neck points, as deep below both, if it begins there.

    Args:
        front: from the wearer's right to left.
        feet: the neck points as the network sees them, or nothing.
    """
    if not _begins_at(front, feet):
        return front
    (x0, y0), (x1, y1) = feet["neck-right"], feet["neck-left"]
    xs, ys = front.T.astype(np.float64)
    fold = FOLD * (x1 - x0)
    ends = np.clip(xs[[0, -1]], x0 - fold, x1 + fold)
    ys[[0, -1]] = np.array([y0, y1]) + max(ys[0] - y0, ys[-1] - y1)
    return np.stack([np.interp(xs, xs[[0, -1]], ends), ys], 1).astype(np.float32)


def from_feet(front: Points, feet: Landmarks) -> Points:
    """The front neckline `front`, begun at the garment's neck points, where the back's edge meets the front's.

    An end that lies on the shoulder takes the front's band for the inside of the back, and leaves a spur beside the
    neck: where a collar is thick, or lace, the silhouette's peaks are blunt.
    """
    if not _begins_at(front, feet):
        return front
    ends = np.array([feet["neck-right"], feet["neck-left"]], np.float32)
    fold = FOLD * (ends[1, 0] - ends[0, 0])
    first, last = np.clip(front[[0, -1], 0], ends[0, 0] - fold, ends[1, 0] + fold)
    inner = front[(front[:, 0] > first) & (front[:, 0] < last)]
    below = np.stack([(first, last), np.interp((first, last), *front.T)], 1)
    return np.concatenate([ends[:1], below[:1], inner, below[1:], ends[1:]]).astype(np.float32)


def _begins_at(front: Points, feet: Landmarks) -> bool:
    """Whether both ends of a neckline lie at the neck points, and not at the corners of a collar above them."""
    if not feet:
        return False
    ends = np.array([feet["neck-right"], feet["neck-left"]], np.float32)
    aside, below = ((front[[0, -1]] - ends) / max(float(ends[1, 0] - ends[0, 0]), 1.0)).T
    return bool((np.abs(aside) < BESIDE).all() and (below > BELOW[0]).all() and (below < BELOW[1]).all())


def through(right: tuple[float, float], low: tuple[float, float], left: tuple[float, float]) -> Points:
    """A parabola from neck point to neck point whose middle is its lowest point."""
    a, b, c = (np.array(spot, float) for spot in (right, low, left))
    t = np.linspace(0, 1, 33)[:, None]
    return np.asarray((1 - t) ** 2 * a + 2 * t * (1 - t) * (2 * b - (a + c) / 2) + t * t * c, np.float32)
