"""Sewing a kind of garment: which seams, hems, collars, pockets go onto the sheets of a pattern.

Each function returns the landmarks that the pattern does not know (the foot of a hood's opening).
"""

from collections.abc import Callable

import details
import fabrics
import numpy as np
import prints
from fabrics import Array, Sheet
from garments import bottom_details, gathers
from panels import Pattern, both

Colour = tuple[float, float, float]
Finish = Callable[[Sheet, Sheet, Pattern], dict[str, Array]]


def knit(front: Sheet, back: Sheet, pattern: Pattern) -> dict[str, Array]:
    """Tees and their kin: armholes, ribbed neck, hemmed ends."""
    for sheet, panel in ((front, "front"), (back, "back")):
        opened = pattern.open_lines(panel)
        if any(edge.name == "sleeve_top" for edge in pattern.front):
            fabrics.seam(sheet, both(pattern.lines["armhole"]))
        fabrics.hem(sheet, opened["hem"], 0.022, 3)
        fabrics.hem(sheet, opened["cuff"], 0.018, 4)
        fabrics.rib(sheet, opened["neck"], 0.017)
    return {}


def foot(pattern: Pattern) -> float:
    """Height of the hem's middle."""
    return float(pattern.front[-1].line[-1, 1])


def shirt(front: Sheet, back: Sheet, pattern: Pattern) -> dict[str, Array]:
    """Collar, buttons, cuffs, one pocket."""
    for sheet, panel in ((front, "front"), (back, "back")):
        fabrics.seam(sheet, both(pattern.lines["armhole"]))
        fabrics.hem(sheet, pattern.open_lines(panel)["hem"], 0.010, 3, rows=1)
        details.woven_cuff(sheet, pattern.open_lines(panel)["cuff"], 0.055)
    notch = pattern.front[0].line[0]
    details.placket(front, notch[1] - 0.004, foot(pattern))
    details.chest_pocket(front, np.array([0.105, notch[1] - 0.145]))
    details.collar(front, back, pattern)
    return {}


def hoodie(front: Sheet, back: Sheet, pattern: Pattern) -> dict[str, Array]:
    """Hood, cords, pocket, ribbed ends."""
    for sheet, panel in ((front, "front"), (back, "back")):
        fabrics.seam(sheet, both(pattern.lines["armhole"]))
        for name in ("hem", "cuff"):
            details.ribbed_end(sheet, pattern.open_lines(panel)[name], 0.062)
    details.kangaroo(front, 0.075)
    return {"neck-front": np.array([0.0, details.hood(front, pattern)])}


def bomber(front: Sheet, back: Sheet, pattern: Pattern) -> dict[str, Array]:
    """Ribbed stand collar and ends, a zip, welt pockets."""
    for sheet, panel in ((front, "front"), (back, "back")):
        fabrics.seam(sheet, both(pattern.lines["armhole"]))
        for name, width in (("hem", 0.060), ("cuff", 0.060), ("neck", 0.045)):
            details.ribbed_end(sheet, pattern.open_lines(panel)[name], width, tone=0.8)
    details.zipper(front, pattern.front[0].line[0][1], foot(pattern), (0.10, 0.10, 0.11))
    for side in (-1, 1):
        slit = np.array([[side * 0.115, 0.270], [side * 0.150, 0.130]])
        fabrics.hem(front, [slit], 0.014, 5, rows=1)
    return {}


def overshirt(front: Sheet, back: Sheet, pattern: Pattern) -> dict[str, Array]:
    """A collared jacket with metal buttons and two flapped pockets."""
    for sheet, panel in ((front, "front"), (back, "back")):
        fabrics.seam(sheet, both(pattern.lines["armhole"]), puckers=0.4)
        fabrics.hem(sheet, pattern.open_lines(panel)["hem"], 0.035, 3)
        details.woven_cuff(sheet, pattern.open_lines(panel)["cuff"], 0.045)
    notch = pattern.front[0].line[0]
    details.placket(front, notch[1] - 0.004, foot(pattern), 0.042, 5, (0.42, 0.36, 0.28))
    for side in (-1, 1):
        details.chest_pocket(front, np.array([side * 0.125, notch[1] - 0.160]), 0.12, 0.125, flap=True)
    details.collar(front, back, pattern, drop=0.085, spread=0.060)
    return {}


def frock(front: Sheet, back: Sheet, pattern: Pattern) -> dict[str, Array]:
    """A dress with a waist seam and gathers."""
    knit(front, back, pattern)
    for sheet in (front, back):
        gathers(sheet, both(pattern.lines["waist"]), 0.14)
        fabrics.seam(sheet, both(pattern.lines["waist"]), puckers=0.3)
    return {}


def bottoms(thread: Colour | None = None, denim: bool = False, soft: bool = False) -> Finish:
    """Trousers or shorts: with fly and pockets, or ``soft`` with an elastic waist."""

    def finish(front: Sheet, back: Sheet, pattern: Pattern) -> dict[str, Array]:
        colour = tuple(front.colour[0, 0])
        if denim:
            prints.denim(front, 7)
        if soft:
            for sheet, panel in ((front, "front"), (back, "back")):
                fabrics.hem(sheet, pattern.open_lines(panel)["hem"], 0.025, 2)
            details.waistband(front, back, pattern, colour, elastic=True)
            fabrics.seam(front, [pattern.lines["fly"]])
        else:
            bottom_details(front, back, pattern, colour, np.array(thread or np.array(colour) * 0.8), 5)
        return {}

    return finish


def skirted(elastic: bool) -> Finish:
    """A skirt's band and hem."""

    def finish(front: Sheet, back: Sheet, pattern: Pattern) -> dict[str, Array]:
        details.waistband(front, back, pattern, tuple(front.colour[0, 0]), elastic)
        for sheet, panel in ((front, "front"), (back, "back")):
            fabrics.hem(sheet, pattern.open_lines(panel)["hem"], 0.025, 2, rows=1)
        return {}

    return finish
