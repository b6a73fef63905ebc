"""Passkeys (WebAuthn Level 2): kept with the host they were made on, asked for only there, each challenge good once."""

import json
import secrets
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import ForeignKey, LargeBinary, String, select
from sqlalchemy.orm import Mapped, mapped_column

from vitrine.errors import BadInput
from vitrine.privacy.accounts import Account, known
from vitrine.storage.database import Database
from vitrine.storage.tables import Table

CHALLENGE_SECONDS: Final = 300.0
CHALLENGES: Final = 1000
PER_ACCOUNT: Final = 20


class BadPasskey(BadInput):
    """The passkey was not accepted."""

    code = "bad-passkey"
    status = 401
    zh = "通行密钥未被接受。"
    remedy = "Try again, or sign in with the password; a passkey works only at the address where it was made."
    remedy_zh = "请重试或使用密码登录;通行密钥只能在创建它的网址使用。"


class PasskeyRow(Table):
    """A passkey's public half."""

    __tablename__ = "passkey"

    id: Mapped[str] = mapped_column(String(1400), primary_key=True)
    """The credential's id, base64url."""
    account: Mapped[str] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    host: Mapped[str] = mapped_column(String(255))
    """The relying party's id: the host name of the console when it was made."""
    label: Mapped[str] = mapped_column(String(64))
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    count: Mapped[int]
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Site:
    """Where the browser says that it is: an origin, whose host is the relying party's id."""

    origin: str
    host: str


class Passkeys:
    """Makes, lists, removes and recognises passkeys."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._challenges: dict[str, tuple[bytes, str, float]] = {}
        """By its id: the challenge, for whom (an account's id, empty: for whoever signs in), until when."""

    def registering(self, account: Account, site: Site) -> dict[str, Any]:
        """Options for `navigator.credentials.create`, with the `challenge_id` that `register` wants back."""
        from webauthn import generate_registration_options, options_to_json
        from webauthn.helpers.structs import (
            AuthenticatorSelectionCriteria,
            ResidentKeyRequirement,
            UserVerificationRequirement,
        )

        identity, challenge = self._challenge(account.id)
        options = generate_registration_options(
            rp_id=site.host,
            rp_name="Vitrine",
            user_id=account.id.encode(),
            user_name=account.name,
            challenge=challenge,
            exclude_credentials=self._descriptors(account.id, site),
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
            ),
        )
        return {"challenge_id": identity, "options": json.loads(options_to_json(options))}

    def register(self, account: Account, site: Site, challenge: str, credential: dict[str, Any], label: str) -> None:
        """Keep a passkey that the browser has made; raises BadPasskey."""
        from webauthn import verify_registration_response
        from webauthn.helpers import bytes_to_base64url
        from webauthn.helpers.exceptions import WebAuthnException

        expected = self._taken(challenge, account.id)
        try:
            made = verify_registration_response(
                credential=credential,
                expected_challenge=expected,
                expected_rp_id=site.host,
                expected_origin=site.origin,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError, TypeError, KeyError):
            raise BadPasskey from None
        row = PasskeyRow(
            id=bytes_to_base64url(made.credential_id),
            account=account.id,
            host=site.host,
            label=label,
            public_key=made.credential_public_key,
            count=made.sign_count,
            created_at=datetime.now(UTC),
            used_at=None,
        )
        with self._database.write() as base:
            if len(_of(base, account.id)) >= PER_ACCOUNT or base.get(PasskeyRow, row.id) is not None:
                raise BadPasskey
            base.add(row)

    def asking(self, site: Site) -> dict[str, Any]:
        """Options for `navigator.credentials.get`: the browser offers the passkeys that it has for this host."""
        from webauthn import generate_authentication_options, options_to_json
        from webauthn.helpers.structs import UserVerificationRequirement

        identity, challenge = self._challenge("")
        options = generate_authentication_options(
            rp_id=site.host, challenge=challenge, user_verification=UserVerificationRequirement.REQUIRED
        )
        return {"challenge_id": identity, "options": json.loads(options_to_json(options))}

    def recognise(self, site: Site, challenge: str, credential: dict[str, Any]) -> Account:
        """The account whose passkey has signed the challenge, here; raises BadPasskey."""
        from webauthn import verify_authentication_response
        from webauthn.helpers.exceptions import WebAuthnException

        expected = self._taken(challenge, "")
        with self._database.read() as base:
            row = base.get(PasskeyRow, str(credential.get("id", "")))
        if row is None or row.host != site.host:
            raise BadPasskey
        try:
            used = verify_authentication_response(
                credential=credential,
                expected_challenge=expected,
                expected_rp_id=row.host,
                expected_origin=site.origin,
                credential_public_key=row.public_key,
                credential_current_sign_count=row.count,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError, TypeError, KeyError):
            raise BadPasskey from None
        with self._database.write() as base:
            still = base.get(PasskeyRow, row.id)
            account = known(base, row.account)
            if still is None or account is None:
                raise BadPasskey
            still.count, still.used_at = used.new_sign_count, datetime.now(UTC)
        return account

    def of(self, account: str) -> list[PasskeyRow]:
        """An account's passkeys, oldest first."""
        with self._database.read() as base:
            return _of(base, account)

    def remove(self, account: str, identity: str) -> bool:
        """Remove one; False if this account has none of this id."""
        with self._database.write() as base:
            row = base.get(PasskeyRow, identity)
            if row is None or row.account != account:
                return False
            base.delete(row)
            return True

    def _challenge(self, account: str) -> tuple[str, bytes]:
        identity, challenge, now = secrets.token_hex(8), secrets.token_bytes(32), time.monotonic()
        with self._lock:
            self._challenges = {i: c for i, c in self._challenges.items() if c[2] > now}
            while len(self._challenges) >= CHALLENGES:
                self._challenges.pop(next(iter(self._challenges)))
            self._challenges[identity] = (challenge, account, now + CHALLENGE_SECONDS)
        return identity, challenge

    def _taken(self, identity: str, account: str) -> bytes:
        with self._lock:
            challenge, whose, until = self._challenges.pop(identity, (b"", "", 0.0))
        if not challenge or whose != account or until < time.monotonic():
            raise BadPasskey
        return challenge

    def _descriptors(self, account: str, site: Site) -> list[Any]:
        from webauthn.helpers import base64url_to_bytes
        from webauthn.helpers.structs import PublicKeyCredentialDescriptor

        rows = [row for row in self.of(account) if row.host == site.host]
        return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(row.id)) for row in rows]


def _of(base: Any, account: str) -> list[PasskeyRow]:
    query = select(PasskeyRow).where(PasskeyRow.account == account).order_by(PasskeyRow.created_at)
    return list(base.scalars(query))
