"""Try-on engines: one dict of names; nothing is imported until one is chosen."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Final, Protocol, runtime_checkable

from vitrine.errors import EngineMissing
from vitrine.garments.garment import Garment
from vitrine.imaging.types import Mask, Picture
from vitrine.people.person import Person


@dataclass(frozen=True)
class Check:
    """One thing that was verified on a result by our own code."""

    name: str
    """Of the shopper `outside face hands outline skin leak`, of the garment `whole cut colour print sleeves`."""
    passed: bool
    value: float
    bar: float
    say: str
    """What it means, in plain English words (translated by code in the page)."""


@dataclass(frozen=True, eq=False)
class Fitted:
    """What an engine returns."""

    image: Picture
    mask: Mask
    """Where the picture may differ from the photo; 0 means equal to the input bit for bit."""
    checks: tuple[Check, ...] = ()
    warnings: tuple[str, ...] = ()
    timings: dict[str, float] = field(default_factory=dict)
    """Milliseconds by stage."""


@runtime_checkable
class Fit(Protocol):
    """The contract of an engine."""

    def __call__(self, person: Person, garments: Sequence[Garment]) -> Fitted:
        """Dress `person` in `garments`, given from inner to outer."""
        ...


@dataclass(frozen=True)
class Engine:
    """Where an engine's function is found, and the extra that installs what it needs."""

    target: str
    extra: str | None = None


ENGINES: Final = {"warp": Engine("vitrine.fitting.warp:warp")}


def engine(name: str = "auto") -> Fit:
    """The engine called `name`; "auto" is the embedded one.

    Raises:
        EngineMissing: there is none of that name, or what it needs is not installed.
    """
    chosen = ENGINES.get("warp" if name == "auto" else name)
    if chosen is None:
        raise EngineMissing(name)
    module, _, function = chosen.target.partition(":")
    try:
        found: Fit = getattr(import_module(module), function)
    except ImportError as missing:
        raise EngineMissing(f"{name} (extra {chosen.extra})") from missing
    return found
