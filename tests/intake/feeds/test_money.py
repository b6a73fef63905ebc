"""Prices as shops write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrine.intake.feeds.money import price
from vitrine.intake.feeds.refusals import BadPrice


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("19.90", "19.90", None),
        ("19,90", "19.90", None),
        ("1.299,00 €", "1299.00", "EUR"),
        ("$1,299.00", "1299.00", "USD"),
        ("1 299,50 zł", "1299.50", "PLN"),
        ("1'234.50 CHF", "1234.50", "CHF"),
        ("¥199", "199", "CNY"),
        ("199元", "199", "CNY"),
        ("￥１９９", "199", "CNY"),
        ("HK$ 88", "88", "HKD"),
        ("USD 12", "12", "USD"),
        ("12 GBP", "12", "GBP"),
        ("1,299", "1299", None),
        ("1.299", "1299", None),
        ("0.999", "0.999", None),
        ("KWD 1.250", "1.250", "KWD"),
        ("1,234,567", "1234567", None),
        ("1.234.567,8", "1234567.8", None),
        ("1,00,000", "100000", None),
        ("5,", "5", None),
        ("", None, None),
    ],
)
def test_a_price_is_read(text, amount, currency):
    assert price(text) == (amount, currency)


@pytest.mark.parametrize(
    "text", ["on request", "-5", "10-20", "€", "9" * 20, "1.2.3,4,5", "1.2.3", "19.90.5", "1.29,90,5", "12,34.5"]
)
def test_what_is_no_price_is_refused(text):
    with pytest.raises(BadPrice):
        price(text)


def test_the_columns_currency_counts_before_the_sign():
    assert price("$5", "HKD") == ("5", "HKD")


@given(st.decimals(0, 10**9, places=2), st.sampled_from([("{:,.2f}", ""), ("{:.2f}", " EUR")]))
def test_amounts_of_two_decimals_survive_any_way_of_writing(amount, written):
    style, after = written
    text = style.format(amount) + after
    continental = text.translate(str.maketrans(",.", ".,"))
    assert Decimal(price(text)[0]) == Decimal(price(continental)[0]) == amount


@given(st.text(max_size=30))
def test_any_cell_is_a_price_or_refused(text):
    try:
        amount, _ = price(text)
    except BadPrice:
        return
    assert amount is None or Decimal(amount) >= 0
