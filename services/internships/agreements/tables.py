"""Tables of the agreements of placements (conventions), and of who signed them."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    false,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.internships.base.metadata import metadata

agreements = Table(
    "agreements",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("agreement_id", Uuid, primary_key=True),
    Column("placement_id", Uuid, nullable=False),
    Column("amends", Uuid),
    Column("standing", Text, nullable=False),
    Column("prepared_on", Date, nullable=False),
    Column("prepared_act", Uuid, nullable=False),
    Column("issued_on", Date),
    Column("issued_act", Uuid),
    Column("signed_on", Date),
    # What the paper says, of what makes an amendment when it changes.
    Column("printed_starts_on", Date),
    Column("printed_ends_on", Date),
    Column("printed_tutor_id", Uuid),
    Column("refused_by", Text),
    Column("refused_reason", Text),
    Column("refused_on", Date),
    Column("closed_on", Date),
    # Who changed it last.
    Column("moved_by", Uuid),
    Column("version", Integer, nullable=False),
    CheckConstraint(
        "standing IN ('prepared', 'issued', 'partly_signed', 'signed', 'refused', 'amended', 'cancelled')"
        " AND (standing = 'prepared' OR standing = 'cancelled' OR issued_on IS NOT NULL)"
        " AND (standing <> 'signed' OR signed_on IS NOT NULL)"
        " AND (standing IN ('amended', 'cancelled')) = (closed_on IS NOT NULL)",
        name="agreements_standing_has_its_dates",
    ),
    CheckConstraint(
        "(issued_on IS NULL) = (issued_act IS NULL)"
        " AND (issued_on IS NULL) = (printed_starts_on IS NULL)"
        " AND (issued_on IS NULL) = (printed_ends_on IS NULL)",
        name="agreements_issued_say_what_is_printed",
    ),
    CheckConstraint(
        "(refused_by IS NULL) = (refused_reason IS NULL)"
        " AND (refused_by IS NULL) = (refused_on IS NULL)",
        name="agreements_refusal_has_its_reason",
    ),
    ForeignKeyConstraint(
        ("uai", "placement_id"),
        ["placements.uai", "placements.placement_id"],
        name="agreements_placement_id_fkey",
    ),
    ForeignKeyConstraint(
        ("uai", "amends"),
        ["agreements.uai", "agreements.agreement_id"],
        name="agreements_amends_fkey",
    ),
)
Index(
    "agreements_one_current",
    agreements.c.uai,
    agreements.c.placement_id,
    unique=True,
    postgresql_where=agreements.c.closed_on.is_(None),
)
Index("agreements_of_a_placement", agreements.c.uai, agreements.c.placement_id)
Index("agreements_of_an_act", agreements.c.uai, agreements.c.prepared_act)

# Who is to sign each, from the day it is issued; without a day until they have.
agreement_signatures = Table(
    "agreement_signatures",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("agreement_id", Uuid, primary_key=True),
    Column("signer", Text, primary_key=True),
    Column("signed_on", Date),
    Column("channel", Text),
    Column("delegated", Boolean, nullable=False, server_default=false()),
    Column("act_id", Uuid),
    CheckConstraint(
        "(signed_on IS NULL) = (channel IS NULL) AND (signed_on IS NULL) = (act_id IS NULL)",
        name="agreement_signatures_have_their_channel",
    ),
    ForeignKeyConstraint(
        ("uai", "agreement_id"),
        ["agreements.uai", "agreements.agreement_id"],
        name="agreement_signatures_agreement_id_fkey",
        ondelete="CASCADE",
    ),
)
Index(
    "agreement_signatures_of_an_act",
    agreement_signatures.c.uai,
    agreement_signatures.c.act_id,
)

# Who signs what a lycée issues from now on; without a row, whom the type agreement names.
signature_policies = Table(
    "signature_policies",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("signers", JSONB, nullable=False),
    Column("decided_on", Date, nullable=False),
    Column("version", Integer, nullable=False),
)
