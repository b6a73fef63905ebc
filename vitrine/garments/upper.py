"""Landmarks of tops, outerwear and dresses, read from the silhouette.

Each side is found by the same code on the picture and on its mirror image, so that left and right can never differ
by more than the garment does. In the code below the side in hand is the picture's left (the wearer's right).
"""

from dataclasses import dataclass

import numpy as np

from vitrine.garments.silhouette import Silhouette

Named = dict[str, tuple[float, float]]


@dataclass(frozen=True)
class Side:
    """One side's landmarks in the working picture, by name without the side; `sleeved` when there is a sleeve."""

    points: Named
    sleeved: bool
    confidence: float


def side(shape: Silhouette) -> Side:
    """The landmarks of the picture's left side."""
    chest = half_chest(shape)
    pit = slot_top(shape, chest)
    neck = neck_point(shape, chest)
    by_width = neck[1] + 0.62 * 2 * chest
    if pit is None or pit[0] < shape.contour[:, 0].min() + 3:
        return sleeveless(shape, neck, chest)
    if pit[1] > by_width * 1.25:
        pit = (shape.axis - chest, by_width)
    cuff_outer, cuff_inner = cuffs(shape, pit)
    shoulder = shoulder_point(shape, neck, cuff_outer, pit)
    waist, hem = below(shape, pit)
    return Side(
        {
            "neck": neck,
            "shoulder": shoulder,
            "armpit": pit,
            "cuff-outer": cuff_outer,
            "cuff-inner": cuff_inner,
            "waist": waist,
            "hem": hem,
        },
        True,
        1.0,
    )


def half_chest(shape: Silhouette) -> float:
    """Half the torso's width: the median of the axis run's left half over the middle rows."""
    rows = shape.spans[shape.height // 3 : shape.height * 3 // 4, 0]
    rows = rows[rows >= 0]
    return float(np.quantile(shape.axis - rows, 0.3)) if len(rows) else shape.width / 4


def slot_top(shape: Silhouette, chest: float) -> tuple[float, float] | None:
    """Top of the gap between sleeve and torso, or None when no sleeve stands off."""
    columns = np.arange(max(0, int(shape.axis - 0.55 * chest)))
    columns = columns[shape.underside[columns] > 0]
    under = shape.underside[columns]
    floor = np.quantile(shape.underside[int(shape.axis - 0.5 * chest) : int(shape.axis)], 0.5)
    sleeve = columns[under < floor - 0.12 * shape.height]
    if len(sleeve) < 0.12 * chest:
        return None
    score = -shape.underside[sleeve] - 0.5 * (shape.axis - sleeve)
    x = int(sleeve[score.argmax()])
    return float(x), float(shape.underside[x] - 1)


def neck_point(shape: Silhouette, chest: float) -> tuple[float, float]:
    """Where the shoulder line meets the neck: walking inward along the top edge until it stops rising like a shoulder."""
    step = max(2, round(0.05 * chest))
    x = int(shape.axis - 0.8 * chest)
    while x + step < shape.axis - 0.15 * chest:
        rise = (shape.top[x] - shape.top[x + step]) / step
        if not -0.15 < rise < 1.0:
            break
        x += 1
    return float(x), float(shape.top[x])


def cuffs(shape: Silhouette, pit: tuple[float, float]) -> tuple[tuple[float, float], tuple[float, float]]:
    """Outer and inner corner of the sleeve's end."""
    points = shape.contour
    ours = points[points[:, 0] < pit[0]]
    root = np.array([pit[0], pit[1] - 0.08 * shape.height])
    away = ours - root
    tip = away[np.linalg.norm(away, axis=1).argmax()]
    along = tip / max(float(np.linalg.norm(tip)), 1e-6)
    across = np.array([along[1], -along[0]])
    if across[0] > 0:
        across = -across
    outer = ours[(away @ along + 0.9 * (away @ across)).argmax()]
    inner = ours[(away @ along - 0.9 * (away @ across)).argmax()]
    return (float(outer[0]), float(outer[1])), (float(inner[0]), float(inner[1]))


def shoulder_point(
    shape: Silhouette, neck: tuple[float, float], cuff: tuple[float, float], pit: tuple[float, float]
) -> tuple[float, float]:
    """Where the top edge turns from shoulder to sleeve, near the column above the armpit."""
    high = max(int(neck[0]), 2)
    low = int(np.clip(pit[0] - 0.35 * max(neck[0] - pit[0], 4), min(cuff[0] + 1, high - 1), high - 1))
    xs = np.arange(max(low, 0), high)
    ys = shape.top[xs]
    chord = np.array(cuff) - np.array(neck)
    normal = np.array([chord[1], -chord[0]]) / max(float(np.linalg.norm(chord)), 1e-6)
    bulge = np.abs((np.stack([xs, ys], 1) - np.array(neck)) @ normal)
    prior = np.exp(-0.5 * ((xs - pit[0]) / (0.25 * max(neck[0] - pit[0], 4))) ** 2)
    x = int(xs[(bulge * prior + 0.5 * prior).argmax()])
    return float(x), float(shape.top[x])


def below(shape: Silhouette, pit: tuple[float, float]) -> tuple[tuple[float, float], tuple[float, float]]:
    """Waist and hem under an armpit: the torso's left edge, a sleeve that touches it bridged."""
    rows = np.flatnonzero(shape.spans[:, 0] >= 0)
    rows = rows[rows > pit[1] + 1]
    if not len(rows):
        return pit, (pit[0], float(shape.height - 1))
    edge = shape.spans[rows, 0].astype(float)
    inside = edge > pit[0] - 0.9 * (shape.axis - pit[0])
    edge = np.interp(rows, rows[inside], edge[inside]) if inside.any() else edge
    corner = (rows - 0.6 * edge).argmax()
    hem = (float(edge[corner]), float(rows[corner]))
    length = hem[1] - pit[1]
    middle = (rows > pit[1] + 0.25 * length) & (rows < pit[1] + 0.75 * length)
    if not middle.any():
        return ((pit[0] + hem[0]) / 2, (pit[1] + hem[1]) / 2), hem
    target = pit[1] + 0.45 * length
    slim = np.where(middle, edge - 0.02 * np.abs(rows - target), -np.inf)
    return (float(edge[slim.argmax()]), float(rows[slim.argmax()])), hem


def sleeveless(shape: Silhouette, neck: tuple[float, float], chest: float) -> Side:
    """The landmarks of a side without sleeve: shoulder's end on top, armpit where the armhole meets the side."""
    left = int(np.flatnonzero(shape.top < shape.height)[0])
    xs = np.arange(left, max(int(neck[0]), left + 1))
    high = xs[shape.top[xs] < neck[1] + 0.25 * chest]
    shoulder = (float(high[0]), float(shape.top[high[0]])) if len(high) else neck
    row = int(np.clip(neck[1] + 0.62 * 2 * chest, shoulder[1] + 2, shape.height - 2))
    start = shape.spans[row, 0] if shape.spans[row, 0] >= 0 else left
    pit = (float(start), float(row))
    waist, hem = below(shape, pit)
    return Side({"neck": neck, "shoulder": shoulder, "armpit": pit, "waist": waist, "hem": hem}, False, 0.7)


def upper(shape: Silhouette) -> tuple[Named, bool, float]:
    """All landmarks in the working picture, whether there are sleeves, and how far to trust them (0..1)."""
    right, left = side(shape), side(shape.mirrored())
    last = shape.width - 1
    points = {f"{name}-right": p for name, p in right.points.items()}
    points |= {f"{name}-left": (last - x, y) for name, (x, y) in left.points.items()}
    middle = round(shape.axis)
    points["neck-front"] = (float(middle), float(shape.top[middle]))
    return points, right.sleeved or left.sleeved, min(left.confidence, right.confidence)
