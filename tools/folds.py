"""Hang tops, sleeves and skirts, and make the tables of worn cloth's relief. ``python tools/folds.py FOLDER``

Trunks: a tube of cloth is held at its neck and its armholes while the arms come down and the torso sways, turns and
sinks. Sleeves are held at the armhole, long ones at the wrist, too; skirts at the waist. Every one is of another cut
and another stance. Writes ``vitrine/weights/folds.png`` and, to look at, FOLDER/lit.png: each part in the light from
above and from one side, and its folds. Some five CPU seconds each, of which two tables come: front and back.
"""

import argparse
from pathlib import Path

import cv2
import numpy as np
from cloth import Grid, Hanging, around, outward, table
from scipy.ndimage import gaussian_filter1d

from vitrine.fitting.warp.relief import PARTS, RANGE, ROWS, folds, limb, lit

TORSO, ARM = 0.52, 0.29
"""From neck to hips and from shoulder to elbow, metres: what the rows of trunks and of sleeves are measured in."""
DEEP = np.array([-0.1, 0, 0.1, 0.2, 0.32, 0.5, 0.62, 0.8, 0.98, 1.15, 1.5])
"""Depths at which the torso is known, 0 neck and 1 hips; half its breadth and half its thickness there, metres."""
WIDE = np.array([0.155, 0.175, 0.175, 0.165, 0.16, 0.142, 0.136, 0.151, 0.166, 0.168, 0.165])
THICK = np.array([0.052, 0.058, 0.08, 0.1, 0.11, 0.103, 0.1, 0.107, 0.115, 0.115, 0.112])
LIMB = ((0, 0.5, 1, 1.25, 1.85, 2.1), (0.056, 0.049, 0.041, 0.043, 0.028, 0.036))
"""Depths at which the arm is known, 1 the elbow, and its radius there, metres; a hand below the wrist."""
WRIST = 1.85
ARMHOLE, BESIDE = 0.27, 0.16
"""How deep the armhole reaches in a trunk, and half the angle that it takes of the tube."""
WAIST = 0.62
"""How deep skirts begin."""
OUT = Path(__file__).parents[1] / "vitrine/weights/folds.png"


def profile(deep: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Values at even depths, made smooth."""
    return gaussian_filter1d(np.interp(np.linspace(deep[0], deep[-1], 400), deep, values), 7, mode="nearest").astype(
        np.float32
    )


SECTIONS = profile(DEEP, WIDE), profile(DEEP, THICK)
RADII = profile(np.array(LIMB[0]), np.array(LIMB[1]))


def at(values: np.ndarray, deep: np.ndarray, ends: tuple[float, float]) -> np.ndarray:
    """A smooth profile's values at depths."""
    place = np.clip((deep - ends[0]) / (ends[1] - ends[0]) * (len(values) - 1), 0, len(values) - 1)
    return values[place.astype(np.int32)]


def torso(deep: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Half the torso's breadth and thickness at depths."""
    return at(SECTIONS[0], deep, (DEEP[0], DEEP[-1])), at(SECTIONS[1], deep, (DEEP[0], DEEP[-1]))


def ellipse(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Its circumference."""
    return np.pi * (3 * (a + b) - np.sqrt((3 * a + b) * (a + 3 * b)))


class Trunk(Hanging):
    size = (176, 208)

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        draw = self.rng.uniform
        self.ease, self.length, self.hem = draw(0.04, 0.2), draw(1.36, 1.48) * TORSO, draw(-0.1, 0.02)
        # arms: how far they lift the cloth when they are out, and how much closer the armholes are when they hang
        self.lifted, self.closer = draw(0.03, 0.07), draw(0.008, 0.03)
        self.sways, self.turns, self.sunk = draw(-0.05, 0.05), draw(-0.45, 0.45), draw(0.03, 0.09)
        self.tilts, self.bows, self.bust = draw(-0.03, 0.03), draw(-0.02, 0.04), draw(0.008, 0.025)

    def girth(self, down: np.ndarray) -> np.ndarray:
        deep = down / TORSO
        girth = ellipse(*torso(deep)) * (1 + self.ease)
        chest = np.searchsorted(deep, 0.37)
        girth[chest:] = np.maximum(girth[chest:], girth[chest])
        hips = ellipse(WIDE.max(), THICK.max()) * (1.03 + self.ease / 2 + self.hem)
        return girth + np.clip((deep - 0.3) / (deep[-1] - 0.3), 0, 1) * max(0.0, hips - girth[chest])

    def on_body(self, points: Grid) -> np.ndarray:
        x, y, z = points
        deep = np.clip(y / np.float32(TORSO), -0.1, 1.4)
        swayed = self.sways * np.sin(np.pi * min(1.3 * self.stance, 1)) * np.sin(np.pi * np.clip(deep, 0, 1.2) / 1.2)
        middle = swayed + self.tilts * self.stance * (deep - 0.6)
        ahead = self.bows * self.stance * np.sin(np.pi * deep / 1.1)
        turned = self.turns * (0.6 * np.sin(np.pi * self.stance) + 0.4 * self.stance) * (deep - 0.2)
        cos, sin = np.cos(turned), np.sin(turned)
        own_x, own_z = cos * (x - middle) - sin * (z - ahead), sin * (x - middle) + cos * (z - ahead)
        a, b = torso(deep)
        breasts = np.exp(-(((deep - 0.37) / 0.125) ** 2) - ((np.abs(own_x) - 0.07) / 0.065) ** 2)
        own_x, own_z, lies = outward(own_x, own_z, a, np.where(own_z > 0, b + self.bust * breasts, b))
        points[0], points[2] = cos * own_x + sin * own_z + middle, cos * own_z - sin * own_x + ahead
        return lies

    def held(self, points: Grid) -> None:
        rows, columns = points.shape[1:]
        angle = around(columns)
        side, way = np.abs(np.sin(angle)), np.sign(np.sin(angle))
        a, b = (float(m) for m in torso(np.zeros(())))
        sunk, up = self.sunk * self.stance, -self.lifted * self.raised
        points[0, 0] = a * np.sin(angle) * (1 + 0.1 * self.raised)
        points[1, 0] = 0.028 * TORSO * side**2 + sunk + up * side**4
        points[2, 0] = b * np.cos(angle)
        down = np.arange(rows) * self.length / (rows - 1)
        hole, arm = np.flatnonzero(down <= ARMHOLE * TORSO), np.flatnonzero(side > np.cos(BESIDE))
        there = np.ix_(hole, arm)
        share = (down[hole] / (ARMHOLE * TORSO))[:, None]
        out = (
            a
            + (0.155 + 0.03 * self.ease - a) * share**1.5
            + 0.03 * self.raised
            - self.closer * (1 - self.raised) * share
        )
        points[0][there] = out * way[arm]
        points[1][there] = 0.93 * down[hole][:, None] + 0.028 * TORSO + sunk + up
        points[2][there] = (b + 0.03 * share) * np.cos(angle[arm])


class Sleeve(Hanging):
    """x is outward, away from the body."""

    size = (160, 112)

    def __init__(self, seed: int, long: bool) -> None:
        super().__init__(seed)
        draw = self.rng.uniform
        self.long, self.ease = long, draw(0.1, 0.35)
        self.over, self.bent, self.turns = draw(0.03, 0.12), draw(0.02, 0.09), draw(-0.6, 0.6)
        self.under, self.cuff = draw(0.05, 0.1), draw(1.15, 1.5)
        self.length = ARM * (WRIST * (1 + self.over) if long else draw(0.55, 0.85))
        self.pull *= 0.7

    def girth(self, down: np.ndarray) -> np.ndarray:
        top, deep = 2 * np.pi * 0.058 * (1 + self.ease), down / ARM
        if not self.long:
            return top * (1 - 0.1 * deep)
        return top + (2 * np.pi * 0.028 * self.cuff - top) * np.clip(deep / deep[-1], 0, 1) ** 1.2

    def bow(self, deep: np.ndarray) -> np.ndarray:
        """How far ahead the arm is."""
        return self.bent * self.stance * np.clip(deep - 0.9, 0, 1.2)

    def on_body(self, points: Grid) -> np.ndarray:
        x, y, z = points
        deep = np.clip(y / np.float32(ARM), 0, 2.1)
        radius, ahead = at(RADII, deep, (LIMB[0][0], LIMB[0][-1])), self.bow(deep).astype(np.float32)
        points[0], off, lies = outward(x, z - ahead, radius, radius)
        points[2] = off + ahead
        return lies

    def held(self, points: Grid) -> None:
        angle = around(points.shape[2])
        # hanging, the arm folds the cloth beneath it
        inner = np.clip(-np.sin(angle), 0, 1)
        points[0, 0], points[2, 0] = 0.058 * np.sin(angle), 0.066 * np.cos(angle)
        points[1, 0] = self.under * (1 - 0.8 * self.raised) * inner
        if self.long:
            turned, radius = angle + self.turns * self.stance, 0.028 * self.cuff * 0.9
            points[0, -1], points[1, -1] = radius * np.sin(turned), ARM * (WRIST + 0.1 * self.raised)
            points[2, -1] = radius * np.cos(turned) + self.bow(np.array(WRIST))


class Skirt(Hanging):
    size = (176, 224)

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        draw = self.rng.uniform
        self.length, self.flare = draw(0.45, 0.6), draw(0.12, 0.7)
        self.sways, self.steps, self.side = draw(-0.04, 0.04), draw(0.0, 0.05), draw(0.05, 0.09) * draw(-1, 1)
        self.pull *= 1.5

    def girth(self, down: np.ndarray) -> np.ndarray:
        hips = ellipse(*torso(WAIST + down / TORSO)) * 1.05
        return np.maximum.accumulate(hips) * (1 + self.flare * np.clip(down / self.length, 0, 1))

    def on_body(self, points: Grid) -> np.ndarray:
        x, y, z = points
        deep = np.clip(y / np.float32(self.length), 0, 1)
        middle = (self.sways * np.sin(np.pi * self.stance) * deep).astype(np.float32)
        a, b = torso(WAIST + y / np.float32(TORSO))
        knee = self.steps * self.stance * deep * np.exp(-(((x - middle - self.side) / 0.07) ** 2))
        own, points[2], lies = outward(x - middle, z, a * (1 - 0.15 * deep), np.where(z > 0, b + knee, b))
        points[0] = own + middle
        return lies

    def held(self, points: Grid) -> None:
        angle = around(points.shape[2])
        a, b = (1.05 * float(m) for m in torso(np.array(WAIST)))
        points[0, 0], points[1, 0], points[2, 0] = a * np.sin(angle), 0, b * np.cos(angle)


def made(name: str, number: int) -> list[np.ndarray]:
    """Both tables of the `number`-th of a part's hangings."""
    if name == "trunk":
        by, unit = Trunk(number), TORSO
    elif name == "skirt":
        by, unit = Skirt(number), 0.0
    else:
        by, unit = Sleeve(number, name == "long-sleeve"), ARM
    points = by.hung()
    reach, size = RANGE[name], (ROWS, PARTS[name][1])
    return [table(points, back, unit or float(points[1].max()), reach, size) for back in (False, True)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    parts, shown, down = [], [], limb([0j, 100j, 200j], 1 + 0j)
    for name, (count, _) in PARTS.items():
        for number in range(count // 2):
            print(name, number, flush=True)
            parts += made(name, number)
        for part in parts[-count:]:
            light = lit(part.astype(np.float32), down, 0.3, RANGE[name])
            shown.append(np.concatenate([light, folds(light)]))
    whole = np.concatenate(parts, 1)
    packed = np.dstack([whole[..., :2] * 127 + 127, whole[..., 2] * 255])
    cv2.imwrite(str(OUT), np.clip(np.rint(packed), 0, 255).astype(np.uint8), [cv2.IMWRITE_PNG_COMPRESSION, 9])
    grey = np.clip(140 * (1 + np.concatenate(shown, 1)), 0, 255).astype(np.uint8)
    cv2.imwrite(str(args.folder / "lit.png"), cv2.resize(grey, None, fx=1.6, fy=2, interpolation=cv2.INTER_CUBIC))


if __name__ == "__main__":
    main()
