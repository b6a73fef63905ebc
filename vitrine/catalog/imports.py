"""Deliveries of products: how far each is, and what of it was refused."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import CursorResult, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from vitrine.catalog.book import UNDONE, Outcome, identity
from vitrine.catalog.tables import Change, Import, ImportFailure, ImportRequest, Product
from vitrine.errors import BadInput, VitrineError
from vitrine.jobs.ledger import KEY_LIFE, Key, used
from vitrine.storage.database import Database

CLI: Final = "cli"
"""The owner of imports from the command line."""
DAY: Final = timedelta(days=1)
OPEN: Final = ("reading", "working")
GATHERS: Final = ("working", "done")
"""One that has nothing to wait for is done until something more comes."""
SHOWN: Final = 100
"""Failures and changes that are shown with an import."""
ROW: Final = 500


class NoSuchImport(BadInput):
    """There is no such import."""

    code = "no-such-import"
    status = 404
    zh = "没有这次导入。"
    remedy = "GET /v1/imports lists those that are here."
    remedy_zh = "用 GET /v1/imports 查看现有的导入。"


class ImportClosed(BadInput):
    """This import takes in nothing more."""

    code = "import-closed"
    status = 409
    zh = "这次导入已不再接收文件。"
    remedy = "It was canceled, or is being read already; open another one with POST /v1/imports."
    remedy_zh = "它已取消或正在读取;请用 POST /v1/imports 新建一次导入。"


@dataclass(frozen=True)
class Standing:
    """An import and how far it is."""

    row: Import
    done: int
    """Products that are looked at and decided."""
    failures: list[ImportFailure]
    """The first ones; `row.failed` counts them all."""
    verdicts: dict[str, int]
    changes: list[tuple[Change, str]]
    """With the product's external_id."""


class Imports:
    """Imports in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, owner: str, name: str, key: Key | None = None, state: str = "reading") -> tuple[Import, bool]:
        """Record a new import, or find the one of this key; returns it and whether it is new.

        Raises:
            KeyReused: the key came with another request before.
        """
        now = datetime.now(UTC)
        with self._database.write() as base:
            if key is not None and (known := _known(base, owner, key)):
                return known, False
            row = Import(
                id=identity(), owner=owner, name=name[:255], state=state, rows=0, added=0, updated=0, unchanged=0,
                failed=0, error=None, created_at=now, finished_at=None,
            )  # fmt: skip
            base.add(row)
            base.flush()
            if key is not None:
                base.add(
                    ImportRequest(owner=owner, key=key.key, fingerprint=key.fingerprint, batch=row.id, created_at=now)
                )
            return row, True

    def gathers(self, batch: str) -> None:
        """Raises NoSuchImport, or ImportClosed where it is not one that products or files may still follow to."""
        if self.of(batch).state not in GATHERS:
            raise ImportClosed(batch)

    def gathered(self, batch: str) -> None:
        """All that is to be read of it is here. Raises as `gathers`."""
        self.gathers(batch)
        with self._database.write() as base:
            open_ = update(Import).where(Import.id == batch, Import.state.in_(GATHERS))
            base.execute(open_.values(state="reading", finished_at=None))

    def restart(self, batch: str) -> None:
        """Count an import anew whose reading was broken off."""
        with self._database.write() as base:
            zero = {"rows": 0, "added": 0, "updated": 0, "unchanged": 0, "failed": 0}
            base.execute(update(Import).where(Import.id == batch).values(**zero))
            for failure in base.scalars(select(ImportFailure).where(ImportFailure.batch == batch)):
                base.delete(failure)

    def count(self, batch: str, outcome: Outcome) -> None:
        """A product of the import was taken in; one that was done before is under way again."""
        column = getattr(Import, outcome)
        with self._database.write() as base:
            values = {"rows": Import.rows + 1, outcome: column + 1}
            base.execute(update(Import).where(Import.id == batch).values(**values))
            again = update(Import).where(Import.id == batch, Import.state == "done")
            base.execute(again.values(state="working", finished_at=None))

    def counted(self, batch: str, products: int) -> None:
        """All of the import at once: products that are here already."""
        with self._database.write() as base:
            base.execute(update(Import).where(Import.id == batch).values(rows=products, unchanged=products))
        self.finish(batch)

    def withdraw(self, batch: str) -> None:
        """A product that was added is none after all."""
        with self._database.write() as base:
            base.execute(update(Import).where(Import.id == batch).values(rows=Import.rows - 1, added=Import.added - 1))

    def refuse(self, batch: str, *refused: tuple[str, VitrineError]) -> None:
        """Rows, files or pictures of the import cannot be used."""
        if not refused:
            return
        with self._database.write() as base:
            base.execute(update(Import).where(Import.id == batch).values(failed=Import.failed + len(refused)))
            base.add_all(ImportFailure(batch=batch, row=row[:ROW], error=error.described()) for row, error in refused)

    def read(self, batch: str) -> None:
        """All rows are read."""
        with self._database.write() as base:
            base.execute(update(Import).where(Import.id == batch, Import.state == "reading").values(state="working"))
        self.finish(batch)

    def finish(self, batch: str) -> bool:
        """Mark an import as done if all its rows are read and no product of it waits; whether it was marked now."""
        with self._database.write() as base:
            waits = select(Product.id).where(Product.batch == batch, Product.state.in_(UNDONE)).exists()
            done = base.execute(
                update(Import)
                .where(Import.id == batch, Import.state == "working", ~waits)
                .values(state="done", finished_at=datetime.now(UTC))
            )
            assert isinstance(done, CursorResult)
            return done.rowcount == 1

    def fail(self, batch: str, error: VitrineError) -> None:
        """The whole of it cannot be read."""
        self._end(batch, state="failed", error=error.described())

    def cancel(self, batch: str) -> None:
        """Stop an import: what is not begun is not looked at. One that has ended stays as it is."""
        if self._end(batch, state="canceled"):
            with self._database.write() as base:
                waiting = update(Product).where(Product.batch == batch, Product.state == "waiting")
                base.execute(waiting.values(state="ready"))

    def abandon(self, owner: str, name: str) -> None:
        """Close imports of this name whose reading was broken off: the same command goes on with their work."""
        with self._database.write() as base:
            broken = update(Import).where(Import.owner == owner, Import.name == name[:255], Import.state.in_(OPEN))
            base.execute(broken.values(state="canceled", finished_at=datetime.now(UTC)))

    def under_way(self, owner: str, name: str) -> list[str]:
        """Ids of imports of this name that go on, or were broken off."""
        query = select(Import.id).where(Import.owner == owner, Import.name == name, Import.state.in_(OPEN))
        with self._database.read() as base:
            return list(base.scalars(query))

    def is_open(self, batch: str) -> bool:
        """Whether it goes on."""
        with self._database.read() as base:
            row = base.get(Import, batch)
        return row is not None and row.state in OPEN

    def goes_on(self, batch: str) -> bool:
        """Whether files of it are still wanted: it is read, or was opened within a day and not canceled."""
        with self._database.read() as base:
            row = base.get(Import, batch)
        if row is None or row.state in ("canceled", "failed"):
            return False
        return row.state == "reading" or row.created_at > datetime.now(UTC) - DAY

    def of(self, batch: str) -> Import:
        """An import; raises NoSuchImport."""
        with self._database.read() as base:
            row = base.get(Import, batch)
        if row is None:
            raise NoSuchImport(batch)
        return row

    def reading(self) -> list[Import]:
        """Imports of which not all is read."""
        with self._database.read() as base:
            return list(base.scalars(select(Import).where(Import.state == "reading").order_by(Import.created_at)))

    def standing(self, batch: str, most: int = SHOWN) -> Standing:
        """An import and how far it is; raises NoSuchImport."""
        row = self.of(batch)
        own = Product.batch == batch
        with self._database.read() as base:
            waits = select(func.count()).select_from(Product).where(own, Product.state.in_(UNDONE))
            pending = base.scalar(waits) or 0
            ready = select(Product.verdict, func.count()).where(own, Product.state == "ready")
            verdicts = {v: n for v, n in base.execute(ready.group_by(Product.verdict)) if v is not None}
            failures = select(ImportFailure).where(ImportFailure.batch == batch).order_by(ImportFailure.id)
            changes = select(Change, Product.external_id).join(Product, Product.id == Change.product)
            return Standing(
                row=row,
                done=max(0, row.added + row.updated + row.unchanged - pending),
                failures=list(base.scalars(failures.limit(most))),
                verdicts=verdicts,
                changes=[
                    (c, e)
                    for c, e in base.execute(changes.where(Change.batch == batch).order_by(Change.id).limit(most))
                ],
            )

    def page(self, limit: int, before: tuple[datetime, str] | None = None) -> list[Import]:
        """Imports, newest first; `before` is the time and id of the last one seen."""
        query = select(Import).order_by(Import.created_at.desc(), Import.id.desc()).limit(limit)
        if before is not None:
            at, last = before
            query = query.where(or_(Import.created_at < at, and_(Import.created_at == at, Import.id < last)))
        with self._database.read() as base:
            return list(base.scalars(query))

    def tidy(self, now: datetime) -> None:
        """Remove idempotency keys past their life; close imports of a command line that was killed and not repeated,
        and those that have nothing left to wait for."""
        with self._database.write() as base:
            base.execute(delete(ImportRequest).where(ImportRequest.created_at < now - KEY_LIFE))
            left = update(Import).where(Import.owner == CLI, Import.state == "reading", Import.created_at < now - DAY)
            base.execute(left.values(state="canceled", finished_at=now))
            working = list(base.scalars(select(Import.id).where(Import.state == "working")))
        for batch in working:
            self.finish(batch)

    def _end(self, batch: str, **values: Any) -> bool:
        with self._database.write() as base:
            done = base.execute(
                update(Import)
                .where(Import.id == batch, Import.state.in_(OPEN))
                .values(finished_at=datetime.now(UTC), **values)
            )
            assert isinstance(done, CursorResult)
            return done.rowcount == 1


def _known(base: Session, owner: str, key: Key) -> Import | None:
    request = used(base, ImportRequest, owner, key)
    return None if request is None else base.get(Import, request.batch)
