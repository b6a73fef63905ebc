"""The tables of the book of products. Pictures and rigs lie in the blobs `catalog`; rows hold plain facts and states.

A product's own row is the queue: `waiting` until a line of intake has taken it, `ready` when its pictures are looked
at and its decision is made (docs/decisions/intake.md).
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from vitrine.storage.tables import KeyUse, Table


class Product(Table):
    """A product of the shop."""

    __tablename__ = "product"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    external_id: Mapped[str] = mapped_column(String(255), unique=True)
    """The shop's own number or handle; a second product of the same one is the first, changed."""
    source: Mapped[str] = mapped_column(String(16))
    """`table`, `shopify`, `folder`, `api`."""
    title: Mapped[dict[str, Any]]
    """By language, "en" and "zh"; what the feed has."""
    description: Mapped[dict[str, Any]]
    """By language; sanitised HTML."""
    price: Mapped[str | None] = mapped_column(String(32))
    """A decimal number with a point."""
    currency: Mapped[str | None] = mapped_column(String(3))
    """ISO 4217."""
    category: Mapped[str | None] = mapped_column(String(16))
    """The slot as the merchant says it; None: as the picture looks."""
    colour: Mapped[str | None] = mapped_column(String(64))
    family: Mapped[str | None] = mapped_column(String(255), index=True)
    """Products of one family are one article in several colours."""
    sizes: Mapped[list[str]]
    variants: Mapped[list[dict[str, Any]]]
    """What can be bought: `sku`, `options` {name: value}, `price`."""
    url: Mapped[str | None] = mapped_column(String(2000))
    """The product's page in the shop."""
    size_chart: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """`vitrine.intake.feeds.size_charts.SizeChart` as JSON."""
    published: Mapped[bool]
    content: Mapped[str] = mapped_column(String(64))
    """SHA-256 of what the feed said, so that the same file twice changes nothing."""
    state: Mapped[str] = mapped_column(String(8))
    """`waiting`, `working`, `ready`."""
    attempts: Mapped[int]
    """How often its pictures have been begun; a crash loop ends there."""
    due_at: Mapped[datetime]
    """Not to be taken before: pictures that could not be fetched are tried again later."""
    batch: Mapped[str | None] = mapped_column(String(32), index=True)
    """The import that touched it last."""
    chosen: Mapped[str | None] = mapped_column(String(32))
    """The picture that is tried on."""
    chosen_by: Mapped[str] = mapped_column(String(8))
    """`rule` or `merchant`."""
    decision: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """`vitrine.catalog.decision.Decision` as JSON: the rule's verdicts and reasons, and the merchant's word."""
    verdict: Mapped[str | None] = mapped_column(String(8))
    """What counts for try-on by photo: `yes`, `limits`, `no`; None until decided."""
    drag: Mapped[int | None]
    """How near a mend by hand is: 1 when one drag may do, higher is further; None when there is nothing to mend."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (
        Index("product_state_due", "state", "due_at"),
        Index("product_updated", "updated_at", "id"),
        Index("product_verdict", "verdict", "updated_at", "id"),
    )


class ProductPicture(Table):
    """A picture of a product."""

    __tablename__ = "product_picture"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    product: Mapped[str] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    role: Mapped[str] = mapped_column(String(8))
    """`front`, `back`, `worn`, `detail`, or empty: unknown."""
    source: Mapped[str] = mapped_column(String(2000))
    """Its address, or its file's name."""
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of its bytes; empty until they are here."""
    state: Mapped[str] = mapped_column(String(8))
    """`waiting`, `ready`, `failed`."""
    tries: Mapped[int]
    error: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """Why it cannot be used, as `VitrineError.described` gives it."""
    width: Mapped[int]
    height: Mapped[int]
    version: Mapped[str] = mapped_column(String(64))
    """Of the code and networks that looked at it; empty: it was not looked at."""
    facts: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """`vitrine.formats.facts.Facts` as JSON."""
    worn: Mapped[bool]
    """Whether it has a garment that can be put on somebody."""
    mended: Mapped[list[str]]
    """What a merchant has put right by hand: names of landmarks, `mask`."""

    __table_args__ = (Index("product_picture_order", "product", "position"),)


class Label(Table):
    """A merchant's word against the rule's, with what the rule knew: kept for training, also after it is taken back."""

    __tablename__ = "label"

    id: Mapped[int] = mapped_column(primary_key=True)
    product: Mapped[str] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"), index=True)
    picture: Mapped[str | None] = mapped_column(String(32))
    verdict: Mapped[str] = mapped_column(String(8))
    """`yes`, `no`; `rule`: taken back."""
    ruled: Mapped[str] = mapped_column(String(8))
    """What the rule had said."""
    rule: Mapped[str] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(String(2000))
    facts: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class Change(Table):
    """A decision that became another one."""

    __tablename__ = "decision_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    product: Mapped[str] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"), index=True)
    batch: Mapped[str | None] = mapped_column(String(32), index=True)
    cause: Mapped[str] = mapped_column(String(16))
    """`picture`, `rule`, `merchant`."""
    change: Mapped[dict[str, Any]]
    """`vitrine.catalog.decision.Change` as JSON."""
    at: Mapped[datetime]


class Import(Table):
    """One delivery of products: a file, a folder, a call. Its progress is counted from its products."""

    __tablename__ = "import"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    owner: Mapped[str] = mapped_column(String(64))
    """The key or account that gave it; `cli`."""
    name: Mapped[str] = mapped_column(String(255))
    """The file's or folder's name."""
    state: Mapped[str] = mapped_column(String(8))
    """`reading`, `working`, `done`, `canceled`, `failed`."""
    rows: Mapped[int]
    """Products read so far."""
    added: Mapped[int]
    updated: Mapped[int]
    unchanged: Mapped[int]
    failed: Mapped[int]
    error: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """Why the whole of it could not be read."""
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    __table_args__ = (Index("import_created", "created_at", "id"),)


class ImportFailure(Table):
    """A row or file that could not be used, and why."""

    __tablename__ = "import_failure"

    id: Mapped[int] = mapped_column(primary_key=True)
    batch: Mapped[str] = mapped_column(ForeignKey("import.id", ondelete="CASCADE"), index=True)
    row: Mapped[str] = mapped_column(String(500))
    """The line of the file, or the file's name; of a picture, its product too."""
    error: Mapped[dict[str, Any]]


class ImportRequest(KeyUse, Table):
    """An `Idempotency-Key` and the import that the first request under it made."""

    __tablename__ = "import_request"

    batch: Mapped[str] = mapped_column(ForeignKey("import.id", ondelete="CASCADE"), index=True)
