"""The reliability plot and the parsing sheet; they need no torch."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from vitrine.people.person import COLOURS
from vitrine.training import reliability, scores

HONEST = [(0, 0 if n < 7 else 1, 0.7) for n in range(10)] + [(1, 1, 0.95)] * 19 + [(1, 0, 0.95)]
BOASTING = [(0, n % 2, 0.98) for n in range(40)]


def test_honest_answers_have_no_error_and_boasting_ones_do() -> None:
    assert reliability.calibration_error(HONEST) == pytest.approx(0, abs=1e-6)
    assert reliability.calibration_error(BOASTING) == pytest.approx(0.48)
    assert [(round(s, 2), round(r, 2), n) for s, r, n in reliability.bins(HONEST)] == [(0.7, 0.7, 10), (0.95, 0.95, 20)]


def test_a_long_title_stays_within_its_panel() -> None:
    drawn = reliability.panel("a question with a name that is far too long", HONEST)
    top = drawn[: reliability.MARGIN]
    assert (top < 255).any()
    assert (top[:, -3:] == 255).all()


def test_a_panel_a_question_and_none_for_what_was_not_asked(tmp_path: Path) -> None:
    reliability.plot({"kind": HONEST, "hem": BOASTING, "sleeve": []}, tmp_path / "plot.png")
    drawn = cv2.imread(str(tmp_path / "plot.png"))
    side = reliability.SIDE + 2 * reliability.MARGIN
    assert drawn.shape == (side, 4 * side, 3)
    panels = [drawn[:, i * side : (i + 1) * side] for i in range(4)]
    assert [bool((p < 255).any()) for p in panels] == [True, True, False, False]


def test_nothing_asked_writes_nothing(tmp_path: Path) -> None:
    reliability.plot({"kind": []}, tmp_path / "plot.png")
    assert not list(tmp_path.iterdir())


def test_a_parsing_sheet_names_its_colours(tmp_path: Path) -> None:
    tally, photo = scores.Tally(), np.full((300, 200, 3), 90, np.uint8)
    truth = np.zeros((300, 200), np.uint8)
    tally.add("one", photo, truth, truth)
    tally.draw(tmp_path / "sheet.png")
    sheet = cv2.imread(str(tmp_path / "sheet.png"))[..., ::-1]
    below = sheet[304:].reshape(-1, 3)
    assert all((below == colour).all(1).sum() > 150 for colour in COLOURS)


def test_a_narrow_legend_has_more_rows() -> None:
    assert scores.legend(230).shape == (26 * 6, 230, 3)
