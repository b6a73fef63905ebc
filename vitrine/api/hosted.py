"""The call shape of hosted try-on: a shop that uses such a service switches by changing the base URL."""

from typing import Annotated, Any, Literal

import anyio
from fastapi import APIRouter, Header, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError

from vitrine.api.access import Here, Merchant
from vitrine.api.shapes import JOB, answered
from vitrine.api.uploads import fingerprint
from vitrine.intake.moderation import Level
from vitrine.jobs.ledger import Key
from vitrine.privacy.keys import ApiKey
from vitrine.workflows import hosted
from vitrine.workflows.studio import Studio

router = APIRouter(tags=["hosted-compatible"])

CATEGORIES = {"auto": "auto", "tops": "tops", "bottoms": "bottoms", "one-pieces": "dresses"}
PHOTO_TYPES = {"auto": "auto", "flat-lay": "flat-lay", "model": "worn"}
EXAMPLE: dict[str, Any] = {
    "model_name": "tryon-v1.6",
    "inputs": {
        "model_image": "https://shop.example/person.jpg",
        "garment_image": "https://shop.example/tee.jpg",
        "category": "auto",
    },
}


class Inputs(BaseModel):
    """The pictures and how they are to be treated. Fields of the hosted service that are not listed are ignored."""

    model_config = ConfigDict(extra="ignore", protected_namespaces=())

    model_image: str = Field(min_length=1, description="The person: an address, or a `data:` URI.")
    garment_image: str = Field(min_length=1, validation_alias=AliasChoices("garment_image", "product_image"))
    category: Literal["auto", "tops", "bottoms", "one-pieces"] = "auto"
    garment_photo_type: Literal["auto", "flat-lay", "model"] = "auto"
    mode: Literal["performance", "balanced", "quality"] = Field(
        "balanced", description="Accepted; the embedded engine has one mode, at the photo's full resolution."
    )
    segmentation_free: bool = Field(True, description="Accepted; without effect here.")
    num_samples: int = Field(
        1,
        ge=1,
        le=4,
        validation_alias=AliasChoices("num_samples", "num_images"),
        description="The embedded engine gives the same result every time, so that all samples are equal.",
    )
    seed: int | None = Field(None, description="Accepted; the embedded engine is deterministic.")
    output_format: Literal["png", "jpeg"] = "png"
    return_base64: bool = False
    moderation_level: Level = Field(
        "permissive",
        description="Nudity score (Open-NSFW) of the person picture from which it is refused: "
        "`conservative` 0.5, `permissive` 0.85; `none` does not look.",
    )


class Run(BaseModel):
    """A hosted call."""

    model_config = ConfigDict(protected_namespaces=(), json_schema_extra={"examples": [EXAMPLE]})

    model_name: str = Field(pattern="^tryon", max_length=64, description="Any try-on name of the hosted service.")
    inputs: Inputs
    webhook_url: str | None = Field(None, max_length=2000, description="Told when the call has ended.")


class Started(BaseModel):
    """The call is taken."""

    model_config = answered(id=JOB, error=None)
    id: str
    error: None = None


class Failure(BaseModel):
    """Why a call failed, by the hosted service's names."""

    name: Literal["ImageLoadError", "PoseError", "PipelineError", "ContentModerationError", "InputValidationError"]
    message: str


class Status(BaseModel):
    """How a call stands."""

    model_config = answered(id=JOB, status="completed", output=["https://tryon.example/r/…"], error=None)
    id: str
    status: Literal["starting", "in_queue", "processing", "completed", "failed", "canceled", "time_out"]
    output: list[str] | None = Field(description="Links of 15 minutes, fresh in every answer, or `data:` URIs.")
    distinct: int | None = Field(None, description="How many different pictures stand behind `output`.")
    error: Failure | None


def _body() -> dict[str, Any]:
    schema = Run.model_json_schema()
    schema["properties"]["inputs"] = schema.pop("$defs")["Inputs"]
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema, "example": EXAMPLE}}}}


@router.post("/v1/run", openapi_extra=_body())
async def run(
    request: Request,
    here: Here,
    merchant: Merchant,
    webhook_url: Annotated[str | None, Query(max_length=2000, description="Where the official SDK puts it.")] = None,
    idempotency_key: Annotated[str | None, Header(max_length=255)] = None,
) -> Started:
    """Start a try-on; poll its status, or give a `webhook_url`."""
    request.app.state.calls.take(merchant.id)
    # Read here, not by the framework: pictures in the body are large, and memory is bounded.
    body = await request.app.state.large_bodies.read(request.stream(), request.headers.get("content-length"))
    return await anyio.to_thread.run_sync(_start, request, here, merchant, body, webhook_url, idempotency_key)


@router.get("/v1/status/{job}")
def status(
    request: Request, here: Here, merchant: Merchant, job: Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
) -> Status:
    """How a call stands."""
    return Status.model_validate(hosted.status(here, here.ledger.get(merchant.id, job), _base_url(here, request)))


def _start(
    request: Request, here: Studio, merchant: ApiKey, body: bytes, webhook_url: str | None, idempotency_key: str | None
) -> Started:
    """In a thread: reading tens of megabytes of JSON must not hold up everybody else."""
    try:
        asked = Run.model_validate_json(body)
    except ValidationError as wrong:
        errors = wrong.errors(include_input=False, include_url=False, include_context=False)
        raise RequestValidationError([e | {"loc": ("body", *e["loc"])} for e in errors]) from None
    call = _call(here, request, asked, webhook_url or asked.webhook_url)
    key = Key(idempotency_key, fingerprint(here, f"POST /v1/run {call.webhook}", body)) if idempotency_key else None
    return Started(id=hosted.submit(here, merchant, call, key).id)


def _call(here: Studio, request: Request, asked: Run, webhook: str | None) -> hosted.Call:
    inputs = asked.inputs
    return hosted.Call(
        person=inputs.model_image,
        garment=inputs.garment_image,
        category=CATEGORIES[inputs.category],
        photo_type=PHOTO_TYPES[inputs.garment_photo_type],
        moderation=inputs.moderation_level,
        format=inputs.output_format,
        samples=inputs.num_samples,
        return_base64=inputs.return_base64,
        webhook=webhook,
        base_url=_base_url(here, request),
    )


def _base_url(here: Studio, request: Request) -> str:
    return (here.settings.public_url or str(request.base_url)).rstrip("/")
