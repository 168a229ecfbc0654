"""The tables of saved views of the list of companies."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.partnerships.base.tables import metadata

company_views = Table(
    "company_views",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("view_id", Uuid, primary_key=True),
    Column("owner_id", Uuid, nullable=False),
    Column("name", Text, nullable=False),
    Column("shared", Boolean, nullable=False),
    # Conditions, columns and order, as addresses say them: what is not known there is left out.
    Column("shows", JSONB, nullable=False),
    Column("version", Integer, nullable=False),
    # About when somebody last opened it: what nobody uses goes, that of who left too.
    Column("used_on", Date, nullable=False),
    # Until it is purged, it can be put back, and whoever began with it begins with it again.
    Column("removed_at", DateTime(timezone=True)),
)

# The view somebody begins with, at one of their lycées.
default_views = Table(
    "default_views",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("account_id", Uuid, primary_key=True),
    Column("view_id", Uuid, nullable=False),
    Column("used_on", Date, nullable=False),
    ForeignKeyConstraint(
        ("uai", "view_id"), ["company_views.uai", "company_views.view_id"], ondelete="CASCADE"
    ),
)
