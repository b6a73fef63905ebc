"""Poses: a relaxed stance built from directions of the limbs, in world axes."""

from dataclasses import dataclass, field

import numpy as np
from body import Array, Rig
from scipy.spatial.transform import Rotation


@dataclass
class Posing:
    """Bones turned one after the other, parents first; ``matrices()`` carries rest vertices to posed ones."""

    rig: Rig
    local: dict[str, Rotation] = field(default_factory=dict)

    def parent_turn(self, bone: str) -> Rotation:
        turn, index = Rotation.identity(), self.rig.parents[self.rig.names.index(bone)]
        while index >= 0:
            turn = self.local.get(self.rig.names[index], Rotation.identity()) * turn
            index = self.rig.parents[index]
        return turn

    def rest_direction(self, bone: str) -> Array:
        i = self.rig.names.index(bone)
        along = self.rig.tails[i] - self.rig.heads[i]
        return along / np.linalg.norm(along)

    def turn(self, bone: str, axis: Array, degrees: float) -> None:
        """Turn further about an axis given in world axes."""
        up = self.parent_turn(bone)
        axis = np.asarray(axis, float)
        rotation = Rotation.from_rotvec(np.radians(degrees) * axis / np.linalg.norm(axis))
        self.local[bone] = up.inv() * rotation * up * self.local.get(bone, Rotation.identity())

    def aim(self, bone: str, direction: Array) -> None:
        """Point the bone along a direction, by the shortest turn."""
        up = self.parent_turn(bone)
        now = (up * self.local.get(bone, Rotation.identity())).apply(self.rest_direction(bone))
        wanted = np.asarray(direction, float) / np.linalg.norm(direction)
        axis = np.cross(now, wanted)
        if np.linalg.norm(axis) > 1e-9:
            self.turn(bone, axis, float(np.degrees(np.arctan2(np.linalg.norm(axis), now @ wanted))))

    def now(self, bone: str) -> Array:
        return (self.parent_turn(bone) * self.local.get(bone, Rotation.identity())).apply(self.rest_direction(bone))

    def matrices(self) -> Array:
        """(bones 3 4)."""
        out = np.zeros((len(self.rig.names), 3, 4))
        for i, name in enumerate(self.rig.names):
            parent = self.rig.parents[i]
            up = out[parent] if parent >= 0 else np.eye(3, 4)
            turn = up[:, :3] @ self.local.get(name, Rotation.identity()).as_matrix()
            head = up[:, :3] @ self.rig.heads[i] + up[:, 3]
            out[i, :, :3], out[i, :, 3] = turn, head - turn @ self.rig.heads[i]
        return out


FINGERS = ("index", "middle", "ring", "pinky")


def _hand(posing: Posing, side: str, curl: float, twist: float, thumb: float) -> None:
    sign = 1 if side == "l" else -1
    for bone, share in ((f"lowerarm_{side}", 0.45), (f"hand_{side}", 0.55)):
        posing.turn(bone, posing.now(f"lowerarm_{side}"), sign * twist * share)
    rig = posing.rig
    matrices = posing.matrices()[rig.names.index(f"hand_{side}"), :, :3]
    heads = {f: rig.heads[rig.names.index(f"{f}_01_{side}")] for f in ("index", "pinky", "thumb")}
    across = matrices @ (heads["pinky"] - heads["index"])
    for k, finger in enumerate(FINGERS):
        for joint, share in (("01", 0.7), ("02", 1.1), ("03", 0.7)):
            posing.turn(f"{finger}_{joint}_{side}", across, sign * curl * share * (0.8 + 0.14 * k))
        # Fingers lie together rather than spread.
        posing.turn(f"{finger}_01_{side}", np.cross(across, posing.now(f"hand_{side}")), -sign * (1.5 - k) * 6.5)
    posing.turn(f"thumb_02_{side}", across, sign * curl * 0.4)
    if thumb:
        posing.turn(f"thumb_01_{side}", np.cross(posing.now(f"thumb_01_{side}"), posing.now(f"index_01_{side}")), thumb)


Reach = tuple[tuple[float, float, float], tuple[float, float, float]]
"""Directions of an upper and a lower arm: (outwards, backwards, up)."""


@dataclass(frozen=True)
class Stance:
    """A relaxed stance; degrees. ``lean`` bends the trunk sideways, ``wrist`` turns the thumbs to the front.

    ``thumb`` lays the thumbs to the fingers; ``reach`` lets the left and the right arm do something else than hang.
    """

    arm_left: float = 18
    arm_right: float = 21
    elbow_left: float = 14
    elbow_right: float = 18
    curl: float = 26
    lean: float = 1.5
    head_turn: float = 4
    head_tilt: float = 2
    feet: float = 9
    wrist: float = 6
    thumb: float = 0
    reach: tuple[Reach | None, Reach | None] = (None, None)


def _reach(posing: Posing, side: str, sign: int, reach: Reach) -> None:
    upper, lower = (np.array(part) * [sign, 1, 1] for part in reach)
    posing.turn(f"clavicle_{side}", [0, 1, 0], -sign * 14 * max(0.0, upper[2] / np.linalg.norm(upper)))
    posing.aim(f"upperarm_{side}", upper)
    posing.aim(f"lowerarm_{side}", lower)
    posing.aim(f"hand_{side}", lower)


def standing(rig: Rig, stance: Stance) -> Posing:
    posing = Posing(rig)
    posing.turn("spine_01", [0, 1, 0], -stance.lean)
    posing.turn("spine_02", [0, 0, 1], stance.lean)
    posing.turn("neck_01", [0, 1, 0], stance.lean * 0.7)
    posing.turn("head", [0, 0, 1], stance.head_turn)
    posing.turn("head", [0, 1, 0], stance.head_tilt)
    arms = (("l", 1, stance.arm_left, stance.elbow_left), ("r", -1, stance.arm_right, stance.elbow_right))
    for (side, sign, arm, elbow), reach in zip(arms, stance.reach, strict=True):
        posing.turn(f"clavicle_{side}", [0, 1, 0], sign * 3)
        if reach:
            _reach(posing, side, sign, reach)
            _hand(posing, side, stance.curl, stance.wrist, stance.thumb)
            continue
        out = np.radians(arm)
        posing.aim(f"upperarm_{side}", [sign * np.sin(out), 0.06, -np.cos(out)])
        out, ahead = np.radians(arm * 0.55), np.radians(elbow)
        posing.aim(f"lowerarm_{side}", [sign * np.sin(out), -np.sin(ahead), -np.cos(out) * np.cos(ahead)])
        posing.aim(f"hand_{side}", [sign * np.sin(out * 0.6), -np.sin(ahead * 0.9), -np.cos(ahead)])
        _hand(posing, side, stance.curl, stance.wrist, stance.thumb)
    for side, sign, out in (("l", 1, 2.6), ("r", -1, 4.2)):
        posing.aim(f"thigh_{side}", [sign * np.sin(np.radians(out)), -0.03, -1])
        posing.aim(f"calf_{side}", [sign * np.sin(np.radians(out * 0.5)), 0.06, -1])
        posing.turn(f"thigh_{side}", posing.now(f"thigh_{side}"), sign * stance.feet)
        flat = posing.rest_direction(f"foot_{side}")
        toe = np.array([sign * np.sin(np.radians(stance.feet + 8)), -np.cos(np.radians(stance.feet + 8)), 0])
        posing.aim(f"foot_{side}", [*(toe[:2] * np.hypot(flat[0], flat[1])), flat[2]])
    return posing
