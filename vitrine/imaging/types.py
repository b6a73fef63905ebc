"""The words of the picture code as types; checked at run time in every test run (jaxtyping, beartype)."""

import numpy as np
from jaxtyping import Bool, Float32, UInt8

Picture = UInt8[np.ndarray, "h w 3"]
"""sRGB, 0..255."""
Rgba = UInt8[np.ndarray, "h w 4"]
"""sRGB with straight (not premultiplied) alpha."""
Mask = Float32[np.ndarray, "h w"]
"""Coverage, 0..1."""
Region = Bool[np.ndarray, "h w"]
"""A set of pixels."""
Labels = UInt8[np.ndarray, "h w"]
"""A class index a pixel; resized by nearest neighbour only."""
Points = Float32[np.ndarray, "_ 2"]
"""(x, y) in pixels; x to the right, y downward, (0, 0) the centre of the first pixel."""
