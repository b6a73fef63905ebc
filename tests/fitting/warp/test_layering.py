"""Outer garments over inner ones."""

from dataclasses import replace

import numpy as np
import pytest
from hanger import hung
from mannequin import mannequin

from vitrine.fitting.warp.arm import SIDES
from vitrine.fitting.warp.fit import Fit, sleeve_of
from vitrine.fitting.warp.layering import layered, stray
from vitrine.fitting.warp.raster import Piece
from vitrine.fitting.warp.wearer import wearer_of
from vitrine.garments.garment import Garment, Part
from vitrine.imaging.masks import grown, shrunk
from vitrine.people.person import CLASSES, Person


@pytest.fixture(scope="module")
def person() -> Person:
    return mannequin()


@pytest.fixture(scope="module")
def outer(person: Person, tee: Garment) -> Fit:
    return hung(tee, person)


def piece(cover: np.ndarray) -> Piece:
    return Piece(
        0, 0, np.zeros((*cover.shape, 3), np.float32), cover.astype(np.float32), np.zeros((*cover.shape, 2), np.float32)
    )


def wider(outer: Fit, parts: tuple[Part, ...], by: float) -> Fit:
    """The same garment, cut wider all round."""
    pieces = {part: piece(grown(outer.cover_of(part) > 0.5, by)) for part in parts}
    return replace(outer, drawn=pieces, pieces=pieces)


def test_nothing_of_an_inner_garment_looks_out_beside_shoulders_sides_and_sleeves(person: Person, outer: Fit) -> None:
    inner = wider(outer, ("torso", "left-sleeve", "right-sleeve"), 5)
    frame = wearer_of(person).frame
    below, above = layered([inner, outer], frame)
    assert above is outer
    cover = outer.cover > 0.5
    spine = frame.joint["neck"].real
    columns = np.arange(cover.shape[1])[None]
    rows = np.flatnonzero((outer.cover_of("torso") > 0.5).any(1))
    beside = np.zeros_like(cover)
    beside[rows[0] + 4 : rows[-1] - 12] = True
    beside &= (np.abs(columns - spine) > 0.25 * frame.unit) & ~cover
    assert (inner.cover[beside] > 0).sum() > 200
    assert (below.cover[beside] > 0).mean() < 0.01


def test_what_hangs_below_the_hem_or_beyond_a_sleeves_end_shows(person: Person, outer: Fit) -> None:
    frame = wearer_of(person).frame
    rows = np.flatnonzero((outer.cover_of("torso") > 0.5).any(1))
    skirt = np.zeros(outer.shape)
    skirt[rows[0] : rows[-1] + 80, 170:250] = 1
    arm = np.zeros(outer.shape)
    wrist = frame.joint["wrist-left"]
    arm[round(wrist.imag) - 30 : round(wrist.imag), round(wrist.real) - 8 : round(wrist.real) + 8] = 1
    inner = replace(outer, pieces={"torso": piece(skirt), "left-sleeve": piece(arm)})
    below = layered([inner, outer], frame)[0]
    assert (below.cover_of("torso")[rows[-1] + 4 : rows[-1] + 80, 180:240] == 1).all()
    assert np.array_equal(below.cover_of("left-sleeve"), arm)


def test_a_garment_without_sleeves_leaves_the_shoulders_to_others(person: Person, outer: Fit) -> None:
    frame = wearer_of(person).frame
    inner = wider(outer, ("torso", "left-sleeve", "right-sleeve"), 5)
    torso = outer.cover_of("torso")
    vest = replace(outer, pieces={"torso": piece(torso)})
    below = layered([inner, vest], frame)[0]
    for side in SIDES:
        assert np.array_equal(below.cover_of(sleeve_of(side)), inner.cover_of(sleeve_of(side)))
    high = outer.below_armpit("left")[:, 0] == 0
    assert np.array_equal(below.cover_of("torso")[high], inner.cover_of("torso")[high])


def test_old_clothes_stray_only_beside_a_jacket(person: Person, outer: Fit) -> None:
    frame = wearer_of(person).frame
    cover = outer.cover > 0.5
    clothes = grown(cover, 5) | (person.labels == CLASSES.index("top"))
    found = stray(clothes, outer, frame)
    assert found.any()
    assert not (found & clothes & shrunk(cover, 3)).any()
    assert not stray(np.zeros_like(cover), outer, frame).any()
