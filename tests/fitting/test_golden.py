"""Golden pictures: results on our own demo pictures stay what they were, as the eye sees it (CIEDE2000).

`PYTHONPATH=tests/doubles python tests/fitting/test_golden.py` draws them anew after a change that is meant to be seen;
look before committing.
"""

import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from hanger import cut

import vitrine
from vitrine.imaging import colour

HERE, DEMO = Path(__file__).parent, Path(__file__).parents[2] / "demo"
WORN = {
    "tee-print": ("tee-print",),
    "trousers": ("trousers",),
    "dress": ("dress",),
    "tucked": ("shirt-oxford", "trousers-wide"),
    "tucked-alone": ("tee-print",),
    "cropped": ("tee-stripe",),
    "outfit": ("longsleeve-stripe", "skirt-floral", "bomber-olive"),
}
"""Each golden picture's garments; in the outfit a jacket hides striped sleeves and the waist of a skirt."""
CROPPED = 0.45
"""Share of the way from armpits to hem at which the cropped tee is cut off."""
MEAN, PATCH = 0.8, 7.0
"""The most that the difference may be on average, and on average over any square of SIDE pixels: a collar's rib that is
lost is 13, a fine print that lies a pixel off 5, the same state drawn anew 1.5."""
SIDE = 16


def worn(name: str) -> np.ndarray:
    """The demo person in demo garments, half size."""
    garments = [vitrine.read_garment(DEMO / "garments" / f"{garment}.jpg") for garment in WORN[name]]
    if name == "cropped":
        garments = [cut(garments[0], CROPPED)]
    image = vitrine.tryon(DEMO / "people" / "anna.jpg", garments, tucked=name.startswith("tucked")).image
    small = cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    # through the same JPEG as the golden picture: fine prints cost it .7 on their own
    coded = cv2.imencode(".jpg", small[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 92])[1]
    return cv2.imdecode(coded, cv2.IMREAD_COLOR_RGB)


@pytest.mark.parametrize("name", WORN)
def test_the_result_looks_as_it_did(name: str, tmp_path: Path) -> None:
    actual = worn(name)
    expected = cv2.imread(str(HERE / "golden" / f"{name}.jpg"), cv2.IMREAD_COLOR_RGB)
    assert expected is not None
    apart = colour.difference(colour.lab(actual), colour.lab(expected))
    worst = cv2.blur(apart.astype(np.float32), (SIDE, SIDE)).max()
    if apart.mean() > MEAN or worst > PATCH:
        seen = np.clip(apart[..., None] * 12, 0, 255).astype(np.uint8).repeat(3, 2)
        beside = tmp_path / f"{name}-actual-expected-difference.png"
        cv2.imwrite(str(beside), np.concatenate([actual, expected, seen], 1)[..., ::-1])
        pytest.fail(f"mean {apart.mean():.2f}, worst patch {worst:.1f}: see {beside}")


if __name__ == "__main__":
    for name in sys.argv[1:] or WORN:
        path = HERE / "golden" / f"{name}.jpg"
        full_colour = [
            cv2.IMWRITE_JPEG_QUALITY,
            95,
            cv2.IMWRITE_JPEG_SAMPLING_FACTOR,
            cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444,
        ]
        cv2.imwrite(str(path), worn(name)[..., ::-1], full_colour)
