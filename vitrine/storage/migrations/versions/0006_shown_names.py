"""Names of accounts as they were typed, beside those that they are found by."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("account", sa.Column("shown", sa.String(64), nullable=False, server_default=""))
    op.execute("UPDATE account SET shown = name")
