"""What is sewn onto a garment: collars, plackets, zips, pockets, hoods, drawn as colour and relief on its sheets."""

from dataclasses import dataclass

import fabrics
import numpy as np
import prints
from fabrics import Sheet
from matplotlib.path import Path as Outline
from panels import Array, Pattern, both, curve
from scipy.ndimage import distance_transform_edt, gaussian_filter

Colour = tuple[float, float, float]


def filled(sheet: Sheet, outline: Array) -> Array:
    """Cover 0..1 of a closed outline (n 2) in pattern metres."""
    inside = np.zeros(sheet.relief.shape, bool)
    rows, columns = sheet.window(outline.min(0), outline.max(0))
    window = sheet.metres[rows, columns]
    inside[rows, columns] = Outline(outline).contains_points(window.reshape(-1, 2)).reshape(window.shape[:2])
    return gaussian_filter(inside.astype(np.float32), 0.6)


def patch(sheet: Sheet, outline: Array, height: float = 1.3, inset: float = 0.004) -> None:
    """A piece of the same cloth sewn on: raised by ``height`` mm, its edge stitched."""
    near = sheet.part(outline.min(0) - 0.01, outline.max(0) + 0.01)
    cover = filled(near, outline)
    depth = distance_transform_edt(cover > 0.5) * fabrics.TEXEL
    stitch = np.exp(-(((depth - inset) / 0.0006) ** 2))
    edge = np.exp(-((distance_transform_edt(cover <= 0.5) * fabrics.TEXEL / 0.0016) ** 2)) * (cover < 0.5)
    near.relief += height * np.clip(depth / 0.0015, 0, 1) - 0.35 * stitch
    near.colour *= (1 - 0.10 * stitch - 0.30 * edge)[..., None]


def mirrored(outline: Array) -> Array:
    return outline * [-1, 1]


def collar(front: Sheet, back: Sheet, pattern: Pattern, drop: float = 0.072, spread: float = 0.052) -> None:
    """Two leaves of a shirt collar on the front, the stand's inside on the back."""
    notch, fold = pattern.front[0].line[0], pattern.front[0].line[-1]
    side = pattern.front[1].line[-1]
    tip = np.array([notch[0] + spread + 0.012, notch[1] - drop * 0.55])
    outer = curve(
        tuple(side + np.array([0.004, -0.006])), tuple(tip), pull=(tuple(0.5 * (side + tip) + [0.014, 0.004]),)
    )
    leaf = np.concatenate([pattern.front[0].line, [fold, side], outer, [tip, notch + np.array([0.002, -0.012])]])
    for outline in (leaf, mirrored(leaf)):
        patch(front, outline, height=2.2, inset=0.006)
    fabrics.paint(back, back.colour[0, 0] * 0.82, (back.metres[..., 1] > side[1] - 0.004).astype(float) * 0.8)


def placket(
    sheet: Sheet, top: float, bottom: float, width: float = 0.034, buttons: int = 6, tone: Colour | None = None
) -> None:
    """A button band down the middle with its buttons."""
    half = width / 2
    band = np.array([[-half, top], [half, top], [half, bottom], [-half, bottom]])
    patch(sheet, band, height=0.9, inset=0.004)
    for y in np.linspace(top - 0.020, bottom + 0.055, buttons):
        disc(sheet, np.array([0.0, y]), 0.0058, tone or (0.88, 0.87, 0.84))


def disc(sheet: Sheet, centre: Array, radius: float, colour: Colour) -> None:
    """A button with four holes."""
    sheet = sheet.part(centre - 2 * radius, centre + 2 * radius)
    away = np.linalg.norm(sheet.metres - centre, axis=-1)
    cover = np.clip((radius - away) / fabrics.TEXEL, 0, 1)
    holes = sum(
        np.exp(-((np.linalg.norm(sheet.metres - centre - [x, y], axis=-1) / 0.0007) ** 2))
        for x in (-0.0015, 0.0015)
        for y in (-0.0015, 0.0015)
    )
    fabrics.paint(sheet, np.array(colour), cover)
    sheet.colour *= (1 - 0.6 * holes * cover - 0.35 * np.exp(-(((away - radius) / 0.0007) ** 2)))[..., None]
    sheet.relief += 1.2 * gaussian_filter(cover, 1)


def zipper(sheet: Sheet, top: float, bottom: float, tape: Colour, metal: Colour = (0.34, 0.31, 0.24)) -> None:
    """A closed zip: tape, teeth, slider."""
    at = sheet.metres
    inside = (at[..., 1] < top) & (at[..., 1] > bottom)
    away = np.abs(at[..., 0])
    fabrics.paint(sheet, np.array(tape), (inside & (away < 0.0075)).astype(float))
    teeth = inside & (away < 0.0026)
    tooth = 0.5 + 0.5 * np.cos(2 * np.pi * at[..., 1] / 0.0028)
    fabrics.paint(sheet, np.array(metal), teeth * (0.35 + 0.6 * tooth))
    groove = np.exp(-(((away - 0.0085) / 0.0009) ** 2)) * inside
    sheet.relief += 0.8 * gaussian_filter(teeth * tooth, 0.7) - 0.9 * groove
    slider = (away < 0.0052) & (at[..., 1] < top + 0.002) & (at[..., 1] > top - 0.034)
    fabrics.paint(sheet, np.array(metal) * 0.85, slider.astype(float))
    sheet.relief += 2.0 * gaussian_filter(slider.astype(float), 1)
    for x in (-0.013, 0.013):
        fabrics.stitch(sheet, [np.array([[x, top], [x, bottom]])], 0.0)


def kangaroo(sheet: Sheet, foot: float, width: float = 0.145, height: float = 0.18) -> None:
    """The front pocket of a hoodie."""
    corners = np.array([[0.60, 1.0], [1.0, 0.42], [1.0, 0.0], [-1.0, 0.0], [-1.0, 0.42], [-0.60, 1.0]])
    outline = corners * [width, height]
    patch(sheet, outline + np.array([0, foot]), height=1.6)
    for side in (-1, 1):
        edge = np.array([[side * 0.60 * width, foot + height], [side * width, foot + 0.42 * height]])
        fabrics.hem(sheet, [edge], 0.018, 3, rows=1)


def chest_pocket(sheet: Sheet, centre: Array, width: float = 0.105, height: float = 0.115, flap: bool = False) -> None:
    """A patch pocket with a point below, ``flap`` puts a buttoned flap on top."""
    w, h = width / 2, height / 2
    patch(sheet, np.array([[-w, h], [w, h], [w, -h * 0.75], [0, -h], [-w, -h * 0.75]]) + centre, height=1.0)
    if flap:
        patch(sheet, np.array([[-w, h], [w, h], [w, h - 0.030], [0, h - 0.042], [-w, h - 0.030]]) + centre, height=1.2)
        disc(sheet, centre + np.array([0, h - 0.030]), 0.0062, (0.42, 0.36, 0.28))
    else:
        fabrics.stitch(sheet, [np.array([[-w, h - 0.018], [w, h - 0.018]]) + centre], 0.0)


def hood(front: Sheet, pattern: Pattern, opening: float = 0.070, cord: Colour = (0.90, 0.89, 0.86)) -> float:
    """The hood's opening on the front: its inside in shade, a hemmed edge, two cords. Returns the opening's foot."""
    dome, neck = pattern.front[0].line[0], pattern.front[0].line[-1]
    foot = neck[1] - 0.085
    high = dome[1] - 0.030
    half = curve((0, high), (0, foot), pull=((opening * 2.1, high + 0.01), (opening * 1.2, foot + 0.05)))
    mouth = np.concatenate([half, mirrored(half)[::-1]])
    cover = filled(front, mouth)
    deep = np.clip(distance_transform_edt(cover > 0.5) * fabrics.TEXEL / 0.05, 0, 1)
    below = np.clip((front.metres[..., 1] - foot) / (high - foot), 0, 1)
    front.colour[...] *= (1 - cover * (0.16 + 0.16 * deep * (1 - below)))[..., None]
    front.relief -= 5.0 * gaussian_filter(cover, 4)
    lines = [half, mirrored(half)]
    fabrics.hem(front, lines, 0.022, 8, rows=1)
    fabrics.seam(front, both(curve(tuple(neck), (0, foot - 0.016), pull=((0.6 * neck[0], foot - 0.012),))))
    for side in (-1, 1):
        pull = (side * 0.046, foot - 0.06), (side * 0.030, foot - 0.12)
        line = curve((side * 0.026, foot + 0.010), (side * 0.040, foot - 0.175), pull=pull)
        rope(front, line, cord)
    return foot


def rope(sheet: Sheet, line: Array, colour: Colour, radius: float = 0.0028) -> None:
    """A cord that lies on the cloth."""
    near = fabrics.band(sheet, line, reach=0.012)
    cover = np.clip((radius - near.distance) / fabrics.TEXEL, 0, 1)
    twist = 0.85 + 0.15 * np.cos(2 * np.pi * (near.along + 0.6 * near.distance) / 0.0045)
    tone = near.colour(sheet)
    shade = np.exp(-(((near.distance - radius - 0.001) / 0.0014) ** 2))
    tone *= (1 - 0.3 * shade)[..., None]
    tone[...] = tone * (1 - cover[..., None]) + np.array(colour) * twist[..., None] * cover[..., None]
    near.relief(sheet)[...] += 2.4 * np.sqrt(np.clip(1 - (near.distance / radius) ** 2, 0, 1))


def ribbed_end(sheet: Sheet, lines: list[Array], width: float, tone: float = 0.97) -> None:
    """A wide knitted band at hem, cuff or collar: ribs across it, and the cloth above it gathered a little."""
    for line in lines:
        near = fabrics.band(sheet, line, reach=width + 0.03)
        cover = np.clip((width - near.distance) / 0.0008, 0, 1)
        ribs = 0.5 + 0.5 * np.cos(2 * np.pi * near.along / 0.0052)
        groove = np.exp(-(((near.distance - width) / 0.0012) ** 2))
        fade = np.exp(-np.clip(near.distance - width, 0, None) / 0.012) * (1 - cover)
        gather = np.cos(2 * np.pi * near.along / 0.019) * fade
        near.relief(sheet)[...] += cover * (0.3 + 0.5 * ribs) - 1.1 * groove + 0.4 * gather
        near.colour(sheet)[...] *= (1 - cover * (1 - tone) - 0.10 * cover * (1 - ribs) - 0.22 * groove)[..., None]


def woven_cuff(sheet: Sheet, lines: list[Array], width: float) -> None:
    """A stiff cuff as shirts have it, stitched at both edges."""
    for line in lines:
        near = fabrics.band(sheet, line, reach=width + 0.02)
        gather = np.cos(2 * np.pi * near.along / 0.016) * np.exp(-np.clip(near.distance - width, 0, None) / 0.02)
        above = near.distance > width
        near.relief(sheet)[...] += 0.8 * ~above + 0.35 * gather * above
        near.relief(sheet)[...] -= 1.0 * np.exp(-(((near.distance - width) / 0.0010) ** 2))
        near.colour(sheet)[...] *= (1 - 0.2 * np.exp(-(((near.distance - width) / 0.0008) ** 2)))[..., None]
    for offset in (0.005, width - 0.004):
        fabrics.stitch(sheet, lines, offset)


def waistband(front: Sheet, back: Sheet, pattern: Pattern, colour: Colour, elastic: bool) -> None:
    """The band of a skirt or of soft shorts, gathered by elastic or plain."""
    lines = both(pattern.lines["waistband"])
    if elastic:
        ribbed_end(front, pattern.open_lines("front")["waist"], 0.038)
    else:
        fabrics.seam(front, lines)
        fabrics.stitch(front, lines, 0.003)
        fabrics.stitch(front, pattern.open_lines("front")["waist"], 0.003)
    inner = back.metres[..., 1] > pattern.lines["waistband"][:, 1].min()
    fabrics.paint(back, np.asarray(colour) * 0.84, inner * 0.9)


@dataclass(frozen=True)
class Ink:
    """One of the patterns that cloth is printed or woven with."""

    name: str  # plain, stripes, pinstripes, checks, dots, sprigs, melange, blocks
    colour: Colour = (0.1, 0.1, 0.15)
    pitch: float = 0.03
    seed: int = 1


def dyed(sheet: Sheet, ink: Ink) -> None:
    """Put a pattern on a sheet, straight along the cloth."""
    at, tone = sheet.metres, np.array(ink.colour)
    if ink.name == "stripes":
        wave = np.abs((at[..., 1] % ink.pitch) / ink.pitch - 0.5)
        fabrics.paint(sheet, tone, np.clip(0.5 + (0.2 - wave) * ink.pitch / fabrics.TEXEL, 0, 1))
    elif ink.name == "pinstripes":
        wave = np.abs((at[..., 0] % ink.pitch) / ink.pitch - 0.5)
        fabrics.paint(sheet, tone, np.clip(0.5 + (0.07 - wave) * ink.pitch / fabrics.TEXEL, 0, 1))
    elif ink.name == "checks":
        for axis in (0, 1):
            wave = np.abs((at[..., axis] % ink.pitch) / ink.pitch - 0.5)
            for middle, half, share, dark in ((0.0, 0.22, 0.42, 1.0), (0.42, 0.03, 0.5, 0.4)):
                inside = (half - np.abs(wave - middle)) * ink.pitch / fabrics.TEXEL
                fabrics.paint(sheet, tone * dark, share * np.clip(0.5 + inside, 0, 1))
    elif ink.name == "dots":
        row = np.floor(at[..., 1] / ink.pitch)
        x = (at[..., 0] + 0.5 * ink.pitch * (row % 2)) % ink.pitch - 0.5 * ink.pitch
        y = at[..., 1] % ink.pitch - 0.5 * ink.pitch
        fabrics.paint(sheet, tone, np.clip((0.24 * ink.pitch - np.hypot(x, y)) / fabrics.TEXEL, 0, 1))
    elif ink.name == "sprigs":
        prints.sprigs(sheet, tone, ink.pitch, ink.seed)
    elif ink.name == "melange":
        rng = np.random.default_rng(ink.seed)
        fibres = gaussian_filter(rng.standard_normal(sheet.relief.shape), (0.8, 2.6))
        fabrics.paint(sheet, tone, np.clip(0.30 + 0.13 * fibres / fibres.std(), 0, 1))
    elif ink.name == "blocks":
        middle = 0.5 * (at[..., 1].max() + at[..., 1].min()) + 0.06
        fabrics.paint(sheet, tone, np.clip((middle - at[..., 1]) / fabrics.TEXEL, 0, 1))
