"""How a garment's cloth falls on its wearer: the folds of worn cloth on every part of it, as a factor on light."""

from typing import Final
from zlib import crc32

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.fitting.warp.arm import SIDES
from vitrine.fitting.warp.fit import Fit, sleeve_of
from vitrine.fitting.warp.frame import Frame
from vitrine.fitting.warp.layers import eight_bit
from vitrine.fitting.warp.light import LIGHT, SHOWS
from vitrine.fitting.warp.raster import Piece
from vitrine.fitting.warp.relief import (
    RANGE,
    STEP,
    Field,
    Light,
    Limb,
    folds,
    limb,
    lit,
    looked_up,
    places,
    tables,
)
from vitrine.garments.garment import Part
from vitrine.imaging.masks import Window, box
from vitrine.imaging.types import Mask

FOLDS: Final = 0.6
"""Strength of folds, of which `folds` leaves the narrow ones. Who had to choose took 0.75 before 0.5, in which cloth
looks ironed, and before 1.25, in which it looks like satin; of prints more is left the weaker it is
(`weights/folds.md`)."""
USUAL: Final = 0.14
"""How much light changes with folds on plain worn cloth: 90th over 10th percentile, less 1."""
SHORT: Final = ("short", "sleeveless")
ARMHOLE: Final = 0.2
"""Length over which a sleeve's own relief takes over from the trunk's, in u."""
WAIST: Final = 0.68
"""Where a dress's skirt begins, as a share of the torso's length."""
JOINED: Final = 0.08
"""Half the length over which its bodice goes over into it, likewise."""
SHIFT: Final = 0.06
"""How far a garment's folds lie from another's along a part, at the most, in bones' lengths."""
LIFTS: Final = 0.5
"""Share of their light that folds have in white cloth, all of it in dark: white cannot be lighter."""
STIFF: Final = 0.3
"""Strength of folds in jackets and hoodies, likewise: in their thicker cloth a tee's folds look like smudges."""
SLEEVES: Final = 0.5
"""Strength of folds in sleeves, likewise: in narrower ones than those that were hung they look like smudges."""
SHOULDERS: Final = (0.1, 0.35, 0.25)
"""Places along the trunk between which folds come to their strength, and what share of it they have above: on
shoulders, where cloth lies taut, they look like smudges."""
EDGES: Final = (0.6, 0.55, 0.15)
"""Place across it from which on they end toward its edges, how far down, and over which length that ends: at armholes
cloth was held when it was hung, and its creases there would go on over sleeves."""
BAND: Final = 0.35
"""How far below its upper end a garment that is held at the waist comes to fall freely, in u."""
MARKED: Final = 8.0
"""Difference of grey levels beside each other from which on the product's picture has a mark there."""
PATTERNED, PLAIN = 0.3, 0.7
"""Share of cloth around a place without such marks, up to which it is patterned and no fine folds are to be seen, and
from which on it is plain."""
PRINTS, BROAD = 0.35, 0.05
"""Strength of folds in prints and patterns, which bend through them, and the blur that leaves the broad ones there, in
u: fine ones would eat detail."""
FINE_TO_BROAD: Final = (0.012, 0.1)
"""Between which reaches light changes with folds, in u."""
NEAR: Final = 0.08
"""How far around a place what its cloth shows is taken together, in u."""
VEIL: Final = 0.01
"""Light that black cloth sends back at least: what changes below it no one sees."""
CREASE: Final = 0.6
"""The most that one place tells, as a share of what is usual: a lone crease or seam is not cloth in folds."""
SPREAD: Final = 3.2
"""The 90th less the 10th percentile of normal values over their mean distance from the middle."""
_AROUND: Final = np.ones((3, 3), np.uint8)
_MEAN: Final = np.full((1, 3), 1 / 3, np.float32)


def relieved(fit: Fit, frame: Frame, lean: float, folded: Float32[np.ndarray, "h w"]) -> tuple[Field, Field]:
    """Factors on linear light, photo's size: of the folds of worn cloth, 1 on trousers and shorts; and of
    the old folds, less where the new cloth has its own, which they would cross.

    Trousers in folds that were made looked striped: who had to choose took those without.

    Args:
        fit: the garment.
        frame: who wears it.
        lean: where the light comes from (`Scene.lean`).
        folded: folds of plain old cloth that are laid on it already.
    """
    out = np.ones(fit.shape, np.float32)
    window = box([fit.cover > 0.5], 2)
    if window[0].start >= window[0].stop or {"left-leg", "right-leg"} & set(fit.drawn):
        return out, folded
    seed = crc32(np.ascontiguousarray(fit.rig.texture[::16, ::16]).tobytes()) ^ round(frame.torso)
    plain, own = plainness(fit, window, frame.unit)
    shows = float(SHOWS[level(fit)])
    old = cv2.GaussianBlur(np.abs(folded[window][::STEP, ::STEP] - 1), (0, 0), NEAR * frame.unit / STEP)
    old *= np.float32(SPREAD / (USUAL * shows))
    share = FOLDS * np.sqrt(np.maximum(1 - own**2 - old**2, 0))
    if fit.category == "outerwear" or fit.rig.garment.hooded:
        share *= STIFF
    find = _skirt if fit.category == "bottoms" else _top
    found = find(fit, frame, lean, seed, window) * share
    broad = PRINTS * cv2.GaussianBlur(found, (0, 0), BROAD * frame.unit / STEP)
    found = broad + (found - broad) * plain
    found = np.where(found > 0, found * min(1.0, LIFTS * shows), found)
    out[window] += _enlarged(found, window)
    kept = folded.copy()
    kept[window] = 1 + (kept[window] - 1) * _enlarged(np.sqrt(np.maximum(1 - own**2, 0)), window)
    return out, kept


def _enlarged(values: Field, window: Window) -> Float32[np.ndarray, "rows columns"]:
    """Values at every STEP-th pixel of a window at all of its pixels."""
    size = (window[1].stop - window[1].start, window[0].stop - window[0].start)
    return np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_LINEAR), np.float32)


def level(fit: Fit) -> int:
    """The grey level of the cloth's brightest channel in the product picture; one of half the light where none is."""
    worn = fit.rig.texture[::4, ::4][fit.rig.alpha[::4, ::4] > 0.9]
    return int(np.median(worn.max(1))) if len(worn) else 186


def plainness(fit: Fit, window: Window, unit: float) -> tuple[Mask, Mask]:
    """What the product's picture shows around every STEP-th pixel of a window.

    Args:
        fit: the garment.
        window: its place in the photo.
        unit: the person's unit.

    Returns:
        How plain cloth is, 0 where prints, seams and buttons are close; and how much of the folds of worn cloth it has
        of its own there, 1 all of them, as plain cloth nearby tells.
    """
    plain, cloth, change = (np.zeros(_size(window), np.float32) for _ in range(3))
    for piece in fit.drawn.values():
        there, own = _there(piece, window)
        colour = np.ascontiguousarray(piece.colour[own])
        if not colour.size:
            continue  # it lies beside the window: hardly more than a soft edge at the picture's side
        inside = cv2.erode((piece.alpha[own] > 0.9).astype(np.uint8), _AROUND).astype(np.float32)
        marks = cv2.morphologyEx(cv2.transform(colour, _MEAN), cv2.MORPH_GRADIENT, _AROUND)
        weight = inside * (1 - cv2.dilate(np.clip((marks - MARKED) / (2 * MARKED), 0, 1), _AROUND))
        light = cv2.transform(cv2.LUT(eight_bit(colour), LIGHT), _MEAN)
        fine = _within(light, weight, max(FINE_TO_BROAD[0] * unit / STEP, 0.8))
        broad = _usual(light, weight, FINE_TO_BROAD[1] * unit / STEP)
        # see `light.SHOWS`
        found = np.minimum(np.abs(fine - broad) / (broad + VEIL) * (0.42 + 0.58 * broad) / USUAL, CREASE) * weight
        for whole, part in ((plain, weight), (cloth, inside), (change, found)):
            here = whole[there]
            here += part[: here.shape[0], : here.shape[1]]
    near = NEAR * unit / STEP
    known = cv2.GaussianBlur(plain, (0, 0), near)
    share = known / np.maximum(cv2.GaussianBlur(cloth, (0, 0), near), 1e-3)
    own_folds = SPREAD * cv2.GaussianBlur(change, (0, 0), near) / np.maximum(known, 1e-3)
    return np.clip((share - PATTERNED) / (PLAIN - PATTERNED), 0, 1), own_folds


def _within(light: Field, weight: Mask, sigma: float) -> Field:
    """Light blurred within what has weight."""
    blurred = cv2.GaussianBlur(light * weight, (0, 0), sigma)
    return np.asarray(blurred / np.maximum(cv2.GaussianBlur(weight, (0, 0), sigma), 1e-3), np.float32)


def _usual(light: Field, weight: Mask, reach: float) -> Field:
    """The usual light around each place: a middle one, so that beside a seam of two colours each keeps its own."""
    known = np.where(weight > 0.5, light, _within(light, weight, reach))
    root = np.clip(np.sqrt(np.maximum(known, 0)) * 255 + 0.5, 0, 255).astype(np.uint8)
    return np.asarray((cv2.medianBlur(root, 2 * round(1.5 * reach) + 1) / np.float32(255)) ** 2, np.float32)


def _coverage(fit: Fit, window: Window, *parts: Part) -> Mask:
    """Coverage of parts at every STEP-th pixel of a window."""
    out = np.zeros(_size(window), np.float32)
    for piece in (fit.pieces[part] for part in parts if part in fit.pieces):
        there, own = _there(piece, window)
        here = out[there]
        np.maximum(here, piece.alpha[own][: here.shape[0], : here.shape[1]], out=here)
    return out


def _size(window: Window) -> tuple[int, int]:
    rows, columns = (-(-(part.stop - part.start) // STEP) for part in window)
    return rows, columns


def _there(piece: Piece, window: Window) -> tuple[Window, Window]:
    """Where a piece lies among every STEP-th pixel of a window, and those pixels in the piece."""
    there, own = [], []
    for mine, whole, size in zip(piece.window, window, _size(window), strict=True):
        first = max(0, -(-(mine.start - whole.start) // STEP))
        start = whole.start + first * STEP - mine.start
        count = max(0, min(size - first, -(-(mine.stop - mine.start - start) // STEP)))
        there.append(slice(first, first + count))
        own.append(slice(start, None, STEP))
    return (there[0], there[1]), (own[0], own[1])


def _laid(name: str, seed: int, on: Limb, lean: float, mirrored: bool = False) -> Light:
    """The folds of one of a part's tables, by chance."""
    found = tables()[name]
    table = found[seed % len(found)]
    if mirrored:
        table = table[:, ::-1] * np.array([-1, 1, 1], np.float32)
    return folds(lit(np.ascontiguousarray(table), on, lean, RANGE[name]))


def _spine(frame: Frame) -> Limb:
    neck, hips = frame.joint["neck"], frame.joint["hips"]
    return limb([neck, hips], frame.across)


def _shift(seed: int, k: int) -> float:
    return SHIFT * (((seed >> (5 * k)) % 31) / 15 - 1)


def _top(fit: Fit, frame: Frame, lean: float, seed: int, window: Window) -> Field:
    """Folds of trunk and sleeves; dresses have a skirt below the waist."""
    corner = (window[1].start, window[0].start)
    spine = _spine(frame)
    torso = _coverage(fit, window, "torso")
    along, across = places(torso, corner, spine)
    end = float(np.percentile(along[torso > 0.5], 99.5)) if (torso > 0.5).any() else 1.0
    skirted = fit.category == "dresses" and end > WAIST + 2 * JOINED
    down = along + np.float32(_shift(seed, 1))
    if not skirted:
        # longer cloth has its folds drawn out: read backward they would stand mirrored above the hem
        down *= np.float32(min(1.0, RANGE["trunk"][1] / (end + _shift(seed, 1))))
    bodice = looked_up(_laid("trunk", seed >> 12, spine, lean, bool(seed & 1)), down, across, RANGE["trunk"])
    first, last, least = SHOULDERS
    loose = np.clip((along - first) / np.float32(last - first), 0, 1)
    beside = np.clip((np.abs(across) - EDGES[0]) / np.float32(1 - EDGES[0]), 0, 1)
    high = np.clip((EDGES[1] - along) / np.float32(EDGES[2]), 0, 1)
    bodice *= (least + (1 - least) * loose) * (1 - beside * high)
    if skirted:
        below = (along - WAIST) / np.float32(max(end - WAIST, 0.1))
        skirt = looked_up(_laid("skirt", seed >> 6, spine, lean, bool(seed & 2)), below, across, RANGE["skirt"])
        joined = np.clip((along - WAIST) / (2 * JOINED) + 0.5, 0, 1)
        bodice = bodice + (skirt - bodice) * joined
    _lay_sleeves(bodice, fit, frame, lean, seed, torso, window)
    return np.asarray(bodice, np.float32)


def _lay_sleeves(out: Field, fit: Fit, frame: Frame, lean: float, seed: int, torso: Mask, window: Window) -> None:
    """Lay the folds of sleeves over those of the trunk, in place: from the armhole on their own take over."""
    for side in SIDES:
        part = sleeve_of(side)
        if part not in fit.drawn:
            continue
        arm = [frame.joint[f"{name}-{side}"] for name in ("shoulder", "elbow", "wrist")]
        on = limb(arm, frame.across if side == "left" else -frame.across)
        cover = _coverage(fit, window, part)
        there = box([cover > 0.5], 1)
        if there[0].start >= there[0].stop:
            continue
        near = (window[1].start + STEP * there[1].start, window[0].start + STEP * there[0].start)
        along, across = places(np.ascontiguousarray(cover[there]), near, on)
        name = "short-sleeve" if fit.rig.garment.sleeve in SHORT else "long-sleeve"
        light = SLEEVES * _laid(name, seed >> (8 if side == "left" else 10), on, lean)
        sleeve = looked_up(light, along + np.float32(_shift(seed, 2)), across, RANGE[name])
        # from the armhole on, above the armpit; below it the sleeve is for itself
        away = cv2.distanceTransform((torso[there] < 0.5).astype(np.uint8), cv2.DIST_L2, 3) * np.float32(STEP)
        own = np.clip(away / np.float32(ARMHOLE * frame.unit), 0, 1)
        own = own * own * (3 - 2 * own)
        own = np.maximum(own, fit.below_armpit(side)[window[0]][::STEP][there[0]])
        on_sleeve = cover[there] > 0.05
        mixed = out[there] + (sleeve - out[there]) * own
        shown = on_sleeve & ((torso[there] < 0.5) | (own > 0.99))
        out[there] = np.where(shown, mixed, out[there])


def _skirt(fit: Fit, frame: Frame, lean: float, seed: int, window: Window) -> Field:
    corner = (window[1].start, window[0].start)
    spine = _spine(frame)
    torso = _coverage(fit, window, "torso")
    along, across = places(torso, corner, spine)
    solid = torso > 0.5
    if not solid.any():
        return np.zeros(torso.shape, np.float32)
    low, high = np.percentile(along[solid], [0.5, 99.5])
    down = (along - np.float32(low)) / np.float32(max(high - low, 0.1))
    found = looked_up(_laid("skirt", seed >> 6, spine, lean, bool(seed & 1)), down, across, RANGE["skirt"])
    return np.asarray(found * _held(torso, frame.unit), np.float32)


def _held(torso: Mask, unit: float) -> Mask:
    """0 at a garment's upper end, where it is held, 1 where it falls freely."""
    solid = torso > 0.5
    top = np.where(solid.any(0), solid.argmax(0), 0).astype(np.float32)
    known = np.flatnonzero(solid.any(0))
    if not len(known):
        return np.ones_like(torso)
    top = np.interp(np.arange(len(top)), known, top[known]).astype(np.float32)
    down = (np.arange(len(torso), dtype=np.float32)[:, None] - top[None]) * np.float32(STEP / (BAND * unit))
    free = np.clip(down - 0.2, 0, 1)
    return np.asarray(free * free * (3 - 2 * free), np.float32)
