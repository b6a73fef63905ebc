"""Human parsing: 11 classes a pixel, by our network where it is installed, else from pose, person mask and colours."""

from concurrent.futures import ThreadPoolExecutor
from math import ceil

import cv2
import numpy as np
from jaxtyping import Float32, UInt8

from vitrine.imaging import colour
from vitrine.imaging.masks import GuidedFilter, Window, box, box_of, grown
from vitrine.imaging.types import Labels, Mask, Picture
from vitrine.nets import Nets
from vitrine.people import gown, parser_net
from vitrine.people.body import unit_of
from vitrine.people.clothes import dress_up
from vitrine.people.coarse import coarse_odds
from vitrine.people.palette import Palette
from vitrine.people.person import CLASSES
from vitrine.people.skeleton import skeleton

ROUNDS = 2
ISLAND = 0.02
"""Share of the person below which a patch of clothing may be an island."""
SCRAP = 0.005
"""Share of the person below which a bag is none, but a strap of the clothing beside it."""
SURROUNDED = 0.75
"""Share of its rim that one other class must hold."""
SPECK = 0.003
"""Area, in square units, up to which scene in the midst of the person may be a speck."""
INSIDE = 0.9
"""Coverage of the person all over it."""
BESIDE = 8
"""Pixels about specks in which lies what they go over to."""
WORKING_PIXELS = 90_000
ASPECT = parser_net.WIDTH / parser_net.HEIGHT * 0.97
"""Width over height of the view that the network gets, at least."""
LEAST = 0.02
"""Probability below which a class is not there."""
SHOWN = 0.05
"""Probability that a class must reach somewhere to be shown."""
FINE = 2
"""Radius of the last filter, in pixels of the picture that the network saw."""
SOFT = 6.5
"""Variance of grey levels below which the last filter takes a patch for one surface."""
COLOUR_WEIGHT = 0.5
"""Neighbouring pixels are no independent witnesses: their colour counts for less than its likelihood says."""


def parse(
    photo: Picture,
    landmarks: Float32[np.ndarray, "33 2"],
    visibility: Float32[np.ndarray, "33"],
    mask: Mask,
    nets: Nets,
) -> tuple[Labels, Mask]:
    """Label map (indices into CLASSES) and the probability of each label, at the photo's size.

    Probabilities at reduced size come from our network (`parser_net.py`, `weights/parser.md`). Where its file is
    missing, a prior from packaged networks and skeleton is multiplied by colour likelihoods and smoothed along edges by
    a guided filter, a few rounds (cost volume filtering, Rhemann et al. 2011). The last filter runs at full size.
    """
    window = box([mask > 0.1], round(0.05 * len(photo)))
    if window[0].stop - window[0].start < 16:
        window = (slice(0, photo.shape[0]), slice(0, photo.shape[1]))
    if nets.has_parser:
        window = broadened(window, photo.shape[1])
    view = np.ascontiguousarray(photo[window])
    if nets.has_parser:
        points = (landmarks - (window[1].start, window[0].start)).astype(np.float32)
        volume, small = parser_net.volume(view, points, visibility, np.ascontiguousarray(mask[window]), nets)
        scale = small.shape[0] / view.shape[0]
        volume = gown.decided(volume, small, ((points + 0.5) * scale - 0.5).astype(np.float32), visibility, nets.own)
        volume = _settled(volume, small, _radius(points, scale), 1)
    else:
        volume, small = _classical(photo, window, landmarks, visibility, mask, nets)
    labels = np.zeros(mask.shape, np.uint8)
    certainty = np.ones(mask.shape, np.float32)
    labels[window], certainty[window] = _refined(volume, small, view)
    return without_islands(without_specks(labels, mask, unit_of(landmarks))), certainty


def broadened(window: tuple[slice, slice], width: int) -> tuple[slice, slice]:
    """A window about a person made as broad as photos that the network has learned from, where the photo has room.

    The canvas has that room anyway: nothing gets smaller in it, and scene beside the person helps (tights most).
    """
    rows, columns = window
    more = round(ASPECT * (rows.stop - rows.start)) - (columns.stop - columns.start)
    if more <= 0:
        return window
    start = max(0, min(columns.start - more // 2, width - (columns.stop - columns.start) - more))
    return rows, slice(start, min(width, start + columns.stop - columns.start + more))


def without_specks(labels: Labels, mask: Mask, unit: float) -> Labels:
    """Specks of scene in the midst of the person, by the `mask`, go over to what lies beside them."""
    scene = labels == 0
    near = box_of((labels > 0) & (mask > INSIDE), 0)
    if near[0].start == near[0].stop:
        return labels
    inside, there = mask[near], np.zeros_like(scene)
    _, index, stats, _ = cv2.connectedComponentsWithStats(scene[near].view(np.uint8), connectivity=4)
    for part in 1 + np.flatnonzero(stats[1:, cv2.CC_STAT_AREA] < SPECK * unit**2):
        x, y, width, height = (int(v) for v in stats[part, :4])
        around = slice(y, y + height), slice(x, x + width)
        speck = index[around] == part
        if inside[around][speck].min() > INSIDE:
            there[near][around] |= speck
    # all that is nearest to a speck lies close to it
    window = box_of(there, BESIDE)
    if window[0].start == window[0].stop:
        return labels
    out, gone, known = labels.copy(), there[window], labels[window]
    _, nearest = cv2.distanceTransformWithLabels(gone.view(np.uint8), cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL)
    # the pixels that are nearest are numbered in their own order, from 1
    out[window][gone] = known[~gone][nearest[gone] - 1]
    return out


def without_islands(labels: Labels) -> Labels:
    """Small patches of clothing that lie wholly in another piece go over to it: a print is no bag.

    Skin, hair and shoes stay: a hand may lie on a coat.
    """
    out = labels.copy()
    limit = ISLAND * float((labels > 0).sum())
    for k in range(CLASSES.index("top"), len(CLASSES)):
        if CLASSES[k] == "shoes":
            continue
        mine = labels == k
        near = box_of(mine, 3)
        if near[0].start == near[0].stop:
            continue
        _, index, stats, _ = cv2.connectedComponentsWithStats(mine[near].astype(np.uint8))
        shown, there = labels[near], out[near]
        for part in 1 + np.flatnonzero(stats[1:, cv2.CC_STAT_AREA] < limit):
            x, y, width, height = (int(v) for v in stats[part, :4])
            around = slice(max(y - 3, 0), y + height + 3), slice(max(x - 3, 0), x + width + 3)
            here = index[around] == part
            votes = np.bincount(shown[around][grown(here, 2) & ~here], minlength=len(CLASSES))
            scrap = CLASSES[k] == "bag" and stats[part, cv2.CC_STAT_AREA] < SCRAP / ISLAND * limit
            if votes[1:].max() > (0 if scrap else SURROUNDED * votes.sum()):
                there[around][here] = int(votes[1:].argmax()) + 1
    return out


def _classical(
    photo: Picture,
    window: tuple[slice, slice],
    landmarks: Float32[np.ndarray, "33 2"],
    visibility: Float32[np.ndarray, "33"],
    mask: Mask,
    nets: Nets,
) -> tuple[Float32[np.ndarray, "11 sh sw"], UInt8[np.ndarray, "sh sw 3"]]:
    """Probabilities without our network, and the view at their size."""
    view = photo[window]
    odds = coarse_odds(photo, landmarks, mask, nets)
    fit = odds.shape[0] / mask.shape[0]
    odds = odds[tuple(slice(round(part.start * fit), max(round(part.stop * fit), 1)) for part in window)]
    scale = min(1.0, float(np.sqrt(WORKING_PIXELS / (view.shape[0] * view.shape[1]))))
    size = (max(16, round(view.shape[1] * scale)), max(16, round(view.shape[0] * scale)))
    small = cv2.resize(view, size, interpolation=cv2.INTER_AREA)
    scales = np.array(size, np.float32) / view.shape[1::-1]
    points = ((landmarks - (window[1].start, window[0].start)) * scales).astype(np.float32)
    return _volume(small, points, visibility, cv2.resize(odds, size)), small


def _volume(
    small: Picture, points: Float32[np.ndarray, "33 2"], visibility: Float32[np.ndarray, "33"], odds: np.ndarray
) -> Float32[np.ndarray, "11 h w"]:
    """Probability of each class at reduced size."""
    bones = skeleton(points, visibility, small.shape[:2])
    prior = np.ascontiguousarray(dress_up(odds, bones, Palette(colour.lab(small))).transpose(2, 0, 1))
    return _settled(prior, small, _radius(points, 1.0), ROUNDS)


def _radius(points: Float32[np.ndarray, "33 2"], scale: float) -> int:
    """Of the filter that smooths probabilities, in pixels of a picture made smaller by `scale`."""
    return max(2, round(0.06 * unit_of(points) * scale))


def _settled(
    prior: Float32[np.ndarray, "11 h w"], small: UInt8[np.ndarray, "h w 3"], radius: int, rounds: int
) -> Float32[np.ndarray, "11 h w"]:
    """Probabilities in accord with colours: each class's own colours weigh in, edges are the picture's.

    Work is done where somebody may be; what lies farther off is background and stays it.
    """
    near = box_of(prior[0] < 1 - LEAST, 2 * radius + 1)
    if near[0].start == near[0].stop:
        return prior
    present = prior[:, near[0], near[1]].reshape(len(prior), -1).max(1) > LEAST
    present[0] = True
    there = np.flatnonzero(present)
    planes = np.stack([prior[k][near] for k in there])
    lab = colour.lab(np.ascontiguousarray(small[near]))
    palette, smooth = Palette(lab), GuidedFilter(lab, radius, 9.0)
    found = planes
    for _ in range(rounds):
        found = planes * palette.likelihoods(found, COLOUR_WEIGHT)
        found /= np.maximum(found.sum(0), 1e-9)
        found = _each(found, smooth, radius)
        found /= np.maximum(found.sum(0), 1e-9)
    volume = np.zeros_like(prior)
    volume[0] = 1
    for k, plane in zip(there, found, strict=True):
        volume[k][near] = plane
    return volume


def _each(planes: Float32[np.ndarray, "k h w"], smooth: GuidedFilter, radius: int) -> Float32[np.ndarray, "k h w"]:
    """Each plane filtered where it is not next to nothing; the first (background) is what the others leave of 1.

    The filter is linear and keeps constants: planes that sum to 1 do so afterwards.
    """
    out = np.zeros_like(planes)

    def filtered(k: int) -> None:
        window = box_of(planes[k] > LEAST, 2 * radius + 1)
        if window[0].start < window[0].stop:
            out[k][window] = smooth(np.ascontiguousarray(planes[k][window]), window)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(filtered, range(1, len(planes))))
    np.clip(1 - out[1:].sum(0), 0, 1, out=out[0])
    return out


def _refined(
    volume: Float32[np.ndarray, "11 h w"],
    small: Picture,
    view: UInt8[np.ndarray, "rows cols 3"],
) -> tuple[UInt8[np.ndarray, "rows cols"], Float32[np.ndarray, "rows cols"]]:
    """Labels and certainty at full size: the filter's coefficients are upsampled, the picture gives the edges."""
    smooth = GuidedFilter(small.astype(np.float32), FINE, SOFT)
    size = np.array(view.shape[:2]) / small.shape[:2]

    def upsampled(k: int) -> tuple[Window, Float32[np.ndarray, "_ _"]]:
        window = box_of(volume[k] > LEAST, 2 * FINE + 1)
        ends = [(int(part.start * scale), ceil(part.stop * scale)) for part, scale in zip(window, size, strict=True)]
        there = (slice(*ends[0]), slice(*ends[1]))
        return there, smooth.upsampled(np.ascontiguousarray(volume[k][window]), view, window, there)

    background = np.ones(view.shape[:2], np.float32)
    best = np.zeros(view.shape[:2], np.float32)
    labels = np.zeros(view.shape[:2], np.uint8)
    kinds = [k for k in range(1, len(CLASSES)) if volume[k].max() > SHOWN]
    with ThreadPoolExecutor(2) as pool:
        each = pool.map(upsampled, kinds)
        for k, (there, odds) in zip(kinds, each, strict=True):
            background[there] -= odds
            np.copyto(labels[there], np.uint8(k), where=odds > best[there])
            np.maximum(best[there], odds, out=best[there])
    labels[background > best] = 0
    return labels, np.clip(np.maximum(best, background), 0, 1)
