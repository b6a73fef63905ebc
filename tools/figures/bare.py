"""Bare limbs close up, from which the light on them is learned. ``python bare.py NAME PARTS OUT [--arms | --hands]``.

NAME is a demo person, PARTS as for ``figure.py``. OUT gets NAME.png (evenly lit legs from above the hip joints down,
chest and arms, or hips and hands), NAME.skin.png (255 where the body is) and NAME.json (hip, knee and ankle, shoulder,
elbow and wrist, or elbow and wrist joints and the middle finger's knuckle, (x, y) in pixels).
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

SIZES = {"legs": (720, 1440), "arms": (900, 900), "hands": (1200, 600)}
SAMPLES = {"legs": 32, "arms": 16, "hands": 32}
TURNED = 24
"""Degrees that the thighs are turned out: kneecaps look ahead."""
OFF = {"arm_left": 24, "arm_right": 24, "elbow_left": 10, "elbow_right": 10}
"""Degrees that the arms hang off the body, and that they are bent."""
RELAXED = {"curl": 20, "wrist": 20, "thumb": 38, "arm_left": 24, "arm_right": 24, "elbow_left": 14, "elbow_right": 14}
"""Degrees that fingers are bent and thumbs turned ahead on hands that hang, and of their arms."""
TRAINED = {"male": 0.85, "muscle": 1.0, "weight": 0.35}
"""Whose arms are looked at, else as NAME: on most of us hardly a muscle is to be seen in an even light."""
JOINTS = {
    "legs": {"hip": "thigh", "knee": "calf", "ankle": "foot"},
    "arms": {"shoulder": "upperarm", "elbow": "lowerarm", "wrist": "hand"},
    "hands": {"elbow": "lowerarm", "wrist": "hand", "knuckle": "middle_01"},
}
SIGHT = {"legs": (-0.02, 0.64), "arms": (0.35, 0.92), "hands": (0.36, 0.6)}
"""Lowest and highest place in sight, over the person's height."""


def lit(limbs: str, middle: float) -> None:
    """A broad lamp in the middle: no side of a limb is darker than the other. `middle`: height of what is lit.

    Arms have it from higher up: muscles show by the light that they keep from what is beneath them.
    """
    for thing in [thing for thing in bpy.data.objects if thing.type == "LIGHT"]:
        bpy.data.objects.remove(thing)
    if limbs != "legs":
        studio.area_light([-0.3, -3.4, middle + 2.6], [0, 0, middle], 1.0, 170, (1, 1, 1))
        studio.world(0.12)
    else:
        studio.area_light([-0.5, -4.2, middle + 1.75], [0, 0, middle], 1.6, 230, (1, 1, 1))
        studio.world(0.35)


def joints(stage: Stage, limbs: str) -> dict[str, tuple[float, float]]:
    """Where the joints are in the picture."""
    rig, camera = stage.rig, bpy.context.scene.camera
    width, height = SIZES[limbs]
    out = {}
    for name, bone in JOINTS[limbs].items():
        for side in ("left", "right"):
            index = rig.names.index(f"{bone}_{side[0]}")
            place = stage.matrices[index] @ np.append(rig.heads[index], 1)
            seen = world_to_camera_view(bpy.context.scene, camera, Vector(place[:3]))
            out[f"{name}-{side}"] = (seen.x * width - 0.5, (1 - seen.y) * height - 0.5)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=[name for name, look in people.PEOPLE.items() if not look.faceless])
    parser.add_argument("parts", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--arms", action="store_const", dest="limbs", const="arms", help="chest and arms, not legs")
    parser.add_argument("--hands", action="store_const", dest="limbs", const="hands", help="hips and hands, not legs")
    args = parser.parse_args()
    limbs = args.limbs or "legs"
    look = people.PEOPLE[args.name]
    studio.reset(*SIZES[limbs], SAMPLES[limbs])
    stance = replace(look.stance, feet=TURNED, **{"arms": OFF, "hands": RELAXED}.get(limbs, {}))
    shape = replace(look.shape, **(TRAINED if limbs == "arms" else {}))
    stage = Stage(replace(look, stance=stance, shape=shape), args.parts)
    stage.add_body(np.zeros(body.BODY_VERTICES, bool), shod=False)
    low, high = (level * look.shape.metres for level in SIGHT[limbs])
    studio.backdrop(look.shape.metres, [(low + high) / 2, high - low])
    lit(limbs, (low + high) / 2)
    args.out.mkdir(parents=True, exist_ok=True)
    studio.render(args.out / f"{args.name}.png")
    places = joints(stage, limbs)
    skin = studio.labelled(args.out / f"{args.name}.skin.png", {"skin": "skin"})[..., 0]
    Image.fromarray(np.where(skin, 255, 0).astype(np.uint8)).save(args.out / f"{args.name}.skin.png")
    (args.out / f"{args.name}.json").write_text(json.dumps(places, indent=1) + "\n")


if __name__ == "__main__":
    main()
