"""Chest and shoulders where they are bared: one gently rounded form, with what the bones beneath do to its light."""

from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.people.body import Body

LEVELS: Final = (0.16, 0.46)
"""Down to the first level chest, shoulders and neck are one form, from the second on trunk and arms each their own (0
shoulders, 1 hips)."""
ROUND: Final = 0.15
"""How far from their outline they turn away, in u."""

COLLAR_BONE: Final = np.array([(0.045, 0.105), (0.13, 0.125), (0.24, 0.15), (0.34, 0.175), (0.43, 0.185)])
"""A collar-bone from the breast-bone to the shoulder: outward from the shoulders' middle and up from it, in u."""
BELOW_SLOPE: Final = 0.4, 0.135
"""How far out the shoulders' outline tells where they begin, and its usual height above their middle there, in u."""
AROUND: Final = 0.7
"""How far around the shoulders' middle all this lies, in u."""
STROKES: Final = ((0.0, 0.018, 0.12), (0.05, 0.034, -0.15), (-0.045, 0.03, -0.1))
"""What it does to the light: how far above it, how broad (standard deviation), in u, and the share of the light; its
ridge, the hollow above it, the shade beneath."""
HOLLOW: Final = (0.1, 0.022, -0.14)
"""The hollow of the throat between both, in the same."""
MIDDLE: Final = (0.4, 0.05, -0.04)
"""Shade down the breast-bone: its length, its breadth and the share of the light."""

Plane = Float32[np.ndarray, "h w"]


def as_one(relief: Plane, body: Body, scale: float) -> Plane:
    """Height of the body in which chest and shoulders go over into one another, on a copy `scale` times the photo.

    The body's parts are a barrel, arms and neck: where these cut one another the light on the chest would show it.
    """
    size = relief.shape[::-1]
    inside = cv2.resize(body.mask, size, interpolation=cv2.INTER_AREA) > 0.5
    far = cv2.distanceTransform(inside.astype(np.uint8), cv2.DIST_L2, 5)
    reach = np.float32(ROUND * body.unit * scale)
    turned = 1 - np.minimum(far / reach, 1)
    form = reach * np.sqrt(np.maximum(1 - turned * turned, 0))
    hips = (body.joints["hip-left"][1] + body.joints["hip-right"][1]) / 2
    neck = body.joints["neck"][1]
    rows = np.arange(len(relief), dtype=np.float32) / np.float32(scale)
    level = (rows - neck) / max(hips - neck, 1.0)
    own = np.clip((level - LEVELS[0]) / (LEVELS[1] - LEVELS[0]), 0, 1)[:, None]
    return np.asarray(form + (relief - form) * own, np.float32)


def bones(body: Body, size: tuple[int, int], scale: float) -> Plane:
    """What bones beneath the skin do to the light on a bared chest, as a factor, on a copy of `size` (width, height).

    As strokes as soft as what light from above makes of them; who stands turned has them askew.
    """
    unit, middle = body.unit * scale, np.array(body.joints["neck"]) * scale
    across = np.subtract(body.joints["shoulder-left"], body.joints["shoulder-right"])
    across = across / max(float(np.hypot(*across)), 1.0)
    up = np.array([across[1], -across[0]])
    up = up if up[1] < 0 else -up
    middle = middle + (_slope(body, across, up) - BELOW_SLOPE[1]) * unit * up
    factor = np.ones((size[1], size[0]), np.float32)
    left, top = (max(0, int(v - AROUND * unit)) for v in middle)
    there = factor[top : max(0, int(middle[1] + AROUND * unit)), left : max(0, int(middle[0] + AROUND * unit))]
    if not there.size:
        return factor
    middle = middle - (left, top)
    for side in (1, -1):
        for rise, breadth, share in STROKES:
            line = middle + unit * (side * COLLAR_BONE[:, :1] * across + (COLLAR_BONE[:, 1:] + rise) * up)
            there += _stroke(there.shape, line, breadth * unit, share)
    rise, breadth, share = HOLLOW
    at = middle + (rise + np.array([[breadth], [-breadth]])) * unit * up
    there += _stroke(there.shape, at, breadth * unit, share)
    length, breadth, share = MIDDLE
    there += _stroke(there.shape, middle - np.array([[0.1], [length]]) * unit * up, breadth * unit, share)
    return factor


def _slope(body: Body, across: np.ndarray, up: np.ndarray) -> float:
    """How high above the shoulders' middle their outline lies, in u; the usual height where nothing tells it."""
    steps = np.arange(0, 0.4 * body.unit)
    found = []
    for side in (1, -1):
        start = np.array(body.joints["neck"]) + side * BELOW_SLOPE[0] * body.unit * across
        at = np.round(start + steps[:, None] * up).astype(int)
        x, y = (np.clip(at[:, k], 0, body.mask.shape[1 - k] - 1) for k in (0, 1))
        off = body.mask[y, x] < 0.5
        if off.any() and not off[0]:
            found.append(float(steps[off.argmax()]) / body.unit)
    return float(np.mean(found)) if found else BELOW_SLOPE[1]


def _stroke(shape: tuple[int, ...], line: np.ndarray, sigma: float, share: float) -> Plane:
    """A soft line through points (x, y), `share` in its middle."""
    canvas = np.zeros(shape, np.float32)
    cv2.polylines(canvas, [np.round(line * 16).astype(np.int32)], False, 1.0, 1, cv2.LINE_AA, 4)
    soft = cv2.GaussianBlur(canvas, (0, 0), max(sigma, 0.6))
    return np.asarray(soft * np.float32(share / max(float(soft.max()), 1e-6)))
