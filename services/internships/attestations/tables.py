"""The table of attestations. A correction is a row of its own: the last one of a place holds."""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKeyConstraint,
    Identity,
    Index,
    SmallInteger,
    Table,
    Text,
    Uuid,
)

from services.internships.base.metadata import metadata

attestations = Table(
    "attestations",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("attestation_id", Uuid, primary_key=True),
    Column("placement_id", Uuid, nullable=False),
    Column("act_id", Uuid, nullable=False),
    Column("number", BigInteger, Identity(always=True), nullable=False),
    Column("received_on", Date, nullable=False),
    Column("days", SmallInteger, nullable=False),
    Column("absence_days", SmallInteger, nullable=False),
    ForeignKeyConstraint(
        ("uai", "placement_id"),
        ["placements.uai", "placements.placement_id"],
        name="attestations_placement_id_fkey",
    ),
)
Index("attestations_of_a_place", attestations.c.uai, attestations.c.placement_id)
Index("attestations_of_an_act", attestations.c.uai, attestations.c.act_id)
