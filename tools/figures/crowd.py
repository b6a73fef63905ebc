"""Many different rendered people with the parser's class of every pixel, exact, to train it with.

    python crowd.py PARTS OUT --count 200 --seed 0

PARTS as for ``figure.py``. OUT gets NAME.jpg and NAME.classes.png (indices as in vitrine's ``CLASSES``). Each of the
crowd is dressed once and photographed four times: other cloth, skin, hair colour, light, place, frame and turn. Drawn
from the seed; what is there is kept, what was dropped (bare skin inside clothes) is named in OUT/dropped.txt. With
FIGURE_THREADS=1 a picture takes 10 to 14 seconds of one core.
"""

import argparse
import time
from pathlib import Path

import body
import bpy
import extras
import numpy as np
import outfits
import scenes
import studio
import worn
from body import Array
from figure import Stage, bare_pixels, covered_by
from PIL import Image
from posing import FINGERS

CLASSES = ("background", "hair", "skin", "top", "outerwear", "dress", "bottoms", "legwear", "shoes", "bag", "accessory")
"""Vitrine's human parsing; a material's name begins with its class, or it is skin."""
CLOTH = {"top", "outerwear", "dress", "bottoms"}
SHOTS = 4
SAMPLES = 8
TEXTURE = 1024


class Extra(Stage):
    """One of the crowd, dressed, in Blender; each shot colours and turns it anew."""

    def __init__(self, number: int, seed: int, parts: Path, cache: Path) -> None:
        self.number = number
        look, self.outfit = extras.extra(seed, number)
        super().__init__(look, parts, cache)
        self.pieces = outfits.Tailor(self, self.outfit).dressed()
        studio.reset(*scenes.SIZES[0], SAMPLES)
        hurry()
        self.things = [self.garment(k, piece) for k, piece in enumerate(self.pieces)]
        self.body = self.bare()
        self.add_parts()
        self.shoes = bpy.data.objects[look.shoes]
        self.shoes_own = self.shoes.data.materials[0]
        self.shoes_own.use_fake_user = True  # stays while a shot gives the shoes another colour
        hair = bpy.data.materials.get(look.hair or "")
        if hair:
            hair.name = "hair"
        if self.outfit.bag and not look.stance.reach[0]:
            self.things.append(self.bag())
        self.pivot = bpy.data.objects.new("pivot", None)
        bpy.context.collection.objects.link(self.pivot)
        for thing in bpy.context.scene.objects:
            if thing.type == "MESH":
                thing.parent = self.pivot

    def texture(self, path: Path) -> bpy.types.Image:
        """A picture of the parts folder, small."""
        out = self.cache / f"{path.parent.name}-{path.stem}.png"
        if not out.exists():
            image = Image.open(path).convert("RGBA")
            image.thumbnail((TEXTURE, TEXTURE))
            image.save(out)
        return bpy.data.images.load(str(out), check_existing=True)

    def garment(self, number: int, piece: outfits.Piece) -> bpy.types.Object:
        garment = piece.garment
        thing = studio.mesh_object(f"piece{number}", garment.vertices, garment.triangles)
        studio.set_values(thing, "edge", garment.edge_distance)
        studio.set_values(thing, "neck", garment.neck_distance)
        studio.set_vectors(thing, "cloth", piece.cloth)
        studio.smooth(thing, 0.0012 if piece.kind != "shoes" else 0.003, 0)
        thing.data.materials.append(studio.plain_material(piece.kind, (0.5, 0.5, 0.5), 1))
        return thing

    def bare(self) -> bpy.types.Object:
        """The body: skin, forearms and hands apart (they may lie before cloth), legwear, and what cloth covers."""
        mesh = body.base()
        count = body.BODY_VERTICES
        hidden = np.zeros(len(mesh.vertices), bool)
        hidden[count:] = True
        hidden[body.part(self.parts / "clothes" / self.look.shoes, self.shape, self.rig).hides] = True
        shown = ~hidden[mesh.quads].any(1)
        quads, uv = mesh.quads[shown], mesh.uv[mesh.uv_quads[shown]]
        slot = np.zeros(count, np.int32)
        hands = self.share("hand", "thumb", *FINGERS)[:count]
        slot[hands + self.share("lowerarm")[:count] > 0.5] = 1
        slot[self.legs()] = 2
        vertices = self.posed[:count].copy()
        faces = worn.triangles_of(mesh.quads[(mesh.quads < count).all(1)])
        normal, mean = worn.normals(vertices, faces), worn.averaging(count, faces)
        sunk = np.zeros(count, bool)
        for number, piece in enumerate(self.pieces):
            under = covered_by(self, [piece.garment])
            for _ in range(3):  # cloth that is nearly as tight as the skin leaves holes
                under = (under | (mean @ under > 0.45)) & (hands < 0.5)
            slot[under], sunk = 3 + number, sunk | under
        vertices -= 0.010 * sunk[:, None] * normal
        thing = studio.mesh_object("body", vertices, quads)
        studio.set_uv(thing, uv.reshape(-1, 2))
        studio.set_vectors(thing, "cloth", self.rest[:count])
        for name in ("skin", "limb", "legwear", *(p.kind for p in self.pieces)):
            thing.data.materials.append(studio.plain_material(name, (0.5, 0.5, 0.5), 1))
        # a quad lies under cloth only when all its corners do
        arms = (slot[quads] == 1).any(1)
        index = np.where(arms, 1, np.where((slot[quads] <= 1).any(1), 0, slot[quads].min(1))).astype(np.int32)
        thing.data.polygons.foreach_set("material_index", index)
        studio.smooth(thing, 0, 0)
        return thing

    def share(self, *bones: str) -> Array:
        """How much of each vertex follows these bones."""
        columns = [i for i, name in enumerate(self.rig.names) if name.startswith(bones)]
        return self.rig.weights[:, columns].sum(1)

    def legs(self) -> Array:
        """Body vertices in tights, stockings or socks."""
        head = dict(zip(self.rig.names, self.rig.heads[:, 2], strict=True))
        leg = self.share("thigh", "calf", "foot", "ball", "pelvis")[: body.BODY_VERTICES]
        share = self.outfit.legwear
        hip, knee, ankle = head["thigh_l"], head["calf_l"], head["foot_l"]
        top = hip + (knee - hip) * min(share, 1) + (ankle - knee) * max(0.0, share - 1)
        height = self.rest[: body.BODY_VERTICES, 2]
        return (leg > 0.5) & (height < min(top, head["spine_01"])) & (share < 2)

    def bag(self) -> bpy.types.Object:
        """A handbag below the left hand."""
        heads = self.rig.heads[self.rig.names.index("hand_l")]
        matrix = self.matrices[self.rig.names.index("hand_l")]
        hand = matrix[:, :3] @ heads + matrix[:, 3]
        rng = np.random.default_rng(self.look.seed)
        half = np.array([rng.uniform(0.05, 0.09), rng.uniform(0.11, 0.2), rng.uniform(0.09, 0.16)])
        signs = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)])
        faces = [[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]]
        middle = hand + np.array([half[0] * 0.6, -0.02, -0.11 - half[2]])
        thing = studio.mesh_object("bag", middle + half * signs, faces)
        edge = thing.modifiers.new("edge", "BEVEL")
        edge.width, edge.segments = 0.02, 2
        thing.data.materials.append(studio.plain_material("bag", (0.5, 0.5, 0.5), 1))
        return thing

    def recoloured(self, rng: extras.Rng) -> None:
        """New cloth, skin and hair colours."""
        cloths = [self.cloth(piece.kind, rng) for piece in self.pieces]
        for thing, material in zip(self.things, [*cloths, *(self.leather("bag", rng) for _ in "b")], strict=False):
            thing.data.materials[0] = material
        self.shoes.data.materials[0] = self.shoes_own
        if rng.random() < 0.5 or self.outfit.boots:
            boots = self.leather("shoes", rng)
            self.shoes.data.materials[0] = boots
            for k, piece in enumerate(self.pieces):
                if piece.kind == "shoes":
                    cloths[k] = self.things[k].data.materials[0] = boots
        gown = next((m for m in cloths if m.name.startswith("dress")), None)
        for k, piece in enumerate(self.pieces):
            if piece.kind == "dress" and gown:
                cloths[k] = self.things[k].data.materials[0] = gown
        drawn = extras.skin(rng, self.look.shape.male > 0.5)
        image = self.texture(next((self.parts / "skins" / drawn.folder).glob("*diffuse*.webp")))
        slots = self.body.data.materials
        for k, name in enumerate(("skin", "limb")):
            slots[k] = studio.skin_material(image, drawn.tint, drawn.gamma)
            slots[k].name = name
            slots[k].node_tree.nodes["Principled BSDF"].inputs["Subsurface Weight"].default_value = 0
        slots[2] = self.legwear(rng, image, drawn)
        for k, cloth in enumerate(cloths):
            slots[3 + k] = cloth
        tint = extras.hair_colour(rng)
        for material in bpy.data.materials:
            if material.name.split(".")[0] == "hair":
                for node in material.node_tree.nodes:
                    if node.type == "MIX":
                        node.inputs[7].default_value = (*tint, 1)

    def cloth(self, kind: str, rng: extras.Rng) -> bpy.types.Material:
        if kind in ("shoes", "accessory"):
            return self.leather(kind, rng)
        ground = extras.colour(rng)
        material = studio.worn_material(kind, ground)
        shader = material.node_tree.nodes["Principled BSDF"]
        shader.inputs["Roughness"].default_value = rng.uniform(0.45, 0.95)
        if rng.random() < 0.42:
            pattern = str(rng.choice(["stripe", "check", "dots", "floral", "floral", "heather"]))
            scale = {"heather": 0.02, "floral": rng.uniform(0.03, 0.12)}.get(pattern, rng.uniform(0.012, 0.08))
            studio.patterned(material, pattern, [ground, extras.colour(rng)], float(scale))
        return material

    def leather(self, kind: str, rng: extras.Rng) -> bpy.types.Material:
        return studio.plain_material(kind, extras.leather(rng), float(rng.uniform(0.3, 0.7)))

    def legwear(self, rng: extras.Rng, image: bpy.types.Image, drawn: extras.Skin) -> bpy.types.Material:
        """Opaque, or sheer: the skin through black, grey or brown."""
        if rng.random() < 0.5:
            return studio.plain_material("legwear", extras.colour(rng), 0.7)
        depth = rng.uniform(0.12, 0.75)
        tint = tuple(float(depth * t) for t in drawn.tint)
        material = studio.skin_material(image, tint, drawn.gamma)  # type: ignore[arg-type]
        material.name = "legwear"
        return material

    def heights(self) -> scenes.Heights:
        """Where pictures of this figure are cut."""
        head = dict(zip(self.rig.names, self.rig.heads[:, 2], strict=True))
        crown = self.look.shape.metres
        return scenes.Heights(
            crown,
            head["head"] + 0.25 * (crown - head["head"]),
            head["neck_01"],
            head["thigh_l"],
            head["calf_l"],
            head["spine_01"],
        )


def hurry() -> None:
    """Render settings for small pictures by the hundred."""
    scene = bpy.context.scene
    scene.render.use_persistent_data = True
    cycles = scene.cycles
    cycles.max_bounces, cycles.transparent_max_bounces = 2, 8
    cycles.use_adaptive_sampling = False
    cycles.denoising_quality, cycles.denoising_prefilter = "FAST", "FAST"


def shoot(extra: Extra, rng: extras.Rng, file: Path, cache: Path) -> bool:
    """Take one picture; false where bare skin lies inside clothes (then none is kept)."""
    before = set(bpy.data.objects)
    extra.recoloured(rng)
    extra.pivot.rotation_euler = (0, 0, np.radians(rng.uniform(-30, 30)))
    scenes.place(rng, cache)
    scenes.light(rng)
    scenes.frame(rng, extra.heights())
    kinds = {m.name: m.name.split(".")[0] for m in bpy.data.materials}
    index = {name: CLASSES.index(kind) for name, kind in kinds.items() if kind in CLASSES}
    free = len(CLASSES)  # faces, arms and hands: skin that may well lie before cloth
    classes = studio.classes(cache / "classes.png", index, free)
    bare = np.stack([classes == CLASSES.index("skin"), np.isin(classes, [CLASSES.index(c) for c in CLOTH])], -1)
    kept = not bare_pixels(bare)
    classes[classes == free] = CLASSES.index("skin")
    if kept:
        Image.open(studio.render(cache / "picture.png")).convert("RGB").save(file, quality=int(rng.integers(78, 95)))
        Image.fromarray(classes).save(file.with_suffix(".classes.png"))
    for thing in set(bpy.data.objects) - before:
        bpy.data.objects.remove(thing)
    bpy.data.orphans_purge(do_recursive=True)
    return kept


def crowd(parts: Path, out: Path, count: int, seed: int) -> None:
    """Fill ``out`` up to ``count`` pictures."""
    cache = out / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    list_of = out / "dropped.txt"
    dropped = set(list_of.read_text().split()) if list_of.exists() else set()
    number, begun, made = 0, time.monotonic(), 0
    have = 0
    while have < count:
        names = [f"{seed}-{number:04d}-{shot}" for shot in range(SHOTS)]
        open_ = [n for n in names if n not in dropped and not (out / f"{n}.classes.png").exists()]
        extra = Extra(number, seed, parts, cache) if open_ else None
        for shot, name in enumerate(names):
            if extra and name in open_:
                if shoot(extra, np.random.default_rng((seed, number, shot + 1)), out / f"{name}.jpg", cache):
                    made += 1
                else:
                    dropped.add(name)
                    list_of.write_text("\n".join(sorted(dropped)) + "\n")
            have += name not in dropped
        each = (time.monotonic() - begun) / max(1, made)
        left = each * max(0, count - have) / 60
        print(f"{have} of {count}, {len(dropped)} dropped, {each:.0f} s each, {left:.0f} min left", flush=True)
        number += 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    crowd(args.parts, args.out, args.count, args.seed)


if __name__ == "__main__":
    main()
