"""Limits: how often a session or a key may call, and how many renderings a key has a day."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import String, select, text
from sqlalchemy.orm import Mapped, mapped_column

from vitrine.errors import OverBudget, RateLimited
from vitrine.storage.database import Database
from vitrine.storage.tables import Table


class Rate:
    """A token bucket for each caller, in memory: `burst` calls at once, `per_minute` in the long run."""

    def __init__(self, per_minute: float, burst: int, now: Callable[[], float] = time.monotonic) -> None:
        self._per_second = per_minute / 60
        self._burst = float(burst)
        self._now = now
        self._lock = threading.Lock()
        self._buckets: dict[str, tuple[float, float]] = {}
        """Caller: (tokens left, when that was so)."""

    def take(self, caller: str) -> None:
        """Count one call of `caller` (a session's or key's id).

        Raises:
            RateLimited: it has none left; says after how many seconds it has.
        """
        with self._lock:
            now = self._now()
            left, since = self._buckets.get(caller, (self._burst, now))
            left = min(self._burst, left + (now - since) * self._per_second)
            if left < 1:
                raise RateLimited(retry_after=(1 - left) / self._per_second)
            if len(self._buckets) > 10_000:
                self._forget_idle(now)
            self._buckets[caller] = (left - 1, now)

    def _forget_idle(self, now: float) -> None:
        """Drop callers whose bucket is full again: they are as if never seen."""
        full = self._burst / self._per_second
        self._buckets = {c: (left, since) for c, (left, since) in self._buckets.items() if now - since < full}


class RenderCount(Table):
    """Renderings of a key on a day (UTC)."""

    __tablename__ = "render_count"

    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    count: Mapped[int]


SPEND = text(
    "INSERT INTO render_count (key, day, count) VALUES (:key, :day, 1) "
    "ON CONFLICT (key, day) DO UPDATE SET count = render_count.count + 1 WHERE render_count.count < :daily "
    "RETURNING count"
)
"""One statement, so that two requests at once cannot both take the last one."""


class Budget:
    """Renderings a day for each publishable key, and for the server's own page (`key` "page")."""

    def __init__(self, database: Database, daily: int, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._database = database
        self.daily = daily
        self._now = now

    def spent(self) -> dict[str, int]:
        """Renderings of today by key."""
        today = self._now().date()
        with self._database.read() as base:
            rows = base.scalars(select(RenderCount).where(RenderCount.day == today))
            return {row.key: row.count for row in rows}

    def spend(self, key: str, daily: int | None = None) -> int:
        """Count one rendering; returns how many are left today. `daily`: the key's own budget, if it has one.

        Raises:
            OverBudget: none is left until midnight UTC.
        """
        now = self._now()
        today = now.date()
        daily = self.daily if daily is None else daily
        with self._database.write() as base:
            count = None
            if daily > 0:
                spent = {"key": key, "day": today.isoformat(), "daily": daily}
                count = base.execute(SPEND, spent).scalar()
            base.execute(text("DELETE FROM render_count WHERE day < :day"), {"day": today.isoformat()})
        if count is None:
            midnight = datetime.combine(today + timedelta(days=1), datetime.min.time(), UTC)
            raise OverBudget(retry_after=(midnight - now).total_seconds())
        return daily - int(count)
