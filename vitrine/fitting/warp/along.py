"""Skin of arms continued along them: as it is across the arm where it is in sight, so it is where cloth hid it."""

from collections.abc import Iterable, Sequence
from itertools import zip_longest
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
FARTHER: Final = ((4.0, 8.0), (2.0, 3.0), (4.0, 1.0))
"""How many times farther, along it and across it, it tells where nothing nearer does: one side of an arm is much of the
tone of the other."""
ENOUGH: Final = 0.02
"""Share of what is nearby that must be in sight for that."""
FAINT: Final = 0.3
"""How much less skin right beside cloth, in its shade and of some of its colour, tells than other skin does: all the
same, what cloth hid goes on from it without a step."""
USUAL: Final = 0.05
"""How much arms in the usual light count, of all places of one, beside its own skin in sight, which tells how strongly
a photo's light shows its form: hardly in a studio that is lit from all sides."""
STRENGTH: Final = (0.2, 1.2)
"""The least and the most of that, as an exponent of the form's factors."""
SIDEWAYS: Final = 0.2
"""The most by which light from a side makes one edge brighter than the middle, as a log."""
OWN_HAND: Final = (0.7, (1.005, 1.015, 0.98))
"""How far the tone of an arm of which nothing is in sight is that of its own hand, and what a forearm is over that: of
137 bare forearms half are within 9 % of their hands' light, and within 16 % of the neck's."""
HALF: Final = 0.6
"""How much of its breadth tells its tone there."""
EVEN: Final = 2.0
"""Blur along it of that tone, in PLACES."""
MOST: Final = 0.4
"""The most, as a log, by which both differ: beyond that something else passes for a hand."""
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
    beside: Region | None = None,
    hands: Sequence[np.ndarray | None] = (),
) -> Colours:
    """Made skin with that of arms as their own is elsewhere along them, and round where nothing of that is in sight.

    Args:
        made: skin everywhere, on a copy of the photo.
        photo: that copy.
        bare: where skin is in sight on it.
        arms: with what of the hands they go on to (places and radii), in the photo's pixels.
        scale: the copy's pixels for one of the photo's.
        bright: where no old hem's shadow lies; what is bare there tells how an arm is, if anything is.
        beside: skin in sight right beside cloth, which tells it where there is no other near.
        hands: the tone of each arm's hand, sRGB, None where too little of it is in sight.
    """
    out, arms = made, list(arms)
    trunk = np.mean([arm.at[0] for arm, _ in arms], 0) if arms else np.zeros(2)
    index = np.arange(len(PLACES), dtype=np.float32)[:, None]
    for (arm, ends), hand in zip_longest(arms, hands):
        outward = 1 if (arm.at[0] - trunk) @ arm.across[0] >= 0 else -1
        at, radius = arm.at * np.float32(scale), arm.radius * np.float32(scale)
        places = at[:, None] + (radius[:, None, None] * arm.across[:, None]) * ACROSS[None, :, None].astype(np.float32)
        x, y = (np.ascontiguousarray(places[..., k], np.float32) for k in (0, 1))
        seen = cv2.remap(bare.astype(np.float32), x, y, cv2.INTER_LINEAR)
        if bright is not None:
            lit = seen * cv2.remap(bright.astype(np.float32), x, y, cv2.INTER_LINEAR)
            seen = lit if lit.sum() >= 2 * ENOUGH * lit.size else seen
        if beside is not None:
            seen = np.maximum(seen, FAINT * cv2.remap(beside.astype(np.float32), x, y, cv2.INTER_LINEAR))
        form, own = form_of(index, ACROSS[None], outward), cv2.remap(photo, x, y, cv2.INTER_LINEAR)
        strength, slope = _lit(own, form, seen)
        form = form**strength * np.exp(slope * ACROSS[None, :, None].astype(np.float32))
        tone, trust = _continued(own / form, seen)
        there = arm.drawn(tuple(round(n / scale) for n in bare.shape), 2 / scale, ends=ends)
        there = cv2.resize(there.astype(np.uint8), bare.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0
        py, px = np.nonzero(there)
        if not len(px):
            continue
        row, column = _inverse(np.stack([px, py], 1).astype(np.float32), at, radius, arm.across)
        off = 2 * column / np.float32(len(ACROSS) - 1) - 1
        down = np.clip(row / np.float32(ROUND), 0, 1)
        out = out.copy() if out is made else out
        here = form_of(row, off, outward)[:, 0] ** strength * np.exp(slope * off)
        if seen.sum() < ENOUGH * seen.size and hand is not None:
            out[py, px] *= 1 + (_likened(out[py, px], row, off, hand) - 1) * down
        out[py, px] *= 1 + (here - 1) * down
        if seen.sum() < ENOUGH * seen.size:
            continue
        colour = cv2.remap(tone, column, row, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)[:, 0]
        weight = cv2.remap(trust, column, row, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)[:, 0]
        # colours come weighted: those of places that tell nothing are black
        out[py, px] += (colour * here - out[py, px] * weight[:, None]) * down
    return out


def _likened(made: np.ndarray, row: np.ndarray, off: np.ndarray, hand: np.ndarray) -> Float32[np.ndarray, "n 3"]:
    """What brings each place of an arm to the tone of its hand, as factors; all along it, near the hand it may have it.

    Args:
        made: its colours at some places, apart from its form, shape (n, 3).
        row: where along it they are, an index into PLACES.
        off: where across it, -1..1.
        hand: the tone of its hand.
    """
    inner, places = np.abs(off[:, 0]) < HALF, np.arange(len(PLACES))
    index, light = np.round(row[inner, 0]).astype(int), np.log(np.maximum(made[inner], 1))
    sums = [np.bincount(index, weight, len(PLACES)) for weight in (None, *light.T)]
    count, *tone = (gaussian_filter(each.astype(np.float32), EVEN, mode="nearest") for each in sums)
    share, over = OWN_HAND
    step = np.log(np.maximum(hand, 1) * over) - np.stack(tone, -1) / np.maximum(count, 1e-3)[:, None]
    step = share * np.clip(step, -MOST, MOST) * (count > 0.5)[:, None]
    return np.asarray(np.exp([np.interp(row[:, 0], places, each) for each in step.T]).T, np.float32)


def _lit(own: Colours, form: Colours, seen: np.ndarray) -> tuple[np.float32, np.float32]:
    """The light on an arm: how strongly it shows its form, as an exponent, and by what it grows across it, as a log.

    Args:
        own: its colours, unrolled.
        form: the form's factors there.
        seen: how far each place tells its colour, 0..1.
    """
    light, shade = (np.log(np.maximum(one[..., 1], 1e-3)) for one in (own, form))
    basis = np.stack([shade, np.broadcast_to(ACROSS, shade.shape)], -1)
    known = np.maximum(seen.sum(1, keepdims=True), 1e-3)
    light = light - (light * seen).sum(1, keepdims=True) / known
    basis = basis - ((basis * seen[..., None]).sum(1) / known)[:, None]
    usual = USUAL * seen.size * (basis * basis).mean((0, 1))
    left = np.einsum("ijk,ijl,ij->kl", basis, basis, seen) + np.diag(usual)
    strength, slope = np.linalg.solve(left, np.einsum("ijk,ij,ij->k", basis, light, seen) + usual * (1.0, 0.0))
    return np.float32(np.clip(strength, *STRENGTH)), np.float32(np.clip(slope, -SIDEWAYS, SIDEWAYS))


def _continued(own: Colours, seen: np.ndarray) -> tuple[Colours, Float32[np.ndarray, "h w"]]:
    """Colours of an arm, unrolled, continued into what is not in sight, times how far they are to be believed; that."""
    tone = np.zeros_like(own)
    trust = np.zeros(seen.shape, np.float32)
    for along, across in (*FARTHER, (1.0, 1.0)):
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
