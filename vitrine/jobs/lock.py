"""One server a home: a lock file that the operating system lets go when its process ends, however it ends."""

import fcntl
import os
from pathlib import Path

from vitrine.errors import VitrineError


class HomeTaken(VitrineError):
    """Another Vitrine server already works on this home."""

    code = "home-taken"
    status = 409
    zh = "另一个 Vitrine 服务器正在使用这个数据目录。"
    remedy = "Stop it first, or set VITRINE_HOME to another folder."
    remedy_zh = "请先停止它,或把 VITRINE_HOME 设为其他目录。"


class HomeLock:
    """Held from `take` to `release`. Two launches of DBOS on one SQLite file would run each other's jobs again."""

    def __init__(self, home: Path, name: str = "serve.lock") -> None:
        """`name`: the lock's file; what one process at a time does has its own."""
        self.path = home / name
        self._file: int | None = None

    def take(self) -> None:
        """Hold the lock.

        Raises:
            HomeTaken: another process holds it; its number is named.
        """
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Closed on exec and not inherited by spawned workers: a worker that outlives the server must not keep it.
        file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(file, 32).decode(errors="replace").strip()
            os.close(file)
            raise HomeTaken(f"{self.path.parent} (process {holder})") from None
        os.ftruncate(file, 0)
        os.pwrite(file, f"{os.getpid()}\n".encode(), 0)
        self._file = file

    def release(self) -> None:
        """Let go; nothing happens if it is not held."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
