"""The rig from a garment and the garment from a rig, and what is mended by hand in between."""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from vitrine.errors import BadInput
from vitrine.formats.facts import Facts
from vitrine.formats.rig import Attributes, Rig, Textures
from vitrine.garments.bleed import bleed
from vitrine.garments.collar import through
from vitrine.garments.garment import PARTS, Garment
from vitrine.garments.neckline import SURE, neckline
from vitrine.garments.parts import index, parts
from vitrine.imaging.types import Labels, Mask, Points, Rgba


@dataclass(frozen=True, eq=False)
class Sheets:
    """The rig's pictures as arrays, all of one size."""

    cutout: Rgba
    parts: Labels

    @property
    def inside_back(self) -> Rgba:
        """What shows of the inside of the back; the rest is transparent."""
        out = self.cutout.copy()
        out[self.parts != index("inside-back"), 3] = 0
        return out

    def files(self, rig: Rig) -> dict[str, bytes]:
        """The pictures as PNG by the names that the rig gives them."""
        out = {
            rig.mask: png(self.cutout[..., 3]),
            rig.textures.cutout: png(cv2.cvtColor(self.cutout, cv2.COLOR_RGBA2BGRA)),
            rig.textures.parts: png(self.parts),
        }
        if rig.textures.inside_back is not None:
            out[rig.textures.inside_back] = png(cv2.cvtColor(self.inside_back, cv2.COLOR_RGBA2BGRA))
        return out


def png(array: np.ndarray) -> bytes:
    """An array of bytes as PNG (OpenCV's order of channels)."""
    done, data = cv2.imencode(".png", array)
    assert done
    return bytes(data)


def named(stem: str, garment: Garment) -> tuple[str, Textures]:
    """File names of the mask and the textures beside `stem`.json; of the inside of the back only where it shows."""
    back = f"{stem}.inside-back.png" if (garment.parts == index("inside-back")).any() else None
    return f"{stem}.mask.png", Textures(cutout=f"{stem}.cutout.png", parts=f"{stem}.parts.png", inside_back=back)


def rig(garment: Garment, facts: Facts, stem: str, mended: tuple[str, ...] = ()) -> tuple[Rig, Sheets]:
    """The rig of a garment, and the pictures that belong beside `stem`.json under the names that it gives."""
    mask, textures = named(stem, garment)
    height, width = garment.alpha.shape
    made = Rig(
        width=width,
        height=height,
        kind=facts.kind,
        kind_confidence=facts.kind_confidence,
        category=garment.category,
        photo_type=garment.photo_type,
        attributes=Attributes(
            colours=facts.colours,
            pattern=facts.pattern,
            sleeve=garment.sleeve,
            neckline=garment.neckline,
            hem=garment.hem,
            neckline_form=facts.neckline_form,
            hem_length=facts.hem_length,
            confidence=facts.confidence,
        ),
        landmarks={name: (round(x, 2), round(y, 2)) for name, (x, y) in sorted(garment.landmarks.items())},
        landmarks_confidence=round(float(np.clip(garment.confidence, 0, 1)), 3),
        parts=PARTS,
        mask=mask,
        textures=textures,
        quality=facts.findings,
        warnings=garment.warnings,
        mended=mended,
    )
    colours = bleed(garment.photo, garment.alpha)
    cover = np.rint(garment.alpha * 255).astype(np.uint8)
    return made, Sheets(np.dstack([colours, cover]), garment.parts)


def garment(rig: Rig, sheets: Sheets) -> Garment:
    """The garment that a rig and its pictures describe: what the engine wears.

    Raises:
        BadInput: the pictures are not of the rig's size.
    """
    if sheets.cutout.shape[:2] != (rig.height, rig.width) or sheets.parts.shape != (rig.height, rig.width):
        raise BadInput("textures: not of the rig's size")
    first = rig.attributes.colours[0].name.en if rig.attributes.colours else ""
    return Garment(
        photo=np.ascontiguousarray(sheets.cutout[..., :3]),
        alpha=sheets.cutout[..., 3].astype(np.float32) / np.float32(255),
        category=rig.category,
        photo_type=rig.photo_type,
        landmarks=dict(rig.landmarks),
        parts=sheets.parts,
        sleeve=rig.attributes.sleeve,
        confidence=rig.landmarks_confidence,
        warnings=rig.warnings,
        attributes={
            "colour": first,
            "pattern": rig.attributes.pattern,
            "neckline": rig.attributes.neckline or "",
            "hem": rig.attributes.hem or "",
            "neckline_form": rig.attributes.neckline_form or "",
            "hem_length": rig.attributes.hem_length or "",
        },
        sure=rig.attributes.confidence.model_dump(exclude_none=True),
    )


def mended(
    garment: Garment, landmarks: dict[str, tuple[float, float]] | None = None, alpha: Mask | None = None
) -> Garment:
    """The garment with landmarks or coverage as a person set them; parts are cut anew, trust in the points is full.

    Args:
        garment: as analysed, with its photo.
        landmarks: those that were moved, by name; others stay. Points lie within the picture.
        alpha: the new coverage, of the picture's size.

    Raises:
        BadInput: a landmark that this garment has not, one outside the picture, or coverage of another size or empty.
    """
    moved = landmarks or {}
    height, width = garment.alpha.shape
    for name, (x, y) in moved.items():
        if name not in garment.landmarks:
            raise BadInput(f"landmark {name}")
        if not (-0.5 <= x <= width - 0.5 and -0.5 <= y <= height - 0.5):
            raise BadInput(f"landmark {name}: outside the picture")
    cover = garment.alpha if alpha is None else alpha
    if cover.shape != garment.alpha.shape or not (cover > 0.5).any():
        raise BadInput("mask")
    points = garment.landmarks | moved
    return replace(
        garment,
        landmarks=points,
        alpha=cover,
        parts=parts(
            cover, points, front_edge(garment, cover, points, "neck-front" in moved), garment.hooded, garment.photo
        ),
        confidence=1.0 if moved else garment.confidence,
        warnings=tuple(w for w in garment.warnings if w != "garment-unsure"),
    )


def front_edge(garment: Garment, cover: Mask, points: dict[str, tuple[float, float]], by_hand: bool) -> Points | None:
    """The front neckline: through the neck's points where its lowest was set by hand, else as the picture shows it."""
    if "neck-left" not in points:
        return None
    if not by_hand:
        found = neckline(garment.photo, cover, points["neck-right"], points["neck-left"])
        return found.curve if found.certainty >= SURE else None
    return through(points["neck-right"], points["neck-front"], points["neck-left"])
