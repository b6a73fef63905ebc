"""What was seen in a product picture, as plain facts: what the support decision, the console and the rig read.

A fact says what is in the picture and how sure that is; whether the product can be tried on is decided elsewhere
(`vitrine.catalog.decision`), by a rule that can change while the facts stay.
"""

from typing import Final, Literal, get_args

from vitrine.formats.contract import Box, Contract, Said, Share

Kind = Literal[
    "t-shirt", "shirt", "longsleeve", "outwear", "dress", "trousers", "shorts", "skirt", "hat", "shoes", "bag", "other",
]  # fmt: skip
"""What the thing is; `other` is anything that is no garment."""
Slot = Literal["tops", "bottoms", "dresses", "outerwear"]
"""The category: where a garment is worn."""
Way = Literal["flat-lay", "hanger", "worn"]
"""The photo type."""
Pattern = Literal["plain", "striped", "checked", "printed"]
NecklineForm = Literal[
    "round", "v", "square", "boat", "off-shoulder", "straps", "halter", "collar", "high", "hood",
]  # fmt: skip
"""How a neckline is cut."""
HemLength = Literal["waist", "hip", "thigh", "knee", "calf", "ankle"]
"""Where a garment would end on a body, downward."""
Edge = Literal["top", "right", "bottom", "left"]
Code = Literal[
    "no-garment", "only-face", "cut-off", "folded", "several-garments", "banner", "too-dark", "blurred", "too-small",
    "shape-unsure", "part-hidden", "body-unclear",
]  # fmt: skip
"""What may be wrong with a picture; docs/explanation/support-decision.md says how each is found."""

VERSION: Final = 1
"""Raised when a fact changes its meaning: what was decided from older facts is then analysed and decided anew."""

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
PATTERNS: Final[tuple[Pattern, ...]] = get_args(Pattern)
NECKLINES: Final[tuple[NecklineForm, ...]] = get_args(NecklineForm)
CODES: Final[tuple[Code, ...]] = get_args(Code)
SLOTS: Final[dict[Kind, Slot]] = {
    "t-shirt": "tops", "shirt": "tops", "longsleeve": "tops", "outwear": "outerwear", "dress": "dresses",
    "trousers": "bottoms", "shorts": "bottoms", "skirt": "bottoms",
}  # fmt: skip
"""The slot of each kind that has one; the others cannot be tried on."""


class Colour(Contract):
    """A colour of the garment by name, its share of the garment and its mean."""

    name: Said
    share: Share
    hex: str
    """sRGB, `#rrggbb`."""


class Finding(Contract):
    """Something in the picture that may harm a try-on."""

    code: Code
    weight: Share
    """How sure it is and how much it harms, in one number: the rule's thresholds are on it."""
    box: Box | None = None
    """Where; None is the whole picture."""
    edges: tuple[Edge, ...] = ()
    """At which edges of the picture the garment is cut off."""
    part: str | None = None
    """What is concerned (`left-sleeve`, `hem`, `torso`, ...), where that is known."""


class Confidence(Contract):
    """How sure the words for a garment are: the probability that the garment network gives to each.

    Fitted on photos that an eye has marked, that of the hem on generated garments. None: the question does not
    arise, or the network is not installed or did not see what was cut out.
    """

    sleeve: Share | None = None
    neckline: Share | None = None
    """Of `neckline_form`."""
    hem: Share | None = None
    """Of `hem_length`."""
    pattern: Share | None = None
    photo_type: Share | None = None


class Facts(Contract):
    """All facts of one picture."""

    version: int = VERSION
    width: int
    height: int
    kind: Kind
    kind_confidence: Share
    category: Slot | None
    """None: no garment that has a slot."""
    photo_type: Way
    colours: tuple[Colour, ...] = ()
    """The most frequent first; at most four."""
    pattern: Pattern = "plain"
    sleeve: Literal["none", "short", "three-quarter", "long"] | None = None
    neckline_form: NecklineForm | None = None
    """How the neckline is cut; None for bottoms, and where nothing tells."""
    hem_length: HemLength | None = None
    """Where it would end on a body, as its picture looks; None where nothing tells."""
    confidence: Confidence = Confidence()
    """How sure the words above are."""
    ground: Literal["plain", "busy"] = "plain"
    """What the garment lies on."""
    box: Box | None = None
    """Where the garment is."""
    landmarks_confidence: Share = 0.0
    findings: tuple[Finding, ...] = ()

    def finding(self, code: Code) -> Finding | None:
        """The heaviest finding of a code, or None."""
        return max((f for f in self.findings if f.code == code), key=lambda f: f.weight, default=None)
