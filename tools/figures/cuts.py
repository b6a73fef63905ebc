"""Patterns from measures: tops of every sleeve and collar, skirts, trousers (metres; x = 0 the centre line, y up)."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from panels import Array, Edge, Pattern, curve

Neck = Literal["round", "vee", "boat", "collar", "stand", "hood", "straps"]


@dataclass(frozen=True)
class TopCut:
    """A top, jacket or dress; widths are half widths lying flat, ``length`` runs from the neck point to the hem."""

    chest: float = 0.255
    length: float = 0.70
    shoulder: float = 0.222
    slope: float = 0.046
    neck: Neck = "round"
    neck_width: float = 0.092
    neck_front: float = 0.100
    neck_back: float = 0.020
    armhole: float = 0.205
    sleeve: float = 0.225  # outer length; 0 is sleeveless
    angle: float = 40.0  # of the sleeve below the horizontal
    cuff: float = 0.165  # full width
    waist: float = 0.248
    waist_at: float = 0.58  # share of the way from the armpit to the hem
    hem: float = 0.258
    sag: float = 0.006


def _unit(degrees: float) -> Array:
    return np.array([np.cos(np.radians(degrees)), -np.sin(np.radians(degrees))])


def _neck_edges(cut: TopCut) -> tuple[list[Edge], list[Edge]]:
    """What lies between the centre and the shoulder line on the front and on the back."""
    top, width = cut.length, cut.neck_width
    side, low = (width, top), (0.0, top - cut.neck_front)
    back = Edge("neck", curve((0, top - cut.neck_back), side, pull=((width * 0.55, top - cut.neck_back),)), False)
    if cut.neck == "hood":
        dome = curve((0, top + 0.215), side, pull=((0.150, top + 0.225), (0.175, top + 0.045)))
        return [Edge("hood", dome, True)], [Edge("hood", dome, True)]
    if cut.neck in ("collar", "stand"):
        rise, lean = (0.036, 0.016) if cut.neck == "collar" else (0.045, 0.010)
        fold = (width - lean, top + rise)
        seam = Edge("collar", curve(fold, side, pull=((width - 0.2 * lean, top + 0.6 * rise),)), True)
        nape = Edge("neck", curve((0, top + rise - 0.004), fold, pull=((0.03, top + rise - 0.003),)), False)
        notch = (0.0, top - cut.neck_front) if cut.neck == "collar" else (0.0, top + rise - 0.055)
        return [Edge("neck", curve(notch, fold, pull=((0.42 * width, top - 0.02),)), False), seam], [nape, seam]
    if cut.neck == "vee":
        line = curve(low, side, pull=((width * 0.5, top - cut.neck_front * 0.45),))
    elif cut.neck == "boat":
        line = curve(low, side, pull=((width * 0.6, low[1]),))
    else:
        line = curve(low, side, pull=((width * 0.72, low[1]), (width * 0.98, top - cut.neck_front * 0.58)))
    return [Edge("neck", line, False)], [back]


def top(cut: TopCut) -> Pattern:
    """Front and back of a garment that hangs from the shoulders."""
    tip = (cut.shoulder, cut.length - cut.slope)
    under = (cut.chest, tip[1] - cut.armhole)
    neck = (cut.neck_width, cut.length)
    edges = [
        Edge("shoulder", curve(neck, tip, pull=((0.55 * neck[0] + 0.45 * tip[0], neck[1] - 0.4 * cut.slope),)), True)
    ]
    armhole = curve(tip, under, pull=((tip[0] - 0.030, tip[1] - 0.35 * cut.armhole), (tip[0] - 0.034, under[1] + 0.04)))
    if cut.sleeve:
        along = _unit(cut.angle)
        inward = np.array([along[1], -along[0]])
        outer = np.array(tip) + along * cut.sleeve
        inner = outer + inward * cut.cuff
        crown = (tip[0] + 0.035, tip[1] - 0.014), tuple(outer - along * 0.62 * cut.sleeve + [0.004, 0.006])
        pit = tuple(0.72 * np.array(under) + 0.28 * inner + [-0.006, 0.0])
        edges += [
            Edge("sleeve_top", curve(tip, tuple(outer), pull=crown), True),
            Edge("cuff", curve(tuple(outer), tuple(inner)), False),
            Edge("sleeve_under", curve(tuple(inner), under, pull=(pit,)), True),
        ]
    else:
        edges.append(Edge("cuff", armhole, False))
    waist = (cut.waist, under[1] * (1 - cut.waist_at))
    edges += [
        Edge(
            "side",
            curve(under, waist, pull=((0.5 * (under[0] + waist[0]) - 0.004, 0.5 * (under[1] + waist[1])),)),
            True,
        ),
        Edge(
            "side",
            curve(waist, (cut.hem, 0.0), pull=((waist[0] + 0.25 * (cut.hem - waist[0]), 0.45 * waist[1]),)),
            True,
        ),
        Edge("hem", curve((cut.hem, 0.0), (0, -cut.sag), pull=((0.5 * cut.hem, -cut.sag),)), False),
    ]
    front, back = _neck_edges(cut)
    lines = {
        "armhole": armhole,
        "waist": curve(waist, (0, waist[1] - 0.010), pull=((0.5 * waist[0], waist[1] - 0.010),)),
    }
    return Pattern([*front, *edges], [*back, *edges], lines)


@dataclass(frozen=True)
class LegCut:
    """Trousers and shorts: half widths of waist and hip, lengths down from the waist, hems as seen."""

    waist: float = 0.196
    hip: float = 0.252
    rise: float = 0.292
    length: float = 1.03
    knee: float = 0.278  # half width of the whole at the knee
    outer: float = 0.270  # x of the hem's outer corner
    hem: float = 0.175  # width of the leg's end


def legs(cut: LegCut) -> Pattern:
    """Front and back of trousers; what is drawn scales with the waist."""
    s = cut.waist / 0.196
    hip = (cut.hip, -0.70 * cut.rise)
    end, inner = (cut.outer, -cut.length), (cut.outer - cut.hem, -cut.length - 0.012)
    crotch = (0.0, -cut.rise)
    inseam = cut.length - cut.rise
    pull_in = ((0.62 * inner[0], -cut.rise - 0.45 * inseam), (0.012, -cut.rise - 0.10 * inseam))
    rest = [
        Edge(
            "side",
            curve(
                (cut.waist, 0.0), hip, pull=((cut.waist + 0.018, -0.2 * cut.rise), (hip[0] - 0.008, -0.45 * cut.rise))
            ),
            True,
        ),
        Edge(
            "side",
            curve(hip, end, pull=((hip[0] + 0.016, -1.1 * cut.rise), (cut.knee, -cut.rise - 0.42 * inseam))),
            True,
        ),
        Edge("hem", curve(end, inner), False),
        Edge("leg_in", curve(inner, crotch, pull=pull_in), True),
    ]
    front = curve((0, -0.026), (cut.waist, 0.0), pull=((0.10 * s, -0.026),))
    back = curve((0, 0.010), (cut.waist, 0.0), pull=((0.10 * s, 0.012),))
    lines = {
        "fly": curve((0, -0.026), crotch),
        "pocket": curve((0.128 * s, -0.040), (cut.hip - 0.026, -0.150), pull=((0.150 * s, -0.118),)),
        "waistband": curve((0, -0.064), (cut.waist + 0.009, -0.038), pull=((0.10 * s, -0.064),)),
    }
    return Pattern([Edge("waist", front, False), *rest], [Edge("waist", back, False), *rest], lines)


@dataclass(frozen=True)
class SkirtCut:
    """A skirt; half widths."""

    waist: float = 0.185
    hip: float = 0.250
    hem: float = 0.330
    length: float = 0.60
    sag: float = 0.030


def skirt(cut: SkirtCut) -> Pattern:
    """Front and back of a skirt with a waistband."""
    hip, end = (cut.hip, -0.20), (cut.hem, -cut.length)
    rest = [
        Edge("side", curve((cut.waist, 0.0), hip, pull=((cut.waist + 0.022, -0.07), (cut.hip - 0.012, -0.14))), True),
        Edge("side", curve(hip, end, pull=((0.5 * (hip[0] + end[0]) + 0.006, 0.5 * (hip[1] + end[1])),)), True),
        Edge("hem", curve(end, (0, -cut.length - cut.sag), pull=((0.55 * cut.hem, -cut.length - cut.sag),)), False),
    ]
    front = curve((0, -0.022), (cut.waist, 0.0), pull=((0.10, -0.022),))
    back = curve((0, 0.006), (cut.waist, 0.0), pull=((0.10, 0.008),))
    lines = {"waistband": curve((0, -0.060), (cut.waist + 0.010, -0.038), pull=((0.10, -0.060),))}
    return Pattern([Edge("waist", front, False), *rest], [Edge("waist", back, False), *rest], lines)


def landmarks(pattern: Pattern) -> dict[str, Array]:
    """Points of the front's half x >= 0 by vitrine's names without the side; ``neck-front``, ``crotch``: on the axis.

    A sleeveless garment has no cuffs, a skirt has a hem and no crotch. ``waist`` is where the side is narrowest.
    """
    edges = {edge.name: edge.line for edge in pattern.front}
    if "waist" in edges:
        out = {"waistband": edges["waist"][-1]}
        if "leg_in" not in edges:
            return out | {"hem": edges["hem"][0]}
        return out | {"ankle-outer": edges["hem"][0], "ankle-inner": edges["hem"][-1], "crotch": edges["leg_in"][-1]}
    side = np.concatenate([edge.line for edge in pattern.front if edge.name == "side"])
    long = side[0, 1] - side[-1, 1]
    middle = side[(side[:, 1] < side[0, 1] - 0.2 * long) & (side[:, 1] > side[0, 1] - 0.7 * long)]
    out = {"neck": edges["shoulder"][0], "shoulder": edges["shoulder"][-1], "armpit": side[0], "hem": edges["hem"][0]}
    out["waist"] = middle[middle[:, 0].argmin()]
    if "neck" in edges:
        out["neck-front"] = edges["neck"][0]
    if "sleeve_top" in edges:
        out |= {"cuff-outer": edges["cuff"][0], "cuff-inner": edges["cuff"][-1], "slot": side[0]}
    return out
