from dataclasses import replace

import numpy as np
from mannequin import mannequin

from vitrine.fitting.warp.scraps import SHOES, collars_in_scene, shoes_in_scene
from vitrine.people.body import bare_body
from vitrine.people.person import CLASSES, Person

BOTTOMS, TOP = (CLASSES.index(name) for name in ("bottoms", "top"))
WALL, PALE = (180, 184, 190), (205, 206, 208)


def with_a_heel(rows: int, columns: int) -> tuple[Person, np.ndarray]:
    """A person one of whose shoes goes on in a piece that passed for the wall, and that wall."""
    person = mannequin()
    wall = np.empty_like(person.photo)
    wall[:] = WALL
    photo, labels = wall.copy(), np.zeros_like(person.labels)
    labels[300:330, 100:150] = SHOES
    labels[200:270, 100:140] = BOTTOMS
    photo[labels == SHOES] = PALE
    photo[300 - rows : 300, 130 : 130 + columns] = PALE
    return Person(photo, person.landmarks, person.visibility, person.mask, labels, person.certainty), wall


def test_a_heel_that_passed_for_what_is_behind_it_is_part_of_the_shoe() -> None:
    person, wall = with_a_heel(15, 12)
    found = shoes_in_scene(person, wall, person.labels == BOTTOMS, 100.0)
    assert found[286:300, 130:142].mean() > 0.9
    assert found.sum() < 1.1 * 15 * 12


def test_a_shoes_soft_edge_and_the_wall_beside_it_are_none() -> None:
    person, wall = with_a_heel(2, 5)
    assert not shoes_in_scene(person, wall, person.labels == BOTTOMS, 100.0).any()


def test_a_collar_that_passed_for_the_wall_is_old_cloth() -> None:
    person = mannequin()
    body = bare_body(person)
    x, y = (round(v) for v in body.joints["neck"])
    wall, labels = np.empty_like(person.photo), np.zeros_like(person.labels)
    wall[:] = WALL
    photo = wall.copy()
    old, rim = np.zeros(labels.shape, bool), np.zeros(labels.shape, bool)
    old[y : y + 30, x - 30 : x + 30] = True
    rim[y - 8 : y, x - 30 : x - 24] = True
    labels[old], photo[old | rim] = TOP, PALE
    seen = Person(photo, person.landmarks, person.visibility, person.mask, labels, person.certainty)
    found = collars_in_scene(seen, body, wall, old)
    assert found[rim].mean() > 0.9
    assert not found[:, x:].any() and not found[old].any()
    # of the wall's own colour nothing can be told
    assert not collars_in_scene(replace(seen, photo=wall), body, wall, old).any()
