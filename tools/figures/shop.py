"""The demo shop's designs: those of ``garments`` and, from measures, its shirts, hoodies, jackets, jeans and skirts."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import details
import fabrics
import prints
import sewing
from cuts import LegCut, SkirtCut, TopCut, legs, skirt, top
from details import Ink
from fabrics import Sheet
from garments import GARMENTS, Design
from panels import Pattern
from patterns import PATTERNS
from sewing import Colour, Finish

TEE = TopCut()
SHIRT = TopCut(
    neck="collar", neck_width=0.080, neck_front=0.072, armhole=0.235, sleeve=0.60, angle=61, cuff=0.098, sag=0.040,
    length=0.745, chest=0.262, hem=0.262, waist=0.250,
)  # fmt: skip
LOOSE = TopCut(
    chest=0.275, shoulder=0.226, waist=0.270, hem=0.250, sleeve=0.635, angle=60, cuff=0.098, armhole=0.240, length=0.715
)
OVER = replace(LOOSE, neck="collar", neck_width=0.080, neck_front=0.075, hem=0.266, angle=61, cuff=0.112, sag=0.004)
TANK = TopCut(
    sleeve=0, shoulder=0.148, neck_width=0.092, neck_front=0.155, neck_back=0.050, slope=0.018, armhole=0.235,
    chest=0.232, waist=0.222, hem=0.242, length=0.64,
)  # fmt: skip
MIDI = TopCut(
    chest=0.236, shoulder=0.190, sleeve=0.20, angle=46, cuff=0.155, waist=0.198, waist_at=0.27, hem=0.34, length=1.08,
    neck="vee", neck_front=0.155, sag=0.036,
)  # fmt: skip
JEANS = LegCut(waist=0.192, hip=0.243, knee=0.255, outer=0.248, hem=0.168)
WIDE = LegCut(waist=0.182, hip=0.252, knee=0.315, outer=0.325, hem=0.255, length=1.01)


def made(
    pattern: Pattern,
    colour: Colour,
    finish: Finish,
    seed: int,
    *,
    ink: Ink | None = None,
    printed: Callable[[Sheet], None] | None = None,
    shift: float = 0.0075,
    weave: float = 0.032,
    spacing: float = 0.0100,
) -> Design:
    """A design of one cloth: dyed or printed, sewn, ready to be laid."""
    front, back = (fabrics.blank(pattern, colour, seed + k, weave) for k in (0, 1))
    if ink:
        for sheet in (front, back):
            details.dyed(sheet, ink)
        back.colour[...] *= 0.78  # the wrong side, seen through the neck
    if printed:
        printed(front)
    finish(front, back, pattern)
    return Design(pattern, front, back, seed=seed + 2, shift=shift, spacing=spacing)


def stripes(colour: Colour, pitch: float) -> Ink:
    return Ink("stripes", colour, pitch)


def melange(colour: Colour, seed: int) -> Ink:
    return Ink("melange", colour, 0.0, seed)


OCHRE, GREY_THREAD = (0.70, 0.50, 0.26), (0.30, 0.30, 0.33)
INDIGO, COAL = (0.165, 0.215, 0.325), (0.125, 0.125, 0.135)

NEW: dict[str, partial[Design]] = {
    "tee-plain-coral": partial(made, top(TEE), (0.80, 0.36, 0.30), sewing.knit, 105),
    "tee-plain-black": partial(made, top(TEE), (0.13, 0.13, 0.14), sewing.knit, 105),
    "tee-stripe": partial(
        made, top(replace(TEE, neck="boat", neck_width=0.118, neck_front=0.045, neck_back=0.018)), (0.90, 0.89, 0.86),
        sewing.knit, 125, ink=stripes((0.60, 0.13, 0.15), 0.026),
    ),
    "longsleeve-rust": partial(
        made, top(replace(TEE, sleeve=0.575, angle=60, cuff=0.092)), (0.60, 0.29, 0.15), sewing.knit, 135
    ),
    "shirt-oxford": partial(
        made, top(SHIRT), (0.67, 0.77, 0.88), sewing.shirt, 145, ink=melange((0.86, 0.91, 0.96), 146), weave=0.04
    ),
    "shirt-check": partial(
        made, top(SHIRT), (0.86, 0.83, 0.76), sewing.shirt, 145, ink=Ink("checks", (0.20, 0.34, 0.30), 0.044)
    ),
    "hoodie-grey": partial(
        made, top(replace(LOOSE, neck="hood")), (0.62, 0.62, 0.63), sewing.hoodie, 165,
        ink=melange((0.45, 0.45, 0.47), 166),
    ),
    "hoodie-forest": partial(made, top(replace(LOOSE, neck="hood")), (0.14, 0.27, 0.21), sewing.hoodie, 165),
    "bomber-olive": partial(
        made, top(replace(LOOSE, neck="stand", waist=0.276, length=0.69)), (0.33, 0.34, 0.21), sewing.bomber, 185
    ),
    "jacket-denim": partial(
        made, top(OVER), (0.29, 0.39, 0.52), sewing.overshirt, 195, printed=partial(prints.denim, seed=196), weave=0.05
    ),
    "tank-mustard": partial(made, top(TANK), (0.80, 0.60, 0.20), sewing.knit, 205),
    "dress-midi": partial(
        made, top(MIDI), (0.12, 0.16, 0.29), sewing.frock, 215, ink=Ink("dots", (0.90, 0.89, 0.85), 0.030)
    ),
    "jeans": partial(made, legs(JEANS), INDIGO, sewing.bottoms(OCHRE, denim=True), 225, weave=0.05),
    "jeans-black": partial(made, legs(JEANS), COAL, sewing.bottoms(GREY_THREAD, denim=True), 225, weave=0.05),
    "trousers-wide": partial(made, legs(WIDE), (0.36, 0.37, 0.36), sewing.bottoms(soft=True), 245),
    "skirt": partial(made, skirt(SkirtCut(hem=0.335, length=0.62)), (0.42, 0.17, 0.25), sewing.skirted(False), 255),
    "skirt-floral": partial(
        made, skirt(SkirtCut(waist=0.176, hip=0.265, hem=0.42, length=0.76, sag=0.045)), (0.88, 0.84, 0.74),
        sewing.skirted(True), 265, ink=Ink("sprigs", (0.24, 0.42, 0.36), 0.036, 266),
    ),
}  # fmt: skip

DESIGNS: dict[str, Callable[[], Design]] = {**GARMENTS, **NEW}


def pattern_of(name: str) -> Pattern:
    """A design's pattern, without its cloth."""
    return NEW[name].args[0] if name in NEW else PATTERNS[name]()
