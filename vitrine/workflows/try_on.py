"""Dress a person in garments: submitted by a door, performed durably, canceled at will."""

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from vitrine.catalog.sizes import NoSuchSize, fitting
from vitrine.errors import BadInput, EngineMissing, VitrineError
from vitrine.fitting.engine import ENGINES
from vitrine.jobs.ledger import Draft, Key
from vitrine.jobs.pool import Canceled, RenderCrashed, Report, Stopped
from vitrine.jobs.worker import UnforeseenError
from vitrine.storage.tables import Job
from vitrine.workflows import offer, pictures
from vitrine.workflows.demo import PREFIX
from vitrine.workflows.pictures import Known
from vitrine.workflows.studio import RENDERS, Studio

ATTEMPTS: Final = 3
"""A job that was running at so many crashes of the server is given up: it may be their cause."""

log = logging.getLogger(__name__)


class GarmentsRefused(BadInput):
    """These garments cannot be worn together as asked."""

    code = "garments-refused"
    zh = "无法按要求同时穿这些服装。"
    remedy = "Choose each garment once; name a category only for a single garment; tuck in only what is worn."
    remedy_zh = "每件服装只选一次;只有单件服装时才能指定类别;只能塞进所穿的服装。"


@dataclass(frozen=True)
class Payer:
    """On whose daily budget a rendering goes."""

    key: str
    """A key's id, or "page" and "console" for our own pages."""
    daily: int | None = None
    """The key's own budget, if it has one."""


def submit(
    studio: Studio,
    session: str,
    person: str,
    garments: list[str],
    options: dict[str, Any],
    payer: Payer,
    key: Key | None = None,
) -> Job:
    """Record a try-on and enqueue it; a request seen before under the same key gives its job again.

    Args:
        session: the vault's session.
        person: a photo's id, or one of the demo set.
        garments: ids, in any order.
        options: `category`, `engine`, `format`, `mark` (the visible mark's language, empty for none); `drafts`:
            products that are not published may be worn; `sizes`: which is worn, by garment; `tucked`: which of
            the garments are worn tucked in.
        payer: on whose daily budget it goes.
        key: the `Idempotency-Key`.

    Raises:
        OverBudget: the payer has no rendering left today.
        Gone: a picture is not this session's.
        NoSuchSize: a garment does not come in the size that was asked for.
        QueueFull: as many jobs as may be are waiting or running.
        KeyReused: the key belongs to another request.
    """
    if known := studio.ledger.known(session, key):
        return known
    if len(set(garments)) != len(garments) or (len(garments) > 1 and options["category"] != "auto"):
        raise GarmentsRefused
    if not set(options.get("tucked", ())) <= set(garments):
        raise GarmentsRefused
    _find(studio, session, "photo", person)
    options = options | _measured(studio, session, garments, options)
    if options["engine"] not in ("auto", *ENGINES):
        raise EngineMissing(options["engine"])
    studio.budget.spend(payer.key, payer.daily)
    job, new = studio.ledger.add(Draft("try_on", session, session, person, garments, options), key)
    if new:
        studio.durable.enqueue(RENDERS, "try_on", job.id)
    return job


def visible_mark(studio: Studio, language: str) -> str:
    """Language of the visible mark on results for a reader of "en" or "zh" (GB 45438-2025); empty: none."""
    setting = studio.preferences.now.visible_mark
    return language if setting == "on" or (setting == "auto" and language == "zh") else ""


def cancel(studio: Studio, job: Job) -> None:
    """Cancel a job that waits or runs; one that has ended stays as it is."""
    if studio.ledger.cancel(job.id):
        studio.pool.cancel(job.id)
        studio.board.end(job.id)


def perform(studio: Studio, job_id: str) -> None:
    """Do the work of a job; harmless when it is done, canceled or erased already."""
    run(studio, job_id, render)


def run(studio: Studio, job_id: str, work: Callable[[Studio, Job], None]) -> None:
    """Claim a job, do its work, and record how it ended."""
    job = studio.ledger.claim(job_id)
    if job is None:
        return
    try:
        if job.attempts > ATTEMPTS:
            raise RenderCrashed
        studio.board.post(job_id, "start", 0.02)
        work(studio, job)
    except (Canceled, Stopped):
        # Canceled: recorded by the one who did it. Stopped: the next start takes the job up.
        return
    except VitrineError as error:
        studio.ledger.fail(job_id, error)
    except Exception as error:
        where = "".join(traceback.format_tb(error.__traceback__))
        log.error("job %s failed unforeseen: %s\n%s", job_id, type(error).__name__, where)
        studio.ledger.fail(job_id, UnforeseenError())
    finally:
        studio.board.end(job_id)


def render(studio: Studio, job: Job) -> None:
    """Analyses (kept ones, if there are), then the engine, then the result into the vault."""

    def report(stage: str, share: float) -> None:
        studio.board.post(job.id, stage, share)

    person = pictures.person(studio, job.session, job.person, job.id, report)
    garments = [
        pictures.garment(studio, job.session, garment, job.options["category"], job.id, report)
        for garment in job.garments
    ]
    measures = job.options.get("measures", {})
    tucked = job.options.get("tucked", [])
    worn = {
        "measures": [measures.get(garment, {}) for garment in job.garments],
        "tucked": [garment in tucked for garment in job.garments],
    }
    made, facts = dress(studio, job.id, person, garments, job.options | worn, report)
    keep(studio, job, made, facts)


def dress(
    studio: Studio, key: str, person: Known, garments: list[Known], options: dict[str, Any], report: Report
) -> tuple[list[bytes], dict[str, Any]]:
    """The encoded result and its thumbnail, and the facts of it.

    `options["measures"]`: centimetres of each garment, where sizes are known; `options["tucked"]`: whether it is worn
    tucked in.
    """
    parts = [part for known in (person, *garments) for part in (known.photo, known.analysis)]
    marks = {"producer": studio.preferences.now.producer, "content": key, "visible": options["mark"]}
    task = {"do": "try_on", "engine": options["engine"], "format": options["format"], "marks": marks}
    task |= {name: options.get(name) for name in ("measures", "tucked")}
    facts, made = studio.render(key, (task, parts), report)
    return made, facts | {"format": options["format"]}


def keep(studio: Studio, job: Job, made: list[bytes], facts: dict[str, Any]) -> None:
    """Put result and thumbnail into the vault and record the job as done; a job canceled meanwhile leaves neither."""
    kinds = kinds_of(job.id)
    result, thumb = (studio.vault.put(job.session, kind, one) for kind, one in zip(kinds, made, strict=True))
    if not studio.ledger.finish(job.id, result, facts | {"thumb": thumb}):
        for one in (result, thumb):
            studio.vault.erase(job.session, one)


def kinds_of(job: str) -> tuple[str, str]:
    """What the vault calls a job's result and its thumbnail."""
    return f"result/{job}", f"thumb/{job}"


def _measured(studio: Studio, session: str, garments: list[str], options: dict[str, Any]) -> dict[str, Any]:
    """`sizes` and `measures` (centimetres) by garment, of those that have a size chart; each garment is looked for."""
    asked = dict(options.get("sizes", {}))
    sizes: dict[str, str] = {}
    measures: dict[str, dict[str, float]] = {}
    for garment in garments:
        if not garment.startswith(offer.PREFIX):
            _find(studio, session, "garment", garment)
            continue
        product = offer.wearable(studio.products.records, garment, bool(options.get("drafts"))).product
        size, cm = fitting(product.size_chart, product.sizes, asked.pop(garment, None))
        if size:
            sizes[garment] = size
        if cm:
            measures[garment] = cm
    if asked:  # of a garment that is not worn here, or that has no sizes
        raise NoSuchSize(next(iter(asked)))
    return {"sizes": sizes, "measures": measures}


def _find(studio: Studio, session: str, kind: str, identity: str) -> None:
    if identity.startswith(PREFIX):
        studio.demo.get(identity, "person" if kind == "photo" else "garment")
    else:
        pictures.find(studio, session, kind, identity)
