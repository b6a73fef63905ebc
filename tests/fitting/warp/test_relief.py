"""The relief of worn cloth: where it is read, how it is lit, and how much it may change."""

import cv2
import numpy as np
import pytest

from vitrine.fitting.warp.light import SHOWS, shows
from vitrine.fitting.warp.relief import MOST, PARTS, RANGE, ROWS, Limb, folds, limb, lit, looked_up, places, tables

DOWN = limb([50 + 20j, 50 + 120j], 1 + 0j)


def test_every_part_has_its_table() -> None:
    found = tables()
    assert {name: (len(parts), parts[0].shape[1]) for name, parts in found.items()} == PARTS
    for parts in found.values():
        for part in parts:
            assert len(part) == ROWS
            assert np.abs(part[..., :2]).max() <= 1.01
            assert part[..., 2].min() >= 0
            assert part[..., 2].max() <= 1


def test_places_run_from_edge_to_edge_and_from_joint_to_joint() -> None:
    cover = np.zeros((140, 100), np.float32)
    cover[20:120, 30:80] = 1
    along, across = places(cover, (0, 0), DOWN, 1)
    assert along[20, 50] == pytest.approx(0, abs=0.02)
    assert along[120, 50] == pytest.approx(1, abs=0.02)
    assert across[70, 30] == pytest.approx(-1, abs=0.05)
    assert across[70, 79] == pytest.approx(1, abs=0.05)


def test_places_go_on_round_a_bend() -> None:
    bent = limb([20 + 20j, 20 + 80j, 80 + 80j], -1j)
    along, _ = places(np.ones((100, 100), np.float32), (0, 0), bent, 1)
    assert along[50, 20] == pytest.approx(0.5, abs=0.02)
    assert along[80, 65] == pytest.approx(1.75, abs=0.02)


def test_light_from_above_and_from_one_side_falls_on_what_faces_it() -> None:
    table = np.zeros((ROWS, 3, 3), np.float32)
    table[..., 2] = 1
    table[:, 0, 0], table[:, 2, 0] = -0.4, 0.4
    from_right = lit(table, DOWN, 0.8)
    assert (from_right[:, 2] > from_right[:, 0] + 0.1).all()
    table[:, :, 0] = 0
    table[: ROWS // 2, :, 1], table[ROWS // 2 :, :, 1] = -0.4, 0.4
    from_above = lit(table, DOWN, 0.0)
    assert from_above[10, 1] > from_above[-10, 1] + 0.1


def test_no_crease_is_a_hole_and_none_lights_the_whole() -> None:
    for name, parts in tables().items():
        on: Limb = limb([0j, 100j, 200j], 1 + 0j) if "skirt" not in name and name != "trunk" else DOWN
        for part in parts:
            light = lit(part, on, -0.5, RANGE[name])
            assert np.abs(light).max() <= MOST
            assert abs(float(light.mean())) < 0.05
            fine = folds(light)
            assert abs(float(fine.mean())) < 0.01
            broad = cv2.blur(light - fine, (3, 3))
            assert np.abs(np.diff(broad, axis=0)).max() < np.abs(np.diff(light, axis=0)).max()


def test_of_a_broad_band_its_sides_are_left() -> None:
    band = np.zeros((ROWS, 96), np.float32)
    band[:, 32:64] = -0.1
    found = folds(cv2.GaussianBlur(band, (0, 0), 2))[ROWS // 2]
    assert found[34:38].min() < 3 * found[46:50].min()
    assert found[34:38].min() < -0.02
    assert np.abs(found[[4, -5]]).max() < 0.01


def test_no_two_of_a_part_s_tables_have_the_same_folds() -> None:
    for name, parts in tables().items():
        light = [folds(lit(part, DOWN, 0.3, RANGE[name])) for part in parts]
        both = [*light, *(np.ascontiguousarray(one[:, ::-1]) for one in light)]
        alike = np.corrcoef([one.ravel() for one in both])[: len(light)]
        np.fill_diagonal(alike, 0)
        assert alike.max() < 0.7, name


def test_beyond_its_end_a_table_is_read_backward() -> None:
    light = np.zeros((ROWS, 8), np.float32) + np.linspace(0, 1, ROWS, dtype=np.float32)[:, None]
    along = np.array([[0.9, 1.0, 1.1]], np.float32).repeat(ROWS, 0)
    found = looked_up(light, along, np.zeros_like(along), (0.0, 1.0))[0]
    assert found[1] > found[0]
    assert found[2] == pytest.approx(found[0], abs=0.01)
    beside = looked_up(np.ascontiguousarray(light.T[:, :ROWS]), np.zeros_like(along), along, (0.0, 1.0))[0]
    assert beside[2] == pytest.approx(beside[0], abs=0.01)


def test_shade_shows_most_in_black_and_alike_in_all_of_a_weave() -> None:
    assert SHOWS[255] == pytest.approx(1, abs=0.01)
    assert (np.diff(SHOWS) <= 0).all()
    plain = [float(shows(np.full((64, 64, 3), grey, np.float32)).mean()) for grey in (20, 120, 250)]
    assert plain == sorted(plain, reverse=True)
    weave = np.kron(np.indices((32, 32)).sum(0) % 2, np.ones((2, 2)))[..., None] * np.full(3, 60.0) + 90
    assert np.ptp(shows(weave.astype(np.float32))) < 0.1
