"""A garment's picture with its truth, from one seed: cut, laid, dyed, lit, put before a background."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from vitrine.garments.garment_net import LABELS, LANDMARKS, WORDS
from vitrine.training.wardrobe import scene
from vitrine.training.wardrobe.cloth import Cloth, cloth, colour, noise
from vitrine.training.wardrobe.cut import Cut, Piece, bottoms
from vitrine.training.wardrobe.shoulders import hung

CATEGORIES: Final = ("tops", "bottoms", "dresses", "outerwear")
_SUB: Final = 4
"""Bits of a pixel's fraction in drawing."""


@dataclass(frozen=True)
class Sample:
    """A picture and everything that is true of it."""

    picture: np.ndarray
    """`side side 3` uint8; what lies outside of the frame is black."""
    alpha: np.ndarray
    """`side side` uint8, coverage × 255."""
    parts: np.ndarray
    """`side side` uint8: 0 or 1 + index into LABELS."""
    points: np.ndarray
    """`24 2` float32 in pixels; not a number where a landmark is not there, or outside of the frame."""
    words: np.ndarray
    """`7` int8: the answer's index for each of WORDS, −1 where nobody knows."""


@dataclass(frozen=True)
class Real:
    """A photo that may lend its background or its cloth, and its garment's mask (uint8, same size)."""

    picture: np.ndarray
    mask: np.ndarray


class Placement:
    """From the cut's units to pixels: size, turn, perspective, and a soft crumpling that moves all alike."""

    def __init__(self, rng: np.random.Generator, cut: Cut, frame: tuple[int, int]) -> None:
        every = np.concatenate([p.outline for p in cut.pieces])
        turn = rng.normal(0, 0.03) if rng.random() < 0.6 else rng.normal(0, 0.14)
        cos, sin = np.cos(turn), np.sin(turn)
        self.turn = turn
        self.matrix = np.array([[cos, -sin], [sin, cos]])
        self.matrix = self.matrix @ np.array([[1, rng.normal(0, 0.02)], [0, np.exp(rng.normal(0, 0.07))]])
        self.tilt = rng.normal(0, 0.015, 2) * (rng.random() < 0.5)
        self.waves = [(rng.normal(0, 1.6, 2), rng.uniform(0, 6.3), rng.normal(0, 0.012, 2)) for _ in range(4)]
        self.scale, self.shift = 1.0, np.zeros(2)
        box = self(every)
        low, high = box.min(0), box.max(0)
        fill = 1 - 0.4 * rng.beta(1.2, 2.2) if rng.random() < 0.92 else rng.uniform(1.0, 1.3)
        self.scale = float(fill / max((high[0] - low[0]) / frame[0], (high[1] - low[1]) / frame[1]))
        room = np.array(frame) - (high - low) * self.scale
        self.shift = -low * self.scale + room * (0.5 + rng.uniform(-0.4, 0.4, 2) * (rng.random() < 0.6))

    def __call__(self, points: np.ndarray) -> np.ndarray:
        """Points `n 2` in pixels."""
        moved = np.asarray(points, float)
        for way, phase, push in self.waves:
            moved = moved + np.sin(points @ way + phase)[:, None] * push
        moved = moved @ self.matrix.T
        moved = moved / (1 + moved @ self.tilt)[:, None]
        return moved * self.scale + self.shift


def sample(seed: int, side: int, lender: "list[Real] | None" = None) -> Sample:
    """The garment of this seed; `lender` are real photos for some backgrounds and cloths."""
    rng = np.random.default_rng(seed)
    real = lender[int(rng.integers(len(lender)))] if lender and rng.random() < 0.45 else None
    category = str(rng.choice(CATEGORIES, p=[0.42, 0.24, 0.2, 0.14]))
    cut = bottoms(rng) if category == "bottoms" else hung(rng, category)
    tall = float(rng.choice([4 / 3, 1.0, 3 / 4, 1.5, 1.25], p=[0.4, 0.25, 0.1, 0.1, 0.15]))
    frame = (side, round(side / tall)) if tall < 1 else (round(side / tall), side)
    place = Placement(rng, cut, frame)
    hangs = category != "bottoms" and rng.random() < 0.16
    canvas = scene.ground(rng, side, real.picture, real.mask) if real is not None and rng.random() < 0.7 \
        else scene.ground(rng, side)  # fmt: skip
    if hangs and "neck-left" in cut.points:
        ends = place(np.array([(0.0, 0.0), cut.points["shoulder-left"], cut.points["shoulder-right"]]))
        inward = [0.15 * ends[0] + 0.85 * e for e in ends[1:]]
        scene.hanger(canvas, rng, ends[0] + [0, -0.02 * side], inward, max(1, round(0.05 * place.scale)))
    lent = _lent(rng, real)
    main = cloth(rng, lent)
    picture, alpha, parts = painted(rng, cut, place, canvas, main)
    picture = finished(rng, picture)
    inside = (np.arange(side)[:, None] < frame[1]) & (np.arange(side)[None] < frame[0])
    truth = _words(cut, main, hangs)
    return Sample(
        picture=(np.clip(picture, 0, 255) * inside[..., None]).astype(np.uint8),
        alpha=np.rint(alpha * inside * 255).astype(np.uint8),
        parts=(parts * inside).astype(np.uint8),
        points=_points(cut, place, frame),
        words=truth,
    )


def _lent(rng: np.random.Generator, real: Real | None) -> np.ndarray | None:
    """A patch from the middle of a real garment, or None."""
    if real is None or rng.random() < 0.45:
        return None
    inner = cv2.erode((real.mask > 200).astype(np.uint8), np.ones((25, 25), np.uint8))
    ys, xs = np.nonzero(inner)
    if len(ys) < 200:
        return None
    k = int(rng.integers(len(ys)))
    half = 24
    y, x = (int(np.clip(v, half, n - half)) for v, n in ((ys[k], inner.shape[0]), (xs[k], inner.shape[1])))
    return real.picture[y - half : y + half, x - half : x + half]


def _points(cut: Cut, place: Placement, frame: tuple[int, int]) -> np.ndarray:
    out = np.full((len(LANDMARKS), 2), np.nan, np.float32)
    names = [n for n in cut.points if n in LANDMARKS]
    at = place(np.array([cut.points[n] for n in names]))
    seen = (at > -1).all(1) & (at[:, 0] < frame[0] + 1) & (at[:, 1] < frame[1] + 1)
    for name, spot, there in zip(names, at, seen, strict=True):
        if there:
            out[LANDMARKS.index(name)] = np.clip(spot, 0, np.array(frame) - 1)
    return out


def _words(cut: Cut, main: Cloth, hangs: bool) -> np.ndarray:
    true = {
        "kind": None, "category": cut.category, "sleeve": cut.sleeve, "neckline": cut.neckline, "hem": cut.hem,
        "pattern": main.pattern, "photo_type": "hanger" if hangs else "flat-lay",
    }  # fmt: skip
    return np.array([-1 if true[q] is None else WORDS[q].index(str(true[q])) for q in WORDS], np.int8)


# ------------------------------------------------------------------------------------------------ painting


def painted(
    rng: np.random.Generator, cut: Cut, place: Placement, canvas: np.ndarray, main: Cloth
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Picture (float), coverage and parts: each piece laid over the ones before it."""
    side = canvas.shape[0]
    cloths = {"main": main, "trim": cloth(rng), "inside": main if rng.random() < 0.6 else cloth(rng)}
    cloths["trim"].pattern = main.pattern
    relief = folds(rng, side)
    out, alpha, parts = np.zeros_like(canvas), np.zeros((side, side), np.float32), np.zeros((side, side), np.uint8)
    deep, reach = rng.uniform(0.0, 0.4), max(1.0, rng.uniform(0.02, 0.09) * place.scale)
    for piece in cut.pieces:
        line = place(piece.outline)
        cover = drawn([line], side)
        if piece.lifted and deep > 0.05:
            out *= (1 - deep * shadow(cover, reach))[..., None]
        dyed = dye(rng, cloths[piece.cloth], piece, place, relief, side)
        rim = cv2.blur(cover, (2 * int(reach) + 1,) * 2)
        dyed *= (1 - 0.5 * deep * np.clip(1.6 - 1.6 * rim, 0, 1))[..., None]
        out += (dyed - out) * cover[..., None]
        alpha += (1 - alpha) * cover
        parts[cover > 0.5] = 1 + LABELS.index(piece.part)
    if rng.random() < 0.35:
        out *= rounded(rng, alpha, place.scale)[..., None]
    out = graphic(rng, cut, place, out, parts, main)
    stitched(rng, cut, place, out)
    ground = canvas * (1 - rng.uniform(0, 0.65) * cast(rng, alpha, place.scale))[..., None]
    return ground + (out - ground) * alpha[..., None], alpha, parts


def drawn(lines: list[np.ndarray], side: int) -> np.ndarray:
    """Coverage of polygons, 0..1, edges antialiased."""
    out = np.zeros((side, side), np.uint8)
    whole = [np.round(line * 2**_SUB).astype(np.int32) for line in lines]
    for ring in whole:
        cv2.fillPoly(out, [ring], 255, cv2.LINE_AA, _SUB)
    return out.astype(np.float32) / 255


def folds(rng: np.random.Generator, side: int) -> np.ndarray:
    """Light on folds, about 1: slopes of a few fields of noise, one of them long drapes."""
    amount = float(rng.choice([rng.uniform(0, 0.5), rng.uniform(0.5, 1.5), rng.uniform(1.5, 3)], p=[0.4, 0.4, 0.2]))
    way = rng.uniform(0, 2 * np.pi)
    total = np.zeros((side, side), np.float32)
    for stretch, scale in ((rng.uniform(2, 6), rng.uniform(0.8, 1.6)), (1.0, rng.uniform(0.4, 1.0))):
        field = noise(rng, side, stretch, rng.normal(0, 0.5), scale)
        slope = np.cos(way) * cv2.Sobel(field, cv2.CV_32F, 1, 0) + np.sin(way) * cv2.Sobel(field, cv2.CV_32F, 0, 1)
        total += slope * (0.5 / max(float(slope.std()), 1e-4))
    return np.asarray(np.clip(1 + 0.11 * amount * total, 0.45, 1.5), np.float32)


def dye(
    rng: np.random.Generator, stuff: Cloth, piece: Piece, place: Placement, relief: np.ndarray, side: int
) -> np.ndarray:
    """The whole plane covered with a piece's cloth along its grain, under the folds' light."""
    if stuff.pattern == "plain":
        out = np.broadcast_to(stuff.tile[0, 0], (side, side, 3)).astype(np.float32)
    else:
        step = stuff.tile.shape[0] / (stuff.size * place.scale)
        angle = piece.grain + place.turn
        y, x = np.mgrid[:side, :side].astype(np.float32)
        x, y = x - place.shift[0], y - place.shift[1]
        push = (relief - 1) * 12
        u = ((x * np.cos(angle) + y * np.sin(angle) + push) * step).astype(np.float32)
        v = ((-x * np.sin(angle) + y * np.cos(angle) + push) * step).astype(np.float32)
        out = np.asarray(cv2.remap(stuff.tile, u, v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP), np.float32)
    light = relief * piece.tone * (1 + rng.normal(0, 0.02))
    if stuff.weave:
        light = light + rng.normal(0, stuff.weave / 160, (side, side)).astype(np.float32)
    return np.asarray(out * light[..., None], np.float32)


def shadow(cover: np.ndarray, reach: float) -> np.ndarray:
    """Darkness that a lifted piece casts about itself."""
    return cv2.GaussianBlur(cover, (0, 0), reach)


def cast(rng: np.random.Generator, alpha: np.ndarray, unit: float) -> np.ndarray:
    """The shadow on the ground: close and soft, or thrown to a side; often hardly any."""
    if rng.random() < 0.25:
        return np.zeros_like(alpha)
    reach = max(0.8, float(rng.uniform(0.02, 0.18) * unit))
    dx, dy = rng.normal(0, 0.06, 2) * unit
    moved = cv2.warpAffine(alpha, np.array([[1, 0, dx], [0, 1, dy]], np.float32), alpha.shape)
    return cv2.GaussianBlur(moved, (0, 0), reach)


def rounded(rng: np.random.Generator, alpha: np.ndarray, unit: float) -> np.ndarray:
    """Light on a body that nobody sees (a ghost mannequin): the edges turn away into shade, or into glare."""
    depth = cv2.distanceTransform((alpha > 0.5).astype(np.uint8), cv2.DIST_L2, 3) / (rng.uniform(0.3, 0.8) * unit)
    return np.asarray(1 - rng.uniform(-0.1, 0.45) * np.clip(1 - depth, 0, 1) ** 2, np.float32)


def graphic(
    rng: np.random.Generator, cut: Cut, place: Placement, out: np.ndarray, parts: np.ndarray, main: Cloth
) -> np.ndarray:
    """A print on the chest of some plain garments: letters, a picture of shapes, a logo."""
    if main.pattern != "plain" or cut.category == "bottoms" or rng.random() > 0.28:
        return out
    size = float(rng.choice([rng.uniform(0.12, 0.25), rng.uniform(0.5, 1.1)], p=[0.35, 0.65]))
    if size > 0.4:
        main.pattern = "printed"
    spot = place(np.array([[cut.chest[0] + (size < 0.4) * 0.45 * rng.choice([-1, 1]), cut.chest[1] + 0.4 * size]]))[0]
    ink, layer = colour(rng), np.zeros(out.shape[:2], np.uint8)
    reach = size * place.scale
    if rng.random() < 0.5:
        letters = "".join(rng.choice(list("ABCDEFGHKLMNOPRSTUVXYZ0189"), int(rng.integers(2, 8))))
        for row in range(int(rng.integers(1, 4))):
            scale = 1.7 * reach / (18 * len(letters))
            at = (round(spot[0] - 9 * scale * len(letters)), round(spot[1] + row * 30 * scale))
            cv2.putText(layer, letters, at, int(rng.integers(0, 5)), scale, 255, max(1, round(3 * scale)), cv2.LINE_AA)
    else:
        for _ in range(int(rng.integers(1, 7))):
            at = spot + rng.normal(0, 0.35, 2) * reach
            axes = np.maximum(1, rng.uniform(0.1, 0.6, 2) * reach).round().astype(int)
            cv2.ellipse(layer, tuple(at.round().astype(int).tolist()), tuple(axes.tolist()), rng.uniform(0, 180), 0,
                        int(rng.choice([180, 360])), 255, -1 if rng.random() < 0.6 else 2, cv2.LINE_AA)  # fmt: skip
    share = (layer.astype(np.float32) / 255 * (parts == 1) * rng.uniform(0.6, 1.0))[..., None]
    return np.asarray(out + (ink.astype(np.float32) - out) * share, np.float32)


def stitched(rng: np.random.Generator, cut: Cut, place: Placement, out: np.ndarray) -> None:
    """Draw seams and buttons."""
    lines = np.zeros(out.shape[:2], np.uint8)
    thick = max(1, round(0.018 * place.scale))
    for seam in cut.seams:
        cv2.polylines(lines, [np.round(place(seam) * 2**_SUB).astype(np.int32)], False, 255, thick, cv2.LINE_AA, _SUB)
    strength = float(rng.choice([rng.uniform(0.05, 0.3), rng.uniform(-0.35, -0.05)], p=[0.75, 0.25]))
    out *= (1 - strength * (lines.astype(np.float32) / 255))[..., None]
    if cut.buttons:
        ink = tuple(float(c) for c in colour(rng))
        for spot in place(np.array(cut.buttons)):
            cv2.circle(
                out, tuple(spot.round().astype(int).tolist()), max(1, round(0.045 * place.scale)), ink, -1, cv2.LINE_AA
            )


def finished(rng: np.random.Generator, picture: np.ndarray) -> np.ndarray:
    """What a camera does: blur, grain, JPEG."""
    if rng.random() < 0.4:
        picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.4, 0.9))
    if rng.random() < 0.4:
        picture = picture + rng.normal(0, rng.uniform(1, 6), picture.shape)
    if rng.random() < 0.5:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(45, 95))]
        code = cv2.imencode(".jpg", np.clip(picture, 0, 255).astype(np.uint8), quality)[1]
        picture = np.asarray(cv2.imdecode(code, cv2.IMREAD_COLOR))
    return np.asarray(picture, np.float32)
