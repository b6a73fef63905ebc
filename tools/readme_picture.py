"""Makes docs/images/result.jpg: the demo person, a demo garment, and the person wearing it, as the program does it.

Usage: python tools/readme_picture.py
"""

from pathlib import Path

import cv2
import numpy as np

import vitrine

ROOT = Path(__file__).parents[1]
PERSON, GARMENT = ROOT / "demo/people/anna.jpg", ROOT / "demo/garments/tee-print.jpg"
HEIGHT = 720


def panel(picture: np.ndarray) -> np.ndarray:
    """The picture at the sheet's height."""
    width = round(picture.shape[1] * HEIGHT / picture.shape[0])
    return np.asarray(cv2.resize(picture, (width, HEIGHT), interpolation=cv2.INTER_AREA))


def main() -> None:
    """Dress and lay the three side by side."""
    person, garment = vitrine.read_person(PERSON), vitrine.read_garment(GARMENT)
    result = vitrine.tryon(person, garment)
    gap = np.full((HEIGHT, 12, 3), 255, np.uint8)
    sheet = np.hstack([panel(person.photo), gap, panel(garment.photo), gap, panel(result.image)])
    out = ROOT / "docs/images/result.jpg"
    out.parent.mkdir(exist_ok=True)
    cv2.imwrite(str(out), sheet[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 88])
    print(f"{out.relative_to(ROOT)}  {out.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
