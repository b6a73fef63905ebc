"""The table of packaged networks, and what happens when a file is missing or changed."""

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from vitrine.errors import NetDamaged, NetMissing
from vitrine.fitting.warp import bare_arms, bare_legs, relief
from vitrine.garments import category, photo_words
from vitrine.garments.analyse import analyse as read_garment
from vitrine.garments.garment_net import WORDS, Seen
from vitrine.nets import OWN, LiteRt, Nets, Onnx, default_folder, packaged
from vitrine.people import gown, hidden_hand
from vitrine.people.analyse import analyse as read_person

DEMO = Path(__file__).parents[1] / "demo"


def test_each_packaged_net_is_installed_with_its_hash() -> None:
    assert {net.name for net in packaged()} >= {"multiclass", "u2netp", "nsfw", "pose-task"}
    assert [net.name for net in packaged() if not net.installed(default_folder())] == []


def test_a_changed_file_is_not_taken_for_the_network(tmp_path: Path) -> None:
    net = next(net for net in packaged() if net.name == "u2netp")
    shutil.copy(default_folder() / net.file, tmp_path)
    assert net.installed(tmp_path)
    with (tmp_path / net.file).open("r+b") as file:
        file.seek(1000)
        file.write(b"changed")
    assert not net.installed(tmp_path)


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    nets = Nets(tmp_path)
    assert not nets.has("multiclass")
    with pytest.raises(NetMissing, match="make install"):
        _ = nets.multiclass


UNSEEN = Seen(
    np.zeros((9, 9), np.float32), np.zeros((9, 9), np.uint8), {}, {},
    {question: dict.fromkeys(names, 1 / len(names)) for question, names in WORDS.items()}, np.zeros(352, np.float32),
)  # fmt: skip
"""What a network says that knows nothing."""
OURS: dict[str, Callable[[Path], object]] = {
    "parser.onnx": lambda own: Nets(own=own).parser,
    "garment.onnx": lambda own: Nets(own=own).garment,
    "sight.onnx": lambda own: Nets(own=own).sight,
    "gown.json": lambda own: gown.probability(np.zeros(len(gown.TRAITS), np.float32), own),
    "category.npz": lambda own: category.kinds(np.zeros((99, 99, 3), np.uint8), np.ones((99, 99), np.float32), own),
    "words.npz": lambda own: photo_words.corrected(UNSEEN, own),
    "legs.png": lambda own: bare_legs.read(own / "legs.png"),
    "arms.png": lambda own: bare_arms.read(own / "arms.png"),
    "hand.png": lambda own: hidden_hand.read(own / "hand.png"),
    "folds.png": lambda own: relief.read(own / "folds.png"),
}
"""Each file of our own, and what opens it in a folder."""


def own(*suffixes: str) -> list[str]:
    """The files of our own by their names, so that none is forgotten below."""
    return sorted(file.name for file in Nets().own.iterdir() if file.suffix in suffixes)


def another(name: str) -> bytes:
    """A whole file of the same form that holds something else."""
    if name.endswith(".onnx"):
        return (Nets().own / ("sight.onnx" if name != "sight.onnx" else "garment.onnx")).read_bytes()
    if name.endswith(".json"):
        return b'{"mean": [1], "spread": [1], "weights": [1, 1], "bias": 0}'
    if name.endswith(".npz"):
        np.savez(
            kept := io.BytesIO(), mean=np.ones(3), spread=np.ones(3), first=np.ones((4, 2)), second=np.ones((3, 2))
        )
        return kept.getvalue()
    return bytes(cv2.imencode(".png", np.zeros((9, 9, 3), np.uint8))[1])


def test_every_file_of_our_own_is_known_here() -> None:
    assert own(".onnx", ".json", ".npz", ".png") == sorted(OURS) == sorted(OWN)
    assert {path.suffix for path in Nets().own.iterdir()} == {".onnx", ".json", ".npz", ".png", ".md", ".toml"}


@pytest.mark.parametrize("name", OURS)
@pytest.mark.parametrize("how", ["empty", "junk", "cut off", "another"])
def test_a_damaged_file_of_our_own_is_named_in_one_line(tmp_path: Path, name: str, how: str) -> None:
    whole = (Nets().own / name).read_bytes()
    data = {"empty": b"", "junk": b"no network", "cut off": whole[: len(whole) // 2], "another": another(name)}
    (tmp_path / name).write_bytes(data[how])
    with pytest.raises(NetDamaged, match=name.replace(".", r"\.")) as said:
        OURS[name](tmp_path)
    assert "\n" not in said.value.message()


@pytest.mark.parametrize("text", ["[]", "{}", "3", "null", '["mean"]', '{"mean": "x"}'])
def test_json_that_is_no_model_is_a_damaged_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "gown.json").write_text(text)
    with pytest.raises(NetDamaged, match=r"gown\.json"):
        OURS["gown.json"](tmp_path)


@pytest.mark.parametrize("key", ["mean", "spread", "weights", "bias"])
def test_a_model_with_numbers_that_are_none_is_a_damaged_file(tmp_path: Path, key: str) -> None:
    model = json.loads((Nets().own / "gown.json").read_text())
    model[key] = [float("nan")] * len(model[key]) if key != "bias" else float("nan")
    (tmp_path / "gown.json").write_text(json.dumps(model))
    with pytest.raises(NetDamaged, match=r"gown\.json"):
        OURS["gown.json"](tmp_path)


@pytest.mark.parametrize("data", [b"", b"no network", b"whole file, cut off"])
def test_a_damaged_packaged_file_is_named(tmp_path: Path, data: bytes) -> None:
    whole = (Nets().own / "parser.onnx").read_bytes()
    file = tmp_path / "other.net"
    file.write_bytes(whole[: len(whole) // 2] if data.endswith(b"cut off") else data)
    for opened in (Onnx, LiteRt):
        with pytest.raises(NetDamaged, match=r"other\.net"):
            opened(file)


def test_our_networks_stay_small() -> None:
    sizes = {name: (Nets().own / name).stat().st_size for name in own(".onnx")}
    assert max(sizes.values()) <= 16e6
    assert sum(sizes.values()) <= 45e6


def picture(name: str) -> np.ndarray:
    found = cv2.imread(str(DEMO / name), cv2.IMREAD_REDUCED_COLOR_2)
    return np.ascontiguousarray(found[..., ::-1]).astype(np.uint8)


@pytest.mark.parametrize("name", OURS)
def test_without_any_file_of_our_own_people_and_garments_are_read(tmp_path: Path, name: str) -> None:
    shutil.copytree(Nets().own, tmp_path / "weights", ignore=shutil.ignore_patterns(name))
    nets = Nets(own=tmp_path / "weights")
    person = read_person(picture("people/anna.jpg"), nets)
    assert 0.05 < (person.labels >= 3).mean() < 0.5
    garment = read_garment(picture("garments/tee-print.jpg"), nets)
    assert garment.category == "tops"
    assert {"shoulder-left", "hem-right", "armpit-left"} <= set(garment.landmarks)


def test_without_our_classifiers_every_kind_is_as_likely_and_legs_are_plain(tmp_path: Path) -> None:
    odds = category.kinds(np.zeros((99, 99, 3), np.uint8), np.ones((99, 99), np.float32), tmp_path)
    assert np.allclose(odds, 0.1)
    assert all((table == 1).all() for table in bare_legs.read(tmp_path / "legs.png"))


def test_without_our_tables_arms_and_cloth_are_smooth(tmp_path: Path) -> None:
    assert (bare_arms.read(tmp_path / "arms.png") == 1).all()
    assert hidden_hand.read(tmp_path / "hand.png") is None
    on = relief.limb([0j, 100j], 1 + 0j)
    for table in relief.read(tmp_path / "folds.png")["trunk"]:
        assert np.ptp(relief.lit(table, on, 0.0)) < 1e-4


def test_without_all_files_of_our_own_people_and_garments_are_read(tmp_path: Path) -> None:
    nets = Nets(own=tmp_path)
    assert read_person(picture("people/anna.jpg"), nets).labels.any()
    assert read_garment(picture("garments/tee-print.jpg"), nets).category == "tops"
