"""Meshes: welded where parts are sewn together, cut where they hang free."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from vitrine.fitting.warp.mesh import Mesh, barycentric, build, flipped, locate


def tee() -> np.ndarray:
    """A torso (1) with two sleeves (2, 3) that lie beside it below row 60 and are one with it above."""
    parts = np.zeros((200, 200), np.uint8)
    parts[20:180, 60:140] = 1
    parts[20:110, 30:60] = 2
    parts[20:110, 140:170] = 3
    return parts


def meshed() -> Mesh:
    return build(tee(), {2: 60.0, 3: 60.0})


def test_every_labelled_pixel_lies_in_a_cell_of_its_part() -> None:
    mesh, parts = meshed(), tee()
    rows, cols = np.nonzero(parts)
    cells = mesh.first[parts[rows, cols], (rows / mesh.cell).astype(int), (cols / mesh.cell).astype(int)]
    assert (cells >= 0).all()


def test_parts_share_vertices_above_the_weld_and_none_below() -> None:
    mesh = meshed()
    torso = set(mesh.triangles[mesh.part == 1].ravel().tolist())
    sleeve = set(mesh.triangles[mesh.part == 2].ravel().tolist())
    shared = mesh.points[sorted(torso & sleeve)]
    assert len(shared)
    assert (shared[:, 1] <= 60).all()
    beside = mesh.points[sorted(sleeve - torso)]
    assert (beside[:, 1] > 60).any()


@given(st.floats(62, 138), st.floats(22, 178))
def test_a_located_point_is_its_own_combination_of_vertices(x: float, y: float) -> None:
    mesh = meshed()
    at = np.array([[x, y]], np.float32)
    rows = locate(mesh, at, 1)
    assert np.allclose(rows @ mesh.points, at, atol=1e-3)
    assert np.isclose(rows.sum(), 1)


@given(st.lists(st.floats(-50, 50), min_size=8, max_size=8))
def test_barycentric_weights_give_back_the_point(v: list[float]) -> None:
    corners = np.array(v[:6], np.float32).reshape(1, 3, 2)
    ab, ac = corners[0, 1] - corners[0, 0], corners[0, 2] - corners[0, 0]
    if abs(ab[0] * ac[1] - ab[1] * ac[0]) < 1:
        return
    at = np.array([v[6:]], np.float32)
    weights = barycentric(corners, at)
    assert np.isclose(weights.sum(), 1)
    assert np.allclose((weights[:, :, None] * corners).sum(1), at, atol=1e-2)


def test_a_mirrored_mesh_is_flipped_and_a_shifted_one_is_not() -> None:
    mesh = meshed()
    assert not flipped(mesh, mesh.points + np.float32(7)).any()
    assert flipped(mesh, mesh.points * np.array([-1, 1], np.float32)).all()
