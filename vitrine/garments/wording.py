"""The words for a garment as a whole, whose word counts, and how sure each is.

The garment network's answers come with probabilities; where `photo_words` is installed, with its own, fitted on photos
that an eye has marked. Of the pattern it has the word, on photos right more often than the rule that looks at pixels
wherever it is unsure, too; a hanger is seen by its hook in the outline, or by the network. Whoever gave an answer, its
confidence is the probability that the network gives to it: low where the two differ.
"""

from dataclasses import replace

from vitrine.formats.facts import NECKLINES, PATTERNS, NecklineForm, Pattern
from vitrine.garments import agreed
from vitrine.garments.garment import Garment, PhotoType
from vitrine.garments.garment_net import Seen


def best(seen: Seen, question: str) -> tuple[str, float]:
    """The network's likeliest answer and its probability."""
    odds = seen.words[question]
    word = max(odds, key=lambda name: odds[name])
    return word, odds[word]


def pattern(rule: str, seen: Seen | None) -> Pattern:
    """The pattern: the network's word, `rule`'s where the network does not see what was cut out."""
    return PATTERNS[PATTERNS.index(rule if seen is None else best(seen, "pattern")[0])]


def photo_type(hangs: bool, seen: Seen | None) -> PhotoType:
    """Laid flat or on a hanger: by the hook in the outline, or by the network."""
    return "hanger" if hangs or (seen is not None and best(seen, "photo_type")[0] == "hanger") else "flat-lay"


def neckline_form(hung: str, seen: Seen | None) -> NecklineForm | None:
    """How the neckline is cut; None where nothing tells.

    Args:
        hung: the neckline by how the garment is hung (`off-shoulder`, `hood`); empty for all others.
        seen: what the network sees.
    """
    word = hung or ("" if seen is None else best(seen, "neckline")[0])
    return next((form for form in NECKLINES if form == word), None)


def worded(garment: Garment, whole: Seen | None, seen: Seen | None, told: bool) -> Garment:
    """The garment with `neckline_form` and `hem_length` among its attributes, and with what its words are sure of.

    Args:
        garment: with its sleeve, and with pattern and neckline among its attributes.
        whole: what the network sees, where that is the thing that was cut out.
        seen: the same where the garment is also of the build that the network sees.
        told: whether the photo type is the caller's word.
    """
    known = dict(garment.attributes)
    form = None if garment.category == "bottoms" else neckline_form(known.get("neckline", ""), seen)
    if form is not None:
        known["neckline_form"] = form
    if seen is not None:
        known["hem_length"] = agreed.hem(seen)
    asked = {"sleeve": garment.sleeve, "neckline": form, "hem": known.get("hem_length")}
    sure = {} if seen is None else {q: seen.words[q][word] for q, word in asked.items() if word is not None}
    if whole is not None:
        sure["pattern"] = whole.words["pattern"][known["pattern"]]
        if not told:
            sure["photo_type"] = whole.words["photo_type"][garment.photo_type]
    return replace(garment, attributes=known, sure={q: round(min(max(p, 0.0), 1.0), 3) for q, p in sure.items()})
