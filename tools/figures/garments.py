"""Designs: each garment's pattern, cloth, colour, seams and print."""

from collections.abc import Callable
from dataclasses import dataclass

import fabrics
import numpy as np
import patterns
import prints
from fabrics import Sheet
from panels import Array, Pattern, both


@dataclass(frozen=True)
class Design:
    """All that is needed to lay a garment out or hang it on a figure."""

    pattern: Pattern
    front: Sheet
    back: Sheet  # seen from inside through the neck or waist
    seed: int
    shift: float = 0.009
    wavelength: float = 0.30
    spacing: float = 0.007
    sheen: float = 0.15
    thickness: float = 0.0011


def _knit_top(pattern: Pattern, front: Sheet, back: Sheet, seed: int, collar: Array | None = None) -> None:
    """What tees share: armhole seams, ribbed neck, hemmed body and cuffs, neck tape inside."""
    for sheet, panel in ((front, "front"), (back, "back")):
        opened = pattern.open_lines(panel)
        fabrics.seam(sheet, both(pattern.lines["armhole"]))
        fabrics.hem(sheet, opened["hem"], 0.022, seed)
        fabrics.hem(sheet, opened["cuff"], 0.020, seed + 1)
        fabrics.rib(sheet, opened["neck"], 0.019, collar)
    label(back, pattern)


def label(sheet: Sheet, pattern: Pattern) -> None:
    """A small woven label inside the back, without a word on it."""
    top = pattern.back[0].line[0]
    at = sheet.metres - (top - [0, 0.034])
    inside = (np.abs(at[..., 0]) < 0.021) & (np.abs(at[..., 1]) < 0.012)
    border = inside & ((np.abs(at[..., 0]) > 0.0195) | (np.abs(at[..., 1]) > 0.0105))
    tone = 0.93 if sheet.colour.mean() < 0.7 else 0.55
    fabrics.paint(sheet, np.array([tone, tone, tone * 0.98]), inside * 0.95)
    sheet.relief += 0.5 * inside - 0.3 * border


def tee_plain() -> Design:
    pattern = patterns.tee()
    colour = (0.16, 0.40, 0.50)
    front, back = fabrics.blank(pattern, colour, 1), fabrics.blank(pattern, colour, 2)
    _knit_top(pattern, front, back, 3)
    return Design(pattern, front, back, seed=5, shift=0.0072)


def tee_print() -> Design:
    pattern = patterns.tee()
    colour = (0.90, 0.875, 0.81)
    front, back = fabrics.blank(pattern, colour, 4), fabrics.blank(pattern, colour, 5)
    prints.sunrise(front, centre=(0.0, 0.430), width=0.25)
    _knit_top(pattern, front, back, 6)
    return Design(pattern, front, back, seed=21, shift=0.0072)


def _sleeve_side(sheet: Sheet, pattern: Pattern) -> Array:
    """1 on the sleeves, 0 on the body: right of the armhole line (mirrored for the other side)."""
    line = pattern.lines["armhole"]
    at = sheet.metres
    y = at[..., 1].clip(line[-1, 1], line[0, 1])
    order = np.argsort(line[:, 1])
    edge = np.interp(y, line[order, 1], line[order, 0])
    below = at[..., 1] < line[-1, 1]
    side = pattern.front[-2].line
    order = np.argsort(side[:, 1])
    edge = np.where(below, np.interp(at[..., 1], side[order, 1], side[order, 0]) + 0.004, edge)
    return np.abs(at[..., 0]) > edge


def longsleeve_stripe() -> Design:
    pattern = patterns.long_sleeve()
    colour, ink = (0.80, 0.73, 0.60), np.array([0.085, 0.11, 0.20])
    sheets = [fabrics.blank(pattern, colour, seed) for seed in (7, 8)]
    tip, cuff = pattern.front[1].line[-1], pattern.front[3].line
    down = cuff.mean(0) - (tip + pattern.lines["armhole"][-1]) / 2
    down /= np.linalg.norm(down)
    for sheet in sheets:
        at = sheet.metres
        folded = np.stack([np.abs(at[..., 0]), at[..., 1]], -1)
        sleeve = _sleeve_side(sheet, pattern)
        along = np.where(sleeve, (folded - tip) @ -down, at[..., 1])
        wave = (along % 0.024) / 0.024
        yoke = (~sleeve) & (at[..., 1] > 0.535)
        stripe = np.clip(0.5 + (0.19 - np.abs(wave - 0.5)) * 0.024 / fabrics.TEXEL, 0, 1) * ~yoke
        fabrics.paint(sheet, ink, stripe)
    _knit_top(pattern, *sheets, 9)
    return Design(pattern, *sheets, seed=34, shift=0.0075)


def dress() -> Design:
    pattern = patterns.dress()
    colour = (0.62, 0.235, 0.175)
    wrong_side = (0.74, 0.45, 0.39)  # the print does not come through
    sheets = [fabrics.blank(pattern, tone, seed, weave=0.022) for tone, seed in ((colour, 10), (wrong_side, 11))]
    prints.sprigs(sheets[0], np.array([0.93, 0.87, 0.76]), pitch=0.034, seed=12)
    for sheet, panel in zip(sheets, ("front", "back"), strict=True):
        opened = pattern.open_lines(panel)
        gathers(sheet, both(pattern.lines["waist"]), 0.16)
        fabrics.seam(sheet, both(pattern.lines["waist"]), puckers=0.35)
        fabrics.hem(sheet, opened["hem"], 0.020, 13, rows=1)
        for edge in ("neck", "cuff"):
            fabrics.hem(sheet, opened[edge], 0.009, 14, rows=1)
    label(sheets[1], pattern)
    return Design(pattern, *sheets, seed=45, shift=0.008, wavelength=0.28, spacing=0.008)


def gathers(sheet: Sheet, lines: list[Array], reach: float) -> None:
    """Small folds that run down from a gathered seam and die away."""
    at = sheet.metres
    drop = np.interp(at[..., 0], lines[0][::-1, 0], lines[0][::-1, 1]) - at[..., 1]
    fan = at[..., 0] / (1 + np.clip(drop, 0, None) * 1.1)
    rng = np.random.default_rng(4)
    folds = sum(np.sin(2 * np.pi * fan / p + rng.uniform(0, 6)) for p in (0.017, 0.026, 0.041))
    fade = np.where(drop > 0, np.exp(-np.clip(drop, 0, None) / reach), 0)
    sheet.relief += 0.75 * folds * fade


def _bottom(pattern: Pattern, colour: tuple[float, float, float], seed: int, thread: Array) -> tuple[Sheet, Sheet]:
    front, back = (fabrics.blank(pattern, colour, seed + k, weave=0.045) for k in (0, 1))
    bottom_details(front, back, pattern, colour, thread, seed)
    return front, back


def bottom_details(
    front: Sheet, back: Sheet, pattern: Pattern, colour: tuple[float, float, float], thread: Array, seed: int
) -> None:
    """Waistband with button and loops, fly, slanted pockets, hems, creases at the crotch."""
    for sheet, panel in ((front, "front"), (back, "back")):
        fabrics.hem(sheet, pattern.open_lines(panel)["hem"], 0.030, seed, rows=1)
        fabrics.stitch(sheet, pattern.open_lines(panel)["waist"], 0.003)
    band = both(pattern.lines["waistband"])
    fabrics.seam(front, band)
    fabrics.stitch(front, band, 0.003)
    fabrics.seam(front, [pattern.lines["fly"]])
    fabrics.stitch(front, [pattern.lines["fly"]], 0.004)
    fabrics.topstitch(front, fly_curve(pattern), thread)
    for line in both(pattern.lines["pocket"]):
        fabrics.seam(front, [line])
        fabrics.topstitch(front, [line + np.array([0.006 * -np.sign(line[0, 0]), -0.001])], thread)
    half = pattern.front[0].line[-1, 0]
    for x in (-0.6 * half, 0.6 * half):
        prints.loop(front, x, np.array([float(np.interp(abs(x), [0, half], [-0.020, 0.0])), 0.048]), thread)
    prints.button(front, np.array([0.006, -0.044]), 0.0085)
    inner = back.metres[..., 1] > -0.034
    fabrics.paint(back, np.asarray(colour) * 0.86, inner * 0.9)
    label(back, pattern)


def fly_curve(pattern: Pattern) -> list[Array]:
    top = pattern.lines["waistband"][-1]
    return [
        patterns.curve((0.036, top[1]), (0.002, top[1] - 0.165), pull=((0.038, top[1] - 0.10), (0.036, top[1] - 0.15)))
    ]


def trousers() -> Design:
    pattern = patterns.trousers()
    front, back = _bottom(pattern, (0.66, 0.57, 0.43), 50, np.array([0.60, 0.51, 0.38]))
    return Design(pattern, front, back, seed=52, shift=0.008, wavelength=0.28, spacing=0.0085, thickness=0.0014)


def shorts() -> Design:
    pattern = patterns.shorts()
    front, back = _bottom(pattern, (0.33, 0.43, 0.55), 60, np.array([0.72, 0.56, 0.33]))
    prints.denim(front, 61)
    return Design(pattern, front, back, seed=62, shift=0.007, wavelength=0.24, spacing=0.007, thickness=0.0016)


GARMENTS: dict[str, Callable[[], Design]] = {
    "tee-plain": tee_plain,
    "tee-print": tee_print,
    "longsleeve-stripe": longsleeve_stripe,
    "dress": dress,
    "trousers": trousers,
    "shorts": shorts,
}
