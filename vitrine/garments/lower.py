"""Landmarks of trousers, shorts and skirts, read from the silhouette."""

from dataclasses import dataclass

import numpy as np

from vitrine.garments.silhouette import Silhouette

Spot = tuple[float, float]
Named = dict[str, Spot]


@dataclass(frozen=True)
class Lower:
    """Landmarks in the working picture, by name."""

    points: Named
    confidence: float


def crotch(shape: Silhouette) -> Spot | None:
    """Top of the gap between the legs, or None where there is none."""
    near = np.arange(round(shape.axis - 0.14 * shape.width), round(shape.axis + 0.14 * shape.width) + 1)
    near = near[(near >= 0) & (near < shape.width)]
    under = np.where(shape.underside[near] > 0, shape.underside[near], shape.height)
    best = int(np.argmin(under + 0.2 * np.abs(near - shape.axis)))
    bottom = int(np.flatnonzero(shape.region.any(1))[-1])
    depth = bottom - int(under[best])
    both = shape.region[int(under[best]) + depth // 2 :]
    legs = both[:, : near[best]].any() and both[:, near[best] + 1 :].any()
    if depth < 0.06 * shape.height or not legs or under[best] < 0.15 * shape.height:
        return None
    return float(near[best]), float(under[best] - 1)


def leg(shape: Silhouette, split: Spot) -> Named:
    """Corners of the picture's left leg's end."""
    ours = shape.contour[(shape.contour[:, 0] <= split[0]) & (shape.contour[:, 1] > split[1] + 1)]
    if len(ours) < 4:
        return {"ankle-outer": split, "ankle-inner": split}
    low = float(ours[:, 1].max())
    wide = float(np.ptp(ours[ours[:, 1] > 0.5 * (low + split[1]), 0]))
    end = ours[ours[:, 1] > low - 0.4 * wide]
    outer = end[(end[:, 1] - 0.8 * end[:, 0]).argmax()]
    inner = end[(end[:, 1] + 0.8 * end[:, 0]).argmax()]
    return {"ankle-outer": (float(outer[0]), float(outer[1])), "ankle-inner": (float(inner[0]), float(inner[1]))}


def corner(shape: Silhouette, down: bool) -> Spot:
    """The shape's outermost upper left corner, or the lower left one."""
    sign = 1 if down else -1
    x, y = shape.contour[(sign * shape.contour[:, 1] - (0.8 if down else 0.5) * shape.contour[:, 0]).argmax()]
    return float(x), float(y)


def lower(shape: Silhouette) -> Lower:
    """All landmarks of a garment that hangs from the waist."""
    split = crotch(shape)
    points: Named = {}
    for name, view in (("right", shape), ("left", shape.mirrored())):
        at = split if split is None or name == "right" else (shape.width - 1 - split[0], split[1])
        ours = {"waistband": corner(view, False)} | ({"hem": corner(view, True)} if at is None else leg(view, at))
        points |= {f"{key}-{name}": (x if name == "right" else shape.width - 1 - x, y) for key, (x, y) in ours.items()}
    if split is not None:
        points["crotch"] = split
    return Lower(points, min(0.95, shape.symmetry + 0.1))
