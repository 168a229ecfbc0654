"""The table of the axes actions are ordered by: each lycée's own list."""

from sqlalchemy import Boolean, Column, Integer, Table, Text, Uuid, false

from services.partnerships.base.tables import metadata

action_axes = Table(
    "action_axes",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("axis_id", Uuid, primary_key=True),
    Column("label", Text, nullable=False),
    # Of the departmental list: the lycée says which of them its own belongs to, if any.
    Column("avenir", Text),
    Column("archived", Boolean, nullable=False, server_default=false()),
    Column("version", Integer, nullable=False, server_default="1"),
)
