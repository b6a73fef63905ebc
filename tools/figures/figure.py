"""Pictures of the demo people. ``python figure.py anna PARTS OUT.jpg [--height 1024]``.

PARTS is a folder of MakeHuman's CC0 skins, hair, eyes and shoes (demo/README.md).
"""

import argparse
import tempfile
from dataclasses import replace
from pathlib import Path

import body
import bpy
import dressing
import numpy as np
import people
import posing
import studio
import worn
from body import Array
from PIL import Image

Clothes = tuple[dressing.Garment, dressing.Garment]
CLASSES = {"background": 0, "hair": 1, "skin": 2, "top": 3, "bottoms": 6, "shoes": 8}
"""Indices of vitrine's human parsing."""


class Stage:
    """One posed, dressed figure, brought into Blender."""

    def __init__(self, look: people.Look, parts: Path, cache: Path | None = None) -> None:
        self.look, self.parts = look, parts
        self.shape = body.shaped(look.shape)
        rest = self.rest = body.to_world(self.shape)
        self.rig = body.rig_of(rest)
        self.matrices = posing.standing(self.rig, look.stance).matrices()
        self.posed = body.skin(rest, self.rig.weights, self.matrices)
        self.cache = cache or Path(tempfile.mkdtemp())

    def texture(self, path: Path) -> bpy.types.Image:
        """A picture of the parts folder (WebP) as an image data block, by way of PNG."""
        out = self.cache / f"{path.stem}.png"
        if not out.exists():
            Image.open(path).convert("RGBA").save(out)
        return bpy.data.images.load(str(out))

    def clothes(self, drape: Path | None) -> Clothes:
        """Tee and trousers. ``drape`` keeps them for the next trial render of the same figure."""
        if drape and drape.exists():
            kept = np.load(drape)
            return tuple(dressing.Garment(*(kept[f"{g}{k}"] for k in range(4))) for g in "tl")  # type: ignore[return-value]
        suit = worn.tights(self.posed, self.rig.weights, self.rest)
        marks = dressing.Marks.of(self.rig, self.matrices)
        hands = dressing._column(
            self.rig, self.rig.weights, "hand", "thumb", "index", "middle", "ring", "pinky", "lowerarm"
        )
        obstacle = worn.body_obstacle(self.posed, hands > 0.5)
        legs = dressing.trousers(self.look, suit, self.rig, marks, obstacle)
        both = obstacle.joined(worn.Obstacle.of(legs.vertices, legs.triangles))
        tee = dressing.tee(self.look, suit, self.rig, marks, both)
        if drape:
            parts = {f"{g}{k}": v for g, x in (("t", tee), ("l", legs)) for k, v in enumerate(vars(x).values())}
            np.savez(drape, **parts)
        return tee, legs

    def borrowed(self, other: "Stage", garments: Clothes) -> Clothes:
        """Clothes that were hung on another figure, moved onto this one: cloth goes where the body under it went."""
        from scipy.spatial import cKDTree

        tree, moved = cKDTree(other.posed[: body.BODY_VERTICES]), self.posed - other.posed
        arms = dressing._column(self.rig, self.rig.weights, "hand", "lowerarm")
        obstacle = worn.body_obstacle(self.posed, arms > 0.5)
        near_body = cKDTree(obstacle.points)
        out = []
        for garment in garments:
            distance, near = tree.query(garment.vertices, k=24)
            share = 1 / (distance + 0.01) ** 2
            share /= share.sum(1, keepdims=True)
            x = garment.vertices + (moved[near] * share[..., None]).sum(1)
            mean = worn.averaging(len(x), garment.triangles)
            for _ in range(4):
                x = worn.pushed(0.7 * x + 0.3 * (mean @ x), near_body, obstacle, 0.008)
            out.append(replace(garment, vertices=x))
        return out[0], out[1]

    def add_body(self, covered: Array, shod: bool = True) -> bpy.types.Object:
        """The body; what lies under cloth is sunk in and gets the cloth's colour (the opaque underlayer).

        ``shod`` leaves out what shoes hide.
        """
        mesh = body.base()
        hidden = np.zeros(len(mesh.vertices), bool)
        hidden[body.BODY_VERTICES :] = True
        if shod:
            hidden[body.part(self.parts / "clothes" / self.look.shoes, self.shape, self.rig).hides] = True
        shown = ~hidden[mesh.quads].any(1)
        quads, uv = mesh.quads[shown], mesh.uv[mesh.uv_quads[shown]]
        vertices = self.calmed() if self.look.faceless else self.posed[: body.BODY_VERTICES].copy()
        normal = worn.normals(vertices, worn.triangles_of(mesh.quads[(mesh.quads < len(vertices)).all(1)]))
        vertices -= 0.010 * covered[:, None] * normal
        thing = studio.mesh_object("body", vertices, quads)
        studio.set_uv(thing, uv.reshape(-1, 2))
        look = self.look
        if look.faceless:
            thing.data.materials.append(studio.plain_material("skin", look.skin_tint, 0.6))
        else:
            image = self.texture(next((self.parts / "skins" / look.skin).glob("*diffuse*.webp")))
            thing.data.materials.append(studio.skin_material(image, look.skin_tint, look.skin_gamma))
        thing.data.materials.append(studio.plain_material("under", look.tee, 0.9))
        under = covered[quads].all(1)
        thing.data.polygons.foreach_set("material_index", under.astype(np.int32))
        studio.smooth(thing, 0, 1)
        return thing

    def calmed(self, rounds: int = 12) -> Array:
        """The body's vertices with the face smoothed to a sculptor's hint of one, nobody's; the lips stay closed."""
        vertices = self.posed[: body.BODY_VERTICES].copy()
        faces = worn.triangles_of(body.base().quads[(body.base().quads < len(vertices)).all(1)])
        mean = worn.averaging(len(vertices), faces)
        teeth = body.part(self.parts / "teeth/teeth_base", self.shape, self.rig)
        mouth = body.skin(teeth.vertices, teeth.weights, self.matrices)
        mouth = mouth.mean(0) * [1, 0, 1] + mouth.min(0) * [0, 1, 0]
        head = self.rig.weights[: len(vertices), self.rig.names.index("head")]
        middle = np.average(vertices, axis=0, weights=head)
        front = np.clip((middle[1] - vertices[:, 1]) / 0.03, 0, 1)
        away = np.clip(np.linalg.norm(vertices - mouth, axis=1) / 0.03 - 0.8, 0, 1)
        share = (head * front * away)[:, None]
        for _ in range(rounds):
            vertices = vertices + 0.6 * share * (mean @ vertices - vertices)
        return vertices

    def add_part(self, folder: Path, material: bpy.types.Material, levels: int = 0) -> body.Part:
        part = body.part(folder, self.shape, self.rig)
        posed = body.skin(part.vertices, part.weights, self.matrices)
        faces = [list(dict.fromkeys(q)) for q in part.mesh.quads.tolist()]
        thing = studio.mesh_object(folder.name, posed, faces)
        uv = [
            part.mesh.uv[t]
            for q, u in zip(part.mesh.quads, part.mesh.uv_quads, strict=True)
            for t in u[: len(dict.fromkeys(q.tolist()))]
        ]
        studio.set_uv(thing, np.array(uv))
        studio.smooth(thing, 0, levels)
        thing.data.materials.append(material)
        return part

    def add_parts(self) -> None:
        look, parts = self.look, self.parts
        if look.faceless:
            self.add_part(parts / "eyes/high-poly", bpy.data.materials["skin"])
            self.add_shoes()
            return
        eyes = self.texture(parts / f"eyes/materials/{look.eyes}_eye.webp")
        self.add_part(parts / "eyes/high-poly", studio.eye_material(eyes))
        for kind, name, tint in (
            ("eyebrows", look.brows, look.brow_tint),
            ("eyelashes", look.lashes, (0.01, 0.01, 0.01)),
            ("hair", look.hair, look.hair_tint),
        ):
            if name:
                folder = parts / kind / name
                image = self.texture(next(p for p in folder.glob("*.webp") if "normal" not in p.stem))
                self.add_part(folder, studio.hair_material(name, image, tint, keep=kind == "hair"))
        self.add_shoes()

    def add_shoes(self) -> None:
        shoes = self.parts / "clothes" / self.look.shoes
        image = self.texture(next(shoes.glob("*diffuse.webp")))
        self.add_part(shoes, studio.textured_material("shoes", image, 0.45))

    def add_garment(self, name: str, garment: dressing.Garment, colour: tuple[float, float, float]) -> None:
        thing = studio.mesh_object(name, garment.vertices, garment.triangles)
        studio.set_values(thing, "edge", garment.edge_distance)
        studio.set_values(thing, "neck", garment.neck_distance)
        studio.smooth(thing, 0.0012, 1)
        thing.data.materials.append(studio.worn_material(name, colour))


def covered_by(stage: Stage, garments: list[dressing.Garment]) -> Array:
    """Body vertices that lie under cloth: the nearest cloth is at least 2.5 cm from its own edges."""
    from scipy.spatial import cKDTree

    skin = stage.posed[: body.BODY_VERTICES]
    out = np.zeros(len(skin), bool)
    for garment in garments:
        border = worn.border_of(len(garment.vertices), garment.triangles)
        distance, near = cKDTree(garment.vertices).query(skin)
        away = cKDTree(garment.vertices[border]).query(garment.vertices)[0][near]
        normal = worn.normals(garment.vertices, garment.triangles)
        inside = ((skin - garment.vertices[near]) * normal[near]).sum(1) < 0.002
        out |= (distance < 0.09) & inside & (away > 0.025)
    return out


def bare_pixels(labels: Array) -> int:
    """Skin pixels enclosed by cloth: there must be none (labels from ``studio.labelled``)."""
    from scipy.ndimage import binary_fill_holes

    skin, cloth = labels[..., 0], labels[..., 1]
    return int((binary_fill_holes(cloth) & skin).sum())


def classes_of(look: people.Look) -> dict[str, int]:
    """The parser's class by material; the rest of a figure (eyes, brows) is skin."""
    cloth = {"under": "top", "tee": "top", "trousers": "bottoms", "shoes": "shoes", "sweep": "background"}
    return {material: CLASSES[name] for material, name in {**cloth, look.hair or "": "hair"}.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=people.PEOPLE)
    parser.add_argument("parts", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--height", type=int, default=1024)
    parser.add_argument("--samples", type=int, default=32)
    parser.add_argument("--drape", type=Path, help="file that keeps the hung clothes between trials")
    parser.add_argument("--like", choices=people.PEOPLE, help="whose clothes ``--drape`` holds: moved onto this figure")
    parser.add_argument(
        "--zoom", type=float, nargs=2, help="height of the crop's centre and its size, metres (to look)"
    )
    parser.add_argument(
        "--classes", action="store_true", help="also OUT.classes.png, the parser's class of every pixel"
    )
    args = parser.parse_args()
    look = people.PEOPLE[args.name]
    studio.reset(args.height * 3 // 4, args.height, args.samples)
    stage = Stage(look, args.parts)
    if args.like:
        other = Stage(people.PEOPLE[args.like], args.parts)
        tee, legs = stage.borrowed(other, other.clothes(args.drape))
    else:
        tee, legs = stage.clothes(args.drape)
    stage.add_body(covered_by(stage, [tee, legs]))
    stage.add_parts()
    stage.add_garment("tee", tee, look.tee)
    stage.add_garment("trousers", legs, look.trousers)
    studio.backdrop(look.shape.metres, args.zoom)
    picture = studio.render(args.out.with_suffix(".png"))
    label_of = {"skin": "skin", "under": "cloth", "tee": "cloth", "trousers": "cloth"}
    bare = bare_pixels(studio.labelled(args.out.with_suffix(".labels.png"), label_of))
    if bare:
        raise SystemExit(f"{bare} pixels of skin show through the clothes: not kept")
    Image.open(picture).convert("RGB").save(args.out, quality=92, optimize=True, subsampling=0)
    if args.classes:
        truth = args.out.with_suffix(".classes.png")
        Image.fromarray(studio.classes(truth, classes_of(look), CLASSES["skin"])).save(truth)


if __name__ == "__main__":
    main()
