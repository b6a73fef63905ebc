"""Ask for a try-on."""

from fastapi import APIRouter, Request

from vitrine.api import jobs
from vitrine.api.access import Here, Once, Shopper, page_key, sees_drafts
from vitrine.api.photos import Tongue
from vitrine.api.shapes import Job, TryOn
from vitrine.workflows import try_on

router = APIRouter(prefix="/v1/tryon", tags=["try-on"])


@router.post("", status_code=202)
def start(request: Request, here: Here, shopper: Shopper, asked: TryOn, once: Once, tongue: Tongue) -> Job:
    """Dress a person in garments. The answer is a job: read it again, or follow its events."""
    request.app.state.wishes.take(shopper.session)
    key = page_key(here, shopper)
    options = {
        "category": asked.category,
        "engine": asked.engine,
        "format": asked.format,
        "mark": try_on.visible_mark(here, tongue),
        "drafts": sees_drafts(here, shopper),
        "sizes": asked.sizes,
        "tucked": asked.tucked,
    }
    payer = try_on.Payer(shopper.key or "page", key.uses.daily if key else None)
    job = try_on.submit(here, shopper.session, asked.person, asked.garments, options, payer, once)
    return jobs.shown(here, job, tongue)
