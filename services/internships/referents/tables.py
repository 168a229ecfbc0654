"""The tables of referent teachers, and of whom they follow."""

from sqlalchemy import (
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from services.internships.base.metadata import metadata

# A name goes with those of the pupils of its year; the row stays, and names nobody.
referents = Table(
    "referents",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("referent_id", Uuid, primary_key=True),
    Column("school_year", Text, nullable=False),
    Column("name", Text),
    # To whom of the portal it is told what happens to the pupils; goes with the name.
    Column("account_id", Uuid),
    UniqueConstraint("uai", "school_year", "name", name="referents_named_once"),
)

# One for each pupil and period: whoever comes to another host there is followed by the same person.
followings = Table(
    "followings",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("following_id", Uuid, primary_key=True),
    Column("period_id", Uuid, nullable=False),
    Column("pupil_year_id", Uuid, nullable=False),
    Column("referent_id", Uuid),
    # What the last act did, and who it was before: what takes the act back.
    Column("act_id", Uuid, nullable=False),
    Column("before_id", Uuid),
    Column("version", Integer, nullable=False),
    UniqueConstraint("uai", "period_id", "pupil_year_id", name="followings_key"),
    ForeignKeyConstraint(
        ("uai", "period_id"),
        ["periods.uai", "periods.period_id"],
        name="followings_period_id_fkey",
    ),
    ForeignKeyConstraint(
        ("uai", "pupil_year_id"),
        ["pupils.uai", "pupils.pupil_year_id"],
        name="followings_pupil_year_id_fkey",
    ),
    ForeignKeyConstraint(
        ("uai", "referent_id"),
        ["referents.uai", "referents.referent_id"],
        name="followings_referent_id_fkey",
    ),
)
Index("followings_of_a_referent", followings.c.uai, followings.c.referent_id)
Index("followings_of_an_act", followings.c.uai, followings.c.act_id)
