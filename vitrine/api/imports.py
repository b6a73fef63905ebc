"""Imports: feeds over the web, and how far each is."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated

import anyio
from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import StreamingResponse

from vitrine.api import cursors, product_show
from vitrine.api.access import Here
from vitrine.api.jobs import UNBUFFERED
from vitrine.api.photos import Tongue
from vitrine.api.problems import Invalid
from vitrine.api.product_shapes import Import, Imports
from vitrine.api.staff import READS, WRITES, Writer
from vitrine.api.uploads import feed, once
from vitrine.catalog.imports import NoSuchImport
from vitrine.intake.feeds.text import line
from vitrine.workflows.studio import Studio

router = APIRouter(prefix="/v1/imports", tags=["products"])

Id = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
LOOK = 1.0
"""Seconds between two looks at an import whose work another process may do."""
SILENT = 15
"""Looks without news after which a stream says that it is still there."""
ENDED = ("done", "canceled", "failed")
FEED = {
    "requestBody": {
        "description": "A feed: our table, Shopify's product CSV, size charts. Empty: pictures will follow one by one, "
        "by `POST /v1/products?batch=ID`.",
        "content": {
            "text/csv": {
                "schema": {"type": "string", "examples": ["external_id,title,pictures\ntee-017,Tee,https://…\n"]}
            }
        },
    }
}

FILE = {
    "requestBody": {
        "description": "The file's bytes. Empty for one that is neither picture nor table: its name is reason enough.",
        "content": {
            "image/*": {"schema": {"type": "string", "format": "binary"}},
            "text/csv": {
                "schema": {"type": "string", "examples": ["external_id,title,pictures\ntee-017,Tee,tee-017.jpg\n"]}
            },
        },
    }
}


@router.post("", status_code=202, openapi_extra=FEED)
async def start(
    request: Request,
    here: Here,
    writer: Writer,
    tongue: Tongue,
    name: Annotated[str, Query(max_length=255, description="The file's name.")] = "",
) -> Import:
    """Give a feed; it is read in the background, each broken row named and no other lost."""
    body = await feed(request)
    key = once(request, body)
    told = line(name) or "feed"
    if body:
        row = await anyio.to_thread.run_sync(here.reader.receive, writer.id, told, body, key)
    else:
        opened = await anyio.to_thread.run_sync(here.products.records.imports.open, writer.id, told, key, "working")
        row = opened[0]
    return await anyio.to_thread.run_sync(_shown, here, row.id, tongue)


@router.get("", dependencies=READS)
def several(
    here: Here,
    tongue: Tongue,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 20,
) -> Imports:
    """Imports, newest first."""
    try:
        before = (datetime.fromisoformat(at[0]), str(at[1])) if (at := cursors.read(cursor)) else None
    except (ValueError, TypeError):
        raise Invalid("cursor") from None
    rows = here.products.records.imports.page(limit + 1, before)
    more, rows = len(rows) > limit, rows[:limit]
    return Imports(
        items=[_shown(here, row.id, tongue) for row in rows],
        next=cursors.written([rows[-1].created_at.isoformat(), rows[-1].id]) if more else None,
    )


@router.get("/{batch}", dependencies=READS)
def one(here: Here, batch: Id, tongue: Tongue) -> Import:
    """How an import stands."""
    return _shown(here, batch, tongue)


@router.put("/{batch}/files", status_code=204, openapi_extra=FILE, dependencies=WRITES)
async def keep(
    request: Request,
    here: Here,
    batch: Id,
    name: Annotated[str, Query(min_length=1, max_length=1000, description="Where it lies in the folder.")],
) -> Response:
    """Give a file of a folder; nothing of it is read before `POST /v1/imports/{batch}/read`."""
    body = await feed(request)
    await anyio.to_thread.run_sync(here.reader.keep, batch, name, body)
    return Response(status_code=204)


@router.post("/{batch}/read", status_code=202, dependencies=WRITES)
def read(here: Here, batch: Id, tongue: Tongue) -> Import:
    """All files of a folder are here: it is read as `vitrine product add FOLDER` reads one."""
    here.reader.read(batch)
    return _shown(here, batch, tongue)


@router.post("/{batch}/cancel", dependencies=WRITES)
def cancel(here: Here, batch: Id, tongue: Tongue) -> Import:
    """Stop an import: what is not begun is not looked at; what is taken in stays."""
    here.products.records.imports.cancel(batch)
    here.board.end(batch)
    return _shown(here, batch, tongue)


@router.get(
    "/{batch}/events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}}},
    dependencies=READS,
)
async def events(here: Here, batch: Id, tongue: Tongue) -> StreamingResponse:
    """Server-sent events: `progress` with the import whenever it has moved, `end` when it has ended."""
    await anyio.to_thread.run_sync(here.products.records.imports.of, batch)
    return StreamingResponse(_stream(here, batch, tongue), media_type="text/event-stream", headers=UNBUFFERED)


async def _stream(here: Studio, batch: str, tongue: str) -> AsyncIterator[str]:
    last, silent = "", 0
    watch = here.board.watch(batch, LOOK)
    async for _ in watch:
        try:
            now = await anyio.to_thread.run_sync(_shown, here, batch, tongue)
        except NoSuchImport:
            break
        data = now.model_dump_json()
        silent = 0 if data != last else silent + 1
        if data != last:
            yield f"event: progress\ndata: {data}\n\n"
        elif silent % SILENT == 0:
            yield ": still here\n\n"
        last = data
        if now.state in ENDED:
            break
    await watch.aclose()
    yield f"event: end\ndata: {last or '{}'}\n\n"


def _shown(here: Studio, batch: str, tongue: str) -> Import:
    return product_show.batch(here.products.records.imports.standing(batch), tongue)
