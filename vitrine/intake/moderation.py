"""A first gate against nudity: the Open-NSFW score of the person picture, against a threshold by level.

The network (Yahoo, 2016, BSD-2) gives the probability that a picture is not safe for work. It judges adult nudity only
and is no replacement for a human's look; 78 ordinary street photos all scored below .2.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from PIL import Image

from vitrine.errors import ModerationLevelRefused, ModerationRefused
from vitrine.imaging.types import Picture

Level = Literal["conservative", "permissive", "none"]
THRESHOLDS: Final[dict[Level, float]] = {"conservative": 0.5, "permissive": 0.85, "none": 1.1}
"""A score at or above the threshold is refused. The network's makers call below .2 safe and above .8 not."""
MEANS: Final = np.array([104.0, 117.0, 123.0], np.float32)
"""VGG channel means, BGR."""


@dataclass(frozen=True)
class Verdict:
    """What moderation found in a picture that it let pass."""

    score: float | None
    """0 (safe) to 1; None: not asked for, or the network is not installed."""
    warnings: tuple[str, ...] = ()
    """`not-moderated`: a level was asked for, but the network is not installed."""


def allowed(level: Level, merchant: bool) -> None:
    """Nothing, if a caller may ask for this level.

    Raises:
        ModerationLevelRefused: `none` without a merchant key.
    """
    if level == "none" and not merchant:
        raise ModerationLevelRefused


def moderate(picture: Picture, level: Level, net: Callable[[np.ndarray], list[Any]] | None) -> Verdict:
    """Let a picture pass. `net`: `nets.nsfw`, or None where its file is missing (then it passes with a warning).

    Raises:
        ModerationRefused: its score reaches the level's threshold.
    """
    if level == "none":
        return Verdict(None)
    if net is None:
        return Verdict(None, ("not-moderated",))
    score = float(np.ravel(net(prepared(picture))[0])[1])
    if score >= THRESHOLDS[level]:
        raise ModerationRefused
    return Verdict(score)


def prepared(picture: Picture) -> np.ndarray:
    """The picture as the network was trained on: 1×224×224×3 BGR, the middle of 256×256, once through JPEG."""
    file = io.BytesIO()
    Image.fromarray(picture).resize((256, 256), Image.Resampling.BILINEAR).save(file, "JPEG")
    square = np.asarray(Image.open(file).convert("RGB"), np.float32)[16:240, 16:240]
    return np.ascontiguousarray(square[None, :, :, ::-1] - MEANS)
