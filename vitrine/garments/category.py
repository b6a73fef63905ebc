"""What a silhouette is: top, bottoms, dress or outerwear."""

from vitrine.garments.garment import Category
from vitrine.garments.lower import crotch
from vitrine.garments.silhouette import Silhouette
from vitrine.garments.upper import half_chest, slot_top


def category(shape: Silhouette) -> Category:
    """The category by aspect, the gap between legs, and sleeves."""
    aspect = shape.height / shape.width
    chest = half_chest(shape)
    split = crotch(shape)
    sleeved = slot_top(shape, chest) is not None
    if split is not None and split[1] < 0.8 * shape.height:
        return "bottoms"
    if shape.height / (2 * chest) > 2.7:
        return "dresses"
    return "tops" if sleeved or aspect > 0.9 else "bottoms"
