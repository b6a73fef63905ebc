"""The glance at a product picture: read on in the garment network's maps, and done without where a file is missing."""

import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest
from drawn import tee

from vitrine.garments.cutout import cutout
from vitrine.garments.garment_net import see
from vitrine.garments.sight import FLAWS, SIGHTS, sight
from vitrine.nets import Nets

DEMO = Path(__file__).parents[2] / "demo"


def test_odds_of_a_plain_tee():
    nets = Nets()
    seen = sight(see(tee().photo, nets), nets)
    assert seen is not None
    assert set(seen.kinds) == set(SIGHTS)
    assert set(seen.flaws) == set(FLAWS)
    assert sum(seen.kinds.values()) == pytest.approx(1, abs=1e-4)
    assert seen.worn_somewhere > 0.5
    assert seen.flaws["worn"] < 0.5


def test_an_empty_wall_is_no_garment():
    nets = Nets()
    seen = sight(see(np.full((400, 300, 3), 240, np.uint8), nets), nets)
    assert seen is not None
    assert seen.worn_somewhere < 0.5


@pytest.mark.parametrize("missing", ["garment.onnx", "sight.onnx"])
def test_without_a_file_nothing_is_seen(missing, tmp_path):
    whole = Nets()
    for name in {"garment.onnx", "sight.onnx"} - {missing}:
        shutil.copy(whole.own / name, tmp_path)
    nets = Nets(tmp_path, tmp_path)
    seen = see(tee().photo, nets) if nets.has_garment else None
    assert sight(seen, nets) is None


def test_a_garment_from_a_drawer_is_seen_folded():
    """Sleeves and lower half laid over the front of a demo picture, as in a drawer; spread out it is not folded."""
    photo = cv2.imread(str(DEMO / "garments" / "hoodie-grey.jpg"), cv2.IMREAD_COLOR_RGB)
    nets = Nets()
    flat = sight(see(photo, nets), nets)
    creased = sight(see(folded(photo, cutout(photo, nets).alpha > 0.5), nets), nets)
    assert flat is not None and flat.flaws["folded"] < 0.2
    assert creased is not None and creased.flaws["folded"] > 0.5


def folded(photo, found):
    ys, xs = np.flatnonzero(found.any(1)), np.flatnonzero(found.any(0))
    cloth, cover = (a[ys[0] : ys[-1] + 1, xs[0] : xs[-1] + 1].copy() for a in (photo, found))
    third, half = cover.shape[1] // 4, len(cover) // 2
    for _ in range(2):  # one side over the front, mirrored, the other
        flap, over = cloth[:, :third][:, ::-1], cover[:, :third][:, ::-1]
        cloth, cover = cloth[:, third:].copy(), cover[:, third:].copy()
        cloth[:, :third][over] = flap[over] // 10 * 9
        cloth, cover = cloth[:, ::-1], cover[:, ::-1]
    low, under = cloth[half : 2 * half][::-1], cover[half : 2 * half][::-1]
    cloth = np.where(under[..., None], low // 10 * 9, cloth[:half])
    cover = cover[:half] | under
    out = np.empty_like(photo)
    out[:] = np.median(photo[:5].reshape(-1, 3), 0)
    y, x = (len(out) - len(cover)) // 2, (out.shape[1] - cover.shape[1]) // 2
    part = out[y : y + len(cover), x : x + cover.shape[1]]
    part[cover] = cloth[cover]
    return out
