"""`vitrine product add` with the double's renderer: `python adding.py SOURCE...` prints what became of them as JSON."""

import json
import sys

from vitrine.settings import Settings
from vitrine.workflows.add_here import add_here

if __name__ == "__main__":
    standing = add_here(Settings(), sys.argv[1:], lambda _: None, renderer="double:renderer")
    row = standing.row
    failed = [[one.row, one.error["code"]] for one in standing.failures]
    print(json.dumps({"added": row.added, "updated": row.updated, "unchanged": row.unchanged, "failed": failed}))
