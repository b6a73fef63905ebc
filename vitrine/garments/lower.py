"""Landmarks of trousers, shorts and skirts, read from the silhouette."""

import numpy as np

from vitrine.garments.silhouette import Silhouette
from vitrine.garments.upper import Named


def crotch(shape: Silhouette) -> tuple[float, float] | None:
    """Top of the gap between the legs, or None for a skirt."""
    near = np.arange(max(0, round(shape.axis - 0.12 * shape.width)), round(shape.axis + 0.12 * shape.width) + 1)
    near = near[(near < shape.width)]
    under = shape.underside[near]
    deepest = int(under.argmin())
    if under[deepest] > 0.93 * (shape.height - 1):
        return None
    return float(near[deepest]), float(under[deepest] - 1)


def leg(shape: Silhouette, split: tuple[float, float]) -> Named:
    """Corners of the picture's left leg's end."""
    points = shape.contour
    ours = points[(points[:, 0] < split[0]) & (points[:, 1] > split[1])]
    outer = ours[(ours[:, 1] - 0.9 * ours[:, 0]).argmax()]
    inner = ours[(ours[:, 1] + 0.9 * ours[:, 0]).argmax()]
    return {"ankle-outer": (float(outer[0]), float(outer[1])), "ankle-inner": (float(inner[0]), float(inner[1]))}


def waistband(shape: Silhouette) -> tuple[float, float]:
    """Upper left corner."""
    points = shape.contour
    x, y = points[(-points[:, 1] - 0.6 * points[:, 0]).argmax()]
    return float(x), float(y)


def hem(shape: Silhouette) -> tuple[float, float]:
    """Lower left corner of a skirt."""
    points = shape.contour
    x, y = points[(points[:, 1] - 0.8 * points[:, 0]).argmax()]
    return float(x), float(y)


def lower(shape: Silhouette) -> tuple[Named, float]:
    """All landmarks in the working picture, and how far to trust them (0..1)."""
    split = crotch(shape)
    points: Named = {}
    for name, view in (("right", shape), ("left", shape.mirrored())):
        at = split if split is None or name == "right" else (shape.width - 1 - split[0], split[1])
        ours = {"waistband": waistband(view)} | ({"hem": hem(view)} if at is None else leg(view, at))
        points |= {f"{key}-{name}": (x if name == "right" else shape.width - 1 - x, y) for key, (x, y) in ours.items()}
    if split is not None:
        points["crotch"] = split
    return points, 0.9
