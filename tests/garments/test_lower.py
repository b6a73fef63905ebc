import pytest
from drawn import errors, skirt, trousers

from vitrine.garments.lower import crotch, lower
from vitrine.garments.silhouette import silhouette


@pytest.mark.parametrize("spread", [10, 30, 60])
def test_trousers(spread):
    drawn = trousers(spread=spread)
    shape = silhouette(drawn.alpha, drawn.photo)
    found = {name: shape.in_picture(*p) for name, p in lower(shape).points.items()}
    assert set(found) == set(drawn.landmarks)
    assert max(errors(found, drawn.landmarks).values()) < 0.03


def test_a_skirt_has_no_crotch():
    drawn = skirt()
    shape = silhouette(drawn.alpha, drawn.photo)
    assert crotch(shape) is None
    found = {name: shape.in_picture(*p) for name, p in lower(shape).points.items()}
    assert set(found) == set(drawn.landmarks)
    assert max(errors(found, drawn.landmarks).values()) < 0.02
