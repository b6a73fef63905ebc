"""A garment made ready for posing: shrunk to about the size at which it is worn, meshed, colours bled outward."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import cv2
import numpy as np
from scipy.ndimage import median_filter

from vitrine.fitting.warp import mesh as meshes
from vitrine.fitting.warp.arm import SIDES, Side
from vitrine.fitting.warp.mesh import Mesh
from vitrine.fitting.warp.opening import to_the_neckline
from vitrine.fitting.warp.outline import Path
from vitrine.fitting.warp.rims import drawn_out, nearest
from vitrine.garments.bodysuit import is_bodysuit
from vitrine.garments.contour import between, inner_edge, outer_edge, side_edge
from vitrine.garments.garment import PARTS, Garment, Part
from vitrine.imaging.masks import box
from vitrine.imaging.types import Labels, Mask, Picture

ALL_SEWN: Final[Mapping[Side, float]] = {"left": 1.0, "right": 1.0}
BORDER: Final = 8
"""Pixels kept around the cut-out."""
LIMBS: Final[tuple[Part, ...]] = ("left-leg", "right-leg")
SLEEVES: Final[tuple[Part, ...]] = ("left-sleeve", "right-sleeve")
LEGS: Final = (1 + PARTS.index("left-leg"), 1 + PARTS.index("right-leg"))
STAIRS: Final = 2.5
"""Width over which inner borders are smoothed, in pixels of the rig."""
STRAP: Final = 0.016
"""Half the width of what passes for a strap, as a share of the longer side."""
RIM: Final = 0.3
"""How far inside the neck points the inside of the back begins at most, in distances of the neck points."""
STANDS: Final = 0.14
"""Height above the neck points from which a closed collar stands, in distances of them: a round neck rises less."""
OVERHANG: Final = 0.25
"""How far beside its foot the edge of such a collar lies at most, in the same."""
EDGE: Final = (0.35, 1.6)
"""Coverage that counts for a half at a cut-out's edge, and how much steeper it gets there: shrunk with its softness and
drawn larger again on hips and legs it would end in a haze, which photographed edges do not."""
SEAM: Final = 3
"""Pixels by which the torso reaches beneath a leg at the seam; beneath a sleeve it reaches as far as its mesh."""


@dataclass(frozen=True, eq=False)
class Rig:
    """A garment at working size; landmarks and edges are complex numbers in its pixels."""

    garment: Garment
    factor: float
    """Pixels of the rig for one of the garment picture."""
    corner: complex
    """The garment picture's pixel at the rig's upper left corner."""
    scale: float
    """Pixels of the photo for one of the rig: the garment's true size on this person."""
    texture: Picture
    alpha: Mask
    parts: Labels
    """Part labels, continued outward beyond the cut-out."""
    mesh: Mesh

    @cached_property
    def mark(self) -> dict[str, complex]:
        """Landmarks by name."""
        return {name: self.place(complex(*xy)) for name, xy in self.garment.landmarks.items()}

    def place(self, at: complex) -> complex:
        """A place of the garment picture in the rig."""
        return (at - self.corner + (0.5 + 0.5j)) * self.factor - (0.5 + 0.5j)

    def outer(self, side: Side) -> Path:
        """The edge from the neck over the shoulder to the cuff."""
        return self._outer[side]

    def rim(self, side: Side) -> Path:
        """The upper edge from the neck point inward to where the inside of the back begins; empty where none does.

        Of a collar that stands up closed it is the outer edge up to its corner.
        """
        start, end = self.mark[f"neck-{side}"], self.mark[f"neck-{'right' if side == 'left' else 'left'}"]
        width = abs(end - start)
        step = 1 if end.real > start.real else -1
        columns = np.clip(round(start.real) + step * np.arange(max(1, round(RIM * width))), 0, self.alpha.shape[1] - 1)
        solid = self.alpha[:, columns] > 0.5
        top = solid.argmax(0)
        inside = self.parts[np.minimum(top + 2, len(self.parts) - 1), columns] == label("inside-back")
        near = solid.any(0) & (np.abs(top - start.imag) < width / 2)
        last = int(inside.argmax())
        if not (self.parts == label("inside-back")).any():
            return self._closed(start, end)
        if not inside.any() or not near[: last + 1].all():
            return np.zeros(0, np.complex128)
        return np.concatenate([[start], columns[: last + 1] + 1j * top[: last + 1]])

    def _closed(self, start: complex, end: complex) -> Path:
        """The outer edge of a collar without an opening, from its foot at `start` up; its other foot is at `end`."""
        first, last = sorted(round(float(np.clip(foot.real, 0, self.alpha.shape[1] - 1))) for foot in (start, end))
        solid, width = self.alpha > 0.5, last - first + 1
        middle = solid[:, first + width // 4 : last + 2 - width // 4]
        high = float(np.median(middle.argmax(0)))
        if not middle.any(0).all() or start.imag - high < STANDS * width:
            return np.zeros(0, np.complex128)
        rows = np.arange(round(start.imag) - 1, round(high) - 1, -1)
        # from as far outside as frills and folds hang over inward
        out, half = 1 if start.real > end.real else -1, width // 2
        beside = (first + last) // 2 + out * np.arange(half + round(OVERHANG * width), -1, -1)
        beside = beside[(beside >= 0) & (beside < solid.shape[1])]
        there = solid[rows][:, beside]
        edge = beside[there.argmax(1)]
        # a dip of the upper edge is no side
        on = there.any(1) & (out * (edge - (first + last) / 2) > half / 2)
        return np.concatenate([[start], edge[on] + 1j * rows[on]])

    def inner(self, side: Side) -> Path:
        """The edge from the cuff's inner corner (or the shoulder) to the armpit."""
        return self._inner[side]

    @cached_property
    def _outer(self) -> dict[Side, Path]:
        return {side: self._path(outer_edge(self.garment, side)) for side in SIDES}

    @cached_property
    def _inner(self) -> dict[Side, Path]:
        return {side: self._path(inner_edge(self.garment, side)) for side in SIDES}

    def cuff(self, side: Side) -> Path:
        """A sleeve's hem, from its outer corner to the inner one."""
        return self._path(between(self.garment, f"cuff-outer-{side}", f"cuff-inner-{side}"))

    def side(self, side: Side) -> Path:
        """The edge from armpit to hem, or from waistband to hem or ankle."""
        return self._path(side_edge(self.garment, side))

    def inseam(self, side: Side) -> Path:
        """A leg's own edge toward the other leg, from under the crotch to the ankle, one place a row."""
        crotch, ankle = self.mark["crotch"], self.mark[f"ankle-inner-{side}"]
        last = min(max(round(ankle.imag), round(crotch.imag) + 2), self.alpha.shape[0] - 1)
        rows = np.arange(min(round(crotch.imag) + 1, last - 1), last + 1)
        straight = np.interp(rows, (crotch.imag, ankle.imag), (crotch.real, ankle.real))
        leg = (self.parts == LEGS[SIDES.index(side)]) & (self.alpha > 0.5)
        rightward = self.mark[f"ankle-outer-{side}"].real > ankle.real
        line = leg[rows, :: 1 if rightward else -1]
        there = line.any(1)
        if not there.any():
            return np.asarray(straight + 1j * rows, np.complex128)
        col = np.interp(rows, rows[there], line.argmax(1)[there])
        col = cv2.medianBlur(col.astype(np.float32)[:, None], 5)[:, 0]
        return np.asarray((col if rightward else leg.shape[1] - 1 - col) + 1j * rows, np.complex128)

    @cached_property
    def hem(self) -> dict[Side, tuple[np.ndarray, np.ndarray]]:
        """The lower end of each leg between its corners: columns, from left to right, and the row of each, evened."""
        found: dict[Side, tuple[np.ndarray, np.ndarray]] = {}
        for side in SIDES:
            ends = sorted(((z := self.mark[f"ankle-{edge}-{side}"]).real, z.imag) for edge in ("outer", "inner"))
            first, last = (round(float(np.clip(x, 0, self.alpha.shape[1] - 2))) for x, _ in ends)
            column = np.arange(first, max(last, first + 1) + 1)
            straight = np.interp(column, [x for x, _ in ends], [y for _, y in ends])
            leg = ((self.parts == LEGS[SIDES.index(side)]) & (self.alpha > 0.5))[::-1, column]
            lowest = np.where(leg.any(0), len(leg) - 1 - leg.argmax(0), straight)
            lowest = np.clip(lowest, straight - 0.5 * len(column), straight + 0.5 * len(column))
            # threads hang below a hem
            size = 2 * max(1, len(column) // 10) + 1
            even = cv2.blur(median_filter(lowest, size, mode="nearest")[None], (size, 1))[0]
            found[side] = column.astype(np.float64), even
        return found

    def flank(self, side: Side) -> Path:
        """The torso's own edge from the armpit's row to the hem's, one place a row; a sleeve beside it is left out."""
        first = max(0, round(min(self.mark[f"armpit-{s}"].imag for s in SIDES)))
        last = min(round(self.mark[f"hem-{side}"].imag), self.alpha.shape[0] - 1)
        torso = (self.parts == label("torso")) & (self.alpha > 0.5)
        rows = np.arange(first, max(last, first + 1) + 1)
        middle = (self.mark["armpit-left"] + self.mark["armpit-right"]).real / 2
        rightward = self.mark[f"armpit-{side}"].real > middle
        line = torso[rows, :: -1 if rightward else 1]
        there = line.any(1)
        if not there.any():
            return self.side(side)
        col = np.interp(rows, rows[there], line.argmax(1)[there])
        col = cv2.medianBlur(col.astype(np.float32)[:, None], 5)[:, 0]
        return np.asarray((torso.shape[1] - 1 - col if rightward else col) + 1j * rows, np.complex128)

    @cached_property
    def straps(self) -> Mask:
        """Where something rises thinly above the armpits: straps and loops (0 or 1)."""
        out = np.zeros_like(self.alpha)
        if "armpit-left" not in self.mark:
            return out
        size = 2 * max(1, round(STRAP * max(out.shape))) + 1
        last = round(min(self.mark[f"armpit-{side}"].imag for side in SIDES))
        solid = (self.alpha[: max(0, last) + 2 * size] > 0.5).astype(np.uint8)
        ball = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
        broad = cv2.dilate(cv2.morphologyEx(solid, cv2.MORPH_OPEN, ball), np.ones((5, 5), np.uint8))
        thin = np.where(broad > 0, np.uint8(0), solid)
        thin[last:] = 0
        _, names, stats, _ = cv2.connectedComponentsWithStats(thin)
        long = stats[:, cv2.CC_STAT_HEIGHT] > 2 * size
        long[0] = False
        # with their soft edges
        out[: len(thin)] = cv2.dilate(long[names].astype(np.float32), np.ones((7, 7), np.uint8))
        return out

    def part_at(self, at: Path) -> np.ndarray:
        """Part labels at places."""
        rows = np.clip(np.round(at.imag).astype(int), 0, self.parts.shape[0] - 1)
        cols = np.clip(np.round(at.real).astype(int), 0, self.parts.shape[1] - 1)
        return np.asarray(self.parts[rows, cols])

    @cached_property
    def covers(self) -> dict[Part, Mask]:
        """Coverage of each part; the torso reaches a little beneath the sleeves where they are sewn on."""
        return {part: self._cover(part) for part in PARTS if (self.mesh.part == label(part)).any()}

    def colours(self, part: Part) -> Picture:
        """The texture for a part: beneath the torso a sleeve goes on in its own colours, not the torso's.

        So does the front beyond its edge at the neck.
        """
        if part == "torso":
            front, inside = (self.parts == label(one) for one in (part, "inside-back"))
            wide = abs(self.mark["neck-left"] - self.mark["neck-right"]) if inside.any() else 0.0
            return to_the_neckline(self.texture, front, inside, wide)
        if part not in SLEEVES:
            return self.texture
        reach = meshes.margin(self.mesh.cell) + 2
        window = box([self.parts == label(part)], reach + 1)
        own = self.parts[window] == label(part)
        away, index = cv2.distanceTransformWithLabels(
            (~own).astype(np.uint8), cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL
        )
        beyond = (away <= reach) & (self.parts[window] == label("torso"))
        texture = self.texture.copy()
        colours = texture[window]
        colours[beyond] = colours[own][index[beyond] - 1]
        return texture

    def _cover(self, part: Part) -> Mask:
        mine = (self.parts == label(part)).astype(np.uint8)
        if part == "torso":
            rows = np.arange(mine.shape[0])[:, None]
            for other, level in welds(self.mark).items():
                # legs hang from their own vertices: the torso goes on beneath them as far as the two may part
                reach = max(SEAM, round(0.4 * self.mesh.cell)) if other in LEGS else meshes.margin(self.mesh.cell)
                above = np.where(rows < level + reach, reach, 0) if other in LEGS else level - rows
                mine |= _beneath(mine, reach, above) & (self.parts == other)
        elif label(part) in welds(self.mark) and part not in LIMBS:
            # and the sleeve beneath the torso: hung from an arm it turns about the shoulder, and would part from it
            rows = np.arange(mine.shape[0])[:, None]
            above = welds(self.mark)[label(part)] - rows
            mine |= _beneath(mine, meshes.margin(self.mesh.cell), above) & (self.parts == label("torso"))
        elif part == "inside-back" and self.garment.hooded:
            # a hood goes on from behind the neck to the front: no line of what is behind it between them
            mine |= _beneath(mine, SEAM, np.full((len(mine), 1), SEAM)) & (self.parts == label("torso"))
        # inner borders of a label map are stairs: blurred as widely as they are high, and made as steep again
        soft = cv2.GaussianBlur(mine.astype(np.float32), (0, 0), STAIRS)
        return np.asarray(self.alpha * np.clip((soft - 0.5) * 1.25 * STAIRS + 0.5, 0, 1), np.float32)

    def _path(self, points: np.ndarray) -> Path:
        at = points[:, 0].astype(np.float64) + 1j * points[:, 1]
        return np.asarray((at - self.corner + (0.5 + 0.5j)) * self.factor - (0.5 + 0.5j), np.complex128)


def label(part: Part) -> int:
    """The value of a part in a label map."""
    return 1 + PARTS.index(part)


def rigged(garment: Garment, scale: float, sewn: Mapping[Side, float] = ALL_SEWN, finer: float = 1.0) -> Rig:
    """The rig of a garment that is worn at `scale` (pixels of the photo for one of the garment picture).

    Args:
        garment: the garment.
        scale: its size.
        sewn: the share of the armhole, from the shoulder down, along which a sleeve moves with the torso.
        finer: how much finer than at that size its picture is taken: the body may draw it larger, and each pixel is
            drawn of several places (`raster.FINER`).
    """
    # of a texture much finer than the photo drawing would skip pixels, and prints alias
    factor = min(1.0, scale * finer)
    window = box([garment.alpha > 0.02], round(BORDER / factor))
    photo, alpha, parts = garment.photo[window], garment.alpha[window], garment.parts[window]
    if is_bodysuit(garment):
        # below the leg openings it is not seen: bottoms hide it, or the picture shows it laid flat
        low = round(max(garment.landmarks[f"hem-{side}"][1] for side in SIDES)) - window[0].start
        torso = (np.arange(len(parts))[:, None] > low) & (parts == label("torso"))
        alpha, parts = np.where(torso, 0, alpha), np.where(torso, 0, parts).astype(parts.dtype)
    corner = complex(window[1].start, window[0].start)
    if factor < 1:
        size = (max(2, round(photo.shape[1] * factor)), max(2, round(photo.shape[0] * factor)))
        photo = cv2.resize(photo, size, interpolation=cv2.INTER_AREA)
        alpha = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA)
        parts = cv2.resize(parts, size, interpolation=cv2.INTER_NEAREST)
    texture = drawn_out(photo, alpha)
    alpha = np.clip((np.asarray(alpha, np.float32) - np.float32(EDGE[0])) * np.float32(EDGE[1]) + np.float32(0.5), 0, 1)
    labels = nearest(parts, parts > 0)
    visible = np.where(alpha > 0.02, labels, 0).astype(np.uint8)
    marks = {n: (complex(*xy) - corner) * factor for n, xy in garment.landmarks.items()}
    mesh = meshes.build(visible, welds(marks, sewn))
    return Rig(garment, factor, corner, scale / factor, texture, alpha, labels, mesh)


def _beneath(mine: np.ndarray, reach: int, above: np.ndarray) -> np.ndarray:
    """How far a part goes on beneath its neighbour (0 or 1): no farther than it lies above the level where they part.

    Args:
        mine: the part, 0 or 1.
        reach: the farthest, in pixels.
        above: height of each row above that level, in pixels.
    """
    away = cv2.distanceTransform(1 - mine, cv2.DIST_C, 3)
    return np.asarray(away <= np.minimum(reach, above), np.uint8)


def welds(mark: dict[str, complex], sewn: Mapping[Side, float] = ALL_SEWN) -> dict[int, float]:
    """For sleeves and legs the row above which they are one with the torso."""
    level: dict[int, float] = {}
    for side in SIDES:
        sleeve: Part = "left-sleeve" if side == "left" else "right-sleeve"
        leg: Part = "left-leg" if side == "left" else "right-leg"
        if f"armpit-{side}" in mark:
            pit, shoulder = mark[f"armpit-{side}"].imag, mark[f"shoulder-{side}"].imag
            level[label(sleeve)] = shoulder + sewn[side] * (pit - shoulder)
        if "crotch" in mark:
            level[label(leg)] = mark["crotch"].imag
    return level
