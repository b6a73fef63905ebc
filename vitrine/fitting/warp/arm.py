"""Neck, shoulder and arm of one side as one outline with true lengths along it."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from jaxtyping import Float64

from vitrine.fitting.warp.outline import MOST, Line, Path, fan, reach, unit
from vitrine.imaging.types import Mask, Region

Side = Literal["left", "right"]
SIDES: Final[tuple[Side, Side]] = ("left", "right")

UPPER_ARM, FOREARM = 0.82, 0.70
"""True lengths shoulder to elbow and elbow to wrist, in u; what is shorter in the photo points at the camera."""
NECK: Final = 0.19
"""Half the neck's width, in u."""
ASIDE: Final = 2.2
"""How far from a bone an arm's outline may be, in usual lengths: elbows found by a network lie off the middle."""
BROADER: Final = 0.06
"""How much broader than where the shoulder begins a neck that hair hides may be at its top, in u."""
CLEAR: Final = 0.15
"""From so far beyond a known line's end places found by rays are taken, in lengths of the shoulder's slope."""
NECK_ENDS, SLOPE_ENDS, SHOULDER_TIP, ELBOW = 5, 13, 17, 29
"""Points of the outline at which the neck ends below, the shoulder's slope ends, at the shoulder's tip, the elbow."""


@dataclass(frozen=True, eq=False)
class Arm:
    """From the side of the neck over the shoulder along the outside of the arm to the wrist."""

    outline: Line
    shoulder: float
    """True length at which the shoulder's tip lies."""
    elbow: float
    wrist: float
    width: Float64[np.ndarray, " k"]
    """The arm's width at each point of the outline."""


def arm_of(
    inside: Mask,
    cloth: Region,
    scene: Region,
    joint: dict[str, complex],
    side: Side,
    across: complex,
    u: float,
    known: Path | None,
    under: Mask | None = None,
) -> Arm:
    """The outline of neck, shoulder and arm on one side, by rays from the bones to the edge of the person.

    Args:
        inside: coverage of what counts as body.
        cloth: where clothing is seen.
        scene: where nobody is.
        joint: the joints' places by name.
        side: the wearer's.
        across: unit vector toward the wearer's left.
        u: the person's unit, pixels.
        known: the line down the neck and onto the shoulder, where a collar's edge would be found instead.
        under: coverage of what counts as neck and its foot besides: hair that hides them.
    """
    neck = joint["neck"]
    shoulder, elbow, wrist = (joint[f"{name}-{side}"] for name in ("shoulder", "elbow", "wrist"))
    out = unit(shoulder - neck)
    sign = 1.0 if (out * np.conj(across)).real > 0 else -1.0
    quarter = -1j * (1 if (across * np.conj(1 + 0j)).real > 0 else -1) * sign
    up = out * quarter
    upper, lower = unit(elbow - shoulder), unit(wrist - elbow)
    span = abs(shoulder - neck)
    high = np.linspace(0.55, 0.27, 6) * u
    along = np.linspace(min(0.2 * u, 0.5 * span), span, 8)
    turn = fan(up, upper * quarter, 8)
    bone = np.linspace(0.12, 1, 8)
    origin = [neck + up * high, neck + out * along, np.full(8, shoulder)]
    origin += [shoulder + (elbow - shoulder) * bone, elbow + (wrist - elbow) * bone]
    ray = [np.full(6, out), np.full(8, up), turn, np.full(8, upper * quarter), np.full(8, lower * quarter)]
    usual = [np.full(6, NECK), np.interp(along / u, [0.18, 0.5], [0.26, 0.14]), np.full(8, 0.145)]
    usual += [0.145 - 0.03 * bone, 0.115 - 0.035 * bone]
    start, direction = np.concatenate(origin), np.concatenate(ray)
    common = np.concatenate(usual) * u
    far = reach(inside, cloth, start, direction, common, np.repeat([MOST, ASIDE], [SHOULDER_TIP + 5, 16]), scene)
    if under is not None:
        first, whole = np.s_[: SLOPE_ENDS + 1], np.maximum(inside, under)
        more = reach(whole, cloth, start[first], direction[first], common[first], np.full(SLOPE_ENDS + 1, MOST), scene)
        # the neck is no broader than where the shoulder begins
        neck_more = np.minimum(more[: NECK_ENDS + 1], along[0] + np.linspace(BROADER, 0, NECK_ENDS + 1) * u)
        far[first] = np.maximum(far[first], np.concatenate([neck_more, more[NECK_ENDS + 1 :]]))
    at = start + direction * far
    if known is not None:
        _along(at, direction, known, out, quarter)
    stretch = np.ones(len(at))
    stretch[22:30] = np.clip(UPPER_ARM * u / max(abs(elbow - shoulder), 1.0), 1, 2)
    stretch[30:] = np.clip(FOREARM * u / max(abs(wrist - elbow), 1.0), 1, 2)
    arc = np.concatenate([[0.0], np.cumsum(np.abs(np.diff(at)) * stretch[1:])])
    width = 2 * np.minimum(far, MOST * common)
    return Arm(Line(at, arc, direction), float(arc[SHOULDER_TIP]), float(arc[ELBOW]), float(arc[-1]), width)


def _along(at: Path, direction: Path, known: Path, out: complex, quarter: complex) -> None:
    """Lay the outline as far as the shoulder along a known line, in place; what was found beyond its end stays."""
    way = np.diff(known)
    steep = np.abs((way * np.conj(out)).real) < np.abs((way * np.conj(out)).imag)
    base = int(np.flatnonzero(steep)[-1]) + 1 if steep.any() else 1
    slope = at[NECK_ENDS + 1 : SLOPE_ENDS + 1]
    beyond = slope[((slope - known[-1]) * np.conj(out)).real > CLEAR * abs(slope[-1] - slope[0])]
    # the bend between neck and shoulder is short: half of the points lie on it
    half = (SLOPE_ENDS - NECK_ENDS) // 2
    bend = _even(known[base:], half + 1)[1:] if base < len(known) - 1 else np.full(half, known[-1])
    rest = _even(np.concatenate([known[-1:], beyond, at[SLOPE_ENDS + 1 : SLOPE_ENDS + 2]]), half + 2)[1:-1]
    at[: SLOPE_ENDS + 1] = np.concatenate([_even(known[: base + 1], NECK_ENDS + 1), bend, rest])
    ahead = np.gradient(at[: SLOPE_ENDS + 2])[:-1]
    direction[: SLOPE_ENDS + 1] = ahead / np.maximum(np.abs(ahead), 1e-9) * quarter


def _even(line: Path, count: int) -> Path:
    """As many places on a line, at even distances."""
    run = np.concatenate([[0.0], np.cumsum(np.abs(np.diff(line)))])
    place = np.linspace(0, run[-1], count)
    return np.asarray(np.interp(place, run, line.real) + 1j * np.interp(place, run, line.imag), np.complex128)
