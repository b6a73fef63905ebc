import numpy as np

from vitrine.fitting.warp.verify import _shaded


def test_below_a_hem_skin_may_lie_in_its_shade() -> None:
    worn = np.zeros((60, 20), np.float32)
    worn[10:20, 5:15] = 1
    shaded = _shaded(worn, 100.0)
    assert (shaded[20:32, 5:15] > 0.5).all()
    assert not shaded[:10].any() and not shaded[:, :5].any() and not shaded[34:].any()
