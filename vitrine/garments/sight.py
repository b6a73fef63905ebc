"""What a product picture shows at a glance: odds of kinds, and of what is wrong with the picture.

Heads (`weights/sight.onnx`, made by `vitrine train sight`) that read on in the garment network's inner maps.
"""

from dataclasses import dataclass
from typing import Final

from vitrine.formats.facts import SLOTS, Kind
from vitrine.garments.garment_net import Seen
from vitrine.nets import Nets

SIGHTS: Final[tuple[Kind, ...]] = (
    "dress", "hat", "longsleeve", "outwear", "trousers", "shirt", "shoes", "shorts", "skirt", "t-shirt", "bag", "other",
)  # fmt: skip
"""The kinds that the network knows, in the order of its outputs."""
FLAWS: Final = ("cut-off", "folded", "several", "banner", "worn")


@dataclass(frozen=True)
class Sight:
    """Odds by name, 0..1: of `kinds` one is true, of `flaws` any."""

    kinds: dict[Kind, float]
    flaws: dict[str, float]

    @property
    def worn_somewhere(self) -> float:
        """Probability that the thing has a slot: tops, bottoms, dresses or outerwear."""
        return sum(p for kind, p in self.kinds.items() if kind in SLOTS)


def sight(seen: Seen | None, nets: Nets) -> Sight | None:
    """What is to be seen in a picture that the garment network has looked at; None where a file is not there."""
    if seen is None or not seen.inner or not nets.has_sight:
        return None
    kinds, flaws = nets.sight(*(maps[None] for maps in seen.inner))
    return Sight(
        dict(zip(SIGHTS, kinds[0].tolist(), strict=True)),
        dict(zip(FLAWS, flaws[0].tolist(), strict=True)),
    )
