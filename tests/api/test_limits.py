"""One caller cannot take the server from the others: rates by session and by key, a day's budget."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from served import Served

NOWHERE = "0" * 32


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    server = Served(tmp_path_factory.mktemp("limits"), daily_renders=2).start()
    yield server
    server.stop()


def test_a_session_that_asks_too_often_waits_and_others_do_not(served: Served) -> None:
    eager, other = served.shopper(), served.shopper()
    answers = [eager.try_on(NOWHERE, NOWHERE)]
    while answers[-1].status_code != 429 and len(answers) < 1000:
        answers.append(eager.try_on(NOWHERE, NOWHERE))
    refused = answers.pop()
    assert {answer.status_code for answer in answers} == {404}
    assert len(answers) >= 16
    assert refused.json()["code"] == "rate-limited"
    assert 1 <= int(refused.headers["retry-after"]) <= 3
    assert other.try_on(NOWHERE, NOWHERE).status_code == 404


def test_a_merchant_that_calls_too_often_waits(served: Served) -> None:
    command = [sys.executable, "-m", "vitrine", "key", "create"]
    made = subprocess.run(command, env=served.env, capture_output=True, text=True, check=True)
    headers = {"Authorization": f"Bearer {made.stdout.split()[-1]}"}
    said: list[int] = []
    while 429 not in said and len(said) < 1000:
        said.append(served.client.post("/v1/run", content=b"{}", headers=headers).status_code)
    assert set(said) == {422, 429}
    assert len(said) > 60


def test_the_days_budget_is_for_all_sessions_of_the_page_together(served: Served, tmp_path: Path) -> None:
    for _ in range(2):
        shopper = served.shopper()
        shopper.job(shopper.photo(), shopper.garment())
    late = served.shopper()
    answer = late.try_on(late.photo(), late.garment())
    assert answer.status_code == 429
    assert answer.json()["code"] == "over-budget"
    assert int(answer.headers["retry-after"]) <= 24 * 3600
