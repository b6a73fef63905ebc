"""Product pictures: a garment laid flat, seen from above. ``python flat.py tee-plain OUT.jpg [--height 1200]``."""

import argparse
from pathlib import Path

import bpy
import garments
import numpy as np
import studio
from laid import laid
from panels import sewn
from PIL import Image


def build(name: str, lay: Path | None) -> tuple[bpy.types.Object, float, float]:
    """The garment as an object; its width and height in metres. ``lay`` keeps its folds for the next trial."""
    design = garments.GARMENTS[name]()
    mesh = sewn(design.pattern, design.spacing)
    if lay and lay.exists():
        position = np.load(lay)
    else:
        position = laid(mesh, design.seed, shift=design.shift, wavelength=design.wavelength)
        if lay:
            np.save(lay, position)
    thing = studio.mesh_object(name, position, mesh.triangles)
    front, back = design.front, design.back
    uv = np.where(mesh.is_front[:, None, None], front.uv(mesh.flat)[mesh.triangles], back.uv(mesh.flat)[mesh.triangles])
    studio.set_uv(thing, uv.reshape(-1, 2))
    for sheet, label in ((back, "back"), (front, "front")):
        thing.data.materials.append(studio.cloth_material(f"{name}-{label}", sheet, sheen=design.sheen))
    thing.data.polygons.foreach_set("material_index", mesh.is_front.astype(np.int32))
    studio.smooth(thing, thickness=design.thickness, levels=1)
    span = np.ptp(position, axis=0)
    centre = (position.max(0) + position.min(0)) / 2
    thing.location = (-centre[0], -centre[1], 0.0004)
    return thing, float(span[0]), float(span[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=garments.GARMENTS)
    parser.add_argument("out", type=Path)
    parser.add_argument("--height", type=int, default=1200)
    parser.add_argument("--width", type=int, default=960)
    parser.add_argument("--samples", type=int, default=10)
    parser.add_argument("--lay", type=Path, help="file (.npy) that keeps the folds between trials")
    args = parser.parse_args()
    studio.reset(args.width, args.height, args.samples)
    _, width, height = build(args.name, args.lay)
    studio.table(max(height / args.height, width / args.width) * args.height * 1.14)
    picture = studio.render(args.out.with_suffix(".png"))
    Image.open(picture).convert("RGB").save(args.out, quality=90, optimize=True, subsampling=0)


if __name__ == "__main__":
    main()
