"""What is over is erased by itself: pictures, analyses, results, records."""

import sqlite3

from served import Served, until


def test_a_session_that_is_over_leaves_nothing(tmp_path):
    served = Served(tmp_path).start()
    over, other = served.shopper(), served.shopper()
    done = over.until(over.job(over.photo(), over.garment()), "done")
    kept = other.photo()
    served.stop()
    with sqlite3.connect(served.home / "keys" / "keys.sqlite") as keys:
        keys.execute("UPDATE sessions SET expires_at = 1 WHERE id = ?", (over.session["session"],))
    served.start()  # tidies at once, and every ten minutes
    assert over.get("/v1/jobs").status_code == 401
    assert served.client.get(done["result"]["url"]).status_code == 404

    def counts():
        left = {"blobs": len(list((served.home / "vault").iterdir()))}
        for file, tables in (("vitrine.sqlite", ("job", "picture")), ("keys/keys.sqlite", ("sessions", "objects"))):
            with sqlite3.connect(served.home / file) as base:
                left |= {table: base.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}
        return left

    until(counts, lambda left: left == {"blobs": 2, "job": 0, "picture": 1, "sessions": 1, "objects": 2})
    assert other.get(f"/v1/photos/{kept}").status_code == 200
    served.stop()
