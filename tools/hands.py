"""Make the table of a relaxed hand from a rendered one. ``python tools/hands.py FOLDER NAME [OUT]``

FOLDER holds what ``figures/bare.py --hands`` wrote of NAME. Writes ``vitrine/weights/hand.png`` and, to look at,
FOLDER/NAME.table.png: the table at four times its size.
"""

from pathlib import Path

import cv2
import numpy as np
from bare_legs import asked, rendered

from vitrine.people.hidden_hand import ALONG, BREADTH, LENGTH, SIZE, UNIT

BLUR = 0.06
"""Lights that are broader than this, in lengths of the hand, are those of the scene it was rendered in."""
GAP, BETWEEN = 0.06, 0.7
"""Breadth, in lengths of the hand, of gaps between fingers that are none, and the light in them."""
OUT = Path(__file__).parents[1] / "vitrine/weights/hand.png"


def table(picture: np.ndarray, skin: np.ndarray, joints: dict[str, list[float]], side: str) -> np.ndarray:
    """Light on the hand and its coverage, laid straight, its outer side (away from the trunk) last."""
    elbow, wrist = (np.array(joints[f"{name}-{side}"]) for name in ("elbow", "wrist"))
    way = (wrist - elbow) / np.hypot(*(wrist - elbow))
    out = np.array([way[1], -way[0]]) * (1 if side == "left" else -1)
    rows, columns = np.nonzero(skin)
    off = np.stack([columns, rows], 1) - wrist
    along, across = off @ way, off @ out
    far = np.hypot(*(wrist - elbow))
    mine = (np.abs(across) < 0.35 * far) & (along > -0.2 * far)
    hand = mine & (along > 0)
    length = along[hand].max()
    breadth = np.ptp(across[hand])
    alone = np.zeros(skin.shape, np.float32)
    alone[rows[mine], columns[mine]] = 1
    closed = cv2.morphologyEx(alone, cv2.MORPH_CLOSE, np.ones((gap := round(GAP * length), gap)))
    light = picture.mean(2) * alone
    broad = cv2.GaussianBlur(light, (0, 0), BLUR * length) / np.maximum(
        cv2.GaussianBlur(alone, (0, 0), BLUR * length), 1e-3
    )
    ratio = np.where(alone > 0, light / np.maximum(broad, 1), np.where(closed > 0, BETWEEN, 1)).astype(np.float32)
    # what is between the table's places is averaged
    down, aside = (np.linspace(*span, size) for span, size in zip(((ALONG[0], ALONG[1]), (-1, 1)), SIZE, strict=True))
    places = (
        wrist
        + down[:, None, None] * (length / LENGTH) * way
        + aside[None, :, None] * BREADTH[1] * (breadth / BREADTH[0]) * out
    )
    x, y = (places[..., k].astype(np.float32) for k in (0, 1))
    fine = [cv2.GaussianBlur(part, (0, 0), 0.3 * length / SIZE[0]) for part in (ratio, closed)]
    return np.stack([cv2.remap(part, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE) for part in fine], -1)


def main() -> None:
    args = asked(__doc__, OUT)
    picture, skin, joints = rendered(args.folder, args.name)
    light, cover = np.moveaxis(table(picture, skin, joints, "left"), 2, 0)
    packed = [cover * 255, np.zeros_like(cover), light * UNIT]  # blue, green, red
    whole = np.clip(np.rint(np.stack(packed, -1)), 0, 255).astype(np.uint8)
    cv2.imwrite(str(args.out), whole)
    cv2.imwrite(str(args.folder / f"{args.name}.table.png"), cv2.resize(whole, None, fx=4, fy=4))


if __name__ == "__main__":
    main()
