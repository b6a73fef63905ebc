"""How a garment is cut and laid: outlines of its pieces and its landmarks, drawn at random.

Units: half a shoulder's width (about 20 cm) for what hangs from the shoulders, half a waistband's for the rest. x runs
to the picture's right (the wearer's left), y down; the neck points, or the waistband, lie about y = 0.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from vitrine.garments.garment_net import WORDS

_ENDS: Final = {"shoulders": (2.35, 3.45, 4.4, 5.4, 6.5), "waist": (0.7, 1.3, 2.6, 3.4, 4.5)}

Outline = np.ndarray
"""`n 2`."""


@dataclass
class Piece:
    """One piece of cloth, as it lies: later ones cover earlier ones."""

    part: str
    outline: Outline
    cloth: str = "main"
    """`main`, `trim` or `inside`."""
    grain: float = 0.0
    """Direction of the cloth's length, radians from straight down."""
    tone: float = 1.0
    lifted: bool = True
    """Whether it casts a shadow on what lies under it."""


@dataclass
class Cut:
    """A garment's pieces, seams, buttons and truth."""

    category: str
    pieces: list[Piece] = field(default_factory=list)
    seams: list[Outline] = field(default_factory=list)
    buttons: list[tuple[float, float]] = field(default_factory=list)
    points: dict[str, tuple[float, float]] = field(default_factory=dict)
    sleeve: str | None = None
    neckline: str | None = None
    hem: str = "hip"
    chest: tuple[float, float] = (0.0, 1.4)
    """Where a print sits."""


def curve(stops: list[tuple[float, float]], steps: int = 10) -> Outline:
    """A smooth line through all stops (Catmull–Rom)."""
    p = np.array([stops[0], *stops, stops[-1]], float)
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    out = []
    for a, b, c, d in zip(p, p[1:], p[2:], p[3:], strict=False):
        out.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    return np.concatenate([*out, p[-1:]])


def ended(length: float, hung: str) -> str:
    """The name of a hem this far under the neck or the waistband."""
    return WORDS["hem"][int(np.searchsorted(_ENDS[hung], length))]


def bent(line: Outline, rng: np.random.Generator, most: float) -> Outline:
    """A line bowed and waved a little, its ends kept."""
    t = np.linspace(0, 1, len(line))
    way = line[-1] - line[0]
    normal = np.array([-way[1], way[0]])
    wave = np.sin(np.pi * t) * rng.normal(0, most) + np.sin(3 * np.pi * t) * rng.normal(0, most / 3)
    return line + wave[:, None] * normal


# ------------------------------------------------------------------------------------------------ trousers and skirts


def bottoms(rng: np.random.Generator) -> Cut:
    """Trousers, shorts or a skirt."""
    cut = Cut("bottoms", chest=(0, 0.9))
    skirt = rng.random() < 0.33
    length = float(rng.choice([rng.uniform(1.4, 2.6), rng.uniform(2.6, 4.2), rng.uniform(4.5, 5.6)],
                              p=[0.45, 0.2, 0.35] if not skirt else [0.45, 0.4, 0.15]))  # fmt: skip
    cut.hem = ended(length, "waist")
    hip, rise = rng.uniform(1.08, 1.4), rng.uniform(1.2, 1.7)
    dip = rng.uniform(-0.05, 0.16)
    """How far the waistband's front lies under its ends."""
    front = curve([(-1, 0), (0, dip), (1, 0)])
    if rng.random() < 0.45 and dip > 0.02:
        back = curve([(1, 0), (0, -rng.uniform(-0.02, 0.12)), (-1, 0)])
        cut.pieces.append(Piece("inside-back", np.concatenate([front, back]), "inside", tone=0.7, lifted=False))
    cut.points |= {"waistband-left": (1, 0), "waistband-right": (-1, 0)}
    if skirt:
        _skirt(cut, rng, front, hip, length)
    else:
        _legs(cut, rng, front, hip, rise, length)
    if rng.random() < 0.8:
        deep = rng.uniform(0.1, 0.3)
        band = np.concatenate([front, (front + np.array([0, deep]))[::-1] * [1 + 0.1 * deep, 1]])
        if rng.random() < 0.5:
            cut.pieces.append(Piece("torso", band, "trim" if rng.random() < 0.3 else "main", tone=0.96, lifted=False))
        cut.seams.append(band[len(front) :])
    return cut


def _skirt(cut: Cut, rng: np.random.Generator, front: Outline, hip: float, length: float) -> None:
    hem = hip * rng.uniform(0.8, 1.15) if rng.random() < 0.5 else hip + length * rng.uniform(0.1, 0.6)
    sag = rng.uniform(-0.03, 0.1) * hem
    uneven = rng.normal(0, 0.1, 2)
    ends = [(hem, length + uneven[0]), (-hem, length + uneven[1])]
    right = curve([(1, 0), (min(hip, 0.5 * (1 + hem) + 0.12), min(1.0, 0.4 * length)), ends[0]])
    left = curve([ends[1], (-min(hip, 0.5 * (1 + hem) + 0.12), min(1.0, 0.4 * length)), (-1, 0)])
    low = curve([ends[0], (0.5 * hem, length + sag), (-0.5 * hem, length + sag), ends[1]])
    cut.pieces.append(Piece("torso", np.concatenate([front, right, low, left])))
    cut.points |= {"hem-left": ends[0], "hem-right": ends[1]}
    if rng.random() < 0.4:
        for x in np.linspace(-0.85, 0.85, rng.integers(3, 12)):
            cut.seams.append(curve([(x, 0.15), (x * (1 + hem) / 2, length / 2), (x * hem, length)]))
    elif rng.random() < 0.3:
        cut.seams.append(curve([(0, 0.1), (0, length)]))


def _legs(cut: Cut, rng: np.random.Generator, front: Outline, hip: float, rise: float, length: float) -> None:
    rise = min(rise, 0.75 * length)
    crotch = (rng.normal(0, 0.04), rise)
    width = rng.uniform(0.35, 0.95) if length > 3 else rng.uniform(0.75, 1.25)
    spread = rng.uniform(0.0, 0.28) if rng.random() < 0.7 else rng.uniform(-0.12, 0.0)
    cut.points["crotch"] = crotch
    legs = []
    for sign, side in ((1, "left"), (-1, "right")):
        lean = spread + rng.normal(0, 0.03)
        below = length + rng.normal(0, 0.06) - rise
        middle = 0.5 * hip + 0.03 + below * np.sin(lean) + 0.5 * max(0.0, width - hip) * (rng.random() < 0.8)
        turn = lean * 0.7 + rng.normal(0, 0.05)
        half = np.array([np.cos(turn), -np.sin(turn)]) * width / 2
        end = np.array([middle, rise + below * np.cos(lean)])
        outer, inner = end + half, end - half
        if rng.random() < 0.5:
            inner[0] = max(inner[0], 0.01)
        bulge = rng.normal(0, 0.05)
        knee_out = 0.5 * (np.array([hip, rise]) + outer) + [bulge, 0]
        knee_in = 0.5 * (np.array([0.02, rise]) + inner) + [bulge, 0]
        sideline = curve([(1, 0), (hip, min(1.0, 0.8 * rise)), (hip, rise), tuple(knee_out), tuple(outer)])
        inside = curve([tuple(inner), tuple(knee_in), (0.0, rise)])
        low = bent(np.linspace(outer, inner, 12), rng, 0.04)
        flip = np.array([sign, 1.0])
        shift = np.array([crotch[0], 0.0])
        top = sideline[sideline[:, 1] < rise]
        below_line = sideline[sideline[:, 1] >= rise]
        leg = np.concatenate([[[0.0, rise]], [[hip, rise]], below_line, low, inside]) * flip + shift
        legs.append(Piece(f"{side}-leg", leg, grain=-sign * lean))
        cut.points |= {f"ankle-outer-{side}": tuple(outer * flip + shift)}
        cut.points |= {f"ankle-inner-{side}": tuple(inner * flip + shift)}
        cut.seams.append(low * flip + shift - [0, 0.12])
        if side == "left":
            right_top = top
    rest = np.concatenate([front, right_top, [[hip, rise]], [crotch], [[-hip, rise]], (right_top * [-1, 1])[::-1]])
    order = legs if rng.random() < 0.5 else legs[::-1]
    for piece in order:
        piece.lifted = spread < 0.02
    cut.pieces += [*order, Piece("torso", rest, lifted=False)]
    if rng.random() < 0.7:
        cut.seams.append(curve([(0, 0.05), (0, 0.7 * rise), crotch]))
    if rng.random() < 0.6:
        for sign in (1, -1):
            cut.seams.append(curve([(sign * 0.6, 0.12), (sign * 0.75, 0.4), (sign * hip * 0.98, 0.5)]))
