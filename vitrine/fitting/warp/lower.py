"""Where the points of trousers, shorts and skirts come to lie on a person."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from vitrine.fitting.warp.arap import Pull, join
from vitrine.fitting.warp.arm import SIDES, Side
from vitrine.fitting.warp.drape import EASE, THICK, TRUNK_ROUND, eased, flared, turn_away, visible
from vitrine.fitting.warp.frame import Frame
from vitrine.fitting.warp.outline import Path
from vitrine.fitting.warp.rig import Rig, label
from vitrine.fitting.warp.shorts import OUTSIDE, leaves, roomy
from vitrine.fitting.warp.sizes import UNIT_CM
from vitrine.fitting.warp.targets import Pose, places, points, pull, sampled

RISE: Final = 0.27
"""The waistband lies this far above the hip joints, in u, where nothing shows it."""
HIGHEST: Final = 0.6
"""No waistband lies higher than this share of the way from the shoulders to the hips."""
OVERLAP: Final = 0.015
"""The new waistband lies this far above the old one, in u."""
GIVE: Final = (0.82, 1.4)
"""How much shorter or longer than its own the way from waistband to crotch may be made to meet both."""
DROP: Final = 0.12
"""How far a garment's crotch may hang below the place where the legs part, in u."""
SHORT_DROP, SHORT_GIVE = 0.05, 0.75
"""DROP and the shorter GIVE of shorts: legs of theirs that part farther down make a skirt with a slit of them."""
HIGHER: Final = 0.15
"""How much higher than the old one a waistband may lie, in u, when the way to the crotch is that long."""
FULL, TOLD_FULL = 0.35, 0.2
"""Trousers that end less than this above the ankles, in u, were cut for the full length; by a size chart, the other."""
FLAT, FILLED = 0.8, 1.0
"""Way from waistband to crotch over the waistband's width: up to the first of them shorts lie flat (half the girth is
as wide), from the second on they are shown filled, and only as wide as a body that wears them."""
LONG: Final = 1.7
"""Length over hip width from which on something is trousers and not shorts."""
HIPS_APART, MOST_TURNED = 0.52, 0.65
"""Distance of the hip joints of who stands straight, in u, and the least share of it that is believed."""
OVER_SHOE: Final = 0.07
"""How far below the ankle joints full-length trousers end, in u, and how much more where they are too long."""
EDGE, MIDDLE = 6.0, 0.3
"""Strength of the targets at outer and inner edges, and at waistband's middle and crotch."""
BAND: Final = 3.0
"""Strength of the targets along a waistband that lies on the old one."""
WAISTBAND: Final = 0.12
"""Share of the way to the crotch at which a waistband's width is read, clear of its rounded corners."""
INWARD: Final = 0.78
"""Share of a wide leg's excess that lies on the inner side: cloth hangs straight down from the crotch."""
NOTCH: Final = 0.7
"""Share of the gap between a garment's legs that stays open where they hang side by side."""
WIDEST_NOTCH: Final = 0.03
"""The most that either leg stays away from the middle for that, at the hems, in u."""
MEET: Final = 0.3
"""Share of the way from crotch to hems down to which wide legs that hang side by side meet."""
CROTCH: Final = 0.42
"""How far below the hip joints a crotch lies at the lowest that may be asked for, in u: below it thighs still meet."""
WEDGE: Final = 0.25
"""Half the width of the gap that opens between legs for its height, at the most: they part in a wedge, not an arch."""
LAPS: Final = 0.01
"""How far legs that meet reach beyond the middle, in u."""
ROUND_EACH: Final = 0.7
"""Shorts lie round each thigh for itself: at the hem either leg stays away from the middle this share of the way from
the thigh to there."""
TOUCH: Final = (0.03, 0.06)
"""But not where thighs are nearer to the middle than this, in u, and wholly so only from the other on: on street photos
(40 shorts) hems meet in 8 of 9 where the gap between the thighs below them is less than .09 of the shorts' breadth,
and lie some nine tenths as far apart as the thighs where it is wider."""
HEMS_PART: Final = 0.04
"""Half the width of the notch that their hems leave between them there, and LAPS, in u."""
LEVEL, SAG = 0.8, 0.025
"""How far hems of shorts that lie aslant in the picture hang level, and how far they bow round the thighs, in u: 0.04
of a leg's breadth in the median of 80 hems on street photos."""
ROUND_HEM: Final = (0.04, 0.4, 0.12)
"""How far hems bow that lie on shoes, the length above them over which cloth takes part in that, and the most by which
it makes up for the curve of their picture, in u."""
EVEN: Final = 0.7
"""How far a leg that has to be shortened gets narrower too, as a power: prints stay nearer to their shape."""
BELOW: Final = 0.7
"""Share of the leg below the crotch over which it comes to be that: at the crotch it is as wide as the hips ask."""
OPENS: Final = 0.3
"""How steeply cloth opens below the hem of a top that hangs over it, or below its waistband: sideways for downward."""
FLARES: Final = 1.0
"""The same for a skirt whose waistband is in sight, and over a hand in a pocket below one."""
FADE: Final = 0.6
"""Length below a skirt's waistband over which it still follows the slant of the old one, in u."""


def from_waist(rig: Rig, frame: Frame) -> Pose:
    """Targets for everything that hangs from the waist."""
    # how wide waist and hips show is the scale that an eye reads; it is known once their places are
    first = _Fall(rig, frame, levels(rig, frame, rig.scale))
    fit = _Fall(rig, frame, levels(rig, frame, (first.hips * first.waist) ** 0.5))
    pulls = [fit.middle()] if frame.old.waist is None or frame.old.hung else [fit.middle(), fit.band()]
    for side in SIDES:
        pulls += fit.leg(side) if "crotch" in rig.mark else [fit.skirt(side)]
    at, left = places(rig.mesh.points), fit.on_left()
    return Pose(join(pulls), fit.rest(at, left), points(fit.place(at, left)))


@dataclass(frozen=True)
class Levels:
    """Depths on the body, in pixels, at which rows of the rig lie; between them and beyond evenly."""

    row: tuple[float, ...]
    depth: tuple[float, ...]

    def __call__(self, row: np.ndarray, scale: float) -> np.ndarray:
        """Depth of each row; beyond both ends at `scale`."""
        inner = np.interp(row, self.row, self.depth)
        beyond = np.minimum(row - self.row[0], 0) + np.maximum(row - self.row[-1], 0)
        return np.asarray(inner + scale * beyond)


def levels(rig: Rig, frame: Frame, scale: float) -> Levels:
    """Waistband, crotch and hem: each where this person has them, as far as the garment's own proportions allow.

    The waistband lies on the old one; where a top hangs over it, the crotch decides. Full-length legs end at the
    shoe, others where their length says: the size chart's `inseam` or `length`, where the garment has one.

    Args:
        rig: the garment.
        frame: the wearer.
        scale: pixels of the photo for one of the rig.
    """
    band = (rig.mark["waistband-left"].imag + rig.mark["waistband-right"].imag) / 2
    high = _waistband(frame)
    told = {name: frame.unit / UNIT_CM * cm for name, cm in rig.garment.measures.items()}
    if "crotch" not in rig.mark:
        bottom = float(rig.alpha.shape[0])
        return Levels((band, bottom), (high, high + told.get("length", scale * (bottom - band))))
    crotch = rig.mark["crotch"].imag
    ends = [rig.mark[f"ankle-{edge}-{side}"].imag for side in SIDES for edge in ("outer", "inner")]
    end = max(sum(ends) / 4, crotch + 1)
    hips = float((rig.alpha[round(np.clip(crotch, 0, rig.alpha.shape[0] - 1))] > 0.5).sum())
    shorts = end - band <= LONG * hips
    drop, give = (DROP, GIVE[0])
    if shorts:
        scale = _lengths(rig, crotch - band, scale)
        drop, give = SHORT_DROP, SHORT_GIVE
    rise = scale * max(crotch - band, 1.0)
    # where legs are seen to part they have met below their crotch
    fork = min(frame.fork, frame.torso + CROTCH * frame.unit)
    if frame.old.hung:
        # as low as the crotch may hang: of what the picture shows the least is lost beneath the top
        low = fork + drop * frame.unit - rise
        high = float(np.clip(low, high - HIGHER * frame.unit, max(frame.old.waist or high, high)))
    # a crotch may hang below the legs' fork, never above
    deepest = fork + drop * frame.unit
    if deepest - high < give * rise:
        high = max(deepest - give * rise, high - HIGHER * frame.unit, HIGHEST * frame.torso)
    fork = float(np.clip(high + rise, max(fork, high + give * rise), deepest))
    fork = max(min(fork, high + GIVE[1] * rise), high + 1)
    if not shorts:
        # hips of who stands turned, or of cloth that lies flat, show narrow: by these alone trousers would be short
        down = (fork - high) / max(crotch - band, 1.0)
        scale = scale / _turned(frame)
        scale = max(scale, (scale * down) ** 0.5)
    leg = told.get("inseam", told["length"] - (fork - high) if "length" in told else None)
    low = _hem(frame, fork + (scale * (end - crotch) if leg is None else leg), FULL if leg is None else TOLD_FULL)
    return Levels((band, crotch, end), (high, fork, low))


def _lengths(rig: Rig, rise: float, scale: float) -> float:
    """The scale of lengths of shorts, of which widths show at `scale`.

    What lies flat shows half its girth, a body only about 1 / TRUNK_ROUND of that: against the breadth at which it is
    worn it is longer than in its picture.
    """
    width = abs(rig.mark["waistband-left"] - rig.mark["waistband-right"])
    filled = float(np.interp(rise / max(width, 1.0), (FLAT, FILLED), (0, 1)))
    return float(rig.scale ** (1 - filled) * scale**filled)


def _waistband(frame: Frame) -> float:
    usual = frame.torso - RISE * frame.unit
    if frame.old.waist is None:
        return usual
    if frame.old.hung:
        return min(usual, frame.old.waist)
    return max(frame.old.waist - OVERLAP * frame.unit, HIGHEST * frame.torso)


def _turned(frame: Frame) -> float:
    """Share of their breadth that the hips show."""
    between = abs(frame.joint["hip-left"] - frame.joint["hip-right"])
    return float(np.clip(between / (HIPS_APART * frame.unit), MOST_TURNED, 1.0))


def _hem(frame: Frame, natural: float, full: float) -> float:
    """Depth at which trousers end whose own length would bring them to `natural`; `full` as FULL."""
    ankle, u = frame.trunk.depth[-1], frame.unit
    if natural < ankle - full * u:
        return natural
    low = ankle + OVER_SHOE * u * (2 if natural > ankle + FULL * u else 1)
    # old trousers as long hid what lies above their hem: no one knows how the shoe goes on there
    return float(max(low, frame.old.hem)) if frame.old.hem is not None else float(low)


class _Fall:
    """Levels of a garment from the waistband down."""

    def __init__(self, rig: Rig, frame: Frame, at: Levels) -> None:
        self.rig, self.frame, self.levels = rig, frame, at
        self.axis = (rig.mark["waistband-left"] + rig.mark["waistband-right"]) / 2
        self.sign = 1.0 if rig.mark["waistband-left"].real > rig.mark["waistband-right"].real else -1.0
        self.rows = np.arange(rig.alpha.shape[0], dtype=np.float64)
        self.depth = at(self.rows, rig.scale)
        self.centre, edges = frame.pockets.level(self.depth)
        _, bare = frame.trunk.level(self.depth)
        self.half: dict[Side, np.ndarray] = {}
        self.shown: dict[Side, np.ndarray] = {}
        self.bulge: dict[Side, np.ndarray] = {}
        for side in SIDES:
            path = rig.side(side)
            level = np.maximum.accumulate(path.imag)
            half = np.interp(self.rows, level, np.abs(path.real - self.axis.real)) * rig.scale
            shown = visible(half, self._body(edges[side]), TRUNK_ROUND)
            if "crotch" not in rig.mark:
                shown = flared(half, shown, self.depth, frame.torso)
            if frame.old.brim is not None and frame.old.waist is not None:
                # what comes out from beneath a top's hem is no wider than that, a waistband as wide as the old one
                close = frame.old.hung or ("crotch" in rig.mark and side not in frame.pocket)
                opens = OPENS if close else FLARES
                open_by = np.maximum(self.depth - frame.old.waist, 0) * opens
                shown = np.minimum(shown, frame.old.brim[side] + open_by)
            hips = shown
            if self._short:
                # drawn in below the hips they were a tight skirt; a hand in a pocket bulges where it is alone
                hips = np.minimum(shown, visible(half, self._body(bare[side]), TRUNK_ROUND))
                hips = np.maximum.accumulate(hips)
            self.half[side], self.shown[side] = half, hips
            self.bulge[side] = np.maximum(shown - hips, 0)

    def _body(self, edge: Path) -> np.ndarray:
        """Half the breadth of a body with that edge as cloth follows it."""
        broad = eased(np.abs(edge - self.centre), EASE * self.frame.unit / self.rig.scale)
        return np.asarray(broad + THICK * self.frame.unit)

    @cached_property
    def hips(self) -> float:
        """Pixels of the photo for one of the rig across the hips, as they show.

        A leg is as wide against the hips as in the garment's picture, whether that shows it flat or filled.
        """
        at_hips = float(np.abs(self.depth - self.frame.torso).argmin())
        return self._shows(self.rig.mark["crotch"].imag if "crotch" in self.rig.mark else at_hips)

    @property
    def waist(self) -> float:
        """Pixels of the photo for one of the rig across the waistband, as it shows."""
        return self._shows(self.axis.imag + WAISTBAND * (self.levels.row[1] - self.axis.imag))

    def _shows(self, row: float) -> float:
        at = round(float(np.clip(row, 0, len(self.rows) - 1)))
        flat = (self.half["left"][at] + self.half["right"][at]) / self.rig.scale
        return float((self.shown["left"][at] + self.shown["right"][at]) / max(flat, 1.0))

    @property
    def _short(self) -> bool:
        """Whether there are legs, and they end above the knees."""
        if "crotch" not in self.rig.mark:
            return False
        knees = sum(self.frame.joint[f"knee-{side}"] for side in SIDES) / 2
        above = ((knees - self.frame.joint["neck"]) * np.conj(self.frame.down)).real
        return bool(self.levels.depth[-1] < above)

    def middle(self) -> Pull:
        """The waistband's middle and a few places under it, down to the crotch, on the spine."""
        end = self.rig.mark["crotch"].imag if "crotch" in self.rig.mark else float(len(self.rows) - 1)
        at = self.axis.real + 1j * np.linspace(self.axis.imag + 1, max(end - 1, self.axis.imag + 2), 6)
        return pull(self.rig, at, self.place(at, np.zeros(len(at), bool)), MIDDLE, label("torso"))

    def band(self) -> Pull:
        """The waistband's upper edge on the old one that shows: hips that bulge would draw its ends down from it."""
        ends = [self.rig.mark[f"waistband-{side}"] for side in SIDES]
        at = ends[0] + (ends[1] - ends[0]) * np.linspace(0.05, 0.95, 13) + 1j
        return pull(self.rig, at, self.place(at, np.zeros(len(at), bool)), BAND, label("torso"))

    def skirt(self, side: Side) -> Pull:
        """A skirt's side on the hips, standing off beyond the body as its width asks."""
        edge, _ = sampled(self.rig, self.rig.side(side))
        out = self.frame.across if side == "left" else -self.frame.across
        to = self._at(self.centre, edge.imag) + out * self._at(self.shown[side], edge.imag)
        return pull(self.rig, edge, self._hung(to, edge.imag), EDGE, label("torso"))

    def leg(self, side: Side) -> list[Pull]:
        """The outer edge on hip and leg, the inner one from crotch to ankle as far in as a tube of that girth shows."""
        frame, rig, leg = self.frame, self.rig, self.frame.leg[side]
        outer, _ = sampled(rig, rig.side(side))
        crotch = rig.mark["crotch"]
        inner, _ = sampled(rig, rig.inseam(side))
        hang, hang_inner = self._hangs(outer, side), self._hangs(inner, side)
        out = frame.across if side == "left" else -frame.across
        flat = np.abs(np.interp(inner.imag, np.maximum.accumulate(outer.imag), outer.real) - inner.real)
        flat = flat * self._wide(inner.imag)
        along = self._along(hang_inner, side)
        limb = np.abs(leg.at(along, leg.outer) - leg.at(along, leg.inner))
        excess = eased(np.maximum(flat - limb, 2 * THICK * frame.unit), 2.0)
        share = INWARD
        if self._short:
            excess, share = roomy(excess, limb), 1 - OUTSIDE
        # legs of cloth meet in the middle: what finds no room there goes outward, in part behind the other
        free = ((leg.at(along, leg.inner) - self._between(along)) * np.conj(out)).real
        apart = np.abs(inner.real - crotch.real)
        down = np.clip((inner.imag - crotch.imag) / max(self.levels.row[-1] - crotch.imag, 1.0), 0, 1)
        notch = np.minimum(NOTCH * self.hips * apart, WIDEST_NOTCH * frame.unit)
        if self._short:
            # round thighs that touch they lap over one another nearly down to their hems
            apart = np.clip((free / frame.unit - TOUCH[0]) / (TOUCH[1] - TOUCH[0]), 0, 1)
            lap = (LAPS - HEMS_PART * down**4) * frame.unit
            notch = apart * np.maximum(notch, down * ROUND_EACH * free) - (1 - apart) * lap
        else:
            notch = np.minimum(notch, WIDEST_NOTCH * frame.unit * (down - MEET) / (1 - MEET))
        least = free - notch if self._short else np.minimum(THICK * frame.unit, free)
        inward = np.minimum(share * excess, np.maximum(free - notch, least))
        inward = np.maximum(inward, free - self._parted(inner.imag))
        outward = (1 - share) * excess + 0.5 * np.maximum(share * excess - inward, 0)
        level = np.maximum.accumulate(inner.imag)
        beyond = np.interp(outer.imag, level, outward)
        above = np.clip((crotch.imag - outer.imag) / max(crotch.imag - self.axis.imag, 1.0), 0, 1)
        trunk = self._at(self.centre, outer.imag) + out * self._at(self.shown[side], outer.imag)
        limb_edge = leg.at(self._along(hang, side), leg.outer) + out * beyond
        bulge = above * self._at(self.bulge[side], outer.imag)
        if self._short:
            # from where they are held on the hips they come to the thighs in one line, hem by hem
            above = 1 - leaves(outer.imag, (self.axis.imag + crotch.imag) / 2, self.levels.row[-1])
        to = self._hung(above * trunk + (1 - above) * limb_edge + out * bulge, outer.imag)
        to_inner = leg.at(along, leg.inner) - out * inward
        name = label("left-leg" if side == "left" else "right-leg")
        return [pull(rig, outer, to, EDGE), pull(rig, inner, to_inner, EDGE, name)]

    def _hangs(self, at: Path, side: Side) -> np.ndarray:
        """Rows of the rig at whose depths places of a leg hang.

        Laid out flat the legs of shorts lie apart, and their hems aslant; worn they hang down, and the hems level.
        """
        if not self._short:
            return self._on_shoes(at, side)
        crotch, end = self.rig.mark["crotch"].imag, self.levels.row[-1]
        outer, inner = (self.rig.mark[f"ankle-{edge}-{side}"] for edge in ("outer", "inner"))
        share = np.clip((at.real - outer.real) / ((inner - outer).real or 1.0), 0, 1)
        hem = np.maximum(outer.imag + (inner - outer).imag * share, crotch + 1)
        down = np.maximum(at.imag - crotch, 0) / (hem - crotch)
        bow = SAG * self.frame.unit / self.rig.scale * (0.5 - (2 * share - 1) ** 2)
        return np.asarray(at.imag + LEVEL * down * (end - hem) + bow * down * down)

    def _on_shoes(self, at: Path, side: Side) -> np.ndarray:
        """The same of longer ones: whatever curve their hems have in the picture, worn they bow round the leg."""
        column, row = self.rig.hem[side]
        reach = ROUND_HEM[1] * self.frame.unit / self.rig.scale
        most = ROUND_HEM[2] * self.frame.unit / self.rig.scale
        hem = np.interp(at.real, column, row)
        down = np.clip((at.imag - hem + reach) / reach, 0, 1.2)
        share = np.clip((at.real - column[0]) / max(column[-1] - column[0], 1.0), 0, 1)
        bow = ROUND_HEM[0] * self.frame.unit / self.rig.scale * (0.5 - (2 * share - 1) ** 2)
        level = np.clip(np.median(row) - hem, -most, most)
        return np.asarray(at.imag + (level + bow) * down * down)

    def _parted(self, row: np.ndarray) -> np.ndarray:
        """How far at most either leg may stay away from the middle at rows of the rig: below 0 they overlap."""
        parts = max(self.frame.fork, self.levels.depth[1])
        opens = WEDGE * (self._at(self.depth, row) - parts)
        return np.asarray(np.maximum(opens, -LAPS * self.frame.unit))

    def on_left(self) -> np.ndarray:
        """Which vertices of the mesh are the left leg's: its cells may reach past the middle of a narrow gap."""
        mesh = self.rig.mesh
        left = np.zeros(len(mesh.points), bool)
        left[mesh.triangles[mesh.part == label("left-leg")]] = True
        return left

    def place(self, at: Path, left: np.ndarray) -> Path:
        """Places by level: on trunk and, below the crotch, on the legs, of which the left one holds those of `left`."""
        spine = self._hung(self._at(self.centre, at.imag) + self.frame.across * self._across(at), at.imag)
        if "crotch" not in self.rig.mark:
            return np.asarray(spine, np.complex128)
        crotch = self.rig.mark["crotch"]
        place = spine
        for side in SIDES:
            leg, along = self.frame.leg[side], self._along(self._hangs(at, side), side)
            axis = (leg.at(along, leg.outer) + leg.at(along, leg.inner)) / 2
            off = (at.real - self._leg_middle(side, at.imag)) * self._wide(at.imag) * self.sign
            mine = left == (side == "left")
            place = np.where(mine & (at.imag > crotch.imag), axis + self.frame.across * off, place)
        return np.asarray(place, np.complex128)

    def rest(self, at: Path, left: np.ndarray) -> np.ndarray:
        """Vertices at rest: true size, the sides of hips and skirt turned away; `left` as for `place`."""
        if "crotch" not in self.rig.mark:
            down = self.levels(at.imag, self.rig.scale) - self.levels.depth[0]
            return points(self._across(at) * self.sign + 1j * down)
        crotch, x, row = self.rig.mark["crotch"], (at.real - self.axis.real) * self.hips, at.imag
        for side in SIDES:
            middle = self._leg_middle(side, at.imag)
            own = (middle - self.axis.real) * self.hips + (at.real - middle) * self._wide(at.imag)
            mine = left == (side == "left")
            x = np.where(mine & (at.imag > crotch.imag), own, x)
            row = np.where(mine, self._hangs(at, side), row)
        return points(x + 1j * (self.levels(row, self.rig.scale) - self.levels.depth[0]))

    def _wide(self, row: np.ndarray) -> np.ndarray:
        """Pixels of the photo for one of the rig across a leg, by row: at the crotch as across the hips."""
        crotch, end = self.levels.row[-2:]
        down = (self.levels.depth[-1] - self.levels.depth[-2]) / max(end - crotch, 1.0)
        leg = self.hips * min(down / self.hips, 1.0) ** EVEN
        return np.asarray(np.interp(row, (crotch, crotch + BELOW * (end - crotch)), (self.hips, leg)))

    def _hung(self, to: Path, row: np.ndarray) -> Path:
        """Places of rows of the rig, moved down the body as the old waistband runs; less and less toward the crotch."""
        last = (
            self.rig.mark["crotch"].imag
            if "crotch" in self.rig.mark
            else self.axis.imag + FADE * self.frame.unit / self.rig.scale
        )
        share = np.clip((last - row) / max(last - self.axis.imag, 1.0), 0, 1)
        frame = self.frame
        across = ((to - self._at(self.centre, row)) * np.conj(frame.across)).real
        return np.asarray(to + frame.down * frame.old.beside(across) * share, np.complex128)

    def _across(self, at: Path) -> np.ndarray:
        flat = (at.real - self.axis.real) * self.rig.scale * self.sign
        shown = np.zeros(len(at))
        for side in SIDES:
            mine = flat > 0 if side == "left" else flat <= 0
            far = turn_away(np.abs(flat), self._at(self.half[side], at.imag), self._at(self.shown[side], at.imag))
            shown = np.where(mine, far if side == "left" else -far, shown)
        return shown

    def _leg_middle(self, side: Side, row: np.ndarray) -> np.ndarray:
        crotch = self.rig.mark["crotch"]
        end = (self.rig.mark[f"ankle-outer-{side}"] + self.rig.mark[f"ankle-inner-{side}"]) / 2
        path = self.rig.side(side)
        start = (crotch.real + np.interp(crotch.imag, np.maximum.accumulate(path.imag), path.real)) / 2
        share = np.clip((row - crotch.imag) / max(end.imag - crotch.imag, 1.0), 0, None)
        return np.asarray(start + (end.real - start) * share)

    def _along(self, row: np.ndarray, side: Side) -> np.ndarray:
        """Length along a leg's bone, from the hip joint, of each row of the rig.

        A foot that is set forward lies lower in the photo, the other one higher: so do the trousers' ends, and ever
        less what lies above them.
        """
        frame, depth = self.frame, self._at(self.depth, row)
        ankle, fork = frame.trunk.depth[-1], self.levels.depth[-2]
        share = np.clip((depth - fork) / max(ankle - fork, 1.0), 0, 1)
        return np.asarray(depth - frame.torso + frame.stand[side] * share * share)

    def _between(self, along: np.ndarray) -> Path:
        """The middle between both legs' bones."""
        left, right = (self.frame.leg[side].bone.point(along) for side in SIDES)
        return np.asarray((left + right) / 2)

    def _at(self, values: np.ndarray, row: np.ndarray) -> np.ndarray:
        return np.asarray(np.interp(row, self.rows, values))
