"""Cut-outs of garment photos as the product makes them, each kept once made: what `category.npz` learns from."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from vitrine.delivery.files import write
from vitrine.garments.cutout import cutout
from vitrine.imaging.types import Mask
from vitrine.nets import Nets
from vitrine.training.clothing import Photo
from vitrine.training.street import read

LEAST: Final = 0.02
"""Share of a photo below which what was cut out is nothing."""


class Cutouts:
    """Coverage of photos in a folder, as 8 bits."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def prepare(self, nets: Nets, photos: list[Photo]) -> Iterator[tuple[int, int]]:
        """Cut out what is not there yet; yields (photos done, photos in all)."""
        for number, photo in enumerate(photos):
            file = self._file(photo)
            if not file.is_file():
                alpha = cutout(read(photo.file), nets).alpha
                file.parent.mkdir(parents=True, exist_ok=True)
                write(file, cv2.imencode(".png", np.rint(alpha * 255).astype(np.uint8))[1].tobytes())
            yield number + 1, len(photos)

    def alpha(self, photo: Photo) -> Mask | None:
        """Coverage, 0..1; None where nothing was found."""
        level = np.asarray(cv2.imread(str(self._file(photo)), cv2.IMREAD_GRAYSCALE), np.float32)
        alpha = level / np.float32(255)
        return alpha if (alpha > 0.5).mean() > LEAST else None

    def _file(self, photo: Photo) -> Path:
        return self.folder / photo.split / photo.kind / f"{photo.file.name}.png"
