"""The shapes of products and imports: what a merchant gives and reads, and what a page of the shop sees."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from vitrine.api.shapes import TIME, Problem, answered, example

PRODUCT = "4a6f0f5c2f9d4a0f8a1d6c0b7e2f3a11"
PICTURE = "c81d4e2ebcf411e6869b7df92533d2db"
IMPORT = "7d444840975047d3a5e3d2b1c1f4e8aa"

Category = Literal["tops", "bottoms", "dresses", "outerwear"]
Role = Literal["front", "back", "worn", "detail", ""]
Counted = Literal["yes", "limits", "no", "not-yet"]
ExternalId = Annotated[str, Field(min_length=1, max_length=255)]
Tongues = dict[Literal["en", "zh"], Annotated[str, Field(max_length=20_000)]]
Words = Annotated[str, Field(max_length=20_000)] | Tongues
"""A text in one language that is not named, or by language."""


class SizeRow(BaseModel):
    """One size: its labels in other countries and the garment's measures."""

    size: str = Field(max_length=32)
    labels: dict[Literal["CN", "EU", "US", "UK"], Annotated[str, Field(max_length=32)]] = {}
    cm: dict[Annotated[str, Field(max_length=32)], Annotated[float, Field(gt=0, lt=400)]] = Field(
        {}, description="Centimetres by name: `chest`, `waist`, `hip` (around), `shoulder`, `length`, `sleeve`, ..."
    )


class SizeChart(BaseModel):
    """The sizes of a product."""

    model_config = example(rows=[{"size": "M", "labels": {"CN": "165/88A", "EU": "38"}, "cm": {"length": 64}}])
    rows: list[SizeRow] = Field(max_length=60)


class GivenPicture(BaseModel):
    """A picture by its address, or as a `data:` URI."""

    url: str = Field(min_length=1)
    role: Role = ""


class GivenProduct(BaseModel):
    """A product as the shop knows it."""

    model_config = example(
        external_id="tee-017",
        title={"en": "Plain tee", "zh": "纯色T恤"},
        price="19.90",
        currency="EUR",
        sizes=["S", "M", "L"],
        pictures=[{"url": "https://shop.example/tee-017.jpg", "role": "front"}],
    )
    external_id: ExternalId
    title: Words = ""
    description: Words = Field("", description="HTML is sanitised.")
    price: Decimal | None = Field(None, ge=0, max_digits=16, decimal_places=4)
    currency: str | None = Field(None, pattern="^[A-Za-z]{3}$", description="ISO 4217.")
    category: Category | None = Field(None, description="The slot, where the picture does not tell.")
    colour: str | None = Field(None, max_length=64)
    family: str | None = Field(None, max_length=255, description="The same for one article in several colours.")
    sizes: list[Annotated[str, Field(max_length=32)]] = Field([], max_length=60)
    size_chart: SizeChart | None = None
    url: str | None = Field(None, max_length=2000, description="The product's page in the shop.")
    published: bool = True
    pictures: list[GivenPicture] = Field([], max_length=30)


class ChangedProduct(BaseModel):
    """What is to be changed; a field that is left out stays."""

    model_config = example(published=False)
    title: Words | None = None
    description: Words | None = None
    price: Decimal | None = Field(None, ge=0, max_digits=16, decimal_places=4)
    currency: str | None = Field(None, pattern="^[A-Za-z]{3}$")
    category: Category | None = None
    colour: str | None = Field(None, max_length=64)
    family: str | None = Field(None, max_length=255)
    sizes: list[Annotated[str, Field(max_length=32)]] | None = Field(None, max_length=60)
    url: str | None = Field(None, max_length=2000)
    published: bool | None = None
    chosen: str | None = Field(None, description="The picture to try on; null gives the choice back to the rule.")


class Overruling(BaseModel):
    """The merchant's word, which counts before the rule's."""

    model_config = example(verdict="yes", note="Only the label is hidden.")
    verdict: Literal["yes", "no"] | None = Field(description="null: the rule's word counts again.")
    note: str = Field("", max_length=2000, description="Why; kept as a label for training.")


class Mended(BaseModel):
    """Landmarks and mask as a merchant has put them right; what is left out stays as it was found."""

    model_config = example(landmarks={"cuff-outer-left": [120.5, 310.0]})
    landmarks: dict[Annotated[str, Field(max_length=32)], tuple[float, float]] = Field(
        {}, max_length=64, description="(x, y) in pixels of the picture, by name."
    )
    mask: str | None = Field(None, description="The garment, white on black, of the picture's size: a `data:` URI.")


class ArrangedPicture(BaseModel):
    """What a picture shows and where it stands; what is left out stays."""

    model_config = example(role="back")
    role: Role | None = None
    position: int | None = Field(None, ge=0, le=1000)


class GarmentFound(BaseModel):
    """The garment that was read from a picture, as the next try-on wears it."""

    model_config = answered(
        width=1200, height=1600, category="tops", landmarks={"neck-front": [600.0, 310.0]},
        found={"neck-front": [600.0, 318.0]}, confidence=1.0, mended=["neck-front"], photo="/p/…", mask="/p/…",
    )  # fmt: skip
    width: int
    height: int
    category: Category
    landmarks: dict[str, tuple[float, float]] = Field(description="(x, y) in pixels of the picture.")
    found: dict[str, tuple[float, float]] = Field(description="The same as they were found, before a hand mended any.")
    confidence: float
    mended: list[str]
    photo: str
    mask: str = Field(description="The garment, white on black, as PNG of the picture's size.")


class Box(BaseModel):
    """A rectangle in the picture, in pixels."""

    x: int
    y: int
    width: int
    height: int


class Reason(BaseModel):
    """Why a verdict is not a plain yes, and what to do."""

    code: str
    mode: str
    weighs: Counted
    text: str
    remedy: str
    box: Box | None = Field(description="What in the picture shows it.")


class Overruled(BaseModel):
    """The merchant's word."""

    verdict: Literal["yes", "no"]
    note: str
    by: str
    at: datetime


class Decision(BaseModel):
    """Whether and how a product can be tried on, mode by mode."""

    rule: str = Field(description="Version of the rule.")
    modes: dict[str, Counted] = Field(description="The rule's word for `photo`, `live`, `make-up`, `3d`, `ar`, `vr`.")
    reasons: list[Reason]
    overrule: Overruled | None


class ProductPicture(BaseModel):
    """A picture of a product."""

    id: str
    role: Role
    source: str = Field(description="Its address, or its file's name.")
    state: Literal["waiting", "ready", "failed"]
    width: int
    height: int
    url: str | None = Field(description="JPEG, at most 2,000 pixels a side; a signed link of 15 minutes.")
    thumb: str | None = Field(description="WebP, at most 480 pixels a side.")
    facts: dict[str, Any] | None = Field(description="`vitrine.formats.facts.Facts`: kind, photo type, findings, ...")
    mended: list[str] = Field(description="What was put right by hand: names of landmarks, `mask`.")
    error: Problem | None


PRODUCT_EXAMPLE: dict[str, Any] = {
    "id": PRODUCT,
    "external_id": "tee-017",
    "source": "api",
    "title": {"en": "Plain tee", "zh": "纯色T恤"},
    "description": {"en": "<p>Cotton.</p>"},
    "price": "19.90",
    "currency": "EUR",
    "category": None,
    "colour": None,
    "family": None,
    "sizes": ["S", "M", "L"],
    "variants": [],
    "url": None,
    "size_chart": None,
    "published": True,
    "state": "ready",
    "verdict": "yes",
    "decision": {"rule": "1", "modes": {"photo": "yes", "live": "not-yet"}, "reasons": [], "overrule": None},
    "chosen": PICTURE,
    "chosen_by": "rule",
    "why": "the only picture",
    "drag": None,
    "pictures": [],
    "created_at": TIME,
    "updated_at": TIME,
}


class Product(BaseModel):
    """A product with its pictures and its decision."""

    model_config = answered(**PRODUCT_EXAMPLE)
    id: str
    external_id: str
    source: str
    title: Tongues
    description: Tongues = Field(description="Sanitised HTML.")
    price: str | None
    currency: str | None
    category: Category | None
    colour: str | None
    family: str | None
    sizes: list[str]
    variants: list[dict[str, Any]]
    url: str | None
    size_chart: SizeChart | None
    published: bool
    state: Literal["waiting", "working", "ready"]
    verdict: Counted | None = Field(description="What counts for try-on by photo; null until it is decided.")
    decision: Decision | None
    chosen: str | None = Field(description="The picture that is tried on.")
    chosen_by: Literal["rule", "merchant"]
    why: str | None = Field(description="Why the rule chose this picture among the others.")
    drag: int | None = Field(description="1: one drag of a landmark may mend it; higher is further; null: nothing to.")
    pictures: list[ProductPicture]
    created_at: datetime
    updated_at: datetime


class Products(BaseModel):
    """A page of products, the last changed first."""

    model_config = answered(items=[PRODUCT_EXAMPLE], next=None, total=1)
    items: list[Product]
    next: str | None = Field(description="`cursor` of the next page.")
    total: int = Field(description="How many there are with these filters.")


class Failed(BaseModel):
    """A row or file that could not be used."""

    row: str
    reason: str
    code: str
    remedy: str


IMPORT_EXAMPLE: dict[str, Any] = {
    "id": IMPORT,
    "name": "products.csv",
    "state": "working",
    "rows": 500,
    "done": 120,
    "added": 498,
    "updated": 0,
    "unchanged": 0,
    "failed": [{"row": "17", "reason": "The row has no title.", "code": "row-empty", "remedy": "Give it one."}],
    "failures": 1,
    "verdicts": {"yes": 90, "limits": 20, "no": 10},
    "changes": [],
    "error": None,
    "created_at": TIME,
    "finished_at": None,
}


class DecisionChange(BaseModel):
    """A decision that became another one."""

    product: str
    external_id: str
    cause: Literal["picture", "rule", "merchant"]
    before: Counted
    after: Counted
    gone: list[str]
    new: list[str]


class DecisionChanges(BaseModel):
    """Decisions that became other ones."""

    model_config = answered(
        items=[
            {
                "product": PRODUCT, "external_id": "tee-017", "cause": "rule", "before": "no", "after": "limits",
                "gone": ["cut-off"], "new": ["too-small"],
            }
        ]
    )  # fmt: skip
    items: list[DecisionChange]


class Outdated(BaseModel):
    """Products whose pictures were looked at by another version."""

    model_config = answered(products=12)
    products: int


class Import(BaseModel):
    """One delivery of products and how far it is."""

    model_config = answered(**IMPORT_EXAMPLE)
    id: str
    name: str
    state: Literal["reading", "working", "done", "canceled", "failed"]
    rows: int = Field(description="Products read so far.")
    done: int = Field(description="Products whose pictures are looked at and whose decision is made.")
    added: int
    updated: int
    unchanged: int
    failed: list[Failed] = Field(description="The first 100; `failures` counts them all.")
    failures: int
    verdicts: dict[str, int]
    changes: list[DecisionChange] = Field(description="Decisions that became other ones; the first 100.")
    error: Problem | None
    created_at: datetime
    finished_at: datetime | None


class Imports(BaseModel):
    """A page of imports, newest first."""

    model_config = answered(items=[IMPORT_EXAMPLE], next=None)
    items: list[Import]
    next: str | None


class Taken(BaseModel):
    """A product was taken in; its pictures are looked at by the import."""

    model_config = answered(outcome="added", product=PRODUCT_EXAMPLE, batch=IMPORT_EXAMPLE)
    outcome: Literal["added", "updated", "unchanged"]
    product: Product
    batch: Import


class ShopPicture(BaseModel):
    """A picture for everybody."""

    url: str
    thumb: str
    width: int
    height: int
    role: Role


class ShopProduct(BaseModel):
    """A published product, as a page of the shop shows it."""

    model_config = answered(
        id=PRODUCT, external_id="tee-017", garment=f"product:{PRODUCT}", name="Plain tee", description="<p>Cotton.</p>",
        price="19.90", currency="EUR", category="tops", colour=None, family=None, sizes=["S", "M", "L"], alt="red top",
        url=None, pictures=[], size_chart=None, size=None,
    )  # fmt: skip
    id: str
    external_id: str
    garment: str | None = Field(description="What `POST /v1/tryon` takes as a garment; null: show a plain gallery.")
    name: str
    description: str
    price: str | None
    currency: str | None
    category: Category | None
    colour: str | None
    family: str | None
    sizes: list[str]
    alt: str
    url: str | None
    pictures: list[ShopPicture] = Field(description="The one that is tried on comes first.")
    size_chart: SizeChart | None
    size: str | None = Field(
        description="The size that is tried on unless another is asked for; null: the chart has "
        "nothing by which another one would be drawn larger."
    )


class ShopProducts(BaseModel):
    """A page of published products."""

    model_config = answered(items=[], next=None)
    items: list[ShopProduct]
    next: str | None
