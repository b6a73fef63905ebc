"""All that is measured on a person for fitting, kept as long as the person is: a further garment finds it done."""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from vitrine.fitting.warp.frame import Frame, measured
from vitrine.fitting.warp.front import Front, front
from vitrine.imaging.types import Mask
from vitrine.people.body import Body, bare_body
from vitrine.people.person import Person


@dataclass(frozen=True, eq=False)
class Wearer:
    """A person ready to be dressed."""

    body: Body
    frame: Frame
    front: Front
    ground: Mask
    """Where a garment's shadow may fall: the person without the head."""


_KEPT: WeakKeyDictionary[Person, Wearer] = WeakKeyDictionary()


def wearer_of(person: Person) -> Wearer:
    """The measurements of a person."""
    kept = _KEPT.get(person)
    if kept is None:
        body = bare_body(person)
        before = front(person, body)
        kept = Wearer(body, measured(person, body), before, person.mask * (1 - before.head))
        _KEPT[person] = kept
    return kept
