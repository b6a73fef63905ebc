"""What the console sets beside the environment: free where that is silent, only more careful where it speaks."""

import pytest

from vitrine.privacy.preferences import Chosen, Preferences
from vitrine.settings import Settings
from vitrine.storage.database import Database


@pytest.fixture
def database(tmp_path):
    opened = Database(tmp_path / "vitrine.sqlite")
    yield opened
    opened.close()


def chosen(**values):
    usual = {
        "session_hours": 24, "visible_mark": "auto", "producer": "Vitrine", "moderation": "permissive",
        "languages": ["zh", "en"],
    }  # fmt: skip
    return Chosen.model_validate(usual | values)


def test_what_the_environment_leaves_open_is_free_and_kept(database):
    wish = chosen(session_hours=72, visible_mark="off", producer="Shop", moderation="conservative", languages=["en"])
    assert Preferences(database, Settings()).choose(wish) == wish
    again = Preferences(database, Settings())
    assert again.now == wish
    assert again.bounds() == {}


@pytest.mark.parametrize(
    ("setting", "value", "wish", "held"),
    [
        ("session_hours", 12, 72, 12),
        ("session_hours", 12, 1, 1),
        ("visible_mark", "on", "off", "on"),
        ("visible_mark", "auto", "off", "auto"),
        ("visible_mark", "off", "on", "on"),
        ("producer", "The company", "Somebody", "The company"),
    ],
)
def test_what_the_environment_names_is_a_bound(database, setting, value, wish, held):
    preferences = Preferences(database, Settings(**{setting: value}))
    assert getattr(preferences.choose(chosen(**{setting: wish})), setting) == held
    assert preferences.bounds() == {setting: value}


def test_a_bound_that_comes_later_holds_what_was_chosen_before(database):
    Preferences(database, Settings()).choose(chosen(session_hours=720))
    assert Preferences(database, Settings(session_hours=6)).now.session_hours == 6
    assert Preferences(database, Settings()).now.session_hours == 720
