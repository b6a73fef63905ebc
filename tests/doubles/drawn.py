"""Garments drawn in code, with their true coverage and landmarks."""

from dataclasses import dataclass

import cv2
import numpy as np

WIDTH, HEIGHT = 600, 800
FINE = 4
Spot = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Drawn:
    photo: np.ndarray
    alpha: np.ndarray
    landmarks: dict[str, Spot]
    inside_back: np.ndarray


def both(right: dict[str, Spot]) -> dict[str, Spot]:
    """Landmarks of the wearer's right side (the picture's left) and their mirror images."""
    points = {f"{name}-right": p for name, p in right.items()}
    return points | {f"{name}-left": (WIDTH - 1 - x, y) for name, (x, y) in right.items()}


def filled(points: list[Spot], width: int = WIDTH) -> np.ndarray:
    mask = np.zeros((HEIGHT * FINE, width * FINE), np.uint8)
    cv2.fillPoly(mask, [np.round((np.array(points) + 0.5) * FINE - 0.5).astype(np.int32)], 255)
    small = cv2.resize(mask, (width, HEIGHT), interpolation=cv2.INTER_AREA)
    return small.astype(np.float32) / np.float32(255)


def symmetric(right: list[Spot]) -> np.ndarray:
    """Coverage of a shape whose left half (in the picture, from the top's middle to the bottom's) is given."""
    return filled(right + [(WIDTH - 1 - x, y) for x, y in reversed(right)])


def backdrop(kind: str) -> np.ndarray:
    """A background: `white`, `grey`, `vignette` or `wood`."""
    y, x = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    plain = np.full((HEIGHT, WIDTH, 3), 255, np.float32)
    if kind == "grey":
        plain[:] = (214, 216, 220)
    if kind == "vignette":
        plain[:] = (238 - 26 * (((x / WIDTH - 0.5) ** 2 + (y / HEIGHT - 0.5) ** 2) * 2))[..., None]
    if kind == "wood":
        noise = np.random.default_rng(3).normal(0, 1, (HEIGHT // 40, WIDTH)).astype(np.float32)
        grain = cv2.resize(cv2.GaussianBlur(noise, (0, 0), 2), (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
        planks = np.where((x // 75) % 2 == 0, 10, -10) + 25 * grain
        plain = np.stack([150 + planks, 112 + planks, 78 + planks], 2)
    return plain


def composed(
    alpha: np.ndarray,
    landmarks: dict[str, Spot],
    colour: tuple[int, int, int],
    kind: str = "white",
    inside_back: np.ndarray | None = None,
    shadow: float = 0.0,
) -> Drawn:
    """A photo of a garment with soft folds, on a backdrop, with a soft shadow of the given strength (0..1)."""
    y, x = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    folds = 4 * np.sin(x / 23 + y / 61) + 3 * np.sin(y / 37 - x / 41)
    cloth = np.array(colour, np.float32) + folds[..., None]
    inside = np.zeros_like(alpha) if inside_back is None else inside_back
    cloth = cloth * (1 - 0.35 * inside[..., None])
    ground = backdrop(kind)
    if shadow:
        cast = cv2.GaussianBlur(np.roll(alpha, (6, 6), (0, 1)), (0, 0), 9)
        ground = ground * (1 - shadow * cast[..., None])
    photo = cloth * alpha[..., None] + ground * (1 - alpha[..., None])
    noise = np.random.default_rng(1).normal(0, 0.8, photo.shape)
    return Drawn(np.clip(photo + noise, 0, 255).round().astype(np.uint8), alpha, landmarks, inside)


def tee(
    angle: float = 45,
    length: float = 110,
    colour: tuple[int, int, int] = (40, 70, 140),
    kind: str = "white",
    neck: bool = True,
    hem: float = 640,
    flare: float = 0,
    shadow: float = 0.0,
) -> Drawn:
    """A top with sleeves `length` pixels long, `angle` degrees below the horizontal."""
    way = np.array([-np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    across = np.array([way[1], -way[0]])
    shoulder, pit = np.array([190.0, 175.0]), np.array([196.0, 295.0])
    outer = shoulder + length * way
    end = 70 if length > 200 else 88
    inner = outer + end * across
    if inner @ across < pit @ across - 1 and angle < 60:
        inner = pit + (inner - pit) @ way * way
    right = {
        "neck": (245.0, 150.0), "shoulder": tuple(shoulder), "armpit": tuple(pit), "cuff-outer": tuple(outer),
        "cuff-inner": tuple(inner), "hem": (196.0 - flare, hem),
    }  # fmt: skip
    back = [(245.0, 150.0), (262.0, 160.0), (299.5, 166.0)]
    edge = [back[2], back[1], back[0], tuple(shoulder), tuple(outer), tuple(inner), tuple(pit), right["hem"]]
    alpha = symmetric([*edge, (299.5, hem)])
    t = np.linspace(-1, 1, 41)
    front = [(299.5 + 54.5 * s, 150 + 62 * (1 - s * s)) for s in t]
    opening = filled([*front, (354.0, 120.0), (245.0, 120.0)]) * alpha if neck else np.zeros_like(alpha)
    return composed(alpha, both(right) | {"neck-front": (299.5, 212.0)}, colour, kind, opening, shadow)


def sleeveless(kind: str = "white", hem: float = 640) -> Drawn:
    """A top with armholes."""
    right = {"neck": (250.0, 150.0), "shoulder": (210.0, 160.0), "armpit": (190.0, 300.0), "hem": (186.0, hem)}
    edge = [(299.5, 175.0), (262.0, 168.0), right["neck"], right["shoulder"], (222.0, 215.0), (216.0, 265.0)]
    alpha = symmetric([*edge, right["armpit"], right["hem"], (299.5, hem)])
    return composed(alpha, both(right), (150, 60, 70), kind)


def dress(kind: str = "white") -> Drawn:
    """A dress with short sleeves and a flared skirt."""
    right = {
        "neck": (262.0, 90.0), "shoulder": (225.0, 105.0), "cuff-outer": (170.0, 175.0), "cuff-inner": (206.0, 200.0),
        "armpit": (232.0, 178.0), "waist": (244.0, 280.0), "hem": (170.0, 720.0),
    }  # fmt: skip
    edge = [(299.5, 104.0), *right.values(), (299.5, 726.0)]
    return composed(symmetric(edge), both(right), (120, 50, 110), kind)


def trousers(kind: str = "white", spread: float = 30, colour: tuple[int, int, int] = (70, 80, 95)) -> Drawn:
    """Trousers whose legs spread by `spread` pixels at the ankle."""
    right = {
        "waistband": (220.0, 90.0), "ankle-outer": (200.0 - spread, 720.0), "ankle-inner": (278.0 - spread, 722.0),
    }  # fmt: skip
    edge = [
        (299.5, 92.0),
        right["waistband"],
        (205.0, 200.0),
        right["ankle-outer"],
        right["ankle-inner"],
        (299.5, 300.0),
    ]
    return composed(symmetric(edge), both(right) | {"crotch": (299.5, 299.0)}, colour, kind)


def skirt(kind: str = "white") -> Drawn:
    """A skirt."""
    right = {"waistband": (225.0, 200.0), "hem": (150.0, 560.0)}
    edge = [(299.5, 204.0), right["waistband"], right["hem"], (299.5, 568.0)]
    return composed(symmetric(edge), both(right), (180, 140, 60), kind)


def overlap(a: np.ndarray, b: np.ndarray) -> float:
    """Intersection over union at one half."""
    return float(((a > 0.5) & (b > 0.5)).sum() / max(((a > 0.5) | (b > 0.5)).sum(), 1))


def errors(found: dict[str, Spot], true: dict[str, Spot], scale: float = HEIGHT) -> dict[str, float]:
    """Distances of the landmarks that both know, as shares of `scale`."""
    return {n: float(np.hypot(*(np.array(found[n]) - true[n]))) / scale for n in true if n in found}


def halter(wide: float = 40) -> Drawn:
    """A top that hangs from a band round the neck, `wide` pixels from its middle."""
    neck = 299.5 - wide
    right = {"neck": (neck, 150.0), "armpit": (200.0, 300.0), "hem": (170.0, 700.0)}
    edge = [(299.5, 110.0), (neck, 110.0), right["neck"], (neck - 8, 170.0), right["armpit"], right["hem"]]
    return composed(symmetric([*edge, (299.5, 700.0)]), both(right), (200, 190, 150))


def off_the_shoulders(top: float = 200) -> Drawn:
    """A top whose upper edge runs level from sleeve to sleeve."""
    right = {
        "neck": (196.0, top), "shoulder": (110.0, top), "armpit": (196.0, top + 110), "cuff-outer": (96.0, top + 150),
        "cuff-inner": (170.0, top + 150), "hem": (190.0, 640.0),
    }  # fmt: skip
    edge = [(299.5, top), right["shoulder"], right["cuff-outer"], right["cuff-inner"], right["armpit"], right["hem"]]
    return composed(symmetric([*edge, (299.5, 640.0)]), both(right), (170, 40, 50))


def on_straps(rise: float = 110, aside: float = 75) -> Drawn:
    """A top with sleeves that hangs from two straps, which rise as high above its edge `aside` from its middle."""
    foot = (299.5 - aside, 230.0)
    right = {
        "neck": foot, "shoulder": (110.0, 290.0), "armpit": (196.0, 400.0), "cuff-outer": (96.0, 420.0),
        "cuff-inner": (170.0, 425.0), "hem": (190.0, 680.0),
    }  # fmt: skip
    edge = [(299.5, 275.0), foot, right["shoulder"], right["cuff-outer"], right["cuff-inner"], right["armpit"]]
    alpha = symmetric([*edge, right["hem"], (299.5, 680.0)])
    strap = [(foot[0] - 3, 240.0), (foot[0] - 3, 230 - rise), (foot[0] + 3, 230 - rise), (foot[0] + 3, 240.0)]
    return composed(np.maximum(alpha, both_sides(filled(strap))), both(right), (40, 45, 60))


def both_sides(alpha: np.ndarray) -> np.ndarray:
    """Coverage and its mirror image."""
    return np.maximum(alpha, alpha[:, ::-1])
