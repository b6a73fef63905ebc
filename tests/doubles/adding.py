"""`vitrine product add`, or with `--again` `renew`, with the double's renderer: prints what became of them as JSON."""

import json
import sys

from vitrine.settings import Settings
from vitrine.workflows.add_here import add_here, look_again_here

RENDERER = "double:renderer"


def silent(_):
    """Nobody watches."""


if __name__ == "__main__":
    again = sys.argv[1:] == ["--again"]
    standing = (
        look_again_here(Settings(), silent, RENDERER) if again else add_here(Settings(), sys.argv[1:], silent, RENDERER)
    )
    row = standing.row
    failed = [[one.row, one.error["code"]] for one in standing.failures]
    told = {"added": row.added, "updated": row.updated, "unchanged": row.unchanged, "failed": failed}
    print(json.dumps(told | ({"changes": [name for _, name in standing.changes]} if again else {})))
