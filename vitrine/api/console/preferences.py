"""What the shop has set: retention, marks, moderation, languages."""

from fastapi import APIRouter

from vitrine.api.access import Here
from vitrine.api.console.shapes import Preferences
from vitrine.api.staff import Owner, Viewer
from vitrine.privacy.preferences import Chosen
from vitrine.workflows.studio import Studio

router = APIRouter(prefix="/preferences")


@router.get("")
def read(here: Here, _viewer: Viewer) -> Preferences:
    """What is in force, and what the environment holds fast."""
    return _shown(here)


@router.put("")
def choose(here: Here, _owner: Owner, chosen: Chosen) -> Preferences:
    """Set all. Where the environment names a setting, only something more careful is taken."""
    here.preferences.choose(chosen)
    return _shown(here)


def _shown(here: Studio) -> Preferences:
    return Preferences(now=here.preferences.now, bounds=here.preferences.bounds())
