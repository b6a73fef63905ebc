"""The records of jobs: each change of status is one guarded statement, so that two who race cannot both win."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeVar

from sqlalchemy import CursorResult, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from vitrine.errors import BadInput, VitrineError
from vitrine.storage.database import Database
from vitrine.storage.tables import Job, KeyUse, Request, Upload

Use = TypeVar("Use", bound=KeyUse)

UNDONE: Final = ("queued", "running")
KEY_LIFE: Final = timedelta(hours=24)
"""How long an idempotency key is remembered."""


class QueueFull(VitrineError):
    """Too many jobs are waiting."""

    code = "queue-full"
    status = 429
    zh = "排队的任务太多。"
    remedy = "Try again after the time that the answer names."
    remedy_zh = "请在回复所示时间后重试。"

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after


class KeyReused(BadInput):
    """This Idempotency-Key was used for a different request."""

    code = "idempotency-key-reused"
    zh = "此 Idempotency-Key 已用于另一个请求。"
    remedy = "Use a new key for a new request."
    remedy_zh = "新的请求请使用新的键。"


class NoSuchJob(VitrineError):
    """There is no such job."""

    code = "no-such-job"
    status = 404
    zh = "没有这个任务。"
    remedy = "It may have expired or been erased."
    remedy_zh = "它可能已过期或已被删除。"


@dataclass(frozen=True)
class Key:
    """An `Idempotency-Key` and the SHA-256 of the request that came with it."""

    key: str
    fingerprint: str


@dataclass(frozen=True)
class Draft:
    """A job to be."""

    kind: str
    owner: str
    session: str
    person: str
    garments: list[str]
    options: dict[str, Any]


class Ledger:
    """Jobs in the database."""

    def __init__(self, database: Database, limit: int, workers: int) -> None:
        """`limit` bounds the jobs that wait or run at once; `workers` tells how fast they go."""
        self._database = database
        self._limit = limit
        self._workers = workers

    def known(self, owner: str, key: Key | None) -> Job | None:
        """The job that the first request under this key made.

        Raises:
            KeyReused: that request was another one.
        """
        if key is None:
            return None
        with self._database.read() as session:
            return _known(session, owner, key)

    def add(self, draft: Draft, key: Key | None = None) -> tuple[Job, bool]:
        """Record a new job as queued, or find the one of this key; returns it and whether it is new.

        Raises:
            QueueFull: as many as may be are waiting or running.
            KeyReused: the key came with another request before.
        """
        now = datetime.now(UTC)
        with self._database.write() as session:
            if key is not None and (known := _known(session, draft.owner, key)):
                return known, False
            undone = session.scalar(select(func.count()).where(Job.status.in_(UNDONE))) or 0
            if undone >= self._limit:
                raise QueueFull(max(1, undone // self._workers))
            job = Job(
                id=secrets.token_hex(16),
                kind=draft.kind,
                owner=draft.owner,
                session=draft.session,
                person=draft.person,
                garments=draft.garments,
                options=draft.options,
                status="queued",
                attempts=0,
                report={},
                created_at=now,
            )
            session.add(job)
            session.flush()
            if key is not None:
                session.add(
                    Request(owner=draft.owner, key=key.key, fingerprint=key.fingerprint, job=job.id, created_at=now)
                )
            return job, True

    def get(self, owner: str, job: str) -> Job:
        """A job of this owner; raises NoSuchJob, also for another owner's."""
        with self._database.read() as session:
            found = session.get(Job, job)
        if found is None or found.owner != owner:
            raise NoSuchJob(job)
        return found

    def find(self, job: str) -> Job | None:
        """A job, whoever owns it: for the work itself."""
        with self._database.read() as session:
            return session.get(Job, job)

    def page(self, owner: str, limit: int, before: tuple[datetime, str] | None = None) -> list[Job]:
        """An owner's jobs, newest first; `before` is the time and id of the last one seen."""
        query = select(Job).where(Job.owner == owner).order_by(Job.created_at.desc(), Job.id.desc()).limit(limit)
        if before is not None:
            at, last = before
            query = query.where(or_(Job.created_at < at, and_(Job.created_at == at, Job.id < last)))
        with self._database.read() as session:
            return list(session.scalars(query))

    def last(self, limit: int) -> list[Job]:
        """The newest jobs of all owners."""
        query = select(Job).order_by(Job.created_at.desc(), Job.id.desc()).limit(limit)
        with self._database.read() as session:
            return list(session.scalars(query))

    def counts(self) -> dict[str, int]:
        """How many jobs there are by status."""
        with self._database.read() as session:
            found = session.execute(select(Job.status, func.count()).group_by(Job.status))
            return {status: int(count) for status, count in found.tuples()}

    def undone(self, kind: str) -> list[Job]:
        """Jobs that wait or run, oldest first."""
        query = select(Job).where(Job.kind == kind, Job.status.in_(UNDONE)).order_by(Job.created_at)
        with self._database.read() as session:
            return list(session.scalars(query))

    def claim(self, job: str) -> Job | None:
        """Mark a job as running and return it; None if it is done, canceled or erased meanwhile."""
        if not self._change(job, UNDONE, status="running", attempts=Job.attempts + 1):
            return None
        return self.find(job)

    def finish(self, job: str, result: str, report: dict[str, Any]) -> bool:
        """Mark a running job as done; False if it was canceled or erased meanwhile, and its result is not wanted."""
        return self._change(
            job, ("running",), status="done", result=result, report=report, finished_at=datetime.now(UTC)
        )

    def fail(self, job: str, error: VitrineError) -> bool:
        """Mark a job as failed; False if it has ended already."""
        return self._change(job, UNDONE, status="failed", error=error.described(), finished_at=datetime.now(UTC))

    def cancel(self, job: str) -> bool:
        """Mark a job as canceled; False if it has ended already."""
        return self._change(job, UNDONE, status="canceled", finished_at=datetime.now(UTC))

    def of_picture(self, session_id: str, picture: str) -> list[Job]:
        """A session's jobs that used a picture."""
        with self._database.read() as session:
            jobs = session.scalars(select(Job).where(Job.session == session_id))
            return [job for job in jobs if picture == job.person or picture in job.garments]

    def of_session(self, session_id: str) -> list[Job]:
        """A session's jobs."""
        with self._database.read() as session:
            return list(session.scalars(select(Job).where(Job.session == session_id)))

    def erase(self, jobs: list[str]) -> None:
        """Remove records, and the idempotency keys that point to them."""
        with self._database.write() as session:
            session.execute(delete(Job).where(Job.id.in_(jobs)))

    def forget_keys(self, now: datetime) -> None:
        """Remove idempotency keys past their life."""
        with self._database.write() as session:
            for table in (Request, Upload):
                session.execute(delete(table).where(table.created_at < now - KEY_LIFE))

    def _change(self, job: str, from_status: tuple[str, ...], **values: Any) -> bool:
        with self._database.write() as session:
            done = session.execute(update(Job).where(Job.id == job, Job.status.in_(from_status)).values(**values))
            assert isinstance(done, CursorResult)
            return done.rowcount == 1


def used(session: Session, uses: type[Use], owner: str, key: Key) -> Use | None:
    """The first use of an owner's key among uses of one kind; raises KeyReused if another request came with it."""
    first = session.scalar(select(uses).where(uses.owner == owner, uses.key == key.key))
    if first is not None and first.fingerprint != key.fingerprint:
        raise KeyReused
    return first


def _known(session: Session, owner: str, key: Key) -> Job | None:
    request = used(session, Request, owner, key)
    return None if request is None else session.get(Job, request.job)
