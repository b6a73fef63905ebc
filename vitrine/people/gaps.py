"""Scene that is seen between an arm and the trunk, told from the clothes and the skin beside it by its colours."""

from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.imaging.masks import among, grown, shrunk
from vitrine.imaging.types import Labels, Mask, Picture, Points, Region
from vitrine.people.body import unit_of
from vitrine.people.person import CLASSES

ARMS: Final = ((11, 13, 15, 19), (12, 14, 16, 20))
"""Landmarks of shoulder, elbow, wrist and index finger, left and right."""
BREADTH: Final = 0.7
"""Breadth of the band along an arm in which gaps are looked for, in u."""
BONE: Final = 0.1
"""Breadth along the bones in which skin is an arm's, in u."""
FELT: Final = 0.5
"""Coverage of the person below which, in the mean, a patch may be a gap: a network of its own tells that."""
DOUBTED: Final = 0.9
"""Coverage below which a pixel may be part of one."""
NEARER: Final = 0.4
"""How much nearer a colour must be to the scene's than to cloth's and skin's."""
RIM_NEARER: Final = 0.7
"""The same at the rim of a gap."""
LEAST: Final = 0.002
"""Area of a gap that is told from noise, in u²."""
BESIDE: Final = 0.25
"""Distance over which colours are read, in u."""
UPPER: Final = 0.4
"""Share of the upper arm above which no gap is looked for: there it touches the trunk."""
APART: Final = 10.0
"""Distance (8-bit Lab) between scene and person below which colours tell nothing."""
SEEN: Final = 0.03
"""Share of what is nearby from which on it tells colours."""
NOTHING: Final = 9.0
FINE: Final = 100.0
"""Pixels of the person's unit that are enough to tell a gap."""
STEP: Final = 4
"""Pixels for one of the copy on which that is done."""
SKIN: Final = CLASSES.index("skin")
PERSON: Final = tuple(CLASSES.index(name) for name in ("skin", "top", "outerwear", "dress", "bottoms"))
RIM: Final = 3
"""How far a gap reaches beyond what is surely one, in pixels."""

Colours = Float32[np.ndarray, "rows columns 3"]
"""On a copy STEP times smaller."""
Spread = Float32[np.ndarray, "rows columns"]


def parted(photo: Picture, labels: Labels, mask: Mask, landmarks: Points) -> Labels:
    """Labels in which the scene between arms and trunk is background.

    Args:
        photo: the person image.
        labels: of the same size, indices into CLASSES.
        mask: coverage of the person, of the same size.
        landmarks: the pose's 33, (x, y) in pixels.
    """
    unit = unit_of(landmarks)
    step = max(1, round(unit / FINE))
    found = labels
    for arm in ARMS:
        path = landmarks[list(arm)]
        path[0] += UPPER * (path[1] - path[0])
        near = _window(path, (BREADTH / 2 + BESIDE) * unit, labels.shape)
        coarse = tuple(slice(part.start, part.stop, step) for part in near)
        path = (path - np.array([near[1].start, near[0].start], np.float32)) / step
        gap = _between(photo[coarse], labels[coarse], mask[coarse], path, unit / step)
        if gap.any():
            found = labels.copy() if found is labels else found
            whole = cv2.resize(gap.astype(np.uint8), None, fx=step, fy=step, interpolation=cv2.INTER_NEAREST) > 0
            rows, columns = (part.stop - part.start for part in near)
            found[near][whole[:rows, :columns]] = 0
    return found


def _between(photo: Picture, labels: Labels, mask: Mask, path: Points, unit: float) -> Region:
    """The gaps along an arm."""
    nothing = np.zeros(labels.shape, bool)
    if min(labels.shape) < 2 * STEP:
        return nothing
    band = _along(labels.shape, path, BREADTH * unit)
    doubted = band & (mask < DOUBTED) & among(labels, PERSON)
    felt = shrunk(doubted & (mask < FELT), 1)
    if felt.sum() < LEAST * unit * unit / 2:
        return nothing
    sure, bone = ~doubted & (mask > DOUBTED), _along(labels.shape, path, BONE * unit)
    lab = cv2.cvtColor(np.ascontiguousarray(photo), cv2.COLOR_RGB2LAB)
    scene, varied = _around(lab, (labels == 0) & (mask < 0.5), BESIDE * unit)
    person = [_around(lab, (labels == k) & sure & ((k != SKIN) | bone), BESIDE * unit)[0] for k in PERSON]
    places = grown(doubted, RIM)
    ratio = np.full(labels.shape, NOTHING, np.float32)
    ratio[places] = _likeness(lab, places, labels[places], scene, varied, np.array(person))
    return _gaps(doubted, ratio, mask, unit)


def _window(path: Points, margin: float, shape: tuple[int, ...]) -> tuple[slice, slice]:
    low, high = np.floor(path.min(0) - margin).astype(int), np.ceil(path.max(0) + margin).astype(int)
    columns, rows = (slice(max(0, int(low[k])), max(0, min(int(high[k]), shape[1 - k]))) for k in (0, 1))
    return rows, columns


def _around(lab: Picture, known: Region, reach: float) -> tuple[Colours, Spread]:
    """Mean of the known colours nearby, and how far they spread; NAN where none are."""
    small = lab[STEP // 2 :: STEP, STEP // 2 :: STEP].astype(np.float32)
    weight = known[STEP // 2 :: STEP, STEP // 2 :: STEP].astype(np.float32)
    if not weight.any():
        return np.full(small.shape, np.nan, np.float32), np.zeros(weight.shape, np.float32)
    square = (small * small).sum(2)
    planes = np.dstack([small, square, np.ones_like(square)]) * weight[..., None]
    blurred = cv2.GaussianBlur(planes, (0, 0), max(reach / 2 / STEP, 0.5))
    blurred[blurred[..., 4] < SEEN] = np.nan
    mean = blurred[..., :3] / blurred[..., 4:]
    spread = np.sqrt(np.maximum(blurred[..., 3] / blurred[..., 4] - (mean * mean).sum(2), 0))
    return np.asarray(mean, np.float32), np.asarray(spread, np.float32)


def _likeness(
    lab: Picture, places: Region, own: np.ndarray, scene: Colours, varied: Spread, person: np.ndarray
) -> np.ndarray:
    """How near places' colours are to the scene's, over how near they are to any of the person's.

    NOTHING where the scene, the cloth that the place is thought to be (`own`), or their difference is not known.
    """
    y, x = np.nonzero(places)
    row, column = np.minimum(y // STEP, scene.shape[0] - 1), np.minimum(x // STEP, scene.shape[1] - 1)
    colour, behind, mine = lab[y, x].astype(np.float32), scene[row, column], person[:, row, column]
    away = np.nan_to_num(np.linalg.norm(mine - colour, axis=2), nan=np.inf).min(0)
    apart = np.nan_to_num(np.linalg.norm(mine - behind, axis=2), nan=np.inf).min(0)
    which = np.array([PERSON.index(k) if k in PERSON else 0 for k in range(len(CLASSES))])[own]
    known = (np.isfinite(mine[which, np.arange(len(y)), 0]) | (own == SKIN)) & np.isfinite(behind[:, 0])
    ratio = np.linalg.norm(colour - behind, axis=1) / np.maximum(away, 1)
    return np.where(known & (apart > APART + 2 * varied[row, column]), np.minimum(ratio, NOTHING), NOTHING)


def _gaps(doubted: Region, ratio: Mask, mask: Mask, unit: float) -> Region:
    """The patches that look like the scene, without specks, with their own soft rims."""
    like = doubted & (ratio < NEARER)
    _, index, stats, _ = cv2.connectedComponentsWithStats(shrunk(like, 1).astype(np.uint8))
    size = stats[:, cv2.CC_STAT_AREA]
    felt = np.bincount(index.ravel(), mask.ravel(), len(size)) / np.maximum(size, 1)
    gap = (size > LEAST * unit * unit) & (felt < FELT)
    gap[0] = False
    core = gap[index]
    return np.asarray(core | (grown(core, RIM) & (ratio < RIM_NEARER)))


def _along(shape: tuple[int, ...], path: Points, breadth: float) -> Region:
    """A broad line through places."""
    canvas = np.zeros(shape, np.uint8)
    cv2.polylines(canvas, [np.round(path).astype(np.int32)], False, 1, max(2, round(breadth)))
    return canvas > 0
