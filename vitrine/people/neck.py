"""The outline of neck and shoulders: as far as it is in sight, and beneath a collar on to where the shoulder is."""

from typing import Final

import cv2
import numpy as np

from vitrine.imaging.masks import among
from vitrine.imaging.types import Labels, Points, Region
from vitrine.people.person import CLASSES, Person
from vitrine.people.wrists import Xy

HAIR, SKIN, ACCESSORY = (CLASSES.index(name) for name in ("hair", "skin", "accessory"))
ABOVE: Final = 0.08
"""How far above the chin the neck is looked for, in u: a head thrown back."""
USUAL: Final = 0.175, 0.34
"""Half a neck's breadth, and the height above the shoulders' middle at which it has that, in u."""
AT_COLLAR: Final = 0.025
"""Above a collar so much of the neck's edge in sight is not believed, in u: the collar's rim."""
RUN: Final = 0.03
"""The shortest stretch of its edge that is believed, in u."""
LAST: Final = 0.1
"""Length of the edge in sight that tells which way it goes on, in u."""
SLOPE: Final = (0.28, 0.46)
"""Where the shoulder's slope is seen beside any collar, in u from the shoulders' middle."""
NARROWEST: Final = 30
"""Percentile of its breadths up to which it is that."""
HEIGHTS: Final = (0.5, 0.25)
"""Heights above the shoulders' middle between which the neck is narrowest, in u."""
BESIDE: Final = 0.1
"""How far beyond the neck's last place in sight that begins at least, in u."""
HOLLOW, UPRIGHT = 0.1, 0.5
"""Height, in u, of the hollow between neck and shoulder, where the neck comes down no flatter than this (outward over
down)."""
RISE: Final = 0.02
"""The most, in u, by which it may seem to rise outward: a strap lies on it."""
STEEPEST: Final = 0.9
"""The steepest slope of a shoulder, down over outward."""
NEXT: Final = 0.05
"""Where hair follows so soon below it what was seen is no outline, in u."""
BROADEST: Final = 0.25
"""Half a neck's breadth at most, in u: what is in sight below hair that hides the neck is shoulder."""
WHOLE: Final = 0.3
"""Where the neck's edge is in sight as far as this from the middle, in u, nothing of it is hidden."""


def outline(person: Person, joints: dict[str, Xy], unit: float) -> dict[str, Points]:
    """Each side's line from the jaw down the neck and onto the shoulder, made up where a collar hides a stretch of it.

    A side of which hair hides the neck has none.

    Args:
        person: who.
        joints: by name; `neck` is midway between the shoulders.
        unit: the person's unit, pixels.
    """
    chin = person.landmarks[[9, 10]].mean(0) * 1.35 - person.landmarks[0] * 0.35
    low = joints["neck"][1]
    rows = np.arange(max(0, int(chin[1] - ABOVE * unit)), min(int(low), person.labels.shape[0]))
    if len(rows) < 0.15 * unit:
        return {}
    sides = _edges(among(person.labels[rows[0] : rows[-1] + 1], (SKIN, ACCESSORY)), joints["neck"][0])
    found = {}
    for side in ("left", "right"):
        sign = 1 if joints[f"shoulder-{side}"][0] >= joints["neck"][0] else -1
        line = _line(person, rows, sides[sign], sign, joints, unit)
        if line is not None:
            found[side] = line
    return found


def middle(labels: Labels, x0: float, y0: float, unit: float) -> float:
    """The column midway between both edges of the neck, where it is narrowest; `x0` where one is not in sight.

    Args:
        labels: the photo's.
        x0: column midway between the shoulders.
        y0: row midway between them.
        unit: the person's unit, pixels.
    """
    rows = np.arange(max(0, round(y0 - HEIGHTS[0] * unit)), max(1, round(y0 - HEIGHTS[1] * unit)))
    found = _edges(among(labels[rows], (SKIN, ACCESSORY)), x0)
    free = np.ones(len(rows), bool)
    for sign, edge in found.items():
        next_to = np.clip(edge + 3 * sign, 0, labels.shape[1] - 1)
        free &= (edge >= 0) & (labels[rows, next_to] == 0)
    wide = found[1] - found[-1]
    free &= (wide > 0) & (wide < 2 * WHOLE * unit)
    if free.sum() < RUN * unit:
        return x0
    narrow = free & (wide <= np.percentile(wide[free], NARROWEST))
    return float(np.median((found[1] + found[-1])[narrow])) / 2


def beside(shape: tuple[int, ...], line: Points) -> Region:
    """What lies outside of an outline, as far as that goes: no part of the body."""
    corner = [[line[-1, 0], line[0, 1]]]
    canvas = np.zeros(shape, np.uint8)
    cv2.fillPoly(canvas, [np.round(np.concatenate([line, corner])).astype(np.int32)], 1)
    return canvas > 0


def _edges(skin: Region, middle: float) -> dict[int, np.ndarray]:
    """Columns of the neck's last skin to the right (1) and left (-1) in each row, followed from below; -1: none."""
    found = {sign: np.full(len(skin), -1) for sign in (1, -1)}
    at = round(middle)
    for k in range(len(skin) - 1, -1, -1):
        line = skin[k]
        if not line.any():
            continue
        if not 0 <= at < len(line) or not line[at]:
            there = np.flatnonzero(line)
            at = int(there[np.abs(there - at).argmin()])
        left, right = line[at::-1], line[at:]
        first = 0 if left.all() else at - int(left.argmin()) + 1
        last = len(line) - 1 if right.all() else at + int(right.argmin()) - 1
        found[-1][k], found[1][k] = first, last
        at = int(first + last) // 2
    return found


def _line(
    person: Person, rows: np.ndarray, edge: np.ndarray, sign: int, joints: dict[str, Xy], unit: float
) -> Points | None:
    """One side's outline."""
    x0, y0 = joints["neck"]
    next_to = np.clip(edge + 3 * sign, 0, person.labels.shape[1] - 1)
    label = person.labels[rows, next_to]
    known = edge >= 0
    # the rim of a collar may pass for scene here and there
    free = _long_runs(known & (label == 0), round(RUN * unit), round(AT_COLLAR * unit))
    hair, out = known & (label == HAIR), (edge - x0) * sign
    if free.any():
        narrow = np.flatnonzero(free)[out[free].argmin()]
        end = narrow
        while end + 1 < len(rows) and free[end + 1]:
            end += 1
        if out[narrow] > BROADEST * unit or hair[end + 1 : end + 1 + max(1, round((NEXT + AT_COLLAR) * unit))].any():
            return None
        if out[end] > WHOLE * unit:
            end = narrow + int(np.argmax(out[narrow : end + 1] > WHOLE * unit))
            whole = np.stack([np.maximum.accumulate(out[narrow : end + 1]), rows[narrow : end + 1]], 1)
            whole[-1, 0] = min(whole[-1, 0], SLOPE[1] * unit)
            return _placed(whole, x0, sign)
        seen = np.stack([np.maximum.accumulate(out[narrow : end + 1]), rows[narrow : end + 1]], 1).astype(np.float64)
        last = seen[-max(2, round(LAST * unit)) :]
        # a short stretch tells little: necks go down straight
        way = float(np.clip(np.polyfit(last[:, 1], last[:, 0], 1)[0], 0, 3)) if len(last) > 4 else 0.0
        way *= min(1.0, len(last) / (LAST * unit))
    elif hair.sum() > 0.3 * known.sum() or not known.any():
        return None
    else:
        seen, way = np.array([[USUAL[0] * unit, y0 - USUAL[1] * unit]]), 0.0
    slope = _slope(person, x0, y0, sign, seen, unit)
    if slope is None:
        return None
    # a neck that goes straight down bends to the shoulder in a hollow
    room = (HOLLOW if way < UPRIGHT else AT_COLLAR) * unit
    if seen[0, 1] > slope[0][1] - AT_COLLAR * unit:
        return None
    kept = max(1, int((seen[:, 1] < slope[0][1] - room).sum()))
    curve = _curve(seen[kept - 1], np.array([way, 1.0]), *slope)
    # it leaves nothing of the neck in sight outside
    curve[:, 0] = np.maximum(curve[:, 0], np.interp(curve[:, 1], seen[:, 1], seen[:, 0], right=0))
    line = np.concatenate([seen[: kept - 1], np.maximum.accumulate(curve, 0)])
    return _placed(line, x0, sign)


def _placed(line: np.ndarray, x0: float, sign: int) -> Points:
    """A line, (outward, down), in the photo."""
    return np.stack([x0 + sign * line[:, 0], line[:, 1]], 1).astype(np.float32)


def _long_runs(line: np.ndarray, least: int, last: int) -> np.ndarray:
    """A line of truth values without the runs of true ones that are shorter, and without the `last` of each run."""
    steps = np.flatnonzero(np.diff(np.r_[False, line, False].astype(np.int8)))
    out = np.zeros_like(line)
    for first, end in zip(steps[::2], steps[1::2], strict=True):
        out[first : max(first, end - last)] = end - first >= least + last
    return out


def _slope(
    person: Person, x0: float, y0: float, sign: int, neck: np.ndarray, unit: float
) -> tuple[np.ndarray, np.ndarray] | None:
    """Where the shoulder's slope is surely seen nearest to the neck, (outward, down), and the way it goes."""
    first = max(SLOPE[0] * unit, float(neck[-1, 0]) + BESIDE * unit)
    away = np.arange(first, max(SLOPE[1] * unit, first + 0.1 * unit))
    columns = np.round(x0 + sign * away).astype(int)
    away = away[(columns >= 0) & (columns < person.labels.shape[1])]
    columns = columns[(columns >= 0) & (columns < person.labels.shape[1])]
    # above the neck's narrowest place the head is
    top = max(0, int(neck[0, 1]))
    near = slice(top, int(y0 + 0.15 * unit))
    # pale cloth before a pale wall: the matte loses its edge where the labels do not
    inside = (person.mask[near, columns] > 0.5) | (person.labels[near, columns] != 0)
    shown = inside.any(0) & ~inside[0]
    rows = top + inside.argmax(0)
    shown &= person.labels[np.minimum(rows + 2, person.labels.shape[0] - 1), columns] != HAIR
    if shown.sum() < 0.08 * unit:
        return None
    away, rows = away[shown], rows[shown]
    # no shoulder rises outward
    near = rows[away < away[0] + AT_COLLAR * unit]
    first = 0 if rows.min() > np.median(near) - RISE * unit else int(rows.argmin())
    half = (first + len(away)) // 2
    if half - first < 2:
        return np.array([away[first], rows[first]]), np.array([1.0, 0.0])
    # by halves: the edge of a strap is a step
    fall = float(np.median(rows[half:]) - np.median(rows[first:half]))
    fall /= max(float(away[half:].mean() - away[first:half].mean()), 1.0)
    start = rows[first] if first else np.median(near)
    return np.array([away[first], start]), np.array([1.0, float(np.clip(fall, 0, STEEPEST))])


def _curve(start: np.ndarray, out: np.ndarray, end: np.ndarray, into: np.ndarray) -> np.ndarray:
    """A cubic from one place and direction to another."""
    far = float(np.hypot(*(end - start)))
    out, into = (way / np.hypot(*way) * far for way in (out, into))
    t = np.linspace(0, 1, 25)[:, None]
    return np.asarray(
        (2 * t**3 - 3 * t**2 + 1) * start
        + (t**3 - 2 * t**2 + t) * out
        + (3 * t**2 - 2 * t**3) * end
        + (t**3 - t**2) * into
    )
