"""Makes the documentation's pictures from the demo, as the program does it.

    python tools/docs_pictures.py [PERSON GARMENT]

`docs/images/result.jpg` shows person, garment and result; `docs/images/stages.jpg` what the engine has in hand between
its steps. PERSON and GARMENT are names in `demo/`.
"""

import sys
from pathlib import Path
from typing import Final

import cv2
import numpy as np

import vitrine
from vitrine.fitting.warp import attempt
from vitrine.fitting.warp.clock import Clock
from vitrine.fitting.warp.tries import Attempt, Plan
from vitrine.fitting.warp.wearer import wearer_of
from vitrine.garments.drawing import drawn
from vitrine.imaging.types import Picture
from vitrine.people.person import COLOURS, Person
from vitrine.people.working import working

ROOT: Final = Path(__file__).parents[1]
HEIGHT: Final = 720
GAP: Final = 12
BONES: Final = (
    (11, 12), (11, 13), (13, 15), (12, 14), (14, 16), (11, 23), (12, 24), (23, 24),
    (23, 25), (25, 27), (24, 26), (26, 28),
)  # fmt: skip


def main(person: str = "anna", garment: str = "tee-print") -> None:
    """Dress, and write both pictures."""
    wearer = vitrine.read_person(ROOT / f"demo/people/{person}.jpg")
    product = vitrine.read_garment(ROOT / f"demo/garments/{garment}.jpg")
    made = attempt(work := working(wearer), wearer_of(work.person), [product], Plan(), Clock())
    write("result", row([wearer.photo, product.photo, vitrine.tryon(wearer, product).image]))
    before = row([drawn(product), parsed(work.person), cleaned(made)])
    write("stages", np.vstack([before, np.full_like(before[:GAP], 255), row([posed(made), unlit(made), made.image])]))


def parsed(person: Person) -> Picture:
    """The photo tinted by human parsing, with the bones."""
    tint = np.array(COLOURS, np.uint8)[person.labels]
    out = np.where(person.labels[..., None] > 0, 0.45 * person.photo + 0.55 * tint, person.photo).astype(np.uint8)
    at, width = np.round(person.landmarks).astype(int), max(2, person.photo.shape[0] // 300)
    for colour, more in (((20, 20, 20), 2), ((255, 255, 255), 0)):
        for a, b in BONES:
            cv2.line(out, at[a].tolist(), at[b].tolist(), colour, width + more, cv2.LINE_AA)
    return out


def cleaned(made: Attempt) -> Picture:
    """The photo without the old clothes."""
    return np.clip(made.of.canvas.base, 0, 255).astype(np.uint8)


def posed(made: Attempt) -> Picture:
    """The garment's mesh, posed, over the cleaned photo."""
    out = cleaned(made)
    for fit in made.of.fits:
        for triangle in np.round(fit.posed[fit.rig.mesh.triangles]).astype(np.int32):
            cv2.polylines(out, [triangle], True, (0, 90, 200), 1, cv2.LINE_AA)
    return out


def unlit(made: Attempt) -> Picture:
    """The pieces in the garment picture's own light, laid flat over the cleaned photo."""
    out = made.of.canvas.base.copy()
    for fit in made.of.fits:
        for piece in fit.drawn.values():
            cover = piece.alpha[..., None]
            out[piece.window] = out[piece.window] * (1 - cover) + piece.colour * cover
    return np.clip(out, 0, 255).astype(np.uint8)


def row(pictures: list[Picture]) -> Picture:
    """Side by side in panels of one size, each whole in its panel."""
    width = HEIGHT * 4 // 5
    sheet = np.full((HEIGHT, len(pictures) * (width + GAP) - GAP, 3), 255, np.uint8)
    for k, picture in enumerate(pictures):
        step = min(HEIGHT / picture.shape[0], width / picture.shape[1])
        size = (round(picture.shape[1] * step), round(picture.shape[0] * step))
        left, top = k * (width + GAP) + (width - size[0]) // 2, (HEIGHT - size[1]) // 2
        sheet[top : top + size[1], left : left + size[0]] = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return sheet


def write(name: str, sheet: Picture) -> None:
    """Into the documentation."""
    out = ROOT / f"docs/images/{name}.jpg"
    cv2.imwrite(str(out), sheet[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 85])
    print(f"{out.relative_to(ROOT)}  {out.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(*sys.argv[1:])
