"""One decision a photo: does the person wear a dress, or a top with a skirt or trousers?

Pixel by pixel the parser cannot know: it halves dresses at the waist. The whole can: in a dress the cloth goes on
across the waist in the same colours, without a seam that stands out, and hangs over the middle of the legs. A logistic
model of such traits, measured on the clothed region whatever its parts are called, decides (`weights/gown.md`).
"""

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from jaxtyping import Bool, Float32, Float64, UInt8

from vitrine.errors import NetDamaged
from vitrine.people.parser_net import likeliest
from vitrine.people.person import CLASSES

TORSO: Final = 40
"""Pixels between shoulders and hips at which traits are measured."""
SEEN: Final = 0.15
"""Least visibility of hips and knees (a long skirt hides knees); a photo that does not show them is left as it is."""
SURE: Final = 0.5
"""Probability from which it is a dress."""
UNLIKELY: Final = 0.25
"""Probability below which it is none."""
TOP, DRESS, BOTTOMS = (CLASSES.index(name) for name in ("top", "dress", "bottoms"))
CLOTHES: Final = (TOP, DRESS, BOTTOMS)
BARE: Final = tuple(CLASSES.index(name) for name in ("skin", "legwear"))

TRAITS: Final = (
    "lightness", "hue", "shared", "texture", "hem", "skirt-hem", "middle", "flare", "bare", "seam", "knees",
    "middle-alike", "middle-hue", "middle-shared", "hem-middle",
)  # fmt: skip


def decided(
    odds: Float32[np.ndarray, "11 h w"],
    picture: UInt8[np.ndarray, "h w 3"],
    points: Float32[np.ndarray, "33 2"],
    visibility: Float32[np.ndarray, "33"],
    weights: Path,
) -> Float32[np.ndarray, "11 h w"]:
    """The parser's probabilities with one of the two made impossible, where that is clear.

    Args:
        odds: probabilities, sums 1.
        picture: the photo at their size.
        points: pose landmarks in its pixels.
        visibility: 0..1.
        weights: the folder of our networks; without gown.json in it nothing is decided.

    Raises:
        NetDamaged: gown.json is not what `vitrine train gown` writes.
    """
    found = traits(likeliest(odds), picture, points, visibility)
    if found is None or not (weights / "gown.json").is_file():
        return odds
    dress = probability(found, weights)
    out = odds.copy()
    if dress > SURE:
        out[DRESS] = odds[TOP] + odds[DRESS] + odds[BOTTOMS]
        out[TOP] = out[BOTTOMS] = 0
    elif dress < UNLIKELY:
        grown = 1 + odds[DRESS] / np.maximum(odds[TOP] + odds[BOTTOMS], 1e-6)
        out[TOP], out[BOTTOMS] = odds[TOP] * grown, odds[BOTTOMS] * grown
        out[DRESS] = 0
    return out


def probability(found: Float32[np.ndarray, " n"], weights: Path) -> float:
    """How likely the traits are a dress's."""
    model = opened(weights / "gown.json")
    scaled = np.clip((found - model["mean"]) / model["spread"], -4, 4).astype(np.float32)
    return float(1 / (1 + np.exp(-(terms(scaled) @ model["weights"] + model["bias"]))))


def terms(scaled: Float32[np.ndarray, "*batch n"]) -> Float32[np.ndarray, "*batch m"]:
    """What the logistic model weighs: each trait and its square."""
    return np.concatenate([scaled, scaled**2], -1).astype(np.float32)


@cache
def opened(file: Path) -> dict[str, Float64[np.ndarray, "..."]]:
    """The logistic model: `mean` and `spread` of TRAITS, `weights` of their `terms`, `bias`.

    Raises:
        NetDamaged: the file is not what `vitrine train gown` writes.
    """
    shapes = {"mean": (len(TRAITS),), "spread": (len(TRAITS),), "weights": (2 * len(TRAITS),), "bias": ()}
    try:
        found = {name: np.array(value, np.float64) for name, value in dict(json.loads(file.read_bytes())).items()}
    except (ValueError, TypeError):
        raise NetDamaged(file.name) from None
    if {name: value.shape for name, value in found.items()} != shapes:
        raise NetDamaged(file.name)
    if not all(np.isfinite(value).all() for value in found.values()) or not (found["spread"] > 0).all():
        raise NetDamaged(file.name)
    return found


def traits(
    labels: UInt8[np.ndarray, "h w"],
    picture: UInt8[np.ndarray, "h w 3"],
    points: Float32[np.ndarray, "33 2"],
    visibility: Float32[np.ndarray, "33"],
) -> Float32[np.ndarray, " n"] | None:
    """TRAITS of what is worn; None where hips and knees are not in sight or hardly any clothes are."""
    shoulders, hips, knees, ankles = (points[[a, a + 1]].mean(0) for a in (11, 23, 25, 27))
    torso = float(hips[1] - shoulders[1])
    if visibility[[23, 24, 25, 26]].min() < SEEN or torso < 8 or not shoulders[1] < hips[1] < knees[1] < len(labels):
        return None
    scale = TORSO / torso
    size = (max(8, round(labels.shape[1] * scale)), max(8, round(labels.shape[0] * scale)))
    labels = cv2.resize(labels, size, interpolation=cv2.INTER_NEAREST).astype(np.uint8)
    lab = cv2.cvtColor(
        cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255, cv2.COLOR_RGB2LAB
    )
    shoulders, hips, knees, ankles = (spot * scale for spot in (shoulders, hips, knees, ankles))
    worn = np.isin(labels, CLOTHES)
    colours = _colours(worn, lab, float(shoulders[1]), float(hips[1]))
    if colours is None:
        return None
    shape = _shape(worn, hips, knees, ankles)
    between = labels[round(float(knees[1])) : max(round(float(ankles[1])), round(float(knees[1])) + 1)]
    bare = 10 * float(np.isin(between, BARE).mean()) if between.size else 0.0
    seam = _seam(worn, lab[..., 0], float(shoulders[1]), float(hips[1]))
    lightness, hue, shared, _ = colours
    hem, _, middle, _ = shape
    mixed = (middle * (1 - lightness), middle * hue, middle * shared, hem * middle)
    seen = float(visibility[[25, 26]].min())
    return np.clip(np.array([*colours, *shape, bare, seam, seen, *mixed], np.float32), -8, 8)


def _colours(
    worn: Bool[np.ndarray, "h w"], lab: Float32[np.ndarray, "h w 3"], shoulders: float, hips: float
) -> tuple[float, float, float, float] | None:
    """Differences in lightness and hue, shared colours, difference in texture: above the waist and below the hips."""
    rows = np.arange(len(worn))[:, None]
    waist = shoulders + 0.72 * TORSO
    above = worn & (rows > waist - 0.42 * TORSO) & (rows < waist - 0.1 * TORSO)
    below = worn & (rows > hips + 0.02 * TORSO) & (rows < hips + 0.35 * TORSO)
    if above.sum() < 20 or below.sum() < 20:
        return None
    a, b = lab[above], lab[below]
    apart = np.abs(np.median(a, 0) - np.median(b, 0))
    bins: Any = {"bins": (8, 8, 8), "range": ((0, 100), (-60, 60), (-60, 60))}
    one, two = (np.histogramdd(x, **bins)[0] / len(x) for x in (a, b))
    texture = abs(float(np.log((a[:, 0].std() + 2) / (b[:, 0].std() + 2))))
    return float(apart[0]) / 20, float(np.hypot(apart[1], apart[2])) / 15, float(np.minimum(one, two).sum()), texture


def _shape(
    worn: Bool[np.ndarray, "h w"],
    hips: Float32[np.ndarray, "2"],
    knees: Float32[np.ndarray, "2"],
    ankles: Float32[np.ndarray, "2"],
) -> tuple[float, float, float, float]:
    """Lowest cloth, lowest row where it is broad, rows to the knee with cloth midway, broadening to the hem."""
    thigh = max(4.0, float(knees[1] - hips[1]))
    rows = np.arange(round(float(hips[1])), min(len(worn), round(float(hips[1]) + 2.4 * thigh)))
    lowest = float(np.flatnonzero(worn.any(1))[-1] - hips[1]) / thigh
    if not len(rows):
        return lowest, 0.0, 0.0, 1.0
    x = np.interp(rows, [hips[1], knees[1], max(ankles[1], knees[1] + 1)], [hips[0], knees[0], ankles[0]])
    middle = worn[rows, np.clip(np.rint(x), 0, worn.shape[1] - 1).astype(int)]
    broad = worn[rows].sum(1)
    wide = np.flatnonzero(broad > 0.25 * max(int(broad.max()), 1))
    end = int(wide[-1]) if len(wide) else 0
    flare = float(broad[max(0, end - 3) : end + 1].mean() / max(1.0, float(broad[:4].mean())))
    return lowest, end / thigh, float(middle[: max(1, round(0.9 * thigh))].mean()), flare


def _seam(worn: Bool[np.ndarray, "h w"], lightness: Float32[np.ndarray, "h w"], shoulders: float, hips: float) -> float:
    """How far the sharpest row about the waist stands out from the others."""
    step = np.abs(np.diff(lightness, axis=0))
    inner = cv2.erode(worn.astype(np.uint8), np.ones((3, 3), np.uint8))[:-1] > 0
    start, stop = max(0, round(shoulders + 0.57 * TORSO)), min(len(step), round(hips))
    rows = [float(step[y][inner[y]].mean()) for y in range(start, stop) if inner[y].sum() > 4]
    return max(rows) / (float(np.median(rows)) + 1) if rows else 1.0
