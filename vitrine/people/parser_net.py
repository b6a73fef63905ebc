"""The parser network's input and output: one assembly for training and for use, so that the two cannot differ.

A view is a picture together with what was measured on it: pose landmarks, person mask and the six probability maps of
the multiclass selfie network. It is laid into a canvas of fixed size, all corners kept, the rest zero.
"""

from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32, UInt8

from vitrine.imaging.types import Mask, Picture
from vitrine.nets import Nets
from vitrine.people.person import CLASSES

HEIGHT, WIDTH = 448, 320
PRIOR = 128
CHANNELS = 14
"""3 colour, 6 prior, 1 person mask, 4 limbs (head, torso, arms, legs)."""

Prior = UInt8[np.ndarray, "128 128 6"]
"""Probabilities × 255: background, hair, body skin, face skin, clothes, others, over the whole stretched picture."""
Canvas = UInt8[np.ndarray, "14 448 320"]
"""What the network sees, before its own normalisation."""

SPECK: Final = 0.01
"""Share of the person below which an island inside a garment is no thing of its own."""

_GARMENTS: Final = tuple(CLASSES.index(name) for name in ("top", "outerwear", "dress", "bottoms"))
_CARRIED: Final = tuple(CLASSES.index(name) for name in ("bag", "accessory"))
_TORSO = (11, 12, 24, 23)
_ARMS = ((11, 13), (13, 15), (15, 19), (12, 14), (14, 16), (16, 20))
_LEGS = ((23, 25), (25, 27), (27, 31), (24, 26), (26, 28), (28, 32))


def prior(photo: Picture, nets: Nets) -> Prior:
    """Probabilities of the multiclass selfie network (MediaPipe, 256×256), reduced to 128×128.

    Raises:
        NetMissing: the packaged network is not installed.
    """
    small = cv2.resize(photo, (256, 256), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    # plane by plane: along six numbers a pixel the same takes five times as long
    planes = [np.ascontiguousarray(plane) for plane in np.moveaxis(nets.multiclass(small[None])[0], 2, 0)]
    highest = np.maximum.reduce(planes)
    odds = [np.exp(plane - highest) for plane in planes]
    total = np.add.reduce(odds)
    half = cv2.resize(cv2.merge([plane / total for plane in odds]), (PRIOR, PRIOR), interpolation=cv2.INTER_AREA)
    levels: np.ndarray = np.rint(half * 255).astype(np.uint8)
    return levels


def placement(height: int, width: int) -> tuple[int, int]:
    """Height and width in canvas pixels of a picture of this size: it touches the canvas' top left corner."""
    scale = min(HEIGHT / height, WIDTH / width)
    return max(1, min(HEIGHT, round(height * scale))), max(1, min(WIDTH, round(width * scale)))


def assemble(
    photo: Picture,
    landmarks: Float32[np.ndarray, "33 2"],
    visibility: Float32[np.ndarray, "33"],
    mask: Float32[np.ndarray, "hm wm"],
    odds: Prior,
) -> Canvas:
    """The network's input from a view.

    Args:
        photo: the picture, any size.
        landmarks: in the picture's pixels; all visibilities 0 if no pose was found.
        visibility: 0..1.
        mask: coverage of the person, any size, over the whole picture.
        odds: the prior of the same picture.
    """
    height, width = placement(*photo.shape[:2])
    shrink = cv2.INTER_AREA if height < photo.shape[0] else cv2.INTER_LINEAR
    canvas = np.zeros((CHANNELS, HEIGHT, WIDTH), np.uint8)
    canvas[:3, :height, :width] = cv2.resize(photo, (width, height), interpolation=shrink).transpose(2, 0, 1)
    canvas[3:9, :height, :width] = cv2.resize(odds, (width, height)).transpose(2, 0, 1)
    canvas[9, :height, :width] = np.rint(np.clip(cv2.resize(mask, (width, height)), 0, 1) * 255)
    scale = np.array([width / photo.shape[1], height / photo.shape[0]], np.float32)
    canvas[10:, :height, :width] = limbs((landmarks + 0.5) * scale - 0.5, visibility, height, width)
    return canvas


def limbs(
    points: Float32[np.ndarray, "33 2"], visibility: Float32[np.ndarray, "33"], height: int, width: int
) -> UInt8[np.ndarray, "4 h w"]:
    """Head, torso, arms and legs drawn as strokes as thick as limbs are; as bright as they are visible.

    The wearer's left and right share a map, so that a mirrored picture needs no exchange.
    """
    maps = np.zeros((4, height, width), np.uint8)
    if not (visibility > 0).any():
        return maps
    at = np.clip(points, -4 * height, 5 * height)
    unit = max(
        8.0,
        float(np.linalg.norm(at[11] - at[12])),
        0.6 * float(np.linalg.norm((at[11] + at[12] - at[23] - at[24]) / 2)),
    )
    head = tuple(int(v) for v in at[:11].mean(0))
    cv2.circle(maps[0], head, round(0.3 * unit), _tone(float(visibility[:11].mean())), -1)
    cv2.fillConvexPoly(
        maps[1], cv2.convexHull(at[list(_TORSO)].astype(np.int32)), _tone(float(visibility[list(_TORSO)].min()))
    )
    for target, bones, thick in ((maps[2], _ARMS, 0.16), (maps[3], _LEGS, 0.24)):
        for a, b in bones:
            stroke = np.zeros_like(target)
            ends = (tuple(int(v) for v in at[a]), tuple(int(v) for v in at[b]))
            cv2.line(stroke, *ends, _tone(float(min(visibility[a], visibility[b]))), max(1, round(thick * unit)))
            np.maximum(target, stroke, out=target)
    return maps


def _tone(visible: float) -> int:
    return int(np.clip(np.rint(float(visible) * 255), 0, 255))


def restore(odds: Float32[np.ndarray, "c hc wc"], height: int, width: int) -> Float32[np.ndarray, "c h w"]:
    """Probabilities on the canvas, or on one a whole number of times smaller, back at the picture's size."""
    rows, columns = placement(height, width)
    fine = cv2.resize(np.ascontiguousarray(odds.transpose(1, 2, 0)), (WIDTH, HEIGHT))
    full = cv2.resize(np.ascontiguousarray(fine[:rows, :columns]), (width, height))
    return np.ascontiguousarray(full.transpose(2, 0, 1))


def volume(
    view: Picture,
    landmarks: Float32[np.ndarray, "33 2"],
    visibility: Float32[np.ndarray, "33"],
    mask: Mask,
    nets: Nets,
) -> tuple[Float32[np.ndarray, "11 rows cols"], UInt8[np.ndarray, "rows cols 3"]]:
    """The network's probabilities for a view and the view itself, both at the size that the network saw.

    Raises:
        NetMissing: the parser or the multiclass network is not installed.
    """
    canvas = assemble(view, landmarks, visibility, mask, prior(view, nets))
    odds = nets.parser(canvas[None])[0][0]
    rows, columns = placement(*view.shape[:2])
    full = np.stack([cv2.resize(plane, (WIDTH, HEIGHT))[:rows, :columns] for plane in odds])
    return without_specks(full), np.ascontiguousarray(canvas[:3, :rows, :columns].transpose(1, 2, 0))


def likeliest(odds: Float32[np.ndarray, "c h w"]) -> UInt8[np.ndarray, "h w"]:
    """The index of each pixel's largest plane; of equals the first (four times as fast as argmax over planes)."""
    labels = np.zeros(odds.shape[1:], np.uint8)
    best = odds[0].copy()
    for k, plane in enumerate(odds[1:], 1):
        np.copyto(labels, np.uint8(k), where=plane > best)
        np.maximum(best, plane, out=best)
    return labels


def without_specks(odds: Float32[np.ndarray, "11 h w"]) -> Float32[np.ndarray, "11 h w"]:
    """Small islands of another garment or of a bag inside one garment are given to it: logos, buckles, shaded folds."""
    odds = odds.copy()
    labels = likeliest(odds)
    areas = np.bincount(labels.ravel(), minlength=len(CLASSES))
    most = SPECK * int(areas[1:].sum())
    for kind in (*_GARMENTS, *_CARRIED):
        if not areas[kind]:
            continue
        count, index, stats, _ = cv2.connectedComponentsWithStats((labels == kind).astype(np.uint8))
        for island in range(1, count):
            left, top, width, height, area = (int(v) for v in stats[island])
            if area > most:
                continue
            part = np.s_[max(0, top - 3) : top + height + 3, max(0, left - 3) : left + width + 3]
            inside = index[part] == island
            ring = (cv2.dilate(inside.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0) & ~inside
            around = np.bincount(labels[part][ring], minlength=len(CLASSES))
            host = int(around.argmax())
            if host in _GARMENTS and around[host] > 0.85 * around.sum():
                odds[host][part][inside] += odds[kind][part][inside]
                odds[kind][part][inside] = 0
    return odds
