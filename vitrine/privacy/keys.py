"""API keys: merchant keys are secret and stored hashed; publishable keys may be seen and are bound to origins."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal
from urllib.parse import urlsplit

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from vitrine.errors import BadKey, BadOrigin, WrongOrigin, WrongRole
from vitrine.storage.database import Database
from vitrine.storage.tables import Table

Role = Literal["merchant", "publishable"]
PREFIX: Final[dict[Role, str]] = {"merchant": "sk_", "publishable": "pk_"}


class ApiKeyRow(Table):
    """An API key; of a key itself only the hash is kept."""

    __tablename__ = "api_key"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    role: Mapped[str] = mapped_column(String(16))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256: a key holds 192 random bits, so there is nothing that a slow hash would protect."""
    origins: Mapped[list[str]]
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


@dataclass(frozen=True)
class ApiKey:
    """What is known of a key."""

    id: str
    role: Role
    origins: tuple[str, ...]
    created_at: datetime
    revoked_at: datetime | None


class ApiKeys:
    """Creates, lists, revokes and recognises keys."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, role: Role, origins: tuple[str, ...] = ()) -> tuple[ApiKey, str]:
        """A new key and its text, which is shown this once. A publishable key needs at least one origin.

        Raises:
            BadOrigin: an origin is not scheme and host (and port), or none is given where one is needed.
        """
        if (role == "publishable") != bool(origins):
            raise BadOrigin("--origin")
        text = PREFIX[role] + secrets.token_urlsafe(24)
        row = ApiKeyRow(
            id=secrets.token_hex(8),
            role=role,
            digest=_digest(text),
            origins=sorted({origin(o) for o in origins}),
            created_at=datetime.now(UTC),
            revoked_at=None,
        )
        with self._database.write() as base:
            base.add(row)
        return _known(row), text

    def all(self) -> list[ApiKey]:
        """Every key, revoked ones too, oldest first."""
        with self._database.read() as base:
            return [_known(row) for row in base.scalars(select(ApiKeyRow).order_by(ApiKeyRow.created_at))]

    def revoke(self, identity: str) -> bool:
        """End a key at once; False if there is no such key or it was revoked before."""
        with self._database.write() as base:
            row = base.get(ApiKeyRow, identity)
            if row is None or row.revoked_at is not None:
                return False
            row.revoked_at = datetime.now(UTC)
            return True

    def by_id(self, identity: str) -> ApiKey:
        """The key of this id.

        Raises:
            BadKey: there is none, or it is revoked.
        """
        with self._database.read() as base:
            row = base.get(ApiKeyRow, identity)
        if row is None or row.revoked_at is not None:
            raise BadKey
        return _known(row)

    def recognise(self, text: str, role: Role, page: str | None = None, framed: bool = False) -> ApiKey:
        """The key that `text` is.

        Args:
            text: as sent.
            role: the role it must have.
            page: the Origin header, which a publishable key is checked against.
            framed: the page is our own, in a frame that only the key's origins may show; no other check then.

        Raises:
            BadKey: unknown or revoked.
            WrongRole: a key of the other role.
            WrongOrigin: a publishable key on a page of another origin, or with no origin.
        """
        with self._database.read() as base:
            row = base.scalars(select(ApiKeyRow).where(ApiKeyRow.digest == _digest(text))).one_or_none()
        if row is None or row.revoked_at is not None:
            raise BadKey
        if row.role != role:
            raise WrongRole
        if role == "publishable" and not framed and page not in row.origins:
            raise WrongOrigin
        return _known(row)


def origin(address: str) -> str:
    """An address as an Origin header writes it: scheme, host in lower case, the port if it is not the scheme's own.

    Raises:
        BadOrigin: it is not scheme and host only.
    """
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError:
        raise BadOrigin from None
    usual = {"http": 80, "https": 443}
    if parts.scheme not in usual or not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise BadOrigin
    if parts.username is not None or not parts.hostname.isascii() or any(c in parts.hostname for c in " ;,'\"*"):
        raise BadOrigin
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != usual[parts.scheme] else "")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _known(row: ApiKeyRow) -> ApiKey:
    role: Role = "merchant" if row.role == "merchant" else "publishable"
    return ApiKey(row.id, role, tuple(row.origins), row.created_at, row.revoked_at)
