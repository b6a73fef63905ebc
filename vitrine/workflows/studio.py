"""The server's parts, put together once: records, vault, keys, queue, rendering processes."""

import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from vitrine.fetch import Fetcher
from vitrine.intake.decoder import Decoder, Decoders
from vitrine.intake.pictures import Limits
from vitrine.jobs.board import Board
from vitrine.jobs.durable import Durable, Queue
from vitrine.jobs.ledger import Ledger
from vitrine.jobs.lock import HomeLock
from vitrine.jobs.pool import Pool, RenderCrashed, Report
from vitrine.jobs.worker import Message
from vitrine.privacy.accounts import Accounts
from vitrine.privacy.keys import ApiKeys
from vitrine.privacy.limits import Budget
from vitrine.privacy.master import MasterKey
from vitrine.privacy.passkeys import Passkeys
from vitrine.privacy.preferences import Preferences
from vitrine.privacy.sign_ins import Invitations, SignIns
from vitrine.privacy.tokens import Tokens
from vitrine.privacy.vault import Vault
from vitrine.settings import Settings
from vitrine.storage.blobs import Blobs, FolderBlobs
from vitrine.storage.database import Database
from vitrine.workflows.demo import DemoSet
from vitrine.workflows.dropped import Dropped
from vitrine.workflows.import_feed import Reader
from vitrine.workflows.line import Line
from vitrine.workflows.workroom import Records, Workroom

RENDERER: Final = "vitrine.workflows.rendering:renderer"
KEYS: Final = Path("keys", "keys.sqlite")
RENDERS: Final = "renders"
CALLS: Final = "calls"
ERASURES: Final = "erasures"
"""The queues: renderings, whose wait a shopper feels; what waits for others' servers (webhooks); what is to go."""
DECODERS: Final = 2
"""Pictures that are decoded at once: a process each, of about 100 MB while it works."""


@dataclass(frozen=True)
class Staff:
    """Who may use the console."""

    accounts: Accounts
    invitations: Invitations
    sign_ins: SignIns
    passkeys: Passkeys


@dataclass(frozen=True)
class Studio:
    """Everything that the verbs of this folder work with."""

    settings: Settings
    lock: HomeLock
    database: Database
    vault: Vault
    keys: ApiKeys
    staff: Staff
    preferences: Preferences
    tokens: Tokens
    budget: Budget
    link_key: bytes
    webhook_root: bytes
    fetcher: Fetcher
    decoder: Decoder | Decoders
    cache: Blobs
    """Analyses of the demo set, which shows nobody."""
    demo: DemoSet
    ledger: Ledger
    board: Board
    pool: Pool
    durable: Durable
    products: Workroom
    line: Line
    reader: Reader

    def expires_at(self, session: str) -> datetime:
        """When a session's data will be erased; raises Gone."""
        return datetime.fromtimestamp(self.vault.expires_at(session), UTC)

    def open_session(self) -> str:
        """A new session of the vault, which lives as long as the shop has set."""
        return self.vault.open_session(self.preferences.now.session_hours * 3600)

    def render(self, key: str, task: Message, report: Report) -> Message:
        """Have a rendering process do `task`; if one dies of it, another tries once more. Raises as `Pool.run`."""
        return rendered(self.pool, key, task, report)

    def close(self) -> None:
        """Stop: running renderings are broken off, and taken up again by the next start."""
        self.board.close()
        self.pool.close()
        self.reader.stop()
        self.line.stop()
        self.durable.stop()
        self.decoder.close()
        self.vault.close()
        self.database.close()
        self.lock.release()


def open_database(home: Path) -> Database:
    """The database of a home; the command line opens it beside a running server."""
    return Database(home / "vitrine.sqlite")


def open_master(home: Path) -> MasterKey:
    """The master key of a home; made if this is its first start."""
    return MasterKey((home / KEYS).with_name("master.key"))


def open_records(settings: Settings, database: Database) -> Records:
    """The books of products; the command line opens them beside a running server."""
    return Records.of(database, FolderBlobs(settings.home.resolve() / "catalog"), settings.upload_bytes)


def open_workroom(settings: Settings, records: Records, pool: Pool, board: Board, at_once: int) -> Workroom:
    """What products are worked on with; `at_once`: pictures that may be with the pool, so that shoppers come first."""
    return Workroom(
        records=records,
        fetcher=Fetcher(settings.fetch_allow.split(",")),
        decoder=Decoders(Limits(settings.upload_bytes, settings.upload_pixels), DECODERS),
        render=lambda key, task, report: rendered(pool, key, task, report),
        board=board,
        turns=threading.Semaphore(at_once),
    )


def rendered(pool: Pool, key: str, task: Message, report: Report) -> Message:
    """Have a rendering process do `task`; if one dies of it, another tries once more. Raises as `Pool.run`."""
    try:
        return pool.run(key, task, report)
    except RenderCrashed:
        return pool.run(key, task, report)


def open_staff(database: Database, master: MasterKey) -> Staff:
    """Accounts and what belongs to them; the command line opens them beside a running server."""
    accounts = Accounts(database)
    sign_ins = SignIns(database, master.derive("console"))
    return Staff(accounts, Invitations(database, accounts), sign_ins, Passkeys(database))


def open_studio(settings: Settings, renderer: str = RENDERER, demo: DemoSet | None = None) -> Studio:
    """Take the home's lock and start everything; jobs that a process before this one left are taken up.

    Args:
        settings: the settings.
        renderer: `module:function` that makes a worker's task function.
        demo: the demo set, if not the packaged one.

    Raises:
        HomeTaken: another server works on this home.
    """
    home = settings.home.resolve()
    demo = demo or DemoSet()
    lock = HomeLock(home)
    lock.take()
    database = open_database(home)
    vault = Vault(FolderBlobs(home / "vault"), home / KEYS, time.time)
    pool = Pool(settings.workers, renderer, _warm(demo), settings.render_seconds)
    board = Board()
    products = open_workroom(settings, open_records(settings, database), pool, board, max(1, settings.workers - 1))
    studio = Studio(
        settings=settings,
        lock=lock,
        database=database,
        vault=vault,
        keys=ApiKeys(database),
        staff=open_staff(database, vault.master),
        preferences=Preferences(database, settings),
        tokens=Tokens(vault.master.derive("tokens")),
        budget=Budget(database, settings.daily_renders),
        link_key=vault.master.derive("links"),
        webhook_root=vault.master.derive("webhooks"),
        fetcher=products.fetcher,
        decoder=products.decoder,
        cache=FolderBlobs(home / "cache"),
        demo=demo,
        ledger=Ledger(database, settings.queue_limit, settings.workers),
        board=board,
        pool=pool,
        durable=Durable(
            home / "jobs.sqlite", [Queue(RENDERS, settings.workers), Queue(CALLS, 4, 1.0), Queue(ERASURES, 2)]
        ),
        products=products,
        line=Line(products, home),
        reader=Reader(products.records, board, Dropped(home / "dropped")),
    )
    _start(studio)
    return studio


def _warm(demo: DemoSet) -> dict[str, str]:
    """A demo person and garment, which a rendering process tries at its start, so that no shopper waits for a net."""
    first: dict[str, str] = {sample.kind: str(sample.path) for sample in reversed(demo.samples.values())}
    return first if len(first) == 2 else {}


def _start(studio: Studio) -> None:
    from vitrine.workflows import erase, hosted, try_on

    kinds = {"try_on": try_on.perform, hosted.KIND: hosted.perform}
    for kind, perform in {**kinds, hosted.NOTIFY: hosted.notify, erase.KIND: erase.perform}.items():
        studio.durable.register(kind, lambda job, perform=perform: perform(studio, job))  # type: ignore[misc]
    studio.durable.start()
    for kind in kinds:
        for job in studio.ledger.undone(kind):
            studio.durable.resume(RENDERS, kind, job.id)
    studio.reader.start()
    studio.line.start()
