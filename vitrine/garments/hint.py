"""What something else (the garment network) sees of a neckline, and how well curves go with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

HIGHER, DEEPER, DEEP = 0.08, 0.1, 0.2
"""Where a neckline is guessed: how far above its place in another's eyes it may lie (a standard deviation), how far
below as a matter of course (a label's edge passes for the front's), and how much farther; in distances of the neck
points."""
APART = 0.2
"""What a curve still counts that is far from there."""
ODD = 0.3
"""Probability that is added to each form's."""
FORMS = {1.0: "v", 1.5: "round", 2.0: "round", 2.7: "round", 4.0: "square"}
"""The form of a curve of each power."""


@dataclass(frozen=True)
class Hint:
    """What something else sees of a neckline."""

    front: tuple[float, float] | None = None
    """Its lowest place, in the picture."""
    back: float | None = None
    """The lowest row of the picture in which the inside of the back is seen."""
    shown: bool = False
    """Whether it is seen over a good part of the neck."""
    forms: Mapping[str, float] = field(default_factory=dict)
    """Probabilities of `round`, `v` and `square`; empty where none are known."""

    @property
    def low(self) -> float | None:
        """The row that the neckline reaches at least; None where its lowest place is not seen."""
        return None if self.front is None else max(self.front[1], self.back or 0.0)


UNTOLD: Final = Hint()


def expected(below: np.ndarray) -> np.ndarray:
    """How well curves go with a lowest place that they reach so far `below` (m, distances of the neck points), 0..1."""
    off = np.where(below < 0, below / HIGHER, np.maximum(below - DEEPER, 0) / DEEP)
    return np.asarray(APART + (1 - APART) * np.exp(-0.5 * off**2))


def formed(powers: np.ndarray, hint: Hint) -> np.ndarray:
    """How well the form of each curve (m) goes with what something else sees (0..1)."""
    if not hint.forms:
        return np.ones(len(powers))
    odds = np.array([hint.forms[FORMS[power]] for power in powers.tolist()])
    return np.asarray((odds + ODD) / (max(hint.forms.values()) + ODD))
