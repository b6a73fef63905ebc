"""Legs beneath the clothes: how far each reaches to either side of its bones, from skin, close cloth or the usual."""

from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
from jaxtyping import Bool, Float64
from scipy.ndimage import gaussian_filter1d, median_filter, percentile_filter

from vitrine.imaging.masks import among
from vitrine.imaging.types import Region
from vitrine.people.person import CLASSES, Person

Side = Literal["left", "right"]
Values = Float64[np.ndarray, " k"]
Spots = Float64[np.ndarray, "k 2"]
Spotted = Bool[np.ndarray, " k"]
SIDES: Final[tuple[Side, Side]] = ("left", "right")

PER_BONE: Final = 16
"""Places along each of thigh and shin."""
AT: Final = np.concatenate([np.arange(PER_BONE + 1), PER_BONE + 1 + np.arange(PER_BONE)]) / PER_BONE
"""The places: 0 at the hip joint, 1 at the knee, 2 at the ankle."""
_KNOTS: Final = (0.0, 0.25, 0.5, 0.75, 1.0, 1.1, 1.3, 1.5, 1.75, 2.0)
OUTER: Final = np.interp(AT, _KNOTS, (0.26, 0.265, 0.24, 0.195, 0.155, 0.152, 0.162, 0.145, 0.11, 0.085))
INNER: Final = np.interp(AT, _KNOTS, (0.26, 0.235, 0.20, 0.165, 0.135, 0.14, 0.15, 0.135, 0.10, 0.08))
"""Usual reach of a leg beyond its bones, away from the other leg and toward it, in the person's unit."""
FAR_OFF: Final = -1e9
"""Squared height of a limb where it certainly is not."""
CLOSE: Final = 1.16
"""Cloth over usual width up to which trousers show the leg."""
CLOTH: Final = 0.96
"""A leg's share of the width of cloth that lies close."""
TIGHT: Final = 20
"""Percentile of the reach of close cloth nearby that the leg in it has."""
BRIDGED: Final = 1.15
"""Half the distance between the bones over a leg's usual reach inward, beyond which trousers show a gap."""
HEMS: Final = 1.5
"""Place from which on a trouser leg is wider than the leg in it."""
NEARLY: Final = 0.003
"""Distance up to which legs are taken to meet, in u: a gap runs out in a wedge, and cut off before in an arch."""
OVERLAP: Final = 0.03
FREE: Final = 0.3
"""Place from which on a leg's middle is its own."""
CLOSING: Final = 0.12
"""How fast the gap between two legs closes upward at most, where nobody sees it: half its width for its height."""
MEETS: Final = 0.15
"""Length, in bones, over which a hidden leg's edge comes to lie where that of the leg in sight goes on."""
KNEE: Final = 4
"""Places over which, to either side of the knee, a hidden leg's edges turn."""
FORKED: Final = 0.4
"""Where the legs part below the hip joints, in u, if nothing shows it."""
FORK: Final = (0.15, 0.75)
"""Where they may be seen to part."""


@dataclass(frozen=True, eq=False)
class Leg:
    """One leg from the hip joint to the ankle; places as in AT, lengths in pixels."""

    bone: Spots
    out: Spots
    """Unit vectors at right angles to the bone, away from the other leg."""
    outer: Values
    inner: Values

    @property
    def outer_edge(self) -> Spots:
        """(x, y) of the edge away from the other leg."""
        return np.asarray(self.bone + self.out * self.outer[:, None])

    @property
    def inner_edge(self) -> Spots:
        """(x, y) of the edge toward the other leg."""
        return np.asarray(self.bone - self.out * self.inner[:, None])


@dataclass(frozen=True, eq=False)
class Legs:
    """Both legs, and where they part."""

    of: dict[Side, Leg]
    fork: float
    """How far below the hip joints, along the thigh, the legs part, pixels."""
    close: bool
    """Whether the old clothes show the legs: bare, or in close trousers."""


def measured(person: Person, joints: dict[str, tuple[float, float]], hidden: Region, unit: float) -> Legs:
    """Measure both legs.

    Args:
        person: labels say where skin, legwear and trousers are seen.
        joints: hips, knees and ankles by name, (x, y).
        hidden: where arms may lie in front.
        unit: the person's unit, pixels.
    """
    left, right = (_seen(person, joints, hidden, side, unit) for side in SIDES)
    # trousers widen from hip to hem or not; what counts is how they lie on the whole
    ratios = np.concatenate([one.ratio[one.both & one.cloth] for one in (left, right)])
    close = len(ratios) >= 4 and float(np.median(ratios)) < CLOSE and not _skirt(left, right, unit)
    shares = np.concatenate([one.ratio[one.both & (close | ~one.cloth)] for one in (left, right)])
    typical = float(np.clip(np.median(shares), 0.8, 1.15)) if len(shares) >= 4 else 1.0
    forks = [one.fork for one in (left, right) if one.fork is not None]
    fork = float(np.mean(forks)) if forks else FORKED * unit
    both: dict[Side, Leg] = {"left": _leg(left, close, typical, unit), "right": _leg(right, close, typical, unit)}
    return Legs(_meeting(both, left.gap + right.gap, unit), fork, close)


@dataclass(frozen=True, eq=False)
class _Seen:
    """What a walk across one leg found at each place."""

    bone: Spots
    out: Spots
    gap: Values
    """Half the distance to the other leg's bone."""
    outer: Values
    inner: Values
    outer_known: Spotted
    inner_known: Spotted
    touching: Spotted
    """The leg goes on to the other one."""
    cloth: Spotted
    ratio: Values
    """Width seen over the usual one."""
    fork: float | None

    @property
    def both(self) -> Spotted:
        """Both edges are in sight, and no leg is that narrow or that wide."""
        return np.asarray(self.outer_known & (self.inner_known | self.touching) & (np.abs(self.ratio - 1.3) < 0.8))


def _skirt(left: _Seen, right: _Seen, unit: float) -> bool:
    """Whether cloth fills the room between legs that stand farther apart than they are thick."""
    bridged = [one.touching & one.cloth & (AT > FREE) & (one.gap > BRIDGED * INNER * unit) for one in (left, right)]
    return bool(min(int(places.sum()) for places in bridged) >= 2)


def _bones(joints: dict[str, tuple[float, float]], side: str) -> tuple[Spots, Spots]:
    """Places along the bones, and unit vectors at right angles to them (to the left of the way down)."""
    hip, knee, ankle = (np.array(joints[f"{name}-{side}"], np.float64) for name in ("hip", "knee", "ankle"))
    t = AT[:, None]
    at = np.where(t <= 1, hip + (knee - hip) * t, knee + (ankle - knee) * (t - 1))
    ways = [v / max(float(np.hypot(*v)), 1.0) for v in (knee - hip, ankle - knee)]
    along = np.where(t <= 1, ways[0], ways[1])
    return at, np.stack([along[:, 1], -along[:, 0]], 1)


def _seen(person: Person, joints: dict[str, tuple[float, float]], hidden: Region, side: Side, unit: float) -> _Seen:
    """Walk outward and inward from each place of a leg's bones until the leg ends."""
    bone, out = _bones(joints, side)
    other, _ = _bones(joints, "right" if side == "left" else "left")
    away = ((bone - other) * out).sum(1)
    if np.median(away) < 0:
        out, away = -out, -away
    gap = np.maximum(away / 2, 0.03 * unit)
    arms = hidden & (person.labels == CLASSES.index("skin"))
    leg = among(person.labels, [CLASSES.index(name) for name in ("skin", "bottoms", "legwear")]) & ~arms
    usual = {"outer": OUTER * unit, "inner": INNER * unit}
    # beside a hem a slanting leg ends at the cloth, not at its own edge
    veil = arms | np.isin(person.labels, [CLASSES.index(name) for name in ("top", "outerwear", "dress")])
    outer, outer_known, _ = _walk(leg, veil, bone, out, 2.2 * usual["outer"])
    inner, inner_known, whole = _walk(leg, veil, bone, -out, np.minimum(gap, 2.2 * usual["inner"]))
    touching = whole & (gap < 2.2 * usual["inner"])
    rows, columns = _pixels(bone, leg.shape)
    on = leg[rows, columns] & _inside(bone, leg.shape)
    ratio = (outer + inner) / (np.minimum(usual["inner"], gap) + usual["outer"])
    cloth = (person.labels == CLASSES.index("bottoms"))[rows, columns]
    fork = _fork(bone, on & inner_known, on & touching, cloth, unit)
    return _Seen(bone, out, gap, outer, inner, on & outer_known, on & inner_known, on & touching, cloth, ratio, fork)


def _fork(bone: Spots, parted: Spotted, joined: Spotted, cloth: Spotted, unit: float) -> float | None:
    """How far below the hip joint the legs part, where that is seen and no hem of shorts pretends it."""
    first = np.flatnonzero(parted)
    if not len(first) or first[0] == 0 or not joined[first[0] - 1] or cloth[first[0]] != cloth[first[0] - 1]:
        return None
    found = float(np.hypot(*(bone[first[0]] - bone[0])))
    return found if FORK[0] * unit < found < FORK[1] * unit else None


def _walk(leg: Region, hidden: Region, start: Spots, way: Spots, most: Values) -> tuple[Values, Spotted, Spotted]:
    """How far the leg goes from each start; whether its end is in sight; whether it goes on all the way."""
    share = np.linspace(0, 1, 49)
    at = start[:, None] + way[:, None] * (most[:, None] * share)[..., None]
    rows, columns = _pixels(at, leg.shape)
    there = leg[rows, columns]
    veiled = hidden[rows, columns] | ~_inside(at, leg.shape)
    first = np.where(there.all(1), len(share) - 1, (~there).argmax(1))
    spot = np.arange(len(start))
    beyond = np.minimum(first, len(share) - 1)
    known = ~there.all(1) & (first > 0) & ~veiled[spot, beyond] & ~veiled[spot, np.maximum(beyond - 1, 0)]
    whole = there.all(1) & ~veiled[:, -1]
    return most * np.maximum(first - 0.5, 0) / (len(share) - 1), known, whole


def _leg(seen: _Seen, close: bool, typical: float, unit: float) -> Leg:
    """Smooth edges: what is seen of skin and close cloth, elsewhere the usual ones about the limb's middle."""
    outer, inner = OUTER * unit * typical, INNER * unit * typical
    exact = close | ~seen.cloth
    cloth = np.where(seen.cloth, (1 - CLOTH) / 2 * (seen.outer + seen.inner), 0.0)
    # loose cloth shows the limb's middle and no more
    middle = (seen.outer - seen.inner - (OUTER - INNER) * unit) / 2
    loose = ~exact & seen.both & ~seen.touching & (AT > FREE)
    off_outer = np.where(exact, seen.outer - cloth - outer, middle)
    off_inner = np.where(exact, seen.inner - cloth - inner, -middle)
    # hems stand off the ankles, whatever the rest does
    low = seen.cloth & (AT > HEMS)
    off_outer, off_inner = (np.where(low, np.minimum(off, 0), off) for off in (off_outer, off_inner))
    most = 0.16 * unit
    sure_outer = (exact & seen.outer_known & (np.abs(off_outer) < 1.5 * most)) | loose
    sure_inner = (exact & seen.inner_known & (np.abs(off_inner) < 1.5 * most)) | loose
    outer = outer + np.clip(_carried(off_outer, sure_outer, ~seen.cloth, close), -most, most)
    inner = inner + np.clip(_carried(off_inner, sure_inner, ~seen.cloth, close), -most, most)
    # thighs that nobody sees come nearer to one another upward, as a wedge does
    for k in range(len(AT) - 2, -1, -1):
        if not sure_inner[k]:
            between = max(seen.gap[k + 1] - inner[k + 1], 0.0)
            closed = CLOSING * float(np.hypot(*(seen.bone[k + 1] - seen.bone[k])))
            widest = seen.gap[k] - between if k < PER_BONE else -np.inf
            narrowest = seen.gap[k] - max(between - closed, 0.0) if sure_inner[k + 1 :].any() else np.inf
            inner[k] = max(min(inner[k], narrowest), widest)
    meets = gaussian_filter1d((seen.touching & exact).astype(np.float64), 1.0)
    inner = inner + np.maximum(seen.gap - inner, 0) * np.clip(meets, 0, 1)
    leg = Leg(seen.bone, seen.out, np.maximum(outer, 0.045 * unit), np.maximum(inner, 0.03 * unit))
    return _unbent(leg, seen.cloth | ~seen.both)


def _unbent(leg: Leg, hidden: Spotted) -> Leg:
    """A leg whose edges, where they are `hidden`, go round the knee: bones meet there in a corner, no leg has one."""
    share = gaussian_filter1d(hidden.astype(np.float64), 1.0) * hidden
    off = ((gaussian_filter1d(leg.bone, KNEE, axis=0) - leg.bone) * leg.out).sum(1) * share
    # a filter draws the ends in
    off *= np.clip(2 - np.abs(AT - 1) * PER_BONE / KNEE, 0, 1)
    return replace(leg, outer=leg.outer + off, inner=leg.inner - off)


def _meeting(legs: dict[Side, Leg], between: Values, unit: float) -> dict[Side, Leg]:
    """Legs that meet overlap a little, so that nothing shows between them; `between` is the distance of their bones.

    They may meet beside the middle: whether they do, both tell.
    """
    meet = sum(leg.inner for leg in legs.values()) > between - NEARLY * unit
    return {
        side: replace(leg, inner=np.where(meet, np.maximum(leg.inner, between / 2 + OVERLAP * unit), leg.inner))
        for side, leg in legs.items()
    }


def _carried(values: Values, known: Spotted, bare: Spotted, inward: bool) -> Values:
    """Known values smoothed along the leg, of skin the least; others take the nearest, less and less farther away.

    `inward`: whether of uneven ones the less counts.
    """
    if known.sum() < 2:
        return np.zeros_like(values)
    at = AT[known]
    # cloth that lies close bulges in wrinkles, and the leg is in what is left between them
    low = (AT > FREE) & inward
    close = percentile_filter(values[known], TIGHT, 7, mode="nearest")
    cloth = np.where(low[known], close, median_filter(values[known], 5, mode="nearest"))
    calm = np.where(bare[known], values[known], cloth)
    steady = np.interp(AT, at, median_filter(calm, 3, mode="nearest"))
    far = np.abs(AT[:, None] - at[None]).min(1)
    smooth = gaussian_filter1d(steady * np.clip(1.2 - far / 0.8, 0, 1), 1.2, mode="nearest")
    smooth = np.where(low, gaussian_filter1d(smooth, 1.6, mode="nearest"), smooth)
    # where bare legs come out from beneath cloth both must meet
    missed = np.where(bare[known], calm - smooth[known], 0.0)
    return np.asarray(smooth + np.interp(AT, at, missed) * np.exp(-far / MEETS))


def _pixels(at: np.ndarray, shape: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    columns = np.clip(np.round(at[..., 0]).astype(int), 0, shape[1] - 1)
    rows = np.clip(np.round(at[..., 1]).astype(int), 0, shape[0] - 1)
    return rows, columns


def _inside(at: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    x, y = at[..., 0], at[..., 1]
    return np.asarray((x >= 0) & (y >= 0) & (x <= shape[1] - 1) & (y <= shape[0] - 1))


def heights(grid: np.ndarray, leg: Leg) -> np.ndarray:
    """Squared height of a leg over each point of a grid (rows columns 2); negative off the leg."""
    hip, knee, ankle = leg.bone[0], leg.bone[PER_BONE], leg.bone[-1]
    whole = np.full(grid.shape[:2], FAR_OFF, np.float32)
    bone, wide = np.array([hip, knee, ankle]), 2 * float(max(leg.outer.max(), leg.inner.max())) + 8
    window = near(grid, bone.min(0) - wide, bone.max(0) + wide)
    grid, found = grid[window], whole[window]
    for start, end, first in ((hip, knee, 0), (knee, ankle, PER_BONE)):
        span = end - start
        length = max(float(np.hypot(*span)), 1.0)
        way, out = (span / length).astype(np.float32), leg.out[first + 1].astype(np.float32)
        off = grid - start.astype(np.float32)
        along = off @ way / np.float32(length)
        t = np.clip(along, 0, 1)
        table = np.linspace(0, 1, PER_BONE + 1)
        outer = np.interp(t, table, leg.outer[first : first + PER_BONE + 1]).astype(np.float32)
        inner = np.interp(t, table, leg.inner[first : first + PER_BONE + 1]).astype(np.float32)
        across = off @ out - (outer - inner) / 2
        beyond = (along - t) * np.float32(length)
        np.maximum(found, ((outer + inner) / 2) ** 2 - across**2 - beyond**2, out=found)
    return whole


def near(grid: np.ndarray, low: np.ndarray, high: np.ndarray) -> tuple[slice, slice]:
    """Rows and columns of an even grid (rows columns 2) of places that lie between two corners (x, y)."""
    columns, rows = grid[0, :, 0], grid[:, 0, 1]
    across, down = (np.searchsorted(line, (a, b)) for line, a, b in zip((columns, rows), low, high, strict=True))
    return slice(int(down[0]), int(down[1])), slice(int(across[0]), int(across[1]))
