"""From a product picture to facts, and to the garment where there is one. Nothing is refused here."""

from dataclasses import dataclass
from typing import Any, Final, Literal

from vitrine.errors import NoGarment
from vitrine.formats.contract import Box
from vitrine.formats.facts import Confidence, Facts, Finding, Kind
from vitrine.garments import findings
from vitrine.garments.analyse import cut, glance, read
from vitrine.garments.attributes import colours
from vitrine.garments.cutout import Cutout
from vitrine.garments.garment import Category, Garment, PhotoType
from vitrine.garments.kind import kind
from vitrine.garments.sight import sight
from vitrine.garments.worn import look
from vitrine.imaging.types import Picture
from vitrine.nets import Nets

NAMED_ONLY: Final = ("hat", "shoes", "bag")
"""Kinds that are named and cannot be tried on."""
NOTHING: Final = 0.45
"""Probability of clothes, worn or not, below which nothing is cut out."""


@dataclass(frozen=True, eq=False)
class Study:
    """A picture's facts; the garment, where the picture shows one that could be worn."""

    facts: Facts
    garment: Garment | None


def study(
    photo: Picture,
    nets: Nets,
    category: Category | Literal["auto"] = "auto",
    photo_type: PhotoType | Literal["auto"] = "auto",
) -> Study:
    """What is known of a product picture; every picture has facts.

    Args:
        photo: sRGB, any picture at all.
        nets: packaged networks; each may be missing, the facts are then fewer and less sure.
        category: the slot where the merchant says it, else "auto".
        photo_type: how the garment was photographed where that is known, else "auto".
    """
    net, lost = glance(photo, nets), 0.0
    seen = sight(net, nets)
    found: Cutout | None = None
    garment: Garment | None = None
    code: Literal["no-garment", "only-face"] = "only-face"
    if category == "auto" and seen is not None and seen.worn_somewhere + seen.flaws["worn"] < NOTHING:
        face = nets.has("multiclass") and look(photo, nets).only_face
        code = "only-face" if face else "no-garment"
    else:
        try:
            found, told = cut(photo, nets, category, photo_type)
            code = "no-garment"
            garment, lost = read(photo, nets, found, category, told, net, seen)
        except NoGarment:
            pass
    named, sure = kind(photo, garment, found, nets.own, seen, net)
    wrong = findings.findings(photo, garment, seen, lost)
    if garment is None and (named not in NAMED_ONLY or code == "only-face"):
        wrong = (Finding(code=code, weight=1.0), *wrong)
    return Study(facts(photo, garment, named, sure, wrong, found), garment)


def facts(
    photo: Picture,
    garment: Garment | None,
    named: Kind,
    sure: float,
    seen: tuple[Finding, ...],
    found: Cutout | None,
) -> Facts:
    """The facts put together; a garment that is told to be one keeps its slot whatever its kind looks like."""
    height, width = photo.shape[:2]
    ground: Literal["plain", "busy"] = "plain" if found is None or found.plain else "busy"
    if garment is None:
        return Facts(
            width=width,
            height=height,
            kind=named,
            kind_confidence=sure,
            category=None,
            photo_type="flat-lay",
            ground=ground,
            findings=seen,
        )
    words: dict[str, Any] = garment.attributes
    return Facts(
        width=width,
        height=height,
        kind=named,
        kind_confidence=sure,
        category=garment.category,
        photo_type=garment.photo_type,
        colours=colours(photo, garment.alpha),
        pattern=words["pattern"],
        sleeve=garment.sleeve,
        neckline_form=words.get("neckline_form"),
        hem_length=words.get("hem_length"),
        confidence=Confidence(**garment.sure),
        ground=ground,
        box=extent(garment),
        landmarks_confidence=garment.confidence,
        findings=seen,
    )


def extent(garment: Garment) -> Box | None:
    """The garment's box."""
    return findings.box_of(garment.alpha > 0.5)
