"""Where the crowd stands: what is behind and below, light, and how the picture is taken; all drawn by chance."""

from dataclasses import dataclass
from pathlib import Path

import bpy
import grounds
import numpy as np
import studio
from body import Array
from extras import Colour, Rng, colour
from PIL import Image

SIZES = ((384, 512), (384, 512), (342, 512), (410, 512))
FRAMES = ("whole", "whole", "whole", "half", "half", "headless", "headless", "legs", "upper")


@dataclass(frozen=True)
class Heights:
    """Metres above the ground that pictures are cut at."""

    crown: float
    mouth: float
    neck: float
    hip: float
    knee: float
    waist: float


def _srgb(linear: Array) -> Array:
    value = np.clip(linear, 0, 1)
    return np.where(value < 0.0031308, 12.92 * value, 1.055 * value ** (1 / 2.4) - 0.055)


def picture_material(name: str, colours: Array, file: Path) -> bpy.types.Material:
    """A matt surface that shows colours (h w 3, linear)."""
    Image.fromarray(np.rint(_srgb(colours) * 255).astype(np.uint8)).save(file)
    image = bpy.data.images.load(str(file))
    image.pack()
    return studio.textured_material(name, image, 0.9)


def surface(name: str, rng: Rng, file: Path) -> bpy.types.Material:
    """Plain, a gradient, or one of the grounds of flat garments."""
    kind = rng.random()
    tone = np.array(colour(rng)) if rng.random() < 0.5 else np.full(3, rng.uniform(0.15, 0.85))
    if kind < 0.35:
        return studio.plain_material(name, tuple(tone), 1.0)
    if kind < 0.5:
        ramp = np.linspace(rng.uniform(0.3, 1), rng.uniform(0.3, 1), 128)[:, None, None]
        return picture_material(name, np.broadcast_to(tone * ramp, (128, 8, 3)), file)
    found = grounds.ground(str(rng.choice(grounds.KINDS)), (320, 320), 130.0, rng)
    return picture_material(name, found.colour, file)


def _plane(name: str, corners: list[Colour], material: bpy.types.Material, tiles: float) -> bpy.types.Object:
    thing = studio.mesh_object(name, np.array(corners), [[0, 1, 2, 3]])
    studio.set_uv(thing, np.array([[0, 0], [tiles, 0], [tiles, tiles], [0, tiles]]))
    thing.data.materials.append(material)
    return thing


def _box(rng: Rng, wall: float, material: bpy.types.Material) -> bpy.types.Object:
    """A piece of furniture, roughly: beside or behind the figure."""
    width, depth, height = rng.uniform(0.15, 1.1), rng.uniform(0.1, 0.5), rng.uniform(0.05, 2.0)
    low = 0.0 if rng.random() < 0.6 else rng.uniform(0.3, 1.6)
    side = float(rng.choice([-1, 1])) * rng.uniform(0.2, 1.6)
    middle = np.array([side, rng.uniform(0.75, max(0.8, wall - depth / 2)), low + height / 2])
    half = np.array([width, depth, height]) / 2
    signs = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)])
    faces = [[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]]
    thing = studio.mesh_object("box", middle + half * signs, faces)
    thing.data.materials.append(material)
    return thing


def place(rng: Rng, cache: Path) -> list[bpy.types.Object]:
    """A paper sweep or a room with a few boxes, around a figure at the origin."""
    floor = surface("background.floor", rng, cache / "floor.png")
    if rng.random() < 0.4:
        return [_sweep(floor)]
    wall_at = rng.uniform(0.7, 3.5)
    wall = surface("background.wall", rng, cache / "wall.png")
    tiles = float(rng.uniform(1.5, 3))
    things = [
        _plane("floor", [(-6, -6, 0), (6, -6, 0), (6, wall_at, 0), (-6, wall_at, 0)], floor, 3 * tiles),
        _plane("wall", [(-6, wall_at, 0), (6, wall_at, 0), (6, wall_at, 6), (-6, wall_at, 6)], wall, tiles),
    ]
    for number in range(rng.integers(0, 6)):
        paint = studio.plain_material(f"background.box{number}", colour(rng), 0.6)
        things.append(_box(rng, wall_at, paint))
    return things


def _sweep(material: bpy.types.Material) -> bpy.types.Object:
    bend = [(1.0 + 1.2 * np.sin(a), 1.2 - 1.2 * np.cos(a)) for a in np.linspace(0, np.pi / 2, 12)]
    rows = np.array([(-6.0, 0.0), *bend, (2.2, 6.0)])
    along = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(rows, axis=0), axis=1))]) / 6
    n = len(rows)
    vertices = np.concatenate([np.column_stack([np.full(n, x), rows]) for x in (-5.0, 5.0)])
    faces = np.array([[i, n + i, n + i + 1, i + 1] for i in range(n - 1)])
    thing = studio.mesh_object("sweep", vertices, faces)
    uv = np.concatenate([np.column_stack([np.full(n, x), along]) for x in (0.0, 10 / 6)])
    studio.set_uv(thing, uv[faces].reshape(-1, 2))
    studio.smooth(thing, 0, 0)
    thing.data.materials.append(material)
    return thing


def light(rng: Rng) -> None:
    """Soft or hard, from any side, neutral, warm or cold; a fifth of the pictures are dim."""
    warmth = rng.choice([0.0, rng.uniform(0.2, 1.0), rng.uniform(-0.4, 0.0)], p=(0.5, 0.38, 0.12))
    tone = (1 + 0.25 * max(warmth, -1.0), 1.0 - 0.12 * max(warmth, 0.0), 1.0 - 0.5 * warmth)
    side, height = np.radians(rng.uniform(-75, 75)), rng.uniform(1.2, 3.4)
    far = rng.uniform(2.4, 4.0)
    key = [far * np.sin(side), -far * np.cos(side), height]
    studio.area_light(np.array(key), np.array([0, 0, 1.0]), float(rng.uniform(0.15, 2.2)), rng.uniform(60, 200), tone)
    fill = [-2.4 * np.sign(np.sin(side)), -2.4, rng.uniform(0.6, 2.5)]
    studio.area_light(np.array(fill), np.array([0, 0, 1.0]), 2.0, rng.uniform(0, 60), tone)
    studio.world(float(rng.uniform(0.12, 0.6)), tone)
    view = bpy.context.scene.view_settings
    view.view_transform = "AgX"
    view.look = str(rng.choice(["AgX - High Contrast", "AgX - Medium High Contrast", "None"]))
    view.exposure = float(rng.uniform(-1.5, -0.7) if rng.random() < 0.2 else rng.uniform(-0.4, 0.3))


def frame(rng: Rng, heights: Heights) -> None:
    """A camera that sees the whole figure or a part, from knee to head height, slightly askew."""
    scene = bpy.context.scene
    width, height = SIZES[int(rng.integers(len(SIZES)))]
    scene.render.resolution_x, scene.render.resolution_y = width, height
    kind = str(rng.choice(FRAMES))
    below, above = rng.uniform(0.02, 0.2), rng.uniform(0.03, 0.3)
    thigh = heights.hip + rng.uniform(0.1, 0.8) * (heights.knee - heights.hip)
    low, high = {
        "whole": (-below, heights.crown + above),
        "half": (thigh, heights.crown + above),
        "headless": (thigh if rng.random() < 0.4 else -below, rng.uniform(heights.neck - 0.02, heights.mouth)),
        "legs": (-below, rng.uniform(heights.hip, heights.waist + 0.15)),
        "upper": (rng.uniform(heights.hip, heights.waist), heights.crown + above),
    }[kind]
    size = high - low
    camera = bpy.data.objects.new("camera", bpy.data.cameras.new("camera"))
    bpy.context.collection.objects.link(camera)
    camera.data.sensor_fit, camera.data.sensor_height = "VERTICAL", 24
    distance, eye = rng.uniform(2.0, 5.0), rng.uniform(0.6, 1.7)
    camera.data.lens = 24 * distance / size
    camera.location = (0, -distance, eye)
    camera.rotation_euler = (np.pi / 2, np.radians(rng.normal(0, 1.5)), 0)
    camera.data.shift_y = ((low + high) / 2 - eye) / size
    camera.data.shift_x = rng.uniform(-0.07, 0.07)
    scene.camera = camera
