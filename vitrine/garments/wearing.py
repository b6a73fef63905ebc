"""A garment on somebody's body: cut from that person, its landmarks from pose and parsing, what is hidden completed.

The rig's points lie in the photo as the body carries them, so the engine's mesh turns each sleeve from this pose to
the shopper's own.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import cv2
import numpy as np

from vitrine.errors import BadInput
from vitrine.garments import regions
from vitrine.garments.attributes import attributes
from vitrine.garments.garment import Category, Garment, Sleeve
from vitrine.garments.hidden import completed, hidden
from vitrine.garments.lower import lower
from vitrine.garments.parts import index, parts
from vitrine.garments.silhouette import silhouette
from vitrine.imaging.masks import GuidedFilter
from vitrine.imaging.types import Labels, Mask, Picture, Region
from vitrine.nets import Nets
from vitrine.people.analyse import analyse
from vitrine.people.body import unit_of
from vitrine.people.person import CLASSES, Person

LABELS: Final[dict[Category, tuple[str, ...]]] = {
    "tops": ("top",), "outerwear": ("outerwear",), "dresses": ("dress",), "bottoms": ("bottoms",),
}  # fmt: skip
LEAST: Final = 0.01
"""Share of the picture from which clothes of a slot count."""
Spot = np.ndarray
Named = dict[str, tuple[float, float]]


@dataclass(frozen=True, eq=False)
class Body:
    """A person as the wearer of one garment; `side` is "left" or "right", the wearer's."""

    person: Person
    cloth: Region
    """The garment, with what is hidden of it."""

    @cached_property
    def unit(self) -> float:
        """About the shoulders' width, pixels."""
        return unit_of(self.person.landmarks)

    def joint(self, name: str, side: str) -> Spot:
        """A joint's place."""
        index = {"shoulder": 11, "elbow": 13, "wrist": 15, "hip": 23}[name] + (side == "right")
        return np.asarray(self.person.landmarks[index], float)

    @cached_property
    def down(self) -> Spot:
        """Unit vector from the shoulders to the hips."""
        way = sum(self.joint("hip", s) - self.joint("shoulder", s) for s in ("left", "right"))
        return np.asarray(way / max(float(np.hypot(*way)), 1e-6))

    def outward(self, side: str) -> Spot:
        """Unit vector across the trunk to one side."""
        across = np.array([-self.down[1], self.down[0]])
        towards = self.joint("shoulder", side) - self.joint("shoulder", "left" if side == "right" else "right")
        return across if across @ towards > 0 else -across

    def at(self, place: Spot) -> bool:
        """Whether the garment covers a place."""
        x, y = np.round(place).astype(int)
        return bool(0 <= x < self.cloth.shape[1] and 0 <= y < self.cloth.shape[0] and self.cloth[y, x])

    def edge(self, start: Spot, way: Spot, most: float) -> Spot:
        """The last place of the garment from `start` along `way`, at most `most` units away."""
        last = start
        for step in np.arange(0, most * self.unit, 0.5):
            if self.at(start + step * way):
                last = start + step * way
            elif float(np.hypot(*(start + step * way - last))) > 0.04 * self.unit:
                break
        return np.asarray(last)


def worn(photo: Picture, nets: Nets, category: str) -> tuple[Garment, float] | None:
    """The garment that somebody wears, and the share of it that was hidden; None where no body can be read.

    Args:
        photo: a picture of a person from the front.
        nets: packaged networks and ours.
        category: the slot, or "auto": what covers most.
    """
    try:
        person = analyse(photo, nets)
    except BadInput:
        return None
    return of(person, category)


def of(person: Person, category: str) -> tuple[Garment, float] | None:
    """The garment that this person wears, and the share of it that was hidden; None where none can be read."""
    photo = person.photo
    slot = chosen(person, category)
    if slot is None:
        return None
    shown = pieces(np.isin(person.labels, [CLASSES.index(name) for name in LABELS[slot]]))
    lost = hidden(person, shown, slot)
    body = Body(person, shown | lost)
    points = legs(body, photo) if slot == "bottoms" else trunk(body)
    if points is None:
        return None
    alpha = coverage(photo, shown, lost)
    return Garment(
        photo=photo,
        alpha=alpha,
        category=slot,
        photo_type="worn",
        landmarks=points,
        parts=labelled(body, alpha, points),
        sleeve=None if slot == "bottoms" else sleeve(body),
        confidence=0.6,
        warnings=("worn-garment", *(w for w in person.warnings if w == "several-people")),
        attributes=attributes(photo, shown.astype(np.float32)),
        filled=completed(photo, shown & ~regions.grown(lost, 1), lost, body.down, middle(body)) if lost.any() else None,
    ), float(lost.sum() / max(int(body.cloth.sum()), 1))


def chosen(person: Person, category: str) -> Category | None:
    """The slot asked for where the person wears something in it; "auto": the largest, a top before bottoms."""
    area = {s: float(np.isin(person.labels, [CLASSES.index(n) for n in names]).mean()) for s, names in LABELS.items()}
    area["bottoms"] *= 0.6
    wanted = [s for s in LABELS if category in ("auto", s)]
    best = max(wanted, key=lambda slot: area[slot])
    return best if area[best] >= LEAST else None


def pieces(found: Region) -> Region:
    """The largest piece and those that an arm or a strap may have cut off from it."""
    count, names, stats, _ = cv2.connectedComponentsWithStats(found.astype(np.uint8))
    areas = stats[1:, cv2.CC_STAT_AREA]
    if count < 2:
        return found
    keep = 1 + np.flatnonzero(areas > 0.06 * areas.max())
    return np.isin(names, keep)


def coverage(photo: Picture, shown: Region, lost: Region) -> Mask:
    """The garment's coverage: soft where the picture shows its edge, by the parser elsewhere."""
    guide = photo.astype(np.float32) / np.float32(255)
    soft = GuidedFilter(guide, 3 * regions.unit(shown.shape), 1e-4)(shown.astype(np.float32))
    alpha = np.clip(1.5 * soft - 0.25, 0, 1)
    alpha = np.where(regions.grown(shown, 3 * regions.unit(shown.shape)), alpha, 0)
    inner = cv2.GaussianBlur((shown | lost).astype(np.float32), (0, 0), 1.2)
    return np.where(regions.grown(lost, 2), np.maximum(alpha, inner), alpha).clip(0, 1).astype(np.float32)


def labelled(body: Body, alpha: Mask, points: Named) -> Labels:
    """The part map; a sleeve is what lies about the arm's bones outside the line from shoulder over armpit to cuff."""
    out = parts(alpha, {name: p for name, p in points.items() if not name.startswith("cuff")})
    for side in ("left", "right"):
        if f"cuff-outer-{side}" not in points:
            continue
        shoulder, elbow, wrist = (body.joint(j, side) for j in ("shoulder", "elbow", "wrist"))
        away = body.outward(side)
        cuff = np.array(points[f"cuff-outer-{side}"])
        rim = [shoulder - 0.3 * body.unit * body.down, shoulder + 0.4 * body.unit * away]
        rim += [j + 0.4 * body.unit * away for j in (elbow, wrist)] if reach(body, side) > 1 else []
        below = 0.3 * (cuff - shoulder) / max(float(np.hypot(*(cuff - shoulder))), 1e-6) * body.unit
        rim += [cuff + below + 0.2 * body.unit * away, np.array(points[f"cuff-inner-{side}"]) + below]
        rim += [np.array(points[f"{name}-{side}"]) for name in ("cuff-inner", "slot", "armpit", "shoulder")]
        area = np.zeros(out.shape, np.uint8)
        cv2.fillPoly(area, [np.round(rim).astype(np.int32)], 1)
        out[(area > 0) & (out > 0)] = index("left-sleeve" if side == "left" else "right-sleeve")
    return out


def middle(body: Body) -> Spot:
    """The trunk's middle."""
    return np.asarray(np.mean([body.joint(j, s) for j in ("shoulder", "hip") for s in ("left", "right")], axis=0))


def reach(body: Body, side: str) -> float:
    """How far the sleeve reaches: 0 at the shoulder, 1 at the elbow, 2 at the wrist."""
    stops = [body.joint(j, side) for j in ("shoulder", "elbow", "wrist")]
    last, gap = 0.0, 0.0
    for t in np.arange(0.05, 2.0, 0.05):
        k = int(t)
        at = stops[k] + (t - k) * (stops[k + 1] - stops[k])
        across = stops[k + 1] - stops[k]
        n = np.array([-across[1], across[0]]) / max(float(np.hypot(*across)), 1e-6)
        n = n if n @ body.outward(side) > 0 else -n
        # cloth of the trunk may lie behind a bare arm's inner side, never its outer one
        if body.at(at) and body.at(at + 0.05 * body.unit * n):
            last, gap = float(t), 0.0
        else:
            gap += 0.05
            if gap > 0.2:
                break
    return last


def sleeve(body: Body) -> Sleeve:
    """The sleeve's length by name."""
    t = max(reach(body, side) for side in ("left", "right"))
    return "none" if t < 0.25 else "short" if t < 1.0 else "three-quarter" if t < 1.6 else "long"


def trunk(body: Body) -> Named | None:
    """Landmarks of tops, outerwear and dresses."""
    out: Named = {}
    for side in ("left", "right"):
        shoulder, hip, away = body.joint("shoulder", side), body.joint("hip", side), body.outward(side)
        pit = armpit(body, side)
        outer = body.edge(shoulder, (away - 0.9 * body.down) / np.hypot(1, 0.9), 0.35)
        neck = neck_point(body, side)
        if neck is None or pit is None:
            return None
        spots = {"neck": neck, "shoulder": outer, "armpit": pit, **arm(body, side, pit)}
        row = shoulder + 0.66 * (hip - shoulder)
        spots["waist"] = body.edge(row - 0.1 * body.unit * away, away, 0.45)
        spots["hem"] = hem(body, side)
        out |= {f"{name}-{side}": (float(p[0]), float(p[1])) for name, p in spots.items()}
    if out["hem-left"][1] <= out["armpit-left"][1] or out["hem-right"][1] <= out["armpit-right"][1]:
        return None
    x0, x1 = sorted(round(out[f"neck-{s}"][0]) for s in ("left", "right"))
    tops = [(body.cloth[:, x].argmax(), x) for x in range(x0, x1 + 1) if body.cloth[:, x].any()]
    low = max(tops, default=(round(out["neck-left"][1]), round((x0 + x1) / 2)))
    return out | {"neck-front": (float(low[1]), float(low[0]))}


def armpit(body: Body, side: str) -> Spot | None:
    """The armpit; of a garment cut out further than that the place of its edge beside it."""
    shoulder, hip, away = body.joint("shoulder", side), body.joint("hip", side), body.outward(side)
    for down in (0.3, 0.36, 0.42):
        for inward in np.arange(-0.02, 0.2, 0.02):
            place = shoulder + down * (hip - shoulder) - inward * body.unit * away
            if body.at(place):
                return np.asarray(place)
    return None


def neck_point(body: Body, side: str) -> Spot | None:
    """Where the upper edge is highest between the middle and the shoulder: there neckline and shoulder seam meet."""
    other = "left" if side == "right" else "right"
    shoulder, facing = body.joint("shoulder", side), body.joint("shoulder", other)
    centre = (shoulder + facing) / 2
    tops = []
    for t in np.arange(0.2, 0.92, 0.03):
        start = centre + t * (shoulder - centre) + 0.12 * body.unit * body.down
        if body.at(start):
            top = body.edge(start, -body.down, 0.6)
            # level edges: the place nearer to the neck
            tops.append((float((centre - top) @ body.down) - 0.03 * body.unit * t, top))
    return max(tops, key=lambda found: found[0])[1] if tops else None


def arm(body: Body, side: str, pit: Spot) -> dict[str, Spot]:
    """Corners of the cuff and where the sleeve's inner edge leaves the torso; nothing for a bare arm."""
    t = reach(body, side)
    if t < 0.25:
        return {}
    stops = [body.joint(j, side) for j in ("shoulder", "elbow", "wrist")]
    k = min(int(t), 1)
    bone = stops[k + 1] - stops[k]
    way = bone / max(float(np.hypot(*bone)), 1e-6)
    end = body.edge(stops[k] + (t - k) * bone, way, 0.25)
    n = np.array([-way[1], way[0]])
    n = n if n @ body.outward(side) > 0 else -n
    back = end - 0.03 * body.unit * way
    outer, inner = body.edge(back, n, 0.3), body.edge(back, -n, 0.2)
    # the gap between arm and trunk opens where the garment ends on the way down from the armpit
    slot = pit
    for step in np.arange(0, float(np.hypot(*(end - stops[0]))), 2.0):
        here = pit + step * way
        if not body.at(here) or (here - end) @ way > 0:
            break
        slot = here
    return {"cuff-outer": outer, "cuff-inner": inner, "slot": slot}


def hem(body: Body, side: str) -> Spot:
    """The lower corner on one side of the trunk, arms left out."""
    away, low = body.outward(side), body.down
    ys, xs = np.nonzero(body.cloth)
    places = np.stack([xs, ys], 1).astype(float)
    sideways = (places - middle(body)) @ away
    hip = float((body.joint("hip", side) - middle(body)) @ away)
    depth = (places - body.joint("hip", side)) @ low
    # above the hips sleeves hang beside the trunk; below them a skirt may flare
    inside = (sideways > -0.05 * body.unit) & (sideways < hip + 0.28 * body.unit + 0.6 * np.maximum(depth, 0))
    if not inside.any():
        return body.joint("hip", side)
    return np.asarray(places[inside][(depth + 0.8 * sideways)[inside].argmax()])


def legs(body: Body, photo: Picture) -> Named | None:
    """Landmarks of bottoms: of the silhouette, the crotch not lower than a body's own."""
    shape = silhouette(body.cloth.astype(np.float32), photo)
    points = {name: shape.in_picture(*p) for name, p in lower(shape).points.items()}
    hips = (body.joint("hip", "left") + body.joint("hip", "right")) / 2
    if "crotch" in points:
        low = hips + 0.32 * body.unit * body.down
        points["crotch"] = min(points["crotch"], (float(low[0]), float(low[1])), key=lambda p: p[1])
    return points
