"""Products, for their merchant: taken in, listed, changed, decided otherwise."""

from typing import Annotated, Any, Literal

import anyio
from fastapi import APIRouter, Path, Query, Request, Response

from vitrine.api import cursors, product_given, product_show
from vitrine.api.access import Here
from vitrine.api.photos import Tongue
from vitrine.api.problems import Invalid
from vitrine.api.product_shapes import (
    Category,
    ChangedProduct,
    DecisionChanges,
    GivenProduct,
    Import,
    Outdated,
    Overruling,
    Product,
    Products,
    SizeChart,
    Taken,
)
from vitrine.api.shapes import schema
from vitrine.api.staff import READS, WRITES, Actor, Writer
from vitrine.api.uploads import once, whole
from vitrine.catalog.export import exported
from vitrine.catalog.shelf import Found, Wanted, place
from vitrine.intake.feeds import size_charts
from vitrine.intake.feeds.rows import Row
from vitrine.jobs.ledger import Key
from vitrine.workflows import merchant
from vitrine.workflows.renew import look_again, outdated, renew
from vitrine.workflows.studio import Studio
from vitrine.workflows.take_in import charted, take_in

router = APIRouter(prefix="/v1", tags=["products"])

Id = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
Batch = Annotated[str | None, Query(pattern=r"^[0-9a-f]{32}$", description="The import that it belongs to.")]
FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": schema(GivenProduct)},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "product": {"type": "string", "description": "The same JSON; without it, the file's name."},
                        "pictures": {"type": "array", "items": {"type": "string", "format": "binary"}},
                    },
                    "examples": [{"product": '{"external_id": "tee-017"}', "pictures": ["tee-017.jpg"]}],
                }
            },
        },
    }
}
CSV: dict[int | str, dict[str, Any]] = {200: {"content": {"text/csv": {}}}}


@router.post("/products", status_code=202, openapi_extra=FORM)
async def add(request: Request, here: Here, writer: Writer, tongue: Tongue, batch: Batch = None) -> Taken:
    """Take a product in, or change the one of this `external_id`; given again unchanged it stays as it is."""
    body = await whole(request)
    row = product_given.given(request.headers.get("content-type", ""), body)
    return await anyio.to_thread.run_sync(_take, here, row, writer, batch, once(request, body), tongue)


@router.get("/products", dependencies=READS)
def several(
    here: Here,
    tongue: Tongue,
    verdict: Literal["yes", "limits", "no"] | None = None,
    state: Literal["waiting", "working", "ready"] | None = None,
    published: bool | None = None,
    category: Category | None = None,
    family: Annotated[str | None, Query(max_length=255)] = None,
    external_id: Annotated[str | None, Query(max_length=255)] = None,
    q: Annotated[str | None, Query(max_length=100, description="Words of its external_id or title.")] = None,
    sort: Literal["changed", "drag"] = "changed",
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Products:
    """Products, the last changed first; `sort=drag`: those that can be mended by hand, the nearest first."""
    shelf = here.products.records.shelf
    wanted = Wanted(verdict, state, published, category, family, external_id, q, sort == "drag")
    try:
        found = shelf.page(wanted, limit + 1, cursors.read(cursor))
    except (ValueError, TypeError):
        raise Invalid("cursor") from None
    more, found = len(found) > limit, found[:limit]
    return Products(
        items=[product_show.product(here, one, tongue) for one in found],
        next=cursors.written(place(found[-1], wanted.drag)) if more else None,
        total=shelf.count(wanted),
    )


@router.get("/products.csv", responses=CSV, response_class=Response, dependencies=READS)
def export(here: Here) -> Response:
    """All products in the columns of our own table; no cell runs as a formula."""
    data = exported(here.products.records.shelf.all())
    headers = {"Content-Disposition": 'attachment; filename="products.csv"'}
    return Response(data, media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/products/{product}", dependencies=READS)
def one(here: Here, product: Id, tongue: Tongue) -> Product:
    """A product with its pictures and its decision."""
    return _shown(here, here.products.records.shelf.find(product), tongue)


@router.patch("/products/{product}", dependencies=WRITES)
def change(here: Here, product: Id, asked: ChangedProduct, tongue: Tongue) -> Product:
    """Change fields, publish or take back (`published`), choose the picture that is tried on (`chosen`)."""
    records = here.products.records
    if values := product_given.changes(asked):
        records.book.change(product, values)
        here.line.wake()
    if "chosen" in asked.model_fields_set:
        merchant.choose(records, product, asked.chosen)
    return _shown(here, records.shelf.find(product), tongue)


@router.delete("/products/{product}", status_code=204, dependencies=WRITES)
def remove(here: Here, product: Id) -> Response:
    """Remove a product and its pictures."""
    merchant.remove(here.products.records, product)
    return Response(status_code=204)


@router.post("/products/{product}/overrule")
def overrule(here: Here, writer: Writer, product: Id, asked: Overruling, tongue: Tongue) -> Product:
    """Put your word before the rule's, with a note; null takes it back. Both are kept as labels for training."""
    found = merchant.overrule(here.products.records, product, asked.verdict, asked.note, writer.name)
    return _shown(here, found, tongue)


@router.post("/products/{product}/analyse", status_code=202, dependencies=WRITES)
def analyse(here: Here, product: Id, tongue: Tongue) -> Product:
    """Look at all its pictures again; what was mended by hand is kept."""
    here.products.records.book.look_again(product)
    here.line.wake()
    return _shown(here, here.products.records.shelf.find(product), tongue)


@router.get("/products/{product}/decision/changes", dependencies=READS)
def changes(here: Here, product: Id) -> DecisionChanges:
    """Every change of its decision, the newest first."""
    shelf = here.products.records.shelf
    external_id = shelf.find(product).product.external_id
    return DecisionChanges(items=[product_show.change(row, external_id) for row in shelf.changes(product)])


@router.post("/decisions/renew", dependencies=WRITES)
def renew_all(here: Here) -> DecisionChanges:
    """Decide anew what an older version of the rule decided; answers what changed."""
    found = renew(here.products.records)
    return DecisionChanges(items=[product_show.change(row, external_id) for external_id, row in found])


@router.get("/analyses/outdated", dependencies=READS)
def count_outdated(here: Here) -> Outdated:
    """How many products were looked at by another version of Vitrine or its networks."""
    return Outdated(products=outdated(here.products.records))


@router.post("/analyses/renew", status_code=202)
def renew_analyses(request: Request, here: Here, writer: Writer, tongue: Tongue) -> Import:
    """Look at them again, as an import that is followed and canceled like any other; its `changes` are the report."""
    batch = look_again(here.products.records, writer.id, once(request, b""))
    here.line.wake()
    return product_show.batch(here.products.records.imports.standing(batch.id), tongue)


@router.get("/products/{product}/size-chart", dependencies=READS)
def size_chart(here: Here, product: Id) -> SizeChart:
    """Its sizes; no rows where it has none."""
    return SizeChart.model_validate(here.products.records.shelf.find(product).product.size_chart or {"rows": []})


@router.put("/products/{product}/size-chart", dependencies=WRITES, openapi_extra={"requestBody": {"content": {
    "application/json": {"schema": schema(SizeChart)},
    "text/csv": {"schema": {"type": "string", "examples": ["size,EU,length\nM,38,64\n"]}},
}}})  # fmt: skip
async def set_size_chart(request: Request, here: Here, product: Id) -> SizeChart:
    """Set its sizes: JSON, or CSV with one line a size (`size, CN, EU, US, UK, chest, length, ...`)."""
    body = await whole(request)
    if request.headers.get("content-type", "").startswith("text/csv"):
        lines = size_charts.typed(body)
    else:
        lines = product_given.chart(product_given.validated(SizeChart, body))
    told = charted(lines)
    await anyio.to_thread.run_sync(here.products.records.book.change, product, {"size_chart": told})
    return SizeChart.model_validate(told)


@router.delete("/products/{product}/size-chart", status_code=204, dependencies=WRITES)
def remove_size_chart(here: Here, product: Id) -> Response:
    """Take its sizes away."""
    here.products.records.book.change(product, {"size_chart": None})
    return Response(status_code=204)


def _take(here: Studio, row: Row, writer: Actor, batch: str | None, key: Key | None, tongue: str) -> Taken:
    records, imports = here.products.records, here.products.records.imports
    if batch is not None:
        found, new = imports.of(batch), True
    else:
        found, new = imports.open(writer.id, row.external_id, key, state="working")
    if new:
        taken, refused = take_in(records, row, found.id, soon=True)
        imports.refuse(found.id, *((one.row, one.error) for one in refused))
        imports.count(found.id, taken.outcome)
        imports.finish(found.id)
        here.line.wake()
    standing = imports.standing(found.id)
    outcome = taken.outcome if new else next((o for o in ("added", "updated") if getattr(standing.row, o)), "unchanged")
    product = records.shelf.by_external_id(row.external_id)
    told = product_show.batch(standing, tongue)
    return Taken.model_validate({"outcome": outcome, "product": _shown(here, product, tongue), "batch": told})


def _shown(here: Studio, found: Found, tongue: str) -> Product:
    return product_show.product(here, found, tongue)
