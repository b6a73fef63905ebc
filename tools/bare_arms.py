"""Make the table of bare arms from rendered ones. ``python tools/bare_arms.py FOLDER NAME [OUT]``

FOLDER holds what ``figures/bare.py --arms`` wrote of NAME. Writes ``vitrine/weights/arms.png`` and, to look at,
FOLDER/NAME.table.png: the table at four times its size.
"""

from pathlib import Path

import cv2
import numpy as np
from bare_legs import asked, reach, rendered
from scipy.ndimage import gaussian_filter1d

from vitrine.fitting.warp.bare_arms import ACROSS, ALONG, UNIT
from vitrine.fitting.warp.skin import USUAL_SHADE, normals
from vitrine.people.arms import PLACES, Tube, bones

SIDES = ("left", "right")
RIM = 0.88
"""Share of an arm's breadth that is read; beyond it the picture mixes arm and ground."""
INNERMOST = 0.12
"""How far from the bone an arm's inner edge lies at most, in u: above the armpit it goes over into the chest."""
OUT = Path(__file__).parents[1] / "vitrine/weights/arms.png"


def measured(skin: np.ndarray, joints: dict[str, list[float]], side: str, unit: float) -> Tube:
    """The arm by its exact mask."""
    at, across = bones(np.array([joints[f"{name}-{side}"] for name in ("shoulder", "elbow", "wrist")]))
    most = np.full(len(at), INNERMOST * unit)
    one, other = (reach(skin, at, way, most) for way in (across, -across))
    one, other = (gaussian_filter1d(edge, 1.0) for edge in (one, other))
    middle = at + across * ((one - other) / 2)[:, None]
    return Tube(middle.astype(np.float32), ((one + other) / 2).astype(np.float32), across, hangs=True)


def table(picture: np.ndarray, arm: Tube, side: str, unit: float) -> np.ndarray:
    """The arm laid straight, its inner edge first, divided by the shading of its relief."""
    rows = np.linspace(0, len(PLACES) - 1, ALONG)
    index = np.arange(len(PLACES))
    at, across = (np.stack([np.interp(rows, index, v[:, k]) for k in (0, 1)], 1) for v in (arm.at, arm.across))
    radius = np.interp(rows, index, arm.radius)
    # the left arm's inner side lies toward the left of the picture
    off = np.linspace(1, -1, ACROSS) if side == "left" else np.linspace(-1, 1, ACROSS)
    relief = np.zeros(picture.shape[:2], np.float32)
    for place, half in zip(at, radius, strict=True):
        top, left = (int(place[k] - half) for k in (1, 0))
        here = relief[top : top + 2 * int(half) + 3, left : left + 2 * int(half) + 3]
        y, x = (np.arange(n, dtype=np.float32) for n in here.shape)
        far = (x[None] + left - place[0]) ** 2 + (y[:, None] + top - place[1]) ** 2
        np.maximum(here, half * half - far, out=here)
    normal = normals(np.sqrt(relief), unit)
    flat = picture / (USUAL_SHADE[0] + normal @ np.array(USUAL_SHADE[1:], np.float32))[..., None]
    places = (at[:, None] + across[:, None] * (radius[:, None, None] * off[None, :, None] * RIM)).astype(np.float32)
    return cv2.remap(flat.astype(np.float32), places[..., 0], places[..., 1], cv2.INTER_LINEAR)


def main() -> None:
    args = asked(__doc__, OUT)
    picture, skin, joints = rendered(args.folder, args.name)
    unit = float(np.hypot(*np.subtract(joints["shoulder-left"], joints["shoulder-right"])))
    both = [table(picture, measured(skin, joints, side, unit), side, unit) for side in SIDES]
    whole = np.mean(both, 0)
    # its hue is that of shade on any skin
    light = whole.mean(2)
    ratio = light / np.median(light)
    packed = np.clip(np.rint(ratio * UNIT), 0, 255).astype(np.uint8)
    cv2.imwrite(str(args.out), packed)
    cv2.imwrite(str(args.folder / f"{args.name}.table.png"), cv2.resize(packed, None, fx=4, fy=4))


if __name__ == "__main__":
    main()
