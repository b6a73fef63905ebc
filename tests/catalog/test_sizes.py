"""Which size is worn, and what its line of the chart says."""

import pytest

from vitrine.catalog.sizes import NoSuchSize, choosable, fitting


def line(size, length, **labels):
    return {"size": size, "labels": labels, "cm": {"length": length}}


CHART = {"rows": [line("S", 66.0, EU="36"), line("M", 68.0, EU="38"), line("L", 70.0, EU="40"), line("XL", 72.0)]}


@pytest.mark.parametrize(
    ("asked", "size", "length"),
    [("XL", "XL", 72.0), (" l ", "L", 70.0), ("36", "S", 66.0), (None, "M", 68.0)],
)
def test_a_size_is_found_as_chart_or_country_names_it_and_m_is_worn_unless_one_is_asked_for(asked, size, length):
    assert fitting(CHART, [], asked) == (size, {"length": length})


def test_without_an_m_the_middle_one_is_worn():
    rows = [line("38", 60.0), line("40", 61.0), line("42", 62.0), line("44", 63.0)]
    assert fitting({"rows": rows}, [], None) == ("40", {"length": 61.0})
    assert fitting({"rows": rows[:1]}, [], None) == ("38", {"length": 60.0})


def test_a_size_without_a_line_in_the_chart_is_worn_without_measures():
    assert fitting(CHART, ["S", "3XL"], "3xl") == ("3XL", {})
    assert fitting(None, ["S"], "S") == ("S", {})
    assert fitting(None, ["S"], None) == ("", {})
    assert fitting({"rows": []}, [], None) == ("", {})


@pytest.mark.parametrize("asked", ["XXL", "", "m'; drop"])
def test_a_size_that_the_product_does_not_come_in_is_refused(asked):
    with pytest.raises(NoSuchSize):
        fitting(CHART, ["S", "M"], asked)


def test_a_choice_is_offered_where_it_is_drawn():
    assert choosable(CHART, "tops") == "M"
    assert choosable(CHART, "bottoms") == "M"
    assert choosable(CHART, None) is None
    assert choosable(None, "tops") is None
    assert choosable({"rows": [line("S", 66.0), {"size": "M", "labels": {}, "cm": {"sleeve": 20}}]}, "tops") is None
