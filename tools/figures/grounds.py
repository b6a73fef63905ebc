"""What garments are photographed on: planks, carpet, a bed, tiles, concrete, paper; procedural, any size."""

import numpy as np
from fabrics import Array
from scipy.ndimage import gaussian_filter, map_coordinates
from shade import Ground

KINDS = (
    "oak",
    "greyboard",
    "walnut",
    "carpet",
    "rug",
    "sheet",
    "blanket",
    "print",
    "tile",
    "concrete",
    "white",
    "sweep",
)


def _noise(shape: tuple[int, int], sigma: float | tuple[float, float], rng: np.random.Generator) -> Array:
    out = gaussian_filter(rng.standard_normal(shape), sigma, mode="wrap")
    return out / (out.std() + 1e-12)


def _cloud(shape: tuple[int, int], pixels: float, rng: np.random.Generator) -> Array:
    """Smooth noise of a large wavelength, made small and enlarged."""
    step = max(1, int(pixels / 4))
    small = _noise((shape[0] // step + 4, shape[1] // step + 4), pixels / step, rng)
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]] / step
    return map_coordinates(small, [y, x], order=1)


def _metres(shape: tuple[int, int], metre: float, turn: float) -> tuple[Array, Array]:
    """Coordinates of every pixel in metres, turned by an angle in radians."""
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]] / metre
    return x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)


def planks(shape: tuple[int, int], metre: float, tone: Array, rng: np.random.Generator) -> Ground:
    """Boards with grain, of slightly different tone, with dark joints."""
    turn = rng.choice([0, np.pi / 2]) + rng.uniform(-0.15, 0.15)
    along, across = _metres(shape, metre, turn)
    width, length = rng.uniform(0.07, 0.14), rng.uniform(0.7, 1.3)
    row = np.floor(across / width).astype(int)
    shift = rng.uniform(0, length, 4096)[row % 4096]
    board = (row * 57 + np.floor((along + shift) / length).astype(int) * 131) % 4096
    light = rng.normal(1, 0.07, 4096)[board]
    texture = _noise((512, 512), (0.7, 14), rng) + 0.8 * _noise((512, 512), (2.2, 60), rng)
    grain = map_coordinates(texture, [(across * 900 + board * 37) % 511, (along * 420 + board * 91) % 511], order=1)
    ring = np.sin(2 * np.pi * (across / width * 2.2 + 0.25 * grain + board * 0.37))
    edge = np.minimum(across % width, width - across % width)
    end = (along + shift) % length
    joint = np.exp(-((edge / 0.0011) ** 2)) + np.exp(-((np.minimum(end, length - end) / 0.0011) ** 2))
    shade = light * (1 + 0.055 * grain + 0.03 * ring) * (1 - 0.55 * np.clip(joint, 0, 1))
    relief = -0.0006 * np.clip(joint, 0, 1) + 0.00004 * grain
    return Ground(np.clip(tone * shade[..., None], 0.005, 1), relief, np.zeros(shape))


def pile(shape: tuple[int, int], metre: float, tone: Array, rng: np.random.Generator, figured: bool) -> Ground:
    """A carpet; ``figured`` weaves stripes and lozenges into it."""
    tuft = max(0.7, 0.0022 * metre)
    fibres = _noise(shape, tuft, rng) + 0.6 * _noise(shape, 0.6, rng)
    worn = _cloud(shape, 0.10 * metre, rng)
    colour = tone * (1 + 0.16 * fibres + 0.06 * worn)[..., None]
    if figured:
        x, y = _metres(shape, metre, rng.uniform(0, np.pi))
        size = rng.uniform(0.08, 0.2)
        other = np.clip(tone * rng.uniform(0.35, 1.9, 3), 0.01, 0.8)
        wobble = 0.004 * _noise(shape, 2, rng)
        lozenge = np.abs((x + wobble) % size - size / 2) + np.abs((y + wobble) % size - size / 2) < size * 0.3
        band = (y + wobble) % (2.7 * size) < 0.35 * size
        colour = np.where((lozenge | band)[..., None], other * (1 + 0.16 * fibres)[..., None], colour)
    return Ground(np.clip(colour, 0.004, 1), 0.0011 * fibres, 0.0015 * worn)


def bedding(shape: tuple[int, int], metre: float, tone: Array, rng: np.random.Generator, kind: str) -> Ground:
    """A sheet, blanket or printed cover, rumpled: ridges where two slow noises cross zero."""
    folds = np.zeros(shape)
    for size, depth in ((0.30, 0.006), (0.16, 0.003), (0.09, 0.0012)):
        wave = _cloud(shape, size * metre, rng)
        folds += depth * np.exp(-((wave / 0.35) ** 2))
    swell = folds + 0.004 * _cloud(shape, 0.25 * metre, rng)
    weave = _noise(shape, 0.8, rng)
    colour = np.broadcast_to(tone, (*shape, 3)) * (1 + 0.015 * weave)[..., None]
    if kind == "print":
        ink = np.clip(tone * rng.uniform(0.2, 1.4, 3), 0.01, 0.9)
        blobs = _cloud(shape, 0.035 * metre, rng)
        stems = np.abs(_cloud(shape, 0.05 * metre, rng)) < 0.12
        colour = np.where((blobs > 0.95)[..., None], ink, colour)
        colour = np.where(stems[..., None] & (blobs < 0.95)[..., None], 0.5 * ink + 0.5 * colour, colour)
    rough = 0.00005 if kind != "blanket" else 0.0005
    if kind == "blanket":
        colour = colour * (1 + 0.08 * _noise(shape, 1.2, rng))[..., None]
    return Ground(np.clip(colour, 0.004, 1), rough * weave, swell)


def tiles(shape: tuple[int, int], metre: float, tone: Array, rng: np.random.Generator) -> Ground:
    """Square tiles with clouds and veins, grouted."""
    x, y = _metres(shape, metre, rng.uniform(-0.3, 0.3))
    size = rng.uniform(0.2, 0.4)
    edge = np.minimum(np.minimum(x % size, size - x % size), np.minimum(y % size, size - y % size))
    grout = np.clip((0.0022 - edge) / 0.0006, 0, 1)
    cloud = _cloud(shape, 0.06 * metre, rng)
    vein = np.exp(-((_cloud(shape, 0.12 * metre, rng) / 0.06) ** 2))
    colour = tone * (1 + 0.05 * cloud - 0.10 * vein)[..., None]
    colour = colour * (1 - 0.4 * grout)[..., None]
    return Ground(np.clip(colour, 0.004, 1), -0.0012 * grout, np.zeros(shape))


def plain(shape: tuple[int, int], metre: float, tone: Array, rng: np.random.Generator, rough: float) -> Ground:
    """Concrete (``rough`` 1) or paper (0)."""
    cloud, speck = _cloud(shape, 0.12 * metre, rng), _noise(shape, 0.8, rng)
    colour = tone * (1 + rough * (0.09 * cloud + 0.05 * speck))[..., None]
    return Ground(np.clip(colour, 0.004, 1), 0.00025 * rough * speck, np.zeros(shape))


def ground(kind: str, shape: tuple[int, int], metre: float, rng: np.random.Generator) -> Ground:
    """One of KINDS for a picture of that shape (rows, columns) with ``metre`` pixels to the metre."""
    pale, vivid = rng.uniform(0.9, 1.08, 3), rng.uniform(0.05, 0.6, 3)
    if kind in ("oak", "walnut", "greyboard"):
        tone = {"oak": (0.45, 0.27, 0.13), "walnut": (0.13, 0.065, 0.035), "greyboard": (0.36, 0.34, 0.31)}[kind]
        return planks(shape, metre, np.array(tone) * pale, rng)
    if kind in ("carpet", "rug"):
        tone = np.array((0.30, 0.26, 0.21)) * pale if kind == "carpet" and rng.random() < 0.6 else vivid
        return pile(shape, metre, tone, rng, kind == "rug")
    if kind in ("sheet", "blanket", "print"):
        tone = np.array((0.74, 0.73, 0.71)) * pale if kind == "sheet" else vivid
        return bedding(shape, metre, tone, rng, kind)
    if kind == "tile":
        return tiles(shape, metre, np.array((0.55, 0.52, 0.47)) * pale, rng)
    if kind == "concrete":
        return plain(shape, metre, np.array((0.27, 0.27, 0.265)) * pale, rng, 1.0)
    return plain(shape, metre, np.array((0.80, 0.80, 0.80)) * (1 if kind == "white" else 0.75), rng, 0.0)
