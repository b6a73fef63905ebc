"""The book of products: taken in, changed, put in the queue and taken from it, decided.

Each change is one transaction, so that a process that is killed leaves a product as it was or as it was to be.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, CursorResult, delete, func, or_, select, update
from sqlalchemy.orm import Session

from vitrine.catalog.tables import Change, Label, Product, ProductPicture
from vitrine.errors import BadInput
from vitrine.storage.database import Database

Outcome = Literal["added", "updated", "unchanged"]
AT_ONCE: Final = timedelta(days=1)
"""How far a product that somebody waits for is put before those of a large delivery."""
AGAIN: Final = ("fetch-failed", "render-crashed", "render-timeout", "too-hard-to-decode")
"""What may go better another time: such pictures are tried again when their product is given again."""

UNDONE: Final = ("waiting", "working")
UPLOADED: Final = "upload/"
"""What the source of a picture begins with that was given to its product by hand."""


class NoSuchProduct(BadInput):
    """There is no such product."""

    code = "no-such-product"
    status = 404
    zh = "没有这个商品。"
    remedy = "It may have been removed; `vitrine product list` shows those that are here."
    remedy_zh = "它可能已被删除;用 `vitrine product list` 查看现有商品。"


@dataclass(frozen=True)
class NewPicture:
    """A picture of a delivery. `digest`: SHA-256 of its bytes, empty while only its address is known."""

    id: str
    source: str
    role: str
    digest: str = ""

    @property
    def key(self) -> str:
        """What tells it from the product's other pictures."""
        return self.digest or self.source


@dataclass(frozen=True)
class Delivery:
    """A product as it is delivered."""

    external_id: str
    content: str
    """The fingerprint of all of it."""
    fields: dict[str, Any]
    """Columns of `Product`."""
    pictures: Sequence[NewPicture] = field(default_factory=tuple)


@dataclass(frozen=True)
class Taken:
    """What became of a delivery."""

    product: str
    outcome: Outcome
    new: frozenset[str]
    """Ids of the delivery's pictures that are now the product's and are to be looked at."""
    gone: tuple[str, ...]
    """Ids of pictures that are the product's no longer."""
    was: str | None = None
    """The import that it belonged to before: it has one product less to wait for."""


def identity() -> str:
    """A new id: 128 random bits."""
    return secrets.token_hex(16)


class Book:
    """Products in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def same(self, external_id: str, content: str) -> bool:
        """Whether a product is here and its feed says the same of it."""
        with self._database.read() as base:
            return base.scalar(select(Product.content).where(Product.external_id == external_id)) == content

    def take(self, delivery: Delivery, batch: str | None, soon: bool = False) -> Taken:
        """Take a delivery in: a new product, or a change of the one of this external_id.

        Args:
            delivery: the product; bytes of its pictures lie in the blobs already.
            batch: the import that it came with.
            soon: somebody waits for it.
        """
        now = datetime.now(UTC)
        with self._database.write() as base:
            product = base.scalar(select(Product).where(Product.external_id == delivery.external_id))
            outcome: Outcome = "updated"
            was = product.batch if product is not None else None
            if product is None:
                product, outcome = _new(delivery, now), "added"
                base.add(product)
            elif product.content == delivery.content:
                product.batch = batch or product.batch
                if _try_again(base, product.id):
                    _queue(product, now, soon)
                return Taken(product.id, "unchanged", frozenset(), (), was)
            slot = product.category
            for name, value in delivery.fields.items():
                setattr(product, name, value)
            product.content, product.updated_at, product.batch = delivery.content, now, batch or product.batch
            base.flush()
            new, gone = _pictures(base, product.id, delivery.pictures)
            if outcome == "updated" and slot != product.category:
                _look_again(base, product.id)
            _queue(product, now, soon)
            return Taken(product.id, outcome, frozenset(new), tuple(gone), was)

    def add_picture(self, product: str, picture: NewPicture, batch: str | None) -> bool:
        """Give a product one more picture; False if it has it already. Raises NoSuchProduct."""
        now = datetime.now(UTC)
        with self._database.write() as base:
            row = _product(base, product)
            has = list(base.scalars(select(ProductPicture).where(ProductPicture.product == product)))
            if any(one.digest == picture.digest for one in has):
                return False
            base.add(_picture(product, picture, max((one.position for one in has), default=-1) + 1))
            row.batch, row.updated_at = batch or row.batch, now
            _queue(row, now, True)
            return True

    def remove_picture(self, product: str, picture: str) -> None:
        """Take a picture from its product, which is decided anew; raises NoSuchProduct."""
        now = datetime.now(UTC)
        with self._database.write() as base:
            row = _product(base, product)
            base.execute(delete(ProductPicture).where(ProductPicture.id == picture, ProductPicture.product == product))
            if row.chosen == picture:
                row.chosen, row.chosen_by = None, "rule"
            row.updated_at = now
            _queue(row, now, True)

    def change(self, product: str, values: dict[str, Any]) -> None:
        """Set columns of a product; one of another category is looked at again. Raises NoSuchProduct."""
        now = datetime.now(UTC)
        with self._database.write() as base:
            row = _product(base, product)
            slot = row.category
            for name, value in values.items():
                setattr(row, name, value)
            row.updated_at = now
            if row.category != slot:
                _look_again(base, product)
                _queue(row, now, True)

    def give_chart(self, whose: str, chart: dict[str, Any] | None, batch: str | None = None) -> list[Outcome]:
        """Give the product of an external_id, or all of a family, a size chart. Raises NoSuchProduct.

        Returns:
            What became of each product but those that came with the same import, which is counted already.
        """
        outcomes: list[Outcome] = []
        with self._database.write() as base:
            named = or_(Product.external_id == whose, Product.family == whose)
            rows = list(base.scalars(select(Product).where(named)))
            if not rows:
                raise NoSuchProduct(whose[:80])
            for row in rows:
                changed = row.size_chart != chart
                if changed:
                    row.size_chart, row.updated_at = chart, datetime.now(UTC)
                if batch is None or row.batch != batch:
                    outcomes.append("updated" if changed else "unchanged")
        return outcomes

    def look_again(self, product: str) -> None:
        """Have all pictures of a product looked at anew; raises NoSuchProduct."""
        now = datetime.now(UTC)
        with self._database.write() as base:
            row = _product(base, product)
            _look_again(base, product)
            _queue(row, now, True)

    def outdated(self, version: str) -> int:
        """How many products, of those that wait for nothing, have a picture that was looked at by another version."""
        query = select(func.count()).select_from(Product).where(*_outdated(version))
        with self._database.read() as base:
            return base.scalar(query) or 0

    def look_at_outdated(self, version: str, batch: str) -> int:
        """Queue them all as one import's; how many. What is known of them stays until each is looked at."""
        now = datetime.now(UTC)
        with self._database.write() as base:
            queued = base.execute(
                update(Product)
                .where(*_outdated(version))
                .values(state="waiting", attempts=0, due_at=now, batch=batch)
                .execution_options(synchronize_session=False)
            )
            assert isinstance(queued, CursorResult)
            return queued.rowcount

    def remove(self, product: str) -> list[str]:
        """Remove a product; returns its pictures' ids, whose blobs are to go. Raises NoSuchProduct."""
        with self._database.write() as base:
            row = _product(base, product)
            pictures = list(base.scalars(select(ProductPicture.id).where(ProductPicture.product == product)))
            base.delete(row)
            return pictures

    # --- the queue ---

    def recover(self) -> None:
        """Put back what a line that was killed had taken."""
        with self._database.write() as base:
            base.execute(update(Product).where(Product.state == "working").values(state="waiting"))

    def claim(self) -> Product | None:
        """Take the product that is due first; None if none is."""
        now = datetime.now(UTC)
        first = (
            select(Product.id)
            .where(Product.state == "waiting", Product.due_at <= now)
            .order_by(Product.due_at, Product.id)
            .limit(1)
            .scalar_subquery()
        )
        with self._database.read() as base:  # an idle line writes nothing
            if base.scalar(select(first)) is None:
                return None
        with self._database.write() as base:
            taken = base.scalar(
                update(Product)
                .where(Product.id == first)
                .values(state="working", attempts=Product.attempts + 1)
                .returning(Product.id)
            )
            return None if taken is None else base.get(Product, taken, populate_existing=True)

    def waiting(self, batch: str | None = None) -> int:
        """How many products wait or are worked on, of one import or of all."""
        query = select(func.count()).select_from(Product).where(Product.state.in_(UNDONE))
        with self._database.read() as base:
            return base.scalar(query.where(Product.batch == batch) if batch else query) or 0

    def unknown(self, pictures: set[str]) -> set[str]:
        """Those of some pictures' ids that belong to no product."""
        with self._database.read() as base:
            return pictures - set(base.scalars(select(ProductPicture.id).where(ProductPicture.id.in_(pictures))))

    def picture_done(self, picture: str, values: dict[str, Any]) -> bool:
        """Record what became of a picture; False if it was removed meanwhile, and its blobs are not wanted."""
        with self._database.write() as base:
            row = base.get(ProductPicture, picture)
            if row is None:
                return False
            for name, value in values.items():
                setattr(row, name, value)
            return True

    def later(self, product: str, seconds: float, attempts: int = 0) -> None:
        """Put a product that was taken back, to be taken again after some time."""
        due = datetime.now(UTC) + timedelta(seconds=seconds)
        with self._database.write() as base:
            taken = update(Product).where(Product.id == product, Product.state == "working")
            base.execute(taken.values(state="waiting", attempts=attempts, due_at=due))

    def settle(self, product: str, values: dict[str, Any], change: Change | None) -> bool:
        """Record the decision on a product that was taken; False if it was queued anew meanwhile: it is taken again."""
        with self._database.write() as base:
            row = base.get(Product, product)
            if row is None or row.state != "working":
                return False
            row.attempts, row.state, row.updated_at = 0, "ready", datetime.now(UTC)
            for name, value in values.items():
                setattr(row, name, value)
            if change is not None:
                base.add(change)
            return True

    def decided(self, product: str, values: dict[str, Any], change: Change | None, label: Label | None = None) -> None:
        """Record a decision that was made beside the queue. Raises NoSuchProduct."""
        with self._database.write() as base:
            row = _product(base, product)
            for name, value in values.items():
                setattr(row, name, value)
            row.updated_at = datetime.now(UTC)
            base.add_all(one for one in (change, label) if one is not None)


def _new(delivery: Delivery, now: datetime) -> Product:
    return Product(
        id=identity(),
        external_id=delivery.external_id,
        attempts=0,
        chosen=None,
        chosen_by="rule",
        decision=None,
        verdict=None,
        drag=None,
        size_chart=None,
        created_at=now,
        updated_at=now,
        due_at=now,
        state="waiting",
    )


def _product(base: Session, product: str) -> Product:
    row = base.get(Product, product)
    if row is None:
        raise NoSuchProduct(product)
    return row


def _picture(product: str, picture: NewPicture, position: int) -> ProductPicture:
    return ProductPicture(
        id=picture.id,
        product=product,
        position=position,
        role=picture.role,
        source=picture.source,
        digest=picture.digest,
        state="waiting",
        tries=0,
        error=None,
        width=0,
        height=0,
        version="",
        facts=None,
        worn=False,
        mended=[],
    )


def _pictures(base: Session, product: str, wanted: Sequence[NewPicture]) -> tuple[list[str], list[str]]:
    """Make a product's pictures those of a delivery: what is here stays as it is known; ids of the new and the gone.

    Pictures that somebody uploaded to the product stay as well: the feed has never known of them.
    """
    had = list(base.scalars(select(ProductPicture).where(ProductPicture.product == product)))
    # By source only what came by address: a file of the same name and other bytes is another picture.
    known = {one.digest: one for one in had} | {one.source: one for one in had if one.source.startswith("http")}
    new, kept = [], set()
    for position, picture in enumerate(wanted):
        here = known.get(picture.key)
        if here is None or here.id in kept:
            base.add(_picture(product, picture, position))
            new.append(picture.id)
        else:
            here.position, here.role, here.source = position, picture.role, picture.source
            kept.add(here.id)
    gone = [one for one in had if one.id not in kept and not one.source.startswith(UPLOADED)]
    for one in gone:
        base.delete(one)
    _try_again(base, product)
    return new, [one.id for one in gone]


def _outdated(version: str) -> tuple[ColumnElement[bool], ...]:
    seen = select(ProductPicture.product).where(ProductPicture.state == "ready", ProductPicture.version != version)
    return Product.state == "ready", Product.id.in_(seen)


def _queue(product: Product, now: datetime, soon: bool) -> None:
    product.state, product.attempts = "waiting", 0
    product.due_at = now - AT_ONCE if soon else now


def _try_again(base: Session, product: str) -> bool:
    failed = select(ProductPicture).where(ProductPicture.product == product, ProductPicture.state == "failed")
    again = [one for one in base.scalars(failed) if one.error and one.error["code"] in AGAIN]
    for one in again:
        one.state, one.tries, one.error = "waiting", 0, None
    return bool(again)


def _look_again(base: Session, product: str) -> None:
    base.execute(
        update(ProductPicture)
        .where(ProductPicture.product == product, ProductPicture.state != "waiting")
        .values(state="waiting", tries=0, error=None, version="")
    )
