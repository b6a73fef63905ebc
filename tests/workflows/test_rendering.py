"""What a rendering process does, with the real networks and the real engine, on the demo pair."""

import io

import double
import numpy as np
import pytest
from PIL import Image
from served import png

from vitrine.delivery.pictures import marks
from vitrine.errors import NoGarment, NoPerson
from vitrine.fitting.engine import Fitted
from vitrine.workflows.demo import DemoSet
from vitrine.workflows.rendering import Renderer, lossless, picture, renderer

REPORTED = []


def report(stage, share):
    REPORTED.append((stage, share))


@pytest.fixture(scope="module")
def render():
    return renderer({})


@pytest.fixture(scope="module")
def pair(render):
    """Person and garment of the demo set, each with its analysis, as the server keeps them."""
    samples = DemoSet().samples.values()
    photos = [
        lossless(picture(next(s for s in samples if s.kind == kind).path.read_bytes())[::2, ::2])
        for kind in ("person", "garment")
    ]
    tasks = [{"do": "person", "moderation": "conservative"}, {"do": "garment", "category": "auto"}]
    return [(photo, *render(task, [photo], report)) for task, photo in zip(tasks, photos, strict=True)]


def test_a_garment_is_worn_and_all_else_is_as_it_was(render, pair):
    (person, _, known), (garment, about, worn) = pair
    assert about["category"] == "tops"
    parts = [person, *known, garment, *worn]
    task = {"do": "try_on", "engine": "auto", "format": "png", "marks": {"content": "job-1"}}
    REPORTED.clear()
    facts, (image, thumb) = render(task, parts, report)
    before, after = picture(person), np.array(Image.open(io.BytesIO(image)))
    assert (facts["height"], facts["width"]) == before.shape[:2] == after.shape[:2]
    changed = (before != after).any(-1)
    assert 0.03 < changed.mean() < 0.5
    assert next(check for check in facts["checks"] if check["name"] == "outside")["passed"]
    assert facts["worn"][0]["category"] == "tops"
    assert facts["timings"]["total"] > 0
    assert [stage for stage, _ in REPORTED] == ["fit", "encode"]
    assert [share for _, share in REPORTED] == sorted(share for _, share in REPORTED)
    assert marks(image).aigc["ProduceID"] == "job-1"
    with Image.open(io.BytesIO(thumb)) as small:
        assert max(small.size) == 320
    assert marks(thumb).aigc["ProduceID"] == "job-1"
    again, (same, _) = render(task, parts, report)
    assert same == image  # deterministic
    assert again["checks"] == facts["checks"]


def test_a_category_can_be_asked_for(render, pair):
    (_, _, _), (garment, _, _) = pair
    about, _ = render({"do": "garment", "category": "outerwear", "photo_type": "hanger"}, [garment], report)
    assert about["category"] == "outerwear"


def test_what_shows_nobody_and_nothing_is_refused(render):
    grey = lossless(np.full((300, 200, 3), 128, np.uint8))
    with pytest.raises(NoPerson):
        render({"do": "person", "moderation": "none"}, [grey], report)
    with pytest.raises(NoGarment):
        render({"do": "garment", "category": "auto"}, [grey], report)


def test_garments_are_put_on_from_inner_to_outer_and_their_warnings_kept():
    seen = []

    def engine(person, garments):
        seen.extend(garment.category for garment in garments)
        return Fitted(person.photo, np.zeros(person.photo.shape[:2], np.float32), (), ("dark", "check-leak"), {})

    made = Renderer(double.person, double.garment, double.study, lambda name: engine, double.nsfw)
    photo = png((5, 5, 5))
    _, (person,) = made({"do": "person", "moderation": "none"}, [photo], report)
    parts = [photo, person]
    for category in ("outerwear", "tops", "bottoms"):
        _, (garment,) = made({"do": "garment", "category": category}, [png()], report)
        parts += [png(), garment]
    facts, _ = made({"do": "try_on", "engine": "auto", "format": "webp", "marks": {}}, parts, report)
    assert seen == ["bottoms", "tops", "outerwear"]
    assert [one["category"] for one in facts["worn"]] == seen
    assert facts["warnings"] == ["dark", "check-leak"]


def test_a_missing_moderation_network_is_said():
    made = Renderer(double.person, double.garment, double.study, lambda name: double.dress, None)
    facts, _ = made({"do": "person", "moderation": "permissive"}, [png((90, 90, 90))], report)
    assert facts["warnings"] == ["not-moderated"]
