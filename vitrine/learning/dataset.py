"""A data set on disk: pictures by digest, and versions, each a list of rows that never changes once it is written.

pictures/AB/ABCD….png   normalised: upright, sRGB, 8 bits, at most LONGER pixels on the longer side
labels/AB/ABCD….png     label maps at the same size, where there are any
versions/VERSION.jsonl  one row a picture; VERSION is the SHA-256 of this file, shortened
versions/VERSION.md     the card
current                 the newest version
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from vitrine.errors import BadInput
from vitrine.learning.offers import SPLITS, Refused

LONGER: Final = 640
SHARES: Final = {"test": 0.15, "validation": 0.15}
"""Of the groups without a published split; the rest is for training."""


class NoDataSet(BadInput):
    """There is no data set of this version."""

    code = "no-data-set"
    zh = "没有该版本的数据集。"
    remedy = "Build it: `vitrine dataset build SOURCE -o DIR`."
    remedy_zh = "请先构建:`vitrine dataset build SOURCE -o DIR`。"


class NothingToLearn(BadInput):
    """Too little is left to learn from: pictures of two classes at least, or photos with label maps."""

    code = "nothing-to-learn"
    zh = "可学习的内容太少:至少需要两个类别的图片,或带标签图的照片。"
    remedy = "Give folders by class, or photos/ with labels/, with a licence or consent (docs/how-to/data-sets.md)."
    remedy_zh = "请按类别提供文件夹,或提供 photos/ 与 labels/,并附许可或同意记录(见 docs/how-to/data-sets.md)。"

    def __init__(self, subject: str = "", refused: Iterable[Refused] = ()) -> None:
        """`refused`: what was offered and left out, and why: usually the reason."""
        super().__init__(subject)
        self.refused = list(refused)


class NothingToJudge(BadInput):
    """The set has no validation photos: nothing could tell how good the network is."""

    code = "nothing-to-judge"
    zh = "数据集没有验证照片,无法判断网络的好坏。"
    remedy = (
        "Add photos of another product or person of each class (`vitrine dataset build` puts one of them there), "
        "or mark some as for validation."
    )
    remedy_zh = (
        "请为每个类别添加另一件商品或另一个人的照片(`vitrine dataset build` 会将其中之一用于验证),或自行指定验证照片。"
    )


@dataclass(frozen=True, order=True)
class Row:
    """A picture of a version."""

    picture: str
    """SHA-256 of its normalised pixels: its name in the store."""
    source: str
    """SHA-256 of the file that it came from."""
    name: str
    """How the source called it."""
    label: str
    group: str
    """The digest of the first picture of its product, person or shot."""
    split: str
    licence: str
    consent: str
    mapped: bool
    """Whether it has a label map."""


@dataclass(frozen=True)
class DataSet:
    """A version of a data set, open for reading."""

    folder: Path
    version: str
    rows: tuple[Row, ...]

    def of(self, split: str) -> list[Row]:
        """The rows of a split."""
        return [row for row in self.rows if row.split == split]

    def picture(self, row: Row) -> Path:
        """A row's picture."""
        return place(self.folder, "pictures", row.picture)

    def label_map(self, row: Row) -> Path:
        """A row's label map."""
        return place(self.folder, "labels", row.picture)


def place(folder: Path, store: str, digest: str) -> Path:
    """Where a picture or label map is kept."""
    return folder / store / digest[:2] / f"{digest}.png"


def is_dataset(folder: Path) -> bool:
    """Whether a folder holds a data set that `write` made."""
    return (folder / "current").is_file() and (folder / "versions").is_dir()


def opened(folder: Path, version: str | None = None) -> DataSet:
    """A version, by default the newest.

    Raises:
        NoDataSet: there is none, or its list is not the one that its name was made from.
    """
    wanted = version or ((folder / "current").read_text("utf8").strip() if is_dataset(folder) else "")
    file = folder / "versions" / f"{wanted}.jsonl"
    if not wanted or not file.is_file():
        raise NoDataSet(wanted or folder.name)
    text = file.read_text("utf8")
    if version_of(text) != wanted:
        raise NoDataSet(wanted)
    return DataSet(folder, wanted, tuple(Row(**json.loads(line)) for line in text.splitlines()))


def write(folder: Path, rows: list[Row], sources: list[str], left_out: list[tuple[str, str]]) -> DataSet:
    """Keep a list of rows as a version, with its card, and make it the newest; the same rows give the same version."""
    text = "".join(json.dumps(asdict(row), ensure_ascii=False, sort_keys=True) + "\n" for row in sorted(rows))
    version = version_of(text)
    made = DataSet(folder, version, tuple(sorted(rows)))
    (folder / "versions").mkdir(parents=True, exist_ok=True)
    _replace(folder / "versions" / f"{version}.jsonl", text)
    _replace(folder / "versions" / f"{version}.md", card(made, sources, left_out))
    _replace(folder / "current", version)
    return made


def forget(folder: Path, kept: Iterable[Row]) -> int:
    """Erase what some version holds by a consent and `kept` no longer does (withdrawn since): its files; how many.

    The versions' lists stay: they name digests, and what was trained on them must remain traceable.
    """
    still = {row.picture for row in kept}
    versions = [file.stem for file in sorted((folder / "versions").glob("*.jsonl"))]
    gone = {row for name in versions for row in opened(folder, name).rows if row.consent and row.picture not in still}
    erased = set()
    for row in gone:
        seen = (folder / "seen" / row.source[:2]).glob(f"{row.source}*.json")
        for file in (place(folder, "pictures", row.picture), place(folder, "labels", row.picture), *seen):
            if file.is_file():
                file.unlink()
                erased.add(row.picture)
    return len(erased)


def version_of(text: str) -> str:
    """The name of a list of rows."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def split_of(group: str) -> str:
    """The side of a group, drawn by its name alone: it is the same in every version and on every machine."""
    at = int(hashlib.sha256(f"split {group}".encode()).hexdigest()[:8], 16) / 2**32
    if at < SHARES["test"]:
        return "test"
    return "validation" if at < SHARES["test"] + SHARES["validation"] else "train"


def card(made: DataSet, sources: list[str], left_out: list[tuple[str, str]]) -> str:
    """What the version holds and where it came from, in Markdown."""
    rows = made.rows
    count = Counter((row.label or "label map", row.split) for row in rows)
    kinds = sorted({label for label, _ in count})
    table = [f"| {kind} | {' | '.join(str(count[kind, split]) for split in SPLITS)} |" for kind in kinds]
    licences = [f"- {name}: {number}" for name, number in sorted(Counter(row.licence for row in rows).items())]
    why = [f"- {code}: {number}" for code, number in sorted(Counter(code for _, code in left_out).items())]
    return "\n".join([
        f"# Data set {made.version}", "",
        f"{len(rows)} pictures of {len({row.group for row in rows})} products, people or shots; "
        f"{sum(bool(row.consent) for row in rows)} by consent. From: {', '.join(sources)}.", "",
        f"Upright, sRGB, 8 bits, at most {LONGER} pixels on the longer side. One product, person or shot "
        "(near-duplicates by perceptual hash and the garment network's features) is on one side only.", "",
        f"| label | {' | '.join(SPLITS)} |", "| --- |" + " --- |" * len(SPLITS), *table, "",
        "Licences:", "", *licences, "",
        "Left out:", "", *(why or ["- nothing"]), "",
    ])  # fmt: skip


def _replace(file: Path, text: str) -> None:
    spare = file.with_name(f".{file.name}.tmp")
    try:
        spare.write_text(text, "utf8")
        spare.replace(file)
    finally:
        spare.unlink(missing_ok=True)
