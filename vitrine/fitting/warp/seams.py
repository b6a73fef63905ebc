"""What the checks of the cloth look at: the parts of a garment with their free edges, its gaps, the bare throat."""

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from vitrine.fitting.checks import SKIN, SURE
from vitrine.fitting.cloth import FINE, Lying, near_others, openings, ragged
from vitrine.fitting.warp.fit import Fit
from vitrine.fitting.warp.raster import overlap
from vitrine.fitting.warp.rig import label
from vitrine.fitting.warp.upper import WIDE_NECK
from vitrine.fitting.warp.wearer import Wearer
from vitrine.garments.garment import Part
from vitrine.imaging.masks import Window, box_of
from vitrine.imaging.types import Mask, Region
from vitrine.people.person import Person

ENOUGH: Final = 4.0
"""Pixels that show a notch."""
STANDS: Final = 0.05
"""Height above its neck points, in units, from which a garment's front is a standing collar."""
CLOSED, SHALLOW = 0.04, 0.13
"""Depths of a front neckline, in units, up to which a collar stands up the neck: of any opening, of a narrow one."""
BASE: Final = 0.12
"""Height of the throat above the line through the shoulder joints, in units."""


def raggedness(fit: Fit, unit: float) -> tuple[list[float], list[float]]:
    """How ragged the edges of a garment's parts are on the person and in its own picture, see `cloth.ragged`."""
    reach, rig = FINE * unit, fit.rig
    # as wide a margin as notches are looked for in: at a nearer border a level edge passes for ragged
    window = box_of(fit.cover > 0.02, round(2 * reach) + 2)
    parts: list[Part] = [part for part in fit.pieces if part != "inside-back"]
    worn = _ragged([fit.cover_of(part)[window] for part in parts], reach, _frame(fit.shape, window, reach))
    return worn, _ragged([rig.covers[part] for part in parts], reach / rig.scale, None)


def _ragged(parts: Sequence[Mask], reach: float, frame: Region | None) -> list[float]:
    """The raggedness of parts of one size, on copies in which `reach` is about ENOUGH pixels."""
    step = max(1, int(reach / ENOUGH))
    if step > 1 and parts:
        size = (max(1, parts[0].shape[1] // step), max(1, parts[0].shape[0] // step))
        parts = [cv2.resize(part, size, interpolation=cv2.INTER_AREA) for part in parts]
        if frame is not None:
            frame = cv2.resize(frame.astype(np.uint8), size, interpolation=cv2.INTER_AREA) > 0
    return ragged(_lying(parts, reach / step, frame), reach / step)


def _lying(parts: Sequence[Mask], reach: float, frame: Region | None) -> list[Lying]:
    found = []
    for k, alpha in enumerate(parts):
        others = [*parts[:k], *parts[k + 1 :]]
        free = ~near_others(others, alpha.shape, reach + 1)
        found.append(Lying(alpha, free if frame is None else free & ~frame))
    return found


def _frame(shape: tuple[int, ...], window: Window, reach: float) -> Region:
    """Where, in a window, the photo's border is near."""
    rim = round(reach) + 2
    rows, cols = (
        (np.arange(w.start, w.stop) < rim) | (np.arange(w.start, w.stop) >= n - rim)
        for w, n in zip(window, shape, strict=True)
    )
    return np.asarray(rows[:, None] | cols[None])


def open_places(fit: Fit, wearer: Wearer, window: Window, shown: Mask) -> Region:
    """Small openings within the garment's parts through which something else than hands, hair or bag is seen."""
    found = np.zeros(shown.shape, bool)
    for part, piece in fit.pieces.items():
        if part == "inside-back":
            continue
        there, here = overlap(piece.window, window)
        found[there] |= openings(piece.alpha, wearer.frame.unit)[here]
    if found.any():
        front = wearer.front
        before = np.maximum(front.always[window], front.arms[window])
        found &= (shown < 0.5) & (before < 0.1)
    return found


def throat(person: Person, wearer: Wearer, window: Window) -> Region:
    """Bare skin between the chin and the neck's base; `person` is that in the window."""
    neck, unit, down = wearer.frame.joint["neck"], wearer.frame.unit, wearer.frame.down
    rows = np.arange(window[0].start, window[0].stop, dtype=np.float32)[:, None] - np.float32(neck.imag)
    cols = np.arange(window[1].start, window[1].stop, dtype=np.float32)[None] - np.float32(neck.real)
    above = rows * np.float32(down.imag) + cols * np.float32(down.real) < -BASE * unit
    front = wearer.front
    bare = (front.neck[window] > 0.8) & (front.head[window] < 0.2) & (front.hair[window] < 0.2)
    return np.asarray(above & bare & (person.labels == SKIN) & (person.certainty > SURE))


def standing(fit: Fit, unit: float) -> bool:
    """Whether a garment has something that rises around the neck: a collar, a hood."""
    rig = fit.rig
    if "neck-left" not in rig.mark:
        return False
    left, right = rig.mark["neck-left"], rig.mark["neck-right"]
    half, top = abs(left - right) * rig.scale / 2, (left + right).imag / 2
    drop = (rig.mark["neck-front"].imag - top) * rig.scale if "neck-front" in rig.mark else 0.0
    if drop < (SHALLOW if half < WIDE_NECK * unit else CLOSED) * unit:
        return True
    low, high = sorted((round(left.real), round(right.real)))
    torso = (rig.alpha[:, max(low, 0) : high + 1] > 0.5) & (rig.parts[:, max(low, 0) : high + 1] == label("torso"))
    rows = np.flatnonzero(torso.sum(1) > 0.1 * max(high - low, 1))
    return bool(len(rows)) and bool((top - rows[0]) * rig.scale > STANDS * unit)
