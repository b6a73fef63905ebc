"""A data set is built: offered pictures are looked at once, near-duplicates found, sides drawn, a version written."""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from vitrine.delivery.files import write
from vitrine.errors import BadInput, EmptyPicture
from vitrine.garments import garment_net
from vitrine.imaging.types import Picture
from vitrine.intake.pictures import read
from vitrine.learning import alike, dataset
from vitrine.learning.dataset import DataSet, NothingToLearn, Row
from vitrine.learning.offers import SPLITS, NoConsent, NotForTraining, Offer, Offers, Refused
from vitrine.nets import Nets
from vitrine.people.label_map import read_label_map
from vitrine.storage.blobs import BlobMissing
from vitrine.workflows.workroom import Records

THUMB: Final = 12
"""Side of the thumbnail that stands in for the encoder's features where its network is missing."""

Report = Callable[[int, int], None]
"""Called with the pictures looked at and their number."""


class NoLabel(BadInput):
    """Nobody has said what this shows."""

    code = "no-label"
    zh = "没有人说明这是什么。"
    remedy = "Set the product's category, or put the picture into a folder named for its class."
    remedy_zh = "请设置商品类别,或将图片放入以类别命名的文件夹。"


class Contradiction(BadInput):
    """The same picture is offered under two labels."""

    code = "contradiction"
    zh = "同一张图片被标为两个不同的类别。"
    remedy = "Decide which is right and remove the other."
    remedy_zh = "请确认正确的类别并删除另一个。"


@dataclass(frozen=True)
class Built:
    """A version and what was left out of it."""

    data: DataSet
    refused: list[Refused]


@dataclass(frozen=True, eq=False)
class Look:
    """What is kept of a picture once it was looked at."""

    source: str
    picture: str
    hashes: tuple[int, int]
    features: np.ndarray


def catalogue(records: Records) -> Offers:
    """The shop's products by the merchant's category; pictures with a wearer need their consent and are left out."""
    for found in records.shelf.all():
        product, picture = found.product, found.chosen
        name = product.external_id
        if picture is None or not product.category:
            yield Refused(name, NoLabel(name))
        elif (picture.facts or {}).get("photo_type") == "worn":
            yield Refused(name, NoConsent(name))
        else:
            try:
                data = records.blobs.get(f"{picture.id}/photo")
            except BlobMissing:
                yield Refused(name, EmptyPicture(name))
                continue
            yield Offer(name, data, product.category, f"product {product.family or name}", "the shop's own")


def build(
    offers: Iterable[Offer | Refused], sources: list[str], out: Path, nets: Nets, keep_out: list[Path], report: Report
) -> Built:
    """Look at all that is offered and write a version into `out`; what was looked at before is not looked at again.

    Pictures that an older version holds by a consent and the new one does not are erased from `out`.

    Args:
        offers: from `offers.folder`, `offers.feedback`, `catalogue`.
        sources: their names, for the card.
        out: the data set's folder; older versions in it stay.
        nets: for the features by which near-duplicates are found.
        keep_out: folders of test pictures: neither they nor their near-duplicates get in.
        report: told after each picture.

    Raises:
        NothingToLearn: fewer than two classes are left, and no label maps.
    """
    every = list(offers)
    refused = [one for one in every if isinstance(one, Refused)]
    given = [one for one in every if isinstance(one, Offer)]
    kept_out = [p for folder in keep_out for p in sorted(folder.rglob("*")) if p.is_file()]
    looks: list[tuple[Offer, Look]] = []
    for number, offer in enumerate(given):
        try:
            looks.append((offer, look(offer, out, nets)))
        except BadInput as error:
            error.subject = error.subject or offer.name
            refused.append(Refused(offer.name, error))
        report(number + 1, len(given) + len(kept_out))
    away = []
    for number, file in enumerate(kept_out):
        try:
            away.append(_seen(file.read_bytes(), None, out, nets))
        except BadInput:
            continue  # no picture: nothing to keep out
        finally:
            report(len(given) + number + 1, len(given) + len(kept_out))
    kept, left = sided(unlike(looks, away), _held(out, "test"), _held(out, "train"))
    refused += left
    shown = {row.label for row in kept if row.split == "train"}
    if len(shown) < 2 and not any(row.mapped and row.split == "train" for row in kept):
        dataset.forget(out, kept)
        if not (out / "versions").exists():
            for store in ("seen", "pictures", "labels"):
                shutil.rmtree(out / store, ignore_errors=True)
        raise NothingToLearn(", ".join(sources), refused)
    made = dataset.write(out, kept, sources, [(one.name, one.error.code) for one in refused])
    dataset.forget(out, kept)
    return Built(made, refused)


def look(offer: Offer, out: Path, nets: Nets) -> Look:
    """Normalise a picture into the store and measure it.

    Raises:
        BadInput: it is no usable picture, has no label, or its label map is wrong.
    """
    if not offer.label and offer.label_map is None:
        raise NoLabel(offer.name)
    return _seen(offer.bytes(), offer.label_map, out, nets)


def _seen(data: bytes, label_map: Path | None, out: Path, nets: Nets) -> Look:
    source = hashlib.sha256(data).hexdigest()
    drawn = label_map.read_bytes() if label_map is not None and label_map.is_file() else b""
    key = hashlib.sha256(data + drawn).hexdigest() + ("" if nets.has_garment else "-thumb")
    file = out / "seen" / key[:2] / f"{key}.json"
    if not file.is_file():
        picture = read(data).standing_out()
        labels = None if label_map is None else read_label_map(label_map, picture.shape[:2])
        picture = reduced(picture)
        digest = hashlib.sha256(np.array(picture.shape).tobytes() + picture.tobytes()).hexdigest()
        _png(dataset.place(out, "pictures", digest), picture[..., ::-1])
        if labels is not None:
            fit = cv2.resize(labels, picture.shape[1::-1], interpolation=cv2.INTER_NEAREST)
            _png(dataset.place(out, "labels", digest), fit)
        mirror = np.ascontiguousarray(picture[:, ::-1])
        features = garment_net.features(picture, nets) if nets.has_garment else thumbnail(picture)
        found = {
            "picture": digest,
            "hashes": [alike.perceptual_hash(picture), alike.perceptual_hash(mirror)],
            "features": [round(float(v), 4) for v in features],
        }
        file.parent.mkdir(parents=True, exist_ok=True)
        write(file, json.dumps(found).encode())
    kept = json.loads(file.read_text("utf8"))
    first, second = kept["hashes"]
    return Look(source, kept["picture"], (first, second), np.array(kept["features"], np.float32))


def reduced(picture: Picture) -> Picture:
    """At most LONGER pixels on the longer side."""
    scale = dataset.LONGER / max(picture.shape[:2])
    if scale >= 1:
        return picture
    return cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.uint8)


def thumbnail(picture: Picture) -> np.ndarray:
    """Colours of a small copy and of its mirror image together, about their mean: for the encoder's features."""
    small = cv2.resize(picture, (THUMB, THUMB), interpolation=cv2.INTER_AREA).astype(np.float32)
    both = (small + small[:, ::-1]).ravel()
    return np.asarray(both - both.mean(), np.float32)


def unlike(looks: list[tuple[Offer, Look]], away: list[Look]) -> list[tuple[Offer, Look, int] | Refused]:
    """The first of each picture with the number of its group; what repeats, contradicts or is kept out is refused."""
    every = [one for _, one in looks] + away
    if not every:
        return []
    hashes = np.array([one.hashes for one in every], np.uint64)
    pairs = alike.twins(hashes, np.stack([one.features for one in every]))
    names = [offer.group for offer, _ in looks] + ["kept out"] * len(away)
    belongs = alike.groups(names, pairs)
    closed = {belongs[len(looks)]} if away else set()
    said: dict[str, set[str]] = {}
    for offer, one in looks:
        said.setdefault(one.picture, set()).add(offer.label)
    out: list[tuple[Offer, Look, int] | Refused] = []
    done: set[str] = set()
    for (offer, one), group in zip(looks, belongs[: len(looks)], strict=True):
        if group in closed:
            out.append(Refused(offer.name, NotForTraining(offer.name)))
        elif len(said[one.picture]) > 1:
            out.append(Refused(offer.name, Contradiction(offer.name)))
        elif one.picture not in done:
            done.add(one.picture)
            out.append((offer, one, group))
    return out


def sided(
    kept: list[tuple[Offer, Look, int] | Refused], tested: set[str], taught: set[str]
) -> tuple[list[Row], list[Refused]]:
    """Rows with their sides: a group with a test picture is the test's, also if an earlier version tested with it.

    What an earlier version has trained with, because it was small, is not drawn to test any more.
    """
    rows = [one for one in kept if not isinstance(one, Refused)]
    members: dict[int, list[tuple[Offer, Look]]] = {}
    for offer, one, group in rows:
        members.setdefault(group, []).append((offer, one))
    names = {group: min(one.picture for _, one in some) for group, some in members.items()}
    sides, fixed = {}, set()
    for group, some in members.items():
        published = {offer.split for offer, _ in some} - {""}
        if any(one.picture in tested for _, one in some):
            published.add("test")
        drawn = dataset.split_of(names[group])
        if drawn == "test" and any(one.picture in taught for _, one in some):
            drawn = "train"
        sides[group] = next((s for s in reversed(SPLITS) if s in published), drawn)
        if "test" in published:
            fixed.add(group)
    labels = {group: {offer.label for offer, _ in some} for group, some in members.items()}
    order = sorted(names, key=lambda group: names[group])
    sides = both_taught_and_judged({group: sides[group] for group in order}, labels, fixed)
    return [
        Row(one.picture, one.source, offer.name, offer.label, names[group], sides[group], offer.licence,
            offer.consent, offer.label_map is not None)
        for offer, one, group in rows
    ], [one for one in kept if isinstance(one, Refused)]  # fmt: skip


def both_taught_and_judged(sides: dict[int, str], labels: dict[int, set[str]], fixed: set[int]) -> dict[int, str]:
    """The sides, with enough for training and a group for validation where few groups were drawn otherwise.

    One that trains goes over to judge only if no class is left without training; else one that was drawn to test does.

    Args:
        sides: of each group, in an order that says nothing about them.
        labels: what its pictures show.
        fixed: groups that must stay test: published as such, or tested with before.
    """
    out = dict(sides)

    def on(side: str) -> list[int]:
        return [group for group, where in out.items() if where == side and group not in fixed]

    def shown(groups: list[int]) -> set[str]:
        return set().union(*(labels[group] for group in groups))

    # two classes at least, where there are two
    while len(shown(on("train"))) < 2:
        others = [one for one in on("validation") + on("test") if labels[one] - shown(on("train"))]
        if not others:
            break
        out[others[0]] = "train"
    if not on("validation"):
        taught = on("train")
        spare = [one for one in taught if labels[one] <= shown([other for other in taught if other != one])]
        for group in (spare or on("test"))[:1]:
            out[group] = "validation"
    return out


def _held(out: Path, split: str) -> set[str]:
    """Pictures that some version in the folder has in a split."""
    versions = sorted((out / "versions").glob("*.jsonl"))
    return {row.picture for file in versions for row in dataset.opened(out, file.stem).of(split)}


def _png(file: Path, pixels: np.ndarray) -> None:
    if file.is_file():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    write(file, cv2.imencode(".png", pixels)[1].tobytes())
