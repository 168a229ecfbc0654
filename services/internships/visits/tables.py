"""The table of planned visits: one that stands for each stay."""

from sqlalchemy import Column, Date, Index, Integer, Table, Text, Time, Uuid

from services.internships.base.metadata import metadata, own
from services.internships.stays.tables import placements

planned_visits = Table(
    "planned_visits",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("visit_id", Uuid, primary_key=True),
    Column("placement_id", Uuid, nullable=False),
    # Who was told of it; none: the contact of the site.
    Column("tutor_id", Uuid),
    Column("planned_on", Date, nullable=False),
    # By the clock of Paris; none where no hour is agreed.
    Column("starts_at", Time),
    Column("way", Text, nullable=False),
    Column("state", Text, nullable=False),
    # The follow-up that says it took place.
    Column("noted_by", Uuid),
    # Grows with each change its host is told: of two messages calendars take over the last one.
    Column("sequence", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    own("planned_visits", "placement_id", target="placements", remote="placement_id"),
)
V = planned_visits.c
STANDS = V.state == "planned"
OF_STAY = (V.uai == placements.c.uai) & (V.placement_id == placements.c.placement_id)
Index("planned_visits_of_a_placement", V.uai, V.placement_id)
Index("planned_visits_one_of_a_stay", V.uai, V.placement_id, unique=True, postgresql_where=STANDS)
