"""The demo people: shape, stance, skin, hair and what they wear. No one of them exists."""

from dataclasses import dataclass

from body import Shape
from posing import Stance


@dataclass(frozen=True)
class Look:
    """Everything that a picture of one person needs; colours are linear RGB factors or albedos."""

    shape: Shape
    stance: Stance
    skin: str  # folder of skins/
    skin_tint: tuple[float, float, float]
    skin_gamma: float
    hair: str | None  # folder of hair/
    hair_tint: tuple[float, float, float]
    eyes: str
    brows: str
    brow_tint: tuple[float, float, float]
    lashes: str | None
    shoes: str
    tee: tuple[float, float, float]
    tee_length: float  # metres below the crotch line (negative: above)
    tee_ease: float
    sleeve: float  # share of the upper arm
    neck: float  # metres that the neckline lies below the front neck point
    trousers: tuple[float, float, float]
    leg_ease: float
    seed: int
    faceless: bool = False  # a shop's figure: plain body, a hint of a face


ANNA = Look(
    shape=Shape(
        male=0.0,
        age=0.53,
        muscle=0.55,
        weight=0.5,
        metres=1.68,
        proportions=0.75,
        cup=0.5,
        firmness=0.65,
        ethnicity={"caucasian": 0.55, "african": 0.25, "asian": 0.20},
        face={
            "mouthSmileLeft": 0.62,
            "mouthSmileRight": 0.52,
            "cheekSquintLeft": 0.3,
            "cheekSquintRight": 0.25,
            "eyeSquintLeft": 0.2,
            "eyeSquintRight": 0.15,
        },
    ),
    stance=Stance(),
    skin="young_caucasian_female2",
    skin_tint=(0.50, 0.375, 0.295),
    skin_gamma=1.15,
    hair="long01",
    hair_tint=(0.30, 0.22, 0.18),
    eyes="brownlight",
    brows="eyebrow001",
    brow_tint=(0.06, 0.04, 0.03),
    lashes="eyelashes01",
    shoes="shoes04",
    tee=(0.24, 0.30, 0.25),
    tee_length=-0.125,
    tee_ease=0.014,
    sleeve=0.52,
    neck=0.045,
    trousers=(0.022, 0.028, 0.045),
    leg_ease=0.012,
    seed=3,
)

TOM = Look(
    shape=Shape(
        male=1.0,
        age=0.67,
        muscle=0.52,
        weight=1.7,
        local={"stomach/stomach-pregnant-incr": 0.35},
        metres=1.80,
        proportions=0.45,
        ethnicity={"caucasian": 1.0},
        face={
            "mouthSmileLeft": 0.45,
            "mouthSmileRight": 0.58,
            "cheekSquintLeft": 0.2,
            "cheekSquintRight": 0.3,
            "eyeSquintLeft": 0.25,
            "eyeSquintRight": 0.3,
            "browInnerUp": 0.15,
        },
    ),
    stance=Stance(arm_left=23, arm_right=20, elbow_left=17, elbow_right=12, lean=-1.2, head_turn=-3, head_tilt=-1.5),
    skin="middleage_caucasian_male",
    skin_tint=(0.98, 0.88, 0.82),
    skin_gamma=1.0,
    hair="short02",
    hair_tint=(0.55, 0.48, 0.42),
    eyes="blue",
    brows="eyebrow009",
    brow_tint=(0.10, 0.07, 0.05),
    lashes="eyelashes03",
    shoes="shoes01",
    tee=(0.050, 0.085, 0.075),
    tee_length=-0.105,
    tee_ease=0.016,
    sleeve=0.62,
    neck=0.025,
    trousers=(0.30, 0.235, 0.16),
    leg_ease=0.012,
    seed=7,
)

SAMUEL = Look(
    shape=Shape(
        male=1.0,
        age=0.84,
        muscle=0.50,
        weight=0.36,
        metres=1.76,
        proportions=0.55,
        ethnicity={"african": 1.0},
        face={
            "mouthSmileLeft": 0.62,
            "mouthSmileRight": 0.52,
            "cheekSquintLeft": 0.35,
            "cheekSquintRight": 0.3,
            "eyeSquintLeft": 0.2,
            "eyeSquintRight": 0.25,
        },
    ),
    stance=Stance(arm_left=18, arm_right=21, elbow_left=20, elbow_right=15, lean=1.0, head_turn=3, head_tilt=-2),
    skin="old_african_male",
    skin_tint=(0.98, 1.08, 1.16),
    skin_gamma=1.0,
    hair=None,
    hair_tint=(1, 1, 1),
    eyes="brown",
    brows="eyebrow004",
    brow_tint=(0.05, 0.045, 0.04),
    lashes="eyelashes03",
    shoes="shoes04",
    tee=(0.62, 0.50, 0.26),
    tee_length=-0.115,
    tee_ease=0.018,
    sleeve=0.58,
    neck=0.030,
    trousers=(0.035, 0.036, 0.04),
    leg_ease=0.016,
    seed=13,
)

MEI = Look(
    shape=Shape(
        male=0.0,
        age=0.5,
        muscle=0.48,
        weight=0.34,
        metres=1.63,
        proportions=0.7,
        cup=0.35,
        firmness=0.7,
        ethnicity={"asian": 1.0},
        face={
            "mouthSmileLeft": 0.5,
            "mouthSmileRight": 0.58,
            "cheekSquintLeft": 0.25,
            "cheekSquintRight": 0.3,
            "eyeSquintLeft": 0.12,
            "eyeSquintRight": 0.15,
        },
    ),
    stance=Stance(arm_left=21, arm_right=17, elbow_left=16, elbow_right=12, lean=-1.3, head_turn=-4, head_tilt=-2),
    skin="young_asian_female",
    skin_tint=(1.0, 0.97, 0.94),
    skin_gamma=1.0,
    hair="bob02",
    hair_tint=(0.10, 0.085, 0.08),
    eyes="brown",
    brows="eyebrow001",
    brow_tint=(0.03, 0.025, 0.022),
    lashes="eyelashes01",
    shoes="shoes04",
    tee=(0.55, 0.36, 0.34),
    tee_length=-0.125,
    tee_ease=0.014,
    sleeve=0.50,
    neck=0.030,
    trousers=(0.075, 0.095, 0.15),
    leg_ease=0.014,
    seed=19,
)

ROSA = Look(
    shape=Shape(
        male=0.0,
        age=0.70,
        muscle=0.45,
        weight=1.75,
        metres=1.64,
        proportions=0.5,
        cup=0.7,
        firmness=0.4,
        ethnicity={"caucasian": 0.4, "asian": 0.3, "african": 0.3},
        face={
            "mouthSmileLeft": 0.65,
            "mouthSmileRight": 0.6,
            "cheekSquintLeft": 0.3,
            "cheekSquintRight": 0.35,
            "eyeSquintLeft": 0.2,
            "eyeSquintRight": 0.2,
        },
    ),
    stance=Stance(arm_left=22, arm_right=24, elbow_left=14, elbow_right=17, lean=1.2, head_turn=3, head_tilt=2),
    skin="middleage_asian_female",
    skin_tint=(0.62, 0.50, 0.42),
    skin_gamma=1.1,
    hair="ponytail01",
    hair_tint=(0.16, 0.13, 0.115),
    eyes="brown",
    brows="eyebrow006",
    brow_tint=(0.035, 0.028, 0.024),
    lashes="eyelashes01",
    shoes="shoes03",
    tee=(0.09, 0.14, 0.26),
    tee_length=-0.110,
    tee_ease=0.018,
    sleeve=0.60,
    neck=0.030,
    trousers=(0.10, 0.10, 0.105),
    leg_ease=0.014,
    seed=23,
)

NIA = Look(
    shape=Shape(
        male=0.0,
        age=0.47,
        muscle=0.5,
        weight=0.62,
        metres=1.70,
        proportions=0.6,
        cup=0.45,
        firmness=0.7,
        ethnicity={"african": 1.0},
        face={
            "mouthSmileLeft": 0.55,
            "mouthSmileRight": 0.62,
            "cheekSquintLeft": 0.25,
            "cheekSquintRight": 0.3,
            "eyeSquintLeft": 0.12,
            "eyeSquintRight": 0.15,
        },
    ),
    stance=Stance(arm_left=20, arm_right=22, elbow_left=15, elbow_right=14, lean=1.1, head_turn=4, head_tilt=1.5),
    skin="young_caucasian_female2",
    skin_tint=(0.235, 0.150, 0.105),
    skin_gamma=1.15,
    hair="short04",
    hair_tint=(0.05, 0.042, 0.04),
    eyes="brown",
    brows="eyebrow001",
    brow_tint=(0.02, 0.017, 0.015),
    lashes="eyelashes01",
    shoes="shoes04",
    tee=(0.58, 0.44, 0.10),
    tee_length=-0.125,
    tee_ease=0.014,
    sleeve=0.52,
    neck=0.035,
    trousers=(0.060, 0.055, 0.060),
    leg_ease=0.012,
    seed=31,
)

WEI = Look(
    shape=Shape(
        male=1.0,
        age=0.95,
        muscle=0.42,
        weight=0.62,
        metres=1.70,
        proportions=0.5,
        ethnicity={"asian": 1.0},
        face={
            "browInnerUp": 0.55,
            "mouthSmileLeft": 0.55,
            "mouthSmileRight": 0.5,
            "cheekSquintLeft": 0.3,
            "cheekSquintRight": 0.3,
            "eyeSquintLeft": 0.25,
            "eyeSquintRight": 0.25,
        },
    ),
    stance=Stance(arm_left=19, arm_right=18, elbow_left=18, elbow_right=16, lean=-0.8, head_turn=-3, head_tilt=1),
    skin="old_african_male",
    skin_tint=(1.50, 1.92, 2.30),
    skin_gamma=0.55,
    hair="short04",
    hair_tint=(15.0, 14.7, 14.9),
    eyes="brown",
    brows="eyebrow004",
    brow_tint=(0.26, 0.25, 0.24),
    lashes="eyelashes03",
    shoes="shoes01",
    tee=(0.30, 0.055, 0.060),
    tee_length=-0.115,
    tee_ease=0.018,
    sleeve=0.58,
    neck=0.028,
    trousers=(0.050, 0.060, 0.085),
    leg_ease=0.015,
    seed=37,
)

FIGURE = Look(
    shape=Shape(male=0.35, age=0.5, muscle=0.5, weight=0.5, metres=1.74, proportions=0.8, cup=0.2),
    stance=Stance(arm_left=20, arm_right=20, elbow_left=13, elbow_right=13, lean=0, head_turn=0, head_tilt=0, wrist=4),
    skin="",
    skin_tint=(0.40, 0.35, 0.30),
    skin_gamma=1.0,
    hair=None,
    hair_tint=(1, 1, 1),
    eyes="",
    brows="",
    brow_tint=(1, 1, 1),
    lashes=None,
    shoes="shoes04",
    tee=(0.10, 0.125, 0.16),
    tee_length=-0.120,
    tee_ease=0.014,
    sleeve=0.54,
    neck=0.030,
    trousers=(0.05, 0.053, 0.06),
    leg_ease=0.012,
    seed=29,
    faceless=True,
)

PEOPLE = {
    "anna": ANNA,
    "tom": TOM,
    "samuel": SAMUEL,
    "mei": MEI,
    "rosa": ROSA,
    "nia": NIA,
    "wei": WEI,
    "figure": FIGURE,
}
