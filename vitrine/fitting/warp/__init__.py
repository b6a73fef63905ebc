"""The embedded engine: the garment's own pixels, posed on the person and laid over the cleaned photo."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Final

import numpy as np
from jaxtyping import Float32

from vitrine.fitting.checks import face_of
from vitrine.fitting.engine import Check, Fitted
from vitrine.fitting.warp.arap import pose
from vitrine.fitting.warp.arm import SIDES
from vitrine.fitting.warp.armhole import closed
from vitrine.fitting.warp.beneath import sleeves_of
from vitrine.fitting.warp.clock import Clock
from vitrine.fitting.warp.creases import creased, turned_in
from vitrine.fitting.warp.dress import dress, lying
from vitrine.fitting.warp.enlarge import enlarged
from vitrine.fitting.warp.evened import legs_evened
from vitrine.fitting.warp.falls import relieved
from vitrine.fitting.warp.fit import Fit, sleeve_of
from vitrine.fitting.warp.front import SLEEVES, Hanging, over_bottoms
from vitrine.fitting.warp.hanging import hem_line
from vitrine.fitting.warp.hood import behind_shoulders
from vitrine.fitting.warp.layering import layered, stray
from vitrine.fitting.warp.layers import Canvas, finish
from vitrine.fitting.warp.light import as_photographed, camera, roundness, shaded, shows, turns_show
from vitrine.fitting.warp.lower import from_waist
from vitrine.fitting.warp.pocket import drawn_up
from vitrine.fitting.warp.raster import FINER, Piece, draw
from vitrine.fitting.warp.rig import Rig, label, rigged
from vitrine.fitting.warp.sizes import finer, size
from vitrine.fitting.warp.straps import on_body
from vitrine.fitting.warp.tries import Attempt, Plan, better, second
from vitrine.fitting.warp.tuck import bare_hips, bare_waist, ends_at, tucked, waist_for
from vitrine.fitting.warp.upper import from_shoulders, sewn
from vitrine.fitting.warp.verify import Made, by_itself, untouched, verified
from vitrine.fitting.warp.wearer import Wearer, wearer_of
from vitrine.fitting.warp.white import as_white
from vitrine.fitting.warp.worn import Waist
from vitrine.garments.garment import Garment, Part
from vitrine.imaging.masks import among, box, grown, soft
from vitrine.imaging.types import Mask, Points
from vitrine.people.body import Body
from vitrine.people.person import CLASSES, Person
from vitrine.people.working import Working, working

ORDER: Final = ("bottoms", "tops", "dresses", "outerwear")
"""From inner to outer: a top is worn over trousers."""
WORN: Final = tuple(CLASSES.index(name) for name in ("background", "top", "outerwear", "dress"))
"""All that may be changed where the face is: a collar, the wall beside it."""
SKIN: Final = CLASSES.index("skin")
BENEATH: Final = tuple(CLASSES.index(name) for name in ("top", "dress"))
"""Old clothes that stay on beneath a jacket."""
RIM: Final = 0.03
"""Breadth of their soft edge and of the shadow beside it, in u."""
SHOULDERS: Final = 0.25
"""How far below them shoulders are as broad as the shade on a garment takes them, in u: their slopes face upward."""
LEGS: Final = 0.5
"""How much weaker that shade is on legs: they have seams, creases and wear at their sides of their own."""
HIPS: Final = 0.3
"""Length above the crotch over which it comes to be so, in u."""
PARTED: Final = 0.1
"""Length below the crotch over which each leg comes to be round for itself, in u."""
INSIDE: Final = 0.8
"""How much light falls into a collar, on the inside of the back; of a hood the outside shows there as well."""
SURE: Final = 0.5
"""A garment whose confidence is lower gets a warning."""


def warp(person: Person, garments: Sequence[Garment]) -> Fitted:
    """Dress `person` in `garments`, whatever their order; where a check fails, once more in another way."""
    clock = Clock()
    worn = sorted(garments, key=lambda g: ORDER.index(g.category))
    with clock("wearer"):
        work = working(person)
        wearer = wearer_of(work.person)
    made = attempt(work, wearer, worn, Plan(), clock)
    plan = second(made.checks, worn)
    if plan is not None:
        made = better(made, attempt(work, wearer, worn, plan, clock))
    image, mask, checks = made.image, made.mask, made.checks
    if work.person is not person:
        with clock("enlarge"):
            image, mask = enlarged(person, work, made.of.canvas, made.of.fits, wearer.front.colour)
            checks = (*untouched(person, image, mask), *checks[2:])
    return Fitted(image, mask, checks, _warnings(checks, made.of.fits), clock.timings)


def attempt(work: Working, wearer: Wearer, worn: Sequence[Garment], plan: Plan, clock: Clock) -> Attempt:
    """Dress the person once; `worn` in the order of dressing."""
    person = work.person
    deep = any(tucked(garment) for garment in worn)
    low = replace(wearer, frame=bare_waist(wearer.frame)) if deep else wearer
    with ThreadPoolExecutor(1) as beside:
        # what the garments' places do not matter for is made meanwhile
        bare = beside.submit(wearer.prepare, person, [garment.category for garment in worn])
        fits: list[Fit] = []
        for garment in worn:
            by = low if garment.category == "bottoms" else wearer
            waist = waist_for(garment, fits, person, wearer)
            fits.append(_posed(garment, by, person.mask.shape, plan, clock, waist))
        fits = layered(fits, wearer.frame)
        with clock("erase"):
            bare.result()
        undressed = beside.submit(_undressed, work, fits, wearer)
        with clock("light"):
            fits = [_shaded(fit, person, wearer) for fit in fits]
        with clock("erase"):
            canvas, ground, skin = undressed.result()
    # arms in old sleeves that stay on stay hidden
    bared = skin if any(fit.category != "bottoms" for fit in fits) else np.zeros_like(skin)
    with ThreadPoolExecutor(1) as beside:
        ways = [beside.submit(lying, fit, wearer, bared) for fit in fits]
        alone = beside.submit(by_itself, fits[-1], wearer.frame.unit)
        with clock("layers"):
            for fit, way in zip(fits, ways, strict=True):
                over = _top_over(person, fits, wearer) if fit.category == "bottoms" else None
                dress(canvas, fit, wearer, ground, way, over, plan.arms_in_front)
            canvas.touched[face_of(person) & ~among(person.labels, WORN)] = 0
            image, mask = finish(person.photo, canvas)
        with clock("checks"):
            found = verified(person, wearer, Made(fits, canvas, skin), image, mask, alone)
    return Attempt(plan, Made(fits, canvas, skin), image, mask, found)


def _posed(
    garment: Garment, wearer: Wearer, shape: tuple[int, int], plan: Plan, clock: Clock, waist: Waist | None
) -> Fit:
    """The garment's parts as they lie in the photo, gathered at the `waist` where it is tucked in."""
    with clock("rig"):
        frame = wearer.frame
        fine = FINER * finer(garment, frame)
        ready = rigged(garment, plan.scale * size(garment, frame), sewn(garment, frame), fine)
    with clock("pose"):
        lower = garment.category == "bottoms"
        goal = from_waist(ready, wearer.frame) if lower else from_shoulders(ready, wearer.frame, waist)
        posed = pose(ready.mesh, goal.pull, goal.rest, goal.start)
    with clock("draw"):
        pieces = _drawn(ready, posed, shape, *ready.covers)
        if garment.category in ("tops", "outerwear") and wearer.frame.pocket and "torso" in pieces:
            lifted = drawn_up(ready.mesh, posed, pieces["torso"], wearer.frame)
            if lifted is not None:
                posed = lifted
                pieces |= _drawn(ready, posed, shape, "torso")
    if garment.hooded and "inside-back" in pieces:
        pieces["inside-back"] = behind_shoulders(pieces["inside-back"], wearer.frame.unit)
    pieces = on_body(ready, pieces, wearer.body.mask * (1 - wearer.front.hair))
    unlit = np.ones(shape, np.float32), np.ones(3, np.float32)
    fit = ends_at(Fit(ready, posed, pieces, pieces, shape, *unlit), waist, wearer.frame)
    pieces = closed(ready, posed, fit.pieces, wearer.frame, _beneath_sleeves(wearer.body, fit.waist))
    pieces = legs_evened(ready, posed, pieces, wearer.frame.unit)
    return replace(fit, drawn=pieces, pieces=pieces)


def _drawn(rig: Rig, posed: Points, shape: tuple[int, int], *parts: Part) -> dict[Part, Piece]:
    """Some parts as they lie in the photo, without those outside of it."""
    with ThreadPoolExecutor(2) as pool:
        drawn = pool.map(lambda p: draw(rig.mesh, posed, label(p), rig.colours(p), rig.covers[p], shape), parts)
        return {part: piece for part, piece in zip(parts, drawn, strict=True) if piece is not None}


def _beneath_sleeves(body: Body, waist: Waist | None) -> Mask:
    """The body as far as a sleeve may go on over it: below a waist that is the arm alone, no torso covers the hip."""
    if waist is None:
        return body.mask
    arms = [body.arms[side].drawn(body.mask.shape) for side in SIDES]
    return np.asarray(body.mask * np.maximum(1 - waist.below, arms[0] | arms[1]), np.float32)


def _undressed(work: Working, fits: Sequence[Fit], wearer: Wearer) -> tuple[Canvas, Mask, Mask]:
    """The photo without the old clothes of every slot in question; where a shadow may fall; where skin was made."""
    person = work.person
    first, *others = [wearer.undressed(person, fit.category, fit.cover) for fit in fits]
    if fits[0].category == "bottoms":
        # the old ones go: they do not come out from beneath the old top either
        others = [wearer.bare_hips(erased, fit.category) for erased, fit in zip(others, fits[1:], strict=True)]
    if fits[0].category == "tops" and bare_hips(fits, wearer.frame):
        torsos = [fit.pieces["torso"] for fit in fits if fit.waist is None and "torso" in fit.pieces]
        first = wearer.in_bottoms(person, first, hem_line(torsos, first.removed.shape[1], wearer.frame.unit))
    base, removed = first.picture.astype(np.float32), first.removed
    ground, skin = wearer.ground * (1 - first.scene), first.skin
    for erased in others:
        there = erased.removed > removed
        base[there] = erased.picture[there]
        removed = np.maximum(removed, erased.removed)
        ground = ground * (1 - erased.scene)
        skin = np.where(there, erased.skin, skin)
    if fits[-1].category == "outerwear":
        _nothing_beside(person, fits[-1], wearer, base, removed, skin)
    return Canvas(base, removed, np.maximum(skin, person.labels == SKIN)), ground, skin


def _nothing_beside(person: Person, outer: Fit, wearer: Wearer, base: np.ndarray, removed: Mask, skin: Mask) -> None:
    """Take off, in place, what of the old clothes beneath a jacket would look out beside it."""
    old = stray((removed < 0.5) & among(person.labels, BENEATH), outer, wearer.frame)
    if not old.any():
        return
    bare = wearer.undressed(person, "tops", outer.cover)
    there = soft(grown(old, RIM * wearer.frame.unit), 0.8) * bare.removed
    base += (bare.picture - base) * there[..., None]
    np.maximum(removed, there, out=removed)
    skin += (bare.skin - skin) * there


def _shaded(fit: Fit, person: Person, wearer: Wearer) -> Fit:
    """The garment in the light of body and scene, with the folds of plain old cloth and of worn cloth."""
    folded, scene, rig = wearer.shading(person, fit.category), wearer.scene, fit.rig
    fall, folded = relieved(fit, wearer.frame, scene.lean, folded)
    folded = creased(fit, wearer.frame) * folded
    light, pieces = folded * fall, {}
    whole = np.ones(fit.shape, np.float32)
    window = box([fit.cover > 0.5], round(0.15 * wearer.frame.unit))
    whole[window] = roundness(fit.cover[window], wearer.frame.unit, scene.lean, SHOULDERS)
    by = camera(rig.texture, rig.alpha > 0.9, rig.scale, scene)
    gain = as_white(rig.texture, rig.alpha, scene.white, scene.gain)

    def lit(part: Part, piece: Piece) -> tuple[Float32[np.ndarray, "rows columns"], Piece]:
        seen = shows(piece.colour)
        factor = (1 + (fall[piece.window] - 1) * seen) * folded[piece.window]
        factor *= 1 + (_roundness(fit, part, whole, wearer) - 1) * turns_show(seen)
        if part == "inside-back" and not rig.garment.hooded:
            factor = factor * INSIDE
        if part == "torso" and fit.waist is not None:
            factor = factor * turned_in(fit.waist, wearer.frame.unit)[piece.window]
        return factor, replace(piece, colour=as_photographed(shaded(piece.colour, factor, gain), by))

    with ThreadPoolExecutor(2) as pool:
        each = pool.map(lit, fit.drawn, fit.drawn.values())
        for (part, piece), (factor, shown) in zip(fit.drawn.items(), each, strict=True):
            light[piece.window] = np.where(piece.alpha > 0.5, factor, light[piece.window])
            pieces[part] = shown
    return replace(fit, pieces=pieces, light=light, gain=gain)


def _roundness(fit: Fit, part: Part, whole: Mask, wearer: Wearer) -> Float32[np.ndarray, "rows columns"]:
    """How cloth of a part turns away: above armpits and crotch with the whole garment, below them for itself."""
    piece = fit.drawn[part]
    own = roundness(piece.alpha, wearer.frame.unit, wearer.scene.lean)
    whole = whole[piece.window]
    if fit.category == "bottoms" and "crotch" in fit.rig.mark:
        # torso and legs alike: where the one ends in a row no step shows
        legs = fit.below_crotch(HIPS * wearer.frame.unit, HIPS * wearer.frame.unit)[piece.window[0]]
        own, whole = (1 + (1 - (1 - LEGS) * legs) * (shade - 1) for shade in (own, whole))
    if part in ("left-leg", "right-leg"):
        levels = [fit.below_crotch(PARTED * wearer.frame.unit)]
    elif fit.category == "bottoms":
        levels = []
    else:
        levels = [fit.below_armpit(side) for side in SIDES if part in ("torso", sleeve_of(side))]
    below = np.max(levels or [np.zeros((fit.shape[0], 1), np.float32)], 0)[piece.window[0]]
    return np.asarray(whole + (own - whole) * below, np.float32)


def _top_over(person: Person, fits: Sequence[Fit], wearer: Wearer) -> Hanging | None:
    """The old top, where it stays on and hangs over new bottoms."""
    if any(fit.category in ("tops", "dresses") for fit in fits):
        return None
    sleeves = sleeves_of(person, wearer.body, SLEEVES)
    return over_bottoms(person, wearer.frame, wearer.front.hands, sleeves)


def _warnings(checks: Sequence[Check], fits: Sequence[Fit]) -> tuple[str, ...]:
    """Codes of what may look wrong: failed checks, and garments whose landmarks are unsure."""
    codes = [f"check-{check.name}" for check in checks if not check.passed]
    codes += ["worn-over" for fit in fits if fit.rig.garment.tucked and tucked(fit.rig.garment) and fit.waist is None]
    return (*codes, *("garment-unsure" for fit in fits if fit.rig.garment.confidence < SURE))
