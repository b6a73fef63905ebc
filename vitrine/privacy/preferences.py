"""What the shop's owner has set in the console: kept in the database, beside the settings of the environment.

The environment is the operator's word. A setting that it names explicitly is a bound: the console may only be more
careful (erase sooner, show the mark, moderate more strictly). What the environment leaves open the console may choose.
"""

import threading
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import JSON, String, select
from sqlalchemy.orm import Mapped, mapped_column

from vitrine.settings import Settings
from vitrine.storage.database import Database
from vitrine.storage.tables import Table

Level = Literal["conservative", "permissive"]
LONGEST_HOURS: Final = 366 * 24.0


class PreferenceRow(Table):
    """One thing that was set."""

    __tablename__ = "preference"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)


class Chosen(BaseModel):
    """What is in force."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={
            "examples": [
                {
                    "session_hours": 24,
                    "visible_mark": "auto",
                    "producer": "Vitrine",
                    "moderation": "permissive",
                    "languages": ["zh", "en"],
                }
            ]
        },
    )

    session_hours: float = Field(gt=0, le=LONGEST_HOURS, description="Hours after which photos are erased.")
    visible_mark: Literal["auto", "on", "off"] = Field(description="The visible mark on results.")
    producer: str = Field(min_length=1, max_length=200, description="Who makes the results, in their metadata.")
    moderation: Level = Field(description="How strictly photos are looked at.")
    languages: list[Literal["zh", "en"]] = Field(
        min_length=1, max_length=2, description="Languages that the shopper's page offers; the first is the default."
    )


class Preferences:
    """Reads and writes what is set; what is in force is at hand without a query."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings
        self._lock = threading.Lock()
        self.now = self._read()

    def bounds(self) -> dict[str, Any]:
        """What the environment names explicitly, by setting: the console cannot be less careful than that."""
        named = self._settings.model_fields_set & {"session_hours", "visible_mark", "producer"}
        return {name: getattr(self._settings, name) for name in sorted(named)}

    def choose(self, chosen: Chosen) -> Chosen:
        """Set all; returns what is in force, which the environment may hold back."""
        with self._lock, self._database.write() as base:
            for name, value in chosen.model_dump().items():
                base.merge(PreferenceRow(name=name, value=value))
        self.now = self._read()
        return self.now

    def _read(self) -> Chosen:
        with self._database.read() as base:
            kept = {row.name: row.value for row in base.scalars(select(PreferenceRow))}
        values: dict[str, Any] = {
            "session_hours": min(self._settings.session_hours, LONGEST_HOURS),
            "visible_mark": self._settings.visible_mark,
            "producer": self._settings.producer or "Vitrine",
            "moderation": "permissive",
            "languages": ["zh", "en"],
        }
        values |= {name: value for name, value in kept.items() if name in values}
        for name, bound in self.bounds().items():
            values[name] = _careful(name, values[name], bound)
        return Chosen.model_validate(values)


def _careful(name: str, value: Any, bound: Any) -> Any:
    """The more careful of what was chosen and what the environment says."""
    if name == "session_hours":
        return min(value, bound)
    if name == "visible_mark":
        order = ("off", "auto", "on")
        return max(value, bound, key=order.index)
    return bound
