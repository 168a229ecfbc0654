"""The table of the letters to families that were asked for: each once for the day it counts to and each reader."""

from sqlalchemy import Column, Date, SmallInteger, Table, Text, UniqueConstraint, Uuid

from services.internships.base.metadata import metadata, own

# A letter has a row for each stay it is about, all of one pupil.
family_letter_stays = Table(
    "family_letter_stays",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("letter_id", Uuid, primary_key=True),
    Column("placement_id", Uuid, primary_key=True),
    # Whose address it was asked for; who reads it is looked at when it leaves.
    Column("slot", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("threshold", SmallInteger, nullable=False),
    Column("counted_to", Date, nullable=False),
    Column("reminder", SmallInteger, nullable=False),
    Column("told_on", Date, nullable=False),
    UniqueConstraint(
        *("uai", "placement_id", "kind", "counted_to", "threshold", "slot"),
        name="family_letter_stays_once",
    ),
    own("family_letter_stays", "placement_id", target="placements", remote="placement_id"),
)
