"""The solver: a rigid motion comes back exactly, targets are met, small pulls turn no triangle over."""

from dataclasses import replace

import numpy as np
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fitting.warp.test_mesh import meshed
from vitrine.fitting.warp.arap import Pull, join, pose
from vitrine.fitting.warp.mesh import flipped, locate


def turned(points: np.ndarray, angle: float, scale: float, shift: complex) -> np.ndarray:
    z = (points[:, 0] + 1j * points[:, 1]) * scale * np.exp(1j * angle) + shift
    return np.stack([z.real, z.imag], 1).astype(np.float32)


@settings(deadline=None, max_examples=15)
@given(st.floats(-0.5, 0.5), st.floats(0.4, 2), st.floats(-100, 100))
def test_a_rigid_motion_is_reproduced(angle: float, scale: float, shift: float) -> None:
    mesh = meshed()
    goal = turned(mesh.points, angle, scale, complex(shift, -shift))
    at = np.array([[70, 30], [130, 30], [70, 170], [130, 170]], np.float32)
    pull = Pull(locate(mesh, at, 1), turned(at, angle, scale, complex(shift, -shift)), np.ones(4))
    posed = pose(mesh, pull, mesh.points * np.float32(scale), goal)
    assert np.abs(posed - goal).max() < 0.05 * scale


def test_from_a_flat_start_the_solver_turns_the_whole_by_itself() -> None:
    mesh = meshed()
    at = np.array([[x, y] for x in (70, 100, 130) for y in (30, 60, 90, 120, 150, 170)], np.float32)
    pull = Pull(locate(mesh, at, 1), turned(at, 0.4, 1, 30), np.full(len(at), 3.0))
    posed = pose(mesh, pull, mesh.points, mesh.points, rounds=60)
    torso = np.unique(mesh.triangles[mesh.part == 1])
    assert np.abs(posed - turned(mesh.points, 0.4, 1, 30))[torso].max() < 2


@settings(deadline=None, max_examples=15)
@given(st.floats(-6, 6), st.floats(-6, 6))
def test_small_pulls_turn_no_triangle_over(dx: float, dy: float) -> None:
    mesh = meshed()
    held = np.array([[70, 30], [130, 30]], np.float32)
    moved = np.array([[100, 170]], np.float32)
    rows = [Pull(locate(mesh, held, 1), held, np.full(2, 5.0))]
    rows.append(Pull(locate(mesh, moved, 1), moved + np.array([[dx, dy]], np.float32), np.full(1, 5.0)))
    posed = pose(mesh, join(rows), mesh.points, mesh.points)
    assert not flipped(mesh, posed).any()


def test_a_free_sleeve_follows_its_own_target_and_leaves_the_torso() -> None:
    mesh = meshed()
    held = np.array([[x, y] for x in (70, 130) for y in (30, 100, 170)], np.float32)
    cuff = np.array([[45, 105]], np.float32)
    pull = join(
        [
            Pull(locate(mesh, held, 1), held, np.full(6, 10.0)),
            Pull(locate(mesh, cuff, 2), cuff - np.array([[25, 0]], np.float32), np.full(1, 10.0)),
        ]
    )
    posed = pose(mesh, pull, mesh.points, mesh.points, rounds=30)
    assert np.linalg.norm(pull.rows[[6]] @ posed - pull.to[6:]) < 4
    assert np.abs(pull.rows[:6] @ posed - held).max() < 3


def test_a_shred_of_cloth_that_nothing_pulls_stays_at_its_initial_guess() -> None:
    whole = meshed()
    count = len(whole.points)
    shred = np.array([[10, 10], [14, 10], [10, 14]], np.float32)
    mesh = replace(
        whole,
        points=np.concatenate([whole.points, shred]),
        triangles=np.concatenate([whole.triangles, [[count, count + 1, count + 2]]]).astype(whole.triangles.dtype),
        part=np.append(whole.part, 1).astype(whole.part.dtype),
    )
    at = np.array([[70, 30], [130, 30], [70, 170], [130, 170]], np.float32)
    rows = sp.csr_array(sp.hstack([locate(whole, at, 1), sp.csr_array((4, 3))]))
    start = mesh.points + np.float32(300)
    posed = pose(mesh, Pull(rows, at + np.float32(300), np.ones(4)), mesh.points, start)
    assert np.abs(posed[count:] - start[count:]).max() < 0.5
