"""The hosted call: a merchant's server gives pictures or their addresses and gets a result back, by poll or webhook.

Every call has a session of the vault to itself; the request, with its pictures and addresses, lies there too.
"""

import json
import time
from dataclasses import asdict, dataclass
from typing import Any, Final

from vitrine.delivery import webhooks
from vitrine.delivery.links import LINK_SECONDS, sign
from vitrine.errors import BadAddress, FetchFailed, Gone, PrivateAddress, VitrineError, WebhookFailed
from vitrine.fetch import data_uri
from vitrine.jobs.durable import Then
from vitrine.jobs.ledger import UNDONE, Draft, Key
from vitrine.jobs.pool import Report
from vitrine.privacy.keys import ApiKey
from vitrine.storage.tables import Job
from vitrine.workflows import pictures, try_on
from vitrine.workflows.pictures import Known
from vitrine.workflows.rendering import lossless
from vitrine.workflows.studio import CALLS, RENDERS, Studio

KIND: Final = "hosted"
NOTIFY: Final = "notify"

STATUSES: Final = {"queued": "in_queue", "running": "processing", "done": "completed", "canceled": "canceled"}
ERRORS: Final[dict[str, str]] = {
    **dict.fromkeys(("no-person", "only-face", "from-behind"), "PoseError"),
    "moderation-refused": "ContentModerationError",
    **dict.fromkeys(("engine-missing", "moderation-level", "no-garment"), "InputValidationError"),
    **dict.fromkeys(
        (
            *("empty", "not-a-picture", "truncated", "animated", "too-many-pixels", "too-small", "too-hard-to-decode"),
            *("too-many-bytes", "wrong-data-uri", "bad-address", "private-address", "fetch-failed"),
        ),
        "ImageLoadError",
    ),
}
"""The hosted service's name of an error, by our code; any other is a `PipelineError`."""


@dataclass(frozen=True)
class Call:
    """What a merchant asks for."""

    person: str
    """An address, or a `data:` URI."""
    garment: str
    category: str
    photo_type: str
    moderation: str
    format: str
    samples: int
    return_base64: bool
    webhook: str | None
    base_url: str
    """Under which the merchant reaches this server; links in webhooks begin with it."""


def submit(studio: Studio, merchant: ApiKey, call: Call, key: Key | None) -> Job:
    """Record a hosted call and enqueue it. What is wrong at first sight is refused here, the rest by the status.

    Raises:
        WrongDataUri, TooManyBytes, BadAddress, PrivateAddress: a picture or the webhook's address.
        QueueFull: as many jobs as may be are waiting or running.
        KeyReused: the key belongs to another request.
    """
    if known := studio.ledger.known(merchant.id, key):
        return known
    for source in (call.person, call.garment, call.webhook):
        _look(studio, source)
    session = studio.open_session()
    request = studio.vault.put(session, "request", json.dumps(asdict(call)).encode())
    options = {
        "engine": "auto",
        "format": call.format,
        "mark": try_on.visible_mark(studio, "en"),
        "request": request,
        "samples": call.samples,
        "return_base64": call.return_base64,
        "webhook": call.webhook is not None,
    }
    try:
        job, new = studio.ledger.add(Draft(KIND, merchant.id, session, "", [], options), key)
    except Exception:
        studio.vault.erase_session(session)
        raise
    if new:
        studio.durable.enqueue(RENDERS, KIND, job.id)
    else:
        studio.vault.erase_session(session)
    return job


def perform(studio: Studio, job_id: str) -> Then | None:
    """Do the work of a hosted call, then have its merchant told."""
    try_on.run(studio, job_id, _render)
    job = studio.ledger.find(job_id)
    if job is not None and job.options["webhook"] and job.status not in UNDONE:
        return Then(CALLS, NOTIFY, f"{job_id}.0")
    return None


def notify(studio: Studio, message: str) -> Then | None:
    """Send a webhook; `message` is the job's id and the number of the try. After a failed try comes the next one."""
    job_id, _, count = message.partition(".")
    job = studio.ledger.find(job_id)
    if job is None:
        return None
    try:
        call = _call(studio, job)
        secret = webhooks.secret(studio.webhook_root, job.owner)
        answer = status(studio, job, call.base_url)
        webhooks.send(studio.fetcher, str(call.webhook), secret, job_id, answer, int(time.time()))
    except WebhookFailed:
        if int(count) < len(webhooks.WAITS):
            return Then(CALLS, NOTIFY, f"{job_id}.{int(count) + 1}", webhooks.WAITS[int(count)])
    except (Gone, BadAddress, PrivateAddress):  # erased meanwhile, or never to be called: no later try will do better
        return None
    return None


def status(studio: Studio, job: Job, base_url: str) -> dict[str, Any]:
    """How a call stands, in the hosted service's words."""
    answer: dict[str, Any] = {"id": job.id, "status": STATUSES.get(job.status), "output": None, "error": None}
    if job.error is not None:
        code, subject = job.error["code"], job.error["subject"]
        message = f"{job.error['title']['en']} {job.error['remedy']['en']}"
        answer["status"] = "time_out" if code == "render-timeout" else "failed"
        answer["error"] = {
            "name": ERRORS.get(code, "PipelineError"),
            "message": f"{subject}: {message}" if subject else message,
        }
    elif job.result is not None:
        answer["output"] = [_output(studio, job, base_url)] * job.options["samples"]
        answer["distinct"] = 1
    return answer


def _output(studio: Studio, job: Job, base_url: str) -> str:
    if job.options["return_base64"]:
        import base64

        data = base64.b64encode(studio.vault.get(job.session, str(job.result))).decode()
        return f"data:image/{job.options['format']};base64,{data}"
    return base_url + sign(f"/r/{job.id}", int(time.time()) + LINK_SECONDS, studio.link_key)


def _render(studio: Studio, job: Job) -> None:
    def report(stage: str, share: float) -> None:
        studio.board.post(job.id, stage, share)

    call = _call(studio, job)
    person = _load(studio, job, "model_image", call.person, {"do": "person", "moderation": call.moderation}, report)
    wanted = {"do": "garment", "category": call.category, "photo_type": call.photo_type}
    garment = _load(studio, job, "garment_image", call.garment, wanted, report)
    made, facts = try_on.dress(studio, job.id, person, [garment], job.options, report)
    try_on.keep(studio, job, made, facts)


def _load(studio: Studio, job: Job, field: str, source: str, task: dict[str, Any], report: Report) -> Known:
    """A picture from its address, analysed; an error says which of the two it was."""
    report("load", 0.05)
    try:
        decoded = studio.decoder.read(studio.fetcher.picture(source, studio.settings.upload_bytes))
        photo = lossless(decoded.picture if task["do"] == "person" else decoded.standing_out())
        known, _ = pictures.analyse(studio, photo, task, job.id, report)
    except VitrineError as error:
        error.subject = field
        raise
    return known


def _look(studio: Studio, source: str | None) -> None:
    if source is None:
        return
    if source[:5].lower() == "data:":
        data_uri(source, studio.settings.upload_bytes)
        return
    try:
        studio.fetcher.check(source)
    except FetchFailed:  # its name may resolve later; the status will tell
        return


def _call(studio: Studio, job: Job) -> Call:
    return Call(**json.loads(studio.vault.get(job.session, job.options["request"])))
