"""The tables. Pictures themselves, and all measured on a person, lie in the vault; rows hold ids and plain facts."""

from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import JSON, DateTime, ForeignKey, Index, String, TypeDecorator, UniqueConstraint
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

HEAD: Final = "0006"
"""The newest revision in `migrations/versions`."""


class Utc(TypeDecorator[datetime]):
    """A time with zone UTC; SQLite keeps none."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Times are stored in UTC."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Times come back in UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


class Table(DeclarativeBase):
    """The base of all tables."""

    type_annotation_map = {datetime: Utc, dict[str, Any]: JSON, list[str]: JSON, list[dict[str, Any]]: JSON}  # noqa: RUF012


class Picture(Table):
    """A photo or a garment that a session has given; its bytes are the vault's object of the same id."""

    __tablename__ = "picture"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    session: Mapped[str] = mapped_column(String(64), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    """`photo` or `garment`."""
    width: Mapped[int]
    height: Mapped[int]
    category: Mapped[str | None] = mapped_column(String(16))
    attributes: Mapped[dict[str, Any]]
    warnings: Mapped[list[str]]
    """Codes."""
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class Analysis(Table):
    """What was measured on a picture, kept in the vault; goes with its picture."""

    __tablename__ = "analysis"

    picture: Mapped[str] = mapped_column(ForeignKey("picture.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Of the code, the networks, and the category asked for."""
    object: Mapped[str] = mapped_column(String(64))
    """The vault's object id."""


class Job(Table):
    """A piece of work and how it stands."""

    __tablename__ = "job"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    """`try_on` (a session's) or `hosted` (a merchant's, whose request lies in the vault)."""
    owner: Mapped[str] = mapped_column(String(64))
    """The session's or the merchant key's id; only it may see the job."""
    session: Mapped[str] = mapped_column(String(64), index=True)
    """The vault's session that holds the pictures."""
    person: Mapped[str] = mapped_column(String(64))
    garments: Mapped[list[str]]
    options: Mapped[dict[str, Any]]
    """`category`, `engine`, `format`, `language`; for hosted jobs the vault's object with the request."""
    status: Mapped[str] = mapped_column(String(16), index=True)
    """`queued`, `running`, `done`, `failed`, `canceled`."""
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[dict[str, Any] | None]
    """What failed, as `VitrineError.described` gives it."""
    result: Mapped[str | None] = mapped_column(String(64))
    """The vault's object id."""
    report: Mapped[dict[str, Any]]
    """Of a done job: `width`, `height`, `checks`, `warnings`, `timings`."""
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    __table_args__ = (Index("job_owner_created", "owner", "created_at", "id"),)


class KeyUse:
    """What a table of uses of an `Idempotency-Key` has, whatever the first request under the key made."""

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(String(64))
    """Who asked: keys of others are other keys."""
    key: Mapped[str] = mapped_column(String(255))
    fingerprint: Mapped[str] = mapped_column(String(64))
    """SHA-256 of method, path and body; of a body that may hold pictures, keyed with a secret."""
    created_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("owner", "key"),)


class Request(KeyUse, Table):
    """An `Idempotency-Key` and the job that the first request under it made."""

    __tablename__ = "request"

    job: Mapped[str] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"), index=True)


class Upload(KeyUse, Table):
    """An `Idempotency-Key` and the picture that the first upload under it made; its owner is the vault's session."""

    __tablename__ = "upload"

    picture: Mapped[str] = mapped_column(ForeignKey("picture.id", ondelete="CASCADE"), index=True)
