"""Products, their pictures, decisions' changes, labels, imports."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    products()
    verdicts()
    imports()


def of_product() -> sa.ForeignKey:
    return sa.ForeignKey("product.id", ondelete="CASCADE")


def of_import() -> sa.ForeignKey:
    return sa.ForeignKey("import.id", ondelete="CASCADE")


def products() -> None:
    op.create_table(
        "product",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("external_id", sa.String(255), nullable=False, unique=True),
        sa.Column("source", sa.String(16), nullable=False),
        sa.Column("title", sa.JSON, nullable=False),
        sa.Column("description", sa.JSON, nullable=False),
        sa.Column("price", sa.String(32)),
        sa.Column("currency", sa.String(3)),
        sa.Column("category", sa.String(16)),
        sa.Column("colour", sa.String(64)),
        sa.Column("family", sa.String(255), index=True),
        sa.Column("sizes", sa.JSON, nullable=False),
        sa.Column("variants", sa.JSON, nullable=False),
        sa.Column("url", sa.String(2000)),
        sa.Column("size_chart", sa.JSON),
        sa.Column("published", sa.Boolean, nullable=False),
        sa.Column("content", sa.String(64), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due_at", sa.DateTime, nullable=False),
        sa.Column("batch", sa.String(32), index=True),
        sa.Column("chosen", sa.String(32)),
        sa.Column("chosen_by", sa.String(8), nullable=False),
        sa.Column("decision", sa.JSON),
        sa.Column("verdict", sa.String(8)),
        sa.Column("drag", sa.Integer),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("updated_at", sa.DateTime, nullable=False),
    )
    op.create_index("product_state_due", "product", ["state", "due_at"])
    op.create_index("product_updated", "product", ["updated_at", "id"])
    op.create_index("product_verdict", "product", ["verdict", "updated_at", "id"])
    op.create_table(
        "product_picture",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("product", sa.String(32), of_product(), nullable=False, index=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("role", sa.String(8), nullable=False),
        sa.Column("source", sa.String(2000), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("error", sa.JSON),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("version", sa.String(64), nullable=False),
        sa.Column("facts", sa.JSON),
        sa.Column("worn", sa.Boolean, nullable=False),
        sa.Column("mended", sa.JSON, nullable=False),
    )
    op.create_index("product_picture_order", "product_picture", ["product", "position"])


def verdicts() -> None:
    op.create_table(
        "label",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("product", sa.String(32), of_product(), nullable=False, index=True),
        sa.Column("picture", sa.String(32)),
        sa.Column("verdict", sa.String(8), nullable=False),
        sa.Column("ruled", sa.String(8), nullable=False),
        sa.Column("rule", sa.String(16), nullable=False),
        sa.Column("note", sa.String(2000), nullable=False),
        sa.Column("facts", sa.JSON),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "decision_change",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("product", sa.String(32), of_product(), nullable=False, index=True),
        sa.Column("batch", sa.String(32), index=True),
        sa.Column("cause", sa.String(16), nullable=False),
        sa.Column("change", sa.JSON, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )


def imports() -> None:
    op.create_table(
        "import",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("added", sa.Integer, nullable=False),
        sa.Column("updated", sa.Integer, nullable=False),
        sa.Column("unchanged", sa.Integer, nullable=False),
        sa.Column("failed", sa.Integer, nullable=False),
        sa.Column("error", sa.JSON),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("finished_at", sa.DateTime),
    )
    op.create_index("import_created", "import", ["created_at", "id"])
    op.create_table(
        "import_failure",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("batch", sa.String(32), of_import(), nullable=False, index=True),
        sa.Column("row", sa.String(500), nullable=False),
        sa.Column("error", sa.JSON, nullable=False),
    )
    op.create_table(
        "import_request",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("batch", sa.String(32), of_import(), nullable=False, index=True),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("owner", "key"),
    )
