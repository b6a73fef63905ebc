"""Products taken in, or looked at again, from the command line: by this process where no other works on the home's
products, else by that one, which may be a server. Killed at any moment, the same command goes on where it was."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from vitrine.catalog.imports import CLI, Standing
from vitrine.fetch import Fetcher
from vitrine.intake import feeds
from vitrine.intake.feeds.pictures import is_address
from vitrine.intake.feeds.rows import Items
from vitrine.jobs.board import Board
from vitrine.jobs.lock import HomeLock, HomeTaken
from vitrine.jobs.pool import Pool
from vitrine.settings import Settings
from vitrine.workflows.line import LOCK, Line
from vitrine.workflows.renew import look_again
from vitrine.workflows.studio import RENDERER, open_database, open_records, open_workroom
from vitrine.workflows.take_in import Seen, deliver
from vitrine.workflows.workroom import Records, Workroom

LOOK: Final = 0.5
"""Seconds between two looks at how far it is."""
ALL: Final = 1_000_000

Watch = Callable[[Standing], None]


def add_here(settings: Settings, sources: list[str], watch: Watch, renderer: str = RENDERER) -> Standing:
    """Take in all of some files, folders and feeds' addresses, and wait until it is looked at and decided.

    Args:
        settings: the settings, whose home it goes into.
        sources: paths and addresses.
        watch: told now and then how far it is.
        renderer: `module:function` that makes a rendering process's task function.

    Raises:
        BadInput: one of the sources cannot be read at all; nothing is taken in then.
    """
    read = [opened(source, settings) for source in sources]
    database = open_database(settings.home.resolve())
    records = open_records(settings, database)
    name = ", ".join(Path(source).name or source for source in sources)
    records.imports.abandon(CLI, name)
    batch = records.imports.open(CLI, name)[0].id
    standing = _done(settings, records, batch, watch, renderer, lambda seen: deliver(records, batch, _all(read), seen))
    database.close()
    return standing


def look_again_here(settings: Settings, watch: Watch, renderer: str = RENDERER) -> Standing:
    """Look again at all products that another version looked at, and wait for it; what changed is in the answer."""
    database = open_database(settings.home.resolve())
    records = open_records(settings, database)
    batch = look_again(records, CLI).id
    standing = _done(settings, records, batch, watch, renderer)
    database.close()
    return standing


def _done(
    settings: Settings,
    records: Records,
    batch: str,
    watch: Watch,
    renderer: str,
    begin: Callable[[Seen], None] = lambda seen: seen(),
) -> Standing:
    """Have an import worked on until it has ended; `begin` reads what there is of it."""
    with _worked_on(settings, records, renderer) as look:

        def seen() -> None:
            if look():
                watch(records.imports.standing(batch))

        begin(seen)
        while records.imports.is_open(batch):
            time.sleep(LOOK)
            seen()
            records.imports.finish(batch)
    standing = records.imports.standing(batch, ALL)
    watch(standing)
    return standing


def opened(source: str, settings: Settings) -> Items:
    """What is in a file or folder, or at a feed's address; raises BadInput."""
    if not is_address(source):
        return feeds.read(Path(source))
    found = Fetcher(settings.fetch_allow.split(",")).get(source, feeds.BYTES)
    return feeds.read_bytes(found.data, source)


def _all(read: list[Items]) -> Items:
    for items in read:
        yield from items


@contextmanager
def _worked_on(settings: Settings, records: Records, renderer: str) -> Iterator[Callable[[], bool]]:
    """Have products worked on while the block runs. Yields what is to be called often: it starts rendering processes
    of our own once there is work that no other process does, and answers whether it is time for a look."""
    home = settings.home.resolve()
    own: tuple[Pool, Line, Workroom] | None = None
    last = 0.0

    def look() -> bool:
        nonlocal own, last
        if time.monotonic() - last < LOOK:
            return False
        last = time.monotonic()
        if own is None and records.book.waiting() and _free(home):
            pool = Pool(settings.workers, renderer, {}, settings.render_seconds)
            room = open_workroom(settings, records, pool, Board(), settings.workers)
            own = (pool, Line(room, home), room)
            own[1].start()
        return True

    try:
        yield look
    finally:
        if own is not None:
            pool, line, room = own
            pool.close()
            line.stop()
            room.decoder.close()


def _free(home: Path) -> bool:
    """Whether no process works on products."""
    lock = HomeLock(home, LOCK)
    try:
        lock.take()
    except HomeTaken:
        return False
    lock.release()
    return True
