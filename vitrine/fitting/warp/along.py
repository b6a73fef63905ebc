"""Skin of arms continued along them: as it is across the arm where it is in sight, so it is where cloth hid it."""

from collections.abc import Iterable, Sequence
from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32
from scipy.ndimage import gaussian_filter

from vitrine.fitting.warp.bare_arms import form_of
from vitrine.imaging.types import Region
from vitrine.people.arms import PLACES, Place, Tube

ACROSS: Final = np.linspace(-1, 1, 15)
"""Where an arm is read across it, in radii."""
REACH: Final = (3.0, 0.7)
"""How far what is in sight tells of its surroundings, along the arm and across it, in PLACES and in ACROSS."""
FARTHER: Final = (4.0, 8.0)
"""How many times farther along it, and across as well, it tells where nothing nearer does: one side of an arm is much
of the tone of the other."""
ENOUGH: Final = 0.02
"""Share of what is nearby that must be in sight for that."""
ROUND: Final = 8.0
"""Over how many of PLACES an arm's own skin comes in from the shoulder down: the tube ends there, the skin does not."""

Colours = Float32[np.ndarray, "h w 3"]


def along_arms(
    made: Colours,
    photo: Colours,
    bare: Region,
    arms: Iterable[tuple[Tube, Sequence[Place]]],
    scale: float,
    bright: Region | None = None,
) -> Colours:
    """Made skin with that of arms as their own is elsewhere along them, and round where nothing of that is in sight.

    Args:
        made: skin everywhere, on a copy of the photo.
        photo: that copy.
        bare: where skin is in sight on it.
        arms: with what of the hands they go on to (places and radii), in the photo's pixels.
        scale: the copy's pixels for one of the photo's.
        bright: where no old hem's shadow lies; what is bare there tells how an arm is, if anything is.
    """
    out, arms = made, list(arms)
    trunk = np.mean([arm.at[0] for arm, _ in arms], 0) if arms else np.zeros(2)
    index = np.arange(len(PLACES), dtype=np.float32)[:, None]
    for arm, ends in arms:
        outward = 1 if (arm.at[0] - trunk) @ arm.across[0] >= 0 else -1
        form = form_of(index, ACROSS[None], outward)
        at, radius = arm.at * np.float32(scale), arm.radius * np.float32(scale)
        places = at[:, None] + (radius[:, None, None] * arm.across[:, None]) * ACROSS[None, :, None].astype(np.float32)
        x, y = (np.ascontiguousarray(places[..., k], np.float32) for k in (0, 1))
        seen = cv2.remap(bare.astype(np.float32), x, y, cv2.INTER_NEAREST)
        if bright is not None:
            lit = seen * cv2.remap(bright.astype(np.float32), x, y, cv2.INTER_NEAREST)
            seen = lit if lit.sum() >= 2 * ENOUGH * lit.size else seen
        tone, trust = _continued(cv2.remap(photo, x, y, cv2.INTER_LINEAR) / form, seen)
        there = arm.drawn(tuple(round(n / scale) for n in bare.shape), 2 / scale, ends=ends)
        there = cv2.resize(there.astype(np.uint8), bare.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0
        py, px = np.nonzero(there)
        if not len(px):
            continue
        row, column = _inverse(np.stack([px, py], 1).astype(np.float32), at, radius, arm.across)
        off = 2 * column / np.float32(len(ACROSS) - 1) - 1
        down = np.clip(row / np.float32(ROUND), 0, 1)
        out = out.copy() if out is made else out
        here = form_of(row, off, outward)[:, 0]
        out[py, px] *= 1 + (here - 1) * down
        if seen.sum() < ENOUGH * seen.size:
            continue
        colour = cv2.remap(tone, column, row, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)[:, 0]
        weight = cv2.remap(trust, column, row, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)[:, 0]
        # colours come weighted: those of places that tell nothing are black
        out[py, px] += (colour * here - out[py, px] * weight[:, None]) * down
    return out


def _continued(own: Colours, seen: np.ndarray) -> tuple[Colours, Float32[np.ndarray, "h w"]]:
    """Colours of an arm, unrolled, continued into what is not in sight, times how far they are to be believed; that."""
    tone = np.zeros_like(own)
    trust = np.zeros(seen.shape, np.float32)
    for along, across in (FARTHER, (FARTHER[0], 1.0), (1.0, 1.0)):
        sigma = (REACH[0] * along, REACH[1] * across)
        weight = gaussian_filter(seen, sigma, mode="constant")
        near = np.stack([gaussian_filter(own[..., k] * seen, sigma, mode="constant") for k in range(3)], -1)
        near /= np.maximum(weight, 1e-4)[..., None]
        share = np.clip(weight / ENOUGH - 0.5, 0, 1)
        tone += (near - tone) * share[..., None]
        trust += (1 - trust) * share
    return np.asarray(tone, np.float32), np.asarray(trust, np.float32)


def _inverse(
    points: np.ndarray, at: np.ndarray, radius: np.ndarray, across: np.ndarray
) -> tuple[Float32[np.ndarray, "n 1"], Float32[np.ndarray, "n 1"]]:
    """Where points lie on the unrolled arm: its row (place along) and column (across)."""
    way = np.gradient(at, axis=0)
    length = np.maximum((way * way).sum(1), 1e-6)
    dx, dy = (points[:, k, None] - at[None, :, k] for k in (0, 1))
    nearest = (dx * dx + dy * dy).argmin(1)
    offset = points - at[nearest]
    forward = (offset * way[nearest]).sum(1) / length[nearest]
    row = np.clip(nearest + np.clip(forward, -0.5, 0.5), 0, len(PLACES) - 1)
    aside = (offset * across[nearest]).sum(1)
    width = np.interp(row, np.arange(len(radius)), radius)
    column = (np.clip(aside / np.maximum(width, 1e-3), -1, 1) + 1) / 2 * (len(ACROSS) - 1)
    return np.asarray(row[:, None], np.float32), np.asarray(column[:, None], np.float32)
