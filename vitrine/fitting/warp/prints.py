"""Features of a garment's print and how each should look at its place in the result, for the check that it survived."""

from typing import Final

import cv2
import numpy as np

from vitrine.fitting.likeness import Seen
from vitrine.fitting.warp.fit import Fit
from vitrine.fitting.warp.rig import label
from vitrine.imaging.types import Mask

MOST: Final = 120
SIDE: Final = 13
"""Side of a patch, pixels of the photo."""


def features(fit: Fit, hidden: Mask) -> Seen:
    """Corners of the print that nothing hides: each patch is looked up in the garment picture by its triangle's map.

    Args:
        fit: the garment as it lies in the photo.
        hidden: what lies in front of the garment, photo's size.
    """
    rig, posed = fit.rig, fit.posed
    grey = cv2.cvtColor(rig.texture, cv2.COLOR_RGB2GRAY)
    inner = cv2.erode((rig.alpha > 0.9).astype(np.uint8), np.ones((9, 9), np.uint8))
    corners = cv2.goodFeaturesToTrack(grey, MOST, 0.06, 9, mask=inner)
    nothing = Seen(np.zeros((0, SIDE, SIDE), np.float32), np.zeros((0, 2), int))
    if corners is None:
        return nothing
    at = corners[:, 0]
    mesh = rig.mesh
    cells = (at[:, ::-1] / mesh.cell).astype(int)
    parts = rig.part_at(at[:, 0] + 1j * at[:, 1].astype(np.float64))
    first = mesh.first[parts, cells[:, 0], cells[:, 1]]
    triangle = mesh.triangles[np.maximum(first, 0)]
    source, target = mesh.points[triangle].astype(np.float64), posed[triangle].astype(np.float64)
    edges = np.stack([source[:, 1] - source[:, 0], source[:, 2] - source[:, 0]], 2)
    moved = np.stack([target[:, 1] - target[:, 0], target[:, 2] - target[:, 0]], 2)
    jacobian = moved @ np.linalg.inv(edges)
    place = target[:, 0] + (jacobian @ (at - source[:, 0])[..., None])[..., 0]
    whole = np.round(place).astype(int)
    turned = np.linalg.det(jacobian)
    margin = SIDE // 2 + 2
    height, width = hidden.shape
    good = (first >= 0) & (turned > 0.05) & (whole >= margin).all(1)
    good &= (whole[:, 0] < width - margin) & (whole[:, 1] < height - margin)
    under = np.maximum(hidden, fit.cover_of("left-sleeve", "right-sleeve"))
    x, y = whole[good].T
    good[good] = np.where(parts[good] == label("torso"), under[y, x], hidden[y, x]) < 0.05
    if not good.any():
        return nothing
    back = np.linalg.inv(jacobian[good])
    grid = np.stack(np.meshgrid(np.arange(SIDE), np.arange(SIDE)), -1).reshape(-1, 2) - SIDE // 2
    offset = grid[None] + (whole[good] - place[good])[:, None]
    where = at[good][:, None] + (back[:, None] @ offset[..., None])[..., 0]
    patches = cv2.remap(grey, where[..., 0].astype(np.float32), where[..., 1].astype(np.float32), cv2.INTER_LINEAR)
    patches = patches.reshape(-1, SIDE, SIDE)
    lively = patches.reshape(len(patches), -1).std(1) > 12
    return Seen(patches[lively].astype(np.float32), whole[good][lively])
