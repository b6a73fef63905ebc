"""A data set from pictures on disk to a version: what is left out and why, sides, resuming, bad input."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
import pytest

from vitrine.catalog.tables import Product, ProductPicture
from vitrine.learning import dataset, offers
from vitrine.learning.dataset import NothingToLearn
from vitrine.nets import Nets
from vitrine.people.label_map import indexed
from vitrine.storage.blobs import FolderBlobs
from vitrine.storage.database import Database
from vitrine.workflows import build_dataset
from vitrine.workflows.build_dataset import Built, build
from vitrine.workflows.workroom import Records


def photo(file: Path, seed: int, size: tuple[int, int] = (96, 80)) -> np.ndarray:
    rng = np.random.default_rng(seed)
    pixels = cv2.resize(rng.integers(0, 256, (8, 6, 3)).astype(np.uint8), size[::-1], interpolation=cv2.INTER_CUBIC)
    save(file, pixels)
    return pixels


def save(file: Path, pixels: np.ndarray) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    assert cv2.imwrite(str(file), pixels)


@pytest.fixture
def nets(tmp_path: Path) -> Nets:
    """None of ours: features are thumbnails, and looking is quick."""
    return Nets(own=tmp_path / "no-weights")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Sixteen pictures of two classes."""
    for number in range(16):
        photo(tmp_path / "set" / ("tee" if number < 8 else "dress") / f"{number}.png", number)
    return tmp_path


def built(home: Path, nets: Nets, report: Callable[[int, int], None] = lambda *_: None, **given: list[Path]) -> Built:
    return build(offers.folder(home / "set", "CC0"), ["set"], home / "out", nets, given.get("keep_out", []), report)


def codes(made: Built) -> dict[str, str]:
    return {one.name: one.error.code for one in made.refused}


def test_a_folder_becomes_a_version_with_a_card(home: Path, nets: Nets) -> None:
    made = built(home, nets)
    assert len(made.data.rows) == 16
    assert {row.label for row in made.data.rows} == {"tee", "dress"}
    assert all(made.data.picture(row).is_file() for row in made.data.rows)
    card = (home / "out" / "versions" / f"{made.data.version}.md").read_text()
    assert "16 pictures of 16 products" in card
    assert "- CC0: 16" in card


def test_a_killed_build_goes_on_and_ends_the_same(home: Path, nets: Nets, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = build(offers.folder(home / "set", "CC0"), ["set"], home / "other", nets, [], lambda *_: None)

    def kill(done: int, _count: int) -> None:
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        built(home, nets, kill)
    assert not (home / "out" / "versions").exists()
    looked = []
    real = build_dataset.read
    monkeypatch.setattr(build_dataset, "read", lambda data: looked.append(1) or real(data))
    assert built(home, nets).data.version == whole.data.version
    assert len(looked) == 11


def test_a_twin_stays_on_its_shot_s_side_and_a_copy_is_left_out(home: Path, nets: Nets) -> None:
    pixels = cv2.imread(str(home / "set" / "tee" / "0.png"))
    save(home / "set" / "test" / "tee" / "smaller.jpg", cv2.resize(pixels, (70, 84), interpolation=cv2.INTER_AREA))
    save(home / "set" / "validation" / "tee" / "mirrored.png", pixels[:, ::-1])
    save(home / "set" / "tee" / "copy.png", pixels)
    rows = {row.name: row for row in built(home, nets).data.rows}
    assert len(rows) == 18
    shot = [rows[name] for name in rows if name in ("tee/0.png", "tee/copy.png")]
    shot += [rows["test/tee/smaller.jpg"], rows["validation/tee/mirrored.png"]]
    assert {row.group for row in shot} == {shot[0].group}
    assert {row.split for row in shot} == {"test"}


def test_a_test_set_cannot_get_in(home: Path, nets: Nets) -> None:
    pixels = cv2.imread(str(home / "set" / "dress" / "12.png"))
    save(home / "tests" / "a.jpg", cv2.resize(pixels, (160, 192), interpolation=cv2.INTER_CUBIC))
    (home / "tests" / "notes.txt").write_text("no picture")
    made = built(home, nets, keep_out=[home / "tests"])
    assert codes(made) == {"dress/12.png": "not-for-training"}
    assert len(made.data.rows) == 15


def test_what_was_tested_with_stays_test(home: Path, nets: Nets) -> None:
    first = built(home, nets).data
    trained = first.of("train")[0]
    pixels = cv2.imread(str(first.picture(trained)))
    save(home / "set" / "test" / trained.label / "later.png", cv2.resize(pixels, (160, 192)))
    assert trained.picture in {row.picture for row in built(home, nets).data.of("test")}
    (home / "set" / "test" / trained.label / "later.png").unlink()
    assert trained.picture in {row.picture for row in built(home, nets).data.of("test")}


def test_a_person_is_on_one_side(tmp_path: Path, nets: Nets) -> None:
    found = [
        offers.Offer(
            f"{n}.png", tmp_path / f"{n}.png", "tee" if n % 2 else "dress", f"person {n // 4}", "by consent", "c"
        )
        for n in range(40)
    ]
    for number in range(40):
        photo(tmp_path / f"{number}.png", number)
    rows = build(iter(found), ["feedback"], tmp_path / "out", nets, [], lambda *_: None).data.rows
    sides: dict[str, set[str]] = {}
    for row in rows:
        sides.setdefault(row.group, set()).add(row.split)
    assert len(sides) == 10
    assert all(len(side) == 1 for side in sides.values())


@pytest.mark.parametrize("left", [6, 1])
def test_a_consent_withdrawn_later_erases_what_was_built_by_it(home: Path, nets: Nets, left: int) -> None:
    for number in range(6):
        photo(home / f"{number}.png", number)

    def build_of(some: range) -> Built:
        kinds = {n: "tee" if n % 2 else "dress" for n in some}
        found = [
            offers.Offer(f"{n}.png", home / f"{n}.png", kind, f"person {n}", "by consent", f"c{n}", "train")
            for n, kind in kinds.items()
        ]
        return build(iter(found), ["feedback"], home / "out", nets, [], lambda *_: None)

    first = build_of(range(6)).data
    gone = next(row for row in first.rows if row.name == "0.png")
    if left == 1:
        with pytest.raises(NothingToLearn):
            build_of(range(1, 2))
    else:
        build_of(range(1, 6))
    stays = {row.name for row in first.rows if first.picture(row).is_file()}
    assert stays == {f"{n}.png" for n in range(1, left)} | {"1.png"}
    assert not list((home / "out" / "seen").rglob(f"{gone.source}*"))
    assert dataset.opened(home / "out", first.version).rows == first.rows


def test_one_class_is_nothing_to_learn(tmp_path: Path, nets: Nets) -> None:
    for number in range(3):
        photo(tmp_path / "set" / "tee" / f"{number}.png", number)
    with pytest.raises(NothingToLearn):
        built(tmp_path, nets)
    assert not (tmp_path / "out" / "versions").exists()


def test_odd_pictures_are_read_or_named(home: Path, nets: Nets) -> None:
    rng = np.random.default_rng(0)
    save(home / "set" / "tee" / "grey.png", cv2.resize(rng.integers(0, 256, (9, 7), np.uint8), (80, 96)))
    deep = cv2.resize(rng.integers(0, 65536, (9, 7), np.uint16), (80, 96))
    save(home / "set" / "tee" / "deep.png", deep)
    photo(home / "set" / "tee" / "tiny.png", 50, (20, 20))
    (home / "set" / "tee" / "broken.jpg").write_bytes(b"\xff\xd8\xff half")
    (home / "set" / "tee" / "empty.jpg").touch()
    photo(home / "set" / "stray.png", 51)
    save(home / "set" / "dress" / "contradiction.png", cv2.imread(str(home / "set" / "tee" / "0.png")))
    photo(home / "set" / "dress" / "large.png", 52, (900, 1400))
    made = built(home, nets)
    assert codes(made) == {
        "tee/tiny.png": "too-small",
        "tee/broken.jpg": "truncated",
        "tee/empty.jpg": "empty",
        "stray.png": "no-label",
        "tee/0.png": "contradiction",
        "dress/contradiction.png": "contradiction",
    }
    rows = {row.name: row for row in made.data.rows}
    kept = cv2.imread(str(made.data.picture(rows["tee/deep.png"])), cv2.IMREAD_UNCHANGED)
    assert kept.dtype == np.uint8
    assert np.abs(kept[..., 0].astype(float) - deep / 257).max() <= 1
    assert max(cv2.imread(str(made.data.picture(rows["dress/large.png"]))).shape) == dataset.LONGER


def test_label_maps_are_checked(tmp_path: Path, nets: Nets) -> None:
    for number in range(6):
        photo(tmp_path / "set" / "photos" / f"{number}.png", number, (700, 500))
    right = np.zeros((700, 500), np.uint8)
    right[100:400] = 10
    for number in (0, 1):
        save(tmp_path / "set" / "labels" / f"{number}.png", right)
    save(tmp_path / "set" / "labels" / "2.png", right[1:])
    save(tmp_path / "set" / "labels" / "3.png", right + 1)
    save(tmp_path / "set" / "labels" / "4.png", right.astype(np.uint16))
    made = built(tmp_path, nets)
    assert codes(made) == dict.fromkeys((f"photos/{n}.png" for n in (2, 3, 4, 5)), "wrong-label-map")
    for row in made.data.rows:
        small = cv2.imread(str(made.data.label_map(row)), cv2.IMREAD_UNCHANGED)
        assert small.shape == (640, 457)
        assert set(np.unique(small)) == {0, 10}


def test_what_vitrine_parse_writes_is_read_as_it_is(tmp_path: Path, nets: Nets) -> None:
    rng = np.random.default_rng(3)
    for number in range(3):
        photo(tmp_path / "set" / "photos" / f"{number}.png", number, (120, 90))
    drawn = cv2.resize(rng.integers(0, 11, (8, 6), np.uint8), (90, 120), interpolation=cv2.INTER_NEAREST)
    (tmp_path / "set" / "labels").mkdir()
    (tmp_path / "set" / "labels" / "0.png").write_bytes(indexed(drawn))  # with a palette
    (tmp_path / "set" / "labels" / "1.png").write_bytes(indexed(np.minimum(drawn, 3)))  # two bits a pixel
    save(tmp_path / "set" / "labels" / "2.png", drawn)  # grey
    data = built(tmp_path, nets).data
    kept = {row.name: cv2.imread(str(data.label_map(row)), cv2.IMREAD_UNCHANGED) for row in data.rows}
    assert len(kept) == 3
    for name, expected in (("0", drawn), ("1", np.minimum(drawn, 3)), ("2", drawn)):
        assert np.array_equal(kept[f"photos/{name}.png"], expected), name


def product(
    number: int, category: str | None, photo_type: str, family: str | None = None
) -> list[Product | ProductPicture]:
    now = datetime(2026, 11, 26, tzinfo=UTC)
    row = Product(
        id=f"p{number}", external_id=f"sku-{number}", source="folder", title={}, description={}, category=category,
        family=family, sizes=[], variants=[], published=True, content="", state="ready", attempts=1, due_at=now,
        chosen=f"c{number}", chosen_by="rule", created_at=now, updated_at=now,
    )  # fmt: skip
    shown = ProductPicture(
        id=f"c{number}", product=f"p{number}", position=0, role="front", source="x.jpg", digest="", state="ready",
        tries=1, width=80, height=96, version="", facts={"photo_type": photo_type}, worn=True, mended=[],
    )  # fmt: skip
    return [row, shown]


def test_the_catalogue_gives_what_the_merchant_has_named_and_nobody_wears(tmp_path: Path) -> None:
    database = Database(tmp_path / "vitrine.sqlite")
    records = Records.of(database, FolderBlobs(tmp_path / "catalog"), 1 << 20)
    with database.write() as base:
        rows = [
            *product(1, "tops", "flat-lay", "tee"), *product(2, "dresses", "hanger"), *product(3, None, "flat-lay"),
            *product(4, "tops", "worn"), *product(5, "tops", "flat-lay"),
        ]  # fmt: skip
        base.add_all([row for row in rows if isinstance(row, Product)])
        base.flush()
        base.add_all([row for row in rows if isinstance(row, ProductPicture)])
    for number in (1, 2, 3, 4):
        records.blobs.put(f"c{number}/photo", b"bytes")
    found = {one.name: one for one in build_dataset.catalogue(records)}
    database.close()
    given = {name: (one.label, one.group) for name, one in found.items() if isinstance(one, offers.Offer)}
    assert given == {"sku-1": ("tops", "product tee"), "sku-2": ("dresses", "product sku-2")}
    refused = {name: one.error.code for name, one in found.items() if isinstance(one, offers.Refused)}
    assert refused == {"sku-3": "no-label", "sku-4": "no-consent", "sku-5": "empty"}


@pytest.mark.parametrize("drawn", ["test", "validation", "train"])
def test_few_products_are_on_both_sides_that_training_needs(
    tmp_path: Path, nets: Nets, monkeypatch: pytest.MonkeyPatch, drawn: str
) -> None:
    monkeypatch.setattr(dataset, "split_of", lambda _: drawn)
    for number in range(3):
        photo(tmp_path / "set" / ("tee" if number < 2 else "dress") / f"{number}.png", number)
    made = built(tmp_path, nets).data
    assert len(made.of("validation")) == 1 and made.of("validation")[0].label == "tee"
    assert {row.label for row in made.of("train")} == {"tee", "dress"}


@pytest.mark.parametrize("drawn", ["test", "validation", "train"])
def test_two_people_with_label_maps_are_on_two_sides(
    tmp_path: Path, nets: Nets, monkeypatch: pytest.MonkeyPatch, drawn: str
) -> None:
    monkeypatch.setattr(dataset, "split_of", lambda _: drawn)
    for number in range(2):
        photo(tmp_path / "set" / "photos" / f"{number}.png", number)
        save(tmp_path / "set" / "labels" / f"{number}.png", np.full((96, 80), number, np.uint8))
    made = built(tmp_path, nets).data
    assert len(made.of("train")) == len(made.of("validation")) == 1


def test_what_a_small_version_trained_with_is_never_tested_with(
    tmp_path: Path, nets: Nets, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dataset, "split_of", lambda _: "test")
    for number in range(2):
        photo(tmp_path / "set" / "photos" / f"{number}.png", number)
        save(tmp_path / "set" / "labels" / f"{number}.png", np.full((96, 80), number, np.uint8))
    taught = {row.picture for row in built(tmp_path, nets).data.of("train")}
    for number in range(2, 6):
        photo(tmp_path / "set" / "photos" / f"{number}.png", number)
        save(tmp_path / "set" / "labels" / f"{number}.png", np.full((96, 80), number, np.uint8))
    made = built(tmp_path, nets).data
    assert len(made.rows) == 6 and taught <= {row.picture for row in made.of("train")}


def test_what_was_published_as_test_does_not_go_over(home: Path, nets: Nets) -> None:
    for number in range(20, 24):
        photo(home / "other" / ("train" if number < 22 else "test") / ("tee", "dress")[number % 2] / "0.png", number)
    made = build(offers.folder(home / "other", "CC0"), ["other"], home / "new", nets, [], lambda *_: None).data
    assert {len(made.of(split)) for split in ("train", "test")} == {2}
    assert not made.of("validation")  # one product a class: none can be spared
