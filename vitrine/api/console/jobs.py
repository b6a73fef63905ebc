"""The jobs of all, without anything of a shopper."""

from fastapi import APIRouter

from vitrine.api import product_show
from vitrine.api.access import Here
from vitrine.api.console.shapes import Work, Works
from vitrine.api.jobs import ENDED
from vitrine.api.photos import Tongue
from vitrine.api.problems import problem
from vitrine.api.staff import Viewer
from vitrine.errors import VitrineError
from vitrine.storage.tables import Job
from vitrine.workflows.offer import PREFIX
from vitrine.workflows.studio import Studio

router = APIRouter(prefix="/jobs")
LAST = 60


@router.get("")
def several(here: Here, _viewer: Viewer, tongue: Tongue) -> Works:
    """The last jobs, newest first."""
    jobs = here.ledger.last(LAST)
    names = {one: _name(here, one, tongue) for job in jobs for one in job.garments if ":" in one}
    return Works(items=[_shown(here, job, names, tongue) for job in jobs], counts=here.ledger.counts())


def _name(here: Studio, garment: str, tongue: str) -> str:
    """What a merchant calls a product or a piece of the demo set; its id where it is no longer there."""
    try:
        if garment.startswith(PREFIX):
            found = here.products.records.shelf.find(garment.removeprefix(PREFIX)).product
            return product_show.of(found.title, tongue) or found.external_id
        return here.demo.get(garment, "garment").name[tongue]
    except VitrineError:
        return garment


def _shown(here: Studio, job: Job, names: dict[str, str], tongue: str) -> Work:
    progress = here.board.progress(job.id) if job.status == "running" else None
    ended = job.finished_at
    sizes = job.options.get("sizes", {})
    worn = [f"{names[one]} ({sizes[one]})" if one in sizes else names[one] for one in job.garments if one in names]
    return Work.model_validate(
        {
            "id": job.id,
            "kind": job.kind,
            "status": job.status,
            "stage": progress.stage if progress else job.status,
            "progress": progress.share if progress else float(job.status in ENDED),
            "garments": worn,
            "created_at": job.created_at,
            "seconds": (ended - job.created_at).total_seconds() if ended else None,
            "warnings": job.report.get("warnings", []),
            "failed_checks": [one["name"] for one in job.report.get("checks", []) if not one["passed"]],
            "error": problem(job.error, tongue) if job.error else None,
        }
    )
