"""`vitrine doctor`: what it says of networks (the rest is measured, and differs from machine to machine)."""

import hashlib
from pathlib import Path

import pytest

from vitrine.cli import doctor
from vitrine.nets import OWN, Nets, packaged


def test_our_own_networks_are_listed_with_size_and_hash() -> None:
    listed = {one["name"]: one for one in doctor.own_files()}
    assert tuple(listed) == OWN
    data = (Nets().own / "garment.onnx").read_bytes()
    assert listed["garment.onnx"]["sha256"] == hashlib.sha256(data).hexdigest()
    assert listed["garment.onnx"]["mb"] == round(len(data) / 1e6, 2)


def test_one_that_is_not_there_is_said_to_be_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "gown.json").write_text("{}")
    monkeypatch.setattr(doctor, "Nets", lambda: Nets(own=tmp_path))
    found = doctor.own_files()
    assert {one["name"] for one in found if one["sha256"] is None} == set(OWN) - {"gown.json"}
    doctor.show({
        "python": "3", "versions": {}, "installed_mb": 1, "help_s": 0.1, "tryon": None, "own": found,
        "nets": [{"name": net.name, "mb": 1.0, "sha256": net.sha256, "whole": True} for net in packaged()],
        "decoding": {"network": "namespace", "calls": "filtered"},
    })  # fmt: skip
    shown = capsys.readouterr().out
    assert "MISSING parser.onnx" in shown
    assert "own     gown.json" in shown
