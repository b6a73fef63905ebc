"""What a merchant gives over the web, as the row of a feed: the same words, limits and cleaning for both."""

import json
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from vitrine.api.parts import Part, parts
from vitrine.api.problems import Invalid
from vitrine.api.product_shapes import ChangedProduct, GivenProduct, SizeChart
from vitrine.intake.feeds import table
from vitrine.intake.feeds.html import sanitised
from vitrine.intake.feeds.pictures import ENDINGS, is_address, named
from vitrine.intake.feeds.refusals import NoExternalId, NoPictureFile
from vitrine.intake.feeds.rows import PictureRef, Row, SizeLine
from vitrine.intake.feeds.text import line, tongue


def given(content_type: str, body: bytes) -> Row:
    """The product of a request: JSON, or a form with a part `product` and parts `pictures`.

    Raises:
        RequestValidationError, Invalid: it has not this form.
        BadInput: a field cannot be used.
    """
    if not content_type.lower().startswith("multipart/form-data"):
        return row(validated(GivenProduct, body), ())
    found = parts(content_type, body)
    files = [_file(part) for part in found if part.filename is not None]
    told = next((bytes(part.data) for part in found if part.name == "product"), b"")
    if told:
        return row(validated(GivenProduct, told), tuple(files))
    if not files:
        raise NoExternalId
    stem = named(_stem(files[0].source))[0]
    title = line(stem.replace("_", " "))
    identity = table.identity(stem)
    return Row(identity, identity, "folder", title={tongue(title): title}, pictures=tuple(files))


def validated(shape: Any, body: bytes) -> Any:
    """The body as a shape; raises RequestValidationError as the framework does."""
    try:
        return shape.model_validate(json.loads(body))
    except ValidationError as wrong:
        errors = [error | {"loc": ("body", *error["loc"])} for error in wrong.errors(include_input=False)]
        raise RequestValidationError(errors) from None
    except ValueError:
        raise Invalid("body") from None


def row(product: GivenProduct, files: tuple[PictureRef, ...]) -> Row:
    """A product as the row of a feed; raises BadInput."""
    pictures = [PictureRef(_address(one.url), one.role or named(_stem(one.url))[1]) for one in product.pictures]
    return Row(
        row=line(product.external_id),
        external_id=table.identity(product.external_id),
        source="api",
        title=texts(product.title, table.title),
        description=texts(product.description, sanitised),
        price=None if product.price is None else format(product.price, "f"),
        currency=product.currency and product.currency.upper(),
        category=product.category,
        colour=product.colour and table.short(product.colour),
        family=product.family and line(product.family),
        sizes=tuple(dict.fromkeys(map(table.short, product.sizes))),
        url=_page(product.url),
        published=product.published,
        pictures=(*files, *pictures),
        size_chart=None if product.size_chart is None else chart(product.size_chart),
    )


def changes(asked: ChangedProduct) -> dict[str, Any]:
    """The columns that are to change; raises BadInput."""
    told = {name: getattr(asked, name) for name in asked.model_fields_set if name != "chosen"}
    cleaned: dict[str, Any] = {}
    for name, value in told.items():
        if name in ("title", "description"):
            cleaned[name] = texts(value or "", table.title if name == "title" else sanitised)
        elif name == "price":
            cleaned[name] = None if value is None else format(value, "f")
        elif name == "sizes":
            cleaned[name] = list(dict.fromkeys(map(table.short, value or [])))
        elif name == "published":
            cleaned[name] = bool(value)
        elif name == "url":
            cleaned[name] = _page(value)
        else:
            cleaned[name] = value and (value.upper() if name == "currency" else line(value))
    return cleaned


def texts(told: Any, clean: Any) -> dict[str, str]:
    """A text by language, cleaned; one without a language is of the language that it looks like."""
    by = told if isinstance(told, dict) else {tongue(told): told}
    return {language: text for language, said in by.items() if (text := clean(said))}


def chart(told: SizeChart) -> tuple[SizeLine, ...]:
    """A size chart as a feed has it."""
    return tuple(SizeLine(line(r.size), {str(k): v for k, v in r.labels.items()}, dict(r.cm)) for r in told.rows)


def _file(part: Part) -> PictureRef:
    name = line((part.filename or "").replace("\\", "/").rsplit("/", 1)[-1])[:255]
    if "." not in name or f".{name.rsplit('.', 1)[-1].lower()}" not in ENDINGS:
        raise NoPictureFile(name[:80])
    return PictureRef(name, named(_stem(name))[1], data=bytes(part.data))


def _address(url: str) -> str:
    if not (is_address(url) or url[:5].lower() == "data:"):
        raise Invalid("pictures.url")
    return url


def _page(url: str | None) -> str | None:
    if url and not is_address(url):
        raise Invalid("url")
    return url or None


def _stem(address: str) -> str:
    name = address.split("?", 1)[0].rsplit("/", 1)[-1] if address[:5].lower() != "data:" else ""
    return name.rsplit(".", 1)[0]
