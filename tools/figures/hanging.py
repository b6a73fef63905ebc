"""Plain garments hung with Blender's cloth on our figure, to learn the relief of worn cloth from.

``python hanging.py KIND OUT.npz`` with KIND of ``KINDS``. The cloth is cut from the body's own suit, arms out as the
base mesh has them, widened to hang straight, and the body then takes its stance: what the
arms let go of falls in folds.
"""

import argparse
from dataclasses import dataclass, replace
from pathlib import Path

import body
import bpy
import dressing
import numpy as np
import people
import posing
import studio
import worn
from body import Array
from scipy.ndimage import gaussian_filter, map_coordinates
from scipy.spatial.transform import Rotation

KEYS = 9
"""Poses between which the body's way from arms out to its stance is drawn."""
MOVE, END = (5, 45), 110
"""Frames during which the body moves, and the last one."""


@dataclass(frozen=True)
class Cut:
    """What is cut from the suit, and its cloth."""

    sleeve: float = 0.0  # 0 shoulder, 1 elbow, 2 wrist
    hem: float = 0.0  # metres above the crotch line
    ease: float = 0.012
    taper: float = 0.10
    grow: float = 0.03
    mass: float = 0.2
    bending: float = 0.05
    skirt: float = 0.0  # metres below the hip line; flare by taper


AT_EASE = posing.Stance(arm_left=14, arm_right=17, elbow_left=22, elbow_right=16, lean=2.0, feet=9)
KINDS = {
    "tee": Cut(sleeve=0.62, hem=0.03, ease=0.018, grow=0.045, bending=0.1),
    "long": Cut(sleeve=1.93, hem=0.03, ease=0.012),
    "skirt": Cut(skirt=0.45, taper=-0.2, ease=0.008, grow=0.0),
}


def poses(rig: body.Rig, vertices: Array, weights: Array) -> list[Array]:
    """Where vertices that the bones carry go, from arms out to the stance."""
    goal = posing.standing(rig, AT_EASE)
    out = []
    for t in np.linspace(0, 1, KEYS):
        part = posing.Posing(rig, {b: Rotation.from_rotvec(t * r.as_rotvec()) for b, r in goal.local.items()})
        out.append(body.skin(vertices, weights, part.matrices()))
    return out


def straight(x: Array, trunk: Array, top: float, taper: float) -> Array:
    """Trunk points moved outwards: cloth hangs straight from what stands out furthest above, inward by ``taper``."""
    below = trunk & (x[:, 2] < top)
    axis = np.array([0.0, np.median(x[below, 1])])
    d = x[:, :2] - axis
    angle, radius = np.arctan2(d[:, 1], d[:, 0]), np.hypot(*d.T)
    low, high = x[below, 2].min(), top
    rows, columns = 80, 72
    grid = np.zeros((rows, columns))
    r = np.clip(((x[:, 2] - low) / (high - low) * (rows - 1)).round().astype(int), 0, rows - 1)
    c = ((angle + np.pi) / (2 * np.pi) * columns).astype(int) % columns
    np.maximum.at(grid, (r[below], c[below]), radius[below])
    for row in grid:  # empty cells
        have = np.flatnonzero(row)
        if len(have):
            row[:] = np.interp(np.arange(columns), have, row[have], period=columns)
    step = (high - low) / (rows - 1)
    for i in range(rows - 2, -1, -1):
        grid[i] = np.maximum(grid[i], grid[i + 1] - taper * step)
    grid = gaussian_filter(grid, (5, 3), mode=("nearest", "wrap"))
    at = np.stack([(x[:, 2] - low) / (high - low) * (rows - 1), (angle + np.pi) / (2 * np.pi) * columns - 0.5])
    wanted = map_coordinates(grid, at, order=1, mode="grid-wrap")
    fade = np.clip((top - x[:, 2]) / 0.16, 0, 1)
    fade = fade * fade * (3 - 2 * fade)
    scale = np.where(below, 1 + fade * (np.maximum(wanted / radius, 1) - 1), 1)
    out = x.copy()
    out[:, :2] = axis + d * scale[:, None]
    return out


def garment(cut: Cut, look: people.Look, rig: body.Rig, rest: Array) -> tuple[worn.Surface, Array, Array]:
    """The surface to hang, arms out, which vertices are pinned, and how much of each is left and right arm (n 2)."""
    heads = dict(zip(rig.names, rig.heads, strict=True))
    marks = dressing.Marks(heads)
    hip = (heads["thigh_l"] + heads["thigh_r"])[2] / 2
    waist = heads["spine_01"][2] - 0.02
    shell = worn.shell("helper-skirt" if cut.skirt else "helper-tights", rest, rig.weights, rest)
    shell = worn.divided(shell)
    if cut.skirt:
        shell = worn.divided(shell)
    x = shell.vertices
    arm = dressing._column(rig, shell.weights, "upperarm", "lowerarm", "hand")
    obstacle = worn.body_obstacle(rest, dressing._column(rig, rig.weights, "hand", "thumb", *posing.FINGERS) > 0.5)
    if cut.skirt:
        field = np.minimum(x[:, 2] - (hip - cut.skirt), waist + 0.03 - x[:, 2])
    else:
        field = x[:, 2] - (hip - 0.055 + cut.hem)
        for side in "lr":
            a, b, c = (heads[f"{bone}_{side}"] for bone in ("upperarm", "lowerarm", "hand"))
            upper, lower = (x - a) @ (b - a) / ((b - a) @ (b - a)), (x - b) @ (c - b) / ((c - b) @ (c - b))
            along = np.where(lower > 0, 1 + lower, np.minimum(upper, 1))
            own = dressing._column(rig, shell.weights, *(f"{n}_{side}" for n in ("upperarm", "lowerarm", "hand")))
            field = np.minimum(field, np.where(own > 0.5, (cut.sleeve - along) * np.linalg.norm(b - a), 1.0))
        field = np.minimum(field, dressing.neck_field(look, marks, x))
    surface = worn.cut(shell, field)
    x = surface.vertices
    arm = dressing._column(rig, surface.weights, "upperarm", "lowerarm", "hand")
    if cut.skirt:
        loose = worn.eased(surface, np.full(len(x), cut.ease), obstacle, 0.006)
        y = straight(loose.vertices, np.ones(len(x), bool), waist + 0.03, cut.taper)
        pinned = x[:, 2] > waist + 0.005
    else:
        height = heads["upperarm_l"][2]
        below = np.clip((height - 0.10 - x[:, 2]) / 0.15, 0, 1)
        ease = 0.005 + cut.ease * below * (1 - arm) + 0.020 * np.clip(arm * 1.5 - 0.3, 0, 1)
        loose = worn.eased(surface, ease, obstacle, 0.006)
        y = straight(loose.vertices, arm < 0.3, height - 0.09, cut.taper)
        pinned = dressing.neck_field(look, marks, x) < 0.012
    arms = [
        dressing._column(rig, surface.weights, *(f"{n}_{s}" for n in ("upperarm", "lowerarm", "hand"))) for s in "lr"
    ]
    return replace(surface, vertices=y), pinned, np.stack(arms, 1)


def collider(keys: list[Array]) -> bpy.types.Object:
    quads = body.base().quads
    quads = quads[(quads < body.BODY_VERTICES).all(1)]
    thing = studio.mesh_object("body", keys[0][: body.BODY_VERTICES], [list(dict.fromkeys(q)) for q in quads.tolist()])
    thing.shape_key_add(name="Basis")
    frames = np.linspace(*MOVE, KEYS)
    for k, key in enumerate(keys[1:], 1):
        block = thing.shape_key_add(name=f"k{k}", from_mix=False)
        block.data.foreach_set("co", np.ascontiguousarray(key[: body.BODY_VERTICES], np.float32).ravel())
        for at, value in ((frames[k - 1], 0.0), (frames[k], 1.0)) + (((frames[k + 1], 0.0),) if k + 1 < KEYS else ()):
            block.value = value
            block.keyframe_insert("value", frame=float(at))
    action = thing.data.shape_keys.animation_data.action
    for curve in curves(action):
        for point in curve.keyframe_points:
            point.interpolation = "LINEAR"
    thing.modifiers.new("collision", "COLLISION")
    thing.collision.thickness_outer = 0.003
    thing.collision.thickness_inner = 0.02
    thing.collision.cloth_friction = 6
    return thing


def curves(action):
    if hasattr(action, "fcurves"):
        return list(action.fcurves)
    return [c for layer in action.layers for strip in layer.strips for bag in strip.channelbags for c in bag.fcurves]


def hang(cut: Cut, surface: worn.Surface, pinned: Array, carried: list[Array]) -> bpy.types.Object:
    """The cloth; ``carried``: where pinned vertices go as the body moves (same count as the body's keys)."""
    rng = np.random.default_rng(3)
    x = surface.vertices + rng.normal(0, 3e-4, surface.vertices.shape)
    thing = studio.mesh_object("cloth", x, surface.triangles)
    group = thing.vertex_groups.new(name="pin")
    group.add(np.flatnonzero(pinned).tolist(), 1.0, "REPLACE")
    thing.shape_key_add(name="Basis")
    frames = np.linspace(*MOVE, KEYS)
    for k, key in enumerate(carried[1:], 1):
        block = thing.shape_key_add(name=f"k{k}", from_mix=False)
        block.data.foreach_set("co", np.ascontiguousarray(np.where(pinned[:, None], key, x), np.float32).ravel())
        for at, value in ((frames[k - 1], 0.0), (frames[k], 1.0)) + (((frames[k + 1], 0.0),) if k + 1 < KEYS else ()):
            block.value = value
            block.keyframe_insert("value", frame=float(at))
    cloth = thing.modifiers.new("cloth", "CLOTH")
    s = cloth.settings
    s.quality = 8
    s.mass, s.bending_stiffness = cut.mass, cut.bending
    s.tension_stiffness = s.compression_stiffness = 25
    s.shear_stiffness = 8
    s.tension_damping = s.compression_damping = 5
    s.air_damping = 1.5
    s.vertex_group_mass = "pin"
    s.pin_stiffness = 5
    s.shrink_min = -cut.grow
    cloth.collision_settings.collision_quality = 3
    cloth.collision_settings.distance_min = 0.003
    cloth.collision_settings.use_self_collision = False
    cloth.point_cache.frame_start, cloth.point_cache.frame_end = 1, END
    return thing


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    cut, look = KINDS[args.kind], people.PEOPLE["mei"]
    studio.reset(64, 64, 1)
    rest = body.to_world(body.shaped(look.shape))
    rig = body.rig_of(rest)
    keys = poses(rig, rest, rig.weights)
    surface, pinned, parts = garment(cut, look, rig, rest)
    print(args.kind, len(surface.vertices), "vertices", flush=True)
    carried = poses(rig, surface.vertices, surface.weights)
    collider(keys)
    thing = hang(cut, surface, pinned, carried)
    scene = bpy.context.scene
    scene.frame_start, scene.frame_end = 1, END
    matrices = posing.standing(rig, AT_EASE).matrices()
    joints = np.einsum("bij,bj->bi", matrices[:, :, :3], rig.heads) + matrices[:, :, 3]
    for frame in range(1, END + 1):
        scene.frame_set(frame)
        if frame % 10 == 0 or frame == END:
            seen = thing.evaluated_get(bpy.context.evaluated_depsgraph_get())
            x = np.empty(len(surface.vertices) * 3, np.float32)
            seen.data.vertices.foreach_get("co", x)
            print(frame, float(np.abs(x).max()), flush=True)
            np.savez(
                args.out,
                vertices=x.reshape(-1, 3),
                triangles=surface.triangles,
                parts=parts,
                joints=joints,
                names=np.array(rig.names),
                body=keys[-1][: body.BODY_VERTICES],
                start=surface.vertices,
            )


if __name__ == "__main__":
    main()
