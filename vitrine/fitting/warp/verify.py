"""The checks of a result, fed with what the engine knows of its making."""

from collections.abc import Sequence

import numpy as np

from vitrine.fitting import checks
from vitrine.fitting.engine import Check
from vitrine.fitting.warp.erase import SLOT
from vitrine.fitting.warp.fit import Fit
from vitrine.fitting.warp.prints import features
from vitrine.fitting.warp.wearer import Wearer
from vitrine.imaging.types import Mask, Picture, Region
from vitrine.people.person import CLASSES, Person


def verified(person: Person, wearer: Wearer, fits: Sequence[Fit], image: Picture, mask: Mask) -> tuple[Check, ...]:
    """All checks; those on print and sleeves concern the outermost garment that has them."""
    moved = checks.difference(person.photo, image)
    worn = np.max([fit.cover for fit in fits], 0)
    skin = (person.labels == CLASSES.index("skin")) & (person.certainty > 0.6)
    outer = fits[-1]
    found = [
        *untouched(person, image, mask),
        checks.outline(moved, skin, worn),
        checks.leak(moved, _old(person, wearer, fits), worn),
        checks.print_found(image, features(outer, wearer.front.always)),
    ]
    arms = checks.sleeves(person, _sleeves_and_torso(outer, wearer), outer.rig.garment.sleeve)
    return (*found, *([arms] if arms is not None else []))


def untouched(person: Person, image: Picture, mask: Mask) -> tuple[Check, Check]:
    """The checks on what the edit had no business with."""
    moved = checks.difference(person.photo, image)
    return checks.outside(moved, mask), checks.face(person, moved)


def _sleeves_and_torso(fit: Fit, wearer: Wearer) -> Mask:
    return np.asarray(fit.cover * (1 - wearer.front.always), np.float32)


def _old(person: Person, wearer: Wearer, fits: Sequence[Fit]) -> Region:
    """Old clothing that has to go; what hangs below the hips of a dress stays on under a new top, as a skirt."""
    rows = np.arange(person.labels.shape[0])[:, None]
    dress, hips = person.labels == CLASSES.index("dress"), wearer.frame.joint["hips"].imag
    old = np.zeros(person.labels.shape, bool)
    for fit in fits:
        mine = np.isin(person.labels, SLOT[fit.category])
        if fit.category == "tops":
            mine &= ~(dress & (rows > hips))
        if fit.category == "bottoms":
            mine &= ~(dress & (rows < hips))
        old |= mine
    return old
