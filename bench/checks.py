"""Do a result's checks say what an eye sees? Spoiled results must be caught, good ones must pass.

    python bench/checks.py [--pairs P] [--data D] [--scores FILE] [--out bench/out/checks] [--each 3]

Every pair is made once; its checks are set beside the judge's figures (`--scores`, as `bench/tryon.py` writes them).
Then results are spoiled by script, each in one known way, on those pairs where the check in question passed. The table
says, kind by kind, how many were caught by the check that is there for it, and by any. The overlay's results are
checked, too: nearly all of them are faulty.
"""

import argparse
import copy
import csv
import json
import statistics
import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

import vitrine
from bench.tryon import SHARED, overlay, save
from vitrine.fitting.checks import difference
from vitrine.fitting.engine import Check
from vitrine.fitting.warp import attempt
from vitrine.fitting.warp.clock import Clock
from vitrine.fitting.warp.tries import Attempt, Plan, better, penalty, second
from vitrine.fitting.warp.verify import Made, verified
from vitrine.fitting.warp.wearer import Wearer, wearer_of
from vitrine.garments.garment import Garment
from vitrine.people.person import CLASSES, Person
from vitrine.people.working import working

ROOT = Path(__file__).resolve().parent.parent
SEEN_BY = {
    "leak": ("leak", lambda s: s["leak"] is not None and s["leak"] > 0.01),
    "hands": ("hands", lambda s: s["hands"] < 0.95),
    "sleeves": ("sleeves", lambda s: s["sleeves"] is not None and s["sleeves"] < 0.75),
}
"""The judge's figures that say the same as a check."""


@dataclass(frozen=True, eq=False)
class Case:
    """A result and all that its checks need."""

    person: Person
    wearer: Wearer
    made: Attempt

    def checked(self, image: np.ndarray, mask: np.ndarray | None = None, of: Made | None = None) -> dict[str, Check]:
        """The checks of another picture of the same person in the same garment, which may be made of other layers."""
        touched = self.made.mask if mask is None else mask
        found = verified(self.person, self.wearer, of or self.made.of, image, touched)
        return {check.name: check for check in found}

    @property
    def unit(self) -> float:
        return self.wearer.frame.unit

    def at(self, *landmarks: int) -> tuple[int, int]:
        x, y = self.person.landmarks[list(landmarks)].mean(0)
        return int(x), int(y)


def main() -> None:
    options = arguments()
    if not options.pairs.exists():
        sys.exit(f"{options.pairs} is not here: this bench needs pictures that the project may not carry.")
    pairs = list(csv.DictReader(options.pairs.open()))
    scores = judged(options.scores)
    people: dict[str, Person] = {}
    alarms: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    spoiled: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    values: dict[str, list[float]] = defaultdict(list)
    tried, helped, flat = 0, 0, []
    for row in pairs:
        name = row["person"]
        people.setdefault(name, vitrine.read_person(options.data / "person" / f"{name}.jpg"))
        garment = vitrine.read_garment(options.data / "garment" / f"{row['garment']}.jpg", row["category"])
        case = made(people[name], garment)
        found = case.checked(case.made.image)
        failed = [f"{c.name} {c.value:.3g}" for c in found.values() if not c.passed]
        plan = second(case.made.checks, [garment])
        if plan is not None:
            tried += 1
            again = attempt(working(case.person), case.wearer, [garment], plan, Clock())
            if better(case.made, again) is again:
                helped += 1
                failed.append(f"-> {plan} {penalty(case.made.checks):.1f} to {penalty(again.checks):.1f}")
        print(name, row["garment"], "; ".join(failed) or "passes", flush=True)
        for check in found.values():
            values[check.name].append(check.value)
            count(alarms[check.name], check, scores.get((name, row["garment"])))
        image = overlay(case.person, garment)
        moved = (difference(case.person.photo, image) > 0).astype(np.float32)
        flat.append([c.name for c in case.checked(image, np.maximum(moved, case.made.mask)).values() if not c.passed])
        spoil_all(case, found, spoiled, options)
    report(alarms, values, spoiled, flat, tried, helped)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, default=SHARED / "bench" / "pairs.csv")
    parser.add_argument("--data", type=Path, default=SHARED / "data" / "tryon")
    parser.add_argument("--scores", type=Path, default=ROOT / "bench" / "out" / "tryon" / "warp" / "scores.txt")
    parser.add_argument("--out", type=Path, default=ROOT / "bench" / "out" / "checks")
    parser.add_argument("--each", type=int, default=3, help="spoiled results of each kind")
    return parser.parse_args()


def judged(path: Path) -> dict[tuple[str, str], dict[str, float]]:
    """The judge's figures by person and garment."""
    found = {}
    for line in path.read_text().splitlines() if path.exists() else []:
        head, _, rest = line.partition("{")
        if rest and len(head.split()) == 3:
            person, garment, _category = head.split()
            found[person, garment] = json.loads("{" + rest[: rest.rindex("}") + 1])
    return found


def made(person: Person, garment: Garment) -> Case:
    work = working(person)
    wearer = wearer_of(work.person)
    return Case(work.person, wearer, attempt(work, wearer, [garment], Plan(), Clock()))


def count(tally: list[int], check: Check, score: dict[str, float] | None) -> None:
    """Hits, misses, alarms of which the judge sees nothing, and passes."""
    if check.name not in SEEN_BY or score is None or "error" in score:
        tally[2 if not check.passed else 3] += 1
    elif SEEN_BY[check.name][1](score):
        tally[1 if check.passed else 0] += 1
    else:
        tally[2 if not check.passed else 3] += 1


# ways to spoil a result: each returns the picture, or None where it does not apply


def old_back(case: Case) -> np.ndarray | None:
    """A strip of the old clothing is seen again."""
    old = np.isin(case.person.labels, [CLASSES.index(n) for n in ("top", "outerwear", "dress", "bottoms")])
    old &= case.made.mask > 0.9
    rows = np.flatnonzero(old.any(1))
    if len(rows) < 20:
        return None
    image = case.made.image.copy()
    strip = old & (np.arange(old.shape[0])[:, None] > np.percentile(rows, 80))
    image[strip] = case.person.photo[strip]
    return image


def sleeve_moved(case: Case) -> np.ndarray | None:
    """A sleeve lies beside its arm."""
    cover = case.made.of.fits[-1].cover_of("left-sleeve") > 0.5
    if cover.sum() < 0.05 * case.unit**2:
        return None
    image = case.made.image.copy()
    base = case.person.photo
    image[cover] = base[cover]
    moved = np.roll(np.where(cover[..., None], case.made.image, 0), round(0.25 * case.unit), 1)
    there = np.roll(cover, round(0.25 * case.unit), 1)
    image[there] = moved[there]
    return image


def slimmed(case: Case) -> np.ndarray | None:
    """The waist is drawn in by a tenth."""
    x, y = case.at(11, 12, 23, 24)
    image = case.made.image
    rows, cols = np.mgrid[: image.shape[0], : image.shape[1]].astype(np.float32)
    near = np.exp(-(((rows - y) / (0.4 * case.unit)) ** 2))
    far = np.clip(1 - (np.abs(cols - x) / (1.1 * case.unit)) ** 4, 0, 1)
    drawn = cv2.remap(image, x + (cols - x) * (1 + 0.1 * near * far), rows, cv2.INTER_LINEAR, borderMode=1)
    return np.where(case.made.mask[..., None] > 0, drawn, image)


def blurred(case: Case) -> np.ndarray | None:
    """The garment is out of focus."""
    cover = case.made.of.fits[-1].cover[..., None]
    soft = cv2.GaussianBlur(case.made.image, (0, 0), 0.015 * case.unit)
    return np.rint(case.made.image + cover * (soft.astype(np.float32) - case.made.image)).astype(np.uint8)


def other_face(case: Case) -> np.ndarray | None:
    """The nose, where the photo shows it, is a little narrower."""
    x, y = case.at(0)
    image, r = case.made.image.copy(), max(3, round(0.06 * case.unit))
    if min(x, y) < r:
        return None
    part = image[y - r : y + r, x - r : x + r]
    image[y - r : y + r, x - r : x + r] = cv2.resize(part[:, r // 3 : -r // 3], part.shape[1::-1])
    return image


def patched(case: Case) -> np.ndarray | None:
    """A patch of another tone on skin that was made."""
    skin = (case.made.of.skin > 0.5) & (case.made.of.fits[-1].cover < 0.05)
    depth = cv2.distanceTransform(skin.astype(np.uint8), cv2.DIST_L2, 3)
    if depth.max() < 0.06 * case.unit:
        return None
    y, x = np.unravel_index(depth.argmax(), depth.shape)
    spot = np.zeros(skin.shape, np.float32)
    cv2.circle(spot, (int(x), int(y)), round(0.22 * case.unit), 1, -1)
    spot = (spot * skin)[..., None]
    return np.clip(case.made.image + spot * np.array([-28, -42, -46]), 0, 255).astype(np.uint8)


def hole(case: Case) -> np.ndarray | None:
    """The middle of the garment is missing."""
    cover = case.made.of.fits[-1].cover > 0.9
    rows, cols = np.nonzero(cover)
    image = case.made.image.copy()
    spot = np.zeros(cover.shape, np.uint8)
    middle = (int(np.median(cols)), int(np.median(rows)))
    cv2.ellipse(spot, middle, (round(0.2 * case.unit), round(0.25 * case.unit)), 0, 0, 360, 1, -1)
    image[(spot > 0) & cover] = (205, 165, 140)
    return image


def small_hole(case: Case) -> np.ndarray | None:
    """Through a hole as large as a coin what lies behind the garment is seen."""
    fit, base = case.made.of.fits[-1], case.made.of.canvas.base
    apart = np.abs(case.made.image - base).max(2) > 60
    depth = cv2.distanceTransform(((fit.cover > 0.95) & apart).astype(np.uint8), cv2.DIST_L2, 3)
    if depth.max() < 0.05 * case.unit:
        return None
    y, x = np.unravel_index(depth.argmax(), depth.shape)
    spot = np.zeros(depth.shape, np.uint8)
    cv2.circle(spot, (int(x), int(y)), max(2, round(0.035 * case.unit)), 1, -1)
    image = case.made.image.copy()
    image[spot > 0] = np.clip(base[spot > 0], 0, 255)
    return image


def sleeve_torn(case: Case) -> tuple[np.ndarray, Made] | None:
    """Bites are missing along the edges of a sleeve."""
    made, fit = case.made.of, case.made.of.fits[-1]
    old = fit.pieces.get("left-sleeve")
    if old is None or (old.alpha > 0.5).sum() < 0.05 * case.unit**2:
        return None
    inside = cv2.distanceTransform((old.alpha > 0.5).astype(np.uint8), cv2.DIST_L2, 3)
    rows = np.arange(old.alpha.shape[0])[:, None]
    bites = (inside < 0.07 * case.unit) & (rows // max(2, round(0.05 * case.unit)) % 2 == 0)
    piece = replace(old, alpha=np.where(bites, np.float32(0), old.alpha))
    canvas = copy.copy(made.canvas)
    canvas.laid = [piece if laid is old else laid for laid in canvas.laid]
    gone = np.zeros(made.skin.shape, bool)
    gone[old.window] = bites
    shares = [share.copy() for share in canvas.shares]
    lost = np.zeros(made.skin.shape, np.float32)
    for laid, share in zip(canvas.laid, shares[2:], strict=True):
        if laid is piece:
            lost[gone] += share[gone]
            share[gone] = 0
    shares[1] += lost
    canvas.shares = shares
    mixed = case.made.image + (canvas.base - case.made.image) * lost[..., None]
    worn = replace(fit, pieces=fit.pieces | {"left-sleeve": piece})
    return np.clip(mixed, 0, 255).astype(np.uint8), Made([*made.fits[:-1], worn], canvas, made.skin)


def collar_up(case: Case) -> np.ndarray | None:
    """The upper edge of the garment lies over the throat."""
    lift, neck = round(0.28 * case.unit), case.wearer.frame.joint["neck"]
    torso = case.made.of.fits[-1].cover_of("torso") > 0.5
    columns = np.abs(np.arange(torso.shape[1]) - neck.real) < 0.22 * case.unit
    if not torso.any() or case.made.of.fits[-1].category == "bottoms":
        return None
    raised = np.zeros_like(torso)
    raised[:-lift] = torso[lift:]
    raised &= columns & ~torso
    image = case.made.image.copy()
    image[raised] = np.roll(case.made.image, -lift, 0)[raised]
    return image


def fingers_painted(case: Case) -> np.ndarray | None:
    """The garment's colour over the fingers' tips, where the parser is not sure of a hand."""
    wrist, finger = case.person.landmarks[15], case.person.landmarks[19]
    spot = np.zeros(case.made.mask.shape, np.uint8)
    ends = np.round(np.stack([wrist + 0.9 * (finger - wrist), wrist + 1.4 * (finger - wrist)])).astype(int).tolist()
    cv2.line(spot, ends[0], ends[1], 1, max(2, round(0.08 * case.unit)))
    if ((spot > 0) & (case.person.mask > 0.6) & (case.person.labels == CLASSES.index("skin"))).sum() < 20:
        return None
    image = case.made.image.copy()
    image[spot > 0] = np.median(case.made.image[case.made.of.fits[-1].cover > 0.9], 0)
    return image


def hand_painted(case: Case) -> np.ndarray | None:
    """The garment's colour over a hand."""
    wrist, finger = case.person.landmarks[16], case.person.landmarks[20]
    spot = np.zeros(case.made.mask.shape, np.uint8)
    ends = np.round(np.stack([wrist + 0.3 * (finger - wrist), wrist + 1.2 * (finger - wrist)])).astype(int).tolist()
    cv2.line(spot, ends[0], ends[1], 1, max(2, round(0.12 * case.unit)))
    if (spot[case.person.labels == CLASSES.index("skin")]).sum() < 0.004 * case.unit**2:
        return None
    image = case.made.image.copy()
    image[spot > 0] = np.median(case.made.image[case.made.of.fits[-1].cover > 0.9], 0)
    return image


def hem_moved(case: Case) -> np.ndarray | None:
    """The lower edge is cut off: the old clothing or the scene is there."""
    cover = case.made.of.fits[-1].cover > 0.5
    rows = np.flatnonzero(cover.any(1))
    cut = cover & (np.arange(cover.shape[0])[:, None] > rows[-1] - 0.25 * case.unit)
    image = case.made.image.copy()
    image[cut] = case.made.of.canvas.base[cut]
    return image


def other_colour(case: Case) -> np.ndarray | None:
    """The whole garment in another colour."""
    lab = cv2.cvtColor(case.made.image, cv2.COLOR_RGB2LAB).astype(np.float32)
    lab[..., 1:] += (9, -12)
    turned = cv2.cvtColor(np.clip(lab, 0, 255).astype(np.uint8), cv2.COLOR_LAB2RGB)
    return np.where(case.made.of.fits[-1].cover[..., None] > 0.5, turned, case.made.image)


def beside(case: Case) -> np.ndarray | None:
    """Something in the scene is changed."""
    image = case.made.image.copy()
    image[2:12, 2:12] = 255 - image[2:12, 2:12]
    return image


Spoilt = np.ndarray | tuple[np.ndarray, Made] | None
SPOILT: dict[str, tuple[Callable[[Case], Spoilt], str]] = {
    "old clothing again": (old_back, "leak"),
    "sleeve moved": (sleeve_moved, "sleeves"),
    "waist slimmed": (slimmed, "outline"),
    "print blurred": (blurred, "print"),
    "face changed": (other_face, "face"),
    "skin patched": (patched, "skin"),
    "middle missing": (hole, "whole"),
    "hand painted over": (hand_painted, "hands"),
    "fingers painted over": (fingers_painted, "hands"),
    "small hole": (small_hole, "gaps"),
    "sleeve edge torn": (sleeve_torn, "edges"),
    "collar over the neck": (collar_up, "collar"),
    "hem cut": (hem_moved, "whole"),
    "other colour": (other_colour, "colour"),
    "scene changed": (beside, "outside"),
}
"""Ways to spoil a result, and the check that is there for each."""


def spoil_all(
    case: Case, found: dict[str, Check], spoiled: dict[str, list[tuple[bool, bool]]], options: argparse.Namespace
) -> None:
    """Spoil a result in each way in which not enough are yet, where the check in question passed and can tell."""
    for kind, (spoil, name) in SPOILT.items():
        if name not in found or not found[name].passed or len(spoiled[kind]) >= options.each:
            continue
        if name == "print" and "no print" in found[name].say:
            continue
        made = spoil(case)
        if made is None:
            continue
        image, of = made if isinstance(made, tuple) else (made, None)
        after = case.checked(image, of=of)
        fresh = [n for n, c in after.items() if not c.passed and found[n].passed]
        spoiled[kind].append((name in fresh, bool(fresh)))
        if name not in fresh:
            print(f"    missed: {kind}: {name} {found[name].value:.3g} -> {after[name].value:.3g}; others: {fresh}")
        options.out.mkdir(parents=True, exist_ok=True)
        save(options.out / f"{kind.replace(' ', '-')}-{len(spoiled[kind])}.png", image)


def report(
    alarms: dict[str, list[int]],
    values: dict[str, list[float]],
    spoiled: dict[str, list[tuple[bool, bool]]],
    flat: list[list[str]],
    tried: int,
    helped: int,
) -> None:
    print(f"\n{'check':<10}{'hits':>6}{'misses':>8}{'alarms':>8}{'passes':>8}{'median':>9}{'90 %':>8}")
    for name, (hits, misses, false, passes) in alarms.items():
        high = float(np.percentile(values[name], 90))
        middle = statistics.median(values[name])
        print(f"{name:<10}{hits:>6}{misses:>8}{false:>8}{passes:>8}{middle:>9.3g}{high:>8.3g}")
    print(f"\n{'spoiled':<20}{'n':>4}{'by its check':>14}{'by any':>8}")
    for kind, outcomes in spoiled.items():
        own, anyone = (sum(o[k] for o in outcomes) for k in (0, 1))
        print(f"{kind:<20}{len(outcomes):>4}{own:>14}{anyone:>8}   {SPOILT[kind][1]}")
    caught = sum(bool(f) for f in flat)
    print(f"\noverlay: {caught} of {len(flat)} caught;", {n: sum(n in f for f in flat) for n in alarms})
    print(f"second tries: {tried} of {len(flat)}, better {helped}")


if __name__ == "__main__":
    main()
