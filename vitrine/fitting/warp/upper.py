"""Where the points of a top, a dress or a jacket come to lie on a person."""

from typing import Final

import numpy as np

from vitrine.fitting.warp.arap import Pull, join
from vitrine.fitting.warp.arm import SHOULDER_TIP, SIDES, Side
from vitrine.fitting.warp.collar import along_neck, as_high, halter, rims, round_the_neck, shown, stands
from vitrine.fitting.warp.drape import Drape, turn_away, visible
from vitrine.fitting.warp.fit import sleeve_of
from vitrine.fitting.warp.frame import Frame
from vitrine.fitting.warp.full import OUTWARD, along_middle, fullness, gathered, held_above, kept
from vitrine.fitting.warp.hung import beside, feet, on_arm
from vitrine.fitting.warp.outline import Path, bridged
from vitrine.fitting.warp.rig import Rig, label
from vitrine.fitting.warp.sleeve_ends import BOW, hem
from vitrine.fitting.warp.targets import Pose, pull, sampled
from vitrine.fitting.warp.worn import Waist
from vitrine.garments.garment import Garment

OUTER, EDGE, INNER, MIDDLE = 6.0, 1.5, 3.0, 0.03
"""Strength of the targets at shoulder and arm, at the side, at the sleeve's inner edge, along the middle."""
SQUEEZED, DRAWN = 0.5, 1.5
"""To what share of its length a sleeve's inner edge may be pressed, where the sleeve ends at the armpit, and drawn."""
LOWER, HIGHER = 0.18, 0.1
"""How much farther down, or up, than its outer corner the inner one of a sleeve may come for that, in u: hems of caps
slant."""
WRIST: Final = 0.02
"""How far from the wrist long sleeves end, as a share of the forearm."""
WIDE_NECK: Final = 0.24
"""Least half width of an opening, in u: a narrower one widens until it lies on the shoulders, if no collar stands."""
RING: Final = 0.92
"""How broad an opening is seen round the neck, as a share of its breadth laid flat: it goes round as a ring."""
THICK: Final = 0.015
"""How far off the skin cloth lies, in u."""
TIP: Final = 0.18
"""How far beyond the shoulder's tip cloth lies taut from the neck's foot on, over hollows, in u."""
FREE_END: Final = 0.12
"""Length before the shoulder end of a garment without sleeves, and a long sleeve's, over which it comes down to the
skin, in u."""
NECK_END: Final = 0.12
"""The same beside the neck: a neckline's ends lie on the skin."""
LYING: Final = 0.2
"""The share of THICK that is left there."""
ON_ARM: Final = 0.1
"""How far below the shoulder's tip the sleeves of a garment worn off the shoulders begin, in u."""
SAG: Final = 0.1
"""How far its upper edge sags between the arms, in u."""
CLOSING: Final = (5.0, 20.0)
"""Degrees by which a sleeve is turned toward the body, from where on its lower part lies loose over the torso."""
LOOSE: Final = 0.55
"""The share of the armhole that is then loose."""


def sewn(garment: Garment, frame: Frame) -> dict[Side, float]:
    """The share of each armhole along which a sleeve moves with the torso.

    A sleeve spread out in the picture and hanging on the person folds at the armpit: there it lies over the torso.
    Raised further than in the picture it draws the torso along.
    """
    mark = {name: complex(*xy) for name, xy in garment.landmarks.items()}
    share: dict[Side, float] = {}
    for side in SIDES:
        share[side] = 1.0
        if f"cuff-outer-{side}" not in mark:
            continue
        way = (mark[f"cuff-outer-{side}"] + mark[f"cuff-inner-{side}"]) / 2 - mark[f"shoulder-{side}"]
        arm = (frame.joint[f"elbow-{side}"] - frame.joint[f"shoulder-{side}"]) * np.conj(frame.down)
        outward = frame.across if side == "left" else -frame.across
        raised = np.degrees(np.arctan2((arm * np.conj(outward * np.conj(frame.down))).real, arm.real))
        spread = np.degrees(np.arctan2(abs(way.real), way.imag))
        closing = np.clip((spread - raised - CLOSING[0]) / (CLOSING[1] - CLOSING[0]), 0, 1)
        share[side] = float(1 - LOOSE * closing)
    return share


def from_shoulders(rig: Rig, frame: Frame, waist: Waist | None = None) -> Pose:
    """Targets for everything that hangs from the shoulders; at `waist` it is tucked in."""
    begin = {side: _begin(rig, frame, side, frame.throat) for side in SIDES}
    upright = stands(rig, frame) or halter(rig, frame)
    if upright:
        begin = round_the_neck(frame)
    if rig.garment.bare_shoulders:
        begin = {side: frame.arm[side].shoulder + ON_ARM * frame.unit for side in SIDES}
    hung = feet(rig, frame)
    begin |= {side: on_arm(frame, side, foot) for side, foot in hung.items()}
    ends = hung or {side: frame.arm[side].outline.point(np.array([begin[side]]))[0] for side in SIDES}
    high = [((end - frame.joint["neck"]) * np.conj(frame.down)).real for end in ends.values()]
    top = (rig.mark["neck-left"] + rig.mark["neck-right"]) / 2
    drape = Drape.upper(rig, frame, top, sum(high) / 2, waist)
    pulls = [_middle(rig, drape)]
    full = fullness(rig)
    if hung:
        at = np.array([rig.mark[f"neck-{side}"] for side in hung])
        pulls.append(pull(rig, at, np.array(list(hung.values())), OUTER, label("torso")))
    elif rig.garment.bare_shoulders:
        pulls.append(_upper_edge(rig, frame, begin))
    collar = shown(rig, frame.unit)
    tops = rims(rig, begin, collar)
    if upright:
        tops = as_high(frame, begin, tops)
    for side in SIDES:
        pit = _pit(rig, drape, side)
        pulls += _shoulder(rig, frame, side, begin[side], tops[side], full, upright, pit)
        pulls.append(_side(rig, drape, side))
    rest, start = drape.rest(collar), drape.start()
    return Pose(join(pulls), rest, start)


def _begin(rig: Rig, frame: Frame, side: Side, middle: complex) -> float:
    """True length along the shoulder's outline at which the neck point of an opening around `middle` lies."""
    opening = RING / 2 * abs(rig.mark["neck-left"] - rig.mark["neck-right"]) * rig.scale
    return beside(frame, side, middle, max(opening, WIDE_NECK * frame.unit))


def _pit(rig: Rig, drape: Drape, side: Side) -> float:
    """True length along the arm's outline at the level where the torso has the armpit."""
    place = drape.on_edge(np.array([rig.mark[f"armpit-{side}"]]), side)[0]
    return drape.frame.arm[side].outline.nearest(place, SHOULDER_TIP)


def _shoulder(
    rig: Rig, frame: Frame, side: Side, begin: float, top: float, full: float, upright: bool, pit: float
) -> list[Pull]:
    """Neck, shoulder and the sleeve's outer edge at true length on the body's outline; the sleeve's inner edge.

    What stands `upright` round the neck goes on above `begin`, up to `top`; the armpit lies at the level of `pit`.
    """
    arm = frame.arm[side]
    edge, length = sampled(rig, rig.outer(side))
    corner = int(np.abs(edge - rig.mark[f"shoulder-{side}"]).argmin())
    if rig.garment.bare_shoulders:
        edge, length, corner = edge[corner:], length[corner:] - length[corner], 0
    length, seam = along_middle(edge, length, corner, full), length[corner]
    # around a neck beside the shoulders' middle the opening moves, not the sleeves: a turned shoulder shows longer
    even = begin if rig.garment.bare_shoulders else _begin(rig, frame, side, frame.joint["neck"])
    reach = even + _sleeve(rig, frame, side, length * rig.scale, seam * rig.scale, even, full)
    reach += (begin - even) * np.clip(1 - length / max(seam, 1e-6), 0, 1)
    line = arm.outline
    sleeved = f"cuff-outer-{side}" in rig.mark
    stand = THICK * frame.unit * _free(rig, frame, side, reach[-1] - reach)
    if not rig.garment.bare_shoulders:
        foot = beside(frame, side, frame.throat, WIDE_NECK * frame.unit)
        taut = arm.shoulder + TIP * frame.unit
        line = bridged(line, foot, taut if sleeved else min(taut, float(reach[-1])))
    if not (rig.garment.bare_shoulders or rig.garment.hooded or upright):
        stand *= np.clip((reach - begin) / (NECK_END * frame.unit), LYING, 1)
    pulls = []
    if sleeved:
        longer = (reach[-1] - reach[corner]) / max((length[-1] - seam) * rig.scale, 1e-6)
        inner, off, along = _inner(rig, frame, side, edge, reach, full, longer, pit)
        stand += np.interp(reach, along, off)
        pulls.append(inner)
    to = line.point(reach) + stand * line.outward(reach)
    pulls.append(pull(rig, edge, to, OUTER))
    if sleeved:
        ends = complex(to[-1]), complex(*pulls[0].to[-1].tolist())
        pulls.append(hem(rig, side, ends, to[-1] - to[-4], frame.down, _cloth(rig, side)))
    rim = np.zeros(0, np.complex128) if rig.garment.hooded or rig.garment.bare_shoulders else rig.rim(side)
    if len(rim) > 1:
        pulls.append(_rim(rig, frame, side, rim, begin, top))
    return pulls


def _rim(rig: Rig, frame: Frame, side: Side, rim: Path, begin: float, top: float) -> Pull:
    """A collar's own upper edge, from the neck point on up the neck's outline to `top`: nothing of it stands free."""
    edge, length = sampled(rig, rim)
    line = frame.arm[side].outline
    reach = begin - (begin - top) * length / max(float(length[-1]), 1e-6)
    to = along_neck(frame, side, reach) + THICK * frame.unit * line.outward(np.maximum(reach, 0))
    return pull(rig, edge, to, OUTER, label("torso"))


def _upper_edge(rig: Rig, frame: Frame, begin: dict[Side, float]) -> Pull:
    """The edge from arm to arm of a garment worn off the shoulders."""
    halves = []
    for side in SIDES:
        edge, _ = sampled(rig, rig.outer(side))
        halves.append(edge[: int(np.abs(edge - rig.mark[f"shoulder-{side}"]).argmin()) + 1])
    left, right = halves
    between = np.linspace(left[0], right[0], max(2, round(abs(left[0] - right[0]) / (0.6 * rig.mesh.cell))))[1:-1]
    edge = np.concatenate([left[::-1], between, right])
    run = np.concatenate([[0.0], np.cumsum(np.abs(np.diff(edge)))])
    ends = [frame.arm[side].outline.point(np.array([begin[side]]))[0] for side in SIDES]
    # at both ends it turns away round the arms
    flat, shown = (run - run[-1] / 2) * rig.scale, abs(ends[1] - ends[0]) / 2
    turned = np.sign(flat) * turn_away(np.abs(flat), np.full(len(run), flat[-1]), np.full(len(run), shown))
    share = 0.5 + turned / (2 * max(shown, 1e-6))
    sag = 4 * share * (1 - share) * SAG * frame.unit
    to = ends[0] + (ends[1] - ends[0]) * share + frame.down * sag
    return pull(rig, edge, np.asarray(to, np.complex128), OUTER)


def _sleeve(
    rig: Rig, frame: Frame, side: Side, length: np.ndarray, seam: float, begin: float, full: float
) -> np.ndarray:
    """True lengths from the neck, the part beyond the shoulder made to end where such a sleeve ends."""
    arm = frame.arm[side]
    fore = arm.wrist - arm.elbow
    if f"cuff-outer-{side}" not in rig.mark:
        return length
    least, most = begin, arm.wrist + WRIST * fore - _bow(rig, side)
    if rig.garment.sleeve == "long":
        least = _at_wrist(rig, frame, side)
        most = max(most, least)
        least -= held_above(rig, side, full, frame.unit) * fore
    if rig.garment.sleeve == "short":
        most = arm.elbow - 0.1 * fore
    end = float(np.clip(begin + length[-1], least, most)) - begin
    if end <= seam or length[-1] <= seam:
        return np.asarray(length * (end / length[-1]))
    return np.where(length <= seam, length, seam + (length - seam) * (end - seam) / (length[-1] - seam))


def _inner(
    rig: Rig, frame: Frame, side: Side, outer: Path, reach: np.ndarray, full: float, longer: float, pit: float
) -> tuple[Pull, np.ndarray, np.ndarray]:
    """The inner edge of a sleeve, as far from the outer one as a tube of that girth shows.

    With how far that stands off the arm on its outer side, and the lengths along the arm where it does. `longer` is
    how much longer the sleeve is worn than it is. It begins at the armpit's level `pit`, where the torso has it too:
    drawn apart there cloth would turn over.
    """
    arm = frame.arm[side]
    path, length = sampled(rig, rig.inner(side)[::-1])
    share = length / max(length[-1], 1e-6)
    last, own = float(reach[-1]), length[-1] * rig.scale * longer
    least, most = (np.array([SQUEEZED, DRAWN]) * own + pit - last).tolist()
    last += max(min(least, LOWER * frame.unit), 0.0) + min(max(most, -HIGHER * frame.unit), 0.0)
    first = float(np.clip(pit, last - DRAWN * own, last - SQUEEZED * own))
    old = frame.cuff[side]
    if rig.garment.sleeve == "long" and old[0] and abs(last - _at_wrist(rig, frame, side)) < 1:
        last += old[1] - old[0]  # it ends as the old one does
    along = first + share * (last - first)
    twin = np.interp(along, reach, outer.real) + 1j * np.interp(along, reach, outer.imag)
    flat = np.abs(twin - path) * rig.scale
    limb = np.interp(along, arm.outline.arc, arm.width)
    shown = kept(visible(flat, limb, 1.45), flat, full)
    shown = gathered(shown, limb, last - along, full, frame.unit)
    growing = np.clip((share - 0.05) / 0.2, 0, 1)
    off = growing * full * OUTWARD * np.maximum(shown - limb, 0)
    stand = THICK * frame.unit * _free(rig, frame, side, last - along) + off
    to = arm.outline.point(along) + arm.outline.outward(along) * (stand - shown)
    return pull(rig, path, to, INNER * growing, _cloth(rig, side)), off, along


def _free(rig: Rig, frame: Frame, side: Side, rest: np.ndarray) -> np.ndarray:
    """How far off the skin cloth lies, in THICK, at lengths before its end: at shoulder or wrist it lies on it."""
    if f"cuff-outer-{side}" in rig.mark and rig.garment.sleeve != "long":
        return np.ones(len(rest))
    return np.asarray(np.clip(rest / (FREE_END * frame.unit), LYING, 1))


def _bow(rig: Rig, side: Side) -> float:
    """How far before the middle of its hem a long sleeve's corners end: else a hand would cut that off."""
    return BOW * abs(rig.mark[f"cuff-outer-{side}"] - rig.mark[f"cuff-inner-{side}"]) * rig.scale


def _at_wrist(rig: Rig, frame: Frame, side: Side) -> float:
    """The least true length at which a long sleeve's corners end; an old sleeve of the photo it hides."""
    arm, old = frame.arm[side], frame.cuff[side][0]
    return arm.wrist + (old or -WRIST * (arm.wrist - arm.elbow)) - max(_bow(rig, side) - old, 0.0)


def _cloth(rig: Rig, side: Side) -> int:
    """The part that a sleeve's edges belong to: where nothing is known of its extent the torso's."""
    sleeve = label(sleeve_of(side))
    return sleeve if (rig.mesh.part == sleeve).any() else label("torso")


def _side(rig: Rig, drape: Drape, side: Side) -> Pull:
    """The side seam on the body's side, or beyond it where the garment is wide."""
    edge, _ = sampled(rig, rig.flank(side))
    return pull(rig, edge, drape.on_edge(edge, side), EDGE, label("torso"))


def _middle(rig: Rig, drape: Drape) -> Pull:
    """The middle from the armpits to the hem along the spine."""
    width = abs(rig.mark["armpit-left"] - rig.mark["armpit-right"])
    away = np.abs(np.arange(rig.alpha.shape[1]) - drape.axis.real)
    armpits = (rig.mark["armpit-left"].imag + rig.mark["armpit-right"].imag) / 2
    solid = rig.alpha > 0.5
    cloth, around = solid[:, round(drape.axis.real)], np.asarray(solid[:, away < 0.15 * width].any(1))
    if cloth.sum() < 0.5 * around.sum():  # an open front
        cloth = around
    if not cloth[max(0, round(armpits)) :].any():  # a wide open one
        cloth = np.asarray(solid[:, away < 0.4 * width].any(1))
    rows = np.nonzero(cloth)[0][:: max(1, round(rig.mesh.cell))]
    rows = rows[rows > armpits]
    at = drape.axis.real + 1j * rows.astype(np.float64)
    return pull(rig, at, drape.place(at), MIDDLE, label("torso"))
