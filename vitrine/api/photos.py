"""Photos of persons."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response

from vitrine.api import words
from vitrine.api.access import Here, Shopper
from vitrine.api.problems import language
from vitrine.api.shapes import Photo
from vitrine.api.uploads import BODY, OnceHeader, take
from vitrine.workflows import erase, pictures

router = APIRouter(prefix="/v1/photos", tags=["photos"])

Responses = dict[int | str, dict[str, Any]]
Id = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
Tongue = Annotated[str, Depends(language)]
PNG: Responses = {200: {"content": {"image/png": {}}}}


@router.post("", status_code=201, openapi_extra=BODY)
async def add(request: Request, here: Here, shopper: Shopper, tongue: Tongue, once: OnceHeader = None) -> Photo:
    """Give a photo of a person. It is looked at now: what cannot be used is refused, and nothing of it is kept."""
    row = await take(request, here, shopper, pictures.add_photo, once)
    return Photo(
        id=row.id,
        width=row.width,
        height=row.height,
        warnings=[words.warning(code, tongue) for code in row.warnings],
        expires_at=row.expires_at,
    )


@router.get("/{photo}", responses=PNG, response_class=Response)
def show(here: Here, shopper: Shopper, photo: Id) -> Response:
    """The photo, as it was understood: upright, without metadata."""
    pictures.find(here, shopper.session, "photo", photo)
    return Response(here.vault.get(shopper.session, photo), media_type="image/png")


@router.delete("/{photo}", status_code=204)
def remove(here: Here, shopper: Shopper, photo: Id) -> Response:
    """Erase the photo, what was measured on it, and all results made from it. Jobs with it are canceled."""
    pictures.find(here, shopper.session, "photo", photo)
    erase.erase_picture(here, shopper.session, photo)
    return Response(status_code=204)
