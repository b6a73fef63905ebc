"""Dressing: a garment's pieces laid over what is there, from back to front, and what lies before them put back."""

from concurrent.futures import Future
from dataclasses import dataclass
from typing import Final

import numpy as np

from vitrine.fitting.warp.arm import SIDES
from vitrine.fitting.warp.armhole import over_torso
from vitrine.fitting.warp.collar import neck_alone, stands, without_spurs
from vitrine.fitting.warp.fit import Fit, sleeve_of
from vitrine.fitting.warp.frame import Frame, in_middle
from vitrine.fitting.warp.front import Hanging
from vitrine.fitting.warp.layers import HEM, HEM_SHADE, ON_LEGS, Canvas, State
from vitrine.fitting.warp.pocket import in_bottoms, over_wrists
from vitrine.fitting.warp.sleeve_ends import CONTACT, on_arms
from vitrine.fitting.warp.tips import behind_cloth
from vitrine.fitting.warp.wearer import Wearer
from vitrine.imaging.masks import Window, box
from vitrine.imaging.types import Mask

SHADOW: Final = 0.025
"""Width of the shadow that cloth throws on what it lies on, in u."""
CREASE: Final = 0.013
"""Width of the darkest of it beside sleeves, in u: they would melt into a torso of their own cloth, and legs into one
another."""
FALL: Final = 0.1
"""How far down arms, hands and hair throw a shadow on the cloth that they lie on, in u."""
FADING: Final = 0.12
"""Height above the hips over which that shadow is gone, in u."""
ACROSS: Final = (0.3, 0.2)
"""Arms that lie across the trunk's middle take more light from the cloth below: how far down, in u, and how much."""


@dataclass(frozen=True, eq=False)
class Lying:
    """How bare arms and a garment's cloth lie on one another, photo's size."""

    arms: Mask
    """What of bare arms lies before the cloth."""
    over_arms: Mask
    """Where cloth lies over arms."""


def lying(fit: Fit, wearer: Wearer, skin: Mask) -> Lying:
    """How bare arms and a garment's cloth lie.

    Args:
        fit: the garment.
        wearer: who wears it.
        skin: where skin was made and shows, of which the arms lie in front of the torso as the photo's own do.
    """
    front, window = wearer.front, _around(fit, wearer.frame)
    arms, bare = np.zeros(fit.shape, np.float32), np.maximum(front.arms[window], front.shoulders[window])
    bare = np.maximum(bare, front.hidden_arms[window] * skin[window])
    arms[window] = bare * over_torso(fit, wearer.frame)[window]
    for piece in (fit.pieces[sleeve_of(side)] for side in SIDES if sleeve_of(side) in fit.pieces):
        # where its own sleeve covers it an arm is not in sight: no line of skin where it begins to lie in front
        arms[piece.window] *= 1 - piece.alpha
    over_arms = _over_arms(fit, wearer.frame)
    return Lying(arms * (1 - over_arms), over_arms)


def dress(
    canvas: Canvas, fit: Fit, wearer: Wearer, ground: Mask, way: Future[Lying], over: Hanging | None, again: bool
) -> None:
    """Lay one garment over what is there.

    Args:
        canvas: what is there.
        fit: the garment.
        wearer: who wears it.
        ground: where its shadow may fall.
        way: how its cloth and bare arms lie, see `lying`; not asked for at once.
        over: a top worn over it.
        again: whether bare arms are put back once more, before its own sleeves.
    """
    before, torso = canvas.state(_around(fit, wearer.frame)), fit.cover_of("torso")
    _cloth(canvas, fit, wearer, ground)
    lie = way.result()
    _arms(canvas, fit, wearer.frame, torso, lie, before)
    _sleeves(canvas, fit, wearer.frame, torso, lie, ground, before.window)
    if again:
        canvas.put_back(before, lie.arms)
    if over is not None:
        canvas.put_back(before, over.above)
        _beneath_top(canvas, fit, over, SHADOW * wearer.frame.unit)
        canvas.put_back(over.colour, over.cover)
    _always_before(canvas, fit, wearer, lie, over is not None)
    for near, cloth, beyond in on_arms(fit, wearer.frame, wearer.front, lie.arms, torso):
        canvas.contact(near, cloth, beyond, [breadth * wearer.frame.unit for breadth in CONTACT])


def _cloth(canvas: Canvas, fit: Fit, wearer: Wearer, ground: Mask) -> None:
    """All pieces with their shadows on the body, the inside of the back first."""
    reach = SHADOW * wearer.frame.unit
    if "inside-back" in fit.pieces:
        canvas.over(fit.pieces["inside-back"], hide=_before_inside(fit, wearer))
    hanging = fit.cover_of("torso", "left-leg", "right-leg")
    canvas.shadow(hanging, ground, reach)
    if fit.category in ("bottoms", "dresses"):
        canvas.shade_below(hanging, ground, HEM * wearer.frame.unit, HEM_SHADE, ON_LEGS)
    for side in SIDES:
        if sleeve_of(side) in fit.pieces:
            canvas.over(fit.pieces[sleeve_of(side)])
    for part in ("torso", "left-leg", "right-leg"):
        if part == "right-leg" and {part, "left-leg"} <= fit.pieces.keys():
            _between_legs(canvas, fit, wearer.frame.unit)
        if part in fit.pieces:
            canvas.over(fit.pieces[part])


def _between_legs(canvas: Canvas, fit: Fit, unit: float) -> None:
    """A line of shade that tells the legs apart where they lie side by side: on the left one, which lies behind.

    It comes out of the crotch, over a short way above that. On 18 street photos the light there is .25 of that beside
    it (median; .03 to .5), .4 at .02 u from the line on the leg behind, .75 at .06.
    """
    right, left = (fit.cover_of(part) for part in ("right-leg", "left-leg"))
    reaches = [CREASE * unit, SHADOW * unit, 2 * SHADOW * unit]
    near = box([right > 0], int(3 * reaches[-1]) + 1)
    # all on that leg's side of the line: its outer edge and its upper end throw no shade
    way = np.s_[:, ::-1] if right.sum(0).argmax() < left.sum(0).argmax() else np.s_[:, :]
    side = np.maximum.accumulate(right[near][way], 1)[way]
    crotch = int((fit.below_crotch(0.0)[:, 0] > 0.5).argmax()) - near[0].start
    if crotch >= len(side):
        return  # that leg is hardly in the picture
    first = max(crotch, 0)
    # it may begin aslant
    top = first + int(side[first : first + round(reaches[-1]) + 1].sum(1).argmax())
    side[:top] = side[top]
    ground = np.maximum(left, fit.cover_of("torso"))[near]
    ground *= np.clip((np.arange(len(ground), dtype=np.float32) - crotch) / reaches[-1] + 1, 0, 1)[:, None]
    canvas.contact(near, side, ground, reaches)


def _beneath_top(canvas: Canvas, fit: Fit, over: Hanging, reach: float) -> None:
    """The shadow that a top, which stays on, throws on new bottoms beneath its hem.

    On 23 street photos bottoms have .67 of their own light (grey levels) right below one, .79 at .025 u, .9 at .07.
    """
    near = box([np.minimum(over.cover, fit.cover) > 0], int(4 * reach) + 1)
    canvas.contact(near, over.cover[near], fit.cover[near], [reach])


def _arms(canvas: Canvas, fit: Fit, frame: Frame, torso: Mask, lie: Lying, before: State) -> None:
    """Bare arms before the cloth, from the canvas as it was `before`, with the shade that they throw on it."""
    canvas.shade_below(lie.arms, _in_light(fit, frame), FALL * frame.unit)
    middle = in_middle(frame, fit.shape[1])
    if fit.category != "bottoms" and (lie.arms[:, middle > 0.5] > 0.5).any():
        canvas.shade_below(lie.arms, torso * middle, ACROSS[0] * frame.unit, ACROSS[1])
    canvas.put_back(before, lie.arms)


def _sleeves(canvas: Canvas, fit: Fit, frame: Frame, torso: Mask, lie: Lying, ground: Mask, around: Window) -> None:
    """Sleeves that hang before torso and arms, laid once more, with their shade `around` them."""
    sleeves, arms = fit.hanging_sleeves(), lie.arms
    reaches = [CREASE * frame.unit, SHADOW * frame.unit]
    canvas.contact(around, sleeves[around], ground[around] * (1 - arms[around]), reaches)
    if fit.rig.garment.sleeve == "short":
        canvas.shade_below(sleeves, ground, FALL * frame.unit)
    for side in SIDES:
        if sleeve_of(side) in fit.pieces:
            # at the armhole the sleeve comes out from beneath the torso; below the armpit it hangs in front of it
            beneath, (rows, columns) = np.zeros_like(arms), fit.pieces[sleeve_of(side)].window
            above = torso[rows, columns] * (1 - fit.before_torso(side, torso[rows, columns], frame.unit))
            above = np.maximum(above, lie.over_arms[rows, columns])
            beneath[rows, columns] = above * (1 - arms[rows, columns])
            canvas.over(fit.pieces[sleeve_of(side)], hide=beneath)


def _always_before(canvas: Canvas, fit: Fit, wearer: Wearer, lie: Lying, cuffs_stay: bool) -> None:
    """Head, hair, hands and what else is before any garment; hands up to their cuffs where those stay on."""
    front = wearer.front
    before = front.always + front.at_cuffs if cuffs_stay else front.always
    before = np.minimum(before, 1) * (1 - lie.over_arms)
    for side in SIDES:
        if sleeve_of(side) in fit.pieces:
            # the base of a hand lies in its own sleeve
            piece = fit.pieces[sleeve_of(side)]
            before[piece.window] *= 1 - front.wrists[side][piece.window] * piece.alpha
    if fit.category != "bottoms":
        before = np.maximum(before - front.hair * _behind(fit, wearer), 0)
    canvas.shade_below(before, _in_light(fit, wearer.frame) * (1 - lie.arms), FALL * wearer.frame.unit)
    canvas.put_back(front.colour, before)


def _behind(fit: Fit, wearer: Wearer) -> Mask:
    """Where hair ends behind the shoulders of a garment, photo's size."""
    cover = fit.cover_of("torso", *(sleeve_of(side) for side in SIDES))
    return behind_cloth(wearer.front.hair, cover, wearer.body.relief > 0, wearer.ground < 0.5, wearer.frame.unit)


def _around(fit: Fit, frame: Frame) -> Window:
    """Where a garment lies in the photo, and as far beside it as its shadow falls."""
    return box([fit.cover > 0], int(3 * SHADOW * frame.unit) + 1)


def _in_light(fit: Fit, frame: Frame) -> Mask:
    """Cloth on which arms, hands and hair throw a shadow down, photo's size.

    Not the inside of the back, before which the neck is; nor have hands that hang beside hips and legs any below them.
    """
    trunk = fit.cover_of("torso", *(sleeve_of(side) for side in SIDES))
    above = frame.joint["hips"].imag - np.arange(len(trunk), dtype=np.float32)
    return np.asarray(trunk * np.clip(above / (FADING * frame.unit), 0, 1)[:, None], np.float32)


def _before_inside(fit: Fit, wearer: Wearer) -> Mask:
    """What of the body is before the inside of the back, photo's size; in a collar that is the neck alone."""
    piece = fit.pieces["inside-back"]
    before = wearer.body.mask.copy()
    if fit.rig.garment.hooded or stands(fit.rig, wearer.frame):
        before[piece.window] *= neck_alone(wearer.frame, piece)
    else:
        shown = piece.alpha * (1 - before[piece.window])
        np.maximum(before[piece.window], 1 - without_spurs(shown, wearer.frame.unit), out=before[piece.window])
    return before


def _over_arms(fit: Fit, frame: Frame) -> Mask:
    """Where a garment lies over arms whose hands are in pockets beneath it, photo's size."""
    if fit.category in ("tops", "outerwear") and fit.waist is None and "torso" in fit.pieces:
        return over_wrists(fit.pieces["torso"], frame, fit.shape)
    if fit.category == "bottoms" and frame.pocket:
        return np.asarray(in_bottoms(frame, fit.shape) * fit.cover, np.float32)
    return np.zeros(fit.shape, np.float32)
