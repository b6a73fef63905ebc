"""The console's accounts, passkeys, sign-ins, invitations and preferences; what a key is for and where it was seen."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("name", sa.String(64), nullable=False, unique=True),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("password", sa.String(255), nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
    )
    of_account = sa.ForeignKey("account.id", ondelete="CASCADE")
    op.create_table(
        "passkey",
        sa.Column("id", sa.String(1400), primary_key=True),
        sa.Column("account", sa.String(32), of_account, nullable=False, index=True),
        sa.Column("host", sa.String(255), nullable=False),
        sa.Column("label", sa.String(64), nullable=False),
        sa.Column("public_key", sa.LargeBinary, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("used_at", sa.DateTime),
    )
    op.create_table(
        "sign_in",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("account", sa.String(32), of_account.copy(), nullable=False, index=True),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("seen_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "invitation",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("account", sa.String(32), of_account.copy()),
        sa.Column("first", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "preference",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("value", sa.JSON, nullable=False),
    )
    with op.batch_alter_table("api_key") as table:
        table.add_column(sa.Column("label", sa.String(64), nullable=False, server_default=""))
        table.add_column(sa.Column("text", sa.String(64)))
        table.add_column(sa.Column("daily", sa.Integer))
        table.add_column(sa.Column("staging", sa.Boolean, nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("seen_at", sa.DateTime))
        table.add_column(sa.Column("seen_page", sa.String(500)))
