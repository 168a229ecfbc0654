"""The table of the letters to hosts that were asked for: each once for the day it counts to."""

from sqlalchemy import Column, Date, SmallInteger, Table, Text, UniqueConstraint, Uuid

from services.internships.base.metadata import metadata, own

# A letter has a row for each stay it is about.
host_letter_stays = Table(
    "host_letter_stays",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("letter_id", Uuid, primary_key=True),
    Column("placement_id", Uuid, primary_key=True),
    Column("kind", Text, nullable=False),
    # Days from the day it counts to, below zero before it; working days where an agreement waits.
    Column("threshold", SmallInteger, nullable=False),
    # The issue of the agreement, the first or the last day of the stay as it was then.
    Column("counted_to", Date, nullable=False),
    # How many went before about the same thing.
    Column("reminder", SmallInteger, nullable=False),
    Column("told_on", Date, nullable=False),
    UniqueConstraint(
        *("uai", "placement_id", "kind", "counted_to", "threshold"), name="host_letter_stays_once"
    ),
    own("host_letter_stays", "placement_id", target="placements", remote="placement_id"),
)
