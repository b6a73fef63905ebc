"""What all contracts share: unknown fields are refused, values do not change, JSON and Python say the same."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0, le=1)]
"""0..1."""
Spot = tuple[float, float]
"""(x, y) in pixels of the picture, (0, 0) the centre of the first pixel."""


class Contract(BaseModel):
    """The base of every contract."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Said(Contract):
    """A text for people in both languages."""

    en: str
    zh: str


class Box(Contract):
    """A rectangle in the picture, in pixels: what a finding points at."""

    x: int
    y: int
    width: int
    height: int
