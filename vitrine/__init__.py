"""Vitrine: virtual try-on and 3D showroom that a shop runs itself."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vitrine.garments.garment import Garment
    from vitrine.library import Parsing, TryOn, features, parse, read_garment, read_person, tryon
    from vitrine.people.person import Person

__all__ = ["Garment", "Parsing", "Person", "TryOn", "features", "parse", "read_garment", "read_person", "tryon"]

_HOME = {"Garment": "vitrine.garments.garment", "Person": "vitrine.people.person"}


def __getattr__(name: str) -> Any:
    """Loads what is asked for when it is asked for: `import vitrine` alone loads nothing heavy."""
    if name not in __all__:
        raise AttributeError(f"module 'vitrine' has no attribute {name!r}")
    return getattr(import_module(_HOME.get(name, "vitrine.library")), name)
