"""Signed-in browsers of the console, and the links that make an account or set a new password.

A cookie holds 256 random bits of which only the hash is kept; its CSRF token is derived from it and never stored. A
link is good once, for two days; the very first one for ten minutes, later from this machine only.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from vitrine.errors import BadInput
from vitrine.privacy.accounts import Account, Accounts, Role, SignInRow, digest, known
from vitrine.storage.database import Database
from vitrine.storage.tables import Table

IDLE: Final = timedelta(hours=12)
LONGEST: Final = timedelta(days=7)
NOTED: Final = timedelta(minutes=5)
"""How exactly it is kept when a browser was last seen: not every request must write."""
LINK: Final = timedelta(minutes=10)
INVITATION: Final = timedelta(days=2)


class SignedOut(BadInput):
    """You are not signed in."""

    code = "signed-out"
    status = 401
    zh = "您尚未登录。"
    remedy = "Sign in to the console."
    remedy_zh = "请登录控制台。"


class NotYours(BadInput):
    """Your role does not allow this."""

    code = "role-too-low"
    status = 403
    zh = "您的角色无权执行此操作。"
    remedy = "Ask an owner of this shop."
    remedy_zh = "请联系店铺所有者。"


class BadInvitation(BadInput):
    """The link was used already, has expired, or is not ours."""

    code = "bad-invitation"
    status = 403
    zh = "链接已使用、已过期或无效。"
    remedy = "Start the server again for a first link, ask an owner, or run `vitrine account link`."
    remedy_zh = "首次链接请重启服务器;否则请联系所有者,或运行 `vitrine account link`。"


class InvitationRow(Table):
    """A link that makes an account, or sets a password anew; gone once it is used."""

    __tablename__ = "invitation"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    role: Mapped[str] = mapped_column(String(16))
    account: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    """Whose password it sets; none: it makes an account."""
    first: Mapped[bool]
    """The link of a start without accounts: good only as long as there is none."""
    created_at: Mapped[datetime]


@dataclass(frozen=True)
class SignIn:
    """A browser that is signed in."""

    account: Account
    digest: str
    csrf: str
    """What a request that changes something must carry in its header."""


class SignIns:
    """Opens, recognises and ends sign-ins."""

    def __init__(self, database: Database, secret: bytes) -> None:
        """`secret`: `master.derive("console")`."""
        self._database = database
        self._secret = secret

    def open(self, account: Account) -> str:
        """A new cookie's text for this account."""
        text, now = secrets.token_urlsafe(32), datetime.now(UTC)
        with self._database.write() as base:
            base.add(SignInRow(digest=digest(text), account=account.id, created_at=now, seen_at=now))
            base.execute(delete(SignInRow).where(SignInRow.seen_at < now - IDLE))
        return text

    def recognise(self, cookie: str) -> SignIn:
        """Who is signed in; raises SignedOut."""
        now = datetime.now(UTC)
        with self._database.read() as base:
            row = base.get(SignInRow, digest(cookie))
            account = known(base, row.account) if row else None
        if row is None or account is None or row.seen_at < now - IDLE or row.created_at < now - LONGEST:
            raise SignedOut
        if row.seen_at < now - NOTED:
            with self._database.write() as base:
                if (still := base.get(SignInRow, row.digest)) is not None:
                    still.seen_at = now
        return SignIn(account, row.digest, hmac.digest(self._secret, row.digest.encode(), "sha256").hex())

    def end(self, sign_in: SignIn, everywhere: bool = False) -> None:
        """Sign this browser out, or every browser of the account."""
        which = SignInRow.account == sign_in.account.id if everywhere else SignInRow.digest == sign_in.digest
        with self._database.write() as base:
            base.execute(delete(SignInRow).where(which))

    def csrf_holds(self, sign_in: SignIn, given: str) -> bool:
        """Whether a request carries this browser's own token."""
        return hmac.compare_digest(sign_in.csrf.encode(), given.encode())


class Invitations:
    """Makes and redeems links."""

    def __init__(self, database: Database, accounts: Accounts) -> None:
        self._database = database
        self._accounts = accounts

    def first(self) -> str:
        """The one link with which the owner's account is made; an older one is void."""
        return self._add("owner", None, first=True)

    def invite(self, role: Role) -> str:
        """A link with which somebody makes an account of this role, within two days."""
        return self._add(role, None, first=False)

    def renew(self, account: Account) -> str:
        """A link with which this account's password is set anew, within two days."""
        return self._add(account.role, account.id, first=False)

    def look(self, text: str, near: bool) -> tuple[Role, str | None]:
        """What a link is for: the role, and the account's name if it sets a password. Raises BadInvitation."""
        with self._database.read() as base:
            row = self._found(base, text, near)
            account = known(base, row.account) if row.account else None
        return _role(row.role), account.name if account else None

    def redeem(self, text: str, near: bool, name: str, password: str) -> Account:
        """Make the account or set the password; the link is void then. `near`: the call comes from this machine.

        Raises:
            BadInvitation: the link is not good.
            NameTaken, WeakPassword: it stays good.
        """
        with self._database.write() as base:
            row = self._found(base, text, near)
            if row.account is not None:
                account = self._accounts.set_password(base, row.account, password)
            else:
                account = self._accounts.create(base, name, password, _role(row.role))
            base.delete(row)
            return account

    def _found(self, base: Session, text: str, near: bool) -> InvitationRow:
        row = base.get(InvitationRow, digest(text))
        if row is None:
            raise BadInvitation
        age = datetime.now(UTC) - row.created_at
        good = self._accounts.none() and (near or age < LINK) if row.first else age < INVITATION
        if not good:
            raise BadInvitation
        return row

    def _add(self, role: Role, account: str | None, first: bool) -> str:
        text = secrets.token_urlsafe(24)
        now = datetime.now(UTC)
        with self._database.write() as base:
            old = InvitationRow.first if first else InvitationRow.created_at < now - INVITATION
            base.execute(delete(InvitationRow).where(old))
            base.add(InvitationRow(digest=digest(text), role=role, account=account, first=first, created_at=now))
        return text

    def open(self) -> int:
        """How many links are good still."""
        with self._database.read() as base:
            fresh = InvitationRow.created_at > datetime.now(UTC) - INVITATION
            return len(base.scalars(select(InvitationRow).where(fresh, ~InvitationRow.first)).all())


def _role(text: str) -> Role:
    return "owner" if text == "owner" else "editor" if text == "editor" else "viewer"
