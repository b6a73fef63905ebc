"""What is over is erased by itself: pictures, analyses, results, records."""

import time

from served import Served, until


def test_a_session_that_is_over_leaves_nothing(tmp_path):
    served = Served(tmp_path, session_hours=3 / 3600).start()
    shopper = served.shopper()
    job = shopper.job(shopper.photo(), shopper.garment())
    answer = shopper.until(job, "done")
    assert list((served.home / "vault").iterdir())
    end = time.monotonic() + 3.2
    until(lambda: time.monotonic() > end, bool)
    assert shopper.get(f"/v1/jobs/{job}").status_code == 401
    assert served.client.get(answer["result"]["url"]).status_code == 404
    served.stop()
    served.start()  # tidies at once
    until(lambda: list((served.home / "vault").iterdir()), lambda left: not left)
    import sqlite3

    for file, tables in (
        ("vitrine.sqlite", ("job", "picture", "analysis")),
        ("keys/keys.sqlite", ("sessions", "objects")),
    ):
        with sqlite3.connect(served.home / file) as base:
            until(
                lambda b=base, t=tables: [b.execute(f"SELECT count(*) FROM {x}").fetchone()[0] for x in t],
                lambda n: not any(n),
            )
    served.stop()
