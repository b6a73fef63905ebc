import numpy as np

from vitrine.fitting.warp import attempt
from vitrine.fitting.warp.clock import Clock
from vitrine.fitting.warp.tries import Plan
from vitrine.fitting.warp.verify import _shaded, verified
from vitrine.fitting.warp.wearer import wearer_of
from vitrine.garments.garment import Garment
from vitrine.people.person import CLASSES, Person
from vitrine.people.working import working


def test_below_a_hem_skin_may_lie_in_its_shade() -> None:
    worn = np.zeros((60, 20), np.float32)
    worn[10:20, 5:15] = 1
    shaded = _shaded(worn, 100.0)
    assert (shaded[20:32, 5:15] > 0.5).all()
    assert not shaded[:10].any() and not shaded[:, :5].any() and not shaded[34:].any()


def test_old_cloth_left_in_the_new_one_does_not_pass_for_its_colour(anna: Person, tee: Garment) -> None:
    work = working(anna)
    wearer = wearer_of(work.person)
    made = attempt(work, wearer, [tee], Plan(), Clock())
    old = (work.person.labels == CLASSES.index("top")) & (made.mask > 0.95)
    rows = np.flatnonzero(old.any(1))
    # a band of it: as much as any colour of the garment's own
    old[: rows[len(rows) // 2]] = old[rows[len(rows) * 3 // 4] :] = False
    image = np.where(old[..., None], work.person.photo, made.image)

    def leak(shown: np.ndarray) -> bool:
        found = verified(work.person, wearer, made.of, shown, made.mask)
        return next(check.passed for check in found if check.name == "leak")

    assert leak(made.image)
    assert not leak(image)
