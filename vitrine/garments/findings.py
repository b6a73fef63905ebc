"""What may be wrong with a product picture: each finding with its weight and where it is seen."""

from typing import Final

import cv2
import numpy as np

from vitrine.formats.contract import Box
from vitrine.formats.facts import Edge, Finding
from vitrine.garments import regions
from vitrine.garments.garment import Garment
from vitrine.garments.sight import Sight
from vitrine.imaging.types import Mask, Picture, Region

UNCLEAR: Final = "body-unclear"
"""The warning of a garment on a body that could not be read."""


def findings(
    photo: Picture, garment: Garment | None, seen: Sight | None = None, lost: float = 0.0
) -> tuple[Finding, ...]:
    """All findings of a picture.

    Args:
        photo: the product picture.
        garment: what was read of it, None where it shows none.
        seen: what the network sees in it, None where it is not installed.
        lost: share of the garment that is hidden and was completed.
    """
    out = [too_dark(photo), blurred(photo)]
    if garment is not None:
        out += [too_small(garment.alpha), cut_off(garment.alpha, seen), shape_unsure(garment)]
        out += on_body(garment, lost)
        if seen is not None:
            out += glanced(garment, seen)
    return tuple(f for f in out if f is not None)


def on_body(garment: Garment, lost: float) -> list[Finding | None]:
    """What is wrong with a garment that somebody wears: hidden in part, among several people, or not to be read."""
    if garment.photo_type != "worn":
        return []
    box = box_of(garment.alpha > 0.5)
    return [
        weighed(Finding(code="part-hidden", weight=ramp(lost, 0.02, 0.4), box=box, part="torso")),
        weighed(Finding(code="several-garments", weight=0.8 * ("several-people" in garment.warnings))),
        weighed(Finding(code="body-unclear", weight=0.8 * (UNCLEAR in garment.warnings), box=box)),
    ]


def glanced(garment: Garment, seen: Sight) -> list[Finding | None]:
    """What the network alone can tell: folded, several, a banner."""
    box = box_of(garment.alpha > 0.5)
    worn = garment.photo_type == "worn"
    return [
        weighed(Finding(code="folded", weight=0.0 if worn else seen.flaws["folded"], box=box)),
        weighed(Finding(code="several-garments", weight=0.0 if worn else seen.flaws["several"])),
        weighed(Finding(code="banner", weight=seen.flaws["banner"], box=box)),
    ]


def ramp(value: float | int, low: float | int, high: float | int) -> float:
    """0 at `low`, 1 at `high` (which may be the smaller), straight between."""
    return float(np.clip((value - low) / (high - low), 0, 1))


def box_of(where: Region) -> Box | None:
    """The smallest box around a region, None round nothing."""
    ys, xs = np.flatnonzero(where.any(1)), np.flatnonzero(where.any(0))
    if not len(ys):
        return None
    x, y = int(xs[0]), int(ys[0])
    return Box(x=x, y=y, width=int(xs[-1]) - x + 1, height=int(ys[-1]) - y + 1)


def weighed(finding: Finding) -> Finding | None:
    """The finding, unless it weighs nothing."""
    return finding if finding.weight > 0.05 else None


def too_dark(photo: Picture) -> Finding | None:
    """Neither the ground nor the cloth reaches a fair lightness: black cloth on a white ground is not dark."""
    light = photo[::4, ::4].max(2)
    return weighed(Finding(code="too-dark", weight=ramp(float(np.percentile(light, 97)), 110, 40)))


def blurred(photo: Picture) -> Finding | None:
    """The sharpest edges of the picture are soft for its size, or there are none at all."""
    grey = cv2.cvtColor(photo, cv2.COLOR_RGB2GRAY).astype(np.float32)
    step = 512 / max(grey.shape)
    small = cv2.resize(grey, None, fx=step, fy=step, interpolation=cv2.INTER_AREA) if step < 1 else grey
    # noise is no sharpness
    calm = cv2.GaussianBlur(small, (0, 0), 0.8)
    first = np.hypot(cv2.Sobel(calm, cv2.CV_32F, 1, 0), cv2.Sobel(calm, cv2.CV_32F, 0, 1)) / 8
    strong = first >= np.percentile(first, 98)
    size = float(first[strong].mean())
    sharp = float(np.abs(cv2.Laplacian(calm, cv2.CV_32F))[strong].mean()) / max(size, 1e-3)
    return weighed(Finding(code="blurred", weight=max(ramp(sharp, 0.25, 0.03), ramp(size, 2.0, 0.8))))


def too_small(alpha: Mask) -> Finding | None:
    """The garment has few pixels."""
    box = box_of(alpha > 0.5)
    assert box is not None
    return weighed(Finding(code="too-small", weight=ramp(max(box.width, box.height), 400, 80), box=box))


def cut_off(alpha: Mask, seen: Sight | None = None) -> Finding | None:
    """The garment runs over the picture's edge: by the share of its own width or height that lies there.

    A waistband that just touches the edge looks like one that is cut; the network tells them apart.
    """
    found = alpha > 0.5
    box = box_of(found)
    assert box is not None
    inset = regions.unit(found.shape)
    lines: dict[Edge, tuple[Region, int]] = {
        "top": (found[inset], box.width),
        "right": (found[:, -1 - inset], box.height),
        "bottom": (found[-1 - inset], box.width),
        "left": (found[:, inset], box.height),
    }
    shares = {edge: float(line.sum()) / max(length, 1) for edge, (line, length) in lines.items()}
    edges = tuple(edge for edge, share in shares.items() if share > 0.03)
    if not edges:
        return None
    worst = max(shares, key=lambda e: shares[e])
    strip = {
        "top": Box(x=box.x, y=0, width=box.width, height=max(1, box.height // 8)),
        "bottom": Box(x=box.x, y=found.shape[0] - box.height // 8 - 1, width=box.width, height=box.height // 8 + 1),
        "left": Box(x=0, y=box.y, width=max(1, box.width // 8), height=box.height),
        "right": Box(x=found.shape[1] - box.width // 8 - 1, y=box.y, width=box.width // 8 + 1, height=box.height),
    }[worst]
    weight = ramp(shares[worst], 0.03, 0.3)
    if seen is not None:
        weight *= 0.35 + 0.65 * ramp(seen.flaws["cut-off"], 0.1, 0.5)
    return Finding(code="cut-off", weight=weight, box=strip, edges=edges)


def shape_unsure(garment: Garment) -> Finding | None:
    """The landmarks are not to be trusted."""
    return weighed(
        Finding(code="shape-unsure", weight=ramp(garment.confidence, 0.9, 0.2), box=box_of(garment.alpha > 0.5))
    )
