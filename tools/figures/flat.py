"""Product pictures: a garment laid flat, seen from above. ``python flat.py tee-plain OUT.jpg [--height 1200]``."""

import argparse
from pathlib import Path

import numpy as np
import shade
import shop
from laid import laid
from panels import sewn


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", action="store_true", help="print the names and stop")
    parser.add_argument("name", choices=shop.DESIGNS, nargs="?")
    parser.add_argument("out", type=Path, nargs="?")
    parser.add_argument("--height", type=int, default=1200)
    parser.add_argument("--width", type=int, default=960)
    parser.add_argument("--lay", type=Path, help="file (.npy) that keeps the folds between trials")
    args = parser.parse_args()
    if args.list:
        print(*shop.DESIGNS, sep="\n")
        return
    if not args.name or not args.out:
        parser.error("which garment, and where to?")
    design = shop.DESIGNS[args.name]()
    mesh = sewn(design.pattern, design.spacing)
    if args.lay and args.lay.exists():
        position = np.load(args.lay)
    else:
        position = laid(mesh, design.seed, shift=design.shift, wavelength=design.wavelength)
        if args.lay:
            np.save(args.lay, position)
    picture = shade.photograph(position, mesh, design.front, design.back, (args.width, args.height), margin=1.14)
    picture.save(args.out, quality=90, optimize=True, subsampling=0)


if __name__ == "__main__":
    main()
