"""The server's master key: made at the first start, readable by its owner only; the root of every other secret."""

import contextlib
import os
import stat
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from vitrine.errors import MasterKeyUnsafe

BYTES: Final = 32


class MasterKey:
    """256 bits from the operating system, in a file of mode 0600."""

    def __init__(self, path: Path) -> None:
        """Read the key at `path`, or make it there if there is none.

        Raises:
            MasterKeyUnsafe: others may read the file, it belongs to somebody else, or it is no key.
        """
        if not path.exists():
            _create(path)
        self._key = _read(path)

    def derive(self, purpose: str) -> bytes:
        """32 bytes for one purpose and no other (HKDF-SHA256, RFC 5869)."""
        return HKDF(algorithm=SHA256(), length=BYTES, salt=None, info=f"vitrine/{purpose}".encode()).derive(self._key)


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Written beside, then linked into place: two processes that start at once agree on one key, none reads half of it.
    draft = path.with_name(f"{path.name}.{os.urandom(8).hex()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(os.urandom(BYTES))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()


def _read(path: Path) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(file.fileno())
        key = file.read(BYTES + 1)
    if not stat.S_ISREG(status.st_mode) or stat.S_IMODE(status.st_mode) & 0o077 or status.st_uid != os.geteuid():
        raise MasterKeyUnsafe(str(path))
    if len(key) != BYTES:
        raise MasterKeyUnsafe(str(path))
    return key
