"""A rendering process for tests of the server: tiny analyses and an engine that does as the garment's first pixel says.

Any colour: the garment's colour fills the middle of the photo. (1, 2, 3): the process dies. (4, 5, 6): NoGarment.
The garment's length, where a size chart tells it, is what the colour's rectangle is high: a pixel a centimetre.
While the file `hold` lies in the folder VITRINE_DOUBLE, an engine waits; each one appends a line to `started` there.
"""

import os
import time
from pathlib import Path

import numpy as np

from vitrine.errors import NoGarment, NoPerson
from vitrine.fitting.engine import Check, Fitted
from vitrine.formats.contract import Box
from vitrine.formats.facts import Facts, Finding
from vitrine.garments.garment import Garment
from vitrine.garments.study import Study
from vitrine.people.person import Person
from vitrine.workflows.rendering import Renderer

DIES, NONE, NOBODY = (1, 2, 3), (4, 5, 6), (7, 8, 9)
LOOK_DIES, LOOK_NONE, UNSURE = (250, 0, 250), (0, 250, 250), (200, 200, 40)


def renderer(argument):
    return Renderer(person=person, garment=garment, study=study, engine=lambda name: dress, nsfw=nsfw)


def person(photo):
    if tuple(photo[0, 0]) == NOBODY:
        raise NoPerson
    ones = np.ones(photo.shape[:2], np.float32)
    return Person(
        photo=photo,
        landmarks=np.zeros((33, 2), np.float32),
        visibility=np.ones(33, np.float32),
        mask=ones,
        labels=np.full(photo.shape[:2], 3, np.uint8),
        certainty=ones,
        warnings=("dark",) if photo.mean() < 30 else (),
    )


def garment(photo, category, photo_type):
    if tuple(photo[0, 0]) == NONE:
        raise NoGarment
    return Garment(
        photo=photo,
        alpha=np.ones(photo.shape[:2], np.float32),
        category="tops" if category == "auto" else category,
        photo_type="flat-lay",
        landmarks={"neck-front": (1.0, 2.0)},
        parts=np.ones(photo.shape[:2], np.uint8),
        attributes={"colour": "red"},
    )


def study(photo, category, photo_type):
    """A product picture; each one that is looked at appends a line to `looked` in the folder VITRINE_DOUBLE."""
    folder = Path(os.environ["VITRINE_DOUBLE"])
    with (folder / "looked").open("a") as file:
        file.write(f"{_colour(photo)}\n")
    while (folder / "hold").exists():
        time.sleep(0.005)
    if near(photo, LOOK_DIES):
        os._exit(9)
    height, width = photo.shape[:2]
    size = {"width": width, "height": height, "kind_confidence": 1.0}
    if near(photo, LOOK_NONE):
        lone = Finding(code="no-garment", weight=1.0)
        return Study(Facts(kind="other", category=None, photo_type="flat-lay", findings=(lone,), **size), None)
    unsure = near(photo, UNSURE) and "VITRINE_DOUBLE_SURE" not in os.environ
    seen = (Finding(code="shape-unsure", weight=0.9),) if unsure else ()
    one = garment(photo, category, photo_type)
    way = photo_type if photo_type != "auto" else "flat-lay"
    box = Box(x=0, y=0, width=width, height=height)
    found = Facts(kind="t-shirt", category=one.category, photo_type=way, findings=seen, box=box, **size)
    return Study(found, one)


def near(photo, colour):
    """Product pictures are kept as JPEG: their colours come back a little off."""
    return all(abs(a - b) < 8 for a, b in zip(_colour(photo), colour, strict=True))


def _colour(photo):
    return tuple(int(v) for v in photo[photo.shape[0] // 2, photo.shape[1] // 2])


def nsfw(batch):
    """A score by colour: the more magenta, the less safe."""
    blue, green, red = batch.reshape(-1, 3).mean(0) + np.array([104, 117, 123])
    share = max(0.0, (min(blue, red) - green) / 255)
    return [np.array([[1 - share, share]])]


def dress(person, garments):
    folder = Path(os.environ["VITRINE_DOUBLE"])
    with (folder / "started").open("a") as file:
        file.write(f"{tuple(int(v) for v in garments[0].photo[0, 0])}\n")
    while (folder / "hold").exists():
        time.sleep(0.005)
    if tuple(garments[0].photo[0, 0]) == DIES:
        os._exit(9)
    image, mask = person.photo.copy(), np.zeros(person.photo.shape[:2], np.float32)
    height, width = mask.shape
    end = height // 4 + int(garments[0].measures.get("length", height // 4))
    box = np.s_[height // 4 : end, width // 4 : width // 2]
    image[box], mask[box] = garments[0].photo[0, 0], 1
    told = tuple("worn-over" for garment in garments if garment.tucked)
    return Fitted(image, mask, (Check("outside", True, 0, 0, "nothing else changed"),), told, {"warp": 1.0})
