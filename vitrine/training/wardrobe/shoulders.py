"""Cuts that hang from the shoulders: shirts, jackets, dresses, with every kind of sleeve and neckline."""

import numpy as np

from vitrine.garments.garment_net import WORDS
from vitrine.training.wardrobe.cut import Cut, Outline, Piece, bent, curve, ended

ARM = 3.0
"""Length of a long sleeve from the shoulder, in units."""
BARE = ("straps", "halter", "off-shoulder")


def hung(rng: np.random.Generator, category: str) -> Cut:
    """A top, dress or piece of outerwear."""
    cut = Cut(category)
    neckline = _neckline(rng, category)
    cut.neckline = neckline
    sleeve = _sleeve(rng, category, neckline)
    cut.sleeve = sleeve
    length = {
        "tops": rng.uniform(1.7, 3.9), "outerwear": rng.uniform(2.6, 5.6), "dresses": rng.uniform(3.9, 7.2),
    }[category]  # fmt: skip
    cut.hem = ended(length, "shoulders")
    shape = Torso(rng, category, neckline, sleeve, length)
    cut.points |= shape.points()
    cut.chest = (0.0, shape.pit[1] + 0.2)
    hood_or_collar = {"hood": hood, "high": high}.get(neckline)
    if hood_or_collar:
        hood_or_collar(cut, rng, shape)
    elif shape.opening() is not None and rng.random() < 0.85:
        opening = shape.opening()
        assert opening is not None
        cut.pieces.append(Piece("inside-back", opening, "inside", tone=rng.uniform(0.55, 0.9), lifted=False))
    sleeves = [] if sleeve == "none" else _sleeves(cut, rng, shape, sleeve)
    behind = [piece for piece, front in sleeves if not front]
    cut.pieces += [*behind, Piece("torso", shape.outline())]
    cut.pieces += [piece for piece, front in sleeves if front]
    if neckline == "collar":
        collar(cut, rng, shape)
    elif neckline in ("round", "v", "boat", "square") and rng.random() < 0.6:
        wide = rng.uniform(0.05, 0.16)
        band = shape.front()
        inner = band + _away(band) * wide
        cut.pieces.append(Piece("torso", np.concatenate([band, inner[::-1]]),
                                "trim" if rng.random() < 0.4 else "main", tone=0.95, lifted=False))  # fmt: skip
        cut.seams.append(inner)
    _details(cut, rng, shape, category)
    return cut


def _neckline(rng: np.random.Generator, category: str) -> str:
    shares = {
        "tops": {"round": 0.33, "v": 0.14, "square": 0.04, "boat": 0.05, "off-shoulder": 0.05, "straps": 0.09,
                 "halter": 0.03, "collar": 0.13, "high": 0.06, "hood": 0.08},
        "dresses": {"round": 0.25, "v": 0.2, "square": 0.07, "boat": 0.06, "off-shoulder": 0.08, "straps": 0.17,
                    "halter": 0.05, "collar": 0.07, "high": 0.05},
        "outerwear": {"round": 0.13, "v": 0.2, "collar": 0.37, "high": 0.1, "hood": 0.2},
    }[category]  # fmt: skip
    return str(rng.choice(list(shares), p=np.array(list(shares.values())) / sum(shares.values())))


def _sleeve(rng: np.random.Generator, category: str, neckline: str) -> str:
    if neckline in ("straps", "halter"):
        return "none"
    if category == "outerwear":
        return str(rng.choice(WORDS["sleeve"], p=[0.08, 0.04, 0.08, 0.8]))
    if neckline == "off-shoulder":
        return str(rng.choice(WORDS["sleeve"], p=[0.35, 0.3, 0.15, 0.2]))
    return str(rng.choice(WORDS["sleeve"], p=[0.16, 0.38, 0.11, 0.35]))


class Torso:
    """The body of a garment: its edges from neck to hem, both sides alike."""

    def __init__(self, rng: np.random.Generator, category: str, neckline: str, sleeve: str, length: float) -> None:
        self.rng = rng
        self.neckline = neckline
        self.length = length
        flat = rng.random() < 0.55
        self.chest = rng.uniform(1.0, 1.35) if flat else rng.uniform(0.82, 1.05)
        broad = rng.uniform(0.62, 0.95) if sleeve == "none" else rng.uniform(0.9, 1.1) * max(1.0, 0.93 * self.chest)
        slope = rng.uniform(0.1, 0.36)
        self.neck = {
            "boat": rng.uniform(0.62, 0.8), "straps": 0.55, "halter": rng.uniform(0.2, 0.35), "high": 0.42,
            "off-shoulder": rng.uniform(0.75, 1.0),
        }.get(neckline, rng.uniform(0.38, 0.58)) * max(1.0, 0.9 * self.chest)  # fmt: skip
        self.shoulder = (broad, slope * (broad - self.neck) / 0.5)
        self.pit = (self.chest, rng.uniform(0.95, 1.3) * (1.0 if flat else 0.95))
        self.top = 0.0
        if neckline == "straps":
            self._straps()
        elif neckline == "halter":
            self.shoulder = (self.neck + rng.uniform(0.06, 0.25), 0.02)
        elif neckline == "off-shoulder":
            self.top = rng.uniform(0.5, 0.75)
            self.neck = min(self.neck, 0.86 * self.chest)
            self.shoulder = (self.chest * rng.uniform(0.94, 1.04), self.top + rng.uniform(0.0, 0.08))
        self.shoulder = (max(self.shoulder[0], self.neck + 0.05), self.shoulder[1])
        self.deep = self._depth()
        self.back = min(rng.uniform(-0.02, 0.16), self.deep - 0.02)
        waist_y = min(rng.uniform(1.75, 2.2), 0.72 * length)
        slim = rng.uniform(0.72, 1.0) if category == "dresses" else rng.uniform(0.85, 1.03)
        self.waist = (self.chest * slim, max(waist_y, self.pit[1] + 0.15))
        if category == "dresses":
            flare = rng.uniform(0.0, 0.12) if rng.random() < 0.4 else rng.uniform(0.12, 0.5)
            hem = self.chest * rng.uniform(0.9, 1.1) + flare * (length - self.waist[1])
        else:
            hem = self.chest * rng.uniform(0.88, 1.2) + 0.06 * max(0.0, length - 3)
        self.hem = (hem, max(length, self.waist[1] + 0.2))
        self.lift = rng.uniform(-0.08, 0.12)
        self.hollow = rng.uniform(0.0, 0.22) if sleeve == "none" else rng.uniform(-0.03, 0.1)
        self.wave = rng.normal(0, 0.03, 4)

    def _straps(self) -> None:
        wide = self.rng.uniform(0.05, 0.3)
        self.neck = self.rng.uniform(0.35, 0.62) * max(1.0, 0.9 * self.chest)
        self.shoulder = (self.neck + wide, self.rng.uniform(0.0, 0.05))

    def _depth(self) -> float:
        low, high = {
            "round": (0.12, 0.75), "v": (0.5, 1.25), "square": (0.3, 0.7), "boat": (0.05, 0.18), "straps": (0.5, 0.95),
            "halter": (0.1, 0.6), "off-shoulder": (0.0, 0.1), "collar": (0.25, 0.6), "high": (0.05, 0.12),
            "hood": (0.2, 0.5),
        }[self.neckline]  # fmt: skip
        return self.top + float(self.rng.uniform(low, high))

    def front(self) -> Outline:
        """The front neckline from the wearer's left neck point to the right one."""
        n, d, t = self.neck, self.deep - self.top, np.linspace(0, np.pi, 31)
        if self.neckline in ("v", "collar"):
            x = np.linspace(1, -1, 31)
            y = 1 - np.abs(x) ** (1.0 if self.neckline == "v" else 1.3)
        elif self.neckline == "square" or (self.neckline == "straps" and self.hollow > 0.1):
            x, y = np.cos(t), np.clip(np.sin(t) * 2.2, 0, 1)
            x = np.sign(x) * np.abs(x) ** 0.35
        elif self.neckline == "straps":
            x, y = np.cos(t), np.sin(t) ** 0.6 * (1 - 0.25 * np.exp(-((np.cos(t) / 0.25) ** 2)) * (self.wave[0] > 0))
        else:
            x, y = np.cos(t), np.sin(t) ** 0.85
        return np.stack([n * x, self.top + d * y], 1)

    def opening(self) -> Outline | None:
        """What shows of the back's inside above the front neckline; None where the edges coincide."""
        if self.neckline in ("off-shoulder",):
            return None
        front = self.front()
        low = min(self.back, self.deep - 0.05)
        if self.neckline in ("straps", "halter"):
            low = self.deep - 0.08 if self.wave[1] > 0 else 0.75 * self.deep
        x = np.linspace(-1, 1, 21)
        edge = self.top + (low - self.top) * (1 - np.abs(x) ** 2.5)
        back = np.stack([self.neck * x, edge], 1)
        return np.concatenate([front, back])

    def side(self, sign: int) -> Outline:
        """Shoulder, armhole, side and hem corner, from neck to hem."""
        s, p, w, h = self.shoulder, self.pit, self.waist, self.hem
        seam = np.linspace((self.neck, self.top), s, 6)
        middle = (min(s[0], p[0]) - self.hollow * 1.3 + 0.25 * abs(s[0] - p[0]), 0.5 * s[1] + 0.55 * p[1])
        hole = curve([s, middle, p], 8)
        hip = (w[0] + (h[0] - w[0]) * 0.45 + 0.06, w[1] + 0.4 * (h[1] - w[1]))
        flank = curve([p, w, hip, h], 8)
        return np.asarray(np.concatenate([seam, hole, flank]) * [sign, 1])

    def outline(self) -> Outline:
        """The front as one piece."""
        h = self.hem
        low = curve([h, (0.5 * h[0], h[1] + self.lift + self.wave[2]), (-0.5 * h[0], h[1] + self.lift + self.wave[3]),
                     (-h[0], h[1])])  # fmt: skip
        return np.concatenate([self.front()[::-1], self.side(1), low, self.side(-1)[::-1]])

    def points(self) -> dict[str, tuple[float, float]]:
        """Landmarks of the body."""
        out = {"neck-front": (0.0, self.deep)}
        named = {"neck": (self.neck, self.top), "shoulder": self.shoulder, "armpit": self.pit,
                 "waist": self.waist, "hem": self.hem}  # fmt: skip
        for name, (x, y) in named.items():
            out |= {f"{name}-left": (x, y), f"{name}-right": (-x, y)}
        return out


def _sleeves(cut: Cut, rng: np.random.Generator, shape: Torso, name: str) -> list[tuple[Piece, bool]]:
    """Both sleeves, each with whether it lies before the body; their landmarks go into `cut`."""
    reach = {"short": rng.uniform(0.45, 1.35), "three-quarter": rng.uniform(1.7, 2.3),
             "long": ARM * rng.uniform(0.92, 1.12)}[name]  # fmt: skip
    cuff = {"short": rng.uniform(0.6, 1.1), "three-quarter": rng.uniform(0.4, 0.75),
            "long": rng.uniform(0.3, 0.5)}[name] * max(0.85, 0.9 * shape.chest)  # fmt: skip
    if rng.random() < 0.1:
        cuff *= 1.7
    pose = str(rng.choice(["out", "hang", "fold", "wide", "back"], p=[0.38, 0.34, 0.12, 0.08, 0.08]))
    if name == "short":
        pose = "out" if pose in ("fold", "back") else pose
    alike = rng.random() < 0.7
    angles = _angles(rng, pose)
    out = []
    for sign, side in ((1, "left"), (-1, "right")):
        if not alike and sign < 0:
            angles = _angles(rng, "out" if pose in ("hang", "wide") else pose)
        jitter = angles + rng.normal(0, 0.05, 2)
        piece, points = sleeve(rng, shape, reach * rng.uniform(0.97, 1.03), cuff, jitter, sign, side)
        cut.points |= points
        out.append((piece, pose != "back" and rng.random() > 0.1))
        if rng.random() < 0.5:
            band = np.array([points[f"cuff-outer-{side}"], points[f"cuff-inner-{side}"]])
            root = np.array([points[f"shoulder-{side}"], points[f"armpit-{side}"]])
            cut.seams.append(band + (root - band) * min(0.3, 0.22 / reach))
    return out


def _angles(rng: np.random.Generator, pose: str) -> np.ndarray:
    """Upper and lower arm's angles from straight down, outward positive."""
    first = {"out": rng.uniform(0.3, 1.1), "hang": rng.uniform(0.02, 0.3), "fold": rng.uniform(0.15, 0.9),
             "wide": rng.uniform(1.0, 1.7), "back": rng.uniform(-0.1, 0.5)}[pose]  # fmt: skip
    turn = {"out": rng.normal(-0.1, 0.3), "hang": rng.normal(-0.02, 0.08), "fold": -rng.uniform(0.8, 2.4),
            "wide": rng.normal(0, 0.2), "back": -rng.uniform(0.3, 1.6)}[pose]  # fmt: skip
    return np.array([first, first + turn])


def sleeve(
    rng: np.random.Generator, shape: Torso, reach: float, cuff: float, angles: np.ndarray, sign: int, side: str
) -> tuple[Piece, dict[str, tuple[float, float]]]:
    """One sleeve of two straight lengths with an elbow between."""
    top, pit = np.array(shape.shoulder), np.array(shape.pit)
    root = 0.5 * (top + pit)
    upper = min(0.52 * ARM, 0.6 * reach)
    ways = [np.array([np.sin(a), np.cos(a)]) for a in angles]
    normals = [np.array([w[1], -w[0]]) for w in ways]
    elbow = root + ways[0] * upper
    end = elbow + ways[1] * (reach - upper)
    puff = rng.uniform(0.85, 1.1) if rng.random() < 0.85 else rng.uniform(1.1, 1.6)
    middle = puff * (0.55 * float(np.hypot(*(top - pit))) + 0.45 * cuff)
    across = normals[0] + normals[1]
    across /= max(float(np.hypot(*across)), 0.3)
    outer, inner = end + normals[1] * cuff / 2, end - normals[1] * cuff / 2
    over = curve([tuple(top), tuple(elbow + across * middle / 2), tuple(outer)])
    under = curve([tuple(inner), tuple(elbow - across * middle / 2), tuple(pit)])
    low = bent(np.linspace(outer, inner, 10), rng, 0.05)
    flip = np.array([sign, 1.0])
    # the seam bows into the body, as the armhole does
    hole = shape.side(1)[6:][:17]
    ring = np.concatenate([over, low, under, hole[::-1]]) * flip
    points = {f"cuff-outer-{side}": tuple(outer * flip), f"cuff-inner-{side}": tuple(inner * flip)}
    points[f"slot-{side}"] = tuple(slot(shape, under[::-1]) * flip)
    points[f"shoulder-{side}"], points[f"armpit-{side}"] = tuple(top * flip), tuple(pit * flip)
    return Piece(f"{side}-sleeve", ring, grain=-sign * float(angles.mean())), points


def slot(shape: Torso, under: Outline) -> Outline:
    """The last point, from the armpit down, of a sleeve's inner edge that lies on the body."""
    flank = shape.side(1)[22:]
    x = np.interp(under[:, 1], flank[:, 1], flank[:, 0])
    on = (under[:, 0] < x + 0.03) & (under[:, 1] <= flank[-1, 1])
    off = np.flatnonzero(~on[2:])
    last = int(off[0]) + 1 if len(off) else len(under) - 1
    return np.asarray(under[last] if last > 2 else under[0])


# ------------------------------------------------------------------------------------------------ collars and details


def high(cut: Cut, rng: np.random.Generator, shape: Torso) -> None:
    """A stand-up or rolled collar."""
    rise, n = rng.uniform(0.15, 0.6), shape.neck
    top = n * rng.uniform(0.8, 1.0)
    dip = rng.uniform(0.0, 0.12)
    lip = curve([(top, -rise), (0, -rise + dip), (-top, -rise)])
    back = curve([(-top, -rise), (0, -rise - rng.uniform(-0.02, 0.06)), (top, -rise)])
    base = shape.front()
    cut.pieces.append(Piece("inside-back", np.concatenate([lip, back]), "inside", tone=0.6, lifted=False))
    cut.pieces.append(Piece("collar", np.concatenate([lip, base[::-1]]), tone=0.97, lifted=False))
    cut.points["neck-front"] = (0.0, -rise + dip)
    cut.seams.append(base)
    if rng.random() < 0.4:
        cut.seams.append(lip + np.array([0, 0.5 * rise]))


def hood(cut: Cut, rng: np.random.Generator, shape: Torso) -> None:
    """A hood that lies spread above the neck, or fallen behind it."""
    n = shape.neck
    rise = rng.uniform(0.7, 1.35) if rng.random() < 0.7 else rng.uniform(0.2, 0.45)
    wide = n * rng.uniform(1.1, 1.5)
    rim = curve([(n, 0.06), (wide, -0.4 * rise), (0.6 * wide, -0.93 * rise), (0, -rise)])
    whole = np.concatenate([rim, (rim * [-1, 1])[::-1], shape.front()[::-1]])
    inner = curve([(n * 0.95, 0.02), (0.72 * wide, -0.35 * rise), (0.4 * wide, -0.72 * rise), (0, -0.8 * rise)])
    cut.pieces.append(Piece("collar", whole, lifted=False))
    inside = np.concatenate([inner, (inner * [-1, 1])[::-1], shape.front()[::-1]])
    lining = "inside" if rng.random() < 0.5 else "main"
    cut.pieces.append(Piece("inside-back", inside, lining, tone=rng.uniform(0.55, 0.8), lifted=False))
    if rng.random() < 0.6:
        for sign in (1, -1):
            x = sign * rng.uniform(0.1, 0.25)
            cut.seams.append(curve([(x, shape.deep - 0.05), (x * 1.2, shape.deep + rng.uniform(0.3, 0.9))]))


def collar(cut: Cut, rng: np.random.Generator, shape: Torso) -> None:
    """A shirt's or a coat's collar with two leaves, and its placket."""
    n, d = shape.neck, shape.deep
    stand = rng.uniform(0.04, 0.14)
    tip = (rng.uniform(0.35, 0.85) * n, d + rng.uniform(0.05, 0.35))
    for sign in (1, -1):
        leaf = [(n * 1.02, 0.03), (n * 0.88, -stand), (0.5 * n, 0.35 * d), (0.02, d - 0.02), tip]
        line = np.array([*leaf, leaf[0]]) * [sign, 1]
        cut.pieces.append(Piece("collar", line, "trim" if rng.random() < 0.1 else "main", tone=1.02))
        cut.seams.append(line[2:])
    back = np.array([(n * 0.88, -stand), (0.5 * n, -stand * 0.5), (-0.5 * n, -stand * 0.5), (-n * 0.88, -stand)])
    cut.pieces.insert(
        0, Piece("inside-back", np.concatenate([back, shape.front()[::-1]]), "inside", tone=0.8, lifted=False)
    )


def _details(cut: Cut, rng: np.random.Generator, shape: Torso, category: str) -> None:
    opened = category == "outerwear" or (cut.neckline == "collar" and rng.random() < 0.75)
    if opened:
        cut.seams += [
            curve([(x, shape.deep), (x, shape.hem[1])]) for x in ((0.0,) if rng.random() < 0.4 else (-0.08, 0.08))
        ]
        if category == "outerwear" and rng.random() < 0.25:
            gap = rng.uniform(0.1, 0.5)
            strip = np.array([(0, shape.deep), (gap, shape.hem[1]), (-gap, shape.hem[1])])
            cut.pieces.append(Piece("inside-back", strip, "inside", tone=0.6, lifted=False))
        elif rng.random() < 0.7:
            count = int(rng.integers(3, 9))
            ys = np.linspace(shape.deep + 0.1, shape.hem[1] - 0.4, count)
            cut.buttons = [(0.0, float(y)) for y in ys]
    if rng.random() < 0.15 and category != "outerwear":
        # wrapped: a line from one shoulder across the chest
        cut.seams.append(curve([(0.6 * shape.neck, 0.6 * shape.deep), (-0.9 * shape.chest, shape.waist[1])]))
    if rng.random() < 0.35:
        y = shape.waist[1] if category == "dresses" else shape.hem[1] - 0.18
        wide = shape.waist[0] if category == "dresses" else shape.hem[0]
        line = curve([(-wide, y), (0, y + rng.normal(0.03, 0.04)), (wide, y)])
        cut.seams.append(line)
        if category == "dresses" and rng.random() < 0.4:
            cut.pieces.append(
                Piece("torso", np.concatenate([line, line[::-1] + np.array([0, 0.22])]), "trim", lifted=False)
            )
    if rng.random() < 0.25 and category != "dresses":
        x, y, a = rng.choice([-1, 1]) * 0.5 * shape.chest, shape.pit[1] + 0.25, rng.uniform(0.18, 0.3)
        cut.seams.append(np.array([(x - a, y), (x + a, y), (x + a, y + 2 * a), (x - a, y + 2 * a), (x - a, y)]))


def _away(line: Outline) -> Outline:
    """Unit normals of a neckline, away from the opening."""
    way = np.gradient(line, axis=0)
    normal = np.stack([way[:, 1], -way[:, 0]], 1)
    normal /= np.maximum(np.hypot(*normal.T), 1e-6)[:, None]
    return np.asarray(np.where((normal[:, 1:] < 0) & (np.abs(normal[:, :1]) < 0.7), -normal, normal))
