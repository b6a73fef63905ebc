"""The jobs of all, without anything of a shopper."""

from fastapi import APIRouter

from vitrine.api.access import Here
from vitrine.api.console.shapes import Work, Works
from vitrine.api.jobs import ENDED
from vitrine.api.photos import Tongue
from vitrine.api.problems import problem
from vitrine.api.staff import Viewer
from vitrine.storage.tables import Job
from vitrine.workflows.studio import Studio

router = APIRouter(prefix="/jobs")
LAST = 60


@router.get("")
def several(here: Here, _viewer: Viewer, tongue: Tongue) -> Works:
    """The last jobs, newest first."""
    return Works(items=[_shown(here, job, tongue) for job in here.ledger.last(LAST)], counts=here.ledger.counts())


def _shown(here: Studio, job: Job, tongue: str) -> Work:
    progress = here.board.progress(job.id) if job.status == "running" else None
    ended = job.finished_at
    return Work.model_validate(
        {
            "id": job.id,
            "kind": job.kind,
            "status": job.status,
            "stage": progress.stage if progress else job.status,
            "progress": progress.share if progress else float(job.status in ENDED),
            "garments": [one for one in job.garments if ":" in one],
            "created_at": job.created_at,
            "seconds": (ended - job.created_at).total_seconds() if ended else None,
            "warnings": job.report.get("warnings", []),
            "failed_checks": [one["name"] for one in job.report.get("checks", []) if not one["passed"]],
            "error": problem(job.error, tongue) if job.error else None,
        }
    )
