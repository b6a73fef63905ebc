"""What an older version of the rule decided is decided anew; what one of the analysis looked at is looked at again."""

from datetime import UTC, datetime
from typing import Final

from vitrine.catalog import verdict
from vitrine.catalog.decision import RULE
from vitrine.catalog.imports import CLI
from vitrine.catalog.tables import Change, Import
from vitrine.formats.contract import Said
from vitrine.jobs.ledger import Key
from vitrine.workflows.values import version
from vitrine.workflows.workroom import Records

SOME: Final = 200
AGAIN: Final = Said(en="Looked at again", zh="重新识别")
"""What an import is called whose products were here already; the English one is stored."""


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


def outdated(records: Records) -> int:
    """How many products have a picture that another version of the code or its networks looked at."""
    return records.book.outdated(version())


def look_again(records: Records, owner: str, key: Key | None = None) -> Import:
    """Queue all such products as an import, whose changes are the report of what became of them.

    A product keeps its rig and its decision until it has been looked at; a canceled import leaves the rest as it was.

    Raises:
        KeyReused: the key came with another request before.
    """
    if owner == CLI:  # the same command goes on with what is left of a killed one
        for broken in records.imports.under_way(CLI, AGAIN.en):
            records.imports.cancel(broken)
    batch, new = records.imports.open(owner, AGAIN.en, key, state="working")
    if new:
        records.imports.counted(batch.id, records.book.look_at_outdated(version(), batch.id))
    return records.imports.of(batch.id)
