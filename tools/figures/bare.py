"""Bare legs close up, from which the light on knees, shins and calves is learned. ``python bare.py NAME PARTS OUT``.

NAME is a demo person, PARTS as for ``figure.py``. OUT gets NAME.png (evenly lit legs from above the hip joints down),
NAME.skin.png (255 where the body is) and NAME.json (hip, knee and ankle joints, (x, y) in pixels).
"""

import argparse
import json
from dataclasses import replace
from pathlib import Path

import body
import bpy
import numpy as np
import people
import studio
from bpy_extras.object_utils import world_to_camera_view
from figure import Stage
from mathutils import Vector
from PIL import Image

SIZE = (720, 1440)
SAMPLES = 32
TURNED = 24
"""Degrees that the thighs are turned out: kneecaps look ahead."""
JOINTS = {"hip": "thigh", "knee": "calf", "ankle": "foot"}


def lit() -> None:
    """A broad lamp beside the camera: no side of a leg is darker than the other."""
    for thing in [thing for thing in bpy.data.objects if thing.type == "LIGHT"]:
        bpy.data.objects.remove(thing)
    studio.area_light([-0.5, -4.2, 2.3], [0, 0, 0.55], 1.6, 230, (1, 1, 1))
    studio.world(0.35)


def joints(stage: Stage) -> dict[str, tuple[float, float]]:
    """Where the joints are in the picture."""
    rig, camera = stage.rig, bpy.context.scene.camera
    out = {}
    for name, bone in JOINTS.items():
        for side in ("left", "right"):
            index = rig.names.index(f"{bone}_{side[0]}")
            place = stage.matrices[index] @ np.append(rig.heads[index], 1)
            seen = world_to_camera_view(bpy.context.scene, camera, Vector(place[:3]))
            out[f"{name}-{side}"] = (seen.x * SIZE[0] - 0.5, (1 - seen.y) * SIZE[1] - 0.5)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=[name for name, look in people.PEOPLE.items() if not look.faceless])
    parser.add_argument("parts", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    look = people.PEOPLE[args.name]
    studio.reset(*SIZE, SAMPLES)
    stage = Stage(replace(look, stance=replace(look.stance, feet=TURNED)), args.parts)
    stage.add_body(np.zeros(body.BODY_VERTICES, bool), shod=False)
    high = 0.6 * look.shape.metres
    studio.backdrop(look.shape.metres, [high / 2 - 0.02, high + 0.04])
    lit()
    args.out.mkdir(parents=True, exist_ok=True)
    studio.render(args.out / f"{args.name}.png")
    places = joints(stage)
    skin = studio.labelled(args.out / f"{args.name}.skin.png", {"skin": "skin"})[..., 0]
    Image.fromarray(np.where(skin, 255, 0).astype(np.uint8)).save(args.out / f"{args.name}.skin.png")
    (args.out / f"{args.name}.json").write_text(json.dumps(places, indent=1) + "\n")


if __name__ == "__main__":
    main()
