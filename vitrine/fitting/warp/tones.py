"""What is of another tone on the same person: hands, face and chest beside arms.

Hands and faces are darker than arms, a chest is lighter and less red than them:
made skin takes after what is in sight elsewhere with that in mind.
"""

from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.fitting.warp.shade import on_skin
from vitrine.imaging.masks import soft
from vitrine.imaging.types import Region
from vitrine.people.body import Body
from vitrine.people.person import Person

HAND: Final = (0.96, 0.965, 1.0)
FACE: Final = (0.89, 0.885, 0.88)
CHEST: Final = (1.005, 1.05, 1.065)
"""Their tones over that of arms, as factors on sRGB: half of what 82, 82 and 33 people of street photos show, whose
light is harsher than that of most. Legs are deeper by as much again, but fair ones came out too tan for their arms."""
LIT: Final = (75.0, 95.0)
"""Percentiles of the light of a face between which it is of the tone of arms: forehead and cheeks, without brows, lips,
beard, glasses and what lies in shade. Of 139 forearms, 85 upper arms and 275 hands of street photos the light is .99,
.95 and .97 of that (medians), half of them within 12 %; of the throat's it is 1.4 to 1.6 times as much, within 24 %."""
DEEP: Final = (120.0, 90.0)
"""The blue of a face's middle, sRGB, from which on, downwards, its lit part shows shine, and below which all of it is
taken off. What skin mirrors is white and as strong on dark skin as on fair, so it is much only of what dark skin shows,
of its blue above all. Of 43 people of street photos who to the eye have dark skin, arms by the lit part alone were 14 %
too light (median; mean error .24 in log light, .23 in hard light), now they are 7 % (.21, .20). Of 752 others it is .17
as before, and within .006 of before in every eighth of skin tone, in hard light and in soft."""
SHADED: Final = 0.5
"""The share of the light of a face's lit part below which skin lies in shade, and is redder for that alone."""
PALER: Final = 1.12
"""How much more blue over red the lit part has than the middle of what is not in shade, without shine: three of four of
795 people have less."""
MIRRORED: Final = 30.0
"""The most that shine adds, sRGB: it is the broad gleam of forehead and cheeks; the sun's own spot is above `LIT`."""
DARKEST: Final = 0.7
"""The least of the light of arms that legs have: beyond that it is dark glasses and hair that a face is full of."""
TELLING: Final = 30
"""The least pixels of a face that tell it."""
BORDER: Final = 0.06
"""Blur, in u, with which they go over into one another."""
STEP: Final = 3
"""Every so many pixels of the copy that is looked at."""
HEAD: Final = 0.3
"""How far from its middle the face reaches, in u."""
BELOW_NECK: Final = (-0.05, 0.1)
"""Between these levels (0 shoulders, 1 hips) the neck, which is of the tone of arms, goes over into the chest."""

Colour = Float32[np.ndarray, "3"]


def by_place(person: Person, body: Body, legs: Region, arms: Region, scale: float) -> Float32[np.ndarray, "h w 3"]:
    """Usual tone of skin at each place, as factors on the tone of arms.

    Args:
        person: whose landmarks tell where hands and face are.
        body: the same person's.
        legs: where legs are, on a copy of the photo.
        arms: where arms and hands are on it.
        scale: the copy's pixels for one of the photo's.
    """
    size, scale = legs.shape[::-1], scale / STEP
    legs, arms = legs[::STEP, ::STEP], arms[::STEP, ::STEP]
    unit = body.unit * scale
    border = max(1.0, BORDER * unit)
    head, hands = np.zeros(legs.shape, np.uint8), np.zeros(legs.shape, np.uint8)
    x, y = np.round(person.landmarks[:11].mean(0) * scale).astype(int).tolist()
    cv2.circle(head, (x, y), max(1, round(HEAD * unit)), 1, -1)
    for wrist, knuckles in ((15, 19), (16, 20)):
        tip = person.landmarks[wrist] + 1.8 * (person.landmarks[knuckles] - person.landmarks[wrist])
        ends = np.round(np.stack([person.landmarks[wrist], tip]) * scale).astype(int).tolist()
        cv2.line(hands, ends[0], ends[1], 1, max(2, round(0.3 * unit)))
    shoulders, hips = (body.joints[name][1] * scale for name in ("neck", "hip-left"))
    level = (np.arange(len(legs), dtype=np.float32) - np.float32(shoulders)) / np.float32(max(hips - shoulders, 1.0))
    chest = np.clip((level - BELOW_NECK[0]) / (BELOW_NECK[1] - BELOW_NECK[0]), 0, 1)[:, None]
    chest = chest * soft(~(arms | legs), border)
    tone = np.ones((*legs.shape, 3), np.float32)
    shares = (chest, soft(head > 0, border), soft((hands > 0) & ~legs, border))
    for share, factor in zip(shares, (CHEST, FACE, HAND), strict=True):
        tone += (np.array(factor, np.float32) - tone) * share[..., None]
    return np.asarray(cv2.resize(tone, size, interpolation=cv2.INTER_LINEAR), np.float32)


def of_face(shown: np.ndarray) -> tuple[Colour, Colour] | None:
    """The tone of arms that a face tells, and what legs have over it, as factors; None where too little is in sight.

    Legs have of the light of arms what the middle of a face's light has of its lit part, the less the harsher light is:
    on 62 people of street photos whose shins and forearms are bare .81, .77 and .74 of it, .81, .73 and .68 by their
    faces (medians). The hue is that of shade. The light that dark skin mirrors is not of its tone.

    `shown`: the colours of its skin, eyes, lips and all, shape (n, 3).
    """
    if len(shown) < TELLING:
        return None
    light = shown.mean(1)
    low, middle, high = np.percentile(light, (LIT[0], 50, LIT[1]))
    arms = shown[(light >= low) & (light <= high)].mean(0)
    legs = np.asarray(np.clip(middle / max(arms.mean(), 1.0), DARKEST, 1), np.float32)
    arms = arms - _shine(arms, np.median(shown[light >= SHADED * arms.mean()], 0))
    return np.asarray(arms, np.float32), on_skin(legs)


def _shine(lit: np.ndarray, middle: np.ndarray) -> float:
    """The white light that a dark face's `lit` part mirrors, sRGB: what makes that paler than its `middle` tells."""
    usual = min(PALER * middle[2] / max(middle[0], 1.0), 0.95)
    mirrored = np.clip((lit[2] - usual * lit[0]) / (1 - usual), 0, MIRRORED)
    return float(mirrored * np.clip((DEEP[0] - middle[2]) / (DEEP[0] - DEEP[1]), 0, 1))
