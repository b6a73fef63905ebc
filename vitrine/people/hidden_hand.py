"""A relaxed hand, its thumb ahead, for arms whose hand old clothes hide: its outline and the light on it.

Of a hand that we rendered (`tools/hands.py`, card `weights/hand.md`).
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.errors import NetDamaged
from vitrine.imaging.masks import Window, box_about
from vitrine.imaging.types import Labels, Mask, Region
from vitrine.people.person import CLASSES

CLOTH: Final = tuple(CLASSES.index(name) for name in ("top", "outerwear", "dress"))
SCENE, BARE = CLASSES.index("background"), CLASSES.index("skin")

SIZE: Final = (96, 64)
"""Rows and columns of the table: along the hand, and across it, its outer side (away from the trunk) last."""
ALONG: Final = (-0.06, 0.48)
"""From where to where it goes, beyond the wrist, in u."""
LENGTH: Final = 0.45
BREADTH: Final = (0.2, 0.16)
"""From the wrist to the fingertips, from side to side, and how far to each side the table goes, in u. 106 hands that
hang in street photos reach .46 u beyond the wrist (median; half of them .41 to .50) and are .22 u broad (.18 to .26),
those that show their back among them."""
UNIT: Final = 128.0
"""What stands in the table for a factor of 1."""
WRIST: Final = 0.055
"""Half the breadth of the table's wrist, in u."""
WIDENS: Final = 0.12
"""Length over which a hand comes to its own breadth from that of the arm's end, in u."""
BEGINS: Final = 0.05
"""Length over which its own light comes in, in u."""

LOWERED: Final = -0.2
"""Cosine of the angle to straight down from which on an arm is not raised."""
IN_SLEEVE, HIDDEN = 0.6, 0.5
"""Share of a forearm from which on cloth of the upper body hides it, and of the hand's place that is such, or scene."""
SKIN: Final = 0.05
"""The same up to which no skin is in sight there."""

Table = tuple[Float32[np.ndarray, "along across"], Float32[np.ndarray, "along across"]]
"""Factors on the light, and the hand's coverage."""


@dataclass(frozen=True, eq=False)
class HiddenHand:
    """Such a hand in a photo."""

    window: Window
    cover: Mask
    """Its coverage in the window."""
    light: Float32[np.ndarray, "rows columns"]
    """What it makes of the light that falls on it, as a factor."""

    @property
    def region(self) -> Region:
        """Where it is, in the window."""
        return np.asarray(self.cover > 0.5)

    @property
    def height(self) -> Float32[np.ndarray, "rows columns"]:
        """How far it comes toward the camera, pixels: it is as round as it is broad."""
        far = cv2.distanceTransform(self.region.view(np.uint8), cv2.DIST_L2, 3)
        most = max(float(far.max()), 1.0)
        return np.asarray(np.sqrt(np.maximum(far * (2 * most - far), 0)), np.float32)


@cache
def _table() -> Table | None:
    return read(Path(str(files("vitrine") / "weights" / "hand.png")))


def read(file: Path) -> Table | None:
    """The table; None, arms end round, where there is no such file.

    Raises:
        NetDamaged: the file is not what `tools/hands.py` writes.
    """
    if not file.is_file():
        return None
    packed = np.frombuffer(file.read_bytes(), np.uint8)
    picture = cv2.imdecode(packed, cv2.IMREAD_COLOR) if packed.size else None
    if picture is None or picture.shape[:2] != SIZE:
        raise NetDamaged(file.name)
    cover, light = (picture[..., k].astype(np.float32) for k in (0, 2))
    return light / np.float32(UNIT), cover / np.float32(255)


def is_hidden(labels: Labels, elbow: np.ndarray, wrist: np.ndarray, unit: float) -> bool:
    """Whether cloth hides a forearm that is not raised, and all of its hand: in a sleeve, a coat's pocket, a coat.

    One in eight of 342 arms in street photos is so.
    """
    way = _way(elbow, wrist)
    if way[1] < LOWERED or bare_share(labels, elbow, wrist, unit) >= SKIN:
        return False
    # a wrist that the pose only guesses may lie so near a sleeve's edge that its hand were beside that
    hand = _along(labels, wrist, wrist + LENGTH * unit * way, BREADTH[0] * unit)
    return float(np.isin(hand, (*CLOTH, SCENE)).mean()) > HIDDEN


def bare_share(labels: Labels, elbow: np.ndarray, wrist: np.ndarray, unit: float) -> float:
    """Share of a forearm in a sleeve, or of its hand's place, that is skin, whichever is larger; 1 in no sleeve.

    A bare forearm goes behind the back, or a skirt.
    """
    arm = _along(labels, elbow, wrist, 2 * WRIST * unit)
    hand = _along(labels, wrist, wrist + LENGTH * unit * _way(elbow, wrist), BREADTH[0] * unit)
    if not arm.size or not hand.size or float(np.isin(arm, CLOTH).mean()) <= IN_SLEEVE:
        return 1.0
    return max(float((part == BARE).mean()) for part in (arm, hand))


def _way(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    return np.asarray((end - start) / max(float(np.hypot(*(end - start))), 1.0))


def _along(labels: Labels, start: np.ndarray, end: np.ndarray, breadth: float) -> np.ndarray:
    """The labels on a broad line."""
    window = box_about(np.stack([start, end]).astype(np.float32), breadth, labels.shape)
    part = labels[window]
    if not part.size:
        # out of the picture
        return part.ravel()
    canvas, corner = np.zeros(part.shape, np.uint8), np.array([window[1].start, window[0].start])
    ends = np.round(np.stack([start, end]) - corner).astype(int).tolist()
    cv2.line(canvas, ends[0], ends[1], 1, max(1, round(breadth)))
    return np.asarray(part[canvas > 0])


def hidden_hand(
    shape: tuple[int, ...], wrist: np.ndarray, way: np.ndarray, outward: np.ndarray, radius: float, unit: float
) -> HiddenHand | None:
    """A hand at the end of an arm; None where it is out of the picture, or none is known.

    Args:
        shape: the photo's.
        wrist: (x, y), pixels.
        way: unit vector from the wrist to the fingers.
        outward: unit vector across that, away from the trunk.
        radius: half the arm's breadth at the wrist, pixels.
        unit: the person's unit, pixels.
    """
    known = _table()
    ends = np.stack([wrist, wrist + ALONG[1] * unit * way]).astype(np.float32)
    window = box_about(ends, BREADTH[1] * unit + 2, shape)
    rows, columns = (np.arange(part.start, part.stop, dtype=np.float32) for part in window)
    if known is None or not len(rows) or not len(columns):
        return None
    x, y = (columns[None] - wrist[0]) / unit, (rows[:, None] - wrist[1]) / unit
    along, across = x * way[0] + y * way[1], x * outward[0] + y * outward[1]
    share = np.clip(1 - along / WIDENS, 0, 1)
    across = across / (1 + (radius / (WRIST * unit) - 1) * share * share * (3 - 2 * share))
    at_row = ((along - ALONG[0]) / (ALONG[1] - ALONG[0]) * (SIZE[0] - 1)).astype(np.float32)
    at_column = ((across / BREADTH[1] + 1) / 2 * (SIZE[1] - 1)).astype(np.float32)
    light, cover = (cv2.remap(part, at_column, at_row, cv2.INTER_LINEAR) for part in known)
    # before the wrist it is the arm that tells
    begun = np.clip(along / BEGINS, 0, 1)
    return HiddenHand(
        window,
        np.asarray(cover * np.clip(along * unit + 1, 0, 1), np.float32),
        np.asarray(1 + (light - 1) * begun * (cover > 0), np.float32),
    )
