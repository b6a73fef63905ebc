"""The rig: what is known of a garment, as one JSON beside its textures. Python writes it, Python and browser wear it.

Rule of migration: `version` is raised when a field changes its meaning or goes; a new optional field does not raise it.
A reader takes every version up to its own: `read` brings older ones up step by step (`STEPS`), and refuses newer ones.
"""

import json
from collections.abc import Callable
from typing import Any, Final, Literal

from pydantic import ValidationError

from vitrine.errors import BadInput
from vitrine.formats.contract import Contract, Share, Spot
from vitrine.formats.facts import Colour, Confidence, Finding, HemLength, Kind, NecklineForm, Pattern, Slot, Way

VERSION: Final = 1
STEPS: Final[dict[int, Callable[[dict[str, Any]], dict[str, Any]]]] = {}
"""For each version before VERSION: makes the next one's JSON of it."""

PartName = Literal["torso", "left-sleeve", "right-sleeve", "left-leg", "right-leg", "inside-back"]


class UnreadableRig(BadInput):
    """This is not a rig that can be read."""

    code = "unreadable-rig"
    zh = "无法读取该服装数据(rig)。"
    remedy = "Make it again with `vitrine garment PHOTO -o OUT.json`; a newer one needs a newer Vitrine."
    remedy_zh = "请用 `vitrine garment PHOTO -o OUT.json` 重新生成;较新的文件需要较新版本的 Vitrine。"


class Attributes(Contract):
    """What is said of a garment to people and to searches."""

    colours: tuple[Colour, ...] = ()
    """The most frequent first."""
    pattern: Pattern = "plain"
    sleeve: Literal["none", "short", "three-quarter", "long"] | None = None
    neckline: Literal["off-shoulder", "hood"] | None = None
    """What is hung otherwise than from two neck points: off the shoulders, with a hood; else None."""
    hem: HemLength | None = None
    """Where a dress would end on a body, as its picture looks; None for all others, and where nothing tells."""
    neckline_form: NecklineForm | None = None
    """How the neckline is cut; None for bottoms, and where nothing tells."""
    hem_length: HemLength | None = None
    """Where any garment would end on a body; None where nothing tells. Only `hem` changes how it is worn."""
    confidence: Confidence = Confidence()
    """How sure these words and the photo type are."""


class Textures(Contract):
    """File names of the pictures beside the JSON, each of the rig's width and height."""

    cutout: str
    """PNG, sRGB with straight alpha; outside the garment its own colours are carried on, never the background."""
    parts: str
    """Indexed PNG: 0 for none, else 1 + the index into `parts`."""
    inside_back: str | None = None
    """PNG with alpha: what shows of the inside of the back above the front neckline; None where nothing does."""


class Rig(Contract):
    """A garment ready to be worn. Left and right are the wearer's."""

    version: Literal[1] = 1
    width: int
    height: int
    """Pixels of picture and textures; landmarks are in these."""
    kind: Kind
    kind_confidence: Share
    category: Slot
    photo_type: Way
    attributes: Attributes
    landmarks: dict[str, Spot]
    """By name, as `vitrine.garments.garment.Garment.landmarks` lists them."""
    landmarks_confidence: Share
    parts: tuple[PartName, ...] = ("torso", "left-sleeve", "right-sleeve", "left-leg", "right-leg", "inside-back")
    mask: str
    """File name of a grey PNG: coverage 0..255, the cut-out's alpha alone."""
    textures: Textures
    quality: tuple[Finding, ...] = ()
    """What may harm a try-on."""
    warnings: tuple[str, ...] = ()
    mended: tuple[str, ...] = ()
    """What was set by hand and is kept when the garment is analysed anew: names of landmarks, and `mask`."""
    height_m: float | None = None
    """True height of the garment's box in metres, where a size chart tells it."""


def read(text: str | bytes) -> Rig:
    """A rig from its JSON, of this version or an older one.

    Raises:
        UnreadableRig: no JSON, not a rig, or of a newer version.
    """
    try:
        data = json.loads(text)
        version = data["version"]
        while version in STEPS:
            data = STEPS[version](data)
            version = data["version"]
        return Rig.model_validate_json(json.dumps(data))
    except (ValueError, TypeError, KeyError, ValidationError) as wrong:
        raise UnreadableRig from wrong


def written(rig: Rig) -> str:
    """A rig as JSON, indented for people."""
    return json.dumps(rig.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"
