"""The table of rules somebody went past, for one place."""

from sqlalchemy import Column, Date, ForeignKeyConstraint, Table, Text, UniqueConstraint, Uuid

from services.internships.base.metadata import metadata

# Nothing here is typed: what the rule said, which counts days and pupils, and a reason of a list.
rule_overrides = Table(
    "rule_overrides",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("override_id", Uuid, primary_key=True),
    Column("placement_id", Uuid, nullable=False),
    Column("rule", Text, nullable=False),
    Column("said", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("overridden_on", Date, nullable=False),
    Column("overridden_as", Text),
    UniqueConstraint("uai", "placement_id", "rule", name="rule_overrides_one_a_rule"),
    ForeignKeyConstraint(
        ("uai", "placement_id"),
        ["placements.uai", "placements.placement_id"],
        name="rule_overrides_placement_id_fkey",
    ),
)
