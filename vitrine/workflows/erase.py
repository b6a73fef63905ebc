"""Erasure: at once on request, by itself when a session's time is over. Each step may be repeated.

A session is erased by destroying one key. A picture is many things (what was measured on it, results made from it):
it is out of sight at once, and the rest is durable work, which ends even if the process dies in the midst of it.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import delete, select, update

from vitrine.errors import VitrineError
from vitrine.storage.tables import Job, Picture
from vitrine.workflows.studio import ERASURES, Studio
from vitrine.workflows.try_on import cancel, kinds_of

KIND: Final = "erase"
FINISHED: timedelta = timedelta(days=1)
"""How long DBOS remembers finished workflows."""


class StillErasing(VitrineError):
    """The picture is out of sight, and what was made from it is still being erased."""

    code = "still-erasing"
    status = 503
    zh = "图片已不可见,由它生成的内容仍在删除中。"
    remedy = "Nothing needs to be done: it goes on by itself, also after a restart."
    remedy_zh = "无需操作:删除会自动继续,服务器重启后也会继续。"


def erase_picture(studio: Studio, session: str, identity: str) -> None:
    """Erase a photo or garment, what was measured on it, and every result made from it; jobs with it are canceled.

    Raises:
        StillErasing: it is begun, and could not be ended now.
    """
    # Out of sight first: a job that runs right now finds no picture and keeps nothing.
    mine = (Picture.id == identity, Picture.session == session)
    with studio.database.write() as base:
        base.execute(update(Picture).where(*mine).values(expires_at=datetime.now(UTC)))
    studio.durable.do(ERASURES, KIND, identity)
    with studio.database.read() as base:
        if base.scalar(select(Picture.id).where(*mine)) is not None:
            raise StillErasing


def perform(studio: Studio, identity: str) -> None:
    """Erase all of a picture whose time is over; its record goes last, so that what is broken off can be ended."""
    with studio.database.read() as base:
        row = base.get(Picture, identity)
    if row is None:
        return
    jobs = studio.ledger.of_picture(row.session, identity)
    for job in jobs:
        cancel(studio, job)
    kinds = [f"analysis/{identity}", *(kind for job in jobs for kind in kinds_of(job.id))]
    for found in studio.vault.find(row.session, kinds):
        studio.vault.erase(row.session, found)
    studio.vault.erase(row.session, identity)
    studio.ledger.erase([job.id for job in jobs])
    with studio.database.write() as base:
        base.execute(delete(Picture).where(Picture.id == identity))


def erase_session(studio: Studio, session: str) -> None:
    """Erase everything of a session: its key is destroyed, so that also what a backup holds stays unreadable."""
    jobs = studio.ledger.of_session(session)
    for job in jobs:
        cancel(studio, job)
    studio.vault.erase_session(session)
    _forget(studio, [session])


def expire(studio: Studio) -> None:
    """Erase sessions whose time is over, and records that an interrupted erasure may have left."""
    now = datetime.now(UTC)
    _forget(studio, studio.vault.expire())
    oldest = now - timedelta(hours=max(studio.settings.session_hours, studio.preferences.now.session_hours))
    with studio.database.read() as base:
        over = list(base.scalars(select(Picture.id).where(Picture.expires_at < now)))
    for identity in over:
        perform(studio, identity)
    with studio.database.write() as base:
        base.execute(delete(Job).where(Job.created_at < oldest))
    studio.ledger.forget_keys(now)
    studio.products.records.imports.tidy(now)
    studio.line.tidy()
    studio.reader.tidy()
    studio.durable.forget(FINISHED)


def _forget(studio: Studio, sessions: list[str]) -> None:
    with studio.database.write() as base:
        base.execute(delete(Job).where(Job.session.in_(sessions)))
        base.execute(delete(Picture).where(Picture.session.in_(sessions)))
