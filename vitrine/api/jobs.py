"""Jobs: how they stand, what came of them, and their progress as it happens."""

import base64
import binascii
import json
import time
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated

import anyio
from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import StreamingResponse

from vitrine.api import words
from vitrine.api.access import Here, Shopper
from vitrine.api.photos import Tongue
from vitrine.api.problems import Invalid, problem
from vitrine.api.shapes import Job, Jobs, Result
from vitrine.delivery.links import LINK_SECONDS, sign, verify
from vitrine.errors import Gone
from vitrine.jobs.ledger import NoSuchJob
from vitrine.storage import tables
from vitrine.workflows import try_on
from vitrine.workflows.studio import Studio

router = APIRouter(tags=["jobs"])

Id = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
PATIENCE = 15.0
"""Seconds of silence after which a stream says that it is still there."""
UNBUFFERED = {"X-Accel-Buffering": "no"}
"""Asks a reverse proxy to pass each event on at once."""
ENDED = ("done", "failed", "canceled")
MEDIA = {"jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


def shown(here: Studio, job: tables.Job, tongue: str) -> Job:
    """A job as the reader sees it now."""
    progress = here.board.progress(job.id) if job.status == "running" else None
    return Job.model_validate(
        {
            "id": job.id,
            "status": job.status,
            "stage": progress.stage if progress else job.status,
            "progress": progress.share if progress else float(job.status in ENDED),
            "created_at": job.created_at,
            "person": job.person,
            "garments": job.garments,
            "sizes": job.options.get("sizes", {}),
            "tucked": job.options.get("tucked", []),
            "error": problem(job.error, tongue) if job.error else None,
            "result": _result(here, job, tongue) if job.result else None,
        }
    )


@router.get("/v1/jobs")
def several(
    here: Here,
    shopper: Shopper,
    tongue: Tongue,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Jobs:
    """This session's jobs, newest first."""
    rows = here.ledger.page(shopper.session, limit + 1, _before(cursor))
    more = len(rows) > limit
    rows = rows[:limit]
    return Jobs(items=[shown(here, row, tongue) for row in rows], next=_cursor(rows[-1]) if more else None)


@router.get("/v1/jobs/{job}")
def one(here: Here, shopper: Shopper, job: Id, tongue: Tongue) -> Job:
    """How a job stands; a done one with a fresh link to its result."""
    return shown(here, here.ledger.get(shopper.session, job), tongue)


@router.post("/v1/jobs/{job}/cancel")
def cancel(here: Here, shopper: Shopper, job: Id, tongue: Tongue) -> Job:
    """Cancel a job that waits or runs; one that has ended stays as it is."""
    try_on.cancel(here, here.ledger.get(shopper.session, job))
    return shown(here, here.ledger.get(shopper.session, job), tongue)


@router.get(
    "/v1/jobs/{job}/events", response_class=StreamingResponse, responses={200: {"content": {"text/event-stream": {}}}}
)
async def events(here: Here, shopper: Shopper, job: Id, tongue: Tongue) -> StreamingResponse:
    """Server-sent events: `progress` with the job whenever it has moved, `end` when it has ended."""
    await anyio.to_thread.run_sync(here.ledger.get, shopper.session, job)
    return StreamingResponse(
        _stream(here, shopper.session, job, tongue), media_type="text/event-stream", headers=UNBUFFERED
    )


@router.get("/r/{job}", responses={200: {"content": {media: {} for media in MEDIA.values()}}}, response_class=Response)
def result(request: Request, here: Here, job: Id) -> Response:
    """A result, by its signed link."""
    verify(request.url.path, request.url.query, here.link_key)
    found = here.ledger.find(job)
    if found is None or found.result is None:
        raise Gone(job)
    data = here.vault.get(found.session, found.result)
    return Response(data, media_type=MEDIA[found.report["format"]], headers={"Cache-Control": "private, no-store"})


@router.get("/r/{job}/thumb", responses={200: {"content": {"image/webp": {}}}}, response_class=Response)
def thumb(request: Request, here: Here, job: Id) -> Response:
    """A result's thumbnail, by its signed link."""
    verify(request.url.path, request.url.query, here.link_key)
    found = here.ledger.find(job)
    if found is None or "thumb" not in found.report:
        raise Gone(job)
    data = here.vault.get(found.session, found.report["thumb"])
    return Response(data, media_type=MEDIA["webp"], headers={"Cache-Control": "private, no-store"})


def link(here: Studio, job: str, part: str = "") -> str:
    """A path that shows a job's result for 15 minutes, or its `/thumb`."""
    return sign(f"/r/{job}{part}", int(time.time()) + LINK_SECONDS, here.link_key)


async def _stream(here: Studio, owner: str, job: str, tongue: str) -> AsyncIterator[str]:
    last = ""
    watch = here.board.watch(job, PATIENCE)
    async for moved in watch:
        if not moved:
            yield ": still here\n\n"
            continue
        try:
            now = await anyio.to_thread.run_sync(lambda: shown(here, here.ledger.get(owner, job), tongue))
        except NoSuchJob:  # erased meanwhile
            break
        data = now.model_dump_json()
        if data != last:
            yield f"event: progress\ndata: {data}\n\n"
        last = data
        if now.status in ENDED:
            break
    await watch.aclose()
    yield f"event: end\ndata: {last or '{}'}\n\n"


def _result(here: Studio, job: tables.Job, tongue: str) -> Result:
    facts = job.report
    return Result(
        url=link(here, job.id),
        thumb=link(here, job.id, "/thumb" if "thumb" in facts else ""),
        width=facts["width"],
        height=facts["height"],
        alt=words.result_alt(facts["worn"], tongue),
        checks=[words.check(found, tongue) for found in facts["checks"]],
        warnings=[words.warning(code, tongue) for code in facts["warnings"]],
        timings=facts["timings"],
    )


def _cursor(job: tables.Job) -> str:
    return base64.urlsafe_b64encode(json.dumps([job.created_at.isoformat(), job.id]).encode()).decode()


def _before(cursor: str | None) -> tuple[datetime, str] | None:
    if cursor is None:
        return None
    try:
        at, last = json.loads(base64.urlsafe_b64decode(cursor))
        return datetime.fromisoformat(at), str(last)
    except (ValueError, TypeError, binascii.Error):
        raise Invalid("cursor") from None
