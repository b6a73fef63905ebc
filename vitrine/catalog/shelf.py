"""Reading the book of products: one, a page, what a shop's page may see."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from vitrine.catalog.book import NoSuchProduct
from vitrine.catalog.tables import Change, Product, ProductPicture
from vitrine.storage.database import Database

WORN: Final = ("yes", "limits")
"""Verdicts with which a product is offered for try-on."""

SOME: Final = 200


@dataclass(frozen=True)
class Found:
    """A product and its pictures, in their order."""

    product: Product
    pictures: list[ProductPicture]

    @property
    def chosen(self) -> ProductPicture | None:
        """The picture that is tried on."""
        return next((one for one in self.pictures if one.id == self.product.chosen), None)

    @property
    def offered(self) -> bool:
        """Whether it can be tried on now."""
        return self.product.verdict in WORN and self.chosen is not None and self.chosen.worn


@dataclass(frozen=True)
class Wanted:
    """Which products; None: any."""

    verdict: str | None = None
    state: str | None = None
    published: bool | None = None
    category: str | None = None
    family: str | None = None
    external_id: str | None = None
    text: str | None = None
    """Words of its external_id or title."""
    drag: bool = False
    """Only those that can be mended by hand, the nearest first."""

    def clauses(self) -> list[ColumnElement[bool]]:
        """As SQL."""
        equal: list[tuple[Any, Any]] = [
            (Product.verdict, self.verdict),
            (Product.state, self.state),
            (Product.published, self.published),
            (Product.category, self.category),
            (Product.family, self.family),
            (Product.external_id, self.external_id),
        ]
        clauses: list[ColumnElement[bool]] = [column == value for column, value in equal if value is not None]
        if self.text:
            like = f"%{self.text.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"
            titles = (Product.title[tongue].as_string().ilike(like, escape="!") for tongue in ("en", "zh"))
            clauses.append(or_(Product.external_id.ilike(like, escape="!"), *titles))
        if self.drag:
            clauses.append(Product.drag.is_not(None))
        return clauses


class Shelf:
    """Products as they stand."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, product: str) -> Found:
        """A product by its id; raises NoSuchProduct."""
        found = self._found(select(Product).where(Product.id == product))
        if not found:
            raise NoSuchProduct(product)
        return found[0]

    def by_external_id(self, external_id: str) -> Found:
        """A product by the shop's own number; raises NoSuchProduct."""
        found = self._found(select(Product).where(Product.external_id == external_id))
        if not found:
            raise NoSuchProduct(external_id)
        return found[0]

    def page(self, wanted: Wanted, limit: int, after: list[Any] | None = None) -> list[Found]:
        """Products, the last changed first (or the nearest to a mend); `after`: what `place` gave for the last seen."""
        query = select(Product).where(*wanted.clauses()).limit(limit)
        if wanted.drag:
            if after is not None:
                query = query.where(or_(Product.drag > after[0], and_(Product.drag == after[0], Product.id > after[1])))
            return self._found(query.order_by(Product.drag, Product.id))
        if after is not None:
            at, last = datetime.fromisoformat(after[0]), after[1]
            query = query.where(or_(Product.updated_at < at, and_(Product.updated_at == at, Product.id < last)))
        return self._found(query.order_by(Product.updated_at.desc(), Product.id.desc()))

    def in_order(self, wanted: Wanted, limit: int, after: list[Any] | None = None) -> list[Found]:
        """Products as they first came; `after`: time (as text) and id of the last seen."""
        query = select(Product).where(*wanted.clauses()).order_by(Product.created_at, Product.id).limit(limit)
        if after is not None:
            at, last = datetime.fromisoformat(after[0]), after[1]
            query = query.where(or_(Product.created_at > at, and_(Product.created_at == at, Product.id > last)))
        return self._found(query)

    def all(self) -> Iterator[Found]:
        """Every product as they first came, a few at a time."""
        after = None
        while some := self.in_order(Wanted(), SOME, after):
            yield from some
            last = some[-1].product
            after = [last.created_at.isoformat(), last.id]

    def count(self, wanted: Wanted) -> int:
        """How many there are."""
        with self._database.read() as base:
            return base.scalar(select(func.count()).select_from(Product).where(*wanted.clauses())) or 0

    def picture(self, picture: str) -> tuple[ProductPicture, Product] | None:
        """A picture and its product, or None."""
        query = select(ProductPicture, Product).join(Product, Product.id == ProductPicture.product)
        with self._database.read() as base:
            row = base.execute(query.where(ProductPicture.id == picture)).first()
        return None if row is None else (row[0], row[1])

    def changes(self, product: str) -> list[Change]:
        """Every change of a product's decision, the newest first."""
        with self._database.read() as base:
            return list(base.scalars(select(Change).where(Change.product == product).order_by(Change.id.desc())))

    def stale(self, rule: str, limit: int) -> list[Found]:
        """Products that were decided by another version of the rule."""
        other = Product.decision["rule"].as_string() != rule
        return self._found(select(Product).where(Product.state == "ready", other).limit(limit))

    def _found(self, query: Select[Product]) -> list[Found]:
        with self._database.read() as base:
            products = list(base.scalars(query))
            by: dict[str, list[ProductPicture]] = {product.id: [] for product in products}
            pictures = select(ProductPicture).where(ProductPicture.product.in_(by))
            for picture in base.scalars(pictures.order_by(ProductPicture.position, ProductPicture.id)):
                by[picture.product].append(picture)
        return [Found(product, by[product.id]) for product in products]


def place(found: Found, drag: bool) -> list[Any]:
    """Where a product stands in `Shelf.page`, as plain data for a cursor."""
    product = found.product
    return [product.drag if drag else product.updated_at.isoformat(), product.id]
