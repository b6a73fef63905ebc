"""Pictures of products: given, arranged, mended by hand, shown."""

from typing import Annotated, Any, Literal

import anyio
from fastapi import APIRouter, Query, Request, Response

from vitrine.api import product_show
from vitrine.api.access import Here
from vitrine.api.photos import Tongue
from vitrine.api.product_given import validated
from vitrine.api.product_shapes import ArrangedPicture, GarmentFound, Mended, Product, Role
from vitrine.api.products import Batch, Id
from vitrine.api.shapes import schema
from vitrine.api.staff import READS, WRITES
from vitrine.api.uploads import BODY, whole
from vitrine.delivery.links import verify
from vitrine.errors import Gone
from vitrine.intake.feeds.pictures import named
from vitrine.intake.feeds.rows import PictureRef
from vitrine.intake.feeds.text import line
from vitrine.storage.blobs import BlobMissing
from vitrine.workflows import merchant
from vitrine.workflows.take_in import add_picture

router = APIRouter(tags=["products"])

Part = Literal["photo", "thumb", "mask"]
MEDIA: dict[str, str] = {"photo": "image/jpeg", "thumb": "image/webp", "mask": "image/png"}
SHOWN: dict[int | str, dict[str, Any]] = {200: {"content": {media: {} for media in MEDIA.values()}}}
PUBLIC = {"Cache-Control": "public, max-age=300", "Cross-Origin-Resource-Policy": "cross-origin"}
PRIVATE = {"Cache-Control": "private, max-age=300"}


@router.post("/v1/products/{product}/pictures", status_code=202, openapi_extra=BODY, dependencies=WRITES)
async def add(
    request: Request,
    here: Here,
    product: Id,
    tongue: Tongue,
    role: Role = "",
    name: Annotated[str, Query(max_length=255)] = "picture",
    batch: Batch = None,
) -> Product:
    """Give a product one more picture; it is looked at, and the product is decided anew."""
    data = await whole(request)
    told = line(name) or "picture"
    ref = PictureRef(told, role or named(told.rsplit(".", 1)[0])[1], data=data)
    await anyio.to_thread.run_sync(add_picture, here.products.records, product, ref, batch)
    here.line.wake()
    return product_show.product(here, here.products.records.shelf.find(product), tongue)


@router.patch("/v1/products/{product}/pictures/{picture}", dependencies=WRITES)
def arrange(here: Here, product: Id, picture: Id, asked: ArrangedPicture, tongue: Tongue) -> Product:
    """Say what a picture shows, or where it stands among the others."""
    values = {name: getattr(asked, name) for name in asked.model_fields_set if getattr(asked, name) is not None}
    return product_show.product(here, merchant.arrange(here.products.records, product, picture, values), tongue)


@router.delete("/v1/products/{product}/pictures/{picture}", status_code=204, dependencies=WRITES)
def remove(here: Here, product: Id, picture: Id) -> Response:
    """Take a picture from its product, which is decided anew."""
    records = here.products.records
    merchant.find_picture(records, product, picture)
    records.book.remove_picture(product, picture)
    records.erase_picture(picture)
    here.line.wake()
    return Response(status_code=204)


@router.get("/v1/products/{product}/pictures/{picture}/garment", dependencies=READS)
def garment(here: Here, product: Id, picture: Id) -> GarmentFound:
    """What was read from a picture, with what was mended: landmarks, and a link to the mask."""
    records = here.products.records
    row = merchant.find_picture(records, product, picture)
    found = merchant.garment_of(records, row)
    return GarmentFound(
        width=row.width,
        height=row.height,
        category=found.category,
        landmarks=found.landmarks,
        found=merchant.found_points(records, row),
        confidence=1.0 if any(name != "mask" for name in row.mended) else round(found.confidence, 3),
        mended=row.mended,
        photo=product_show.link(here, picture, "photo"),
        mask=product_show.link(here, picture, "mask"),
    )


@router.put(
    "/v1/products/{product}/pictures/{picture}/mended",
    dependencies=WRITES,
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": {"schema": schema(Mended)}}}},
)
async def mend(request: Request, here: Here, product: Id, picture: Id, tongue: Tongue) -> Product:
    """Put landmarks and mask right; the next try-on uses them, and the product is decided anew."""
    asked: Mended = validated(Mended, await whole(request))
    found = await anyio.to_thread.run_sync(
        merchant.mend_picture, here.products, product, picture, asked.landmarks, asked.mask
    )
    return product_show.product(here, found, tongue)


@router.delete("/v1/products/{product}/pictures/{picture}/mended", dependencies=WRITES)
def undo(here: Here, product: Id, picture: Id, tongue: Tongue) -> Product:
    """Go back to what was found in the picture."""
    return product_show.product(here, merchant.undo_mend(here.products.records, product, picture), tongue)


@router.get("/p/{picture}/{part}", responses=SHOWN, response_class=Response, tags=["shop"])
def show(request: Request, here: Here, picture: Id, part: Part) -> Response:
    """A picture of a published product; of another one, by its signed link."""
    records = here.products.records
    found = records.shelf.picture(picture)
    public = found is not None and found[1].published and part != "mask"
    if not public:
        verify(request.url.path, request.url.query, here.link_key)
    if found is None:
        raise Gone(picture)
    try:
        data = merchant.mask_png(records, found[0]) if part == "mask" else records.blobs.get(f"{picture}/{part}")
    except BlobMissing:
        raise Gone(picture) from None
    return Response(data, media_type=MEDIA[part], headers=PUBLIC if public else PRIVATE)
