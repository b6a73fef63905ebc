"""Tee and trousers for a posed figure: regions of its close-fitting suit, cut, eased and hung."""

from dataclasses import dataclass

import numpy as np
import worn
from body import Array, Rig
from people import Look
from worn import Obstacle, Surface


@dataclass(frozen=True)
class Garment:
    """Hung surface, and per vertex the metres to its nearest hem, cuff or neck line (negative never)."""

    vertices: Array
    triangles: Array
    edge_distance: Array
    neck_distance: Array


@dataclass(frozen=True)
class Marks:
    """Points of the posed figure that patterns go by, world axes."""

    head: dict[str, Array]

    @staticmethod
    def of(rig: Rig, matrices: Array) -> "Marks":
        posed = np.einsum("bij,bj->bi", matrices[:, :, :3], rig.heads) + matrices[:, :, 3]
        return Marks(dict(zip(rig.names, posed, strict=True)))


def _arm_along(marks: Marks, side: str, x: Array) -> Array:
    """Share of the upper arm at the foot of each point: 0 shoulder, 1 elbow."""
    a, b = marks.head[f"upperarm_{side}"], marks.head[f"lowerarm_{side}"]
    return (x - a) @ (b - a) / ((b - a) @ (b - a))


def _column(rig: Rig, weights: Array, *prefixes: str) -> Array:
    return weights[:, [i for i, n in enumerate(rig.names) if n.startswith(prefixes)]].sum(1)


def tee(look: Look, suit: Surface, rig: Rig, marks: Marks, obstacle: Obstacle) -> Garment:
    x = suit.vertices
    arm = {s: _column(rig, suit.weights, *(f"{b}_{s}" for b in ("upperarm", "lowerarm", "hand"))) for s in "lr"}
    crotch = (marks.head["thigh_l"] + marks.head["thigh_r"])[2] / 2 - 0.055
    hem = x[:, 2] - (crotch - look.tee_length)
    field = hem.copy()
    for side in "lr":
        length = np.linalg.norm(marks.head[f"lowerarm_{side}"] - marks.head[f"upperarm_{side}"])
        sleeve = (look.sleeve - _arm_along(marks, side, x)) * length
        field = np.minimum(field, np.where(arm[side] > 0.5, sleeve, 1.0))
    neck = neck_field(look, marks, x)
    surface = worn.cut(suit, np.minimum(field, neck))
    x = surface.vertices
    arms = _column(rig, surface.weights, "upperarm", "lowerarm")
    below = np.clip((marks.head["upperarm_l"][2] - 0.12 - x[:, 2]) / 0.15, 0, 1)
    ease = 0.004 + (look.tee_ease - 0.004) * below * (1 - arms) + 0.016 * np.clip(arms * 1.5 - 0.3, 0, 1)
    loose = worn.eased(surface, ease, obstacle, 0.009)
    neck = neck_field(look, marks, surface.vertices)
    stretch = np.array([1.06, 1.06, 1.035])
    hung = worn.hung(loose, obstacle, pinned=neck < 0.012, stretch=stretch, gap=0.008, seed=look.seed)
    return Garment(hung, surface.triangles, edge_distance(loose, neck > 0.03), np.abs(neck))


def neck_field(look: Look, marks: Marks, x: Array) -> Array:
    """Metres outside the neckline: an ellipse seen from above and in front, lower in front than behind."""
    base = marks.head["neck_01"]
    ahead = base[1] - x[:, 1]  # positive in front
    height = base[2] + 0.012 - (look.neck + 0.03) * np.clip(ahead / 0.075 + 0.25, 0, 1.3)
    side = np.abs(x[:, 0] - base[0])
    return height - x[:, 2] + 0.9 * np.clip(side - 0.052, 0, None)


def trousers(look: Look, suit: Surface, rig: Rig, marks: Marks, obstacle: Obstacle) -> Garment:
    x = suit.vertices
    waist = marks.head["spine_01"][2] - 0.02
    ankle = (marks.head["foot_l"] + marks.head["foot_r"])[2] / 2 - 0.035
    arms = _column(rig, suit.weights, "upperarm", "lowerarm", "hand")
    field = np.minimum(waist - x[:, 2], x[:, 2] - ankle)
    surface = worn.cut(suit, np.where(arms > 0.3, -1.0, field))
    x = surface.vertices
    knee = (marks.head["calf_l"] + marks.head["calf_r"])[2] / 2
    below = np.clip((marks.head["thigh_l"][2] - 0.05 - x[:, 2]) / 0.35, 0, 1)
    shin = np.clip((knee - x[:, 2]) / (knee - ankle), 0, 1)
    ease = 0.004 + look.leg_ease * below + 0.022 * shin**1.5
    loose = worn.eased(surface, ease, obstacle, 0.006, rounds=40)
    stretch = np.array([1.02, 1.02, 1.05])
    pinned = x[:, 2] > waist - 0.03
    hung = worn.hung(loose, obstacle, pinned=pinned, stretch=stretch, gap=0.006, seed=look.seed + 1)
    return Garment(hung, surface.triangles, edge_distance(loose, x[:, 2] < knee), np.full(len(x), 1.0))


def edge_distance(surface: Surface, only: Array) -> Array:
    """Metres to the nearest border vertex among ``only``."""
    from scipy.spatial import cKDTree

    border = worn.border_of(len(surface.vertices), surface.triangles) & only
    return cKDTree(surface.vertices[border]).query(surface.vertices)[0]
