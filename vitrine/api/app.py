"""The web door as a whole: FastAPI with its routes, errors, headers and life span."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from importlib.metadata import version as installed

import anyio
from fastapi import FastAPI

from vitrine.api import (
    console,
    garments,
    hosted,
    imports,
    jobs,
    pages,
    photos,
    problems,
    product_pictures,
    products,
    sessions,
    shop,
    tryon,
)
from vitrine.api.doors import JSON_BYTES, BoundedBodies, HeadAsGet, LastResort, SecurityHeaders
from vitrine.api.shapes import Problem
from vitrine.api.uploads import WAITING
from vitrine.intake import feeds
from vitrine.intake.stream import Bodies
from vitrine.privacy.limits import Rate
from vitrine.settings import Settings
from vitrine.workflows import erase
from vitrine.workflows.studio import Studio

TIDY_SECONDS = 600.0

log = logging.getLogger(__name__)


def create_app(studio: Studio) -> FastAPI:
    """The app around a server's parts, which are closed when it stops."""
    settings = studio.settings

    @contextlib.asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        app.state.bodies = Bodies(settings.upload_bytes)
        app.state.large_bodies = Bodies(_two(settings), at_once=2)
        app.state.product_bodies = Bodies(_most(settings, "/v1/products"), at_once=2)
        app.state.feed_bodies = Bodies(feeds.BYTES, at_once=2)
        app.state.looking = anyio.CapacityLimiter(WAITING)
        tidying = asyncio.create_task(_tidy(studio))
        decoding = asyncio.create_task(anyio.to_thread.run_sync(studio.decoder.start))
        try:
            yield
        finally:
            tidying.cancel()
            await asyncio.wait([decoding])
            await anyio.to_thread.run_sync(studio.close)

    app = FastAPI(
        title="Vitrine",
        version=installed("vitrine"),
        description="Virtual try-on that a shop runs itself.",
        lifespan=life,
        docs_url=None,
        redoc_url=None,
        responses={"default": {"model": Problem, "description": "A problem, in the language of `Accept-Language`."}},
    )
    app.state.studio = studio
    app.state.openings = Rate(per_minute=60, burst=30)
    app.state.uploads = Rate(per_minute=60, burst=30)
    app.state.wishes = Rate(per_minute=30, burst=16)
    app.state.entrances = Rate(per_minute=20, burst=20)
    app.state.names = Rate(per_minute=5, burst=8)
    app.state.seen = Rate(per_minute=60, burst=60)
    app.state.calls = Rate(per_minute=120, burst=60)
    problems.install(app)
    shops = (products, product_pictures, imports, shop)
    for part in (sessions, photos, garments, tryon, jobs, hosted, *shops, console, pages):
        app.include_router(part.router)
    app.add_middleware(LastResort, answer=problems.unforeseen)
    app.add_middleware(BoundedBodies, limit=lambda path: _most(settings, path))
    app.add_middleware(SecurityHeaders)
    app.add_middleware(HeadAsGet)
    return app


def _most(settings: Settings, path: str) -> int:
    """The largest body of a path, in bytes."""
    if path in ("/v1/photos", "/v1/garments"):
        return settings.upload_bytes
    if path == "/v1/run":
        return _two(settings)
    if path.startswith("/v1/products"):
        return 2 * _two(settings)
    return feeds.BYTES if path.startswith("/v1/imports") else JSON_BYTES


def _two(settings: Settings) -> int:
    """Bytes of a body that holds two pictures in base64."""
    return 2 * (settings.upload_bytes * 4 // 3) + JSON_BYTES


async def _tidy(studio: Studio) -> None:
    """Erase what is over, now and every ten minutes."""
    while True:
        try:
            await anyio.to_thread.run_sync(erase.expire, studio)
        except Exception as error:  # the next round tries again
            log.error("tidying failed: %s", type(error).__name__)
        await asyncio.sleep(TIDY_SECONDS)
