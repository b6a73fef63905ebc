"""What a source offers for a data set, and what of it may not be used: a folder, feedback with consent."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from vitrine.errors import BadInput

SPLITS: Final = ("train", "validation", "test")
SUFFIXES: Final = frozenset({".jpg", ".jpeg", ".png", ".webp", ".avif", ".heic", ".bmp", ".gif"})
PURPOSE: Final = "training"
MARKER: Final = "NOT-FOR-TRAINING"
"""A file of this name closes its folder, and all in it, to data sets."""
REFUSED_WORDS: Final = (
    "test only",
    "tests only",
    "research",
    "unstated",
    "unknown",
    "noncommercial",
    "-nc",
    "no commercial",
)
"""What a licence must not say."""


class NoConsent(BadInput):
    """There is no consent on record that allows training on this."""

    code = "no-consent"
    zh = "没有允许将其用于训练的同意记录。"
    remedy = "Leave it out; only who is in it can consent, for the purpose `training`."
    remedy_zh = "请不要使用;只有本人可以就“training”用途表示同意。"


class NotForTraining(BadInput):
    """Its licence or its folder says that nothing may be trained on it."""

    code = "not-for-training"
    zh = "其许可或所在文件夹注明不得用于训练。"
    remedy = "Leave it out. A folder without SOURCES.csv needs `--licence`."
    remedy_zh = "请不要使用。没有 SOURCES.csv 的文件夹需要指定 `--licence`。"


class WrongRecord(BadInput):
    """A record of feedback or consent cannot be read."""

    code = "wrong-record"
    zh = "反馈或同意记录无法读取。"
    remedy = "Each line is one JSON object with the fields of docs/how-to/data-sets.md."
    remedy_zh = "每行应为一个 JSON 对象,字段见 docs/how-to/data-sets.md。"


@dataclass(frozen=True)
class Offer:
    """A picture that a source offers, not looked at yet."""

    name: str
    """How the source calls it."""
    data: Path | bytes
    label: str
    """Its class; empty where a label map says all."""
    group: str
    """The product or the person that it shows: all of a group stay on one side. Empty: nothing is known."""
    licence: str
    consent: str = ""
    """The id of the consent on record, for what people gave us."""
    split: str = ""
    """Where its publisher put it; empty: to be drawn."""
    label_map: Path | None = None

    def bytes(self) -> bytes:
        """The picture's file."""
        return self.data if isinstance(self.data, bytes) else self.data.read_bytes()


@dataclass(frozen=True)
class Refused:
    """A picture or record that may not or cannot be used."""

    name: str
    error: BadInput


Offers = Iterator[Offer | Refused]


def folder(root: Path, licence: str) -> Offers:
    """Pictures of a folder: `KIND/...`, `SPLIT/KIND/...`, or `photos/NAME` with a label map `labels/NAME.png` each.

    `licence` counts where no SOURCES.csv (columns `file`, `licence`, perhaps `group`) lies in the folder or above it.
    """
    if marked(root):
        yield Refused(root.name, NotForTraining(root.name))
        return
    sources = _sources(root)
    maps = (root / "labels").is_dir() and (root / "photos").is_dir()
    start = root / "photos" if maps else root
    for file in sorted(p for p in start.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file()):
        parts = file.relative_to(root).parts
        name = "/".join(parts)
        said = _said(sources, file, licence)
        if marked(file.parent, root) or said is None or refused_licence(said[0]):
            yield Refused(name, NotForTraining(name))
            continue
        split = parts[0] if parts[0] in SPLITS and len(parts) > 2 else ""
        label = "" if maps else "/".join(parts[1 if split else 0 : -1])
        label_map = root / "labels" / f"{file.stem}.png" if maps else None
        yield Offer(name, file, label, said[1], said[0], split=split, label_map=label_map)


def feedback(root: Path) -> Offers:
    """Records of `feedback.jsonl` whose consent is on record in `consents.jsonl`; pictures lie beside them.

    A record counts only if its consent exists, is the same person's, names the purpose `training`, has begun and was
    not withdrawn.
    """
    consents: dict[str, dict[str, Any]] = {}  # of two rows with one id the later counts: that is how one is withdrawn
    for name, record in _lines(root / "consents.jsonl"):
        if isinstance(record, dict) and isinstance(record.get("id"), str):
            consents[record["id"]] = record
        else:
            yield Refused(name, WrongRecord(name))
    for name, record in _lines(root / "feedback.jsonl"):
        fields = ("picture", "label", "person", "consent")
        if not isinstance(record, dict) or not all(isinstance(record.get(key, ""), str) for key in fields):
            yield Refused(name, WrongRecord(name))
            continue
        person, file = str(record.get("person", "")), root / str(record.get("picture", ""))
        if not allows(consents.get(str(record.get("consent", ""))), person, datetime.now(UTC)):
            yield Refused(name, NoConsent(name))
        elif not file.resolve().is_relative_to(root.resolve()) or not file.is_file() or not record.get("label"):
            yield Refused(name, WrongRecord(name))
        else:
            consent = str(record["consent"])
            yield Offer(name, file, str(record["label"]), f"person {person}", "by consent", consent)


def allows(consent: dict[str, Any] | None, person: str, now: datetime) -> bool:
    """Whether a consent lets us train on what this person gave."""
    if not consent or not person or consent.get("person") != person or consent.get("purpose") != PURPOSE:
        return False
    if consent.get("withdrawn_at") or not consent.get("version"):
        return False
    try:
        given = datetime.fromisoformat(str(consent.get("given_at")))
    except ValueError:
        return False
    return (given if given.tzinfo else given.replace(tzinfo=UTC)) <= now


def refused_licence(licence: str) -> bool:
    """Whether a licence, as it is written, says nothing or forbids training."""
    said = licence.lower()
    return not said.strip() or any(word in said for word in REFUSED_WORDS)


def marked(place: Path, top: Path | None = None) -> bool:
    """Whether the folder, or one above it (up to `top`), is closed by MARKER."""
    for one in (place, *place.resolve().parents):
        if (one / MARKER).exists():
            return True
        if top is not None and one.resolve() == top.resolve():
            return False
    return False


def _sources(root: Path) -> tuple[Path, dict[str, dict[str, str]]] | None:
    """The nearest SOURCES.csv in the folder or above it: where it lies, and its rows by file."""
    for place in (root.resolve(), *root.resolve().parents):
        file = place / "SOURCES.csv"
        if file.is_file():
            with file.open(encoding="utf-8-sig", newline="") as lines:
                return place, {row.get("file") or "": row for row in csv.DictReader(lines)}
    return None


def _said(sources: tuple[Path, dict[str, dict[str, str]]] | None, file: Path, licence: str) -> tuple[str, str] | None:
    """Licence and group of a file; None where a list of sources lacks it or notes that it is for tests only."""
    if sources is None:
        return licence, ""
    row = sources[1].get(file.resolve().relative_to(sources[0]).as_posix())
    if row is None or any(word in (row.get("note") or "").lower() for word in REFUSED_WORDS[:2]):
        return None
    return row.get("licence") or "", row.get("group") or ""


def _lines(file: Path) -> Iterator[tuple[str, Any]]:
    """Records of a file of JSON lines, each with a name to report it by; None where a line is no JSON."""
    if not file.is_file():
        return
    for number, line in enumerate(file.read_text("utf8").splitlines(), 1):
        if line.strip():
            try:
                yield f"{file.name}:{number}", json.loads(line)
            except ValueError:
                yield f"{file.name}:{number}", None
