"""Sleeves close over the arm: nothing of it looks out between a sleeve's inner edge and the torso."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.fitting.warp.arm import SIDES, Side
from vitrine.fitting.warp.evened import evened
from vitrine.fitting.warp.fit import Fit, sleeve_of
from vitrine.fitting.warp.frame import Frame
from vitrine.fitting.warp.mesh import locate
from vitrine.fitting.warp.raster import Piece
from vitrine.fitting.warp.rig import Rig, label
from vitrine.fitting.warp.targets import points
from vitrine.garments.garment import Part
from vitrine.imaging.masks import Window, box_about, filled, grown
from vitrine.imaging.types import Mask, Points, Region

ARM: Final = (0.2, 0.13)
"""Half the arm's width at shoulder and wrist with all that may lie aside of the bones, in u."""
BEFORE: Final = 0.06
"""How far before its end a sleeve closes, in u: the end itself stays as it is cut."""
RIM: Final = 0.05
"""How far below the upper edge of a sleeve that begins on the arm it closes, in u."""
CREASE: Final = (0.38, 0.06)
"""Where the crease between arm and trunk begins: below the shoulder joint (or at the armpit of what is cut higher) and
inward of it, in u."""
INWARD: Final = 35
"""Degrees from the way down at which cloth ends from there to the arm's inner edge: straight across it were a step."""
ROUND: Final = 0.06
"""Over what distance the one line goes over into the other, in u."""
COARSE: Final = 3
"""Pixels from one place to the next at which the way along an arm is computed."""
ARCHED: Final = 0.05
"""How far a short sleeve's hem may rise between its corners, in u."""
SHRED: Final = 0.05
"""Share of a sleeve below which what does not hang together with the rest of it is a shred of a folded mesh."""
SOFT: Final = 0.015
"""Length over which an arm comes out of its sleeve, in u."""
HANGS: Final = 0.6
"""Cosine of the bend at the elbow up to which an arm hangs."""
STEEP: Final = 5.0
"""How steeply the edge of an arm that is broader than its sleeve's end goes inward below that: along it over across."""
LATEST: Final = 0.45
"""Length below the sleeve's end after which all of the arm has come out, in u."""
HOLE_RIM: Final = 2
"""Width of the soft rim of a hole, in pixels."""
BLUR: Final = 6
"""How far beyond a sleeve its colours go on, in pixels."""
SLIT: Final = 0.04
"""Half the width, in u, up to which a hole between sleeve and torso is closed."""
FOLD: Final = 0.86
"""Light on cloth in the fold between sleeve and torso, where it is deepest."""
DEPTH: Final = 10.0
"""Pixels from a sleeve's own cloth at which that is."""
ROUNDED: Final = 0.6
"""How even the corners of a sleeve's end become, see `evened`: cloth there is no board."""
STEADY: Final = 2.5
"""Rows over which a sleeve's edge is smoothed where it is mirrored."""


def closed(rig: Rig, posed: Points, pieces: Mapping[Part, Piece], frame: Frame, body: Mask) -> dict[Part, Piece]:
    """The pieces, the sleeves continued over what of the arm they would leave bare beside the torso.

    Args:
        rig: the garment.
        posed: its vertices in the photo.
        pieces: its parts as they lie in the photo.
        frame: the wearer's.
        body: coverage of the bare body, photo's size.
    """
    out = dict(pieces)
    for side in SIDES:
        part: Part = "left-sleeve" if side == "left" else "right-sleeve"
        if part not in pieces or f"cuff-inner-{side}" not in rig.mark:
            continue
        piece = pieces[part]
        cover = piece.alpha.copy()
        if "torso" in pieces:
            cover = np.maximum(cover, _seen_in(pieces["torso"], piece))
        before, arm = _arm(rig, posed, piece, frame, side)
        # what is bare all the same within cloth is a hole, with its soft rim; the outer edge of cloth has one as well
        whole = filled(cover > 0.5)
        holes = whole & (cover <= 0.5)
        slits = grown(_slits(holes, SLIT * frame.unit), HOLE_RIM) & whole
        holes = grown(holes, HOLE_RIM) & whole
        bare = (((before | (holes & arm)) & (body[piece.window] > 0.5)) | slits) & (cover < 0.98)
        if bare.any():
            # two soft edges that meet let what is behind them through: it goes on a little over the cloth beside it
            bare |= grown(bare, HOLE_RIM) & (cover >= 0.5) & (piece.alpha < 0.98)
            out[part] = _continued(piece, bare, _own(rig, piece, part))
        out[part] = evened(in_one(out[part]), frame.unit, corners(rig, posed, side), ROUNDED)
    return out


def in_one(piece: Piece) -> Piece:
    """The piece without shreds that hang on nothing of it."""
    count, names, stats, _ = cv2.connectedComponentsWithStats((piece.alpha > 0.02).astype(np.uint8))
    if count < 3:
        return piece
    areas = stats[:, cv2.CC_STAT_AREA]
    loose = areas < SHRED * areas[1:].max()
    loose[0] = False
    return replace(piece, alpha=np.where(loose[names], np.float32(0), piece.alpha))


def _slits(holes: Region, half: float) -> Region:
    """Holes so narrow that they are no view between arm and trunk, but cloth drawn apart."""
    if not holes.any():
        return holes
    deep = cv2.distanceTransform(holes.astype(np.uint8), cv2.DIST_L2, 3)
    _, names = cv2.connectedComponents(holes.astype(np.uint8))
    wide = np.unique(names[deep > half])
    return np.asarray(holes & ~np.isin(names, wide))


def _own(rig: Rig, piece: Piece, part: Part) -> Region:
    """Where in the piece's window cloth of the sleeve itself lies, not what it reaches beneath the torso."""
    x, y = (np.clip(np.rint(piece.where[..., k]).astype(int), 0, rig.parts.shape[1 - k] - 1) for k in (0, 1))
    return np.asarray((piece.alpha > 0.9) & (rig.parts[y, x] == label(part)))


def _continued(piece: Piece, bare: Region, own: Region) -> Piece:
    """The piece with the sleeve's cloth nearest to bare places over them, in the shade of the fold."""
    if not own.any():
        return piece
    solid = piece.alpha > 0.9
    soft = cv2.GaussianBlur((bare | solid).astype(np.float32), (0, 0), 0.8) * (bare | solid)
    added = np.clip(soft - piece.alpha, 0, 1) * bare
    deep = np.minimum(cv2.distanceTransform((~solid).astype(np.uint8), cv2.DIST_L2, 3) / np.float32(DEPTH), 1)
    shade = 1 - (1 - FOLD) * cv2.GaussianBlur((bare & ~solid).astype(np.float32), (0, 0), 1.5) * deep
    # nothing of the rest shows, but the camera's blur looks a few pixels on
    there = ~solid & grown((piece.alpha > 0) | bare, BLUR)
    colour = piece.colour.copy()
    colour[there] = _mirrored(piece.colour, own, there) * shade[there][:, None]
    return replace(piece, colour=colour, alpha=np.maximum(piece.alpha, added + piece.alpha * bare))


def _mirrored(colour: np.ndarray, own: Region, there: Region) -> Float32[np.ndarray, "n 3"]:
    """Colours of places beyond `own` as in a mirror at its edge: prints go on as prints.

    Each row has its own mirror, a little smoothed from row to row: towards the single nearest place neighbours would
    look apart. Rows without anything of `own` take what is nearest.
    """
    height, width = own.shape
    _, index = cv2.distanceTransformWithLabels((~own).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    # the pixels of `own` are numbered row by row from 1
    flat = np.flatnonzero(own)[index[there] - 1]
    y, x = np.nonzero(there)
    near_y, near_x = np.divmod(flat, width)
    edge_y, edge_x = near_y, near_x.astype(np.float64)
    ends = [own.argmax(1), width - 1 - own[:, ::-1].argmax(1)]
    held = np.asarray(own.any(1))
    for end, sign in zip(ends, (1, -1), strict=True):
        smooth = np.interp(np.arange(height), np.flatnonzero(held), end[held]) if held.any() else end.astype(float)
        smooth = cv2.GaussianBlur(smooth[None], (0, 0), STEADY, borderType=cv2.BORDER_REPLICATE)[0]
        mine = held[y] & (sign * (end[y] - x) > 0)
        edge_x = np.where(mine, smooth[y], edge_x)
        edge_y = np.where(mine, y, edge_y)
    y, far = np.clip(2 * edge_y - y, 0, height - 1), np.clip(2 * edge_x - x, 0, width - 1)
    # between pixels: a mirror that moved by whole ones would jump by two
    x = np.minimum(far.astype(int), width - 2)
    share = (far - x)[:, None].astype(np.float32)
    inside = own[y, x] & own[y, x + 1]
    seen = colour[y, x] * (1 - share) + colour[y, x + 1] * share
    return np.where(inside[:, None], seen, colour[near_y, near_x]).astype(np.float32)


def _seen_in(other: Piece, piece: Piece) -> Mask:
    """Coverage of another piece in the window of this one."""
    out = np.zeros_like(piece.alpha)
    rows, cols = (
        slice(max(a.start, b.start), min(a.stop, b.stop)) for a, b in zip(piece.window, other.window, strict=True)
    )
    if rows.start < rows.stop and cols.start < cols.stop:
        mine = np.s_[rows.start - piece.y : rows.stop - piece.y, cols.start - piece.x : cols.stop - piece.x]
        theirs = np.s_[rows.start - other.y : rows.stop - other.y, cols.start - other.x : cols.stop - other.x]
        out[mine] = other.alpha[theirs]
    return out


def over_torso(fit: Fit, frame: Frame) -> Mask:
    """1 where bare arms lie in front of the torso's cloth, 0 where it lies over them, as on a shoulder; photo's size.

    That is below the armpit, and from the elbow on at any height, as far as no sleeve covers them.
    """
    out = np.ones(fit.shape, np.float32)
    for side in SIDES:
        bones = tuple(frame.joint[f"{name}-{side}"] for name in ("shoulder", "elbow", "wrist"))
        far = ARM[0] * frame.unit
        rows, columns = box_about(np.array([(b.real, b.imag) for b in bones], np.float32), far, fit.shape)
        here = out[rows, columns]
        if not here.size:
            continue
        # smooth along the arm: every third pixel tells it
        coarse = [np.arange(s.start, s.stop + COARSE, COARSE) for s in (columns, rows)]
        places = _along(coarse[0][None], coarse[1][:, None], *bones)
        fine = np.array([[1 / COARSE, 0, 0], [0, 1 / COARSE, 0]])
        how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        run, aside = (
            cv2.warpAffine(p, fine, here.shape[::-1], flags=how, borderMode=cv2.BORDER_REPLICATE) for p in places
        )
        upper = abs(bones[1] - bones[0])
        sleeved = sleeve_of(side) in fit.pieces and f"cuff-inner-{side}" in fit.rig.mark
        # out of a sleeve an arm comes at any height
        level = np.float32(1) if sleeved else fit.below_armpit(side)[rows]
        over = np.maximum(level, np.clip((run / max(upper, 1.0) - 0.7) / 0.2, 0, 1))
        if sleeve_of(side) not in fit.pieces and f"armpit-{side}" in fit.rig.mark:
            over = np.maximum(over, _beyond_crease(fit, frame, side, (rows, columns)))
        if sleeved:
            window = rows, columns
            past = run - _end(fit.rig, fit.posed, frame, side, window) - _broader(fit, frame, side, window)
            over = over * np.clip(past / max(2.0, SOFT * frame.unit), 0, 1)
        here[:] = np.where(aside < far, np.minimum(here, over), here)
    return out


def _broader(fit: Fit, frame: Frame, side: Side, window: Window) -> Float32[np.ndarray, "h w"]:
    """How much later what of a hanging arm lies farther in than its sleeve's end comes out of it, in a window, pixels.

    An arm broader than its sleeve would come out in a step over the torso.
    """
    shoulder, elbow, wrist = (frame.joint[f"{name}-{side}"] for name in ("shoulder", "elbow", "wrist"))
    upper, lower = elbow - shoulder, wrist - elbow
    if (upper * np.conj(lower)).real < HANGS * abs(upper) * abs(lower):
        return np.zeros((1, 1), np.float32)
    corner = complex(*corners(fit.rig, fit.posed, side)[1].tolist())
    way = upper if ((corner - elbow) * np.conj(upper)).real < 0 else lower
    inward = way / max(abs(way), 1e-6) * 1j
    inward = inward if ((frame.joint["neck"] - shoulder) * np.conj(inward)).real > 0 else -inward
    y, x = np.ogrid[window[0], window[1]]
    beyond = (x - np.float32(corner.real)) * np.float32(inward.real)
    beyond = beyond + (y - np.float32(corner.imag)) * np.float32(inward.imag)
    return np.asarray(np.clip(STEEP * beyond, 0, LATEST * frame.unit), np.float32)


def _beyond_crease(fit: Fit, frame: Frame, side: Side, window: Window) -> Mask:
    """1 beyond the line from the shoulder of a garment without sleeves to the crease between arm and trunk, and on.

    However low its armhole is cut, cloth goes behind the arm there, and turns that way in a curve.
    """
    out = frame.across if side == "left" else -frame.across
    start, crease = armhole(fit, frame, side)
    if ((crease - start) * np.conj(frame.down)).real <= 1:
        return np.zeros((1, 1), np.float32)
    normal = (start - crease) / abs(start - crease) * 1j
    normal = normal if (normal * np.conj(out)).real > 0 else -normal
    y, x = np.ogrid[window[0], window[1]]
    beyond = (x - crease.real) * normal.real + (y - crease.imag) * normal.imag
    turned = frame.down * np.sin(np.radians(INWARD)) + out * np.cos(np.radians(INWARD))
    below = (x - crease.real) * turned.real + (y - crease.imag) * turned.imag
    wide = ROUND * frame.unit
    either = np.maximum(beyond, below) + np.maximum(wide - np.abs(beyond - below), 0) ** 2 / (4 * wide)
    return np.asarray(np.clip(either / 2 + 0.5, 0, 1), np.float32)


def armhole(fit: Fit, frame: Frame, side: Side) -> tuple[complex, complex]:
    """Where the armhole of a garment without sleeves begins at the shoulder, and where cloth goes behind the arm."""
    mark = fit.rig.mark
    ends = points(np.array([mark[f"shoulder-{side}"], mark[f"armpit-{side}"]]))
    start, pit = (complex(*at) for at in (locate(fit.rig.mesh, ends, label("torso")) @ fit.posed).tolist())
    out = frame.across if side == "left" else -frame.across
    joint = frame.joint[f"shoulder-{side}"]
    deep = min(CREASE[0] * frame.unit, ((pit - joint) * np.conj(frame.down)).real)
    return start, joint + deep * frame.down - CREASE[1] * frame.unit * out


def _arm(rig: Rig, posed: Points, piece: Piece, frame: Frame, side: Side) -> tuple[Region, Region]:
    """Where in the piece's window the arm is, from the shoulder to shortly before the sleeve's end, and all of it."""
    shoulder, elbow, wrist = (frame.joint[f"{name}-{side}"] for name in ("shoulder", "elbow", "wrist"))
    height, width = piece.alpha.shape
    x, y = (np.arange(width) + piece.x)[None], (np.arange(height) + piece.y)[:, None]
    long = abs(elbow - shoulder), abs(wrist - elbow)
    run, aside = _along(x, y, shoulder, elbow, wrist)
    last = _end(rig, posed, frame, side, piece.window) - BEFORE * frame.unit
    thick = np.interp(run, [0.0, sum(long)], [ARM[0] * frame.unit, ARM[1] * frame.unit])
    first = 0.25 * long[0]
    if rig.garment.bare_shoulders:
        corner = locate(rig.mesh, points(np.array([rig.mark[f"shoulder-{side}"]])), label(sleeve_of(side))) @ posed
        first = max(first, float(_along(corner[:, 0], corner[:, 1], shoulder, elbow, wrist)[0][0]) + RIM * frame.unit)
    arm = np.asarray((aside < thick) & (run > first))
    return arm & (run < last), arm


def _end(rig: Rig, posed: Points, frame: Frame, side: Side, window: Window) -> Float32[np.ndarray, "h w"]:
    """Length along the arm's bones at which the sleeve ends, or its hem between both corners does, in a window.

    Where one corner is a good deal lower than the other, a cap's, it does so along the slanting line between them.
    """
    shoulder, elbow, wrist = (frame.joint[f"{name}-{side}"] for name in ("shoulder", "elbow", "wrist"))
    at = corners(rig, posed, side)
    outer, inner = _along(at[:, 0], at[:, 1], shoulder, elbow, wrist)[0].tolist()
    hem, bone = complex(*(at[1] - at[0]).tolist()), elbow - shoulder
    normal = 1j * bone / max(abs(bone), 1e-6)
    broad = (hem * np.conj(normal)).real
    if abs(inner - outer) < ARCHED * frame.unit or max(outer, inner) > abs(bone) or abs(broad) < 1:
        return np.full((1, 1), min(outer, inner) - ARCHED * frame.unit, np.float32)
    y, x = (np.asarray(place, np.float32) for place in np.ogrid[window])
    share = ((x - at[0, 0]) * np.float32(normal.real) + (y - at[0, 1]) * np.float32(normal.imag)) / np.float32(broad)
    return np.asarray(outer + (inner - outer) * np.clip(share, 0, 1) - ARCHED * frame.unit, np.float32)


def corners(rig: Rig, posed: Points, side: Side) -> Points:
    """Outer and inner corner of a sleeve's end in the photo."""
    ends = np.array([rig.mark[f"cuff-outer-{side}"], rig.mark[f"cuff-inner-{side}"]])
    return np.asarray(locate(rig.mesh, points(ends), label(sleeve_of(side))) @ posed, np.float32)


def _along(
    x: np.ndarray, y: np.ndarray, shoulder: complex, elbow: complex, wrist: complex
) -> tuple[np.ndarray, np.ndarray]:
    """Length along the arm's bones at which places lie, and their distance from the bones; single precision."""
    x, y = x.astype(np.float32), y.astype(np.float32)
    runs: list[np.ndarray] = []
    asides: list[np.ndarray] = []
    before = 0.0
    for start, stop in ((shoulder, elbow), (elbow, wrist)):
        way, size = stop - start, max(abs(stop - start), 1e-6)
        off_x, off_y = x - np.float32(start.real), y - np.float32(start.imag)
        share = np.clip((off_x * np.float32(way.real) + off_y * np.float32(way.imag)) / np.float32(size**2), 0, 1)
        runs.append(np.float32(before) + share * np.float32(size))
        asides.append(np.hypot(off_x - share * np.float32(way.real), off_y - share * np.float32(way.imag)))
        before += size
    first = asides[0] <= asides[1]
    return np.where(first, runs[0], runs[1]), np.where(first, asides[0], asides[1])
