"""Skin where old clothing was: the tone of the skin in sight, shaded as rounded limbs, with the photo's grain."""

from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.imaging.filling import noise, noise_level, spread
from vitrine.imaging.masks import shrunk
from vitrine.imaging.types import Picture, Region
from vitrine.people.body import Body
from vitrine.people.person import CLASSES, Person

NEAR: Final = 0.75
"""Share of the skin nearby in the tone; the rest is the median of all skin in sight."""
UNSEEN: Final = np.array([205, 165, 140], np.float32)
"""Tone where no skin at all is in sight."""
JOIN: Final = 0.25
"""How far skin in sight draws made skin to its own tone, as a share of the unit."""
DETAIL: Final = 90.0
"""Pixels of the person's unit at which tone and shading are computed."""
USUAL_SHADE: Final = (0.62, 0.0, 0.0, 0.38)
"""Light on skin: constant, and with the normal's x, y, z; what the skin in sight is fitted around."""

Normals = Float32[np.ndarray, "h w 3"]


def bare_skin(person: Person, body: Body, hidden: Region) -> Float32[np.ndarray, "h w 3"]:
    """The photo with skin everywhere, from the skin in sight outside `hidden`; sRGB, 0..255.

    The tone is a normalised convolution (push-pull) of the skin in sight, 75 %, with its median, after the shading of
    the rounded body was divided out; shading and grain are then put on again. Both are smooth: a reduced copy serves.
    """
    height, width = hidden.shape
    scale = min(1.0, DETAIL / body.unit)
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    photo = cv2.resize(person.photo, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    sight = _skin_in_sight(person, body) & ~hidden
    seen = cv2.resize(sight.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0.99
    shade = shading(photo, seen, normals(cv2.resize(body.relief, size) * scale, body.unit * scale))
    flat = photo / shade[..., None]
    if seen.any():
        near = spread(flat, seen.astype(np.float32))
        near = cv2.GaussianBlur(near, (0, 0), max(1.0, 0.03 * body.unit * scale))
        tone = NEAR * near + (1 - NEAR) * np.median(flat[seen], 0)
    else:
        tone = np.broadcast_to(UNSEEN, photo.shape)
    small = (tone * shade[..., None]).astype(np.float32)
    small = _joined(small, photo, seen, body.unit * scale)
    full = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    strength = noise_level(person.photo, sight)
    return np.asarray(np.clip(full + noise((height, width), strength)[..., None], 0, 255), np.float32)


def _joined(
    made: Float32[np.ndarray, "h w 3"], photo: Float32[np.ndarray, "h w 3"], seen: Region, unit: float
) -> Float32[np.ndarray, "h w 3"]:
    """Made skin without a seam: near skin in sight its broad difference from that is taken away."""
    if not seen.any():
        return made
    weight = seen.astype(np.float32)
    sigma = max(1.0, 0.02 * unit)
    off = cv2.GaussianBlur((photo - made) * weight[..., None], (0, 0), sigma)
    off = off / np.maximum(cv2.GaussianBlur(weight, (0, 0), sigma), 1e-3)[..., None]
    away = cv2.distanceTransform((~seen).astype(np.uint8), cv2.DIST_L2, 3)
    return np.asarray(made + spread(off, weight) * np.exp(-away / (JOIN * unit))[..., None], np.float32)


def normals(relief: Float32[np.ndarray, "h w"], unit: float) -> Normals:
    """Unit normals of a body's relief, rounded where limbs meet."""
    height = cv2.GaussianBlur(relief, (0, 0), max(0.8, 0.035 * unit))
    gx = cv2.Sobel(height, cv2.CV_32F, 1, 0, ksize=3) / 8
    gy = cv2.Sobel(height, cv2.CV_32F, 0, 1, ksize=3) / 8
    length = np.sqrt(gx * gx + gy * gy + 1)
    return np.stack([-gx / length, -gy / length, 1 / length], -1)


def shading(photo: Float32[np.ndarray, "h w 3"], seen: Region, normal: Normals) -> Float32[np.ndarray, "h w"]:
    """Shading of the body as a factor: fitted to the skin in sight, held to the usual where that is little."""
    basis = np.concatenate([np.ones((*seen.shape, 1), np.float32), normal], -1)
    usual = np.array(USUAL_SHADE)
    some = np.flatnonzero(seen.ravel())[:: max(1, int(seen.sum()) // 4000)]
    weights = usual
    if len(some) > 50:
        light = photo.reshape(-1, 3)[some].mean(1)
        light = light / max(float(np.median(light)), 1.0)
        rows = basis.reshape(-1, 4)[some].astype(np.float64)
        # ridge toward the usual light
        strength = 0.15 * len(some)
        left = rows.T @ rows + strength * np.eye(4)
        fitted = np.linalg.solve(left, rows.T @ light + strength * usual)
        # skin that seems to be brightest at its rim is a misfit
        weights = fitted if fitted[3] > 0.12 else usual
    shade = basis @ weights.astype(np.float32)
    return np.asarray(np.clip(shade, 0.45, 1.15), np.float32)


def _skin_in_sight(person: Person, body: Body) -> Region:
    """Sure skin away from edges; the face's only if there is little else (lips and eyes are no skin tone)."""
    skin = (person.labels == CLASSES.index("skin")) & (person.certainty > 0.6)
    inner = shrunk(skin, max(1.0, 0.015 * body.unit))
    face = np.zeros(skin.shape, np.uint8)
    reach = max(2, round(0.28 * body.unit))
    x, y = person.landmarks[:11].mean(0)
    cv2.circle(face, (round(float(x)), round(float(y))), reach, 1, -1)
    body_skin = inner & (face == 0)
    return body_skin if body_skin.sum() > 0.02 * body.unit**2 else inner


def blended(
    photo: Picture, base: Picture, over: Float32[np.ndarray, "h w 3"], alpha: Float32[np.ndarray, "h w"]
) -> Picture:
    """`over` laid on `base` with soft coverage; the photo where that is 0."""
    out = photo.copy()
    there = alpha > 0
    below = base[there].astype(np.float32)
    mixed = below + (over[there] - below) * alpha[there][:, None]
    out[there] = np.clip(np.rint(mixed), 0, 255).astype(np.uint8)
    return out
