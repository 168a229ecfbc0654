"""Table of the sign-ins half done, which have no lycée."""

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, Table, Text, Uuid

from services.portal.base.metadata import Instant, metadata

half_sign_ins = Table(
    "half_sign_ins",
    metadata,
    Column("half_id", Uuid, primary_key=True),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("account_id", Uuid, ForeignKey("accounts.account_id"), nullable=False),
    Column("device", Text, nullable=False),
    # How the security log calls the first half: by a password, or by the code of a letter.
    Column("began_by", Text, nullable=False),
    Column("began_at", Instant, nullable=False),
)
Index("half_sign_ins_of_an_account", half_sign_ins.c.account_id)
