"""Hands told from what is beside them and between their fingers, by the colours of both."""

from concurrent.futures import ThreadPoolExecutor
from typing import Final

import cv2
import numpy as np
from jaxtyping import Bool

from vitrine.imaging import colour
from vitrine.imaging.masks import Window, among, box_about, box_of, grown, shrunk, touching
from vitrine.imaging.types import Labels, Mask, Picture, Points, Region
from vitrine.people.body import unit_of
from vitrine.people.palette import Palette
from vitrine.people.person import CLASSES

HANDS: Final = ((15, (17, 19, 21)), (16, (18, 20, 22)))
"""Landmarks of wrist and fingers, left and right."""
CLOTH: Final = tuple(CLASSES.index(name) for name in ("top", "outerwear", "dress", "bottoms"))
BACKGROUND, SKIN = CLASSES.index("background"), CLASSES.index("skin")
BEYOND: Final = 1.6
"""The hand's end, as a multiple of the way from the wrist to a finger's landmark."""
BREADTH: Final = 0.36
"""Breadth within which a finger's landmark may be off, in u."""
CORE: Final = 0.09
"""Breadth along its bones in which a hand's colours are its own, in u."""
NEAR: Final = 0.12
"""Distance from a hand up to which the colours of what is beside it are read, in u."""
SURE: Final = 0.45
"""Certainty from which on what is beside a hand tells its colours: cloth in the shade of a hem is never surer."""
LIKELIER: Final = 4.0
"""How many times likelier a colour must be there than on the hand."""
FRINGE: Final = 0.6
"""Breadth about forearm and hand in which a rim of cloth is looked for, in u."""
THIN: Final = 0.01
"""Half its breadth at most, in u."""
ENOUGH: Final = 0.004
"""Area from which colours are read, in u²."""

Part = Bool[np.ndarray, "rows columns"]
"""A region within a window."""


def freed(photo: Picture, labels: Labels, certainty: Mask, landmarks: Points) -> Labels:
    """Labels in which what passed for a hand, but has the colour of the cloth or the scene beside it, is that.

    Args:
        photo: the person image.
        labels: of the same size, indices into CLASSES.
        certainty: of each label.
        landmarks: the pose's 33, (x, y) in pixels.
    """
    unit, found = unit_of(landmarks), labels.copy()

    def at(hand: tuple[int, tuple[int, ...]]) -> list[tuple[Window, Part, int]]:
        return _wrong(photo, labels, certainty, landmarks, *hand, unit)

    with ThreadPoolExecutor(2) as pool:
        for window, wrong, kind in (one for each in pool.map(at, HANDS) for one in each):
            found[window][wrong] = kind
    return found


def _wrong(
    photo: Picture,
    labels: Labels,
    certainty: Mask,
    landmarks: Points,
    wrist: int,
    fingers: tuple[int, ...],
    unit: float,
) -> list[tuple[Window, Part, int]]:
    """What passes for one hand and is cloth or scene: in a window of the photo, with the class that it is."""
    found: list[tuple[Window, Part, int]] = []
    around = _near(labels.shape, landmarks, wrist, fingers, (BEYOND, BREADTH * unit))
    window = box_of(around, round(NEAR * unit) + 2)
    corner = np.array([window[1].start, window[0].start], np.float32)
    part, marks = labels[window], landmarks - corner
    if not part.size:
        return found
    hand = _near(part.shape, marks, wrist, fingers, (BEYOND, BREADTH * unit)) & (part == SKIN)
    core = _near(part.shape, marks, wrist, fingers, (1.0, CORE * unit)) & hand
    if core.sum() < ENOUGH * unit * unit:
        return found
    beside = grown(hand, NEAR * unit) & (certainty[window] > SURE)
    palette = Palette(colour.lab(photo[window]))
    as_skin = palette.histogram(core.astype(np.float32))
    for others in (CLOTH, (BACKGROUND,)):
        known = among(part, others) & beside
        if known.sum() > ENOUGH * unit * unit:
            as_other = palette.histogram(known.astype(np.float32))
            like = hand & (as_other > LIKELIER * as_skin + 1e-5)[palette.index]
            wrong = _joined(like, hand)
            found.append((window, wrong, int(np.bincount(part[known]).argmax())))
    return found


def _near(
    shape: tuple[int, ...], marks: Points, wrist: int, fingers: tuple[int, ...], size: tuple[float, float]
) -> Region:
    """Lines from a wrist to its fingers, `size[0]` times as long, `size[1]` pixels broad."""
    canvas = np.zeros(shape, np.uint8)
    for finger in fingers:
        ends = np.round(np.stack([marks[wrist], marks[wrist] + size[0] * (marks[finger] - marks[wrist])])).astype(int)
        cv2.line(canvas, ends[0].tolist(), ends[1].tolist(), 1, max(2, round(size[1])))
    return canvas > 0


def _joined(like: Region, hand: Region) -> Region:
    """What of a hand looks like something else, without specks, as far as it lies at the hand's rim."""
    like = grown(shrunk(like, 1), 1) & like
    return np.asarray(touching(like, hand & grown(~hand, 1)) & hand)


def unfringed(labels: Labels, landmarks: Points) -> Labels:
    """Labels in which no thin rim of cloth lies between a bare forearm, or its hand, and the scene: it is the arm's.

    Args:
        labels: of the person image, indices into CLASSES.
        landmarks: the pose's 33, (x, y) in pixels.
    """
    unit, found = unit_of(landmarks), labels
    thin = max(1, round(THIN * unit))
    for bones in ((13, 15, 19), (14, 16, 20)):
        marks = landmarks[list(bones)]
        window = box_about(marks, 0.5 * FRINGE * unit + 4 * thin, labels.shape)
        part = labels[window]
        if not part.size:
            continue
        path, corner = np.zeros(part.shape, np.uint8), np.array([window[1].start, window[0].start])
        cv2.polylines(path, [np.round(marks - corner).astype(np.int32)], False, 1, max(1, round(FRINGE * unit)))
        cloth = among(part, CLOTH)
        rim = cloth & ~grown(shrunk(cloth, thin), thin + 1) & (path > 0)
        if not rim.any():
            continue
        rim &= grown(part == SKIN, 2 * thin) & grown(part == BACKGROUND, 2 * thin)
        found = labels.copy() if found is labels else found
        found[window][rim] = SKIN
    return found
