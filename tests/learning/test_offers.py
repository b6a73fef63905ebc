"""What may get into a data set, and what never does."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrine.learning.offers import MARKER, Offer, Refused, allows, feedback, folder, refused_licence

NOW = datetime(2026, 11, 26, tzinfo=UTC)
CONSENT = {"id": "c1", "person": "p1", "purpose": "training", "version": "2026-11", "given_at": "2026-11-01T10:00:00Z"}


def picture(file: Path) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"a picture's bytes")
    return file


def names(found: list[Offer | Refused]) -> dict[str, str]:
    return {one.name: "in" if isinstance(one, Offer) else one.error.code for one in found}


def test_labels_splits_and_groups_are_read(tmp_path: Path) -> None:
    picture(tmp_path / "tee" / "a.jpg")
    picture(tmp_path / "test" / "tee" / "b.jpg")
    picture(tmp_path / "c.png")
    found = {one.name: one for one in folder(tmp_path, "CC0") if isinstance(one, Offer)}
    assert (found["tee/a.jpg"].label, found["tee/a.jpg"].split) == ("tee", "")
    assert (found["test/tee/b.jpg"].label, found["test/tee/b.jpg"].split) == ("tee", "test")
    assert found["c.png"].label == ""


def test_label_maps_lie_beside_their_photos(tmp_path: Path) -> None:
    picture(tmp_path / "photos" / "1.jpg")
    picture(tmp_path / "labels" / "1.png")
    (one,) = folder(tmp_path, "CC0")
    assert isinstance(one, Offer)
    assert one.label_map == tmp_path / "labels" / "1.png"


def test_without_a_licence_nothing_gets_in(tmp_path: Path) -> None:
    picture(tmp_path / "tee" / "a.jpg")
    assert names(list(folder(tmp_path, ""))) == {"tee/a.jpg": "not-for-training"}


@pytest.mark.parametrize(
    "licence",
    ["unstated; test only", "CC BY-NC-SA 4.0", "research use, no commercial use", "Tests only", "", "NonCommercial"],
)
def test_a_licence_that_forbids_training(licence: str) -> None:
    assert refused_licence(licence)


@pytest.mark.parametrize("licence", ["CC0", "CC0 1.0", "MIT", "Apache-2.0", "CC BY 4.0", "the shop's own"])
def test_a_licence_that_allows_it(licence: str) -> None:
    assert not refused_licence(licence)


def test_a_list_of_sources_counts_more_than_the_command(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        picture(tmp_path / "set" / "tee" / f"{name}.jpg")
    lines = "file,licence,group\nset/tee/a.jpg,CC0,shirt 1\nset/tee/b.jpg,unstated; test only,\n"
    (tmp_path / "SOURCES.csv").write_text(lines)
    found = list(folder(tmp_path / "set", "CC0"))
    assert names(found) == {
        "tee/a.jpg": "in",
        "tee/b.jpg": "not-for-training",
        "tee/c.jpg": "not-for-training",
    }
    assert [one.group for one in found if isinstance(one, Offer)] == ["shirt 1"]


def test_a_list_of_sources_without_licences_closes_the_folder(tmp_path: Path) -> None:
    picture(tmp_path / "garment" / "tops" / "a.jpg")
    (tmp_path / "SOURCES.csv").write_text("file,repository\ngarment/tops/a.jpg,somewhere\n")
    assert names(list(folder(tmp_path / "garment", "CC0"))) == {"tops/a.jpg": "not-for-training"}


@pytest.mark.parametrize("place", [".", "tee", ".."])
def test_a_marker_closes_a_folder(tmp_path: Path, place: str) -> None:
    home = tmp_path / "above" / "set"
    picture(home / "tee" / "a.jpg")
    (home / place / MARKER).touch()
    assert set(names(list(folder(home, "CC0"))).values()) == {"not-for-training"}


def records(home: Path, consents: list[object], feedbacks: list[object]) -> dict[str, str]:
    picture(home / "a.jpg")
    for name, rows in (("consents", consents), ("feedback", feedbacks)):
        (home / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return names(list(feedback(home)))


RECORD = {"picture": "a.jpg", "label": "dress", "person": "p1", "consent": "c1"}


def test_feedback_with_consent_gets_in(tmp_path: Path) -> None:
    assert records(tmp_path, [CONSENT], [RECORD]) == {"feedback.jsonl:1": "in"}


@pytest.mark.parametrize(
    "consents",
    [
        [],
        [CONSENT | {"id": "c2"}],
        [CONSENT | {"person": "p2"}],
        [CONSENT | {"purpose": "rendering"}],
        [CONSENT | {"withdrawn_at": "2026-11-02T10:00:00Z"}],
        [CONSENT | {"given_at": "2999-01-01T00:00:00Z"}],
        [CONSENT | {"given_at": "yesterday"}],
        [CONSENT | {"version": ""}],
        [CONSENT, CONSENT | {"withdrawn_at": "2026-11-02T10:00:00Z"}],
    ],
)
def test_feedback_without_consent_does_not(tmp_path: Path, consents: list[object]) -> None:
    assert records(tmp_path, consents, [RECORD]) == {"feedback.jsonl:1": "no-consent"}


@pytest.mark.parametrize(
    "record",
    [
        {k: v for k, v in RECORD.items() if k != "consent"},
        RECORD | {"consent": ""},
        RECORD | {"person": ""},
    ],
)
def test_a_record_that_names_none_does_not(tmp_path: Path, record: object) -> None:
    assert records(tmp_path, [CONSENT, CONSENT | {"id": "", "person": ""}], [record]) == {
        "feedback.jsonl:1": "no-consent"
    }


@pytest.mark.parametrize(
    "record",
    [
        RECORD | {"picture": "../a.jpg"},
        RECORD | {"picture": "none.jpg"},
        RECORD | {"label": ""},
        RECORD | {"label": 7},
        ["a.jpg"],
        "a.jpg",
    ],
)
def test_a_broken_record_is_named(tmp_path: Path, record: object) -> None:
    picture(tmp_path.parent / "a.jpg")
    assert records(tmp_path, [CONSENT], [record]) == {"feedback.jsonl:1": "wrong-record"}


def test_a_line_that_is_no_json_is_named(tmp_path: Path) -> None:
    (tmp_path / "feedback.jsonl").write_text("{half\n\n")
    (tmp_path / "consents.jsonl").write_text("[1]\n")
    assert names(list(feedback(tmp_path))) == {
        "consents.jsonl:1": "wrong-record",
        "feedback.jsonl:1": "wrong-record",
    }


@given(st.dictionaries(st.sampled_from(list(CONSENT)), st.one_of(st.none(), st.text(), st.integers()), min_size=1))
def test_a_consent_that_is_changed_anywhere_allows_nothing_by_accident(change: dict[str, object]) -> None:
    changed = CONSENT | change
    if allows(changed, "p1", NOW):
        assert changed["person"] == "p1"
        assert changed["purpose"] == "training"
        assert changed["version"]
        assert datetime.fromisoformat(str(changed["given_at"])).replace(tzinfo=UTC) <= NOW + timedelta(days=1)
