"""Prices as shops write them: decimal commas, thousands, currency signs."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Final

from vitrine.intake.feeds.refusals import BadPrice

SIGNS: Final[dict[str, str]] = {
    "US$": "USD", "HK$": "HKD", "NT$": "TWD", "A$": "AUD", "C$": "CAD", "CN¥": "CNY", "R$": "BRL", "JP¥": "JPY",
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "CNY", "元": "CNY", "₩": "KRW", "₹": "INR", "₽": "RUB", "₺": "TRY",
    "zł": "PLN", "Kč": "CZK", "kr": "SEK", "฿": "THB", "₫": "VND", "₱": "PHP", "₪": "ILS", "CHF": "CHF", "円": "JPY",
    "RMB": "CNY", "人民币": "CNY", "块": "CNY",
}  # fmt: skip
"""Signs, the longest first; the dollar and the yen sign alone are the United States' and China's."""
CODE: Final = re.compile(r"(?<![A-Za-z])([A-Z]{3})(?![A-Za-z])")
THREE: Final = {"KWD", "BHD", "OMR", "JOD", "TND", "IQD", "LYD"}
"""Currencies of three decimals (ISO 4217)."""
GROUPS: Final = re.compile(r"\d{1,3}([.,]\d{2,3})*[.,]\d{3}")
"""Thousands, Indian lakhs too (1,00,000): what has its marks elsewhere is no number."""
NUMBER: Final = re.compile(r"\d[\d.,'\u2019\s]*")


def price(text: str, currency: str | None = None) -> tuple[str | None, str | None]:
    """Amount and currency of a cell: `1.299,00 €` is ("1299.00", "EUR"); nothing is (None, `currency`).

    A single comma or point before exactly three digits separates thousands, but in currencies of three decimals.

    Raises:
        BadPrice: there is no amount in it, or a negative one.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if not text:
        return None, currency
    if code := CODE.search(text):
        currency = currency or code[1]
    sign = next((sign for sign in SIGNS if sign in text), None)
    if sign and currency is None:
        currency = SIGNS[sign]
    numbers = NUMBER.findall(text)
    if len(numbers) != 1 or "-" in text.split(numbers[0])[0]:
        raise BadPrice
    return amount(numbers[0], currency), currency


def amount(number: str, currency: str | None) -> str:
    """A number with a decimal point and no other mark; raises BadPrice."""
    number = re.sub(r"[\s'\u2019]", "", number).rstrip(".,")
    marks = [c for c in number if c in ".,"]
    if marks:
        last = marks[-1]
        after = len(number) - number.rindex(last) - 1
        grouped = after == 3 and currency not in THREE and not number.startswith(("0.", "0,"))
        whole = len(marks) > 1 and len(set(marks)) == 1
        end = len(number) if whole or (grouped and len(set(marks)) == 1) else number.rindex(last)
        thousands, rest = number[:end], number[end + 1 :]
        if not thousands.isdecimal() and not (GROUPS.fullmatch(thousands) and len(set(thousands) & {".", ","}) == 1):
            raise BadPrice
        number = f"{re.sub('[.,]', '', thousands)}.{rest}"
    try:
        found = Decimal(number)
    except InvalidOperation:
        raise BadPrice from None
    if found >= Decimal(10) ** 12:
        raise BadPrice
    return format(found, "f")
