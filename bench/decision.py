"""The support decision on good and bad product pictures: who can be tried on, against what an eye says.

    python bench/decision.py [--data ../shared/data] [--half set|measure|all] [--out bench/out/decision] [--facts FILE]

Real pictures (single garments, shop pictures, people, rooms, faces, shoes, hats) and ones that this script spoils (cut
off, folded, two at once, a banner, dark, blurred), always the same. Half of them (`set`, by the hash of the name) is
for setting thresholds, the other (`measure`) only for measuring. Prints the confusion matrix, precision and recall of
"can be tried on" (yes or limits), the table by group, CPU milliseconds a picture; writes a sheet of what went wrong.
`--facts` keeps each picture's facts as JSON lines; where the file exists, it is decided from and no picture looked at.
"""

import argparse
import hashlib
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from vitrine.catalog.decision import decide
from vitrine.formats.facts import Facts
from vitrine.garments.background import fit, garment
from vitrine.garments.study import study
from vitrine.nets import Nets

TILE = 240
KINDS = ("dress", "longsleeve", "outwear", "pants", "shirt", "shorts", "skirt", "t-shirt")
BAD = {
    "clothing": set[str](),
}
"""Photos of the sets that an eye finds unusable (crumpled, cut off): left out, since neither answer is wrong."""


@dataclass(frozen=True)
class Case:
    name: str
    group: str
    can: bool
    """What an eye says: whether it can be tried on, limits included."""
    make: Callable[[], np.ndarray]

    @property
    def half(self) -> str:
        return "set" if hashlib.sha256(self.name.encode()).digest()[0] < 128 else "measure"


def read(path: Path) -> np.ndarray:
    picture = cv2.imread(str(path))
    step = min(1.0, 1600 / max(picture.shape[:2]))
    picture = cv2.resize(picture, None, fx=step, fy=step, interpolation=cv2.INTER_AREA) if step < 1 else picture
    return np.ascontiguousarray(picture[..., ::-1])


def some(folder: Path, n: int, skip: int = 0) -> list[Path]:
    """`n` files in an order that says nothing about them."""
    files = sorted((p for p in folder.iterdir() if p.is_file()), key=lambda p: hashlib.sha256(p.name.encode()).digest())
    return [p for p in files if p.suffix.lower() in (".jpg", ".jpeg", ".png", ".webp")][skip : skip + n]


def cases(data: Path) -> Iterator[Case]:
    """All pictures, made when asked for."""
    shop = some(data / "tryon" / "garment", 99)
    floor = [p for k in KINDS for p in some(data / "clothing" / "test" / k, 9)]
    floor = [p for p in floor if p.stem not in BAD["clothing"]]
    for group, can, paths in (
        ("shop", True, shop),
        ("floor", True, floor[::2]),
        ("worn", True, some(data / "tryon" / "person", 12)),
        ("shoes", False, some(data / "clothing" / "test" / "shoes", 14)),
        ("hat", False, some(data / "clothing" / "test" / "hat", 10)),
        ("room", False, some(data / "rooms", 20)),
        ("face", False, some(data / "faces", 16)),
        ("thing", False, some(data / "faces" / "negatives", 9)),
    ):
        for path in paths:
            yield Case(f"{group}/{path.stem}", group, can, lambda p=path: read(p))  # type: ignore[misc]
    made = [p for pair in zip(shop, floor[1::2], strict=False) for p in pair]
    spoil = (
        ("cut-off", False, cut_off, 20),
        ("folded", False, folded, 16),
        ("two", False, two, 16),
        ("banner", False, banner, 16),
        ("black", False, lambda p, *_: dim(p, 0.06), 5),
        ("smeared", False, lambda p, *_: smear(p, 0.03), 5),
        ("dim", True, lambda p, *_: dim(p, 0.45), 5),
        ("soft", True, lambda p, *_: smear(p, 0.003), 5),
    )
    for group, can, how, n in spoil:
        for i in range(n):
            path = made[(i * 7 + len(group) * 5) % len(made)]
            other, seed = made[(i * 11 + len(group) * 3 + 1) % len(made)], 100 * len(group) + i
            yield Case(
                f"{group}/{i}-{path.stem}",
                group,
                can,
                lambda p=path, o=other, h=how, r=seed: h(read(p), read(o), np.random.default_rng(r)),
            )  # type: ignore[misc]


def outline(picture: np.ndarray) -> np.ndarray:
    """Roughly where the garment is: colour against the border, or GrabCut where the ground is busy."""
    plain = fit(picture)
    if plain.share >= 0.8 and plain.noise < 2.5:
        return garment(plain)
    small = cv2.resize(picture, (128, round(128 * picture.shape[0] / picture.shape[1])), interpolation=cv2.INTER_AREA)
    h, w = small.shape[:2]
    mask = np.zeros((h, w), np.uint8)
    cv2.grabCut(
        small,
        mask,
        (w // 12, h // 14, w - w // 6, h - h // 7),
        np.zeros((1, 65)),
        np.zeros((1, 65)),
        4,
        cv2.GC_INIT_WITH_RECT,
    )
    return cv2.resize((mask % 2).astype(np.uint8), picture.shape[1::-1], interpolation=cv2.INTER_NEAREST) > 0


def box(found: np.ndarray) -> tuple[int, int, int, int]:
    ys, xs = np.flatnonzero(found.mean(1) > 0.01), np.flatnonzero(found.mean(0) > 0.01)
    return int(xs[0]), int(ys[0]), int(xs[-1]) + 1, int(ys[-1]) + 1


def cut_off(picture: np.ndarray, _other: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A quarter to two fifths of the garment lies beyond one edge."""
    x0, y0, x1, y1 = box(outline(picture))
    edge, depth = int(rng.integers(4)), rng.uniform(0.25, 0.4)
    h, w = picture.shape[:2]
    cut = (
        (x0 + depth * (x1 - x0), 0, w, h),
        (0, y0 + depth * (y1 - y0), w, h),
        (0, 0, x1 - depth * (x1 - x0), h),
        (0, 0, w, y1 - depth * (y1 - y0)),
    )
    a, b, c, d = (int(v) for v in cut[edge])
    return np.ascontiguousarray(picture[b:d, a:c])


def folded(picture: np.ndarray, _other: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The lower half laid over the upper one, then one or both sides over the middle: as in a drawer."""
    found = outline(picture)
    x0, y0, x1, y1 = box(found)
    cloth, cover = picture[y0:y1, x0:x1], found[y0:y1, x0:x1]
    half, third = len(cover) // 2, cover.shape[1] // 3
    low = slice(half, 2 * half)
    cloth = np.where(cover[low][::-1][..., None], (cloth[low][::-1] * 0.9).astype(np.uint8), cloth[:half])
    cover = cover[:half] | cover[low][::-1]
    for _ in range(int(rng.integers(1, 3))):
        flap, over = cloth[:, :third][:, ::-1], cover[:, :third][:, ::-1]
        cloth, cover = cloth[:, third:].copy(), cover[:, third:].copy()
        cloth[:, :third][over] = (flap[over] * 0.95).astype(np.uint8)
        cover[:, :third] |= over
        cloth, cover = cloth[:, ::-1], cover[:, ::-1]
    h, w = picture.shape[:2]
    border = np.concatenate([picture[:3].reshape(-1, 3), picture[-3:].reshape(-1, 3)])
    out = np.clip(np.median(border, 0) + rng.normal(0, 2, picture.shape), 0, 255).astype(np.uint8)
    step = min(0.75 * w / cover.shape[1], 0.75 * h / cover.shape[0])
    size = (round(cover.shape[1] * step), round(cover.shape[0] * step))
    cloth = cv2.resize(np.ascontiguousarray(cloth), size, interpolation=cv2.INTER_AREA)
    cover = cv2.resize(np.ascontiguousarray(cover).astype(np.uint8), size) > 0
    y, x = (h - size[1]) // 2, (w - size[0]) // 2
    part = out[y : y + size[1], x : x + size[0]]
    part[cover] = cloth[cover]
    return out


def two(picture: np.ndarray, other: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Two product pictures side by side, or both garments on the first one's ground."""
    height = min(picture.shape[0], other.shape[0])
    both = [
        cv2.resize(p, (round(p.shape[1] * height / p.shape[0]), height), interpolation=cv2.INTER_AREA)
        for p in (picture, other)
    ]
    if rng.random() < 0.4:
        return np.ascontiguousarray(np.hstack(both))
    ground = np.median(both[0][:4].reshape(-1, 3), 0)
    return np.ascontiguousarray(np.hstack([np.where(outline(p)[..., None], p, ground).astype(np.uint8) for p in both]))


def banner(picture: np.ndarray, _other: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A bar with words across the garment, or large words on it."""
    out = picture.copy()
    _, y0, _, y1 = box(outline(picture))
    words = ("FLASH SALE", "-30%", "NEW ARRIVAL", "2 FOR 1", "CLEARANCE")[int(rng.integers(5))]
    h, w = out.shape[:2]
    size = 0.75 * w / cv2.getTextSize(words, cv2.FONT_HERSHEY_DUPLEX, 1, 2)[0][0]
    size = min(size, h / 300)
    thick = max(2, round(size * 2.5))
    (wide, high), _ = cv2.getTextSize(words, cv2.FONT_HERSHEY_DUPLEX, size, thick)
    y = int(y0 + rng.uniform(0.3, 0.8) * (y1 - y0))
    sorts = (((255, 255, 255), (200, 0, 40)), ((20, 20, 20), (250, 215, 40)), ((0, 60, 160), (235, 240, 245)))
    ink, ground = sorts[int(rng.integers(3))]
    if rng.random() < 0.65:
        cv2.rectangle(out, (0, y - int(1.4 * high)), (w, y + int(0.5 * high)), ground, -1)
    cv2.putText(out, words, ((w - wide) // 2, y), cv2.FONT_HERSHEY_DUPLEX, size, ink, thick, cv2.LINE_AA)
    return out


def dim(picture: np.ndarray, share: float) -> np.ndarray:
    """A picture with this share of its light, with a sensor's noise."""
    light = (picture / 255.0) ** 2.2 * share
    noise = np.random.default_rng(5).normal(0, 2.5, picture.shape)
    return np.clip(255 * light ** (1 / 2.2) + noise, 0, 255).astype(np.uint8)


def smear(picture: np.ndarray, share: float) -> np.ndarray:
    """Out of focus: a Gaussian of this share of the longer side."""
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), share * max(picture.shape[:2])))


def tile(case: Case, picture: np.ndarray, facts: Facts, verdict: str) -> np.ndarray:
    step = TILE / max(picture.shape[:2])
    small = cv2.resize(picture, None, fx=step, fy=step, interpolation=cv2.INTER_AREA)
    out = np.full((TILE + 50, TILE, 3), 50, np.uint8)
    out[: small.shape[0], : small.shape[1]] = small
    for finding in facts.findings:
        if finding.box:
            b = finding.box
            corners = [
                (round(b.x * step), round(b.y * step)),
                (round((b.x + b.width) * step), round((b.y + b.height) * step)),
            ]
            cv2.rectangle(out, *corners, (255, 60, 60), 1)
    said = " ".join(f"{f.code}{f.weight:.2f}" for f in facts.findings)
    for i, line in enumerate(
        (case.name[:38], f"{verdict} {facts.kind}{facts.kind_confidence:.2f} {facts.photo_type}", said[:44])
    ):
        cv2.putText(out, line, (3, TILE + 13 + 15 * i), 0, 0.38, (255, 255, 255), 1, cv2.LINE_AA)
    return out


def sheet(tiles: list[np.ndarray], out: Path, columns: int = 8) -> None:
    if tiles:
        tiles = tiles + [np.zeros_like(tiles[0])] * (-len(tiles) % columns)
        grid = np.vstack([np.hstack(tiles[i : i + columns]) for i in range(0, len(tiles), columns)])
        cv2.imwrite(str(out), grid[..., ::-1])


def table(rows: list[tuple[Case, Facts]]) -> str:
    """Confusion matrix, precision and recall, and the share of right answers by group."""
    said = [(case, decide(facts).modes["photo"]) for case, facts in rows]
    count = Counter((case.can, verdict != "no") for case, verdict in said)
    precision = count[True, True] / max(count[True, True] + count[False, True], 1)
    recall = count[True, True] / max(count[True, True] + count[True, False], 1)
    lines = [
        f"{len(rows)} pictures\n",
        "| truth \\ said | can (yes, limits) | no |\n|---|---|---|",
        f"| can | {count[True, True]} | {count[True, False]} |",
        f"| cannot | {count[False, True]} | {count[False, False]} |\n",
        f"precision {precision:.3f}, recall {recall:.3f}\n",
        "| group | truth | yes | limits | no |\n|---|---|---|---|---|",
    ]
    for group in dict.fromkeys(case.group for case, _ in said):
        verdicts = Counter(verdict for case, verdict in said if case.group == group)
        can = next(case.can for case, _ in said if case.group == group)
        lines.append(
            f"| {group} | {'can' if can else 'cannot'} | {verdicts['yes']} | {verdicts['limits']} | {verdicts['no']} |"
        )
    return "\n".join(lines)


def banners(data: Path) -> str:
    """What the network says of pictures that are in neither half, as they are and with a banner: where to decide."""
    weights: dict[str, list[float]] = {"as they are": [], "with a banner": []}
    nets = Nets()
    paths = [p for kind in KINDS for p in some(data / "clothing" / "test" / kind, 9, skip=9)]
    for i, path in enumerate(paths):
        picture = read(path)
        spoilt = banner(picture, picture, np.random.default_rng(7000 + i))
        for name, shown in zip(weights, (picture, spoilt), strict=True):
            found = study(shown, nets).facts.finding("banner")
            weights[name].append(found.weight if found else 0.0)
    clean, words = (np.array(w) for w in weights.values())
    lines = (
        f"| {bar} | {(clean >= bar).sum()} of {len(clean)} | {(words >= bar).sum()} of {len(words)} |"
        for bar in (0.1, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5)
    )
    return "\n".join(["| no from | good ones refused | banners refused |\n|---|---|---|", *lines])


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--data", type=Path, default=Path("../shared/data"))
    ask.add_argument("--half", choices=["set", "measure", "all"], default="all")
    ask.add_argument("--out", type=Path, default=Path("bench/out/decision"))
    ask.add_argument("--facts", type=Path)
    ask.add_argument("--only", default="", help="groups, by comma")
    ask.add_argument("--banners", action="store_true", help="what tells a banner, on pictures that are in neither half")
    given = ask.parse_args()
    if given.banners:
        print(banners(given.data))
        return
    given.out.mkdir(parents=True, exist_ok=True)
    kept = {}
    if given.facts and given.facts.exists():
        kept = {
            r["name"]: Facts.model_validate(r["facts"]) for r in map(json.loads, given.facts.read_text().splitlines())
        }
    groups = set(filter(None, given.only.split(",")))
    chosen = [c for c in cases(given.data) if given.half in (c.half, "all") and (not groups or c.group in groups)]
    rows, times, wrong = [], [], []
    nets = Nets()
    for case in chosen:
        picture = None
        if case.name not in kept:
            picture = case.make()
            start = time.process_time()
            kept[case.name] = study(picture, nets).facts
            times.append(time.process_time() - start)
            if given.facts:
                with given.facts.open("a") as file:
                    file.write(json.dumps({"name": case.name, "facts": kept[case.name].model_dump(mode="json")}) + "\n")
        rows.append((case, kept[case.name]))
        verdict = decide(kept[case.name]).modes["photo"]
        if (verdict != "no") != case.can:
            wrong.append(tile(case, case.make() if picture is None else picture, kept[case.name], verdict))
    for half, use in (("set", "setting thresholds"), ("measure", "measuring")):
        if given.half in (half, "all"):
            print(f"\n== half for {use}\n{table([r for r in rows if r[0].half == half])}")
    sheet(wrong, given.out / "wrong.png")
    if times:
        print(f"\nmedian {1000 * float(np.median(times)):.0f} CPU ms a picture, most {1000 * max(times):.0f}")


if __name__ == "__main__":
    main()
