"""Skin where old clothing was: the tone of the skin in sight, shaded as rounded limbs, with the photo's grain."""

import math
from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from jaxtyping import Bool, Float32

from vitrine.fitting.warp.along import along_arms
from vitrine.fitting.warp.bare_legs import as_in_sight, factors
from vitrine.fitting.warp.beneath import bare_arms, legs_of
from vitrine.fitting.warp.chest import as_one, bones
from vitrine.fitting.warp.grain import grain
from vitrine.fitting.warp.half_hands import completed, lit_hands
from vitrine.fitting.warp.layers import blend, eight_bit
from vitrine.fitting.warp.shade import ROUNDED, on_skin
from vitrine.fitting.warp.tones import by_place, of_face
from vitrine.imaging.filling import noise, spread
from vitrine.imaging.masks import close_to, grown, shrunk, soft
from vitrine.imaging.types import Picture, Region
from vitrine.people.body import SIDES, Body
from vitrine.people.person import CLASSES, Person

NEAR: Final = 0.75, 0.9
"""Share of the skin nearby in the tone, of legs and of all else; the rest is the median of all skin in sight."""
FAR: Final = 0.8, 1.3
"""Distance, in u, over which what is near loses its say: a dark ankle is no measure of the thigh, but a forearm is much
like its hand."""
RIDGE: Final = 0.06
"""Strength, a pixel of skin, that holds the fitted light to the usual one."""
CREASE: Final = (0.3, 0.022)
"""How much darker it is where two legs touch, and the width of that shade, in u."""
LEGS_SEEN: Final = 0.04
"""Skin of legs in sight and in the light, in u², from which on hidden legs are made after it alone."""
BACK, BACK_WIDE, FEW = (0.3, 1.3), 0.12, 12
"""Where on the way from wrist to knuckles a hand's tone is read, how broadly, in u, and the least for it, in pixels."""
HEAD: Final = 0.28
"""How far from its middle the face reaches, in u: what lies there tells no tone pixel by pixel (eyes, brows, lips)."""
CHIN: Final = 0.52
"""How far from the middle of the face the chin's shadow reaches, in u: of 245 people the throat has less than two
thirds of the light of their hands, and tells that half as well as the face does."""
ENOUGH: Final = 0.025
"""Skin in sight, in u², from which on it alone tells the tone, without what lies in such a shadow."""
LIGHTER: Final = 58.0
"""Percentile of the skin of neck and arms that is in no shadow."""
SHADOWED: Final = 0.2
"""How far down bare legs an old hem's shadow lies, in u."""
DEEPEST: Final = 2.2
"""The most, as a factor, by which skin was darker in such a shadow."""
FINE: Final = 0.012
"""Blur, in u, by which what is left of such a shadow is told."""
LEFT: Final = (1.1, 1.5)
"""How much darker, as a factor, skin may stay there, and from which on made skin stands in its place."""
CLEAR: Final = 1.03
"""How much lighter than made skin what lay in it becomes at most, as a factor."""
BRIGHTEST: Final = 246.0
"""The brightest that a channel of made skin is: where red alone is cut off, fair skin in the light turns yellow."""
MOTTLED: Final = (0.009, 0.035)
"""Strength of skin's uneven light (share of it) and the size of its spots, in u."""
COARSER: Final = 2.5
"""How many times larger others of the same strength are, and smaller those of half of it."""
HUES: Final = (0.004, -0.001, -0.008)
"""Strength of its uneven hue in red, green and blue, apart from that of the light: mannequins are evenly tan."""
UNSEEN: Final = np.array([205, 165, 140], np.float32)
"""Tone where no skin at all is in sight."""
BESIDE: Final = ((1, 0.012), (4, 0.04))
"""Between these distances from what is removed skin tells made skin's tone there, least in pixels, and in u: nearer the
lens and the file's coarser colours have mixed some of the old cloth into it."""
EDGE: Final = 0.015
"""Breadth of skin's edge, in u, that the scene's colours have come into."""
JOIN: Final = 0.25
"""How far skin in sight draws made skin to its own tone, as a share of the unit."""
DETAIL: Final = 90.0
"""Pixels of the person's unit at which tone and shading are computed."""
DRAWN: Final = 4.0
"""How far beyond limbs their colours are drawn out, in such pixels."""
USUAL_SHADE: Final = (0.62, 0.0, 0.0, 0.38)
"""Light on skin: constant, and with the normal's x, y, z; what the skin in sight is fitted around."""

Normals = Float32[np.ndarray, "h w 3"]


def bare_skin(person: Person, body: Body, hidden: Region, shaded: Region | None = None) -> Picture:
    """The photo with skin everywhere, from the skin in sight outside `hidden`, and outside `shaded` if any is left.

    The tone is a normalised convolution (push-pull) of the skin in sight, 75 %, with its median, after the shading of
    the rounded body was divided out; shading and grain are then put on again. Both are smooth: a reduced copy serves.
    Legs are made after legs, all else after what else is in sight: neck, arms and hands are seldom of the legs' tone.
    What too little is in sight for is made after the face.
    """
    height, width = hidden.shape
    scale = min(1.0, DETAIL / body.unit)
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    photo = cv2.resize(person.photo, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    inner, head = _skin(person, body), _about_face(person, HEAD * body.unit, (width, height))
    sight = inner & ~head & ~hidden
    seen = cv2.resize(sight.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0.99
    bright = np.ones_like(seen)
    if shaded is not None:
        bright = cv2.resize(shaded.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) == 0
    seen = seen & bright if (seen & bright).sum() > ENOUGH * DETAIL**2 else seen
    legs, before = (cv2.resize(one.astype(np.uint8), size) > 0 for one in (legs_of(body), bare_arms(body)))
    # they go on below the ankles
    legs |= np.arange(size[1])[:, None] > max(body.joints[f"knee-{side}"][1] for side in SIDES) * scale
    legs &= ~before
    hands, unit = _hands(person, body, size, scale), body.unit * scale
    seen = _lit(body, hidden, seen, hands, scale)
    relief = cv2.resize(body.relief, size) * scale
    shade = shading(photo, seen, normals(as_one(relief, body, scale), unit))
    made = (cv2.resize(hidden.astype(np.float32), size) > 0.5) & (relief > 0)
    if seen.sum() > 50 and made.any():
        # thick limbs turn away less than thin ones, yet skin is no brighter there
        shade = np.where(seen, shade, shade * (np.median(shade[seen]) / np.median(shade[made]))).astype(np.float32)
    shade = shade - crease(body, size, scale)
    shades = on_skin(shade, ROUNDED)
    place = by_place(person, body, legs, before, scale)
    chin, told = _about_face(person, CHIN * body.unit, size, scale), of_face(person.photo[inner & head & ~hidden])
    flat, of_legs = photo / (shades * place), np.ones(3, np.float32)
    if told is not None:
        # in the chin's shadow the throat tells less of chest and shoulders than the face does
        of_arms, of_legs = told
        flat[chin] = of_arms / np.median(shades[made], 0) if made.any() else of_arms
    tone = _tones(flat, (seen, hands, chin, legs), unit, told is not None, of_legs)
    formed = np.where(before[..., None], np.float32(1), factors(body, size, scale))
    small = (tone * place * shades * formed).astype(np.float32)
    bare = cv2.resize((person.labels == CLASSES.index("skin")).astype(np.float32), size, interpolation=cv2.INTER_AREA)
    arms = [(arm, body.ends[side].path) for side, arm in body.arms.items()]
    of_hands = [_hand(person, body, side, photo, seen, scale) for side in body.arms]
    # right beside cloth lies its shadow, and some of its colour
    known = shrunk(bare > 0.99, 1) & ~hands
    beside = known & bright
    bright &= cv2.resize(hidden.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) == 0
    small = along_arms(small, photo, known, arms, scale, bright, beside, of_hands)
    small = as_in_sight(small, photo, seen & ~hands, body, scale)
    light, hues = mottled(size, unit)
    small = _joined(small, photo, seen, unit) * on_skin(bones(body, size, scale) * light) * hues
    small *= np.minimum(BRIGHTEST / np.maximum(small.max(2, keepdims=True), 1), 1)
    full = cv2.resize(drawn_out(small, relief > 0), (width, height), interpolation=cv2.INTER_LINEAR)
    plain = sight & ~_hands(person, body, (width, height), 1.0)
    grey = cv2.merge([grain(person.photo, plain, body.unit)] * 3)
    bared = np.asarray(cv2.add(full, grey, dtype=cv2.CV_8U))
    bared = completed(bared, person.photo, person.labels == CLASSES.index("skin"), body.ends.values(), body.unit)
    return lit_hands(bared, body.hidden_hands.values())


def mottled(size: tuple[int, int], unit: float) -> tuple[Float32[np.ndarray, "h w"], Float32[np.ndarray, "h w 3"]]:
    """Factors on the light of skin and on its colours, uneven as skin is, for a picture of `size` (width, height)."""
    spots = noise((2 * size[1], size[0]), 1.0, seed=2, softness=MOTTLED[1] * unit)
    fine, other = spots[: size[1]], spots[size[1] :]
    wide, tall = (math.ceil(n / COARSER) for n in size)
    broad, hue = (cv2.resize(part[:tall, :wide], size, interpolation=cv2.INTER_CUBIC) for part in (other, other[tall:]))
    pores = noise(fine.shape, 0.5, seed=5, softness=MOTTLED[1] / COARSER * unit)
    light = 1 + np.float32(MOTTLED[0]) * (pores + fine + broad)
    return np.asarray(light, np.float32), cv2.merge([1 + np.float32(share) * hue for share in HUES])


def drawn_out(made: Float32[np.ndarray, "h w 3"], body: Region) -> Float32[np.ndarray, "h w 3"]:
    """Made skin whose colours right at the edge of limbs and beside them are those a little farther in.

    There it has neither the limb's shade nor its tone, and on its soft edge that would be a light or a red line.
    """
    inner = shrunk(body, 1)
    if not inner.any():
        return made
    outside = (~inner).astype(np.uint8)
    far, nearest = cv2.distanceTransformWithLabels(outside, cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL)
    beside, out = (far > 0) & (far < DRAWN), made.copy()
    # the pixels that are nearest are numbered in their own order, from 1
    out[beside] = made[inner][nearest[beside] - 1]
    return out


def _lit(
    body: Body,
    hidden: Region,
    seen: Bool[np.ndarray, "rows columns"],
    hands: Bool[np.ndarray, "rows columns"],
    scale: float,
) -> Bool[np.ndarray, "rows columns"]:
    """Skin in sight by which hidden skin is made; what lies in an old hem's shadow, as ankles do, tells no tone."""
    unknown = cv2.resize(hidden.astype(np.uint8), seen.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0
    rows = np.arange(len(seen))[:, None] / scale
    below, high = rows > body.joints["hip-left"][1], rows < body.joints["knee-left"][1]
    lit = seen & ~close_to(unknown, seen & below & ~(hands & high), SHADOWED * body.unit * scale)
    return np.asarray(lit if lit.sum() > LEGS_SEEN * DETAIL**2 else seen)


def _tones(
    flat: Float32[np.ndarray, "h w 3"],
    where: tuple[Region, Region, Region, Region],
    unit: float,
    face: bool,
    of_legs: Float32[np.ndarray, "3"],
) -> Float32[np.ndarray, "h w 3"]:
    """Tone of skin everywhere: of legs after legs, of all else after neck, arms and hands, and of both after the face.

    Args:
        flat: the photo without the shade of the body's form.
        where: skin in sight there, apart from the face; where hands and feet are; where face and throat; where legs.
        unit: the person's unit, pixels.
        face: whether the face tells the tone of arms, which stands there for what face and throat have.
        of_legs: what legs of which too little is in sight have over arms, as factors.
    """
    seen, hands, chin, legs = where
    above, below = seen & (hands | ~legs), seen & legs
    above = above | chin if face else above
    above = above if above.sum() > ENOUGH * DETAIL**2 else seen
    if not above.any():
        return np.broadcast_to(UNSEEN, flat.shape)
    tone = _tone(flat, above, (hands, chin), unit, legs=False)
    if not legs.any():
        return tone
    if (below & ~hands).sum() > LEGS_SEEN * DETAIL**2:
        lower = _tone(flat, below, (hands,), unit, legs=True)
    else:
        lower = of_legs * _common(flat, above, (hands, chin), LIGHTER)
    return np.asarray(tone + (lower - tone) * soft(legs, 0.1 * unit)[..., None], np.float32)


def _tone(
    flat: Float32[np.ndarray, "h w 3"], seen: Region, unlike: Sequence[Region], unit: float, legs: bool
) -> Float32[np.ndarray, "h w 3"]:
    """Tone of skin everywhere: that of the skin nearby, and of what is in sight and not `unlike` the rest.

    `legs`: whether it is for them.
    """
    near = cv2.GaussianBlur(spread(flat, seen), (0, 0), max(1.0, 0.03 * unit))
    common = _common(flat, seen, unlike, 50.0 if legs else LIGHTER)
    share, far = (pair[0 if legs else 1] for pair in (NEAR, FAR))
    away = cv2.distanceTransform((~seen).astype(np.uint8), cv2.DIST_L2, 3) / np.float32(far * unit)
    return np.asarray(common + (near - common) * (share * np.exp(-away))[..., None], np.float32)


def _common(
    flat: Float32[np.ndarray, "h w 3"], seen: Region, parts: Sequence[Region], percentile: float
) -> Float32[np.ndarray, "3"]:
    """The tone of all limbs in sight; where that is too little, what the `parts` that are unlike them tell together."""
    limbs = seen & ~np.logical_or.reduce(parts)
    if limbs.sum() > ENOUGH * DETAIL**2:
        return np.asarray(np.percentile(flat[limbs], percentile, 0), np.float32)
    told = [flat[seen & part] for part in parts if (seen & part).sum() > FEW] or [flat[seen]]
    return np.asarray(np.mean([np.percentile(each, percentile, 0) for each in told], 0), np.float32)


def relit(
    photo: Float32[np.ndarray, "h w 3"], made: Float32[np.ndarray, "h w 3"], shaded: Region, old: Region, unit: float
) -> tuple[Float32[np.ndarray, "h w 3"], Float32[np.ndarray, "h w"]]:
    """The photo without the shadow that an old hem threw on bare legs, and how much of each pixel was relit, 0..1.

    Args:
        photo: sRGB, 0..255.
        made: what such skin looks like in the light.
        shaded: the bare legs' own skin in sight.
        old: the clothing that goes.
        unit: the person's unit, pixels.
    """
    away = cv2.distanceTransform((~old).astype(np.uint8), cv2.DIST_L2, 3) / np.float32(SHADOWED * unit)
    fade = np.where(shaded, np.clip(1.5 - 1.5 * away, 0, 1), 0).astype(np.float32)
    there = (fade > 0).astype(np.float32)
    # by broad tone: what is fine is the knee's own
    size = max(3, 2 * round(0.06 * unit) + 1)
    known, lit = (cv2.blur(picture * there[..., None], (size, size)) for picture in (photo, made))
    gain = np.clip(lit / np.maximum(known, 1e-3), 1 / DEEPEST, 2 * DEEPEST)
    whole = gain.mean(2, keepdims=True)
    # half of the hue stays, a knee is redder than a shin; none of that of a deep shadow, which is redder than skin
    share = np.clip(whole / DEEPEST, 0.5, 1)
    gain = np.clip(whole, 1, DEEPEST) * (gain / whole) ** share
    gain = np.where(cv2.blur(there, (size, size))[..., None] > 0.01, gain, 1)
    light = photo * gain
    # a small deep spot is darker than its surroundings' gain makes good, and of what is all but black only noise came
    # to light
    dark = (there * (photo.mean(2) < made.mean(2))).astype(np.float32)
    fine = [cv2.GaussianBlur(part, (0, 0), max(0.8, FINE * unit)) for part in (light.mean(2) * dark, dark)]
    left = made.mean(2) * fine[1] / np.maximum(fine[0], 1)
    light += (made - light) * np.clip((left - LEFT[0]) / (LEFT[1] - LEFT[0]), 0, 1)[..., None]
    # where a shadow ends its broad tone is lighter than it is
    light = np.minimum(light, np.maximum(photo, made * CLEAR))
    # and what is no darker than made skin lies in none
    fade *= np.clip((made.mean(2) / np.maximum(photo.mean(2), 1) - 1) / (LEFT[0] - 1), 0, 1)
    return np.asarray(np.minimum(photo + (light - photo) * fade[..., None], 255), np.float32), fade


def telling(removed: Region, bare: Region, unit: float) -> Region:
    """Which of the `bare` skin beside what is removed tells the tone that made skin has there."""
    near, far = (max(least, share * unit) for least, share in BESIDE)
    return np.asarray(grown(removed, far) & ~grown(removed, near) & shrunk(bare | removed, EDGE * unit))


def rejoined(
    made: Float32[np.ndarray, "h w 3"], photo: Float32[np.ndarray, "h w 3"], beside: Region, unit: float
) -> Float32[np.ndarray, "h w 3"]:
    """Made skin without a step where it meets the photo's own.

    Args:
        made: skin, sRGB, 0..255.
        photo: the picture it is laid into.
        beside: the photo's own skin right beside where it is laid.
        unit: the person's unit, pixels.
    """
    if beside.sum() < 20:
        return made
    step = max(1.0, unit / DETAIL)
    size = (max(4, round(made.shape[1] / step)), max(4, round(made.shape[0] / step)))
    weight = cv2.resize(beside.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    off = cv2.resize(cv2.copyTo(photo - made, beside.astype(np.uint8)), size, interpolation=cv2.INTER_AREA)
    off = off / np.maximum(weight, 1e-3)[..., None]
    away = cv2.distanceTransform((weight < 0.05).astype(np.uint8), cv2.DIST_L2, 3)
    drawn = spread(off, np.minimum(weight * 4, 1)) * np.exp(-away * step / (JOIN * unit))[..., None]
    full = cv2.resize(cv2.GaussianBlur(drawn, (0, 0), 1.0), made.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.clip(np.add(made, full, out=full), 0, 255, out=full), np.float32)


def crease(body: Body, size: tuple[int, int], scale: float) -> Float32[np.ndarray, "h w"]:
    """The dark line where legs lie against one another."""
    left, right = body.legs.of["left"], body.legs.of["right"]
    met = ((left.inner_edge - right.inner_edge) * left.out).sum(1) < 0
    line = np.zeros((size[1], size[0]), np.float32)
    middle = (left.inner_edge + right.inner_edge)[met] / 2 * scale
    if len(middle) > 1:
        cv2.polylines(line, [np.round(middle).astype(np.int32)], False, 1.0, 1)
        soft = cv2.GaussianBlur(line, (0, 0), max(0.8, CREASE[1] * body.unit * scale))
        line = np.asarray(soft * np.float32(CREASE[0] / max(float(soft.max()), 1e-3)))
    return line


def _hands(person: Person, body: Body, size: tuple[int, int], scale: float) -> Region:
    """Hands and feet: darker and redder than arms and legs."""
    canvas = np.zeros((size[1], size[0]), np.uint8)
    for start, end in ((15, 19), (16, 20), (27, 31), (28, 32)):
        tip = person.landmarks[start] + 1.5 * (person.landmarks[end] - person.landmarks[start])
        ends = np.round(np.stack([person.landmarks[start], tip]) * scale).astype(int).tolist()
        cv2.line(canvas, ends[0], ends[1], 1, max(2, round(0.3 * body.unit * scale)))
    return canvas > 0


def _hand(
    person: Person, body: Body, side: str, photo: Float32[np.ndarray, "h w 3"], seen: Region, scale: float
) -> np.ndarray | None:
    """The tone of the hand on one side, from its back; None where too little is in sight."""
    wrist, knuckle = (person.landmarks[k] * scale for k in ((15, 19) if side == "left" else (16, 20)))
    canvas = np.zeros(seen.shape, np.uint8)
    ends = np.round([wrist + share * (knuckle - wrist) for share in BACK]).astype(int).tolist()
    cv2.line(canvas, ends[0], ends[1], 1, max(2, round(BACK_WIDE * body.unit * scale)))
    there = (canvas > 0) & seen
    return np.asarray(np.median(photo[there], 0)) if there.sum() > FEW else None


def _about_face(person: Person, reach: float, size: tuple[int, int], scale: float = 1.0) -> Region:
    """What is no farther than `reach`, in the photo's pixels, from the face's middle, on a copy of `size` (w, h)."""
    canvas = np.zeros((size[1], size[0]), np.uint8)
    x, y = np.round(person.landmarks[:11].mean(0) * scale).astype(int).tolist()
    cv2.circle(canvas, (x, y), max(2, round(reach * scale)), 1, -1)
    return canvas > 0


def _joined(
    made: Float32[np.ndarray, "h w 3"], photo: Float32[np.ndarray, "h w 3"], seen: Region, unit: float
) -> Float32[np.ndarray, "h w 3"]:
    """Made skin without a seam: near skin in sight its broad difference from that is taken away."""
    if not seen.any():
        return made
    weight = seen.astype(np.float32)
    sigma = max(1.0, 0.02 * unit)
    off = cv2.GaussianBlur((photo - made) * weight[..., None], (0, 0), sigma)
    off = off / np.maximum(cv2.GaussianBlur(weight, (0, 0), sigma), 1e-3)[..., None]
    away = cv2.distanceTransform((~seen).astype(np.uint8), cv2.DIST_L2, 3)
    return np.asarray(made + spread(off, seen) * np.exp(-away / (JOIN * unit))[..., None], np.float32)


def normals(relief: Float32[np.ndarray, "h w"], unit: float) -> Normals:
    """Unit normals of a body's relief, rounded where limbs meet."""
    height = cv2.GaussianBlur(relief, (0, 0), max(0.8, 0.035 * unit))
    gx = cv2.Sobel(height, cv2.CV_32F, 1, 0, ksize=3) / 8
    gy = cv2.Sobel(height, cv2.CV_32F, 0, 1, ksize=3) / 8
    length = np.sqrt(gx * gx + gy * gy + 1)
    return np.stack([-gx / length, -gy / length, 1 / length], -1)


def shading(photo: Float32[np.ndarray, "h w 3"], seen: Region, normal: Normals) -> Float32[np.ndarray, "h w"]:
    """Shading of the body as a factor: fitted to the skin in sight, held to the usual where that is little."""
    basis = np.concatenate([np.ones((*seen.shape, 1), np.float32), normal], -1)
    usual = np.array(USUAL_SHADE)
    some = np.flatnonzero(seen.ravel())[:: max(1, int(seen.sum()) // 4000)]
    weights = usual
    if len(some) > 50:
        light = photo.reshape(-1, 3)[some].mean(1)
        light = light / max(float(np.median(light)), 1.0)
        rows = basis.reshape(-1, 4)[some].astype(np.float64)
        # ridge toward the usual light
        strength = RIDGE * len(some)
        left = rows.T @ rows + strength * np.eye(4)
        fitted = np.linalg.solve(left, rows.T @ light + strength * usual)
        # skin that seems to be brightest at its rim is a misfit
        weights = fitted if fitted[3] > 0.12 else usual
    shade = basis @ weights.astype(np.float32)
    return np.asarray(np.clip(shade, 0.45, 1.15), np.float32)


def _skin(person: Person, body: Body) -> Region:
    """Sure skin away from edges, and none of other people's."""
    skin = (person.labels == CLASSES.index("skin")) & (person.certainty > 0.6) & (person.mask > 0.5)
    return shrunk(skin, max(1.0, 0.015 * body.unit))


def blended(
    photo: Picture, base: Picture, over: Float32[np.ndarray, "h w 3"], alpha: Float32[np.ndarray, "h w"]
) -> Picture:
    """`over` laid on `base` with soft coverage; the photo where that is 0."""
    mixed = base.astype(np.float32)
    blend(mixed, over, alpha)
    return np.asarray(cv2.copyTo(eight_bit(mixed), (alpha > 0).astype(np.uint8), photo.copy()))
