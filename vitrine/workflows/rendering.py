"""What a rendering process does: analyse person and garment, dress one in the other. No storage, no settings."""

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

from vitrine.delivery.pictures import Marks, encode, plain, thumbnail
from vitrine.fitting.engine import Check, Fit
from vitrine.garments.garment import Garment
from vitrine.garments.rigging import mended
from vitrine.garments.study import Study
from vitrine.imaging.types import Picture
from vitrine.intake.moderation import moderate
from vitrine.jobs.worker import Message, Task
from vitrine.nets import Nets
from vitrine.people.person import Person
from vitrine.workflows.values import pack, unpack

log = logging.getLogger(__name__)

Report = Callable[[str, float], None]
THUMB: Final = 480
"""Pixels of a product's thumbnail at its longer side."""
INNER_TO_OUTER: Final = ("bottoms", "tops", "dresses", "outerwear")
"""The order of dressing, whichever order the garments came in."""


def renderer(argument: dict[str, Any]) -> Task:
    """The task function of a worker, its networks loaded. `argument`: paths of a `person` and a `garment` to try."""
    from vitrine.fitting.engine import engine
    from vitrine.garments.analyse import analyse as garment
    from vitrine.garments.study import study
    from vitrine.people.analyse import analyse as person

    nets = Nets()
    made = Renderer(
        person=lambda photo: person(photo, nets),
        garment=lambda photo, category, photo_type: garment(photo, nets, category, photo_type),
        study=lambda photo, category, photo_type: study(photo, nets, category, photo_type),
        engine=engine,
        nsfw=nets.nsfw if nets.has("nsfw") else None,
    )
    if argument:
        _warm(made, Path(argument["person"]).read_bytes(), Path(argument["garment"]).read_bytes())
    return made


class Renderer:
    """Pictures come as bytes that `intake` has made or checked; analyses go out and come back packed."""

    def __init__(
        self,
        person: Callable[[Picture], Person],
        garment: Callable[[Picture, Any, Any], Garment],
        study: Callable[[Picture, Any, Any], Study],
        engine: Callable[[str], Fit],
        nsfw: Callable[[np.ndarray], list[Any]] | None,
    ) -> None:
        self._person = person
        self._garment = garment
        self._study = study
        self._engine = engine
        self._nsfw = nsfw
        self._does: dict[str, Callable[[dict[str, Any], list[bytes], Report], Message]] = {
            "person": self.person,
            "garment": self.garment,
            "product": self.product,
            "mend": self.mend,
            "try_on": self.try_on,
        }

    def __call__(self, head: dict[str, Any], parts: list[bytes], report: Report) -> Message:
        """Do what `head["do"]` names."""
        return self._does[head["do"]](head, parts, report)

    def person(self, head: dict[str, Any], parts: list[bytes], report: Report) -> Message:
        """Photo and the level of `moderation` in; `width`, `height`, `warnings` and the packed analysis out."""
        report("person", 0.1)
        photo = picture(parts[0])
        verdict = moderate(photo, head["moderation"], self._nsfw)
        person = self._person(photo)
        person = replace(person, warnings=(*person.warnings, *verdict.warnings))
        return {"warnings": list(person.warnings), **_size(person.photo)}, [pack(person)]

    def garment(self, head: dict[str, Any], parts: list[bytes], report: Report) -> Message:
        """Photo and `category` in; what is known and the packed analysis out."""
        report("garment", 0.35)
        garment = self._garment(picture(parts[0]), head["category"], head.get("photo_type", "auto"))
        known = {
            "category": garment.category,
            "warnings": list(garment.warnings),
            "attributes": dict(garment.attributes),
        }
        return known | _size(garment.photo), [pack(garment)]

    def product(self, head: dict[str, Any], parts: list[bytes], report: Report) -> Message:
        """A product picture, `category` and `photo_type` in; its facts and a thumbnail out, and the packed garment
        where there is one."""
        report("garment", 0.35)
        photo = picture(parts[0])
        seen = self._study(photo, head["category"], head["photo_type"])
        out = [plain(photo, THUMB)] + ([] if seen.garment is None else [pack(seen.garment)])
        return {"facts": seen.facts.model_dump(mode="json")} | _size(photo), out

    def mend(self, head: dict[str, Any], parts: list[bytes], report: Report) -> Message:
        """Photo, packed garment, and a mask where one was drawn in, `landmarks` beside them; the packed garment out.

        Landmarks that the garment does not have (it was analysed anew, and differently) are left out.
        """
        report("garment", 0.35)
        found = unpack(Garment, picture(parts[0]), parts[1])
        points = {name: tuple(xy) for name, xy in head["landmarks"].items() if name in found.landmarks}
        alpha = grey(parts[2]).astype(np.float32) / np.float32(255) if len(parts) > 2 else None
        return {"landmarks": sorted(points)}, [pack(mended(found, points, alpha))]

    def try_on(self, head: dict[str, Any], parts: list[bytes], report: Report) -> Message:
        """Photo and analysis of the person, then of each garment, in; the encoded result and its thumbnail out.

        `measures`: centimetres of each garment in the size that is worn, by the size chart's names; `tucked`: whether
        each is worn tucked in.
        """
        report("fit", 0.5)
        started = time.perf_counter()
        person = unpack(Person, picture(parts[0]), parts[1])
        garments = [unpack(Garment, picture(p), a) for p, a in zip(parts[2::2], parts[3::2], strict=True)]
        if told := head.get("measures"):
            garments = [replace(one, measures=cm) for one, cm in zip(garments, told, strict=True)]
        if tucked := head.get("tucked"):
            garments = [replace(one, tucked=deep) for one, deep in zip(garments, tucked, strict=True)]
        garments.sort(key=lambda garment: INNER_TO_OUTER.index(garment.category))
        unpacked = time.perf_counter()
        fitted = self._engine(head["engine"])(person, garments)
        fit = time.perf_counter()
        report("encode", 0.9)
        marks = Marks(**head["marks"])
        image, small = encode(fitted.image, head["format"], marks), thumbnail(fitted.image, marks=marks)
        timings = {
            "unpack": (unpacked - started) * 1000,
            "encode": (time.perf_counter() - fit) * 1000,
            "total": (time.perf_counter() - started) * 1000,
        }
        codes = [*person.warnings, *(code for one in garments for code in one.warnings), *fitted.warnings]
        facts = {
            "checks": [_check(found) for found in fitted.checks],
            "warnings": list(dict.fromkeys(codes)),
            "timings": {name: round(float(ms), 1) for name, ms in (dict(fitted.timings) | timings).items()},
            "worn": [{"category": one.category, "attributes": dict(one.attributes)} for one in garments],
        }
        return facts | _size(fitted.image), [image, small]


def _warm(made: Renderer, person: bytes, garment: bytes) -> None:
    """One try-on: networks, graphs and caches are loaded by use."""
    try:
        _, (known,) = made.person({"moderation": "permissive"}, [person], _unheard)
        _, (worn,) = made.garment({"category": "auto"}, [garment], _unheard)
        task = {"engine": "auto", "format": "jpeg", "marks": {}}
        made.try_on(task, [person, known, garment, worn], _unheard)
    except Exception as error:  # a process that is not warm works too, and the first job will tell what is wrong
        log.warning("warming up failed: %s", type(error).__name__)


def _unheard(_stage: str, _share: float) -> None:
    return


def picture(data: bytes) -> Picture:
    """A picture of our own making: decoded by `intake`, or from the demo set."""
    found = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR_RGB)
    assert found is not None
    return found.astype(np.uint8, copy=False)


def grey(data: bytes) -> np.ndarray:
    """A grey picture of our own making."""
    found = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert found is not None
    return found


def lossless(image: Picture) -> bytes:
    """A picture as `picture` reads it, bit for bit."""
    return cv2.imencode(".png", image[..., ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 1])[1].tobytes()


def _size(image: Picture) -> dict[str, int]:
    return {"width": image.shape[1], "height": image.shape[0]}


def _check(found: Check) -> dict[str, Any]:
    value, bar = float(found.value), float(found.bar)
    return {"name": found.name, "passed": bool(found.passed), "value": value, "bar": bar, "say": found.say}
