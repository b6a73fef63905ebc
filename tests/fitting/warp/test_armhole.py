"""Sleeves: they follow an arm whose bones were found askew, reach old cuffs, and close over the arm."""

from dataclasses import replace

import cv2
import numpy as np
from hanger import hung

from vitrine.fitting.warp.arm import SIDES
from vitrine.fitting.warp.armhole import _broader, _end, _mirrored, closed, corners, in_one, over_torso
from vitrine.fitting.warp.fit import sleeve_of
from vitrine.fitting.warp.mesh import locate
from vitrine.fitting.warp.outline import reach
from vitrine.fitting.warp.raster import Piece
from vitrine.fitting.warp.rig import label, rigged
from vitrine.fitting.warp.targets import points
from vitrine.fitting.warp.wearer import wearer_of
from vitrine.garments.garment import Garment
from vitrine.people.person import Person


def test_a_sleeve_closes_over_the_arm(anna: Person, tee: Garment) -> None:
    wearer, fit, shape = wearer_of(anna), hung(tee, anna), anna.mask.shape
    hole = np.ones(shape, np.float32)
    for side in SIDES:
        shoulder, elbow = (wearer.frame.joint[f"{name}-{side}"] for name in ("shoulder", "elbow"))
        at = shoulder + 0.3 * (elbow - shoulder)
        hole[round(at.imag) - 6 : round(at.imag) + 6, round(at.real) - 6 : round(at.real) + 6] = 0
    torn = {part: replace(piece, alpha=piece.alpha * hole[piece.window]) for part, piece in fit.pieces.items()}
    whole = closed(fit.rig, fit.posed, torn, wearer.frame, np.ones(shape, np.float32))
    for part in ("left-sleeve", "right-sleeve"):
        mended = whole[part].alpha[hole[whole[part].window] == 0]
        assert mended.size
        assert mended.min() > 0.9
        # where a sleeve was, it stays as it was
        solid = torn[part].alpha > 0.95
        assert np.array_equal(whole[part].colour[solid], torn[part].colour[solid])
    # so it is near the sleeve's end, where no arm is looked for otherwise
    for side, part in zip(SIDES, ("left-sleeve", "right-sleeve"), strict=True):
        piece = fit.pieces[part]
        inside = cv2.distanceTransform((piece.alpha > 0.98).astype(np.uint8), cv2.DIST_L2, 5)
        shoulder, elbow = (wearer.frame.joint[f"{name}-{side}"] for name in ("shoulder", "elbow"))
        bone = shoulder + np.linspace(0, 1, 200) * (elbow - shoulder) - complex(piece.x, piece.y)
        at = np.round(np.stack([bone.imag, bone.real])).astype(int)
        at = at[:, (at[0] >= 0) & (at[0] < inside.shape[0])]
        row, middle = at[:, inside[at[0], at[1]] > 5][:, -1].tolist()
        spot = np.s_[row - 2 : row + 3, middle - 2 : middle + 3]
        alpha = piece.alpha.copy()
        alpha[spot] = 0
        pricked = {**fit.pieces, part: replace(piece, alpha=alpha)}
        again = closed(fit.rig, fit.posed, pricked, wearer.frame, np.ones(shape, np.float32))
        assert again[part].alpha[spot].min() > 0.9
    # nothing grows beyond the body; a small hole in cloth closes there, too
    bare = closed(fit.rig, fit.posed, torn, wearer.frame, np.zeros(shape, np.float32))
    around = np.ones((9, 9), np.uint8)  # but for how far its outline is made even
    reach = {part: cv2.dilate(piece.alpha, around) for part, piece in fit.pieces.items()}
    assert all((bare[part].alpha <= np.maximum(reach[part], 0.02) + 1e-6).all() for part in torn)


def test_the_soft_edge_of_a_torso_below_a_sleeve_is_no_hole(anna: Person, tee: Garment) -> None:
    wearer, fit = wearer_of(anna), hung(tee, anna)
    for side, part in zip(SIDES, ("left-sleeve", "right-sleeve"), strict=True):
        piece, more = fit.pieces[part], 20
        long = replace(
            piece,
            colour=np.pad(piece.colour, ((0, more), (0, 0), (0, 0)), mode="edge"),
            alpha=np.pad(piece.alpha, ((0, more), (0, 0))),
            where=np.pad(piece.where, ((0, more), (0, 0), (0, 0)), mode="edge"),
        )
        shoulder, elbow = (wearer.frame.joint[f"{name}-{side}"] for name in ("shoulder", "elbow"))
        column = round(float((shoulder + 0.8 * (elbow - shoulder)).real)) - piece.x
        column = int(np.clip(column, 2, piece.alpha.shape[1] - 3))
        torso = np.zeros_like(long.alpha)
        torso[-more:, column:] = 1
        torso[-more:, column] = 0.7
        pieces = {part: long, "torso": replace(long, alpha=torso)}
        whole = closed(fit.rig, fit.posed, pieces, wearer.frame, np.ones(anna.mask.shape, np.float32))
        assert whole[part].alpha[-more:].max() == 0


def test_an_edge_far_from_its_bone_is_believed_only_on_limbs() -> None:
    inside = np.zeros((40, 100), np.float32)
    inside[:, :70] = 1
    start, ray = np.full(9, 30 + 20j), np.ones(9, complex)
    usual = np.full(9, 20.0)
    nothing = np.zeros(inside.shape, bool)
    assert np.allclose(reach(inside, nothing, start, ray, usual, 2.2), 40, atol=1.5)
    assert np.allclose(reach(inside, nothing, start, ray, usual), 20)


def test_a_joint_at_the_skin_has_the_outline_where_the_scene_begins() -> None:
    inside = np.zeros((40, 100), np.float32)
    inside[:, :38] = 1
    start, ray, usual = np.full(9, 30 + 20j), np.ones(9, complex), np.full(9, 30.0)
    nothing = np.zeros(inside.shape, bool)
    assert np.allclose(reach(inside, nothing, start, ray, usual), 30)
    assert np.allclose(reach(inside, nothing, start, ray, usual, scene=inside < 0.5), 8, atol=1.5)
    # what hides it there is somebody's hair
    assert np.allclose(reach(inside, nothing, start, ray, usual, scene=nothing), 30)


def test_cloth_beside_a_slanting_edge_goes_on_without_steps() -> None:
    height, width = 80, 60
    columns = np.arange(width)[None] + np.zeros((height, 1))
    edge = 20 + np.arange(height)[:, None] / 8
    own = columns > edge
    colour = np.repeat(((columns - edge) * 8)[..., None], 3, 2).astype(np.float32)
    there = (columns < edge - 1) & (columns > edge - 8)
    out = colour.copy()
    out[there] = _mirrored(colour, own, there)
    inner = there[12:-12] & there[13:-11]
    # one pixel of the edge in eight rows: a whole one would jump by two, which is 16
    assert np.abs(np.diff(out[12:-11, :, 0], axis=0))[inner].max() < 6


def test_an_arm_broader_than_its_sleeve_comes_out_of_it_aslant(anna: Person, tee: Garment) -> None:
    fit, frame = hung(tee, anna), wearer_of(anna).frame
    for side, inward in (("left", -1), ("right", 1)):
        _, (x, y) = corners(fit.rig, fit.posed, side).round().astype(int).tolist()
        later = _broader(fit, frame, side, (slice(y, y + 1), slice(x - 40, x + 41)))[0, ::inward]
        assert (later[:36] == 0).all() and (np.diff(later) >= 0).all() and later[50] > 10, "ever later the farther in"
        bent = replace(frame, joint=frame.joint | {f"wrist-{side}": frame.joint[f"shoulder-{side}"]})
        assert not _broader(fit, bent, side, (slice(y, y + 1), slice(x - 40, x + 41))).any()


def test_an_arm_lies_in_front_of_a_wide_torso_below_the_armpit_as_far_as_no_sleeve_covers_it(
    anna: Person, tee: Garment
) -> None:
    wearer = wearer_of(anna)
    plain = {name: xy for name, xy in tee.landmarks.items() if not name.startswith("cuff")}
    for garment, share, shown in (
        (tee, 0.3, 0),
        (tee, 0.7, 1),
        (replace(tee, landmarks=plain, sleeve="none"), 0.9, 1),
    ):
        over = over_torso(hung(garment, anna), wearer.frame)
        for side in SIDES:
            shoulder, elbow, wrist = (wearer.frame.joint[f"{n}-{side}"] for n in ("shoulder", "elbow", "wrist"))
            at = [shoulder, shoulder + share * (elbow - shoulder), elbow + 0.3 * (wrist - elbow)]
            top, above, lower = (over[round(p.imag), round(p.real)] for p in at)
            assert top == 0
            assert abs(above - shown) < 0.1
            assert lower == 1


def test_an_arm_comes_out_of_a_cap_along_its_slanting_hem(anna: Person, tee: Garment) -> None:
    frame, fit = wearer_of(anna).frame, hung(tee, anna)
    window = tuple(slice(0, n) for n in fit.shape)
    for side in SIDES:
        slanting = fit.posed.copy()
        at = points(np.array([fit.rig.mark[f"cuff-inner-{side}"]]))
        slanting[locate(fit.rig.mesh, at, label(sleeve_of(side))).indices, 1] += 0.2 * frame.unit
        end = _end(fit.rig, slanting, frame, side, window)
        shoulder, elbow = (frame.joint[f"{name}-{side}"] for name in ("shoulder", "elbow"))
        aside = 0.1j * frame.unit * (elbow - shoulder) / abs(elbow - shoulder)
        near = sorted((shoulder + aside, shoulder - aside), key=lambda z: abs(z - frame.joint["neck"]))
        inner, outer = (end[round(z.imag), round(z.real)] for z in near)
        assert inner > outer + 0.02 * frame.unit, "later the farther in"


def test_a_bare_arm_comes_out_along_the_line_from_shoulder_to_crease(anna: Person, tee: Garment) -> None:
    wearer = wearer_of(anna)
    plain = {name: xy for name, xy in tee.landmarks.items() if not name.startswith("cuff")}
    torso = np.uint8(label("torso"))
    vest = replace(tee, landmarks=plain, sleeve="none", parts=np.where(tee.parts > 0, torso, tee.parts))
    frame, over = wearer.frame, over_torso(hung(vest, anna), wearer.frame)
    for side in SIDES:
        out = frame.across if side == "left" else -frame.across
        joint = frame.joint[f"shoulder-{side}"]
        outer, inner, below = (
            joint + frame.unit * (down * frame.down + beside * out)
            for down, beside in ((0.25, 0.1), (0.15, -0.14), (0.42, 0.0))
        )
        assert over[round(outer.imag), round(outer.real)] == 1
        assert over[round(inner.imag), round(inner.real)] == 0
        assert over[round(below.imag), round(below.real)] == 1


def test_a_slit_between_sleeve_and_torso_closes_and_a_view_does_not(anna: Person, tee: Garment) -> None:
    wearer, fit, shape = wearer_of(anna), hung(tee, anna), anna.mask.shape
    nobody = np.zeros(shape, np.float32)
    for narrow in (True, False):
        piece = fit.pieces["left-sleeve"]
        inside = cv2.distanceTransform((piece.alpha > 0.98).astype(np.uint8), cv2.DIST_L2, 5)
        row, column = np.unravel_index(int(inside.argmax()), inside.shape)
        half = 0.02 * wearer.frame.unit if narrow else 0.06 * wearer.frame.unit
        assert inside.max() > half + 4
        spot = np.s_[int(row - half) : int(row + half) + 1, int(column - half) : int(column + half) + 1]
        alpha = piece.alpha.copy()
        alpha[spot] = 0
        torn = {**fit.pieces, "left-sleeve": replace(piece, alpha=alpha)}
        torn.pop("torso")
        after = closed(fit.rig, fit.posed, torn, wearer.frame, nobody)["left-sleeve"].alpha[spot]
        # but for how far its outline is made even
        assert after.min() > 0.9 if narrow else after[5:-5, 5:-5].max() == 0


def test_a_sleeve_comes_before_the_torso_below_the_armpit_with_a_sharp_edge(anna: Person, tee: Garment) -> None:
    fit, unit = hung(tee, anna), wearer_of(anna).frame.unit
    for side, part in zip(SIDES, ("left-sleeve", "right-sleeve"), strict=True):
        piece = fit.pieces[part]
        torso = fit.cover_of("torso")[piece.window]
        before = fit.before_torso(side, torso, unit)
        assert before.shape == piece.alpha.shape
        level = int(np.flatnonzero(fit.below_armpit(side)[:, 0] > 0)[0]) - piece.y
        assert (before[: max(level - round(0.2 * unit) - 2, 0)] == 0).all()
        low = np.arange(len(before)) >= level + round(0.06 * fit.shape[0]) + 2
        assert (before > 0.5)[low[:, None] & (piece.alpha > 0.5)].mean() > 0.95 if low.any() else True
        # neither one nor the other is a matter of a line or two, not of a fade down the sleeve
        between = (before > 0.05) & (before < 0.95)
        assert np.median(between.sum(1)[between.any(1)]) <= 3


def test_beneath_the_torso_a_sleeve_has_its_own_colours(tee: Garment) -> None:
    photo = tee.photo.copy()
    photo[tee.parts == label("torso")] = (10, 200, 10)
    photo[tee.parts == label("left-sleeve")] = (200, 10, 10)
    rig = rigged(replace(tee, photo=photo), 1.0)
    beneath = (rig.covers["left-sleeve"] > 0.9) & (rig.parts == label("torso"))
    assert beneath.any()
    assert (rig.texture[beneath][:, 1] > 100).mean() > 0.5
    assert (rig.colours("left-sleeve")[beneath][:, 1] < 100).mean() > 0.9
    assert (rig.colours("torso")[beneath] == rig.texture[beneath]).all()


def test_a_sleeve_hangs_together() -> None:
    whole = np.zeros((100, 40), np.float32)
    whole[:60, 5:35] = 1
    torn = whole.copy()
    torn[70:72, 10:14] = 1
    where = np.zeros((*whole.shape, 2), np.float32)
    piece = Piece(0, 0, np.zeros((*whole.shape, 3), np.float32), torn, where)
    assert (in_one(piece).alpha == whole).all()
    # a good part of it may lie apart, as where something crosses it
    torn[64:80, 5:35] = 1
    assert (in_one(replace(piece, alpha=torn)).alpha == torn).all()
