"""Erasure: at once on request, by itself when a session's time is over. Each step may be repeated."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete

from vitrine.storage.tables import Job, Picture
from vitrine.workflows.studio import Studio
from vitrine.workflows.try_on import cancel

FINISHED: timedelta = timedelta(days=1)
"""How long DBOS remembers finished workflows."""


def erase_picture(studio: Studio, session: str, identity: str) -> None:
    """Erase a photo or garment, what was measured on it, and every result made from it; jobs with it are canceled."""
    jobs = studio.ledger.of_picture(session, identity)
    for job in jobs:
        cancel(studio, job)
    # The record first: a job that runs right now finds no picture and keeps nothing.
    with studio.database.write() as base:
        base.execute(delete(Picture).where(Picture.id == identity, Picture.session == session))
    studio.ledger.erase([job.id for job in jobs])
    kinds = [f"analysis/{identity}", *(f"result/{job.id}" for job in jobs)]
    for found in studio.vault.find(session, kinds):
        studio.vault.erase(session, found)
    studio.vault.erase(session, identity)


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
    with studio.database.write() as base:
        base.execute(delete(Picture).where(Picture.expires_at < now))
        base.execute(delete(Job).where(Job.created_at < oldest))
    studio.ledger.forget_keys(now)
    studio.products.records.imports.tidy(now)
    studio.line.tidy()
    studio.durable.forget(FINISHED)


def _forget(studio: Studio, sessions: list[str]) -> None:
    with studio.database.write() as base:
        base.execute(delete(Job).where(Job.session.in_(sessions)))
        base.execute(delete(Picture).where(Picture.session.in_(sessions)))
