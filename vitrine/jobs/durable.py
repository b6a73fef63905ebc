"""Durable work: DBOS on a SQLite file of its own, by the rules that trials gave (docs/explanation/architecture.md).

Functions are registered by those above; each takes and returns ids only, since DBOS stores inputs, outputs and errors
as plain pickles. Exactly one process may start this on a file: it holds the `HomeLock`.
"""

import logging
import re
import traceback
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from vitrine.jobs.turns import Closed, Turns
from vitrine.storage.database import private

EXECUTOR: Final = "vitrine"
VERSION: Final = "2"
"""Goes up when a workflow's steps change so that a half-done one cannot be continued by the new code."""
ID: Final = re.compile(r"[A-Za-z0-9:_.-]{1,64}\Z")
UNDONE: Final = ("PENDING", "ENQUEUED", "DELAYED")


@dataclass(frozen=True)
class Queue:
    """A queue: how many of its jobs may run at once.

    `polling`: seconds between two looks at what has become due. None: its jobs begin at once, no table is polled, and
    none can be put off; those that wait for their turn hold a thread each, so that it is for queues with a limit.
    """

    name: str
    at_once: int
    polling: float | None = None


@dataclass(frozen=True)
class Then:
    """What is to be done next: a work's name and its job's id, on a queue, after some seconds."""

    queue: str
    name: str
    job: str
    delay: float | None = None


Work = Callable[[str], Then | None]
"""Does the work that a job's id names; must be harmless when called again after a crash."""

log = logging.getLogger(__name__)


class NotAnId(TypeError):
    """Something other than an id was about to be stored by DBOS."""


class Durable:
    """Queues of durable functions, each called once for each id, also after a crash."""

    def __init__(self, path: Path, queues: Sequence[Queue], version: str = VERSION) -> None:
        from dbos import DBOS, DBOSConfig

        # Their line a job on stderr says nothing that our own log does not.
        logging.getLogger("dbos").setLevel(logging.ERROR)
        self._dbos = DBOS
        self._queues = {queue.name: queue for queue in queues}
        self._turns = {queue.name: Turns(queue.at_once) for queue in queues if queue.polling is None}
        self._works: dict[str, Any] = {}
        self.version = version
        private(path)
        DBOS(
            config=DBOSConfig(
                name="vitrine",
                system_database_url=f"sqlite:///{path}",
                executor_id=EXECUTOR,
                application_version=version,
                log_level="ERROR",
            )
        )

    def register(self, name: str, work: Work) -> None:
        """Make `work` known under `name`; all are registered before `start`."""

        def once(job: str, queue: str = "") -> str:
            # A step may enqueue nothing itself: the workflow does, so that it happens once with the step.
            with self._turns.get(queue, nullcontext()):
                then = self._dbos.run_step({"name": name}, _guarded, work, job)
            if then is not None:
                self.enqueue(*then)
            return job

        self._works[name] = self._dbos.workflow(name=name)(once)

    def start(self) -> None:
        """Launch, and take over what a process before this one left: of this version by DBOS, of another here."""
        self._dbos.launch()
        for known in self._dbos.list_queues():
            if (
                known.name not in self._queues or known.name in self._turns
            ):  # of an older version: it would be looked at
                self._dbos.delete_queue(known.name)
        for queue in self._queues.values():
            if queue.polling is not None:
                self._dbos.register_queue(
                    queue.name,
                    concurrency=queue.at_once,
                    polling_interval_sec=queue.polling,
                    on_conflict="always_update",
                )
        for left in self._dbos.list_workflows(status=list(UNDONE), load_output=False):
            queue_name = left.queue_name or (left.input["args"][-1] if left.input else "")
            if left.app_version != self.version and left.name in self._works and queue_name in self._queues:
                self._dbos.delete_workflow(left.workflow_id)
                self.enqueue(queue_name, left.name, left.workflow_id.partition("/")[2])

    def enqueue(self, queue: str, name: str, job: str, delay: float | None = None) -> None:
        """Have `name` done for `job`, after `delay` seconds; a second call with the same two changes nothing."""
        from dbos import SetEnqueueOptions, SetWorkflowID

        if not ID.match(job):
            raise NotAnId(name)
        with SetWorkflowID(f"{name}/{job}"), SetEnqueueOptions(delay_seconds=delay):
            if queue in self._turns:
                self._dbos.start_workflow(self._works[name], job, queue)
            else:
                self._dbos.enqueue_workflow(queue, self._works[name], job)

    def do(self, queue: str, name: str, job: str) -> None:
        """Have `name` done for `job`, and wait until it is: on a queue that begins at once. Done before, it is done
        again. Whether it went well, a record must tell; a stop of the server ends the waiting, and not the work."""
        from dbos import SetWorkflowID

        if queue not in self._turns or not ID.match(job):
            raise NotAnId(name)
        status = self._dbos.get_workflow_status(f"{name}/{job}")
        if status is not None and status.status not in UNDONE:
            self._dbos.delete_workflow(status.workflow_id)
        with SetWorkflowID(f"{name}/{job}"):
            handle = self._dbos.start_workflow(self._works[name], job, queue)
        with suppress(Closed):
            handle.get_result(polling_interval_sec=0.05)

    def resume(self, queue: str, name: str, job: str) -> None:
        """Have `name` done for a job whose record says that it is not: its workflow was never stored, or broken off."""
        status = self._dbos.get_workflow_status(f"{name}/{job}")
        if status is not None and status.status in UNDONE:
            return
        if status is not None:
            self._dbos.delete_workflow(status.workflow_id)
        self.enqueue(queue, name, job)

    def forget(self, older_than: timedelta) -> int:
        """Delete what finished longer ago; returns how many."""
        before = (datetime.now(UTC) - older_than).isoformat()
        done = self._dbos.list_workflows(
            status=["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"],
            completed_before=before,
            load_input=False,
            load_output=False,
        )
        self._dbos.delete_workflows([workflow.workflow_id for workflow in done])
        return len(done)

    def stop(self) -> None:
        """End; what is running or waiting is taken up again by the next start."""
        for turns in self._turns.values():
            turns.close()
        self._dbos.destroy(destroy_registry=True)


def _guarded(work: Work, job: str) -> tuple[str, str, str, float | None] | None:
    """Work that fails unforeseen must not have its exception, and what that may quote, stored: it goes to the log."""
    try:
        then = work(job)
        return (then.queue, then.name, then.job, then.delay) if then else None
    except Exception as error:
        where = "".join(traceback.format_tb(error.__traceback__))
        log.error("job %s failed unforeseen: %s\n%s", job, type(error).__name__, where)
        return None
