"""Limits: a rate in memory, a day's budget in the database."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from vitrine.errors import OverBudget, RateLimited
from vitrine.privacy.limits import Budget, Rate
from vitrine.storage.database import Database


class Clock:
    now = 50.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_then_the_rate() -> None:
    clock = Clock()
    rate = Rate(per_minute=60, burst=3, now=clock)
    for _ in range(3):
        rate.take("one")
    with pytest.raises(RateLimited) as raised:
        rate.take("one")
    assert raised.value.retry_after == pytest.approx(1.0)
    rate.take("another")
    clock.now += 1
    rate.take("one")
    with pytest.raises(RateLimited):
        rate.take("one")


def test_idle_callers_do_not_fill_the_memory() -> None:
    clock = Clock()
    rate = Rate(per_minute=60, burst=2, now=clock)
    for n in range(10_001):
        rate.take(str(n))
    clock.now += 100
    rate.take("one more")
    assert len(rate._buckets) == 1


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "vitrine.sqlite")


def test_a_day_has_its_budget(database: Database) -> None:
    now = datetime(2026, 11, 26, 23, 59, 0, tzinfo=UTC)
    budget = Budget(database, 2, lambda: now)
    assert [budget.spend("pk"), budget.spend("pk")] == [1, 0]
    with pytest.raises(OverBudget) as raised:
        budget.spend("pk")
    assert raised.value.retry_after == 60
    assert raised.value.status == 429
    assert budget.spend("other") == 1
    now = datetime(2026, 11, 27, 0, 0, 1, tzinfo=UTC)
    assert budget.spend("pk") == 1


def test_a_budget_survives_a_restart(tmp_path: Path, database: Database) -> None:
    Budget(database, 1).spend("pk")
    database.close()
    with pytest.raises(OverBudget):
        Budget(Database(tmp_path / "vitrine.sqlite"), 1).spend("pk")


def test_a_budget_of_nothing(database: Database) -> None:
    with pytest.raises(OverBudget):
        Budget(database, 0).spend("pk")


def test_the_last_one_is_taken_once(database: Database) -> None:
    budget = Budget(database, 5)

    def spend(_: int) -> bool:
        try:
            budget.spend("pk")
        except OverBudget:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(spend, range(20))) == 5
