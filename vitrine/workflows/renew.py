"""Decisions made anew where the rule has changed since; what they were made from stays."""

from datetime import UTC, datetime
from typing import Final

from vitrine.catalog import verdict
from vitrine.catalog.decision import RULE
from vitrine.catalog.tables import Change
from vitrine.workflows.workroom import Records

SOME: Final = 200


def renew(records: Records) -> list[tuple[str, Change]]:
    """Decide anew what another version of the rule decided; the products' external_ids with what changed."""
    report: list[tuple[str, Change]] = []
    while stale := records.shelf.stale(RULE, SOME):
        for found in stale:
            made = verdict.settle(found.product, found.pictures, "rule", datetime.now(UTC))
            records.book.decided(found.product.id, made.values, made.change)
            if made.change is not None:
                report.append((found.product.external_id, made.change))
    return report
