"""`vitrine provenance`: what a picture says of its making, and that a plain one says nothing."""

import io
import json
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from vitrine.cli import main
from vitrine.delivery.pictures import SOURCE_TYPE, Marks, encode

GREY = np.full((80, 90, 3), 120, np.uint8)


def shown(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["vitrine", "provenance", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out, said.err


def test_a_result_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "result.jpg"
    path.write_bytes(encode(GREY, "jpeg", Marks(producer="店", content="job-1")))
    code, out, _ = shown(monkeypatch, capsys, str(path), "--json")
    found = json.loads(out)
    assert code == 0
    assert found["digital_source_type"] == SOURCE_TYPE
    assert found["aigc"]["ContentProducer"] == "店"
    assert "compositeWithTrainedAlgorithmicMedia" in shown(monkeypatch, capsys, str(path))[1]


def test_a_plain_picture_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = io.BytesIO()
    Image.fromarray(GREY).save(file, "PNG")
    (tmp_path / "plain.png").write_bytes(file.getvalue())
    code, out, _ = shown(monkeypatch, capsys, str(tmp_path / "plain.png"))
    assert (code, out.count("none")) == (0, 2)


def test_what_is_no_picture_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.png").write_bytes(b"text")
    code, out, err = shown(monkeypatch, capsys, str(tmp_path / "a.png"))
    assert (code, out) == (2, "")
    assert "a.png" in err
