"""Human parsing: 11 classes a pixel, by our network where it is installed, else from pose, person mask and colours."""

from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
from jaxtyping import Float32, UInt8

from vitrine.imaging import colour
from vitrine.imaging.masks import GuidedFilter, box, box_of, grown
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
WORKING_PIXELS = 90_000
ASPECT = parser_net.WIDTH / parser_net.HEIGHT * 0.97
"""Width over height of the view that the network gets, at least."""
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
        radius = _radius(points, scale)
        volume = _settled(volume, Palette(lab := colour.lab(small)), lab, radius, 1)
    else:
        volume, small = _classical(photo, window, landmarks, visibility, mask, nets)
    labels = np.zeros(mask.shape, np.uint8)
    certainty = np.ones(mask.shape, np.float32)
    labels[window], certainty[window] = _refined(volume, small, view)
    return without_islands(labels), certainty


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
) -> tuple[Float32[np.ndarray, "sh sw 11"], UInt8[np.ndarray, "sh sw 3"]]:
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
) -> Float32[np.ndarray, "h w 11"]:
    """Probability of each class at reduced size."""
    bones = skeleton(points, visibility, small.shape[:2])
    lab = colour.lab(small)
    palette = Palette(lab)
    prior = dress_up(odds, bones, palette)
    return _settled(prior, palette, lab, _radius(points, 1.0), ROUNDS)


def _radius(points: Float32[np.ndarray, "33 2"], scale: float) -> int:
    """Of the filter that smooths probabilities, in pixels of a picture made smaller by `scale`."""
    return max(2, round(0.06 * unit_of(points) * scale))


def _settled(
    prior: Float32[np.ndarray, "h w 11"], palette: Palette, lab: colour.LabPicture, radius: int, rounds: int
) -> Float32[np.ndarray, "h w 11"]:
    """Probabilities in accord with colours: each class's own colours weigh in, edges are the picture's."""
    there = np.flatnonzero(prior.reshape(-1, len(CLASSES)).max(0) > 0.02)
    # classes first: each step then runs over memory in order
    planes = np.ascontiguousarray(prior[..., there].transpose(2, 0, 1))
    smooth = GuidedFilter(lab, radius, 9.0)
    found = planes
    for _ in range(rounds):
        found = planes * palette.likelihoods(found, COLOUR_WEIGHT)
        found /= np.maximum(found.sum(0), 1e-9)
        for plane in found:
            plane[:] = smooth(plane)
        found /= np.maximum(found.sum(0), 1e-9)
    volume = np.zeros((*lab.shape[:2], len(CLASSES)), np.float32)
    volume[..., there] = found.transpose(1, 2, 0)
    return volume


def _refined(
    volume: Float32[np.ndarray, "h w 11"],
    small: Picture,
    view: UInt8[np.ndarray, "rows cols 3"],
) -> tuple[UInt8[np.ndarray, "rows cols"], Float32[np.ndarray, "rows cols"]]:
    """Labels and certainty at full size: the filter's coefficients are upsampled, the picture gives the edges."""
    guide = small.astype(np.float32) / 255
    smooth = GuidedFilter(guide, 2, 1e-4)
    full = view.astype(np.float32) / 255
    best = np.full(view.shape[:2], -1.0, np.float32)
    total = np.full(view.shape[:2], 1e-6, np.float32)
    labels = np.zeros(view.shape[:2], np.uint8)
    there = np.flatnonzero(volume.reshape(-1, len(CLASSES)).max(0) > 0.05).tolist()
    with ThreadPoolExecutor(2) as pool:
        each = pool.map(lambda k: smooth.upsampled(np.ascontiguousarray(volume[..., k]), full), there)
    for k, odds in zip(there, each, strict=True):
        labels[odds > best] = k
        best = np.maximum(best, odds)
        total += odds
    return labels, np.clip(best / total, 0, 1).astype(np.float32)
