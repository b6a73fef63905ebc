"""Background, hair, skin, cloth and carried things a pixel: from the installed network, else from the pose."""

from typing import Final

import cv2
import numpy as np
from jaxtyping import Bool, Float32

from vitrine.imaging.types import Mask, Picture
from vitrine.nets import Nets
from vitrine.people.body import unit_of

COARSE: Final = ("background", "hair", "skin", "cloth", "other")
CoarseOdds = Float32[np.ndarray, "rows columns 5"]
"""Probability of each of COARSE."""
SIDE: Final = 512
"""Longer side of the map of odds, pixels."""
FACE: Final = 3
"""Index of face skin among the multiclass network's classes."""


def coarse_odds(photo: Picture, landmarks: Float32[np.ndarray, "33 2"], mask: Mask, nets: Nets) -> CoarseOdds:
    """Probabilities over the whole photo, at a size of at most SIDE pixels (the network sees 256).

    The multiclass network sees the whole photo and, for resolution, a window around the upper 60 % of the person; the
    mean of both, with the person mask for background, was best on street photos (bench/parsing.py).
    """
    scale = min(1.0, SIDE / max(mask.shape))
    size = (max(8, round(mask.shape[1] * scale)), max(8, round(mask.shape[0] * scale)))
    someone = cv2.resize(mask, size, interpolation=cv2.INTER_AREA)
    if not nets.has("multiclass"):
        return _from_pose((landmarks * scale).astype(np.float32), someone)
    odds = _network(photo, size, nets)
    window = _upper_window(mask)
    if window:
        rows, columns = (slice(round(part.start * scale), round(part.stop * scale)) for part in window)
        part = odds[rows, columns]
        part += _network(photo[window], part.shape[1::-1], nets)
        part /= 2
    background = 0.6 * odds[..., 0] + 0.4 * (1 - someone)
    odds[..., 1:] *= ((1 - background) / np.maximum(odds[..., 1:].sum(2), 1e-3))[..., None]
    odds[..., 0] = background
    return odds


def shows_face(photo: Picture, nets: Nets) -> bool:
    """Whether a face fills a good part of the photo; False without the multiclass network."""
    return bool(face_of(photo, nets).mean() > 0.05)


def face_of(photo: Picture, nets: Nets) -> Bool[np.ndarray, "256 256"]:
    """Where the network sees a face's skin, over the whole stretched photo; nowhere without the network."""
    if not nets.has("multiclass"):
        return np.zeros((256, 256), bool)
    return np.asarray(_logits(photo, nets).argmax(2) == FACE)


def _logits(photo: Picture, nets: Nets) -> Float32[np.ndarray, "256 256 6"]:
    small = cv2.resize(photo, (256, 256), interpolation=cv2.INTER_AREA).astype(np.float32)[None] / 255
    return np.asarray(nets.multiclass(small)[0], np.float32)


def _network(photo: Picture, size: tuple[int, int], nets: Nets) -> CoarseOdds:
    logits = _logits(photo, nets)
    odds = np.exp(logits - logits.max(2, keepdims=True))
    odds /= odds.sum(2, keepdims=True)
    five = np.stack([odds[..., 0], odds[..., 1], odds[..., 2] + odds[..., 3], odds[..., 4], odds[..., 5]], -1)
    return np.asarray(cv2.resize(five.astype(np.float32), size))


def _upper_window(mask: Mask) -> tuple[slice, slice] | None:
    rows, columns = np.flatnonzero((mask > 0.5).any(1)), np.flatnonzero((mask > 0.5).any(0))
    if len(rows) < 32:
        return None
    tall = int(rows[-1] - rows[0])
    margin = round(0.15 * tall)
    down = slice(max(0, int(rows[0]) - margin), min(mask.shape[0], int(rows[0]) + max(64, round(0.6 * tall))))
    across = slice(max(0, int(columns[0]) - margin), min(mask.shape[1], int(columns[-1]) + margin))
    return down, across


def _from_pose(landmarks: Float32[np.ndarray, "33 2"], mask: Mask) -> CoarseOdds:
    """Without the network: hair on top of the head, skin on face, neck, hands; the rest of the person is cloth."""
    unit = unit_of(landmarks)
    height, width = mask.shape
    eyes, mouth = landmarks[[2, 5]].mean(0), landmarks[[9, 10]].mean(0)
    neck = landmarks[[11, 12]].mean(0)
    face = max(float(np.linalg.norm(mouth - eyes)), 0.1 * unit)
    canvas = np.zeros((3, height, width), np.float32)
    centre = (eyes + mouth) / 2
    _disc(canvas[0], centre - (mouth - eyes) * 0.9, 1.9 * face)
    _disc(canvas[1], centre, 1.25 * face)
    _segment(canvas[1], mouth, neck - (0, 0.05 * unit), 0.3 * unit)
    for wrist, finger in ((15, 19), (16, 20)):
        tip = landmarks[wrist] + 1.4 * (landmarks[finger] - landmarks[wrist])
        _segment(canvas[1], landmarks[wrist], tip, 0.2 * unit)
    hair, skin, _ = cv2.GaussianBlur(canvas.transpose(1, 2, 0), (0, 0), 0.03 * unit + 0.5).transpose(2, 0, 1)
    skin = 0.9 * skin
    hair = 0.8 * hair * (1 - skin)
    odds = np.stack([1 - mask, mask * hair, mask * skin, mask * (1 - hair - skin) * 0.95, mask * 0.02], -1)
    return np.asarray(odds / odds.sum(2, keepdims=True), np.float32)


def _disc(canvas: np.ndarray, centre: np.ndarray, radius: float) -> None:
    cv2.circle(canvas, (round(float(centre[0])), round(float(centre[1]))), max(1, round(radius)), 1.0, -1)


def _segment(canvas: np.ndarray, a: np.ndarray, b: np.ndarray, thickness: float) -> None:
    ends = np.round(np.stack([a, b])).astype(int).tolist()
    cv2.line(canvas, ends[0], ends[1], 1.0, max(1, round(thickness)))
