"""The tables of second factors: which secret an account proves, its recovery codes, mails about both.

No secret is in them. That of an application is derived from `factor_id` by the key of the
installation; of a recovery code a keyed digest is kept.
"""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, SmallInteger, Table, Text, Uuid

from services.portal.base.metadata import Instant, metadata

second_factors = Table(
    "second_factors",
    metadata,
    Column("factor_id", Uuid, primary_key=True),
    Column("account_id", Uuid, ForeignKey("accounts.account_id"), nullable=False),
    Column("begun_at", Instant, nullable=False),
    # Empty until its first code was right; of one account one is proved at most.
    Column("proved_at", Instant),
    # The step of the last code that was right: none of it or before it opens anything again.
    Column("last_step", BigInteger),
)
Index("second_factors_of_an_account", second_factors.c.account_id)
recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("code_id", Uuid, primary_key=True),
    Column("account_id", Uuid, ForeignKey("accounts.account_id"), nullable=False),
    Column("digest", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("used_at", Instant),
)
Index("recovery_codes_of_an_account", recovery_codes.c.account_id)
second_factor_notices = Table(
    "second_factor_notices",
    metadata,
    Column("notice_id", Uuid, primary_key=True),
    # Who speaks in the mail: a lycée of the account, or the DSDEN.
    Column("uai", Text, nullable=False),
    Column("account_id", Uuid, ForeignKey("accounts.account_id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    # How many recovery codes were left then.
    Column("codes_left", SmallInteger, nullable=False),
)
