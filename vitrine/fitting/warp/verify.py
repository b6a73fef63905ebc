"""The checks of a result, fed with what the engine knows of its making."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.fitting import checks, cloth, likeness
from vitrine.fitting.engine import Check
from vitrine.fitting.likeness import Expected
from vitrine.fitting.warp.erase import SLOT
from vitrine.fitting.warp.fit import Fit
from vitrine.fitting.warp.layers import HEM, Canvas, eight_bit
from vitrine.fitting.warp.prints import features
from vitrine.fitting.warp.raster import overlap
from vitrine.fitting.warp.rig import label
from vitrine.fitting.warp.seams import open_places, raggedness, standing, throat
from vitrine.fitting.warp.tuck import kept_bottoms
from vitrine.fitting.warp.wearer import Wearer
from vitrine.garments.garment import Part
from vitrine.imaging.masks import Window, among, box, close_to, grown, shrunk
from vitrine.imaging.types import Mask, Picture, Region
from vitrine.people.person import CLASSES, Person

SHADED: Final = 0.1
"""How far from a garment its shadow may still darken skin, in u."""


@dataclass(frozen=True, eq=False)
class Made:
    """What a result was made of."""

    fits: Sequence[Fit]
    """The garments in the order of dressing."""
    canvas: Canvas
    skin: Mask
    """Where the cleaned base shows skin that the photo did not."""

    def shares_in(self, window: Window) -> tuple[list[Mask], Mask]:
        """The canvas's shares in a window, and what they add up to: less than 1 in a shadow."""
        shares = [share[window] for share in self.canvas.shares]
        light = shares[0].copy()
        for share in shares[1:]:
            light += share
        return shares, np.maximum(light, np.float32(1e-3), out=light)


Alone = tuple[Check, Check]
"""The checks `cut` and `edges`."""


def by_itself(fit: Fit, unit: float) -> Alone:
    """The checks that ask for no picture: how far a garment's cloth is pulled, and how ragged its edges are."""
    return likeness.cut(*_stretch(fit)), cloth.torn(*raggedness(fit, unit))


def verified(
    person: Person, wearer: Wearer, made: Made, image: Picture, mask: Mask, alone: Future[Alone] | None = None
) -> tuple[Check, ...]:
    """All checks; those on the product's own concern the outermost garment, which nothing else hides.

    Args:
        person: the wearer.
        wearer: what was measured on the wearer.
        made: what the result was made of.
        image: the result.
        mask: where it may differ from the photo.
        alone: the outermost garment's checks by itself, if they are being made.
    """
    unit = wearer.frame.unit
    # nothing else is of any concern
    window = box([person.labels > 0, mask > 0], round(0.2 * unit))
    inner, shown_to_all = person.part(window), image[window]
    moved = checks.difference(inner.photo, shown_to_all)
    worn = np.asarray(np.max([fit.cover[window] for fit in made.fits], 0), np.float32)
    skin = (inner.labels == checks.SKIN) & (inner.certainty > checks.SURE)
    # what lay in an old hem's shadow was made light
    lit = _shaded(worn, unit) < 0.05
    kept = shrunk(skin, 2) & lit & (made.skin[window] < 0.05)
    outer = made.fits[-1]
    with ThreadPoolExecutor(1) as beside:
        # slow ones that need little of the others
        alone = alone or beside.submit(by_itself, outer, unit)
        hands = beside.submit(checks.hands, inner, moved, unit)
        elsewhere = beside.submit(untouched, person, image, mask)
        expected, shown, base = _expected(outer, made, window)
        prints = beside.submit(lambda: likeness.print_found(image, features(outer, _hidden(shown, window, mask.shape))))
        found = likeness.compared(shown_to_all, expected, unit)
        light = found.shift if found is not None else np.zeros(3, np.float32)
        edge = beside.submit(_edge, inner, shown_to_all, expected, worn, mask[window], unit, light)
        cleaned = eight_bit(made.canvas.base[window])
        clear = beside.submit(cloth.see_through, shown_to_all, expected, [cleaned, inner.photo], light)
        bare = (made.skin[window] > 0.9) & (base > 0.6)
        bare &= lit & ~close_to(worn > 0.05, bare, SHADED * unit)
        # what was taken off and looks as before was no cloth, but the scene that passed for it
        old = _old(inner, _hips(wearer, window), made.fits)
        if (bottoms := kept_bottoms(person, wearer, made.fits)) is not None:
            old &= bottoms[window] < 0.05
        old &= ~((base > 0.95) & (checks.difference(inner.photo, cleaned) <= checks.STILL))
        # in the light that all of it is under: by what the result shows, old cloth left in it would be its own
        own = checks.tones(expected.colour, expected.shown) + light / likeness.LIGHT
        flesh = checks.tones(inner.photo, skin)
        results = [
            *elsewhere.result(),
            hands.result(),
            checks.outline(moved, kept, *edge.result()),
            checks.skin(shown_to_all, bare, kept, unit),
            checks.leak(inner.photo, shown_to_all, old, grown(worn > 0.05, 2), own, flesh),
            likeness.whole(found),
            alone.result()[0],
            likeness.colours(found),
            cloth.gaps(open_places(outer, wearer, window, shown) | clear.result(), unit),
            alone.result()[1],
            cloth.collar(moved, throat(inner, wearer, window), standing(outer, unit)),
            prints.result(),
        ]
    arms = likeness.sleeves(inner, shown, outer.rig.garment.sleeve, found)
    return (*results, *([arms] if arms is not None else []))


def untouched(person: Person, image: Picture, mask: Mask) -> tuple[Check, Check]:
    """The checks on what the edit had no business with."""
    moved = checks.difference(person.photo, image)
    return checks.outside(moved, mask), checks.face(person, moved)


def _expected(fit: Fit, made: Made, window: Window) -> tuple[Expected, Mask, Mask]:
    """What the garment should show in a window: its pieces as drawn, before any light, where they are in sight.

    With it how much of the garment is in sight, and how much of the cleaned base.
    """
    shares, light = made.shares_in(window)
    colour = np.zeros((*light.shape, 3), np.uint8)
    shown, sleeves, known = np.zeros_like(light), np.zeros(light.shape, bool), np.zeros(light.shape, bool)
    mine: dict[int, Part] = {id(piece): part for part, piece in fit.pieces.items() if part != "inside-back"}
    of_part: dict[Part, Mask] = {}
    for piece, share in zip(made.canvas.laid, shares[2:], strict=True):
        if id(piece) in mine:
            # a sleeve is laid twice: behind the arm and in front
            part = mine[id(piece)]
            of_part[part] = of_part[part] + share if part in of_part else share
    for part, laid in of_part.items():
        share = laid / light
        shown += share
        there, here = overlap(fit.drawn[part].window, window)
        full = (share[there] > 0.95).astype(np.uint8)
        if full.any():
            cv2.copyTo(eight_bit(fit.drawn[part].colour[here]), full, colour[there])
            known[there] |= full > 0
        if part.endswith("sleeve"):
            sleeves[there] |= full > 0
    # at a seam two parts share a pixel, and it has the colour of neither
    return Expected(colour, known, sleeves), np.minimum(shown, 1), shares[1]


def _hidden(shown: Mask, window: Window, shape: tuple[int, ...]) -> Float32[np.ndarray, "rows columns"]:
    """How much of each pixel of the photo is not the garment; from what is shown of it in a window."""
    hidden = np.ones(shape, np.float32)
    np.subtract(1, shown, out=hidden[window])
    return hidden


def _hips(wearer: Wearer, window: Window) -> float:
    top: int = window[0].start
    return float(wearer.frame.joint["hips"].imag) - top


def _shaded(worn: Mask, unit: float) -> Mask:
    """Where the garment lies, and below it where its hem throws a shade."""
    fall = 1 + round(HEM * unit)
    return np.asarray(cv2.dilate(worn, np.ones((fall, 1), np.uint8), anchor=(0, fall - 1)), np.float32)


def _edge(
    person: Person,
    image: Picture,
    expected: Expected,
    worn: Mask,
    mask: Mask,
    unit: float,
    light: Float32[np.ndarray, "3"],
) -> tuple[Region, Region]:
    """See `likeness.lost`; looked for near the garment only."""
    figure = (worn > 0.5) | ((person.labels != 0) & (mask <= 0))
    window = box([expected.shown], round(0.4 * unit))
    lost, rim = (np.zeros_like(figure) for _ in range(2))
    if not figure[window].size:
        return lost, rim  # nothing of the garment is in the picture
    part = Expected(expected.colour[window], expected.shown[window], expected.sleeves[window])
    lost[window], rim[window] = likeness.lost(np.ascontiguousarray(image[window]), part, figure[window], unit, light)
    return lost, rim


def _stretch(fit: Fit) -> tuple[np.ndarray, np.ndarray]:
    """How many times longer than wide a square of cloth shows, by triangle (infinite if turned over), and their areas.

    Only triangles that lie on the garment count.
    """
    mesh = fit.rig.mesh
    source = mesh.points[mesh.triangles].astype(np.float64)
    target = fit.posed[mesh.triangles].astype(np.float64)
    flat, moved = (np.stack([t[:, 1] - t[:, 0], t[:, 2] - t[:, 0]], 2) for t in (source, target))
    jacobian = moved @ np.linalg.inv(flat)
    large, small = np.linalg.svd(jacobian, compute_uv=False).T
    ratio = np.where(np.linalg.det(jacobian) > 0, large / np.maximum(small, 1e-6), np.inf)
    middle = np.clip(source.mean(1).astype(int), 0, np.array(fit.rig.alpha.shape[::-1]) - 1)
    there = fit.rig.alpha[middle[:, 1], middle[:, 0]] > 0.5
    there &= mesh.part != label("inside-back")
    return ratio[there], np.abs(np.linalg.det(flat))[there]


def _old(person: Person, hips: float, fits: Sequence[Fit]) -> Region:
    """Old clothing that has to go; what hangs below the hips of a dress stays on under a new top, as a skirt."""
    rows = np.arange(person.labels.shape[0])[:, None]
    dress = person.labels == CLASSES.index("dress")
    old = np.zeros(person.labels.shape, bool)
    for fit in fits:
        mine = among(person.labels, SLOT[fit.category])
        if fit.category == "tops":
            mine &= ~(dress & (rows > hips))
        if fit.category == "bottoms":
            mine &= ~(dress & (rows < hips))
        old |= mine
    return old
