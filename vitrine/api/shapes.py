"""The shapes of answers and requests, with the examples that OpenAPI shows."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

PHOTO = "0f8fad5bd9cb469fa16570867728950e"
GARMENT = "7c9e6679742540de944be07fc1f90ae7"
JOB = "9b1deb4d3b7d4bad9bdd2b0d7b3dcb6d"
TIME = "2026-11-26T16:00:00Z"


def example(**values: Any) -> ConfigDict:
    """A model's example for OpenAPI."""
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [values]})


def answered(**values: Any) -> ConfigDict:
    """The same for an answer."""
    return ConfigDict(json_schema_extra={"examples": [values]})


def schema(shape: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema of a body that a route reads by itself, whole in one piece."""
    found = shape.model_json_schema()
    parts = found.pop("$defs", {})

    def whole(part: Any) -> Any:
        if isinstance(part, dict):
            if "$ref" in part:
                return whole(parts[part["$ref"].removeprefix("#/$defs/")])
            return {name: whole(inner) for name, inner in part.items()}
        return [whole(inner) for inner in part] if isinstance(part, list) else part

    told: dict[str, Any] = whole(found)
    return told


class Problem(BaseModel):
    """Problem details (RFC 9457), in the reader's language."""

    type: str
    title: str
    status: int
    detail: str
    code: str = Field(description="Stable; listed in the reference of errors.")
    remedy: str = Field(description="What to do.")


class OpenSession(BaseModel):
    """Ask for a session."""

    model_config = example(key="pk_...")
    key: str | None = Field(None, max_length=200, description="A publishable key; null: the server's own page.")


class RenewSession(BaseModel):
    """Ask for a fresh token."""

    model_config = example(refresh="vt.…")
    refresh: str = Field(max_length=1000)


class Seen(BaseModel):
    """Where the element was opened."""

    model_config = example(key="pk_...", page="https://shop.example/tee")
    key: str = Field(max_length=200)
    page: str = Field(max_length=1000, description="Origin and path; a query is dropped. Nothing of the shopper.")


class Token(BaseModel):
    """A session's token of 15 minutes."""

    model_config = answered(session="1b9d…", token="vt.…", expires_at=TIME)
    session: str
    token: str
    expires_at: datetime


class Session(Token):
    """A new session."""

    model_config = answered(session="1b9d…", token="vt.…", expires_at=TIME, refresh="vt.…")
    refresh: str = Field(description="Renews the token as long as the session lives; a secret.")


class Warned(BaseModel):
    """What may harm the result."""

    code: str
    text: str


class Photo(BaseModel):
    """A photo taken in."""

    model_config = answered(id=PHOTO, width=1536, height=2048, warnings=[], expires_at=TIME)
    id: str
    width: int
    height: int
    warnings: list[Warned]
    expires_at: datetime


class Garment(Photo):
    """A garment taken in."""

    model_config = answered(
        id=GARMENT,
        category="tops",
        alt="red striped top",
        width=1000,
        height=1200,
        warnings=[],
        expires_at=TIME,
    )
    category: str
    alt: str


class DemoPicture(BaseModel):
    """A picture of the demo set."""

    id: str
    name: str
    alt: str
    url: str
    width: int
    height: int


class DemoGarment(DemoPicture):
    """A garment of the demo set."""

    category: str | None


class Demo(BaseModel):
    """The demo set."""

    model_config = answered(
        people=[
            {
                "id": "demo:anna",
                "name": "Anna",
                "alt": "A woman in a studio",
                "url": "/demo/people/anna.jpg",
                "width": 1200,
                "height": 1600,
            }
        ],
        garments=[
            {
                "id": "demo:tee",
                "name": "Plain tee",
                "alt": "Sea-blue tee, laid flat",
                "url": "/demo/garments/tee.jpg",
                "width": 1200,
                "height": 1200,
                "category": "tops",
            }
        ],
        languages=["zh", "en"],
    )
    people: list[DemoPicture]
    garments: list[DemoGarment]
    languages: list[Literal["zh", "en"]] = Field(description="What the fitting room offers, as the shop has set it.")


Identity = Annotated[str, Field(pattern=r"^[A-Za-z0-9:_-]{1,64}$")]


class TryOn(BaseModel):
    """Ask for a try-on."""

    model_config = example(person=PHOTO, garments=[GARMENT], category="auto", engine="auto", format="jpeg")
    person: Identity = Field(description="A photo's id, or `demo:...`.")
    garments: list[Identity] = Field(
        min_length=1,
        max_length=4,
        description="Ids of garments, or `product:ID`. Any order: bottoms, tops, dresses, outerwear are put on in this "
        "one; of one category as given.",
    )
    sizes: dict[Identity, Annotated[str, Field(min_length=1, max_length=32)]] = Field(
        {},
        max_length=4,
        description="The size that is worn, by garment (`product:ID`), as the product's size chart names it. Its "
        "centimetres decide how large the garment is drawn. Left out: M, or the middle one of the chart.",
    )
    tucked: list[Identity] = Field(
        [],
        max_length=4,
        description="Those of the garments, tops, that are worn tucked into the bottoms; others hang over them. Where "
        "the photo does not tell how that looks, the top is worn over and the result has the warning `worn-over`.",
    )
    category: Literal["auto", "tops", "bottoms", "dresses", "outerwear"] = "auto"
    engine: str = Field("auto", max_length=32)
    format: Literal["jpeg", "png", "webp"] = Field(
        "jpeg", description="`png` keeps every pixel outside the edit bit for bit."
    )


class Checked(BaseModel):
    """One thing that was verified on the result."""

    name: str
    passed: bool
    value: float
    bar: float
    text: str


class Result(BaseModel):
    """A finished picture."""

    url: str = Field(description="A signed link of 15 minutes, fresh in every answer.")
    thumb: str = Field(description="The same for a small picture (WebP, 320 pixels), for lists of results.")
    width: int
    height: int
    alt: str
    checks: list[Checked]
    warnings: list[Warned]
    timings: dict[str, float] = Field(description="Milliseconds by stage; `total` is all of it.")


JOB_EXAMPLE: dict[str, Any] = {
    "id": JOB,
    "status": "done",
    "stage": "done",
    "progress": 1.0,
    "created_at": TIME,
    "person": PHOTO,
    "garments": [GARMENT],
    "sizes": {},
    "tucked": [],
    "error": None,
    "result": {
        "url": f"/r/{JOB}?e=1795710000&s=…",
        "thumb": f"/r/{JOB}/thumb?e=1795710000&s=…",
        "width": 1536,
        "height": 2048,
        "alt": "The person of the photo, wearing: red striped top",
        "checks": [
            {"name": "outside", "passed": True, "value": 0, "bar": 0, "text": "Nothing outside the garment was changed"}
        ],
        "warnings": [],
        "timings": {"unpack": 40.0, "pose": 120.0, "encode": 60.0, "total": 640.0},
    },
}


class Job(BaseModel):
    """A piece of work and how it stands."""

    model_config = answered(**JOB_EXAMPLE)
    id: str
    status: Literal["queued", "running", "done", "failed", "canceled"]
    stage: str
    progress: float = Field(ge=0, le=1)
    created_at: datetime
    person: str
    garments: list[str]
    sizes: dict[str, str] = Field(description="The size that is worn, by garment, of products with a size chart.")
    tucked: list[str] = Field(description="Those of the garments that were asked to be worn tucked in.")
    error: Problem | None
    result: Result | None


class Jobs(BaseModel):
    """A page of a session's jobs, newest first."""

    model_config = answered(items=[JOB_EXAMPLE], next=None)
    items: list[Job]
    next: str | None = Field(description="`cursor` of the next page.")


class Health(BaseModel):
    """How the server is."""

    model_config = answered(status="ok")
    status: Literal["ok", "starting"]
