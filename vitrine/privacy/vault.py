"""The vault: pictures of shoppers and all that was measured on them, encrypted, with a time to live.

Each object has a key of its own, wrapped by its session's key, which is wrapped by the master key (AES-256-GCM, NIST
SP 800-38D; a fresh 96-bit nonce each time). What an object is (session, id, kind, version) is authenticated with it, so
that no blob can be passed off as another. Erasing destroys the key first, then the blob.
"""

import os
import secrets
import time
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from vitrine.errors import Gone
from vitrine.privacy.keytable import KeyTable
from vitrine.privacy.master import MasterKey
from vitrine.storage.blobs import BlobMissing, Blobs

VERSION: Final = 1
NONCE: Final = 12
DAY: Final = 24 * 3600.0


class Vault:
    """Encrypted objects by session. Safe for threads and for several processes on the same files."""

    def __init__(self, blobs: Blobs, keys_path: Path, now: Callable[[], float] = time.time) -> None:
        """`keys_path`: the key table, in a folder of its own, where the master key lies too (`master.key`).

        Raises:
            MasterKeyUnsafe: the master key's file can be read by others, or is damaged.
        """
        self.master = MasterKey(keys_path.with_name("master.key"))
        self._wrapper = AESGCM(self.master.derive("vault"))
        self._keys = KeyTable(keys_path)
        self._blobs = blobs
        self._now = now

    def close(self) -> None:
        """Close the key table."""
        self._keys.close()

    def open_session(self, ttl: float = DAY) -> str:
        """A new session that lives `ttl` seconds; returns its id (128 random bits)."""
        session = secrets.token_hex(16)
        wrapped = _seal(self._wrapper, os.urandom(32), "session", session)
        self._keys.add_session(session, wrapped, self._now() + ttl)
        return session

    def expires_at(self, session: str) -> float:
        """When the session's data will be erased, in seconds since 1970.

        Raises:
            Gone: there is no such session, or no longer.
        """
        found = self._keys.session(session, self._now())
        if found is None:
            raise Gone
        return found[1]

    def put(self, session: str, kind: str, data: bytes) -> str:
        """Encrypt and keep `data`; returns the object's id. `kind` says what it is (`photo`, `result`, `person`, ...).

        Raises:
            Gone: there is no such session, or no longer.
        """
        identity = secrets.token_hex(16)
        key = os.urandom(32)
        wrapped = _seal(self._session_key(session), key, "key", session, identity, kind)
        if not self._keys.add_object(identity, session, kind, wrapped, self._now()):
            raise Gone
        # The key stands before the blob: a crash in between leaves no blob that nothing knows of.
        self._blobs.put(identity, _seal(AESGCM(key), data, "object", session, identity, kind))
        return identity

    def get(self, session: str, identity: str) -> bytes:
        """The data of an object of this session.

        Raises:
            Gone: it is not there, not of this session, erased, expired or was tampered with; which, is not told.
        """
        found = self._keys.object(session, identity)
        if found is None:
            raise Gone
        kind, wrapped = found
        try:
            key = _open(self._session_key(session), wrapped, "key", session, identity, kind)
            return _open(AESGCM(key), self._blobs.get(identity), "object", session, identity, kind)
        except (InvalidTag, BlobMissing):
            raise Gone from None

    def find(self, session: str, kinds: Collection[str]) -> list[str]:
        """Ids of the session's objects of these kinds, those of an interrupted run too."""
        return self._keys.find(session, kinds)

    def erase(self, session: str, identity: str) -> bool:
        """Destroy an object's key, then its blob; False if this session has no such object."""
        found = self._keys.destroy_object(session, identity)
        self._sweep()
        return found

    def erase_session(self, session: str) -> bool:
        """Destroy a session's key and those of all its objects, then their blobs; False if there was none."""
        found = self._keys.destroy_session(session)
        self._sweep()
        return found

    def expire(self, now: float | None = None) -> list[str]:
        """Erase every session whose time is over; returns their ids, so that other records of them can go too."""
        over = self._keys.expired(self._now() if now is None else now)
        for session in over:
            self._keys.destroy_session(session)
        self._sweep()
        # Blobs that a backup brought back have no key. Names are read first: each new blob's key stands before it.
        for name in set(self._blobs.names()) - self._keys.objects():
            self._blobs.delete(name)
        return over

    def _session_key(self, session: str) -> AESGCM:
        found = self._keys.session(session, self._now())
        if found is None:
            raise Gone
        try:
            return AESGCM(_open(self._wrapper, found[0], "session", session))
        except InvalidTag:
            raise Gone from None

    def _sweep(self) -> None:
        """Delete blobs whose key is destroyed, those of an interrupted earlier run too."""
        for identity in self._keys.doomed():
            self._blobs.delete(identity)
            self._keys.forget(identity)


def _context(*parts: str) -> bytes:
    """Authenticated context: each part with its length, so that no two lists of parts read the same."""
    return b"".join(len(raw).to_bytes(4, "big") + raw for raw in (part.encode() for part in (str(VERSION), *parts)))


def _seal(cipher: AESGCM, data: bytes, *context: str) -> bytes:
    nonce = os.urandom(NONCE)
    return bytes([VERSION]) + nonce + cipher.encrypt(nonce, data, _context(*context))


def _open(cipher: AESGCM, sealed: bytes, *context: str) -> bytes:
    if len(sealed) < 1 + NONCE + 16 or sealed[0] != VERSION:
        raise InvalidTag
    return cipher.decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], _context(*context))
