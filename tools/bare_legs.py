"""Make the table of bare legs from rendered ones. ``python tools/bare_legs.py FOLDER NAME [OUT]``

FOLDER holds what ``figures/bare.py`` wrote of NAME. Writes ``vitrine/weights/legs.png`` and, to look at,
FOLDER/NAME.table.png: the table at four times its size.
"""

import argparse
import json
from pathlib import Path

import cv2
import numpy as np

from vitrine.fitting.warp.bare_legs import ACROSS, ALONG, UNIT
from vitrine.fitting.warp.skin import USUAL_SHADE, normals
from vitrine.people.legs import AT, INNER, OUTER, PER_BONE, SIDES, Leg, heights

RIM = 0.93
"""Share of a leg's width that is read; beyond it the picture mixes leg and ground."""
KNEECAP, ABOUT = -0.38, 0.35
"""Where the figure's kneecaps lie across its legs, toward the other one, and over which length of bone they are brought
to the middle: who stands at ease has them there."""
OUT = Path(__file__).parents[1] / "vitrine/weights/legs.png"


def measured(skin: np.ndarray, joints: dict[str, list[float]], side: str, unit: float) -> Leg:
    """The leg's edges by the exact mask; where legs meet, half way between their bones."""
    other = "right" if side == "left" else "left"
    bone, beside = (bones(joints, s) for s in (side, other))
    hip, knee, ankle = (bone[i] for i in (0, PER_BONE, -1))
    ways = [(b - a) / np.hypot(*(b - a)) for a, b in ((hip, knee), (knee, ankle))]
    along = np.where(AT[:, None] <= 1, ways[0], ways[1])
    out = np.stack([along[:, 1], -along[:, 0]], 1)
    gap = ((bone - beside) * out).sum(1)
    if np.median(gap) < 0:
        out, gap = -out, -gap
    outer = reach(skin, bone, out, 2 * OUTER * unit)
    inner = reach(skin, bone, -out, np.minimum(2 * INNER * unit, gap / 2))
    return Leg(bone, out, outer, inner)


def bones(joints: dict[str, list[float]], side: str) -> np.ndarray:
    hip, knee, ankle = (np.array(joints[f"{name}-{side}"]) for name in ("hip", "knee", "ankle"))
    t = AT[:, None]
    return np.asarray(np.where(t <= 1, hip + (knee - hip) * t, knee + (ankle - knee) * (t - 1)))


def reach(skin: np.ndarray, start: np.ndarray, way: np.ndarray, most: np.ndarray) -> np.ndarray:
    """How far skin goes on from each start, pixels."""
    far = np.zeros(len(start))
    for k, (at, to, end) in enumerate(zip(start, way, most, strict=True)):
        steps = np.arange(0, end)
        x, y = (np.clip(np.round(at[i] + to[i] * steps).astype(int), 0, skin.shape[1 - i] - 1) for i in (0, 1))
        there = skin[y, x]
        far[k] = end if there.all() else steps[there.argmin()]
    return far


def table(picture: np.ndarray, leg: Leg, unit: float) -> np.ndarray:
    """The leg laid straight, divided by the shading of its relief."""
    columns, rows = (np.arange(n, dtype=np.float32) for n in picture.shape[1::-1])
    relief = np.sqrt(np.maximum(heights(np.stack(np.meshgrid(columns, rows), -1), leg), 0))
    normal = normals(relief, unit)
    shade = USUAL_SHADE[0] + normal @ np.array(USUAL_SHADE[1:], np.float32)
    flat = picture / shade[..., None]
    along, even = np.linspace(0, 2, ALONG), np.linspace(-1, 1, ACROSS)
    moved = KNEECAP * np.exp(-(((along - 1) / ABOUT) ** 2))[:, None]
    across = RIM * (even + moved * (1 - even**2))
    bone = np.stack([np.interp(along, AT, leg.bone[:, i]) for i in (0, 1)], 1)
    out = np.stack([np.interp(along, AT, leg.out[:, i]) for i in (0, 1)], 1)
    outer, inner = np.interp(along, AT, leg.outer), np.interp(along, AT, leg.inner)
    off = (outer - inner)[:, None] / 2 + (outer + inner)[:, None] / 2 * across
    at = (bone[:, None] + out[:, None] * off[..., None]).astype(np.float32)
    return cv2.remap(flat.astype(np.float32), at[..., 0], at[..., 1], cv2.INTER_LINEAR)


def read(file: Path, flags: int) -> np.ndarray:
    picture = cv2.imread(str(file), flags)
    if picture is None:
        raise SystemExit(f"{file} is no picture: run figures/bare.py first")
    return picture


def rendered(folder: Path, name: str) -> tuple[np.ndarray, np.ndarray, dict[str, list[float]]]:
    """What ``figures/bare.py`` wrote of NAME: the picture (float32), where it is skin, the joints (x, y)."""
    picture = read(folder / f"{name}.png", cv2.IMREAD_COLOR).astype(np.float32)
    skin = cv2.resize(read(folder / f"{name}.skin.png", cv2.IMREAD_GRAYSCALE), picture.shape[1::-1]) > 127
    return picture, skin, json.loads((folder / f"{name}.json").read_text())


def asked(about: str | None, out: Path) -> argparse.Namespace:
    """The folder and the name of what was rendered, and the file to write."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("folder", type=Path)
    parser.add_argument("name")
    parser.add_argument("out", type=Path, nargs="?", default=out)
    return parser.parse_args()


def main() -> None:
    args = asked(__doc__, OUT)
    picture, skin, joints = rendered(args.folder, args.name)
    knees = [joints[f"knee-{side}"] for side in SIDES]
    unit = float(np.hypot(*np.subtract(joints["hip-left"], knees[0]))) / 0.9
    both = [table(picture, measured(skin, joints, side, unit), unit) for side in SIDES]
    # shins and thighs as a whole are as light as the skin in sight says
    whole = np.concatenate(both, 1)
    ratio = whole / np.median(whole.reshape(-1, 3), 0)
    packed = np.clip(np.rint(ratio * UNIT), 0, 255).astype(np.uint8)
    cv2.imwrite(str(args.out), packed)
    cv2.imwrite(str(args.folder / f"{args.name}.table.png"), cv2.resize(packed, None, fx=4, fy=4))


if __name__ == "__main__":
    main()
