"""The garment network's input and output: one assembly for training and for use, so that the two cannot differ.

A picture is laid into a square canvas, its corner at the canvas' corner, the rest black. The network answers with
coverage, parts, a heat map for each landmark, and what the picture as a whole says.
"""

from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
from jaxtyping import Float32, Float64, UInt8

from vitrine.garments.garment import HEMS, PARTS
from vitrine.imaging.types import Mask, Picture
from vitrine.nets import Nets, Onnx


def other_side(name: str) -> Any:
    """The name with left and right exchanged."""
    return name.replace("left", "?").replace("right", "left").replace("?", "right")


SIDE: Final = 320
FINE: Final = 2
"""Canvas pixels an output pixel of coverage and parts."""
COARSE: Final = 4
"""Canvas pixels a cell of a heat map."""

FAINT: Final = 1e-4
"""Share of a map's heat below which a cell has no say in where its landmark is."""
STEPS: Final = 20
"""Weiszfeld's steps."""
SCATTERED: Final = 0.4
"""Share of the heat about its peak below which a landmark is not where the heat peaks but amid all of it."""
SURE: Final = 0.8
"""Least probability of what the network says of the whole picture for it to be believed."""
LABELS: Final = (*PARTS, "collar")
"""Part labels of the network, 1 + index in a map, 0 none. A collar may be a hood."""

LANDMARKS: Final = (
    "neck-front", "crotch",
    *(f"{name}-{side}" for name in (
        "neck", "shoulder", "armpit", "slot", "cuff-outer", "cuff-inner", "waist", "hem",
        "waistband", "ankle-outer", "ankle-inner",
    ) for side in ("left", "right")),
)  # fmt: skip
"""Names as in `Garment.landmarks`; after the first two, left and right by turns."""

KINDS: Final = (
    "dress", "hat", "longsleeve", "outwear", "pants", "shirt", "shoes", "shorts", "skirt", "t-shirt",
)  # fmt: skip
WORDS: Final[dict[str, tuple[str, ...]]] = {
    "kind": KINDS,
    "category": ("tops", "bottoms", "dresses", "outerwear", "none"),
    "sleeve": ("none", "short", "three-quarter", "long"),
    "neckline": ("round", "v", "square", "boat", "off-shoulder", "straps", "halter", "collar", "high", "hood"),
    "hem": HEMS,
    "pattern": ("plain", "striped", "checked", "printed"),
    "photo_type": ("flat-lay", "hanger"),
}
"""Questions about a picture as a whole and their answers. `hem`: where it would end on a body. `none`: no garment."""

OUTPUTS: Final = ("mask", "parts", "heat", "there", "words", "features", "middle", "last")
"""Names of the file's outputs; the last two are the encoder's maps at strides 16 and 32."""

_POINTS: Final = [LANDMARKS.index(other_side(name)) for name in LANDMARKS]
_PARTS: Final = [LABELS.index(other_side(name)) for name in LABELS]
"""Where each name's mirror image stands."""

Canvas = UInt8[np.ndarray, "3 320 320"]


@dataclass(frozen=True, eq=False)
class Seen:
    """What the network says of a picture."""

    mask: Mask
    """Coverage, at the picture's size."""
    parts: UInt8[np.ndarray, "h w"]
    """0 or 1 + index into LABELS, at the picture's size, cut at coverage ½."""
    landmarks: dict[str, tuple[float, float]]
    """Pixels of the picture: those that are likelier there than not."""
    trust: dict[str, float]
    """For each of LANDMARKS: probability that it is there, times the share of its heat that lies close about it."""
    words: dict[str, dict[str, float]]
    """For each of WORDS the probability of each answer (calibrated on held-out pictures)."""
    features: Float32[np.ndarray, " n"]
    """The encoder's mean features: pictures that look alike lie close (cosine)."""
    inner: tuple[np.ndarray, ...] = ()
    """The encoder's maps at strides 16 and 32 (120 20 20, 352 10 10), on which `sight` reads on."""


def placement(height: int, width: int) -> tuple[int, int]:
    """Height and width in canvas pixels of a picture of this size."""
    scale = SIDE / max(height, width)
    return max(1, min(SIDE, round(height * scale))), max(1, min(SIDE, round(width * scale)))


def assemble(photo: Picture) -> Canvas:
    """The network's input."""
    height, width = placement(*photo.shape[:2])
    shrink = cv2.INTER_AREA if height < photo.shape[0] else cv2.INTER_LINEAR
    canvas = np.zeros((3, SIDE, SIDE), np.uint8)
    canvas[:, :height, :width] = cv2.resize(photo, (width, height), interpolation=shrink).transpose(2, 0, 1)
    return canvas


def spots(heat: Float32[np.ndarray, "k rows columns"], reach: int = 2) -> Float32[np.ndarray, "k 3"]:
    """Where each map's landmark is: x and y in canvas pixels, and the share of heat within `reach` cells of its peak.

    The place is the peak's own mean; where most of the heat lies elsewhere, the `middle` of all of it.
    """
    count, _, columns = heat.shape
    best = heat.reshape(count, -1).argmax(1)
    out = np.zeros((count, 3), np.float32)
    for number, (one, at) in enumerate(zip(heat, best, strict=True)):
        y, x = divmod(int(at), columns)
        top, left = max(0, y - reach), max(0, x - reach)
        part = one[top : y + reach + 1, left : x + reach + 1]
        mass = max(float(part.sum()), 1e-9)
        ys, xs = np.mgrid[top : top + part.shape[0], left : left + part.shape[1]]
        near = np.array([(xs * part).sum() / mass, (ys * part).sum() / mass])
        share = mass / max(float(one.sum()), 1e-9)
        out[number, :2] = ((near if share >= SCATTERED else middle(one, near)) + 0.5) * COARSE - 0.5
        out[number, 2] = share
    return out


def middle(heat: Float32[np.ndarray, "rows columns"], start: np.ndarray) -> Float64[np.ndarray, "2"]:
    """The place (x, y in cells) that is least far from the heat on average: its geometric median.

    By Weiszfeld's steps (Tôhoku Mathematical Journal 43, 1937) from `start`. Of heat along a line (a hem, a fold) it is
    the line's middle; a lesser second peak moves it little.
    """
    ys, xs = np.nonzero(heat > FAINT * float(heat.sum()))
    weights = heat[ys, xs]
    at = np.asarray(start, np.float64)
    for _ in range(STEPS if len(xs) else 0):
        pull = weights / np.maximum(np.hypot(xs - at[0], ys - at[1]), 0.5)
        at = np.array([(pull * xs).sum(), (pull * ys).sum()]) / pull.sum()
    return at


def answered(net: Onnx, canvas: Canvas, columns: int) -> list[np.ndarray]:
    """The network's outputs, what it says of the garment as the mean over the picture and its mirror image.

    The two looks err in different places: together they are off by a fourteenth less.

    Args:
        net: the network.
        canvas: the picture laid into it.
        columns: how many columns of the canvas it fills.
    """
    turned = canvas.copy()
    turned[:, :, :columns] = canvas[:, :, :columns][:, :, ::-1]
    mask, parts, heat, there, words, *inner = (out[0] for out in net(canvas[None]))
    mask2, parts2, heat2, there2, words2 = (out[0] for out in net(turned[None])[:5])
    return [
        (mask + mirrored(mask2, columns / FINE)) / 2,
        (parts + mirrored(parts2[_PARTS], columns / FINE)) / 2,
        (heat + mirrored(heat2[_POINTS], columns / COARSE)) / 2,
        (there + there2[_POINTS]) / 2,
        (words + words2) / 2,
        *inner,
    ]


def mirrored(maps: Float32[np.ndarray, "k rows columns"], width: float) -> Float32[np.ndarray, "k rows columns"]:
    """Maps turned about the middle of their first `width` columns, a number that need not be whole."""
    turn = np.array([[-1, 0, width - 1], [0, 1, 0]], np.float32)
    size = (maps.shape[2], maps.shape[1])
    return np.stack([cv2.warpAffine(one, turn, size, flags=cv2.INTER_LINEAR) for one in maps]).astype(np.float32)


def answers(odds: Float32[np.ndarray, " n"]) -> dict[str, dict[str, float]]:
    """The network's row of probabilities by question and answer."""
    out, start = {}, 0
    for question, names in WORDS.items():
        out[question] = dict(zip(names, odds[start : start + len(names)].tolist(), strict=True))
        start += len(names)
    return out


def features(photo: Picture, nets: Nets) -> Float32[np.ndarray, " n"]:
    """What the encoder makes of a picture, of length 1: the dot product of two is their likeness (search by picture).

    Raises:
        NetMissing: the network's file is not there.
    """
    found = np.asarray(nets.garment(assemble(photo)[None])[5][0], np.float32)
    return np.asarray(found / max(float(np.linalg.norm(found)), 1e-9), np.float32)


def see(photo: Picture, nets: Nets) -> Seen:
    """Run the network on a product picture.

    Raises:
        NetMissing: its file is not there.
    """
    height, width = photo.shape[:2]
    rows, columns = placement(height, width)
    mask, parts, heat, there, words, features, *inner = answered(nets.garment, assemble(photo), columns)
    fine = cv2.resize(mask[0], (SIDE, SIDE), interpolation=cv2.INTER_LINEAR)[:rows, :columns]
    cover = cv2.resize(fine, (width, height), interpolation=cv2.INTER_LINEAR)
    label = parts[:, : -(-rows // FINE), : -(-columns // FINE)].argmax(0).astype(np.uint8) + 1
    named = cv2.resize(label, (width, height), interpolation=cv2.INTER_NEAREST)
    found = spots(heat)
    scale = np.array([width / columns, height / rows], np.float32)
    at = (found[:, :2] + 0.5) * scale - 0.5
    trust = (there * found[:, 2]).tolist()
    kept = {name: (float(x), float(y)) for name, (x, y), p in zip(LANDMARKS, at, there, strict=True) if p > 0.5}
    return Seen(
        mask=cover.astype(np.float32),
        parts=np.where(cover > 0.5, named, 0).astype(np.uint8),
        landmarks=kept,
        trust=dict(zip(LANDMARKS, trust, strict=True)),
        words=answers(words),
        features=features.astype(np.float32),
        inner=tuple(inner),
    )
