"""The real server with the double's renderer: `python server.py PORT [DEMO_FOLDER]`."""

import sys
from pathlib import Path

from vitrine.cli.serve import listen, run
from vitrine.errors import VitrineError
from vitrine.settings import Settings
from vitrine.workflows.demo import DemoSet
from vitrine.workflows.studio import open_studio

if __name__ == "__main__":
    try:
        demo = DemoSet(Path(sys.argv[2]))
        run(open_studio(Settings(), renderer="double:renderer", demo=demo), listen("127.0.0.1", int(sys.argv[1])))
    except VitrineError as error:
        sys.exit(f"vitrine: {error}")
