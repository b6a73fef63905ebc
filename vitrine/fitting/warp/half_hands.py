"""Hands of which cloth hides one side: what is in sight of them stays up to the cloth, and its shade goes on.

Those that it hides whole have the light of a hand that was rendered.
"""

from collections.abc import Iterable
from typing import Final

import numpy as np

from vitrine.fitting.warp.shade import on_skin
from vitrine.imaging.filling import spread
from vitrine.imaging.masks import box_about, grown, soft
from vitrine.imaging.types import Picture, Region
from vitrine.people.hidden_hand import HiddenHand
from vitrine.people.wrists import End

RIM: Final = 2
"""How far from cloth a hand's colours are its own, pixels: it has little more than what is removed beside cloth."""
BEGINS: Final = 0.06
"""Length over which a hand begins at the arm's end, in u."""
BREADTH: Final = 0.08
"""How far beside its axis a hand is, in u."""


def completed(skin: Picture, photo: Picture, bare: Region, ends: Iterable[End], unit: float) -> Picture:
    """Made skin with such hands, where an end tells of one.

    Args:
        skin: made everywhere, sRGB.
        photo: sRGB.
        bare: skin in sight.
        ends: of the arms.
        unit: the person's unit, pixels.
    """
    out = skin
    for at, tip in ((end.at, end.tip[0]) for end in ends if end.half and end.tip is not None):
        path = np.array([at, tip], np.float32)
        window = box_about(path, 2 * BREADTH * unit, bare.shape)
        own = bare[window] & ~grown(~bare[window], RIM)
        if not own.any():
            continue
        rows, columns = (np.arange(part.start, part.stop, dtype=np.float32) for part in window)
        way = (path[1] - path[0]) / max(float(np.hypot(*(path[1] - path[0]))), 1.0)
        x, y = columns[None] - path[0, 0], rows[:, None] - path[0, 1]
        share = np.clip((x * way[0] + y * way[1]) / (BEGINS * unit), 0, 1)
        share = share * soft(np.abs(x * way[1] - y * way[0]) < BREADTH * unit, 0.02 * unit)
        out = out.copy() if out is skin else out
        made, drawn = out[window], spread(photo[window].astype(np.float32), own)
        # beyond what is in sight only its shade goes on: of its hue some is the cloth's
        shade = made * (drawn.mean(2) / np.maximum(made.mean(2), 1))[..., None]
        whole = shade + (drawn - shade) * soft(own, 1.0)[..., None]
        out[window] = np.clip(np.rint(made + (whole - made) * share[..., None]), 0, 255).astype(np.uint8)
    return out


def lit_hands(skin: Picture, hands: Iterable[HiddenHand]) -> Picture:
    """Made skin with the light on hands that old cloth hides."""
    out = skin
    for hand in hands:
        out = out.copy() if out is skin else out
        lit = out[hand.window] * on_skin(hand.light)
        out[hand.window] = np.clip(np.rint(lit), 0, 255).astype(np.uint8)
    return out
