"""Several people in a photo: the largest is the one to dress, the others are part of the scene."""

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from vitrine.imaging import colour
from vitrine.imaging.masks import among, grown, shrunk, touching
from vitrine.imaging.types import Labels, Mask, Picture, Region
from vitrine.people.body import unit_of
from vitrine.people.person import CLASSES
from vitrine.people.pose import Pose, find_pose

Bones = tuple[tuple[int, int], ...]
BONES: Final[Bones] = (
    (0, 11), (0, 12), (11, 12), (11, 13), (13, 15), (15, 19), (12, 14), (14, 16), (16, 20), (11, 23), (12, 24),
    (23, 24), (23, 25), (25, 27), (27, 31), (24, 26), (26, 28), (28, 32),
)  # fmt: skip
TRUNK: Final[Bones] = tuple(pair for pair in BONES if not {13, 14, 15, 16} & set(pair))
"""Those without the arms: of two people who touch, a pose often has an arm of the other."""
REACH: Final = 0.6
"""Distance from the bones, in units, up to which a person reaches (wide skirts, hair, bags)."""
NOTABLE: Final = 0.12
"""Share of the first person's area from which what the person mask holds elsewhere may be somebody."""
CLOSE: Final = 0.35
"""Distance from the bones, in units, up to which all is the person's own when others are looked for."""
ANYBODY: Final = 0.15
"""Area of what is labelled farther off, in u², from which on somebody is looked for in it."""
THICK: Final = 0.1
"""What of it is thinner than twice this, in u, does not count: a skirt's hem, a strap, a strand."""
OWN: Final = 0.25
"""Distance from the bones, in units, up to which nothing is another's head or trunk."""
SEEN: Final = 0.5
"""Share of head and trunk, each, that the labels must show of another person. Of 15 people beside the first one in
street photos they show all of the head and .6 to 1 of the trunk; of poses found in bags, skirts, scene and people far
behind, which the labels leave out, nothing of the head or less than .2 of the trunk."""
PEER: Final = 0.65
"""Size of another person, as a share of the first one's: those beside it have .8 to 1.1, limbs taken for one .6."""
MOST: Final = 3
"""People that are looked for, the first one included."""
HEAD: Final = tuple(CLASSES.index(name) for name in ("hair", "skin", "accessory"))
BAG: Final = CLASSES.index("bag")
FINE: Final = 28.0
"""Unit of the copy in which people are parted, pixels."""
SPREAD: Final = 0.15
"""Difference of the distances from two skeletons, in units, that speaks e to 1 for the nearer one."""
SURE: Final = 6.0
"""The most that it speaks for one."""
EDGES: Final = 6.0
"""How much a cut between two pixels that look alike costs, in the same measure."""
LEAST: Final = 0.05
"""What it costs between any two."""
NEIGHBOURS: Final = ((0, 1, 1.0), (1, 0, 1.0), (1, 1, 0.7), (1, -1, 0.7))
"""Steps (rows, columns) to a pixel's neighbours, and the length of the cut that each counts for."""


def largest(photo: Picture, first: Pose, mask: Mask) -> tuple[Pose, Pose | None]:
    """The largest of the people and, if there is one, another.

    A second one is looked for only where the person mask goes on well beyond the first.
    """
    own = _near(first, mask.shape, REACH)
    elsewhere = (mask > 0.5) & ~own
    if elsewhere.sum() < NOTABLE * ((mask > 0.5) & own).sum():
        return first, None
    rest = photo.copy()
    rest[_near(first, mask.shape, CLOSE)] = 128
    other = find_pose(rest)
    if other is None or not _somebody(other, elsewhere):
        return first, None
    return (first, other) if unit_of(first.landmarks) >= unit_of(other.landmarks) else (other, first)


def alone(mask: Mask, chosen: Pose, other: Pose) -> Mask:
    """The person mask without the other: each pixel belongs to the nearer skeleton, in units of each."""
    ours, theirs = (_distance(pose, mask.shape) / unit_of(pose.landmarks) for pose in (chosen, other))
    return np.where(ours <= theirs, mask, 0).astype(np.float32)


def only(labels: Labels, certainty: Mask, chosen: Pose, theirs: Region) -> tuple[Labels, Mask]:
    """The label map without what is `theirs` or not connected to the chosen person: it becomes background."""
    kept = (labels > 0) & ~theirs
    kept = touching(kept, _near(chosen, labels.shape, 0.15) & kept)
    dropped = (labels > 0) & ~kept
    if not dropped.any():
        return labels, certainty
    return np.where(dropped, 0, labels).astype(np.uint8), np.where(dropped, 1, certainty).astype(np.float32)


def apart(photo: Picture, labels: Labels, chosen: Pose, second: Pose | None) -> tuple[Region, Pose]:
    """What of a label map that knows no persons is of others than the chosen one, and that one's pose without them.

    Of two people who touch, a pose often has an arm or a leg of the other.

    Args:
        photo: the picture.
        labels: human parsing, indices into CLASSES.
        chosen: the person to dress.
        second: another one, if known.
    """
    people = [chosen]
    if second is not None and _labelled(second, labels, people):
        people.append(second)
    while len(people) < MOST and (another := _another(photo, labels, people)) is not None:
        people.append(another)
    if len(people) == 1:
        return np.zeros(labels.shape, bool), chosen
    theirs = _theirs(photo, labels, people)
    again = find_pose(np.where(theirs[..., None], np.uint8(128), photo))
    if again is None or not _same(chosen, again):
        return theirs, chosen
    return _theirs(photo, labels, [again, *people[1:]]), again


def _same(one: Pose, other: Pose) -> bool:
    """Whether two poses have their trunks in one place."""
    far = np.linalg.norm((one.landmarks - other.landmarks)[[11, 12, 23, 24]], axis=1)
    return float(far.max()) < REACH * unit_of(one.landmarks)


def _theirs(photo: Picture, labels: Labels, people: Sequence[Pose]) -> Region:
    """What is labelled and not the first one's."""
    far = [_distance(pose, labels.shape) / unit_of(pose.landmarks) for pose in people]
    return _parted(photo, labels > 0, far[0], np.minimum.reduce(far[1:]), unit_of(people[0].landmarks))


def _another(photo: Picture, labels: Labels, people: Sequence[Pose]) -> Pose | None:
    """One more person, where much is labelled far from the bones of those who are known."""
    near = np.logical_or.reduce([_near(pose, labels.shape, CLOSE, TRUNK) for pose in people])
    unit = unit_of(people[0].landmarks)
    left = (labels > 0) & (labels != BAG) & ~near
    if shrunk(left, THICK * unit).sum() < ANYBODY * unit**2:
        return None
    shown = grown(left, THICK * unit) & ~near
    found = find_pose(np.where(shown[..., None], photo, np.uint8(128)))
    return found if found is not None and _labelled(found, labels, people) else None


def _labelled(pose: Pose, labels: Labels, people: Sequence[Pose]) -> bool:
    """Whether the label map shows head and trunk of that pose, and they are not of the `people` known already."""
    unit = unit_of(pose.landmarks)
    if pose.visibility[[11, 12]].min() < 0.5 or unit < PEER * unit_of(people[0].landmarks):
        return False
    free = ~np.logical_or.reduce([_near(other, labels.shape, OWN, TRUNK) for other in people])
    head, trunk = np.zeros(labels.shape, np.uint8), np.zeros(labels.shape, np.uint8)
    middle = np.round(pose.landmarks[:11].mean(0)).astype(int).tolist()
    cv2.circle(head, middle, max(2, round(0.12 * unit)), 1, -1)
    cv2.fillConvexPoly(trunk, cv2.convexHull(np.round(pose.landmarks[[11, 12, 24, 23]]).astype(int)), 1)
    worn = (labels > 0) & (labels != BAG)
    return all(
        where.any() and float((shown & free)[where > 0].mean()) > SEEN
        for where, shown in ((head, among(labels, HEAD)), (trunk, worn))
    )


def _parted(photo: Picture, someone: Region, ours: Mask, theirs: Mask, unit: float) -> Region:
    """What of `someone` is theirs, by the distances from `ours` and `theirs`, in units, and the picture's edges.

    In a small copy the cheapest cut is found (Boykov and Jolly 2001), through edges rather than through cloth; in the
    photo it follows the edge itself.
    """
    scale = min(1.0, FINE / unit)
    size = (max(4, round(photo.shape[1] * scale)), max(4, round(photo.shape[0] * scale)))
    there = cv2.resize(someone.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0.5
    odds = np.clip((cv2.resize(theirs, size) - cv2.resize(ours, size)) / SPREAD, -SURE, SURE)
    lab = colour.lab(cv2.resize(photo, size, interpolation=cv2.INTER_AREA))
    mine = _cut(lab, there, np.asarray(odds, np.float32))
    first = np.where(there, np.where(mine, 1, 2), 0).astype(np.uint8)
    rough = np.asarray(cv2.resize(first, photo.shape[1::-1], interpolation=cv2.INTER_NEAREST))
    band = 1.5 / scale
    marks = np.where(grown(someone, 1), 0, 3).astype(np.int32)
    for mark in (1, 2):
        marks[(rough == mark) & ~grown(rough == 3 - mark, band)] = mark
    cv2.watershed(cv2.GaussianBlur(photo, (0, 0), 0.8), marks)
    known = ((marks == 1) | (marks == 2)) & someone
    if not known.any():
        return np.zeros_like(someone)
    _, index = cv2.distanceTransformWithLabels(
        (~known).astype(np.uint8), cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL
    )
    # the pixels that are known are numbered row by row from 1
    return np.asarray(someone & (marks[known][index - 1] == 2))


def _cut(lab: Float32[np.ndarray, "h w 3"], there: Region, odds: Mask) -> Region:
    """Which pixels the cheapest cut leaves to those that have `odds` (log, above 0) in their favour."""
    count = int(there.sum())
    index = np.full(there.shape, -1)
    index[there] = np.arange(count)
    height, width = there.shape
    one, two, apart, length = [], [], [], []
    for down, across, share in NEIGHBOURS:
        here = np.s_[: height - down, max(0, -across) : width - max(0, across)]
        next_to = np.s_[down:, max(0, across) : width - max(0, -across)]
        both = there[here] & there[next_to]
        one.append(index[here][both])
        two.append(index[next_to][both])
        apart.append(((lab[here] - lab[next_to])[both] ** 2).sum(1))
        length.append(np.full(int(both.sum()), share, np.float32))
    a, b, step = np.concatenate(one), np.concatenate(two), np.concatenate(apart)
    cost = np.concatenate(length) * EDGES * np.exp(-step / max(2 * float(step.mean()), 1e-6)) + LEAST
    pixels, own = np.arange(count), odds[there]
    source, sink = np.full(count, count), np.full(count, count + 1)
    ends = np.concatenate([a, b, source, pixels]), np.concatenate([b, a, pixels, sink])
    weights = np.concatenate([cost, cost, np.maximum(own, 0), np.maximum(-own, 0)])
    graph = csr_array((np.rint(100 * weights).astype(np.int32), ends), shape=(count + 2, count + 2))
    left = graph - maximum_flow(graph, count, count + 1).flow
    left.data[left.data < 0] = 0
    left.eliminate_zeros()
    reached = np.zeros(count + 2, bool)
    reached[breadth_first_order(left, count, return_predecessors=False)] = True
    out = np.zeros_like(there)
    out[there] = reached[:count]
    return out


def _somebody(pose: Pose, where: Region) -> bool:
    """Whether the pose's trunk is seen and lies in `where`."""
    points = np.round(pose.landmarks[[11, 12, 23, 24]]).astype(int)
    ok = (points >= 0).all(1) & (points[:, 0] < where.shape[1]) & (points[:, 1] < where.shape[0])
    if pose.visibility[[11, 12]].min() < 0.5 or not ok.any():
        return False
    return bool(where[points[ok, 1], points[ok, 0]].mean() >= 0.5)


def _near(pose: Pose, shape: tuple[int, ...], reach: float, bones: Bones = BONES) -> Region:
    """Where the `bones` are at most `reach`, in the pose's units, away."""
    breadth = max(1, round(2 * reach * unit_of(pose.landmarks)))
    return _drawn(pose, shape, breadth, bones) > 0


def _distance(pose: Pose, shape: tuple[int, ...]) -> Float32[np.ndarray, "h w"]:
    """Distance of each pixel from bones, trunk and head, pixels."""
    solid = _drawn(pose, shape, 1)
    at = np.clip(pose.landmarks, -5 * max(shape), 5 * max(shape))
    cv2.fillConvexPoly(solid, cv2.convexHull(np.round(at[[11, 12, 24, 23]]).astype(int)), 1)
    middle = np.round(at[[7, 8]].mean(0)).astype(int).tolist()
    cv2.circle(solid, middle, max(1, round(0.15 * unit_of(pose.landmarks))), 1, -1)
    return np.asarray(cv2.distanceTransform(1 - solid, cv2.DIST_L2, 3))


def _drawn(pose: Pose, shape: tuple[int, ...], breadth: int, bones: Bones = BONES) -> Labels:
    """1 on the bones, drawn `breadth` pixels broad with round ends."""
    canvas = np.zeros(shape, np.uint8)
    at = np.round(np.clip(pose.landmarks, -5 * max(shape), 5 * max(shape))).astype(int).tolist()
    for a, b in bones:
        cv2.line(canvas, at[a], at[b], 1, breadth)
    return canvas
