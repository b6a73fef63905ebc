"""A top that hangs over the old bottoms and ends higher than the old one did: what comes to light below its hem."""

from dataclasses import replace

import numpy as np
import pytest
from hanger import cut
from hypothesis import given
from hypothesis import strategies as st
from mannequin import TROUSERS, WALL, mannequin

from vitrine.fitting.warp import warp
from vitrine.fitting.warp.hanging import Hem, hem_line
from vitrine.fitting.warp.lower import RISE
from vitrine.fitting.warp.raster import Piece
from vitrine.fitting.warp.wearer import wearer_of
from vitrine.garments.garment import Garment
from vitrine.people.person import CLASSES, Person

BOTTOMS = CLASSES.index("bottoms")


def torso(alpha: np.ndarray, x: int = 0, y: int = 0) -> Piece:
    shape = alpha.shape
    return Piece(x, y, np.zeros((*shape, 3), np.float32), alpha.astype(np.float32), np.zeros((*shape, 2), np.float32))


def test_a_hem_goes_on_level_beside_its_corners_and_a_chest_s_side_is_none() -> None:
    alpha = np.zeros((100, 60))
    alpha[:40] = 1  # the chest, broader than the hem
    alpha[:90, 10:50] = 1
    hem = hem_line([torso(alpha, 20, 30)], 120, unit=60.0)
    assert hem is not None
    assert hem.corners == (30, 69)
    assert (hem.line == 120).all()
    assert hem.under((200, 120))[125].all() and not hem.under((200, 120))[115].any()


def test_a_top_out_of_the_picture_has_no_hem() -> None:
    assert hem_line([], 50, 60.0) is None
    assert hem_line([torso(np.zeros((5, 5)))], 50, 60.0) is None


@given(row=st.integers(20, 60), first=st.integers(20, 60), breadth=st.integers(5, 60), slant=st.floats(-0.2, 0.2))
def test_below_a_hem_cloth_widens_from_its_corners(row: int, first: int, breadth: int, slant: float) -> None:
    line = (row + slant * np.arange(160)).astype(np.float32)
    hem = Hem(line, (first, first + breadth))
    within = hem.within((160, 160))
    assert (within[100:, first : first + breadth + 1] == 1).all()
    assert (np.diff(within[100:], axis=0) >= 0).all()
    beside = first + breadth + 6
    assert within[int(line[beside]) + 1, beside] == 0


@pytest.fixture
def shaded() -> Person:
    """An old hem, wider than the trousers below it, throws a shadow on them, which runs out softly."""
    person = mannequin(flare=10)
    bottoms = person.labels == BOTTOMS
    light = np.interp(np.arange(len(bottoms)), [bottoms.any(1).argmax() + 3, 362], [0.4, 1])[:, None, None]
    person.photo[bottoms] = (person.photo * light)[bottoms].astype(np.uint8)
    return person


def test_beneath_a_shorter_top_trousers_go_on_without_the_old_hem_s_shadow(shaded: Person, tee: Garment) -> None:
    old = int(np.flatnonzero((shaded.labels == BOTTOMS)[:, 190])[0])
    image = warp(shaded, [cut(tee, 0.55)]).image
    middle = image[: old + 40, 168:195].astype(np.float32)
    navy = np.abs(middle - np.array(TROUSERS, np.float32)).max(2).mean(1) < 30
    came = np.flatnonzero(navy)
    assert came[0] < old - 15  # the new one ends well above
    assert navy[old - 8 : old + 40].all()


def test_beneath_a_shorter_top_nothing_stands_off_where_the_old_one_did(shaded: Person, tee: Garment) -> None:
    old = int(np.flatnonzero((shaded.labels == BOTTOMS)[:, 190])[0])
    image = warp(shaded, [cut(tee, 0.55)]).image.astype(np.float32)
    seen = np.flatnonzero((shaded.labels == BOTTOMS)[old + 10])
    beside = image[old - 10 : old, seen[-1] + 5 : seen[-1] + 9]
    assert np.abs(beside - np.array(WALL, np.float32)).max() < 12


@pytest.mark.parametrize("share", [0.5, 0.6, 0.65, 0.7])
def test_between_the_hem_of_a_top_and_the_skirt_of_an_old_dress_no_skin_comes_out(tee: Garment, share: float) -> None:
    person = mannequin(flare=10)
    cloth = [CLASSES.index(name) for name in ("top", "bottoms")]
    dress = np.isin(person.labels, cloth)
    person = replace(person, labels=np.where(dress, CLASSES.index("dress"), person.labels))
    found = warp(person, [cut(tee, share)])
    middle = found.image[260:380, 195:225].astype(np.float32)
    skin = np.median(person.photo[person.labels == CLASSES.index("skin")], 0)
    # a cropped top bares skin above the skirt's waistband, and one that hangs over that none
    bare = np.flatnonzero((np.abs(middle - skin).max(2) < 25).mean(1) > 0.5)
    frame = wearer_of(person).frame
    waist = frame.joint["neck"].imag + frame.torso - RISE * frame.unit
    assert not (bare + 260 > waist + 3).any()
