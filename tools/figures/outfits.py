"""The crowd's clothes: regions of the body's own suit and skirt, cut as lengths and sleeves say, eased, hung briefly.

Cut lines are drawn on the figure at rest, so that they lie alike in every stance. A tenth of ``dressing.py``'s work.
"""

from dataclasses import dataclass, field

import dressing
import numpy as np
import worn
from body import Array
from dressing import Garment, Marks
from extras import Outfit
from figure import Stage
from posing import FINGERS
from worn import Obstacle, Surface

STEPS = 110


@dataclass(frozen=True)
class Piece:
    """One garment: the class it is labelled with, its surface, and where each vertex lies at rest (n 3)."""

    kind: str
    garment: Garment
    cloth: Array


@dataclass
class Tailor:
    """Dresses one figure from the inside outwards: what is worn stands in the way of what comes over it."""

    stage: Stage
    outfit: Outfit
    pieces: list[Piece] = field(default_factory=list)

    def __post_init__(self) -> None:
        stage = self.stage
        self.rig, self.marks = stage.rig, Marks(dict(zip(stage.rig.names, stage.rig.heads, strict=True)))
        self.suit = worn.shell("helper-tights", stage.posed, self.rig.weights, stage.rest)
        hands = dressing._column(self.rig, self.rig.weights, "hand", "thumb", *FINGERS)
        fore = dressing._column(self.rig, self.rig.weights, "lowerarm")
        self.trunk = worn.body_obstacle(stage.posed, hands + fore > 0.5)
        self.whole = worn.body_obstacle(stage.posed, hands > 0.5)
        heads = self.marks.head
        self.knee = float((heads["calf_l"] + heads["calf_r"])[2] / 2)
        self.ankle = float((heads["foot_l"] + heads["foot_r"])[2] / 2)
        self.hip = float((heads["thigh_l"] + heads["thigh_r"])[2] / 2)
        self.waist = float(heads["spine_01"][2])

    def dressed(self) -> list[Piece]:
        """All pieces, from the inside outwards."""
        outfit = self.outfit
        if outfit.boots:
            self.boots()
        if outfit.tucked:
            self.torso()
        if outfit.legs in ("skirt", "gown"):
            self.skirt("dress" if outfit.legs == "gown" else "bottoms")
        elif outfit.legs:
            self.trousers()
        if outfit.belt:
            self.belt()
        if not outfit.tucked:
            self.torso()
        if outfit.jacket:
            self.jacket()
        return self.pieces

    def arms(self, surface: Surface, *bones: str) -> Array:
        return dressing._column(self.rig, surface.weights, *bones)

    def sleeves(self, surface: Surface, share: float) -> Array:
        """Metres to the sleeve's end along the arm; ``share`` 0 shoulder, 1 elbow, 2 wrist."""
        out = np.full(len(surface.rest), 1.0)
        for side in "lr":
            a, b, c = (self.marks.head[f"{bone}_{side}"] for bone in ("upperarm", "lowerarm", "hand"))
            upper = (surface.rest - a) @ (b - a) / ((b - a) @ (b - a))
            lower = (surface.rest - b) @ (c - b) / ((c - b) @ (c - b))
            along = np.where(lower > 0, 1 + lower, np.minimum(upper, 1))
            arm = self.arms(surface, *(f"{bone}_{side}" for bone in ("upperarm", "lowerarm", "hand")))
            length = np.linalg.norm(b - a)
            out = np.minimum(out, np.where(arm > 0.5, (share - along) * length, 1.0))
        return out

    def straps(self, surface: Surface) -> Array:
        """Metres inside a sleeveless top's armholes."""
        shoulder = self.marks.head["upperarm_l"]
        side = 0.74 * shoulder[0] - np.abs(surface.rest[:, 0])
        below = shoulder[2] - 0.105 - surface.rest[:, 2]
        arms = self.arms(surface, "upperarm", "lowerarm", "hand")
        return np.where(arms > 0.5, -0.02, np.maximum(side, below))

    def torso(self) -> None:
        """A tee, a long sleeve, a tank or the upper part of a dress."""
        look, outfit, suit = self.stage.look, self.outfit, self.suit
        # tucked in, it ends inside the waistband
        low = self.waist - 0.06 if outfit.tucked else self.hip - 0.055 - look.tee_length
        hem = suit.rest[:, 2] - low
        arm = self.sleeves(suit, look.sleeve) if look.sleeve > 0 else self.straps(suit)
        surface = worn.cut(suit, np.minimum(np.minimum(hem, arm), dressing.neck_field(look, self.marks, suit.rest)))
        arms = self.arms(surface, "upperarm", "lowerarm")
        height = self.marks.head["upperarm_l"][2]
        below = np.clip((height - 0.12 - surface.rest[:, 2]) / 0.15, 0, 1)
        ease = 0.004 + (look.tee_ease - 0.004) * below * (1 - arms)
        ease += outfit.sleeve_ease * np.clip(arms * 1.5 - 0.3, 0, 1)
        neck = dressing.neck_field(look, self.marks, surface.rest)
        pinned = (neck < 0.02) | ((surface.rest[:, 2] > height + 0.02) & (arms < 0.5))
        self.hang("dress" if outfit.legs == "gown" else "top", surface, ease, pinned, neck, reach=look.sleeve > 1)

    def trousers(self) -> None:
        """Trousers, shorts or leggings: down to a share of the leg, 0 hip, 1 knee, 2 ankle."""
        outfit, suit = self.outfit, self.suit
        share = outfit.leg_length
        end = self.hip + (self.knee - self.hip) * min(share, 1) + (self.ankle - self.knee) * max(0.0, share - 1)
        field = np.minimum(self.waist - 0.01 - suit.rest[:, 2], suit.rest[:, 2] - end + 0.02 * (share > 1.9))
        surface = worn.cut(suit, np.where(self.arms(suit, "upperarm", "lowerarm", "hand") > 0.3, -1.0, field))
        z = surface.rest[:, 2]
        below = np.clip((self.hip - 0.05 - z) / 0.35, 0, 1)
        shin = np.clip((self.knee - z) / (self.knee - self.ankle), 0, 1)
        loose = self.stage.look.leg_ease
        ease = 0.004 + loose * below + outfit.flare * shin**1.5
        pinned = (z > self.waist - 0.05) | (loose < 0.004)
        self.hang("bottoms", surface, ease, pinned, np.full(len(z), 1.0))

    def skirt(self, kind: str) -> None:
        """A skirt, or the lower part of a dress."""
        stage, outfit = self.stage, self.outfit
        shell = worn.shell("helper-skirt", stage.posed, self.rig.weights, stage.rest)
        end = self.hip + (self.ankle - self.hip) * outfit.leg_length / 2
        top = self.waist + (0.03 if kind == "dress" else 0.0)
        field = np.minimum(shell.rest[:, 2] - end, top - shell.rest[:, 2])
        surface = worn.cut(shell, field)
        z = surface.rest[:, 2]
        ease = 0.006 + outfit.flare * np.clip((self.waist - 0.1 - z) / 0.3, 0, 1.5)
        self.hang(kind, surface, ease, z > self.waist - 0.04, np.full(len(z), 1.0))

    def jacket(self) -> None:
        """Open in front, with long sleeves, down to the hip or the thigh."""
        suit, outfit = self.suit, self.outfit
        base = self.marks.head["neck_01"]
        hem = suit.rest[:, 2] - (self.hip - outfit.jacket_length)
        front = suit.rest[:, 1] < self.marks.head["upperarm_l"][1] - 0.02
        drop = np.clip(base[2] - suit.rest[:, 2], 0, 0.8)
        slit = np.abs(suit.rest[:, 0]) - (0.035 + outfit.opening * drop)
        collar = base[2] + 0.02 - suit.rest[:, 2]
        sleeves = self.sleeves(suit, 1.9)
        arms = self.arms(suit, "upperarm", "lowerarm", "hand")
        fields = (hem, collar, sleeves, np.where(front & (arms < 0.5), slit, 1.0))
        surface = worn.cut(suit, np.minimum.reduce(fields))
        ease = np.full(len(surface.rest), 0.016) + 0.006 * self.arms(surface, "upperarm", "lowerarm")
        height = self.marks.head["upperarm_l"][2]
        pinned = surface.rest[:, 2] > height - 0.02
        self.hang("outerwear", surface, ease, pinned, np.full(len(surface.rest), 1.0), reach=True)

    def boots(self) -> None:
        """Shafts over the calves; shoes are worn below."""
        suit = self.suit
        top = self.ankle + (self.knee - self.ankle) * 0.85
        field = np.minimum(top - suit.rest[:, 2], suit.rest[:, 2] - self.ankle + 0.045)
        surface = worn.cut(suit, field)
        every = np.ones(len(surface.rest), bool)
        self.hang("shoes", surface, np.full(len(every), 0.008), every, np.full(len(every), 1.0))

    def belt(self) -> None:
        """A band round the waist."""
        suit, middle = self.suit, self.waist - 0.015
        field = 0.017 - np.abs(suit.rest[:, 2] - middle)
        arms = self.arms(suit, "upperarm", "lowerarm", "hand")
        surface = worn.cut(suit, np.where(arms > 0.3, -1.0, field))
        every = np.ones(len(surface.rest), bool)
        self.hang("accessory", surface, np.full(len(every), 0.014), every, np.full(len(every), 1.0))

    def hang(self, kind: str, surface: Surface, ease: Array, pinned: Array, neck: Array, reach: bool = False) -> None:
        """Ease and hang a surface over all that is worn already; ``reach``: it has sleeves below the elbow."""
        obstacle: Obstacle = self.whole if reach else self.trunk
        for piece in self.pieces:
            obstacle = obstacle.joined(Obstacle.of(piece.garment.vertices, piece.garment.triangles))
        gap = 0.004 if pinned.all() else 0.008
        loose = worn.eased(surface, ease, obstacle, gap)
        vertices = loose.vertices
        if not pinned.all():
            stretch = np.array([1.05, 1.05, 1.03])
            seed = self.stage.look.seed + len(self.pieces)
            vertices = worn.hung(loose, obstacle, pinned=pinned, stretch=stretch, gap=gap, steps=STEPS, seed=seed)
        edge = dressing.edge_distance(loose, neck > 0.03)
        self.pieces.append(Piece(kind, Garment(vertices, surface.triangles, edge, np.abs(neck)), surface.rest))
