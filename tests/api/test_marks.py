"""Results over HTTP say what they are: inside the file for everybody, to the eye for readers of Chinese."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from served import Served

from vitrine.delivery.pictures import SOURCE_TYPE, marks
from vitrine.intake.pictures import decode


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    server = Served(tmp_path_factory.mktemp("marks"), producer="小店").start()
    yield server
    server.stop()


def result(served: Served, language: str, format: str) -> tuple[str, bytes]:
    shopper: Any = served.shopper()
    photo, garment = shopper.photo(size=(400, 600)), shopper.garment()
    job = shopper.job(photo, garment, format=format, headers={"Accept-Language": language})
    link = shopper.until(job, "done", "failed")["result"]["url"]
    return job, served.client.get(link).content


@pytest.mark.parametrize("format", ["png", "jpeg", "webp"])
def test_the_file_names_its_making_its_maker_and_its_number(served: Served, format: str) -> None:
    job, data = result(served, "en", format)
    found = marks(data)
    assert found.source_type == SOURCE_TYPE
    assert found.aigc is not None
    assert (found.aigc["Label"], found.aigc["ContentProducer"], found.aigc["ProduceID"]) == ("1", "小店", job)


def test_the_eye_is_told_in_chinese_and_else_no_pixel_is_touched(served: Served) -> None:
    plain, marked = (decode(result(served, language, "png")[1]) for language in ("en", "zh-CN"))
    assert (plain[560:, 200:] == (90, 120, 150)).all()
    changed = np.nonzero((plain != marked).any(2))
    assert len(changed[0])
    assert changed[0].min() > 540
    assert changed[1].min() > 240
