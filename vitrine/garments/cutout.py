"""The garment's coverage at full resolution, before any background."""

from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np

from vitrine.garments import background, gaps, regions, stripes
from vitrine.garments.saliency import saliency
from vitrine.garments.worn import CLOTHES, Worn, look
from vitrine.imaging.masks import box_of, parts
from vitrine.imaging.types import Mask, Picture, Region
from vitrine.nets import Nets

WORK = 1024
"""Longer side at which the garment is found; a larger picture's coverage is enlarged from it."""
HUE = 7.0
"""Distance from the background's hue (weighted as in `background`) from which on a garment has a colour."""


SHADE = 10
"""How far a soft shadow reaches into what stands out from the ground, in units of the picture."""
FADES = 14.0
"""Distance from the ground's colour at which a shadow ends, where it passes for cloth."""
STRONG = 14.0
"""Distance from the ground's colour at which a pixel is cloth and no shadow."""
CLEAR: Final = 0.97
"""Share of the outline that stands out from the ground, from which colour sees a garment whole."""
TOLD: Final = 0.08
"""Share of a garment that stripes must add to what colour sees, so that they are heard."""
GAP: Final = 14
"""Side of the square, in units, that a bite is smaller than; what is larger is a gap, or the garment's own outline."""
FAR: Final = 25.0
"""Distance from the ground's colour from which on cloth is clearly of another colour."""
NO_SHARE: Final = 0.25
"""Share in the colour of the cloth nearby below which a pixel is ground."""
UNLIKE: Final = 5.0
"""How far its colour is from any mixture of the cloth beside it and the ground."""
STEP: Final = 0.3
"""Distance from the ground's colour right beyond a bite, as a share of that within, up to which no shadow fades there.
"""
LEAST: Final = 4
"""Area of a bite of which that is told, in square units."""
BITE: Final = 4
"""Half the width of a bite out of the outline, in units."""


@dataclass(frozen=True, eq=False)
class Cutout:
    """A garment's coverage and how it was found."""

    alpha: Mask
    plain: bool
    """Whether the background is plain."""
    certainty: float
    """0..1: how far the coverage can be trusted."""
    seen: Worn | None = None
    """What the multiclass network sees, where it was asked."""


def cutout(photo: Picture, nets: Nets) -> Cutout:
    """The coverage of the garment in a picture, at the picture's size."""
    small = working(photo)
    found = at_work(small, nets)
    return found if small is photo else replace(found, alpha=enlarged(found.alpha, *photo.shape[:2]))


def by_prior(photo: Picture, prior: Mask) -> Mask:
    """The coverage at the picture's size from a network's coarse one."""
    small = working(photo)
    if small is photo:
        return refined(photo, prior)
    coarse = cv2.resize(prior, small.shape[1::-1], interpolation=cv2.INTER_AREA)
    return enlarged(refined(small, coarse), *photo.shape[:2])


def working(photo: Picture) -> np.ndarray:
    """The picture at the size at which garments are found."""
    scale = WORK / max(photo.shape[:2])
    return photo if scale >= 1 else cv2.resize(photo, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)


def enlarged(alpha: Mask, height: int, width: int) -> np.ndarray:
    """Coverage at another size."""
    return cv2.resize(alpha, (width, height), interpolation=cv2.INTER_CUBIC).clip(0, 1)


def at_work(photo: Picture, nets: Nets) -> Cutout:
    """The coverage at the picture's own size; a clear garment before a plain background needs no network."""
    plain = background.fit(photo)
    found = background.garment(plain)
    is_plain = plain.share >= 0.8 and plain.noise < 2.5
    striped = stripes.stripes(plain.distance > STRONG) if is_plain else None
    if striped is not None and (found & ~striped.reach).sum() > 0.1 * found.sum():
        # letters on a shirt that colour sees beyond them
        striped = None
    told = striped is not None and (striped.between & ~found).sum() >= TOLD * found.sum()
    if striped is not None and not told and background.contrast(plain, found) >= CLEAR:
        # folds and prints of a garment that colour sees whole, with the gaps beside its sleeves
        striped = None
    if striped is not None:
        found = regions.largest(regions.filled((found | striped.whole) & striped.reach))
    found = unshaded(plain, found) if is_plain and found.any() else found
    bitten = bites(plain, found) if is_plain and found.any() else np.zeros_like(found)
    found = found | bitten
    clear = background.contrast(plain, found) if is_plain and found.any() else 0.0
    if clear >= CLEAR or not nets.has("u2netp"):
        return Cutout(matted(plain, with_gaps(plain, found, striped), bitten), is_plain, clear)
    prior = saliency(photo, nets)
    salient = regions.largest(prior > 0.5)
    if is_plain:
        if overlap(salient, found) < 0.5 and salient.sum() < found.sum():
            # a print outshone its shirt: show the network what differs from the background, print and cloth alike
            prior = np.maximum(prior, saliency(background.equalised(plain), nets))
            salient = regions.largest(prior > 0.5)
        found = unshaded(plain, merged(plain, found, prior, striped))
        bitten = bites(plain, found)
        alpha = matted(plain, with_gaps(plain, found | bitten, striped), bitten)
        return Cutout(alpha, True, max(clear, overlap(found, salient)))
    seen = look(photo, nets) if nets.has("multiclass") else None
    if seen is not None and seen.shares[CLOTHES] > 1.5 * salient.mean():
        # a print outshone its garment, or the garment fills the picture
        cloth = cv2.resize(seen.odds[..., CLOTHES], photo.shape[1::-1], interpolation=cv2.INTER_LINEAR)
        prior = np.maximum(prior, cloth)
    return Cutout(refined(photo, prior), False, float(np.abs(2 * prior - 1).mean()), seen)


def overlap(a: Region, b: Region) -> float:
    """Intersection over union."""
    return float((a & b).sum() / max(int((a | b).sum()), 1))


def merged(plain: background.Plain, found: Region, prior: Mask, striped: stripes.Stripes | None = None) -> Region:
    """The garment on a plain background where its edge is weak: colour and network vote, each by how clear it is.

    What lies between its stripes belongs to it whatever its colour and the network say, and nothing beyond their reach.
    """
    if striped is not None:
        prior = np.where(striped.between, np.float32(1), prior * striped.reach)
    unit = regions.unit(found.shape)
    salient = regions.largest(prior > 0.5)
    # the network may have seen a print, or a piece; then colour stands alone
    agreed = overlap(salient, found) > 0.5 or salient.sum() > found.sum()
    base = salient if agreed else found
    core = regions.shrunk(base, 3 * unit)
    own = regions.local_mean(plain.away, core if core.any() else base, 4 * unit)
    size = np.sqrt(background.dot(own, own))
    floor = max(0.8, 1.6 * plain.noise)
    calm = cv2.GaussianBlur(plain.away, (0, 0), 1.2 * unit)
    seen = np.sqrt(background.dot(calm, calm))
    like = background.dot(plain.away, own) / np.maximum(size * size, 1)
    strong = np.clip((size - 5) / 12, 0, 1)
    by_colour = strong * np.clip(like / background.EDGE - 1, -1, 1)
    by_colour += (1 - strong) * np.clip(seen / floor - 1, -1, 1) * 0.8
    by_net = (2 * prior - 1) * (1.2 - 0.8 * strong) if agreed else 0.0
    vote = cv2.GaussianBlur((by_colour + by_net).astype(np.float32), (0, 0), unit if agreed else 3 * unit)
    reach = 2 if agreed else 6
    out = (vote > 0) | core
    if striped is not None:
        out = (out | striped.whole) & striped.reach
    out = regions.filled(regions.closed(out, reach * unit))
    return regions.filled(regions.largest(regions.opened(out, unit)))


def bites(plain: background.Plain, found: Region) -> Region:
    """Bites out of a garment's outline that are clearly not the background.

    A pale flower at the edge of a red blouse differs far less from the ground than the red does, and yet clearly. At
    the end of a gap between sleeve and torso it is shadow that does, which has no hue and fades into the ground.
    """
    if not found.any():
        return found
    unit = regions.unit(found.shape)
    whole = regions.closed(found, BITE * unit)
    wide = regions.closed(found, 4 * BITE * unit) & ~found
    _, names, sizes, _ = cv2.connectedComponentsWithStats(wide.astype(np.uint8))
    out = whole & ~found & (sizes[:, cv2.CC_STAT_AREA] < (GAP * unit) ** 2)[names]
    calm = cv2.GaussianBlur(plain.away, (0, 0), 0.6 * unit)
    bar = float(np.clip(np.median(plain.distance[found]), max(2.5, 2 * plain.noise), STRONG))
    # shadow has no hue; what is mixed of the cloth beside it and the ground has that of the cloth
    own = regions.local_mean(plain.away, found, 3 * unit)
    like = background.dot(calm, own) / np.maximum(background.dot(own, own), 1)
    other = calm - like[..., None] * own
    unlike = background.dot(other, other) > UNLIKE**2
    hued = np.hypot(calm[..., 1], calm[..., 2]) > HUE
    out &= (background.dot(calm, calm) > bar**2) & unlike
    out &= hued | _ending(out, whole, plain.distance, unit)
    return np.asarray(out | _panels(found, hued & unlike & (plain.distance > FAR), unit))


def _panels(found: Region, clear: Region, unit: int) -> Region:
    """What lies right beside the garment and is `clear` to be neither ground nor a mixture: it needs no bite's shape.

    At the side of a skirt a narrow panel of another colour leaves no bite where it begins but a step. A hook or a label
    sticks out farther; thinner than a panel is the rim of strong colours, whose mixtures with the ground turn in hue.
    """
    beside = clear & ~found
    beside &= regions.grown(regions.opened(beside, unit), 2 * unit)
    _, names, sizes, _ = cv2.connectedComponentsWithStats(beside.astype(np.uint8))
    small = sizes[:, cv2.CC_STAT_AREA] < (GAP * unit) ** 2
    small[0] = False
    near = np.bincount(names[regions.grown(found, unit)], minlength=len(small)) > 0
    far = np.bincount(names[~regions.grown(found, 2 * BITE * unit)], minlength=len(small)) > 0
    return np.asarray((small & near & ~far)[names])


def _ending(bitten: Region, whole: Region, distance: Mask, unit: int) -> Region:
    """Bites out of the `whole` garment that end where it does, in a step: far nearer to the ground's colour beyond."""
    out = np.zeros_like(bitten)
    for one in parts(bitten):
        if one.sum() < LEAST * unit * unit:
            break
        window = box_of(one, 3 * unit)
        mine = one[window]
        beyond = ~whole[window] & regions.grown(mine, 3 * unit) & ~regions.grown(mine, 1)
        if beyond.any() and np.median(distance[window][beyond]) < STEP * np.median(distance[one]):
            out |= one
    return out


def with_gaps(plain: background.Plain, found: Region, striped: stripes.Stripes | None = None) -> Region:
    """The garment with the gaps opened that show the plain background; none where its colour is the background's."""
    unit = regions.unit(found.shape)
    core = regions.shrunk(found, 2 * unit)
    distance = plain.distance
    if not core.any() or np.median(distance[core]) < 8:
        return found
    sure, likely = distance < max(1.5, 2 * plain.noise), distance < max(5.0, 3 * plain.noise)
    # in a narrow gap compression has mixed the background with the cloth on both sides
    bare = sure | (likely & regions.grown(sure, 2 * unit))
    bare = bare if striped is None else bare & ~regions.grown(striped.between, 6 * unit)
    found = gaps.parted(gaps.opened(found, bare), shadow(plain, core))
    return found if striped is not None else gaps.slit(found, ground(plain, core), (GAP * unit) ** 2)


def ground(plain: background.Plain, core: Region) -> Region:
    """Pixels that have next to no share in the cloth nearby, before a garment that is clearly of another colour.

    Args:
        plain: the ground.
        core: what of the garment lies off its outline.
    """
    own = core & (plain.distance > max(8.0, 3 * plain.noise))
    if np.median(plain.distance[core]) < FAR or not own.any():
        return np.zeros_like(core)
    near = regions.local_mean(plain.away, own, 3 * regions.unit(core.shape))
    size = np.sqrt(background.dot(near, near))
    return np.asarray((size > FAR) & (plain.distance < np.minimum(NO_SHARE * size, FADES)))


def unshaded(plain: background.Plain, found: Region) -> Region:
    """The garment without the soft shadow below its hems, where its hue tells them apart.

    A trim without hue ends as sharply as the garment does; a shadow fades into the ground.
    """
    unit = regions.unit(found.shape)
    core = regions.shrunk(found, SHADE * unit)
    if not core.any() or np.median(plain.distance[core]) < FADES:
        # cloth as pale as a shadow's end: the paler band of its hem would pass for one
        return found
    below = np.zeros_like(found)
    below[: -SHADE * unit] = ~found[SHADE * unit :]
    grey = regions.closed(found & ~core & below & shadow(plain, core), 3 * unit) & found & ~core
    count, names, sizes, _ = cv2.connectedComponentsWithStats(grey.astype(np.uint8))
    edge = found & ~regions.shrunk(found, unit)
    out = found.copy()
    for name in range(1, count):
        ends = plain.distance[(names == name) & edge]
        wide, high = sizes[name, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]]
        if wide > max(high, 6 * unit) and len(ends) and float(np.median(ends)) < FADES:
            out &= ~regions.grown(names == name, unit) | core
    return regions.largest(out) if out.any() else found


def shadow(plain: background.Plain, core: Region) -> Region:
    """Pixels without the hue of a garment that has one all over: the background's, darker or not."""
    own = plain.away[core][:, 1:]
    hue = own.mean(0)
    strength = float(hue @ hue)
    share = own @ hue / max(strength, 1e-6)
    if strength < HUE**2 or float(np.quantile(share, 0.03)) < 0.5:
        return np.zeros(core.shape, bool)
    return np.asarray(plain.away[..., 1:] @ hue < 0.45 * strength)


def matted(plain: background.Plain, found: Region, bitten: Region) -> Mask:
    """Coverage along a region's edge from the colours inside and the fitted background.

    What is of another colour than the cloth beside it, as `bites` are, tells nothing by how much it is like that.
    """
    unit = regions.unit(found.shape)
    core = regions.shrunk(found, 2 * unit)
    if not core.any():
        return found.astype(np.float32)
    own = regions.local_mean(plain.away, core, 3 * unit)
    strength = background.dot(own, own)
    like = background.dot(plain.away, own) / np.maximum(strength, 1)
    if bitten.any():
        strength = np.where(regions.grown(bitten, 2 * unit), np.float32(0), strength)
    return banded(found, like, strength, unit)


def banded(found: Region, like: Mask, strength: Mask, unit: int) -> Mask:
    """`like` as coverage within a narrow band about the edge, where the contrast is strong; a soft edge elsewhere."""
    soft = cv2.GaussianBlur(regions.shrunk(found, 0).astype(np.float32), (0, 0), 0.6 * unit)
    edge = np.clip((like - 0.12) / 0.76, 0, 1)
    trust = np.clip((np.sqrt(strength) - 8) / 16, 0, 1)
    alpha = trust * np.minimum(edge, np.clip(2 * soft, 0, 1)) + (1 - trust) * np.clip(1.25 * soft - 0.25, 0, 1)
    alpha = np.where(regions.shrunk(found, 2 * unit), 1, alpha)
    return np.where(regions.grown(found, unit), alpha, 0).astype(np.float32)


def refined(photo: Picture, prior: Mask) -> Mask:
    """A network's coarse coverage brought to the picture's own edges: colours just inside against just outside."""
    found = regions.filled(regions.largest(prior > 0.5))
    unit = regions.unit(found.shape)
    colours = background.lab(cv2.GaussianBlur(photo, (0, 0), 0.9))
    found = gaps.opened(found, prior < 0.3)
    for width in (5, 3):
        core, rest = regions.shrunk(found, width * unit), ~regions.grown(found, width * unit)
        if not core.any() or not rest.any():
            return found.astype(np.float32)
        inner, outer = (regions.local_mean(colours, r, 6 * unit) for r in (core, rest))
        way = inner - outer
        strength = background.dot(way, way)
        like = background.dot(colours - outer, way) / np.maximum(strength, 1)
        trust = np.clip((np.sqrt(strength) - 6) / 20, 0, 1)
        vote = trust * np.clip(like, 0, 1) + (1 - trust) * prior
        vote = cv2.GaussianBlur(vote.astype(np.float32), (0, 0), 0.8 * unit)
        found = regions.largest(regions.opened(core | (~rest & (vote > 0.5)), unit))
    return banded(found, like, strength, unit)
