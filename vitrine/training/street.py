"""Street photos (Clothing Co-Parsing) as the parser's trainer reads them: views with what was measured on each.

Rendered people are prepared by the same way, to be mixed in.

Packaged networks run once over every view (`prepare`, on any machine that has them); the trainer then needs photos,
label maps and these small maps only.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.errors import BadInput
from vitrine.imaging.types import Labels, Picture
from vitrine.learning.dataset import is_dataset, opened
from vitrine.nets import Nets
from vitrine.people import parser_net
from vitrine.people.person import CLASSES
from vitrine.people.pose import find_mask, find_pose

KEEP_HEIGHT: Final = 512
BLOCK: Final = 40
HELD_OUT: Final = 100
CROPS: Final = {"labelled": 3, "unlabelled": 1, "rendered": 1}
CLASSES_OF: Final = ".classes.png"
"""What the label map of a rendered NAME.jpg is called after NAME; its indices are those of `CLASSES`."""


class NoTrainingData(BadInput):
    """The folder holds no photos to train on."""

    code = "no-training-data"
    zh = "文件夹中没有可用于训练的照片。"
    remedy = "Give the folder of the set (street photos, rendered people), or one that `vitrine train` has prepared."
    remedy_zh = "请指定数据集的文件夹(街拍照片或渲染人物),或由 `vitrine train` 准备好的文件夹。"


@dataclass(frozen=True)
class Photo:
    """A photo of the set: labelled ones have a label map, others only names of what is worn."""

    name: str
    picture: Path
    labels: Path | None
    tags: frozenset[int]
    """Classes that the photo shows, by its own list."""


def is_rendered(data: Path) -> bool:
    """Whether a folder holds rendered people with exact label maps (`tools/figures/crowd.py`)."""
    return next(data.glob(f"*{CLASSES_OF}"), None) is not None


def photos(data: Path) -> list[Photo]:
    """All photos of the set in `data`: labelled by name, then the others; a built data set's, its test left out."""
    if is_rendered(data):
        maps = sorted(data.glob(f"*{CLASSES_OF}"))
        pairs = ((m.with_name(m.name.removesuffix(CLASSES_OF) + ".jpg"), m) for m in maps)
        return [Photo(picture.stem, picture, m, frozenset()) for picture, m in pairs]
    if is_dataset(data):
        built = opened(data)
        rows = [row for row in built.rows if row.mapped and row.split != "test"]
        return [Photo(row.picture, built.picture(row), built.label_map(row), frozenset()) for row in rows]
    merge = json.loads((data / "classes.json").read_text("utf8"))["of_label"]
    worn = json.loads((data / "unlabelled_tags.json").read_text("utf8"))
    known = [
        Photo(p.stem, p, data / "labelled" / "labels" / f"{p.stem}.png", frozenset())
        for p in sorted((data / "labelled" / "photos").glob("*.jpg"))
    ]
    others = [
        Photo(p.stem, p, None, frozenset(CLASSES.index(merge[w]) for w in worn[p.stem] if w in merge) | {0})
        for p in sorted((data / "unlabelled").glob("*.jpg"))
    ]
    return known + others


def held_out(names: list[str]) -> set[str]:
    """The names whose SHA-256 comes first, 100 (a fifth of a small set): the validation split, never trained on."""
    count = min(HELD_OUT, max(1, len(names) // 5))
    return set(sorted(names, key=lambda name: hashlib.sha256(name.encode()).hexdigest())[:count])


def judges(data: Path, everything: list[Photo]) -> set[str]:
    """The photos that are never trained on: a built data set's validation split, no rendered ones, else `held_out`."""
    if is_rendered(data):
        return set()
    if is_dataset(data):
        return {row.picture for row in opened(data).of("validation")}
    return held_out([p.name for p in everything if p.labels])


def merged(labels: Labels, data: Path) -> Labels:
    """The set's 59 labels merged into our 11 classes; built data sets and rendered people have those already."""
    if is_dataset(data) or is_rendered(data):
        return labels
    names = json.loads((data / "labels.json").read_text("utf8"))
    merge = json.loads((data / "classes.json").read_text("utf8"))["of_label"]
    table = np.zeros(256, np.uint8)
    table[: len(names)] = [CLASSES.index(merge.get(name, "background")) for name in names]
    return table[labels]


def crops(points: Float32[np.ndarray, "33 2"], count: int, rng: np.random.Generator) -> list[tuple[float, ...]]:
    """Boxes (left, top, right, bottom) as shops and people cut photos: upper body, no head, half body, legs.

    `points` are the landmarks of the whole photo in fractions of its size; boxes are fractions too.
    """
    y = {"crown": 2.2 * points[0, 1] - 1.2 * points[11:13, 1].mean(), "mouth": points[9:11, 1].mean()}
    y |= {"neck": 0.65 * points[11:13, 1].mean() + 0.35 * y["mouth"], "hip": points[23:25, 1].mean()}
    y |= {"knee": points[25:27, 1].mean(), "ankle": points[27:33, 1].mean()}
    y["waist"] = 0.3 * points[11:13, 1].mean() + 0.7 * y["hip"]
    y["thigh"] = (y["hip"] + y["knee"]) / 2
    kinds = (
        ("crown", "thigh"),
        ("neck", "thigh"),
        ("mouth", "knee"),
        ("neck", "ankle"),
        ("crown", "hip"),
        ("waist", "ankle"),
    )
    boxes: list[tuple[float, ...]] = []
    for kind in rng.permutation(len(kinds))[:count]:
        a, b = (y[k] for k in kinds[kind])
        jitter = 0.08 * (b - a) * rng.uniform(-1, 1, 2)
        top, bottom = np.clip([a + jitter[0], b + jitter[1]], 0, 1)
        middle, half = points[[11, 12, 23, 24], 0].mean(), rng.uniform(0.28, 0.5)
        left, right = np.clip([middle - half, middle + half], 0, 1)
        if bottom - top > 0.15 and right - left > 0.3:
            boxes.append((float(left), float(top), float(right), float(bottom)))
    return boxes


def boxes(name: str, points: Float32[np.ndarray, "33 2"], count: int) -> list[tuple[float, ...]]:
    """The parts that are cut from a photo: `crops` drawn by its name."""
    return crops(points, count, np.random.default_rng(int(hashlib.sha256(name.encode()).hexdigest()[:8], 16)))


def prepare(data: Path, out: Path, nets: Nets, part: int = 0, parts: int = 1) -> Iterator[tuple[int, int]]:
    """Write photos, label maps and views of `data` into `out`; yields (blocks done, blocks in all).

    What stands there already is kept, so that a run cut off goes on; `part` of `parts` lets several share the work.
    """
    everything = photos(data)
    validation = judges(data, everything)
    blocks = [everything[i : i + BLOCK] for i in range(0, len(everything), BLOCK)]
    for sub in ("photos", "labels", "views"):
        (out / sub).mkdir(parents=True, exist_ok=True)
    index = {
        p.name: {"tags": sorted(p.tags), "labelled": p.labels is not None, "held_out": p.name in validation}
        for p in everything
    }
    (out / "index.json").write_text(json.dumps(index), "utf8")
    if (version := _version(data)) is not None:
        (out / "version").write_text(version, "utf8")
    for number, block in enumerate(blocks):
        file = out / "views" / f"{number:03d}.npz"
        if number % parts == part and not file.exists():
            rows = [row for photo in block for row in _measure(photo, data, out, nets)]
            spare = file.with_suffix(f".{part}.tmp.npz")
            tables: Any = {key: np.stack([row[key] for row in rows]) for key in rows[0]}
            np.savez_compressed(spare, **tables)
            spare.replace(file)
        yield number + 1, len(blocks)


def ready(data: Path, folder: Path, report: Callable[..., None]) -> "Prepared":
    """The prepared form of `data`: itself, if it is that already, or made in `folder`.

    Raises:
        NoTrainingData: `data` is neither the set nor a prepared folder.
    """
    if (data / "views").is_dir():
        return Prepared(data)
    if not (data / "classes.json").is_file() and not is_dataset(data):
        raise NoTrainingData(data.name)
    return _made(data, folder, report)


def ready_rendered(data: Path, folder: Path, report: Callable[..., None]) -> "Prepared":
    """The prepared form of rendered people, which are trained on and never judged: `data` itself, or made in `folder`.

    Raises:
        NoTrainingData: `data` holds none and is no prepared folder.
    """
    if (data / "views").is_dir():
        return Prepared(data)
    if not is_rendered(data):
        raise NoTrainingData(data.name)
    return _made(data, folder, report)


def _made(data: Path, folder: Path, report: Callable[..., None]) -> "Prepared":
    kept = folder / "version"
    if kept.is_file() and kept.read_text("utf8") != _version(data):
        shutil.rmtree(folder)
    for done, count in prepare(data, folder, Nets()):
        report(step=done, steps=count, stage="prepare")
    return Prepared(folder)


def _version(data: Path) -> str | None:
    """A built data set's version, or a digest of rendered people; the street set has none."""
    if is_dataset(data):
        return opened(data).version
    if not is_rendered(data):
        return None
    seen = hashlib.sha256()
    for photo in photos(data):
        for file in (photo.picture, photo.labels or photo.picture):
            seen.update(file.name.encode() + hashlib.sha256(file.read_bytes()).digest())
    return seen.hexdigest()[:16]


def _measure(photo: Photo, data: Path, out: Path, nets: Nets) -> list[dict[str, np.ndarray]]:
    picture = read(photo.picture)
    small = cv2.resize(
        picture, (round(picture.shape[1] * KEEP_HEIGHT / picture.shape[0]), KEEP_HEIGHT), interpolation=cv2.INTER_AREA
    )
    quality = 80 if photo.labels else 70
    cv2.imwrite(str(out / "photos" / f"{photo.name}.webp"), small[..., ::-1], [cv2.IMWRITE_WEBP_QUALITY, quality])
    if photo.labels:
        labels = merged(read_labels(photo.labels), data)
        cv2.imwrite(str(out / "labels" / f"{photo.name}.png"), labels)
    whole = view(photo.name, picture, (0.0, 0.0, 1.0, 1.0), nets)
    if not whole["visibility"].max() > 0:
        return [whole]
    count = CROPS["rendered" if is_rendered(data) else "labelled" if photo.labels else "unlabelled"]
    parts = boxes(photo.name, whole["points"].astype(np.float32), count)
    return [whole, *(view(photo.name, picture, box, nets) for box in parts)]


class Judged(NamedTuple):
    """What a parser is measured on: a held-out photo, or a part cut from one, and its label map."""

    name: str
    picture: Picture
    truth: Labels
    part: bool
    seat: tuple[int, int]
    """Which of how many held-out photos it is or is cut from."""


def judged(data: Path) -> Iterator[Judged]:
    """Each held-out photo of the set (or of its prepared form) with its label map, then the parts cut from it.

    Raises:
        NoTrainingData: `data` is neither the set nor a prepared folder.
    """
    if (data / "views").is_dir():
        yield from Prepared(data).judged()
        return
    if not (data / "classes.json").is_file() and not is_dataset(data):
        raise NoTrainingData(data.name)
    everything = photos(data)
    validation = judges(data, everything)
    kept = [(p, p.labels) for p in everything if p.name in validation and p.labels]
    for number, (photo, labels) in enumerate(kept):
        seat = number + 1, len(kept)
        picture, truth = read(photo.picture), merged(read_labels(labels), data)
        yield Judged(photo.name, picture, truth, False, seat)
        if pose := find_pose(picture):
            at = (pose.landmarks + 0.5) / np.array(picture.shape[1::-1], np.float32)
            for box in boxes(photo.name, at.astype(np.float16).astype(np.float32), CROPS["labelled"]):
                yield Judged(photo.name, cut(picture, np.array(box)), cut(truth, np.array(box)), True, seat)


def view(name: str, picture: Picture, box: tuple[float, ...], nets: Nets) -> dict[str, np.ndarray]:
    """What the packaged networks measure on the part `box` of a picture, small enough to keep."""
    part = cut(picture, np.array(box))
    pose = find_pose(part)
    points, seen = (
        (pose.landmarks, pose.visibility) if pose else (np.zeros((33, 2), np.float32), np.zeros(33, np.float32))
    )
    mask = cv2.resize(find_mask(part), (parser_net.PRIOR, parser_net.PRIOR), interpolation=cv2.INTER_AREA)
    return {
        "name": np.array(name),
        "box": np.array(box, np.float32),
        "points": ((points + 0.5) / np.array(part.shape[1::-1], np.float32)).astype(np.float16),
        "visibility": seen.astype(np.float16),
        "mask": _coarse(np.rint(mask * 255)),
        "odds": _coarse(parser_net.prior(part, nets)),
    }


def read(file: Path) -> Picture:
    """A photo of the set.

    Raises:
        BadInput: it is no picture.
    """
    found = cv2.imread(str(file), cv2.IMREAD_COLOR)
    if found is None:
        raise BadInput(file.name)
    return np.ascontiguousarray(found[..., ::-1].astype(np.uint8))


def read_labels(file: Path) -> Labels:
    """A label map of the set.

    Raises:
        BadInput: it is no picture.
    """
    found = cv2.imread(str(file), cv2.IMREAD_GRAYSCALE)
    if found is None:
        raise BadInput(file.name)
    return found.astype(np.uint8)


def cut(picture: np.ndarray, box: np.ndarray) -> np.ndarray:
    """The part of a picture (or label map) inside a box given in fractions of its size."""
    height, width = picture.shape[:2]
    left, top, right, bottom = _pixels(box, height, width)
    return np.ascontiguousarray(picture[top:bottom, left:right])


def _pixels(box: np.ndarray, height: int, width: int) -> tuple[int, int, int, int]:
    left, top, right, bottom = np.rint(box * np.array([width, height, width, height])).astype(int).tolist()
    return left, top, right, bottom


def _coarse(levels: np.ndarray) -> np.ndarray:
    """Sixteen levels, which pack four times smaller."""
    return (np.rint(np.asarray(levels, np.float32) / 17) * 17).astype(np.uint8)


class Prepared:
    """A folder that `prepare` wrote: views by row, each a photo or a part of one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._index = json.loads((folder / "index.json").read_text("utf8"))
        files = sorted((folder / "views").glob("???.npz"))
        if not files:
            raise NoTrainingData(folder.name)
        parts = [dict(np.load(file)) for file in files]
        self._rows = {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}
        self._views: dict[str, list[int]] = {}
        for row, name in enumerate(self._rows["name"].tolist()):
            self._views.setdefault(name, []).append(row)
        self._held = {n for n in self._views if self._index[n]["held_out"]}
        self._whole_sizes: dict[str, tuple[int, int]] = {}
        self._known = [n for n in self._views if self._index[n]["labelled"] and n not in self._held]

    @property
    def version(self) -> str:
        """What a run names as its data: the built data set's version, or a digest of the prepared views."""
        said = self.folder / "version"
        if said.is_file():
            return said.read_text("utf8").strip()
        seen = hashlib.sha256((self.folder / "index.json").read_bytes())
        for file in sorted((self.folder / "views").glob("???.npz")):
            seen.update(file.read_bytes())
        return seen.hexdigest()[:16]

    @property
    def built(self) -> bool:
        """Whether it was prepared from a built data set."""
        return (self.folder / "version").is_file()

    def __len__(self) -> int:
        return len(self._rows["name"])

    @property
    def pictures(self) -> int:
        """How many photos the views show."""
        return len(self._views)

    def name(self, row: int) -> str:
        """The photo's name."""
        return str(self._rows["name"][row])

    def labelled(self, row: int) -> bool:
        """Whether the photo has a label map."""
        return bool(self._index[self.name(row)]["labelled"])

    def tags(self, row: int) -> frozenset[int]:
        """Classes that the photo's own list names (unlabelled photos)."""
        return frozenset(self._index[self.name(row)]["tags"])

    def allowed(self, row: int) -> Float32[np.ndarray, "11"]:
        """1 for classes that may occur in an unlabelled photo, else 0."""
        return np.array([c in self.tags(row) for c in range(len(CLASSES))], np.float32)

    def wholes(self) -> list[int]:
        """Rows that show a photo as a whole."""
        return [views[0] for views in self._views.values()]

    def held_out_rows(self, crops: bool = False) -> np.ndarray:
        """Rows of the validation split: whole photos, or the parts cut from them."""
        return np.array(
            [r for n in sorted(self._held) for r in (self._views[n][1:] if crops else self._views[n][:1])], int
        )

    def judged(self) -> Iterator[Judged]:
        """Each held-out photo with its label map, then the parts cut from it; at the size that is kept."""
        for seat, name in enumerate(sorted(self._held), 1):
            for number, row in enumerate(self._views[name]):
                yield Judged(name, self.picture(row), self.truth(row), number > 0, (seat, len(self._held)))

    def draw(self, step: int, count: int, seed: int, pseudo: Collection[str]) -> np.ndarray:
        """Rows of a batch: half of them whole photos; with pseudo-labels, half from photos that have only those."""
        rng = np.random.default_rng((seed, step))
        others = sorted(pseudo)
        rows = []
        for number in range(count):
            pool = others if others and number % 2 else self._known
            views = self._views[pool[rng.integers(len(pool))]]
            rows.append(views[0] if len(views) == 1 or rng.random() < 0.5 else views[1 + rng.integers(len(views) - 1)])
        return np.array(rows)

    def picture(self, row: int) -> Picture:
        """The view's picture."""
        return cut(read(self.folder / "photos" / f"{self.name(row)}.webp"), self._rows["box"][row])

    def canvas(self, row: int) -> parser_net.Canvas:
        """The view as the network sees it."""
        picture = self.picture(row)
        points, visibility = self.pose(row)
        mask = self._rows["mask"][row].astype(np.float32) / 255
        return parser_net.assemble(picture, points, visibility, mask, self._rows["odds"][row])

    def pose(self, row: int) -> tuple[Float32[np.ndarray, "33 2"], Float32[np.ndarray, "33"]]:
        """Landmarks in the view's pixels, and their visibility (all 0 where no pose was found)."""
        size = np.array(self._sizes(row)[::-1], np.float32)
        points = self._rows["points"][row].astype(np.float32) * size - 0.5
        return points, self._rows["visibility"][row].astype(np.float32)

    def truth(self, row: int) -> Labels:
        """The label map of a labelled view, at its own size."""
        return cut(read_labels(self.folder / "labels" / f"{self.name(row)}.png"), self._rows["box"][row])

    def labels(self, row: int, pseudo: Mapping[str, np.ndarray]) -> Labels:
        """Class + 1 on the canvas; 0 where it is unknown or outside the view."""
        size = parser_net.placement(*self._sizes(row))
        canvas = np.zeros((parser_net.HEIGHT, parser_net.WIDTH), np.uint8)
        if self.labelled(row):
            known = self.truth(row) + 1
        elif self.name(row) in pseudo:
            whole = pseudo[self.name(row)]
            height, width = parser_net.placement(*self._sizes(self._views[self.name(row)][0]))
            known = cut(whole[: -(-height // 2), : -(-width // 2)], self._rows["box"][row])
        else:
            return canvas
        canvas[: size[0], : size[1]] = cv2.resize(known, size[::-1], interpolation=cv2.INTER_NEAREST)
        return canvas

    def frequencies(self) -> list[float]:
        """Each class's share of the pixels of the photos that are trained on (every fifth photo is counted)."""
        count = np.zeros(len(CLASSES))
        for name in self._known[::5]:
            count += np.bincount(self.truth(self._views[name][0]).ravel(), minlength=len(CLASSES))
        return [float(v) for v in count / count.sum()]

    def _sizes(self, row: int) -> tuple[int, int]:
        name = self.name(row)
        if name not in self._whole_sizes:
            self._whole_sizes[name] = self.picture(self._views[name][0]).shape[:2]
        height, width = self._whole_sizes[name]
        left, top, right, bottom = _pixels(self._rows["box"][row], height, width)
        return bottom - top, right - left
