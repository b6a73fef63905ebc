"""The glance at a product picture: read on in the garment network's maps, and done without where a file is missing."""

import shutil

import numpy as np
import pytest
from drawn import tee

from vitrine.garments.folds import with_folds
from vitrine.garments.garment_net import see
from vitrine.garments.sight import FLAWS, SIGHTS, sight
from vitrine.nets import Nets


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


def test_both_opinions_on_folds_are_heard(tmp_path):
    photo, nets = tee().photo, Nets()
    alone = sight(see(photo, nets), nets)
    both = with_folds(photo, alone, nets)
    assert alone is not None
    assert both is not None
    assert both.flaws["folded"] != alone.flaws["folded"]
    assert both.flaws | {"folded": 0} == alone.flaws | {"folded": 0}
    assert with_folds(photo, alone, Nets(tmp_path, tmp_path)) is alone
    assert with_folds(photo, None, nets) is None
