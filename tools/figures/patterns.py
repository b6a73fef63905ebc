"""The six garments of the demo shop as flat patterns (metres; x = 0 is the centre line, y up)."""

import numpy as np
from panels import Array, Edge, Pattern, curve


def _top(neck_front: Array, neck_back: Array, rest: list[Edge], lines: dict[str, Array]) -> Pattern:
    return Pattern([Edge("neck", neck_front, False), *rest], [Edge("neck", neck_back, False), *rest], lines)


def tee() -> Pattern:
    tip, under = (0.226, 0.655), (0.252, 0.452)
    out, inn = (0.396, 0.512), (0.290, 0.386)
    return _top(
        curve((0, 0.600), (0.092, 0.700), pull=((0.066, 0.600), (0.090, 0.642))),
        curve((0, 0.681), (0.092, 0.700), pull=((0.05, 0.681), (0.078, 0.688))),
        [
            Edge("shoulder", curve((0.092, 0.700), tip, pull=((0.16, 0.682),)), True),
            Edge("sleeve_top", curve(tip, out, pull=((0.26, 0.642), (0.33, 0.572))), True),
            Edge("cuff", curve(out, inn), False),
            Edge("sleeve_under", curve(inn, under, pull=((0.272, 0.414),)), True),
            Edge("side", curve(under, (0.258, 0.0), pull=((0.240, 0.30), (0.252, 0.12))), True),
            Edge("hem", curve((0.258, 0.0), (0, -0.006), pull=((0.12, -0.006),)), False),
        ],
        {"armhole": curve(tip, under, pull=((0.196, 0.59), (0.196, 0.49)))},
    )


def long_sleeve() -> Pattern:
    tip, under = (0.208, 0.640), (0.236, 0.432)
    out, inn = (0.405, 0.115), (0.318, 0.080)
    return _top(
        curve((0, 0.606), (0.088, 0.680), pull=((0.060, 0.604), (0.084, 0.640))),
        curve((0, 0.662), (0.088, 0.680), pull=((0.05, 0.662), (0.074, 0.669))),
        [
            Edge("shoulder", curve((0.088, 0.680), tip, pull=((0.15, 0.664),)), True),
            Edge("sleeve_top", curve(tip, out, pull=((0.285, 0.600), (0.345, 0.330))), True),
            Edge("cuff", curve(out, inn), False),
            Edge("sleeve_under", curve(inn, under, pull=((0.262, 0.290), (0.238, 0.40))), True),
            Edge("side", curve(under, (0.240, 0.0), pull=((0.222, 0.28), (0.230, 0.12))), True),
            Edge("hem", curve((0.240, 0.0), (0, -0.006), pull=((0.12, -0.006),)), False),
        ],
        {"armhole": curve(tip, under, pull=((0.180, 0.575), (0.182, 0.475)))},
    )


def dress() -> Pattern:
    """A sleeveless summer dress, 98 cm, flared from a waist seam."""
    tip, under = (0.165, 0.948), (0.222, 0.745)
    waist, hem = (0.186, 0.560), (0.345, 0.0)
    return _top(
        curve((0, 0.826), (0.098, 0.972), pull=((0.075, 0.826), (0.096, 0.886))),
        curve((0, 0.930), (0.098, 0.972), pull=((0.055, 0.930), (0.086, 0.946))),
        [
            Edge("shoulder", curve((0.098, 0.972), tip), True),
            Edge("cuff", curve(tip, under, pull=((0.148, 0.860), (0.172, 0.756))), False),
            Edge("side", curve(under, waist, pull=((0.200, 0.690), (0.186, 0.62))), True),
            Edge("side", curve(waist, hem, pull=((0.200, 0.46), (0.302, 0.20))), True),
            Edge("hem", curve(hem, (0, -0.042), pull=((0.20, -0.042),)), False),
        ],
        {"waist": curve(waist, (0, 0.548), pull=((0.09, 0.548),))},
    )


def _legs(outer: Array, inner: Array, hem: tuple[float, float]) -> Pattern:
    """Waistband at y = 0, crotch 29 cm below it; ``outer`` runs from hip to hem, ``inner`` back to the crotch."""
    rest = [
        Edge("side", curve((0.196, 0.0), tuple(outer[0]), pull=((0.214, -0.06), (0.244, -0.13))), True),
        Edge("side", outer, True),
        Edge("hem", curve(tuple(outer[-1]), hem), False),
        Edge("leg_in", inner, True),
    ]
    front_waist = curve((0, -0.026), (0.196, 0.0), pull=((0.10, -0.026),))
    back_waist = curve((0, 0.010), (0.196, 0.0), pull=((0.10, 0.012),))
    lines = {
        "fly": curve((0, -0.026), CROTCH),
        "pocket": curve((0.128, -0.040), (0.226, -0.150), pull=((0.150, -0.118),)),
        "waistband": curve((0, -0.064), (0.205, -0.038), pull=((0.10, -0.064),)),
    }
    return Pattern([Edge("waist", front_waist, False), *rest], [Edge("waist", back_waist, False), *rest], lines)


CROTCH = (0.0, -0.292)


def trousers() -> Pattern:
    hem = (0.093, -1.032)
    return _legs(
        curve((0.252, -0.205), (0.270, -1.02), pull=((0.270, -0.32), (0.285, -0.561))),
        curve(hem, CROTCH, pull=((0.072, -0.589), (0.012, -0.36))),
        hem,
    )


def shorts() -> Pattern:
    hem = (0.052, -0.487)
    return _legs(
        curve((0.252, -0.205), (0.300, -0.470), pull=((0.264, -0.28), (0.290, -0.40))),
        curve(hem, CROTCH, pull=((0.040, -0.41), (0.010, -0.33))),
        hem,
    )


PATTERNS = {
    "tee-plain": tee,
    "tee-print": tee,
    "longsleeve-stripe": long_sleeve,
    "dress": dress,
    "trousers": trousers,
    "shorts": shorts,
}
assert all(np.isfinite(e.line).all() for make in PATTERNS.values() for e in make().front)
