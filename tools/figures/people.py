"""The three demo people: shape, stance, skin, hair and what they wear. No one of them exists."""

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


ANNA = Look(
    shape=Shape(
        male=0.0, age=0.53, muscle=0.55, weight=0.5, metres=1.68, proportions=0.75, cup=0.5, firmness=0.65,
        ethnicity={"caucasian": 0.55, "african": 0.25, "asian": 0.20},
        face={"mouthSmileLeft": 0.42, "mouthSmileRight": 0.33, "cheekSquintLeft": 0.3, "cheekSquintRight": 0.25,
              "eyeSquintLeft": 0.2, "eyeSquintRight": 0.15},
    ),
    stance=Stance(),
    skin="young_caucasian_female2", skin_tint=(0.80, 0.68, 0.58), skin_gamma=1.12,
    hair="ponytail01", hair_tint=(0.16, 0.12, 0.10),
    eyes="brownlight", brows="eyebrow001", brow_tint=(0.06, 0.04, 0.03), lashes="eyelashes01",
    shoes="shoes04",
    tee=(0.46, 0.45, 0.44), tee_length=-0.075, tee_ease=0.014, sleeve=0.52, neck=0.045,
    trousers=(0.022, 0.028, 0.045), leg_ease=0.017, seed=3,
)

PEOPLE = {"anna": ANNA}
