"""The crowd, drawn by chance: bodies, skins, hair, stances, what is worn. No one of them exists."""

from dataclasses import dataclass, replace

import numpy as np
from body import Shape
from people import Look
from posing import Reach, Stance

Rng = np.random.Generator
Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Outfit:
    """What one of the crowd wears; lengths of legs and sleeves as shares (0 joint of the trunk, 1 middle, 2 end)."""

    legs: str  # "trousers", "skirt", "gown" (the skirt of a dress) or "" (tights alone)
    leg_length: float
    flare: float  # metres
    sleeve_ease: float
    tucked: bool
    belt: bool
    jacket: bool
    jacket_length: float  # metres below the hip joint
    opening: float
    boots: bool
    legwear: float  # share of the leg from which it reaches down; above 2: none
    bag: bool


FEMALE = ("young_asian_female", "middleage_asian_female", "young_caucasian_female2")
MALE = ("middleage_asian_male", "middleage_caucasian_male", "young_asian_male", "young_caucasian_male")
DARK = ("middleage_african_male", "old_african_male", "young_african_male")
HAIR = (("bob02", "braid01", "long01", "ponytail01", "short04"), ("short01", "short02", "short03", None))


@dataclass(frozen=True)
class Skin:
    """A skin's picture and how it is tinted."""

    folder: str
    tint: Colour
    gamma: float


def skin(rng: Rng, male: bool) -> Skin:
    """From pale to very dark; two fifths are dark."""
    depth = rng.random()
    warm = rng.uniform(0.95, 1.06)
    if depth < 0.4 and (male or rng.random() < 0.5):
        tone = rng.uniform(0.45, 1.05)
        return Skin(str(rng.choice(DARK)), (tone * warm, tone, tone / warm), 1.0)
    folder = str(rng.choice(MALE if male else FEMALE))
    if depth < 0.4:
        tone = rng.uniform(0.65, 1.9)
        return Skin(folder, (0.235 * tone * warm, 0.150 * tone, 0.105 * tone / warm), 1.15)
    if depth < 0.68:
        tone = rng.uniform(0.8, 1.3)
        return Skin(folder, (0.62 * tone * warm, 0.50 * tone, 0.42 * tone / warm), 1.1)
    tone = rng.uniform(0.85, 1.05)
    return Skin(folder, (tone * warm, tone * 0.95, tone * 0.92 / warm), 1.0)


def hair_colour(rng: Rng) -> Colour:
    """Mostly black and brown; fair, grey and dyed now and then."""
    kind = rng.random()
    if kind < 0.55:
        tone = rng.uniform(0.03, 0.15)
        return tone * 1.1, tone * 0.95, tone * 0.85
    if kind < 0.8:
        tone = rng.uniform(0.2, 0.6)
        return tone, tone * 0.72, tone * 0.5
    if kind < 0.92:
        tone = rng.uniform(0.5, 1.3)
        return tone, tone * 0.95, tone * 0.9
    red, green, blue = rng.uniform(0.1, 0.9, 3)
    return float(red), float(green), float(blue)


def colour(rng: Rng) -> Colour:
    """Cloth: black, white, the beige of skin, or any."""
    kind = rng.random()
    if kind < 0.22:
        tone = rng.uniform(0.012, 0.05)
        return tone, tone * rng.uniform(0.9, 1.1), tone * rng.uniform(0.9, 1.2)
    if kind < 0.36:
        tone = rng.uniform(0.45, 0.8)
        return tone, tone * 0.99, tone * rng.uniform(0.93, 1.0)
    if kind < 0.52:
        tone = rng.uniform(0.12, 0.7)
        return tone, tone * rng.uniform(0.62, 0.82), tone * rng.uniform(0.42, 0.66)
    if kind < 0.62:
        tone = rng.uniform(0.04, 0.3)
        return tone * 0.4, tone * 0.6, tone
    red, green, blue = rng.uniform(0.02, 0.7, 3) ** 1.3
    return float(red), float(green), float(blue)


def leather(rng: Rng) -> Colour:
    """Shoes, boots, belts, bags: black, brown and white more often than not."""
    kind = rng.random()
    if kind < 0.3:
        return colour(rng)
    tone = rng.uniform(0.01, 0.06) if kind < 0.6 else rng.uniform(0.04, 0.22)
    if kind < 0.85:
        return tone, tone * (1.0 if kind < 0.6 else 0.55), tone * (1.0 if kind < 0.6 else 0.3)
    tone = rng.uniform(0.5, 0.8)
    return tone, tone, tone


def _reach(rng: Rng, kind: str) -> Reach | None:
    if kind == "hip":
        return (0.62, 0.18, -0.75), (-0.62, -0.28, -0.42)
    if kind == "raised":
        return (rng.uniform(0.5, 1), -0.1, rng.uniform(0.2, 1)), (rng.uniform(-0.5, 0.3), -0.15, 1)
    if kind == "out":
        return (1, 0, rng.uniform(-0.6, 0.1)), (1, -0.3, rng.uniform(-0.7, 0.4))
    if kind == "forward":
        return (0.3, -0.35, -0.9), (-0.15, -1, rng.uniform(-0.25, 0.5))
    if kind == "crossed":
        return (0.25, -0.45, -0.85), (-0.85, -0.55, rng.uniform(0.0, 0.15))
    return None


STANCES = ("hang", "hang", "hang", "hip", "raised", "out", "forward", "crossed")


def stance(rng: Rng) -> Stance:
    """Arms hanging more often than not, each for itself."""
    kinds = [str(k) for k in rng.choice(STANCES, 2)]
    if "crossed" in kinds and rng.random() < 0.7:
        kinds = ["crossed", "crossed"]
    elif rng.random() < 0.4:
        kinds[1] = kinds[0]
    reaches = [_reach(rng, kind) for kind in kinds]
    if kinds == ["crossed", "crossed"]:
        (upper, (x, y, z)) = reaches[1] or ((0, 0, 0), (0, 0, 0))
        reaches[1] = upper, (x, y - 0.35, z + 0.25)
    arm, elbow = rng.uniform(12, 30, 2), rng.uniform(6, 30, 2)
    return Stance(
        arm_left=arm[0],
        arm_right=arm[1],
        elbow_left=elbow[0],
        elbow_right=elbow[1],
        curl=rng.uniform(10, 45),
        lean=rng.uniform(-3, 3),
        head_turn=rng.uniform(-25, 25),
        head_tilt=rng.uniform(-8, 8),
        feet=rng.uniform(4, 14),
        reach=(reaches[0], reaches[1]),
    )


def shape(rng: Rng, male: bool) -> Shape:
    """Thin to very heavy, young to old, 1.48 to 1.98 m."""
    heavy = rng.random() < 0.3
    names = ("caucasian", "african", "asian")
    shares = rng.dirichlet((0.6, 0.6, 0.6))
    local = {"stomach/stomach-pregnant-incr": rng.uniform(0.1, 0.5)} if heavy and rng.random() < 0.5 else {}
    return Shape(
        male=float(male),
        age=rng.uniform(0.42, 0.98),
        muscle=rng.uniform(0.3, 0.75),
        weight=rng.uniform(1.2, 2.2) if heavy else rng.uniform(0.1, 1.1),
        metres=rng.normal(1.76, 0.075) if male else rng.normal(1.64, 0.07),
        proportions=rng.uniform(0.35, 0.8),
        cup=rng.uniform(0.2, 0.85),
        firmness=rng.uniform(0.35, 0.8),
        ethnicity={name: float(share) for name, share in zip(names, shares, strict=True)},
        local=local,
    )


def outfit(rng: Rng, male: bool) -> Outfit:
    """Dresses and skirts for women; bare legs get tights or stockings more often than in the street."""
    kinds, odds = ("trousers", "shorts", "skirt", "gown", ""), (0.3, 0.14, 0.23, 0.27, 0.06)
    kind = str(rng.choice(kinds, p=odds)) if not male else ("trousers" if rng.random() < 0.72 else "shorts")
    ends = {"trousers": (1.55, 2.02), "shorts": (0.4, 0.98), "skirt": (0.45, 1.7), "gown": (0.5, 1.95), "": (0.2, 0.3)}
    length = float(rng.uniform(*ends[kind]))
    if kind == "trousers" and rng.random() < 0.65:
        length = 1.98
    bare = length < 1.6
    flare = rng.uniform(0.0, 0.05) if kind in ("skirt", "gown") else rng.uniform(-0.002, 0.035)
    legwear = 3.0
    if bare and rng.random() < (0.3 if male else 0.6):
        legwear = float(rng.choice([-1.0, -1.0, 0.75, 1.1, 1.75])) if not male else float(rng.choice([1.2, 1.7]))
    return Outfit(
        legs="trousers" if kind == "shorts" else kind,
        leg_length=length,
        flare=float(flare),
        sleeve_ease=float(rng.uniform(0.004, 0.016)),
        tucked=kind == "gown" or (kind != "" and rng.random() < 0.3),
        belt=kind != "" and rng.random() < 0.15,
        jacket=bool(rng.random() < 0.28),
        jacket_length=float(rng.choice([0.0, 0.06, 0.12, 0.35])),
        opening=float(rng.uniform(0.02, 0.16)),
        boots=bare and not male and rng.random() < 0.3,
        legwear=-1.0 if kind == "" else legwear,
        bag=bool(rng.random() < 0.15),
    )


def extra(seed: int, number: int) -> tuple[Look, Outfit]:
    """The ``number``-th of the crowd and what they wear."""
    rng = np.random.default_rng((seed, number))
    male = bool(rng.random() < 0.42)
    worn = outfit(rng, male)
    drawn = skin(rng, male)
    sleeve = float(rng.choice([0.0, rng.uniform(0.25, 0.85), rng.uniform(1.35, 1.95)], p=(0.25, 0.35, 0.4)))
    if worn.jacket:
        sleeve = min(sleeve, 0.8)
    names = HAIR[male] if rng.random() < 0.9 else HAIR[not male]
    look = Look(
        shape=shape(rng, male),
        stance=stance(rng),
        skin=drawn.folder,
        skin_tint=drawn.tint,
        skin_gamma=drawn.gamma,
        hair=names[int(rng.integers(len(names)))],
        hair_tint=hair_colour(rng),
        eyes=str(rng.choice(["brown", "brown", "brownlight", "blue", "green", "grey"])),
        brows=str(rng.choice(["eyebrow001", "eyebrow004", "eyebrow006", "eyebrow009"])),
        brow_tint=(0.04, 0.03, 0.025),
        lashes="eyelashes01",
        shoes=str(rng.choice(["shoes01", "shoes03", "shoes04"])),
        tee=colour(rng),
        tee_length=float(rng.uniform(-0.15, -0.04)),
        tee_ease=float(rng.uniform(0.006, 0.03)),
        sleeve=sleeve,
        neck=float(rng.uniform(0.0, 0.09)),
        trousers=colour(rng),
        leg_ease=float(rng.choice([0.001, rng.uniform(0.006, 0.025)], p=(0.25, 0.75))),
        seed=int(rng.integers(1 << 30)),
    )
    if worn.legs == "":
        look = replace(look, tee_length=0.02)
    return look, worn
