"""Tables of periods."""

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    Column,
    Date,
    Integer,
    SmallInteger,
    Table,
    Text,
    Uuid,
)

from services.internships.base.metadata import metadata, own

exemptions = Table(
    "exemptions",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("period_id", Uuid, primary_key=True),
    Column("pupil_year_id", Uuid, primary_key=True),
    Column("reason", Text, nullable=False),
    own("exemptions", "period_id", target="periods", remote="period_id"),
    own("exemptions", "pupil_year_id", target="pupils", remote="pupil_year_id"),
)


periods = Table(
    "periods",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("period_id", Uuid, primary_key=True),
    Column("school_year", Text, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("weeks", SmallInteger, nullable=False),
    Column("status", Text, nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint("starts_on < ends_on", name="periods_end_after_their_start"),
)


period_formations = Table(
    "period_formations",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("period_id", Uuid, primary_key=True),
    Column("formation_id", Uuid, primary_key=True),
    # Whose PFMP it was once it is over, and who of them had left; null while it follows the classes.
    Column("settled", ARRAY(Uuid)),
    Column("settled_left", ARRAY(Uuid)),
    # The same, of one whose dates say since that it goes on: a slip of the dates loses nothing.
    Column("settled_aside", ARRAY(Uuid)),
    Column("settled_left_aside", ARRAY(Uuid)),
    CheckConstraint(
        "(settled IS NULL) = (settled_left IS NULL) AND (settled IS NULL OR settled_left <@ settled)",
        name="period_formations_settled_altogether",
    ),
    own("period_formations", "period_id", target="periods", remote="period_id"),
    own("period_formations", "formation_id", target="formations", remote="formation_id"),
)


# Without a row here for a period, all classes of its formations are concerned.
period_classes = Table(
    "period_classes",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("period_id", Uuid, primary_key=True),
    Column("class_id", Uuid, primary_key=True),
    own("period_classes", "period_id", target="periods", remote="period_id"),
    own("period_classes", "class_id", target="classes", remote="class_id"),
)
