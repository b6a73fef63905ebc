"""Blender through ``bpy``: objects, materials, lights, camera, one render. Run offline, never imported by vitrine."""

import os
from collections.abc import Callable
from pathlib import Path

import bpy
import numpy as np

Array = np.ndarray
Colour = tuple[float, float, float]
Socket = bpy.types.NodeSocket


def reset(width: int, height: int, samples: int) -> None:
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.device = "CPU"
    scene.cycles.samples = samples
    scene.cycles.use_denoising = True
    scene.cycles.denoiser = "OPENIMAGEDENOISE"
    scene.cycles.use_adaptive_sampling = True
    scene.cycles.adaptive_threshold = 0.02
    scene.cycles.max_bounces = 4
    scene.cycles.transparent_max_bounces = 24
    scene.cycles.seed = 1
    scene.render.threads_mode = "FIXED"
    scene.render.threads = int(os.environ.get("FIGURE_THREADS", "2"))
    scene.render.resolution_x, scene.render.resolution_y = width, height
    scene.render.resolution_percentage = 100
    scene.render.image_settings.file_format = "PNG"
    scene.world = bpy.data.worlds.new("world")


def mesh_object(name: str, vertices: Array, faces: Array | list[list[int]]) -> bpy.types.Object:
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata(vertices.tolist(), [], faces if isinstance(faces, list) else faces.tolist())
    mesh.update()
    thing = bpy.data.objects.new(name, mesh)
    bpy.context.collection.objects.link(thing)
    return thing


def set_uv(thing: bpy.types.Object, uv: Array) -> None:
    """Texture coordinates per face corner, (corners 2)."""
    layer = thing.data.uv_layers.new(name="uv")
    layer.data.foreach_set("uv", np.ascontiguousarray(uv, np.float32).ravel())


def smooth(thing: bpy.types.Object, thickness: float, levels: int) -> None:
    thing.data.polygons.foreach_set("use_smooth", np.ones(len(thing.data.polygons), bool))
    if thickness:
        solid = thing.modifiers.new("thickness", "SOLIDIFY")
        solid.thickness, solid.offset = thickness, 0.0
        solid.use_rim = True
    if levels:
        division = thing.modifiers.new("smooth", "SUBSURF")
        division.levels = division.render_levels = levels


def _nodes(name: str) -> tuple[bpy.types.Material, bpy.types.NodeTree, bpy.types.Node]:
    material = bpy.data.materials.new(name)
    material.use_nodes = True
    return material, material.node_tree, material.node_tree.nodes["Principled BSDF"]


def plain_material(name: str, colour: tuple[float, float, float], roughness: float) -> bpy.types.Material:
    material, _, shader = _nodes(name)
    shader.inputs["Base Color"].default_value = (*colour, 1)
    shader.inputs["Roughness"].default_value = roughness
    shader.inputs["Specular IOR Level"].default_value = 0.1
    return material


def area_light(location: Array, aim: Array, size: float, watts: float, colour: tuple[float, float, float]) -> None:
    light = bpy.data.lights.new("area", "AREA")
    light.shape, light.size, light.energy, light.color = "DISK", size, watts, colour
    thing = bpy.data.objects.new("area", light)
    bpy.context.collection.objects.link(thing)
    thing.location = location
    thing.rotation_euler = _looking(np.asarray(location, float), np.asarray(aim, float))


def _looking(eye: Array, aim: Array) -> tuple[float, float, float]:
    from mathutils import Vector

    return Vector(aim - eye).to_track_quat("-Z", "Y").to_euler()


def world(strength: float, colour: tuple[float, float, float] = (1, 1, 1)) -> None:
    scene = bpy.context.scene
    scene.world.use_nodes = True
    background = world_node()
    background.inputs["Color"].default_value = (*colour, 1)
    background.inputs["Strength"].default_value = strength


def world_node() -> bpy.types.Node:
    return bpy.context.scene.world.node_tree.nodes["Background"]


def render(path: Path) -> Path:
    bpy.context.scene.render.filepath = str(path.resolve())
    bpy.ops.render.render(write_still=True)
    return path


def set_vectors(thing: bpy.types.Object, name: str, values: Array) -> None:
    """One vector per vertex (n 3), read in materials as an attribute."""
    layer = thing.data.attributes.new(name, "FLOAT_VECTOR", "POINT")
    layer.data.foreach_set("vector", np.ascontiguousarray(values, np.float32).ravel())


def set_values(thing: bpy.types.Object, name: str, values: Array) -> None:
    """One figure per vertex, read in materials as an attribute."""
    layer = thing.data.attributes.new(name, "FLOAT", "POINT")
    layer.data.foreach_set("value", np.ascontiguousarray(values, np.float32))


def _tinted(tree: bpy.types.NodeTree, image: bpy.types.Image, tint: tuple[float, float, float], gamma: float) -> tuple:
    texture = tree.nodes.new("ShaderNodeTexImage")
    texture.image = image
    power = tree.nodes.new("ShaderNodeGamma")
    power.inputs["Gamma"].default_value = gamma
    mix = tree.nodes.new("ShaderNodeMix")
    mix.data_type, mix.blend_type = "RGBA", "MULTIPLY"
    mix.inputs[0].default_value = 1.0
    mix.inputs[7].default_value = (*tint, 1)
    tree.links.new(texture.outputs["Color"], power.inputs["Color"])
    tree.links.new(power.outputs["Color"], mix.inputs[6])
    return texture, mix.outputs[2]


def skin_material(image: bpy.types.Image, tint: tuple[float, float, float], gamma: float) -> bpy.types.Material:
    material, tree, shader = _nodes("skin")
    _, colour = _tinted(tree, image, tint, gamma)
    tree.links.new(colour, shader.inputs["Base Color"])
    shader.inputs["Roughness"].default_value = 0.52
    shader.inputs["Specular IOR Level"].default_value = 0.35
    shader.inputs["Subsurface Weight"].default_value = 0.25
    shader.inputs["Subsurface Radius"].default_value = (1.0, 0.35, 0.2)
    shader.inputs["Subsurface Scale"].default_value = 0.008
    noise = tree.nodes.new("ShaderNodeTexNoise")
    noise.inputs["Scale"].default_value = 420
    bump = tree.nodes.new("ShaderNodeBump")
    bump.inputs["Distance"].default_value = 0.0003
    bump.inputs["Strength"].default_value = 0.5
    place = tree.nodes.new("ShaderNodeTexCoord")
    tree.links.new(place.outputs["Object"], noise.inputs["Vector"])
    tree.links.new(noise.outputs["Fac"], bump.inputs["Height"])
    tree.links.new(bump.outputs["Normal"], shader.inputs["Normal"])
    return material


def eye_material(image: bpy.types.Image) -> bpy.types.Material:
    material, tree, shader = _nodes("eyes")
    texture, colour = _tinted(tree, image, (0.9, 0.9, 0.9), 1.0)
    tree.links.new(colour, shader.inputs["Base Color"])
    tree.links.new(texture.outputs["Alpha"], shader.inputs["Alpha"])
    shader.inputs["Roughness"].default_value = 0.08
    return material


def hair_material(
    name: str, image: bpy.types.Image, tint: tuple[float, float, float], keep: bool
) -> bpy.types.Material:
    """Cards with alpha. ``keep`` keeps the texture's own light and dark under the tint."""
    material, tree, shader = _nodes(name)
    texture, colour = _tinted(tree, image, tint, 1.0)
    if keep:
        tree.links.new(colour, shader.inputs["Base Color"])
    else:
        shader.inputs["Base Color"].default_value = (*tint, 1)
    tree.links.new(texture.outputs["Alpha"], shader.inputs["Alpha"])
    shader.inputs["Roughness"].default_value = 0.55 if keep else 0.7
    shader.inputs["Specular IOR Level"].default_value = 0.22 if keep else 0.05
    shader.inputs["Anisotropic"].default_value = 0.6 if keep else 0.0
    return material


def textured_material(name: str, image: bpy.types.Image, roughness: float) -> bpy.types.Material:
    material, tree, shader = _nodes(name)
    _, colour = _tinted(tree, image, (1, 1, 1), 1.0)
    tree.links.new(colour, shader.inputs["Base Color"])
    shader.inputs["Roughness"].default_value = roughness
    return material


def worn_material(name: str, colour: tuple[float, float, float]) -> bpy.types.Material:
    """Cloth on a figure: grain, and stitches along the edges that the garment's attributes measure."""
    material, tree, shader = _nodes(name)
    ramp_of = {}
    for attribute, band in (("edge", 0.020), ("neck", 0.018)):
        value = tree.nodes.new("ShaderNodeAttribute")
        value.attribute_name = attribute
        ramp = tree.nodes.new("ShaderNodeValToRGB")
        stops = ramp.color_ramp.elements
        stops[0].position, stops[0].color = 0.0, (0.62, 0.62, 0.62, 1)
        stops[1].position, stops[1].color = 1.0, (0.5, 0.5, 0.5, 1)
        for at, tone in ((band - 0.0025, 0.62), (band - 0.0008, 0.2), (band + 0.0008, 0.2), (band + 0.0025, 0.5)):
            stop = stops.new(at * 10)
            stop.color = (tone, tone, tone, 1)
        scale = tree.nodes.new("ShaderNodeMath")
        scale.operation, scale.inputs[1].default_value = "MULTIPLY", 10
        tree.links.new(value.outputs["Fac"], scale.inputs[0])
        tree.links.new(scale.outputs[0], ramp.inputs["Fac"])
        ramp_of[attribute] = ramp.outputs["Color"]
    lines = tree.nodes.new("ShaderNodeMix")
    lines.data_type, lines.blend_type = "RGBA", "MULTIPLY"
    lines.inputs[0].default_value = 1
    tree.links.new(ramp_of["edge"], lines.inputs[6])
    tree.links.new(ramp_of["neck"], lines.inputs[7])
    bump = tree.nodes.new("ShaderNodeBump")
    bump.inputs["Distance"].default_value = 0.004
    bump.inputs["Strength"].default_value = 1.0
    tree.links.new(lines.outputs[2], bump.inputs["Height"])
    tree.links.new(bump.outputs["Normal"], shader.inputs["Normal"])
    shader.inputs["Base Color"].default_value = (*colour, 1)
    shader.inputs["Roughness"].default_value = 0.93
    shader.inputs["Specular IOR Level"].default_value = 0.12
    shader.inputs["Sheen Weight"].default_value = 0.12
    return material


def patterned(material: bpy.types.Material, kind: str, colours: list[Colour], metres: float) -> None:
    """Colour a cloth anew: stripe, check, dots, floral or heather of two colours, ``metres`` to a repeat.

    Patterns follow the attribute ``cloth``, where each vertex lies with the arms raised.
    """
    tree = material.node_tree
    place = tree.nodes.new("ShaderNodeAttribute")
    place.attribute_name = "cloth"
    where = place.outputs["Vector"]
    share = _PATTERNS[kind](tree, where, 1 / metres)
    mix = tree.nodes.new("ShaderNodeMix")
    mix.data_type = "RGBA"
    mix.inputs[6].default_value, mix.inputs[7].default_value = (*colours[0], 1), (*colours[1], 1)
    tree.links.new(share, mix.inputs[0])
    tree.links.new(mix.outputs[2], tree.nodes["Principled BSDF"].inputs["Base Color"])


def _maths(tree: bpy.types.NodeTree, operation: str, *inputs: Socket | float) -> Socket:
    node = tree.nodes.new("ShaderNodeMath")
    node.operation = operation
    for slot, value in zip(node.inputs, inputs, strict=False):
        if isinstance(value, int | float):
            slot.default_value = value
        else:
            tree.links.new(value, slot)
    return node.outputs[0]


def _bands(tree: bpy.types.NodeTree, where: Socket, scale: float, axis: int, share: float) -> Socket:
    parts = tree.nodes.new("ShaderNodeSeparateXYZ")
    tree.links.new(where, parts.inputs[0])
    at = _maths(tree, "FRACT", _maths(tree, "MULTIPLY", parts.outputs[axis], scale))
    return _maths(tree, "LESS_THAN", at, share)


def _stripe(tree: bpy.types.NodeTree, where: Socket, scale: float) -> Socket:
    return _bands(tree, where, scale, 2, 0.4)


def _check(tree: bpy.types.NodeTree, where: Socket, scale: float) -> Socket:
    both = _maths(tree, "ADD", _bands(tree, where, scale, 2, 0.5), _bands(tree, where, scale, 0, 0.5))
    return _maths(tree, "MULTIPLY", both, 0.5)


def _blots(tree: bpy.types.NodeTree, where: Socket, scale: float, reach: float, ragged: float) -> Socket:
    cells, noise = tree.nodes.new("ShaderNodeTexVoronoi"), tree.nodes.new("ShaderNodeTexNoise")
    for node, size in ((cells, scale), (noise, 3 * scale)):
        node.inputs["Scale"].default_value = size
        tree.links.new(where, node.inputs["Vector"])
    wobble = _maths(tree, "MULTIPLY", _maths(tree, "SUBTRACT", noise.outputs["Fac"], 0.5), ragged)
    return _maths(tree, "LESS_THAN", _maths(tree, "ADD", cells.outputs["Distance"], wobble), reach)


def _dots(tree: bpy.types.NodeTree, where: Socket, scale: float) -> Socket:
    return _blots(tree, where, scale, 0.3, 0.0)


def _floral(tree: bpy.types.NodeTree, where: Socket, scale: float) -> Socket:
    return _blots(tree, where, scale, 0.42, 1.2)


def _heather(tree: bpy.types.NodeTree, where: Socket, scale: float) -> Socket:
    noise = tree.nodes.new("ShaderNodeTexNoise")
    noise.inputs["Scale"].default_value, noise.inputs["Detail"].default_value = 6 * scale, 4
    tree.links.new(where, noise.inputs["Vector"])
    return noise.outputs["Fac"]


_PATTERNS: dict[str, Callable[[bpy.types.NodeTree, Socket, float], Socket]] = {
    "stripe": _stripe,
    "check": _check,
    "dots": _dots,
    "floral": _floral,
    "heather": _heather,
}


def backdrop(metres: float, zoom: list[float] | None) -> None:
    """A grey paper sweep, soft key from the upper left, weak fill; the whole figure with a little room."""
    scene = bpy.context.scene
    bend = [
        (3.0, -6.0, 0.0),
        *((3.0, 1.0 + 1.2 * np.sin(a), 1.2 - 1.2 * np.cos(a)) for a in np.linspace(0, np.pi / 2, 12)),
        (3.0, 2.2, 5.0),
    ]
    rows = np.array(bend)
    vertices = np.concatenate([rows * [-1, 1, 1], rows])
    n = len(rows)
    faces = np.array([[i, i + 1, n + i + 1, n + i] for i in range(n - 1)])
    sweep = mesh_object("sweep", vertices, faces)
    smooth(sweep, 0, 0)
    sweep.data.materials.append(plain_material("sweep", (0.66, 0.665, 0.67), 1.0))
    area_light([-1.7, -2.9, 2.7], [0, 0, 1.05], 1.1, 185, (1, 0.97, 0.93))
    area_light([2.6, -2.4, 1.7], [0, 0, 1.0], 1.8, 34, (0.95, 0.97, 1))
    area_light([1.2, 1.3, 2.6], [0, 0, 1.3], 0.8, 16, (1, 1, 1))
    world(0.27)
    camera = bpy.data.objects.new("camera", bpy.data.cameras.new("camera"))
    bpy.context.collection.objects.link(camera)
    camera.data.sensor_fit = "VERTICAL"
    camera.data.sensor_height = 24
    height, size = zoom or (metres * 0.5, metres * 1.09)
    distance = 5.2
    camera.data.lens = 24 * distance / size
    camera.location = (0, -distance, 1.1)
    camera.rotation_euler = (np.pi / 2, 0, 0)
    camera.data.shift_y = (height - 1.1) / size
    scene.camera = camera
    scene.view_settings.view_transform = "AgX"
    scene.view_settings.look = "AgX - High Contrast"
    scene.view_settings.exposure = 0.05


LABELS = {"skin": (1, 0, 0), "cloth": (0, 1, 0), "other": (0, 0, 1)}


def labelled(path: Path, label_of: dict[str, str]) -> Array:
    """The scene as pure label colours, no mixed pixels, (h w 3) bool; ``label_of`` by material, else "other"."""
    return _flat(path, lambda name: LABELS[label_of.get(name, "other")], 50) > 0.5


def classes(path: Path, class_of: dict[str, int], rest: int) -> Array:
    """The scene as class indices at the picture's full size, (h w) uint8; ``class_of`` by material, else ``rest``."""
    step = 16
    values = _flat(path, lambda name: (class_of.get(name, rest) * step / 255,) * 3, 100)
    return np.rint(values[..., 0] * 255 / step).astype(np.uint8)


def _flat(path: Path, colour_of: Callable[[str], tuple[float, ...]], percent: int) -> Array:
    """The scene with each material in one colour, no light, no mixed pixels: (h w 3), 0..1; leaves it as it was."""
    scene = bpy.context.scene
    view, cycles, shown = scene.view_settings, scene.cycles, scene.render
    kept = [
        (thing, {name: getattr(thing, name) for name in names})
        for thing, names in (
            (cycles, ("samples", "use_denoising", "filter_width")),
            (shown, ("resolution_percentage", "dither_intensity")),
            (view, ("view_transform", "look", "exposure")),
        )
    ]
    paints = [_paint(material, colour_of(material.name)) for material in bpy.data.materials]
    lamps = [(world_node(), world_node().inputs["Strength"].default_value)] if scene.world.use_nodes else []
    world(0)
    cycles.samples, cycles.use_denoising, cycles.filter_width = 1, False, 0.01
    shown.resolution_percentage, shown.dither_intensity = percent, 0
    view.look, view.exposure = "None", 0
    view.view_transform = "Raw"
    render(path)
    for undo in paints:
        undo()
    for thing, values in kept:
        for name, value in values.items():
            setattr(thing, name, value)
    for node, strength in lamps:
        node.inputs["Strength"].default_value = strength
    image = bpy.data.images.load(str(path))
    values = np.empty(len(image.pixels), np.float32)
    image.pixels.foreach_get(values)
    size = image.size[1], image.size[0]
    bpy.data.images.remove(image)
    return values.reshape(*size, 4)[::-1, :, :3]


def _paint(material: bpy.types.Material, colour: tuple[float, ...]) -> Callable[[], None]:
    """Let a material glow in one colour where its own alpha is above a half; returns what takes that back."""
    tree = material.node_tree
    out = next(n for n in tree.nodes if n.type == "OUTPUT_MATERIAL")
    before = out.inputs["Surface"].links[0].from_socket
    glow = tree.nodes.new("ShaderNodeEmission")
    glow.inputs["Color"].default_value = (*colour, 1)
    added = [glow]
    alpha = next((n.inputs["Alpha"] for n in tree.nodes if n.type == "BSDF_PRINCIPLED"), None)
    if alpha is None or not alpha.links:
        tree.links.new(glow.outputs["Emission"], out.inputs["Surface"])
    else:
        opaque, clear, mix = (tree.nodes.new(f"ShaderNode{n}") for n in ("Math", "BsdfTransparent", "MixShader"))
        opaque.operation, opaque.inputs[1].default_value = "GREATER_THAN", 0.5
        tree.links.new(alpha.links[0].from_socket, opaque.inputs[0])
        tree.links.new(opaque.outputs[0], mix.inputs[0])
        tree.links.new(clear.outputs[0], mix.inputs[1])
        tree.links.new(glow.outputs["Emission"], mix.inputs[2])
        tree.links.new(mix.outputs[0], out.inputs["Surface"])
        added += [opaque, clear, mix]

    def undo() -> None:
        for node in added:
            tree.nodes.remove(node)
        tree.links.new(before, out.inputs["Surface"])

    return undo
