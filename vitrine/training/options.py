"""Options of a run, checked once when they are made: their types by their declaration, their values by a table."""

import math
from dataclasses import asdict, fields
from types import EllipsisType
from typing import Any, get_args, get_origin

from vitrine.errors import BadInput


class WrongOption(BadInput):
    """An option of the training is of another type, or its value makes no sense."""

    code = "wrong-option"
    zh = "训练选项的类型或取值不正确。"
    remedy = "Its type, meaning and range are in `Options` and `LIMITS` in vitrine/training/NAME.py."
    remedy_zh = "其类型、含义和取值范围见 vitrine/training/NAME.py 中的 `Options` 与 `LIMITS`。"


def checked(options: Any, limits: dict[str, tuple[float, float]]) -> None:
    """Nothing, if a dataclass of options holds what it declares.

    Args:
        options: its fields are int, float, bool or tuples of these.
        limits: least and greatest value by name; of a tuple's items where it is one. Others may have any.

    Raises:
        WrongOption: names the first that does not.
    """
    for field in fields(options):
        value = getattr(options, field.name)
        low, high = limits.get(field.name, (-math.inf, math.inf))
        items = value if isinstance(value, tuple) else (value,)
        if not _is(value, field.type) or not items or not all(low <= item <= high for item in items):
            raise WrongOption(f"{field.name}={value!r}")


def told(options: Any) -> str:
    """All options in one line, as `--set` takes them."""
    said = (f"{name}={list(value) if isinstance(value, tuple) else value}" for name, value in asdict(options).items())
    return ", ".join(said).replace("True", "true").replace("False", "false")


def _is(value: Any, kind: Any) -> bool:
    """Whether a value is of a declared type; whole numbers do as fractions, and yes or no are no numbers."""
    if get_origin(kind) is tuple:
        inside = get_args(kind)
        if not isinstance(value, tuple):
            return False
        if isinstance(inside[-1], EllipsisType):
            return all(_is(item, inside[0]) for item in value)
        return len(value) == len(inside) and all(map(_is, value, inside))
    if kind is bool or isinstance(value, bool):
        return kind is bool and isinstance(value, bool)
    if kind is float:
        return isinstance(value, int | float) and math.isfinite(value)
    return isinstance(value, kind)
