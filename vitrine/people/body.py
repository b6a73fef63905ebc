"""The body beneath the clothes: joints, limb widths and the silhouette without loose cloth."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32, Int64
from scipy.ndimage import median_filter

from vitrine.imaging.masks import among, box_of, grown, shrunk, soft
from vitrine.imaging.types import Mask, Points, Region
from vitrine.people import arms as upper_limbs
from vitrine.people import legs as lower_limbs
from vitrine.people import neck as throat
from vitrine.people.arms import PLACES, Tube, tube
from vitrine.people.feet import foot
from vitrine.people.hidden_hand import HiddenHand, hidden_hand, is_hidden
from vitrine.people.legs import Legs
from vitrine.people.person import CLASSES, Person
from vitrine.people.trunk import Heights, trunk
from vitrine.people.wrists import GARMENTS, End, Xy, arm_end, in_sight

SIDES: Final = ("left", "right")

JOINTS: Final = {
    "shoulder-left": 11, "shoulder-right": 12, "elbow-left": 13, "elbow-right": 14, "wrist-left": 15,
    "wrist-right": 16, "hip-left": 23, "hip-right": 24, "knee-left": 25, "knee-right": 26, "ankle-left": 27,
    "ankle-right": 28,
}  # fmt: skip
"""Landmark of each named joint."""

RADII: Final = {"shoulder": 0.14, "elbow": 0.11, "wrist": 0.075, "ankle": 0.095}
"""Usual limb radius at a joint, as a share of the unit."""
BULGE: Final = {"shoulder": -0.008, "elbow": 0.01}
"""What muscle adds to the radius a third of the way down the limb that begins at the joint, or its lack takes."""
TUBE: Final = np.linspace(0, 2, 13)
"""Places along an arm (0 to 2 over its joints) between which it is a cone."""
THIGH, SHIN = 1.25, 1.15
"""Usual lengths, in units."""
SMOOTH: Final = 0.018
"""Blur that takes wrinkles of cloth and steps of labels out of the person's outline, as a share of the unit."""
HIDDEN: Final = 0.65
"""Share of the usual width from which on a limb beside cloth is thought to lie in front of it: thin arms show .7."""
HALVES: Final = 6
"""From this many of 13 places on a forearm is thought to be half hidden."""
BARED: Final = 0.5
"""Place on an arm from which on one that a sleeve hides has the form of bare ones."""
TAPER: Final = 0.4
"""Length over which a forearm comes to be as wide as the hand it goes over into asks for, in u."""
WRIST: Final = 0.72
"""Breadth of a wrist over that of the hand below it."""
PALM: Final = 0.1
"""How far beyond the wrist what is in sight of a hand is as broad as that, in u; before the wrist it is the forearm."""
LEAN: Final = 0.5
"""Length over which it comes to lie where the hand does, in u."""
FOLD: Final = (0.33, 0.24, 0.28, 0.1)
"""The fold from breast to arm above the armpit, in u: from so far beside the middle and below the shoulders, to so far
down the arm's bone, with this radius."""
BREADTH: Final = 0.24
"""Breadth of an arm that may hide the trunk, in u."""
FORE: Final = 1.3
"""Place on an arm from which on it is drawn to a hidden hand, whatever is in sight there."""
REACH, WIDE = (0.2, 0.4), 0.11
"""How far beyond the wrist a hidden hand's middle and its fingers' end lie, and half its breadth at most, in u."""
TIPS: Final = [8, 12, 16, 20]
"""Landmarks of a hand's fingertips."""
RIM: Final = 1.0
"""Pixels by which the outline of an arm may be off."""
FREE: Final = 0.05
"""How far beside an arm scraps are looked for, in u."""
NICK: Final = 0.02
"""Half the breadth of what is too narrow for a gap beside a hand, in u."""
BARE: Final = tuple(CLASSES.index(name) for name in ("hair", "skin", "shoes", "legwear"))


@dataclass(frozen=True, eq=False)
class Body:
    """The bare body in the photo. Lengths in pixels."""

    mask: Mask
    """The silhouette without loose cloth (head, hands and feet as the labels show them)."""
    relief: Float32[np.ndarray, "h w"]
    """Height of the rounded limbs and trunk toward the camera, in pixels; 0 off the body."""
    joints: dict[str, Xy]
    """(x, y) of `neck` (midway between the shoulders) and of the joints of JOINTS."""
    radius: dict[str, float]
    """Radius of the arms at shoulders, elbows and wrists, and of the ankles."""
    ends: dict[str, End]
    """Where each arm goes over into the hand, by side."""
    hidden_hands: dict[str, HiddenHand]
    """Hands that cloth hides, as they may be, by side."""
    arms: dict[str, Tube]
    """Each arm from below the shoulder to the wrist, by side."""
    before: Region
    """Both arms from a little below the shoulder to the fingertips, roughly: what may hide trunk and legs."""
    stray: Region
    """What passes for skin beside them and is none."""
    legs: Legs
    unit: float
    """The larger of the distance between the shoulders and .6 of the torso's length: scale of all else."""
    neck: dict[str, Points]
    """The line down the neck and onto the shoulder on each side on which hair does not hide it."""


def unit_of(landmarks: np.ndarray) -> float:
    """The scale of a person: the larger of shoulder distance and .6 torso length (shoulders to hips), in pixels."""
    left, right, hip_left, hip_right = (landmarks[i] for i in (11, 12, 23, 24))
    torso = np.linalg.norm((left + right) / 2 - (hip_left + hip_right) / 2)
    return max(float(np.linalg.norm(left - right)), 0.6 * float(torso), 1.0)


def bare_body(person: Person) -> Body:
    """The person's silhouette without loose cloth, from the pose, visible skin, usual widths and the person mask."""
    unit = unit_of(person.landmarks)
    joints: dict[str, Xy] = {
        name: (float(person.landmarks[i, 0]), float(person.landmarks[i, 1])) for name, i in JOINTS.items()
    }
    _beyond_the_picture(joints, person.mask.shape, unit)
    neck = (person.landmarks[11] + person.landmarks[12]) / 2
    joints["neck"] = (float(neck[0]), float(neck[1]))
    inside = (person.labels != 0) & (person.labels != CLASSES.index("bag"))
    radius, centred, tubes, clothed = _arms_measured(person, joints, unit)
    ends = {side: _meet_hand(person, side, centred, radius, tubes, unit) for side in SIDES}
    joints |= {f"wrist-{side}": centred[f"wrist-{side}"] for side in SIDES if ends[side].sleeve}
    before = _before(person, centred, unit)
    legs = lower_limbs.measured(person, joints, before, unit)
    radius |= {f"ankle-{side}": float((legs.of[side].outer[-1] + legs.of[side].inner[-1]) / 2) for side in SIDES}
    step = max(1, round(unit / 110))
    arms = {side: _arm(person, centred, side, tubes[side], side in clothed, unit) for side in SIDES}
    hidden = _hidden_hands(person, joints, arms, ends, unit)
    # the height's square falls by about twice the radius a pixel at the edge: one pixel of softness
    smooth = max(0.8, SMOOTH * unit)
    scene = _beside(person, ends, unit)
    with ThreadPoolExecutor(1) as beside:
        softened = beside.submit(soft, inside | ((person.labels == 0) & ~scene), smooth)
        lines = beside.submit(throat.outline, person, joints, unit)
        field = _field(person, centred, radius, arms, ends, legs, inside & ~before, unit, step)
        stray = _beside_arms(person, arms, unit)
    for hand in hidden.values():
        field[hand.window][hand.region] = np.maximum(field[hand.window], hand.height**2)[hand.region]
    bare = among(person.labels, BARE) & ~stray
    there, mask = box_of(inside, 2 * int(4 * smooth + 2)), np.zeros_like(person.mask)
    within = softened.result()[there]
    shape = np.clip(0.5 + field[there] / (0.3 * unit), 0, 1) * np.clip(2 * within - 0.5, 0, 1)
    shape[bare[there]] = 1
    if shape.size:
        mask[there] = cv2.GaussianBlur(shape.astype(np.float32), (0, 0), 0.8)
        # what is smoothed away at the end of a gap beside an arm is in sight all the same, and no body is there
        np.minimum(mask[there], 1 - soft(scene[there], 0.8), out=mask[there])
    for side, hand in hidden.items():
        near = arms[side].window(mask.shape, 2)
        # where its wrist is only guessed the arm goes on to it, in the scene as well
        np.maximum(mask[near], arms[side].cover(mask.shape, 0.0, near, FORE), out=mask[near])
        np.maximum(mask[hand.window], hand.cover, out=mask[hand.window])
    relief = np.sqrt(np.maximum(field, 0))
    return Body(mask, relief, joints, radius, ends, hidden, arms, before, stray, legs, unit, lines.result())


def _beside(person: Person, ends: dict[str, End], unit: float) -> Region:
    """The scene as it is in sight beside the body, without the nicks between a cuff's corners and the hand."""
    scene = person.labels == 0
    for end in ends.values():
        if end.sleeve is None:
            continue
        far = 2 * NICK * unit
        wide, near = (end.window(scene.shape, 2 * end.radius + more) for more in (2 * far, 0.0))
        open_wide = grown(shrunk(scene[wide], NICK * unit), NICK * unit)
        inner = tuple(slice(n.start - w.start, n.stop - w.start) for n, w in zip(near, wide, strict=True))
        scene[near] &= open_wide[inner]
    return np.asarray(scene)


def _beside_arms(person: Person, arms: dict[str, Tube], unit: float) -> Region:
    """What passes for skin beside an arm, at cloth, but is off it: the cloth's rim, a scrap of scene."""
    found = np.zeros(person.labels.shape, bool)
    for arm in arms.values():
        near = arm.window(found.shape, 2 * FREE * unit)
        here = arm.beside(found.shape, RIM, FREE * unit, window=near) & (person.labels[near] == CLASSES.index("skin"))
        if here.any():
            found[near] |= here & grown(among(person.labels[near], GARMENTS), FREE * unit)
    return found


def _beyond_the_picture(joints: dict[str, Xy], shape: tuple[int, ...], unit: float) -> None:
    """Knees and ankles below the picture, which the pose only guesses, no nearer than a usual leg has them."""
    for start, end, usual in (("hip", "knee", THIGH), ("knee", "ankle", SHIN)):
        for side in SIDES:
            (ax, ay), (bx, by) = joints[f"{start}-{side}"], joints[f"{end}-{side}"]
            length = float(np.hypot(bx - ax, by - ay))
            if by > shape[0] - 1 and 1 < length < usual * unit:
                stretch = usual * unit / length
                joints[f"{end}-{side}"] = (ax + (bx - ax) * stretch, ay + (by - ay) * stretch)


def _arms_measured(
    person: Person, joints: dict[str, Xy], unit: float
) -> tuple[dict[str, float], dict[str, Xy], dict[str, list[float]], list[str]]:
    """The arms' radii, the joints moved to the middle of the arms, and the radii at the places of TUBE along each.

    What is seen of bare skin is carried along the limb; else the other side's radii hold; else the usual ones. The last
    are the sides of which hardly any skin is in sight.
    """
    skin = person.labels == CLASSES.index("skin")
    radius: dict[str, float] = {}
    centred, tubes, clothed = dict(joints), {}, []
    names = ("shoulder", "elbow", "wrist")
    cloth = ~skin & (person.labels != 0)
    seen = {side: _seen(skin, cloth, [joints[f"{name}-{side}"] for name in names], names, unit) for side in SIDES}
    both = [share for places in seen.values() for _, share, *_ in places]
    typical = float(np.clip(np.median(both), 0.7, 1.2)) if len(both) >= 3 else 1.0
    for side in SIDES:
        shares, along = [typical] * 3, np.full(len(TUBE), typical)
        half = _half_hidden(skin, cloth, [joints[f"{name}-{side}"] for name in names], names, typical * unit)
        if len(half) >= HALVES:
            # an arm behind a wide skirt: the pose takes the strip in sight for its middle
            centred |= _moved(joints, side, *np.array(half).T)
        elif len(seen[side]) >= 4:
            at, found, off_x, off_y = np.array(seen[side]).T
            # where a sleeve ends it hides part of the width
            steady = median_filter(found[1:], 5, mode="nearest")
            shares = list(np.clip(np.interp([0.3, 1, 2], at[1:], steady), 0.6, 1.3))
            along = np.clip(np.interp(TUBE, at[1:], steady), 0.6, 1.3)
            centred |= _moved(joints, side, at, off_x, off_y)
        else:
            clothed.append(side)
        radius |= {f"{n}-{side}": RADII[n] * unit * float(k) for n, k in zip(names, shares, strict=True)}
        usual = np.array([_usual(names, place) for place in TUBE])
        if side in clothed:
            usual = np.where(TUBE < BARED, usual, upper_limbs.usual(TUBE)[0])
        tubes[side] = (usual * unit * along).tolist()
    return radius, centred, tubes, clothed


def _arm(person: Person, joints: dict[str, Xy], side: str, radii: list[float], clothed: bool, unit: float) -> Tube:
    """The arm of one side; one that is `clothed` lies in its sleeve, where that is in sight."""
    path = np.array([joints[f"{name}-{side}"] for name in ("shoulder", "elbow", "wrist")])
    radius, lean = np.interp(PLACES, TUBE, radii), np.zeros(len(PLACES))
    if clothed:
        outward = float(np.sign((path[0] - joints["neck"]) @ upper_limbs.bones(path)[1][0]))
        radius, lean = upper_limbs.in_sleeve(person.labels, path, radius, outward, unit)
    return tube(person.photo, person.labels, path, radius, lean)


def _meet_hand(
    person: Person,
    side: str,
    joints: dict[str, Xy],
    radius: dict[str, float],
    tubes: dict[str, list[float]],
    unit: float,
) -> End:
    """The end of an arm; one that a sleeve hides is led into the hand below it, in place and width (in place)."""
    name = f"wrist-{side}"
    elbow, wrist = joints[f"elbow-{side}"], joints[name]
    found = arm_end(person.labels, person.landmarks, side, elbow, wrist, unit)
    if found is None:
        return in_sight(person.labels, person.landmarks, side, wrist, radius[name], unit)
    along = float(np.clip(1 - found.beyond / (LEAN * unit), 0, 1))
    joints[name] = (wrist[0] + along * found.aside[0], wrist[1] + along * found.aside[1])
    # a hand is broader than its wrist
    share = float(np.interp(found.beyond / (PALM * unit), [0, 1], [1, WRIST]))
    radius[name], change = share * found.radius, share * found.radius - tubes[side][-1]
    long = float(np.hypot(wrist[0] - elbow[0], wrist[1] - elbow[1]))
    for k, place in enumerate(TUBE):
        tubes[side][k] += change * float(np.clip(1 - (2 - place) * long / (TAPER * unit), 0, 1))
    return found


def _hidden_hands(
    person: Person, joints: dict[str, Xy], arms: dict[str, Tube], ends: dict[str, End], unit: float
) -> dict[str, HiddenHand]:
    """Hands that cloth hides; their arms go on to them (the ends, in place)."""
    found = {}
    for side, arm in arms.items():
        elbow, wrist = np.array(joints[f"elbow-{side}"]), arm.at[-1].astype(np.float64)
        if side in person.hands or ends[side].sleeve or not is_hidden(person.labels, elbow, wrist, unit):
            continue
        way = (wrist - elbow) / max(float(np.hypot(*(wrist - elbow))), 1.0)
        out = np.array([way[1], -way[0]]) * (1 if side == "left" else -1)
        hand = hidden_hand(person.labels.shape, wrist, way, out, float(arm.radius[-1]), unit)
        if hand is not None:
            found[side] = hand
            middle, tip = ((float(x), float(y)) for x, y in (wrist + share * unit * way for share in REACH))
            ends[side] = End(middle, WIDE * unit, REACH[0] * unit, (0.0, 0.0), tip=(tip, WIDE * unit), unseen=True)
    return found


def _usual(names: tuple[str, ...], place: float) -> float:
    """Usual radius of a limb at a place along it (0 to 2 over its joints), as a share of the unit."""
    i, t = min(int(place), 1), place - min(int(place), 1)
    straight = RADII[names[i]] * (1 - t) + RADII[names[i + 1]] * t
    return float(straight + BULGE[names[i]] * np.sin(np.pi * t**0.5))


def _moved(joints: dict[str, Xy], side: str, at: np.ndarray, off_x: np.ndarray, off_y: np.ndarray) -> dict[str, Xy]:
    """Elbow and wrist moved by the shifts seen at places `at` along the arm.

    The pose's joint may lie beside the limb's middle; what is not seen stays where the pose says.
    """
    out = {}
    for place, name in ((1.0, f"elbow-{side}"), (2.0, f"wrist-{side}")):
        near = np.clip(1 - (np.abs(at - place).min() - 0.2) / 0.5, 0, 1)
        x, y = joints[name]
        dx, dy = (float(near * np.interp(place, at, off)) for off in (off_x, off_y))
        out[name] = (x + dx, y + dy)
    return out


@dataclass(frozen=True, eq=False)
class _Line:
    """A line of pixels across a limb, symmetric to its bone."""

    usual: float
    """Half the limb's usual width there."""
    off: Int64[np.ndarray, " n"]
    """Distance from the bone of each pixel."""
    x: Int64[np.ndarray, " n"]
    y: Int64[np.ndarray, " n"]
    way: np.ndarray
    """Unit vector along the line."""


def _line(path: list[Xy], names: tuple[str, ...], place: float, unit: float, shape: tuple[int, ...]) -> _Line | None:
    """The line across a limb at a place along it (0 to 2 over its joints); None where it leaves the picture."""
    i, t = int(place), place % 1
    (ax, ay), (bx, by) = path[i], path[i + 1]
    length = max(float(np.hypot(bx - ax, by - ay)), 1.0)
    nx, ny = -(by - ay) / length, (bx - ax) / length
    usual = _usual(names, place) * unit
    off = np.arange(-round(2.4 * usual), round(2.4 * usual) + 1)
    x = np.round(ax + (bx - ax) * t + off * nx).astype(int)
    y = np.round(ay + (by - ay) * t + off * ny).astype(int)
    inside = x.min() >= 0 and y.min() >= 0 and x.max() < shape[1] and y.max() < shape[0]
    return _Line(usual, off, x, y, np.array([nx, ny])) if inside else None


def _seen(
    skin: Region, cloth: Region, path: list[Xy], names: tuple[str, ...], unit: float
) -> list[tuple[float, float, float, float]]:
    """Places along a limb (0 to 2 over its joints) where bare skin is seen: share of the usual radius, shift (x, y)."""
    found = []
    for place in np.linspace(0.15, 1.9, 26):
        line = _line(path, names, float(place), unit, skin.shape)
        if line is None:
            continue
        before, after = _run(skin[line.y, line.x])
        share = (before + after) / (2 * line.usual)
        middle, last = len(line.off) // 2, len(line.off) - 1
        behind = bool(cloth[line.y, line.x][[max(middle - before - 1, 0), min(middle + after + 1, last)]].any())
        # cloth beside a narrow limb hides part of it
        if (HIDDEN if behind else 0.5) < share < 1.6:
            dx, dy = ((after - before) / 2 * line.way).tolist()
            found.append((float(place), float(share), dx, dy))
    return found


def _half_hidden(
    skin: Region, cloth: Region, path: list[Xy], names: tuple[str, ...], unit: float
) -> list[tuple[float, float, float]]:
    """Places along a forearm (1 to 2) of which cloth hides one side: the shift (x, y) to its middle.

    That lies half the usual width inside the edge that is in sight; `unit` as wide as this person's arms are.
    """
    found = []
    for place in np.linspace(1.2, 1.95, 13):
        line = _line(path, names, float(place), unit, skin.shape)
        there = np.flatnonzero(skin[line.y, line.x]) if line is not None else np.zeros(0, int)
        if line is None or not len(there) or len(there) > 2 * HIDDEN * line.usual:
            continue
        if not 1 < there[0] <= there[-1] < len(line.off) - 2:
            continue
        covered = [bool(cloth[line.y, line.x][k]) for k in (there[0] - 2, there[-1] + 2)]
        if covered[0] != covered[1]:
            middle = line.off[there[-1]] - line.usual if covered[0] else line.off[there[0]] + line.usual
            dx, dy = (middle * line.way).tolist()
            found.append((float(place), dx, dy))
    return found


def _run(line: np.ndarray) -> tuple[int, int]:
    """How far the run of true values over a line's middle goes to either side; 0 where it has no end or is absent."""
    middle = len(line) // 2
    gaps = np.flatnonzero(~line)
    before, after = gaps[gaps < middle], gaps[gaps > middle]
    if not line[middle] or not len(before) or not len(after):
        return 0, 0
    return int(middle - before[-1]), int(after[0] - middle)


def _field(
    person: Person,
    joints: dict[str, Xy],
    radius: dict[str, float],
    arms: dict[str, Tube],
    ends: dict[str, End],
    legs: Legs,
    free: Region,
    unit: float,
    step: int,
) -> Float32[np.ndarray, "h w"]:
    """Squared height of trunk, neck and limbs, negative off the body; computed on a grid of `step` pixels.

    `free` is where the person is and no arm lies before the trunk.
    """
    height, width = person.mask.shape
    rows, columns = np.mgrid[0 : height + step : step, 0 : width + step : step].astype(np.float32)
    grid = np.stack([columns, rows], -1)
    build = float(np.mean([radius[f"elbow-{side}"] for side in SIDES])) / (RADII["elbow"] * unit)
    middle = trunk(grid, joints, free, person.labels, build, unit)
    small = np.max([middle, *(lower_limbs.heights(grid, leg) for leg in legs.of.values())], 0)
    for side in SIDES:
        arm = arms[side]
        # palm and instep: a cuff or a trouser leg may have hidden where the limb goes over into them
        beyond = () if ends[side].unseen else ends[side].path
        path = [np.array(joints[f"shoulder-{side}"]), *arm.at[::2], *(np.array(at) for at, _ in beyond)]
        thick = [radius[f"shoulder-{side}"], *arm.radius[::2].tolist(), *(half for _, half in beyond)]
        for (start, ra), (end, rb) in pairwise(zip(path, thick, strict=True)):
            raised(small, step, start, end, ra, rb)
        _fold(small, step, joints, side, unit)
        for cone in foot(person, side, joints[f"ankle-{side}"], radius[f"ankle-{side}"], unit).cones:
            raised(small, step, *cone)
    _neck(small, step, joints, person.landmarks, unit)
    # the squared height is smooth across the outline: it can be enlarged without steps
    place = np.array([[1 / step, 0, 0], [0, 1 / step, 0]])
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(small, place, (width, height), flags=how, borderMode=cv2.BORDER_REPLICATE))


def raised(heights: Heights, step: int, a: Xy | np.ndarray, b: Xy | np.ndarray, ra: float, rb: float) -> None:
    """Lay a rounded cone from a to b into squared heights on a grid of `step` pixels; far off it nothing changes."""
    reach = max(ra, rb) + 4 * step
    (left, right), (top, bottom) = (
        (max(0, int((min(p, q) - reach) / step)), max(0, int((max(p, q) + reach) / step) + 1))
        for p, q in zip(a, b, strict=True)
    )
    here = heights[top:bottom, left:right]
    if not here.size:
        return
    x = np.arange(left, left + here.shape[1], dtype=np.float32)[None] * step - np.float32(a[0])
    y = np.arange(top, top + here.shape[0], dtype=np.float32)[:, None] * step - np.float32(a[1])
    dx, dy = np.float32(b[0] - a[0]), np.float32(b[1] - a[1])
    t = np.clip((x * dx + y * dy) / max(float(dx * dx + dy * dy), 1e-6), 0, 1)
    r = np.float32(ra) + np.float32(rb - ra) * t
    np.maximum(here, r * r - (x - t * dx) ** 2 - (y - t * dy) ** 2, out=here)


def _fold(heights: Heights, step: int, joints: dict[str, Xy], side: str, unit: float) -> None:
    """Lay the fold of muscle from breast to arm into squared heights: there the trunk goes over into the arm."""
    neck, hips = np.array(joints["neck"]), (np.array(joints["hip-left"]) + np.array(joints["hip-right"])) / 2
    shoulder, elbow = np.array(joints[f"shoulder-{side}"]), np.array(joints[f"elbow-{side}"])
    down = (hips - neck) / max(float(np.linalg.norm(hips - neck)), 1.0)
    out = shoulder - neck - ((shoulder - neck) @ down) * down
    aside, below, along, radius = (share * unit for share in FOLD)
    start = neck + min(1.0, aside / max(float(np.linalg.norm(out)), 1.0)) * out + below * down
    length = max(float(np.linalg.norm(elbow - shoulder)), 1.0)
    end = shoulder + min(along / length, 0.5) * (elbow - shoulder)
    raised(heights, step, start, end, radius, radius)


def _before(person: Person, joints: dict[str, Xy], unit: float) -> Region:
    """Both arms from a little below the shoulder to the fingertips; a hand not known lies as the forearm does."""
    canvas = np.zeros(person.labels.shape, np.uint8)
    for side in SIDES:
        shoulder, elbow, wrist = (np.array(joints[f"{n}-{side}"]) for n in ("shoulder", "elbow", "wrist"))
        lower = wrist - elbow
        tip = wrist + 0.45 * unit * lower / max(float(np.linalg.norm(lower)), 1.0)
        if side in person.hands:
            tip = person.hands[side][TIPS].mean(0)
        path = np.round(np.array([shoulder + 0.3 * (elbow - shoulder), elbow, wrist, tip])).astype(np.int32)
        cv2.polylines(canvas, [path], False, 1, max(1, round(BREADTH * unit)))
    return canvas > 0


def _neck(heights: Heights, step: int, joints: dict[str, Xy], landmarks: np.ndarray, unit: float) -> None:
    """Lay the neck and the slopes from it to the shoulders into squared heights."""
    neck = np.array(joints["neck"], np.float32)
    chin = landmarks[[9, 10]].mean(0) * 1.35 - landmarks[0] * 0.35
    up = chin - neck
    up = up / max(float(np.linalg.norm(up)), 1.0)
    base = neck + up * 0.12 * unit
    top = neck + up * 0.5 * unit
    raised(heights, step, (float(base[0]), float(base[1])), (float(top[0]), float(top[1])), 0.2 * unit, 0.17 * unit)
    for side in SIDES:
        tip = np.array(joints[f"shoulder-{side}"], np.float32)
        root = base + 0.06 * unit * up + 0.3 * (tip - neck)
        ends = (float(root[0]), float(root[1])), (float(tip[0]), float(tip[1]))
        raised(heights, step, *ends, 0.12 * unit, 0.145 * unit)
