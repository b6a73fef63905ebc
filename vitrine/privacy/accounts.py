"""The console's accounts: a name, a role, a password as Argon2id makes it (RFC 9106), and what a role may do.

Passwords follow NIST SP 800-63B: length counts, no rule about which characters, nothing that expires.
"""

import hashlib
import secrets
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

from sqlalchemy import ForeignKey, String, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from vitrine.errors import BadInput
from vitrine.storage.database import Database
from vitrine.storage.tables import Table

if TYPE_CHECKING:
    from argon2 import PasswordHasher

Role = Literal["owner", "editor", "viewer"]
ROLES: Final[tuple[Role, ...]] = ("viewer", "editor", "owner")
"""Each may do what those before it may: look; change products; change everything, accounts and keys too."""
LEAST: Final = 12
MOST: Final = 200
AT_ONCE: Final = threading.Semaphore(2)
"""Each hash takes 64 MiB: many sign-ins at once must not take all memory."""


class WrongPassword(BadInput):
    """Name or password is wrong."""

    code = "wrong-password"
    status = 401
    zh = "用户名或密码错误。"
    remedy = "Try again; `vitrine account link NAME` makes a link with which a new password can be set."
    remedy_zh = "请重试;用 `vitrine account link NAME` 可生成重设密码的链接。"


class WeakPassword(BadInput):
    """The password is too easy to guess."""

    code = "weak-password"
    zh = "密码太容易被猜到。"
    remedy = "Use at least 12 characters, six of them different, and not the name; four words make a good one."
    remedy_zh = "请使用至少 12 个字符,其中 6 个不同,且不含用户名;四个词组合就很好。"


class NameTaken(BadInput):
    """There is an account of this name already."""

    code = "name-taken"
    status = 409
    zh = "该用户名已存在。"
    remedy = "Choose another name."
    remedy_zh = "请换一个用户名。"


class LastOwner(BadInput):
    """The last owner cannot be removed."""

    code = "last-owner"
    status = 409
    zh = "不能移除最后一位所有者。"
    remedy = "Make somebody else an owner first."
    remedy_zh = "请先将其他人设为所有者。"


class NoSuchAccount(BadInput):
    """There is no such account."""

    code = "no-such-account"
    status = 404
    zh = "没有这个账户。"
    remedy = "It may have been removed; `vitrine account list` shows all."
    remedy_zh = "可能已被移除;用 `vitrine account list` 查看全部账户。"


class AccountRow(Table):
    """Somebody who may use the console."""

    __tablename__ = "account"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    """What it is found by, as `plain` gives it: names that differ in case only are one."""
    shown: Mapped[str] = mapped_column(String(64))
    """As typed, without outer and double spaces."""
    role: Mapped[str] = mapped_column(String(16))
    password: Mapped[str] = mapped_column(String(255))
    """Argon2id in the PHC string format."""
    created_at: Mapped[datetime]


class SignInRow(Table):
    """A browser that is signed in; of its cookie only the hash is kept."""

    __tablename__ = "sign_in"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    account: Mapped[str] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]


@dataclass(frozen=True)
class Account:
    """What is known of an account."""

    id: str
    name: str
    role: Role
    created_at: datetime

    def may(self, role: Role) -> bool:
        """Whether it may do what `role` may."""
        return ROLES.index(self.role) >= ROLES.index(role)


class Accounts:
    """Creates, lists, changes and recognises accounts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def none(self) -> bool:
        """Whether there is no account yet: then the first link makes the owner's."""
        with self._database.read() as base:
            return base.scalar(select(func.count()).select_from(AccountRow)) == 0

    def all(self) -> list[Account]:
        """Every account, oldest first."""
        with self._database.read() as base:
            return [_known(row) for row in base.scalars(select(AccountRow).order_by(AccountRow.created_at))]

    def create(self, base: Session, name: str, password: str, role: Role) -> Account:
        """A new account, in the caller's transaction.

        Raises:
            NameTaken: there is one of this name.
            WeakPassword: the password is too easy to guess.
        """
        shown, name = tidy(name), plain(name)
        hashed = _hashed(password, name)
        if base.scalar(select(AccountRow).where(AccountRow.name == name)) is not None:
            raise NameTaken(shown)
        row = AccountRow(
            id=secrets.token_hex(8), name=name, shown=shown, role=role, password=hashed, created_at=datetime.now(UTC)
        )
        base.add(row)
        base.flush()
        return _known(row)

    def recognise(self, name: str, password: str) -> Account:
        """The account of this name and password; takes as long when there is none of this name.

        Raises:
            WrongPassword: there is none.
        """
        with self._database.read() as base:
            row = base.scalar(select(AccountRow).where(AccountRow.name == plain(name)))
        if not _verified(row.password if row else _nobodys(), password[:MOST]) or row is None:
            raise WrongPassword
        if _hasher().check_needs_rehash(row.password):
            with self._database.write() as base:
                base.get_one(AccountRow, row.id).password = _hashed(password, "")
        return _known(row)

    def set_password(self, base: Session, identity: str, password: str) -> Account:
        """Another password, in the caller's transaction; every browser is signed out. Raises WeakPassword."""
        row = base.get(AccountRow, identity)
        if row is None:
            raise NoSuchAccount
        row.password = _hashed(password, row.name)
        base.execute(delete(SignInRow).where(SignInRow.account == identity))
        return _known(row)

    def set_role(self, identity: str, role: Role) -> Account:
        """Another role; raises NoSuchAccount, LastOwner."""
        with self._database.write() as base:
            row = base.get(AccountRow, identity)
            if row is None:
                raise NoSuchAccount
            if role != "owner":
                _one_owner_stays(base, row)
            row.role = role
        return _known(row)

    def remove(self, identity: str) -> None:
        """Remove an account with its passkeys and sign-ins; raises NoSuchAccount, LastOwner."""
        with self._database.write() as base:
            row = base.get(AccountRow, identity)
            if row is None:
                raise NoSuchAccount
            _one_owner_stays(base, row)
            base.delete(row)

    def by_name(self, name: str) -> Account:
        """The account of this name; raises NoSuchAccount."""
        with self._database.read() as base:
            row = base.scalar(select(AccountRow).where(AccountRow.name == plain(name)))
        if row is None:
            raise NoSuchAccount(name)
        return _known(row)


def tidy(name: str) -> str:
    """A name as it is shown."""
    return " ".join(name.split())


def plain(name: str) -> str:
    """A name as it is found by, however it is typed."""
    return tidy(name).lower()


def digest(secret: str) -> str:
    """SHA-256 of a random secret, which is all that is kept of it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def known(base: Session, identity: str) -> Account | None:
    """The account of this id, in the caller's transaction."""
    row = base.get(AccountRow, identity)
    return _known(row) if row else None


def _one_owner_stays(base: Session, row: AccountRow) -> None:
    owners = base.scalar(select(func.count()).select_from(AccountRow).where(AccountRow.role == "owner"))
    if row.role == "owner" and owners == 1:
        raise LastOwner


def _known(row: AccountRow) -> Account:
    role: Role = "owner" if row.role == "owner" else "editor" if row.role == "editor" else "viewer"
    return Account(row.id, row.shown, role, row.created_at)


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobodys() -> str:
    return _hasher().hash(secrets.token_hex(16))


def _hashed(password: str, name: str) -> str:
    guessable = len(password) < LEAST or len(set(password)) < 6 or (name != "" and name in password.lower())
    if guessable or len(password) > MOST:
        raise WeakPassword
    with AT_ONCE:
        return _hasher().hash(password)


def _verified(hashed: str, password: str) -> bool:
    from argon2.exceptions import Argon2Error, InvalidHashError

    with AT_ONCE:
        try:
            return _hasher().verify(hashed, password)
        except (Argon2Error, InvalidHashError):
            return False
