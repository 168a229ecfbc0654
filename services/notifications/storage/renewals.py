"""Leases made to last longer by the process that holds them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.domain.mail import MailId
from services.notifications.storage.leases import Claim

# What is being marked meanwhile is left alone: the two would wait for each other.
_RENEW = text(
    """
    UPDATE mails AS m SET next_attempt_at = :until
    WHERE (m.uai, m.mail_id) IN (
        SELECT h.uai, h.mail_id FROM mails AS h JOIN unnest(
            CAST(:uais AS text[]), CAST(:mail_ids AS uuid[]), CAST(:tokens AS uuid[])
        ) AS c (uai, mail_id, token)
        ON h.uai = c.uai AND h.mail_id = c.mail_id AND h.lease_token = c.token
        FOR UPDATE OF h SKIP LOCKED
    )
    RETURNING m.uai, m.mail_id
    """
)


async def renew(
    uow: UnitOfWork, claims: Sequence[Claim], *, until: datetime
) -> set[tuple[Uai, MailId]]:
    """Hold these until then; those that are still ours. Asks the database even for none."""
    held = {
        "uais": [claim.due.uai for claim in claims],
        "mail_ids": [claim.due.mail_id for claim in claims],
        "tokens": [claim.token for claim in claims],
    }
    rows = await uow.execute(_RENEW, {**held, "until": until})
    return {(Uai(row.uai), MailId(row.mail_id)) for row in rows}
