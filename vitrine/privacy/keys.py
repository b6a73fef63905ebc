"""API keys: merchant keys are secret and stored hashed; publishable keys may be seen and are bound to origins."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final, Literal
from urllib.parse import urlsplit

from sqlalchemy import String, false, select
from sqlalchemy.orm import Mapped, mapped_column

from vitrine.errors import BadKey, BadOrigin, WrongOrigin, WrongRole
from vitrine.storage.database import Database
from vitrine.storage.tables import Table

Role = Literal["merchant", "publishable"]
PREFIX: Final[dict[Role, str]] = {"merchant": "sk_", "publishable": "pk_"}
SEEN: Final = timedelta(minutes=1)


class ApiKeyRow(Table):
    """An API key; of a merchant's key only the hash is kept."""

    __tablename__ = "api_key"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    role: Mapped[str] = mapped_column(String(16))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256: a key holds 192 random bits, so there is nothing that a slow hash would protect."""
    origins: Mapped[list[str]]
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    label: Mapped[str] = mapped_column(String(64), default="", server_default="")
    text: Mapped[str | None] = mapped_column(String(64))
    """A publishable key itself, which any visitor of a page can read: for the code to paste."""
    daily: Mapped[int | None]
    """Renderings a day; none: as the settings say."""
    staging: Mapped[bool] = mapped_column(default=False, server_default=false())
    """For a copy of the shop: sees products that are not published yet."""
    seen_at: Mapped[datetime | None]
    seen_page: Mapped[str | None] = mapped_column(String(500))
    """Where a page with this key was opened last: origin and path, nothing of who opened it."""


@dataclass(frozen=True)
class Uses:
    """What a key is for."""

    label: str = ""
    daily: int | None = None
    staging: bool = False


@dataclass(frozen=True)
class ApiKey:
    """What is known of a key."""

    id: str
    role: Role
    origins: tuple[str, ...]
    created_at: datetime
    revoked_at: datetime | None
    uses: Uses = Uses()
    text: str | None = field(default=None, repr=False)
    seen_at: datetime | None = None
    seen_page: str | None = None


class ApiKeys:
    """Creates, lists, revokes and recognises keys."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, role: Role, origins: tuple[str, ...] = (), uses: Uses = Uses()) -> tuple[ApiKey, str]:
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
            label=uses.label,
            text=text if role == "publishable" else None,
            daily=uses.daily,
            staging=uses.staging,
        )
        with self._database.write() as base:
            base.add(row)
        return _known(row), text

    def all(self) -> list[ApiKey]:
        """Every key, revoked ones too, oldest first."""
        with self._database.read() as base:
            return [_known(row) for row in base.scalars(select(ApiKeyRow).order_by(ApiKeyRow.created_at))]

    def change(self, identity: str, origins: tuple[str, ...], uses: Uses) -> ApiKey:
        """Other origins and uses for a key that is not revoked; raises BadKey, BadOrigin."""
        with self._database.write() as base:
            row = base.get(ApiKeyRow, identity)
            if row is None or row.revoked_at is not None:
                raise BadKey
            if (row.role == "publishable") != bool(origins):
                raise BadOrigin
            row.origins = sorted({origin(o) for o in origins})
            row.label, row.daily, row.staging = uses.label, uses.daily, uses.staging
        return _known(row)

    def saw(self, text: str, page: str) -> None:
        """Note that a page with this publishable key was opened; noted once a minute at most.

        Args:
            text: the key.
            page: its origin and path; what follows `?` or `#` is dropped.

        Raises:
            BadKey: unknown or revoked.
            WrongRole: a merchant key.
            WrongOrigin: the page is of another origin than the key's.
        """
        parts = urlsplit(page)
        where = origin(f"{parts.scheme}://{parts.netloc}")
        key = self.recognise(text, "publishable", where)
        now = datetime.now(UTC)
        page = f"{where}{parts.path}"[:500]
        if key.seen_at is not None and now - key.seen_at < SEEN and key.seen_page == page:
            return
        with self._database.write() as base:
            row = base.get_one(ApiKeyRow, key.id)
            row.seen_at, row.seen_page = now, page

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
    uses = Uses(row.label, row.daily, row.staging)
    return ApiKey(
        row.id, role, tuple(row.origins), row.created_at, row.revoked_at, uses, row.text, row.seen_at, row.seen_page
    )
