"""The scene behind a person, where the person's old clothing hid it."""

from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.fitting.warp.layers import eight_bit
from vitrine.imaging.filling import noise, noise_level, spread
from vitrine.imaging.masks import grown
from vitrine.imaging.types import Mask, Picture, Region
from vitrine.people.person import Person

SIDE: Final = 384
"""Longer side of the copy on which the scene is continued into the hole."""
PLAIN: Final = 6.0
"""Mean departure from the broad trend, in grey levels, up to which a scene counts as a plain wall."""
BETTER: Final = 0.9
"""Row by row the scene is continued only where that errs by less than this share of the smooth continuation."""
RIM: Final = 4
"""Pixels outside a hole on which the continued scene is held to the photo."""

Colours = Float32[np.ndarray, "h w 3"]


def backdrop(person: Person, margin: float) -> Picture:
    """The scene as it would be without the person, meant for holes only: it is soft.

    Plain walls are spread smoothly (push-pull). Where the scene is not plain, the horizon, skirting boards and floors
    are continued along rows if that predicts known pieces of the scene better, else by Telea's marching (2004).
    `margin` pixels around the person are not trusted: edges, shadows, hair.
    """
    height, width = person.mask.shape
    scale = min(1.0, SIDE / max(height, width))
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    small = cv2.resize(person.photo, size, interpolation=cv2.INTER_AREA)
    taken = ((person.labels != 0) | (person.mask > 0.4)).astype(np.float32)
    someone = cv2.resize(taken, size, interpolation=cv2.INTER_AREA) > 0.02
    known = (~grown(someone, margin * scale)).astype(np.float32)
    if known.sum() < 50:
        known = (~someone).astype(np.float32)
    scene = spread(small.astype(np.float32), known)
    if _roughness(small, known) > PLAIN:
        if rows_fit(small, known):
            scene = along_rows(small, known)
        else:
            drawn = cv2.inpaint(small, (known == 0).astype(np.uint8), 4, cv2.INPAINT_TELEA)
            scene = (0.8 * drawn + 0.2 * scene).astype(np.float32)
    strength = noise_level(person.photo, person.labels == 0)
    full = cv2.resize(scene.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    return eight_bit(cv2.add(full, cv2.merge([noise((height, width), strength)] * 3)))


def seamless(scene: Colours, photo: Colours, hole: Region, known: Region) -> Colours:
    """The scene without a seam at a hole's rim: its difference from the photo there is spread into the hole.

    Args:
        scene: continued scene.
        photo: the picture.
        hole: where the scene will be shown.
        known: where the photo shows the scene itself.
    """
    rim = known & ~hole & grown(hole, RIM)
    if rim.sum() < 20:
        return scene
    step = max(1, round(max(hole.shape) / SIDE))
    size = (max(4, hole.shape[1] // step), max(4, hole.shape[0] // step))
    weight = cv2.resize(rim.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    off = cv2.resize(cv2.copyTo(photo - scene, rim.astype(np.uint8)), size, interpolation=cv2.INTER_AREA)
    off = off / np.maximum(weight, 1e-3)[..., None]
    drawn = spread(off, np.asarray(np.minimum(weight * 4, 1), np.float32))
    full = cv2.resize(cv2.GaussianBlur(drawn, (0, 0), 1.5), hole.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.clip(np.add(scene, full, out=full), 0, 255, out=full), np.float32)


def along_rows(picture: Picture, known: Mask) -> Colours:
    """Each row's unknown pixels between the known ones to their left and right, in even transition."""
    columns = np.broadcast_to(np.arange(known.shape[1]), known.shape)
    there = known > 0
    left = np.maximum.accumulate(np.where(there, columns, -1), 1)
    right = np.minimum.accumulate(np.where(there, columns, known.shape[1])[:, ::-1], 1)[:, ::-1]
    no_left, no_right = left < 0, right >= known.shape[1]
    left, right = np.where(no_left, np.minimum(right, known.shape[1] - 1), left), np.where(no_right, left, right)
    left, right = np.maximum(left, 0), np.clip(right, 0, known.shape[1] - 1)
    # a few pixels together: one alone carries the grain along
    weight = cv2.blur(known, (5, 1))
    calm = cv2.blur(picture.astype(np.float32) * known[..., None], (5, 1)) / np.maximum(weight, 1e-3)[..., None]
    rows = np.arange(known.shape[0])[:, None]
    share = np.clip((columns - left) / np.maximum(right - left, 1), 0, 1).astype(np.float32)
    # the near side counts: a tree on the left need not reach to the right
    share = share * share * (3 - 2 * share)
    mixed = calm[rows, left] * (1 - share[..., None]) + calm[rows, right] * share[..., None]
    blind = (no_left & no_right)[..., None]
    filled = np.where(there[..., None], picture, np.where(blind, spread(picture.astype(np.float32), known), mixed))
    return np.asarray(np.where(there[..., None], filled, cv2.GaussianBlur(filled, (0, 0), 0.8)), np.float32)


def rows_fit(picture: Picture, known: Mask) -> bool:
    """Whether rows predict the scene better than its smooth continuation, tried on holes moved beside the person."""
    hole = (known == 0).astype(np.uint8)
    columns = np.flatnonzero(hole.any(0))
    if not len(columns) or columns[-1] - columns[0] > 0.8 * hole.shape[1]:
        return True
    errors = np.zeros(2)
    way = round(0.6 * (columns[-1] - columns[0]))
    for shift in (-way, way):
        moved = np.roll(hole, shift, 1)
        moved[:, : max(shift, 0)] = 0
        moved[:, hole.shape[1] + min(shift, 0) :] = 0
        tested = (moved > 0) & (known > 0)
        if tested.sum() < 50:
            continue
        left = (known * (moved == 0)).astype(np.float32)
        for i, guess in enumerate((along_rows(picture, left), spread(picture.astype(np.float32), left))):
            errors[i] += float(np.abs(guess[tested] - picture[tested]).mean())
    return bool(errors[0] <= BETTER * errors[1])


def _roughness(picture: Picture, known: Mask) -> float:
    """Mean departure of the known scene from its own broad trend, in grey levels."""
    light = cv2.resize(picture, (96, 96), interpolation=cv2.INTER_AREA).mean(2)
    weight = cv2.resize(known, (96, 96), interpolation=cv2.INTER_AREA)
    weight[weight < 0.99] = 0
    trend = cv2.GaussianBlur(light * weight, (0, 0), 6) / np.maximum(cv2.GaussianBlur(weight, (0, 0), 6), 1e-3)
    return float((np.abs(light - trend) * weight).sum() / max(float(weight.sum()), 1.0))
