"""Curves on the body's outline, found by rays from the bones to the edge of the person.

Places are complex numbers x + iy in pixels of the photo.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from jaxtyping import Complex128, Float64

from vitrine.imaging.types import Mask, Region

Path = Complex128[np.ndarray, " _"]

LEAST, MOST, STEPS = 0.55, 1.45, 40
"""Shortest and longest reach of a ray, in usual lengths, and the places looked at along it."""
NEAREST: Final = 0.15
"""Shortest reach of a ray that surely ends in the scene: a joint that the pose takes to be at the skin."""
MOST_UNDER_CLOTH: Final = 1.28
"""Cloth may stand off the body: where it is the edge, the body reaches at most this share of the usual width."""


@dataclass(frozen=True, eq=False)
class Line:
    """A curve on the body with true lengths along it."""

    at: Path
    arc: Float64[np.ndarray, " k"]
    """True length from the start, in pixels at the person's scale."""
    out: Path
    """Unit vector away from the body at each point."""

    def point(self, arc: np.ndarray) -> Path:
        """Places at true lengths; beyond the ends the curve goes on straight."""
        inner = np.interp(arc, self.arc, self.at.real) + 1j * np.interp(arc, self.arc, self.at.imag)
        before, after = np.minimum(arc - self.arc[0], 0), np.maximum(arc - self.arc[-1], 0)
        first, last = unit(self.at[1] - self.at[0]), unit(self.at[-1] - self.at[-4])
        return np.asarray(inner + before * first + after * last, np.complex128)

    def outward(self, arc: np.ndarray) -> Path:
        """Unit vectors away from the body at true lengths."""
        out = np.interp(arc, self.arc, self.out.real) + 1j * np.interp(arc, self.arc, self.out.imag)
        return np.asarray(out / np.maximum(np.abs(out), 1e-9), np.complex128)

    def nearest(self, place: complex, first: int = 0) -> float:
        """True length at which the curve from its point `first` on is nearest to a place."""
        start, way, long = self.at[first:-1], np.diff(self.at[first:]), np.diff(self.arc[first:])
        share = np.clip(((place - start) * np.conj(way)).real / np.maximum(np.abs(way) ** 2, 1e-9), 0, 1)
        k = int(np.abs(start + share * way - place).argmin())
        return float(self.arc[first + k] + share[k] * long[k])


def bridged(line: Line, start: float, end: float) -> Line:
    """A curve as taut cloth lies on it: straight over hollows between two true lengths along it."""
    inner = (line.arc > start) & (line.arc < end)
    if not inner.any():
        return line
    first, last = line.point(np.array([start, end]))
    along = unit(last - first)
    outward = 1j * along
    if (line.out[inner].mean() * np.conj(outward)).real < 0:
        outward = -outward
    at = np.concatenate([[first], line.at[inner], [last]]) - first
    place, height = (at * np.conj(along)).real, (at * np.conj(outward)).real
    hull = [0]
    for k in range(1, len(at)):
        while len(hull) > 1 and _rise(place, height, hull[-2], k) >= _rise(place, height, hull[-2], hull[-1]):
            hull.pop()
        hull.append(k)
    raised = np.interp(place, place[hull], height[hull])
    out = line.at.copy()
    out[inner] += outward * np.maximum(raised - height, 0)[1:-1]
    return Line(out, line.arc, line.out)


def _rise(place: np.ndarray, height: np.ndarray, a: int, b: int) -> float:
    return float((height[b] - height[a]) / max(place[b] - place[a], 1e-9))


def reach(
    inside: Mask,
    cloth: Region,
    start: Path,
    ray: Path,
    usual: Float64[np.ndarray, " k"],
    most: Float64[np.ndarray, " k"] | float = MOST,
    scene: Region | None = None,
) -> Float64[np.ndarray, " k"]:
    """How far each ray goes until it leaves the person.

    Args:
        inside: coverage of what counts as body (no hair).
        cloth: where clothing is seen.
        start: where each ray begins.
        ray: its direction (unit vectors).
        usual: the usual length, pixels; taken where hair or a neighbour hides the edge.
        most: the longest reach that is believed, in usual lengths.
        scene: where nobody is, not even hair: a ray that is there soon ended where it came there.
    """
    share = np.linspace(LEAST, max(float(np.max(most)), LEAST), STEPS)
    at = start[:, None] + ray[:, None] * usual[:, None] * share[None]
    x, y = at.real.astype(np.float32), at.imag.astype(np.float32)
    how = cv2.INTER_LINEAR
    leaves = cv2.remap(inside, x, y, how) < 0.5
    dressed = cv2.remap(cloth.astype(np.uint8), x, y, cv2.INTER_NEAREST) > 0
    first = leaves.argmax(1)
    known = leaves.any(1) & (first > 0) & (share[first] <= most)
    found = np.where(known, share[first], 1.0)
    if scene is not None:
        near = np.linspace(NEAREST, LEAST, STEPS // 2)
        at = start[:, None] + ray[:, None] * usual[:, None] * near[None]
        out = cv2.remap(scene.astype(np.float32), at.real.astype(np.float32), at.imag.astype(np.float32), how) > 0.5
        found = np.where(out[:, -1] & ~out[:, 0], near[out.argmax(1)], found)
    last = np.maximum(first - 2, 0)
    loose = dressed[np.arange(len(first)), last] & (found > MOST_UNDER_CLOTH)
    found = np.where(loose, MOST_UNDER_CLOTH, found)
    return np.asarray(smooth(found) * usual)


def smooth(values: Float64[np.ndarray, " k"]) -> Float64[np.ndarray, " k"]:
    """Median of five, then a binomial of three, along a curve."""
    padded = np.pad(values, 2, mode="edge")
    steady = np.median(np.stack([padded[i : i + len(values)] for i in range(5)]), 0)
    padded = np.pad(steady, 1, mode="edge")
    return np.asarray(0.25 * padded[:-2] + 0.5 * padded[1:-1] + 0.25 * padded[2:])


def fan(a: complex, b: complex, count: int) -> Path:
    """Unit vectors turning from a to b the short way."""
    turn = np.angle(b / a)
    return np.asarray(a * np.exp(1j * turn * np.linspace(0, 1, count)), np.complex128)


def unit(z: complex) -> complex:
    """The direction of z."""
    return z / max(abs(z), 1e-9)
