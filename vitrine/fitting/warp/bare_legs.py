"""Light and tone of bare legs: what kneecap, shin and calf do to a leg that is evenly lit from the front.

Learned from legs that we rendered (`tools/bare_legs.py`, card `weights/legs.md`): the picture divided by the shading
that `skin.shading` gives to their relief, so that it can be laid on legs in any light.
"""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32
from scipy.ndimage import gaussian_filter, gaussian_filter1d

from vitrine.fitting.warp.rendered import table_of
from vitrine.fitting.warp.uneven import uneven
from vitrine.imaging.types import Region
from vitrine.people.body import Body
from vitrine.people.legs import AT, PER_BONE, SIDES, Leg, near

ALONG: Final = 256
ACROSS: Final = 48
"""Size of the table: from hip joint to ankle, from the edge toward the other leg to the outer one."""
UNIT: Final = 128.0
"""What stands in the table's picture for a factor of 1."""
TINGE: Final = 0.45
"""Share of the rendered legs' own changes of hue: their knees are redder than most."""
SHADE: Final = 0.75
"""Share of what is dark in the rendered light: at full strength the inside of knees is bruised."""
BINS: Final = np.linspace(-1, 1, 11)
"""Places across a leg at which its own light is read, as in `places`."""
SPAN: Final = 0.2
"""Length of a leg in sight, 1 for a bone, from which on it tells how light falls on it."""
NEXT: Final = 0.35
"""Over which length from where it comes to light it tells that, in the same."""
CARRIED: Final = 0.8
"""Over which length beyond that hidden skin is lit as it is, in the same."""
MOST: Final = (0.75, 1.3)
"""Between these factors light on a leg differs from what was made."""
SIZE: Final = (0.0095, 0.0078)
"""Length of a row and breadth of a column on usual legs, in u."""
LONGER: Final = 1.25
"""How many times longer than broad what makes their skin uneven is: 59 bare legs of street photos, unrolled, change
1.2 times as fast across as along."""
LIGHT, HUE = 0.004, 0.003
"""How strong that is in light and hue at each size: a third of what 53 bare legs of street photos ask for, at more than
that it is seen as blotches."""
KNEE: Final = (0.8, 1.2)
"""Places, 1 for a bone, between which the knee's form is."""
FORMED: Final = (0.05, 1.8)
"""What of it is finer than this, in u, is so much stronger than on rendered knees, which are smooth: those of 59
bare legs change 2 to 3 times as much at such sizes."""

Table = Float32[np.ndarray, "along across 3"]


@cache
def tables() -> tuple[Table, Table]:
    """Factors on sRGB for left and right leg, as they come with the engine, on skin that is uneven."""
    left, right = read(Path(str(files("vitrine") / "weights" / "legs.png")))
    rough = [uneven((ALONG, ACROSS), SIZE, LONGER, LIGHT, HUE, seed) for seed in (8, 9)]
    return _formed(left) * rough[0], _formed(right) * rough[1]


def _formed(leg: Table) -> Table:
    """A leg with the finer forms of its knee as strong as they are."""
    along = np.linspace(0, 2, ALONG)
    share = np.clip(np.minimum(along - KNEE[0], KNEE[1] - along) / ((KNEE[1] - KNEE[0]) / 4), 0, 1)[:, None, None]
    fine = leg - gaussian_filter(leg, (FORMED[0] / SIZE[0], FORMED[0] / SIZE[1], 0), mode="nearest")
    return np.asarray(leg + (FORMED[1] - 1) * share * fine, np.float32)


def read(file: Path) -> tuple[Table, Table]:
    """Factors on sRGB for left and right leg; 1 everywhere, legs without kneecaps, where there is no such file.

    Raises:
        NetDamaged: the file is not what `tools/bare_legs.py` writes.
    """
    picture = table_of(file, (ALONG, 2 * ACROSS))
    if picture is None:
        flat = np.ones((ALONG, ACROSS, 3), np.float32)
        return flat, flat
    both = picture / np.float32(UNIT)
    light = both.mean(2, keepdims=True)
    both = light + (both - light) * np.float32(TINGE)
    both = np.where(light < 1, 1 + (both - 1) * np.float32(SHADE), both)
    return both[:, :ACROSS], both[:, ACROSS:]


def factors(body: Body, size: tuple[int, int], scale: float) -> Float32[np.ndarray, "h w 3"]:
    """What stands on the legs, 1 elsewhere, on a copy of `size` (width, height), `scale` times the photo's."""
    out = np.ones((size[1], size[0], 3), np.float32)
    # the leg that is lower in the picture is nearer and hides the other
    order = sorted(zip(SIDES, tables(), strict=True), key=lambda pair: body.legs.of[pair[0]].bone[-1][1])
    for side, table in order:
        leg = body.legs.of[side]
        wide = max(float(leg.outer.max()), float(leg.inner.max()))
        columns, rows = (np.arange(n, dtype=np.float32) / np.float32(scale) for n in size)
        grid = np.stack(np.meshgrid(columns, rows), -1)
        window = near(grid, leg.bone.min(0) - wide, leg.bone.max(0) + wide)
        if not grid[window].size:
            continue  # out of the picture
        along, across = places(grid[window], leg)
        found = cv2.remap(
            table,
            (across + 1) / 2 * np.float32(ACROSS - 1),
            along / 2 * np.float32(ALONG - 1),
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )
        on = (np.abs(across) <= 1) & (along > 0)
        out[window] = np.where(on[..., None], found, out[window])
    return out


def as_in_sight(
    made: Float32[np.ndarray, "h w 3"], photo: Float32[np.ndarray, "h w 3"], seen: Region, body: Body, scale: float
) -> Float32[np.ndarray, "h w 3"]:
    """Made skin on legs lit across them as their own skin below it is: from before, from a side, from behind.

    Args:
        made: skin everywhere, on a copy of the photo.
        photo: that copy.
        seen: where skin is in sight on it.
        body: whose legs.
        scale: the copy's pixels for one of the photo's.
    """
    out = made
    for side in SIDES:
        leg = body.legs.of[side]
        wide = max(float(leg.outer.max()), float(leg.inner.max()))
        columns, rows = (np.arange(n, dtype=np.float32) / np.float32(scale) for n in seen.shape[::-1])
        grid = np.stack(np.meshgrid(columns, rows), -1)
        window = near(grid, leg.bone.min(0) - wide, leg.bone.max(0) + wide)
        if not seen[window].any():
            continue
        along, across = places(grid[window], leg)
        mine = (np.abs(across) <= 1) & (along > 0) & (along < 2)
        known = mine & seen[window]
        if not known.any() or np.ptp(along[known]) < SPAN:
            continue
        first = float(np.percentile(along[known], 1))
        profile = _across(
            photo[window][known] / np.maximum(made[window][known], 1), across[known], along[known] - first
        )
        if profile is None:
            continue
        # what is in sight itself is not made
        mine &= along < first + SPAN
        share = np.exp(-np.maximum(first - along[mine], 0) / np.float32(CARRIED))[:, None]
        factor = np.stack([np.interp(across[mine], BINS, profile[:, k]) for k in range(3)], -1)
        out = out.copy() if out is made else out
        out[window][mine] *= 1 + (factor - 1).astype(np.float32) * share
    return out


def _across(ratio: np.ndarray, across: np.ndarray, beyond: np.ndarray) -> np.ndarray | None:
    """How skin in sight differs from what was made, at BINS, apart from its mean; None where that is not in sight."""
    weight = np.exp(-beyond / NEXT)
    bins = np.round((across + 1) / 2 * (len(BINS) - 1)).astype(int)
    total = np.bincount(bins, weight, len(BINS))
    known = total > 0.2 * total.mean()
    if known.sum() < len(BINS) // 2:
        return None
    sums = np.stack([np.bincount(bins, weight * ratio[:, k], len(BINS)) for k in range(3)], -1)
    found = sums[known] / total[known, None]
    profile = np.stack([np.interp(BINS, BINS[known], found[:, k]) for k in range(3)], -1)
    profile = gaussian_filter1d(profile / profile.mean((0, 1)), 1.0, axis=0, mode="nearest")
    return np.asarray(np.clip(profile, *MOST))


def places(
    grid: Float32[np.ndarray, "rows columns 2"], leg: Leg
) -> tuple[Float32[np.ndarray, "rows columns"], Float32[np.ndarray, "rows columns"]]:
    """Where points (x, y) lie on a leg: along it as in `legs.AT`, across from -1 (inner edge) to 1 (outer edge)."""
    hip, knee, ankle = (leg.bone[at].astype(np.float32) for at in (0, PER_BONE, -1))
    along, off = np.zeros(grid.shape[:2], np.float32), np.zeros(grid.shape[:2], np.float32)
    for start, end, first in ((hip, knee, 0), (knee, ankle, PER_BONE)):
        span = end - start
        length = max(float(np.hypot(*span)), 1.0)
        way, out = span / np.float32(length), leg.out[first + 1].astype(np.float32)
        down = (grid - start) @ way / np.float32(length)
        here = (down > 0) | (first == 0)
        along = np.where(here, down + np.float32(first / PER_BONE), along)
        off = np.where(here, (grid - start) @ out, off)
    outer, inner = (np.interp(along, AT, edge).astype(np.float32) for edge in (leg.outer, leg.inner))
    return along, (2 * off - outer + inner) / np.maximum(outer + inner, 1)
