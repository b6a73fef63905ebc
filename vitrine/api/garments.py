"""Pictures of garments."""

from fastapi import APIRouter, Request, Response

from vitrine.api import words
from vitrine.api.access import Here, Shopper
from vitrine.api.photos import PNG, Id, Tongue
from vitrine.api.shapes import Garment
from vitrine.api.uploads import BODY, OnceHeader, take
from vitrine.workflows import erase, pictures

router = APIRouter(prefix="/v1/garments", tags=["garments"])


@router.post("", status_code=201, openapi_extra=BODY)
async def add(request: Request, here: Here, shopper: Shopper, tongue: Tongue, once: OnceHeader = None) -> Garment:
    """Give a picture of one garment. It is looked at now: its category and alt text come back."""
    row = await take(request, here, shopper, pictures.add_garment, once)
    return Garment(
        id=row.id,
        category=row.category or "tops",
        alt=words.garment_alt(row.category, row.attributes, tongue),
        width=row.width,
        height=row.height,
        warnings=[words.warning(code, tongue) for code in row.warnings],
        expires_at=row.expires_at,
    )


@router.get("/{garment}", responses=PNG, response_class=Response)
def show(here: Here, shopper: Shopper, garment: Id) -> Response:
    """The picture, as it was understood."""
    pictures.find(here, shopper.session, "garment", garment)
    return Response(here.vault.get(shopper.session, garment), media_type="image/png")


@router.delete("/{garment}", status_code=204)
def remove(here: Here, shopper: Shopper, garment: Id) -> Response:
    """Erase the picture and all results made from it."""
    pictures.find(here, shopper.session, "garment", garment)
    erase.erase_picture(here, shopper.session, garment)
    return Response(status_code=204)
