"""What a run keeps of its preparation: work that is done once, and only as long as the data is the same."""

import shutil
from pathlib import Path

from vitrine.delivery.files import write


def only_of(version: str, said: Path, *stale: Path) -> None:
    """Take a place over for data of `version`; what was made there of other data goes first.

    Args:
        version: of the data, options included that change what is made.
        said: the file that names it.
        stale: files and folders made of the data.
    """
    if said.is_file() and said.read_text("utf8") != version:
        for one in stale:
            if one.is_dir():
                shutil.rmtree(one)
            else:
                one.unlink(missing_ok=True)
    said.parent.mkdir(parents=True, exist_ok=True)
    write(said, version.encode())
