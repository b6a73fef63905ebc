"""Tops tucked in, and cropped ones: where they end, and what is seen below that."""

from dataclasses import replace

import numpy as np
import pytest
from hanger import cut
from hypothesis import given
from hypothesis import strategies as st
from mannequin import TROUSERS, WALL, mannequin

from vitrine.fitting.warp import warp
from vitrine.fitting.warp.arm import SIDES
from vitrine.fitting.warp.drape import bloused
from vitrine.fitting.warp.lower import RISE
from vitrine.fitting.warp.sizes import size
from vitrine.fitting.warp.waist import BAND, _in_sight, bowed
from vitrine.fitting.warp.wearer import wearer_of
from vitrine.fitting.warp.worn import Waist
from vitrine.garments.garment import Garment
from vitrine.people.person import CLASSES, Person

TEE, NAVY = (30, 108, 140), np.array(TROUSERS, np.float32)


@pytest.fixture(scope="module")
def person() -> Person:
    """Over the trousers hangs a top, wider than they are."""
    return mannequin(flare=10)


@pytest.fixture(scope="module")
def tucked(tee: Garment) -> Garment:
    return replace(tee, tucked=True)


def near(image: np.ndarray, colour: np.ndarray | tuple[int, int, int], within: float = 40) -> np.ndarray:
    """Where a picture has about a colour."""
    return np.asarray(np.abs(image.astype(np.float32) - np.array(colour, np.float32)).max(-1) < within)


def rows_of(person: Person, first: float, last: float) -> slice:
    """Rows between depths below the neck, in units."""
    frame = wearer_of(person).frame
    return slice(*(round(frame.joint["neck"].imag + depth * frame.unit) for depth in (first, last)))


def waist_depth(person: Person) -> float:
    frame = wearer_of(person).frame
    return frame.torso / frame.unit - RISE


def test_a_waistband_of_many_colours_runs_in_a_bow() -> None:
    columns = np.arange(100, 300)
    true = 200 + 8 * ((columns - 200) / 100.0) ** 2
    ragged = true.copy()
    ragged[40:90] += 6  # there the label has lost some of it
    ragged[130:150] += 4
    assert np.abs(bowed(columns, ragged, 200.0) - true).max() < 2
    # what is far from any bow, as where a top hangs over it, stays
    hidden = true + np.where(columns < 160, 60, 0)
    assert bowed(columns, hidden, 200.0)[:40].min() > true[:40].max() + 40


def test_beside_a_waistband_in_sight_its_edge_goes_on_in_no_step() -> None:
    person = mannequin()
    frame = wearer_of(person).frame
    assert frame.old.waist is not None
    bottoms = person.labels == CLASSES.index("bottoms")
    level = round(frame.joint["neck"].imag + frame.old.waist)
    columns = np.flatnonzero(bottoms[level + 8])
    # at the sides the label begins lower: there it is the side's
    for k, low in ((0, 12), (1, 8), (2, 4)):
        bottoms[: level + low, [columns[k], columns[-1 - k]]] = False
    person.labels[(person.labels == CLASSES.index("bottoms")) & ~bottoms] = 0
    found = _in_sight(person, frame, frame.old.waist)
    assert found is not None
    edge = (found.waist.below[:, columns[0] - 20 : columns[-1] + 21] < 0.5).sum(0)
    assert np.abs(np.diff(edge)).max() <= 2
    assert abs(int(edge[0]) - level) < 8


def test_a_tucked_top_ends_at_a_waistband_that_the_old_top_hid(person: Person, tucked: Garment) -> None:
    found = warp(person, [tucked])
    assert "worn-over" not in found.warnings
    waist, middle = waist_depth(person), slice(195, 225)
    assert near(found.image[rows_of(person, waist - 0.3, waist - 0.05), middle], TEE).mean() > 0.8
    below = found.image[rows_of(person, waist + 0.03, waist + 0.45), middle]  # above the arch between the legs
    assert near(below, NAVY, 30).mean() > 0.9
    assert not near(below, TEE).any()
    # worn over, it hangs there
    over = warp(person, [replace(tucked, tucked=False)]).image[rows_of(person, waist + 0.03, waist + 0.15), middle]
    assert near(over, TEE).mean() > 0.8


def test_bottoms_that_are_made_are_no_wider_than_those_in_sight_and_the_wall_is_beside_them(
    person: Person, tucked: Garment
) -> None:
    image = warp(person, [tucked]).image
    waist = waist_depth(person)
    made = near(image[rows_of(person, waist + 0.03, waist + 0.25)], NAVY, 30).sum(1)
    seen = np.ptp(np.flatnonzero(near(person.photo[370], NAVY, 30)))
    assert (made <= seen + 4).all()
    assert (made > 0.7 * seen).all()
    # where the old top stood off
    assert near(image[rows_of(person, waist + 0.15, waist + 0.2), 148:152], WALL).all()


def test_new_bottoms_lie_over_a_tucked_top(person: Person, tucked: Garment, trousers: Garment) -> None:
    inside, over = (warp(person, [top, trousers]) for top in (tucked, replace(tucked, tucked=False)))
    assert "worn-over" not in inside.warnings
    waist = waist_depth(person)
    below = rows_of(person, waist + 0.1, waist + 0.5)
    assert near(over.image[below, 195:225], TEE).mean() > 0.2
    assert not near(inside.image[below, 195:225], TEE).any()
    # no bare wedge between the two
    skin = near(inside.image[rows_of(person, waist - 0.3, waist - 0.02), 170:250], (205, 160, 135), 25)
    assert skin.mean() < 0.01


def test_a_top_is_worn_over_where_no_bottoms_are_in_sight(person: Person, tucked: Garment) -> None:
    bare = replace(
        person, labels=np.where(person.labels == CLASSES.index("bottoms"), 2, person.labels).astype(np.uint8)
    )
    found = warp(bare, [tucked])
    assert "worn-over" in found.warnings
    assert np.array_equal(found.image, warp(bare, [replace(tucked, tucked=False)]).image)


def test_a_top_too_short_for_the_waist_is_not_tucked_in(person: Person, tee: Garment) -> None:
    assert "worn-over" in warp(person, [replace(cut(tee, 0.3), tucked=True)]).warnings


def test_of_a_dress_the_part_below_the_waist_stays_as_it_was(person: Person, tucked: Garment) -> None:
    cloth = [CLASSES.index(name) for name in ("top", "bottoms")]
    dressed = replace(person, labels=np.where(np.isin(person.labels, cloth), CLASSES.index("dress"), person.labels))
    found = warp(dressed, [tucked])
    assert "worn-over" not in found.warnings
    waist = waist_depth(dressed)
    skirt = rows_of(dressed, waist + 2 * BAND, waist + 0.6)
    assert np.array_equal(found.image[skirt, 190:230], dressed.photo[skirt, 190:230])
    assert next(check for check in found.checks if check.name == "leak").passed


def test_a_cropped_top_stays_cropped_and_bares_skin_above_the_bottoms(person: Person, tee: Garment) -> None:
    frame = wearer_of(person).frame
    short = cut(tee, 0.35)
    span = short.landmarks["hem-left"][1] - short.landmarks["neck-left"][1]
    whole = tee.landmarks["hem-left"][1] - tee.landmarks["neck-left"][1]
    # the same cloth at the same scale, only less of it
    assert size(short, frame) == pytest.approx(size(tee, frame), rel=0.05)
    assert size(short, frame) * span < 0.75 * size(tee, frame) * whole
    image, waist = warp(person, [short]).image, waist_depth(person)
    middle = slice(195, 225)
    belly = image[rows_of(person, waist - 0.1, waist - 0.03), middle]
    assert near(belly, (205, 160, 135), 60).mean() > 0.9
    assert near(image[rows_of(person, waist + 0.03, waist + 0.5), middle], NAVY, 30).mean() > 0.9


def test_a_size_chart_tells_how_long_a_cropped_top_is(person: Person, tee: Garment) -> None:
    frame = wearer_of(person).frame
    short = cut(tee, 0.35)
    told = size(replace(short, measures={"length": 44.0}), frame)
    span = (sum(short.landmarks[f"hem-{side}"][1] - short.landmarks[f"neck-{side}"][1] for side in SIDES)) / 2
    assert told * span == pytest.approx(44 / 35 * frame.unit)


@given(depth=st.floats(50, 300), half=st.floats(20, 120), unit=st.floats(40, 250))
def test_tucked_cloth_opens_from_the_waist_upward(depth: float, half: float, unit: float) -> None:
    waist = Waist(depth, (0.0, 0.0), {"left": half, "right": half}, np.zeros((2, 2), np.float32))
    wide = bloused(waist, "left", np.arange(0.0, 400.0), unit)
    assert (np.diff(wide) <= 1e-9).all()
    assert wide[int(depth) + 1 :] == pytest.approx(half)


def test_new_bottoms_bare_nothing_of_an_arm_in_an_old_sleeve(trousers: Garment) -> None:
    person = mannequin(sleeve=1.85)
    # a forearm beside the thigh, whose sleeve's edge lies behind the old bottoms
    person.landmarks[[13, 15, 17, 19, 21]] = [(264, 280), (264, 372), (264, 396), (264, 400), (262, 390)]
    person.labels[180:410, 272:330] = 0
    person.labels[180:365, 248:282] = CLASSES.index("top")
    person.labels[365:400, 250:278] = CLASSES.index("skin")
    person.labels[296:420, 165:258] = CLASSES.index("bottoms")
    person.mask[:] = person.labels > 0
    for name, colour in (("background", WALL), ("top", (30, 140, 60)), ("bottoms", TROUSERS)):
        person.photo[person.labels == CLASSES.index(name)] = colour
    blue = replace(trousers, photo=np.full_like(trousers.photo, (40, 60, 190)))
    image = warp(person, [blue]).image
    bare = near(image, (205, 160, 135), 40) & (person.labels != CLASSES.index("skin"))
    assert not bare[300:358, 240:290].any()
