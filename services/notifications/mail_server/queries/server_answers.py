"""What the mail server answered to the mails it was given lately, as an operator has to act on it.

It lets us in, and no mail leaves all the same: it puts them off, says nothing once it has them, or
refuses most of them.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, func, select

from services.chassis.operations.measures import Finding
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import number
from services.notifications.mail_server.model.attempt import (
    CONNECTION_LOST,
    OUTCOME_UNKNOWN,
    PUT_OFF,
    REFUSED,
)
from services.notifications.mails.model.mail import UNFINISHED, State
from services.notifications.mails.tables import mails

PUT_OFF_FOR = timedelta(minutes=30)
"""A server that does not know us yet puts a first mail off for a few minutes, and is right to."""
LOOK_BACK = timedelta(days=1)
MAILS_MIN = 3
"""Two wrong addresses, or two full mailboxes, are no trouble of a mail server that takes other mails."""
PUT_OFF_TODO = (
    "Ils repartent d’eux-mêmes. Demandez à qui gère ce serveur pourquoi il les diffère\u202f:"
    " nombre, réputation, place."
)
SILENT_TODO = (
    "Ils sont peut-être partis\u202f; ils seront donnés à nouveau, sous le même numéro de message."
    " Demandez à qui gère ce serveur ce qui le retient (un filtre, souvent)."
)
REFUSED_TODO = (
    "Lisez les réponses sur la page «\u00a0Courriels\u00a0», et vérifiez avec qui gère ce serveur que"
    " PASSERELLE_MAIL_FROM peut écrire de cette machine (SPF, DKIM). Les courriels refusés ne"
    " repartent pas seuls."
)


async def read_put_off(uow: UnitOfWork) -> Finding | None:
    """Mails the mail server has kept waiting for a while, by what it answers most.

    None without any, and for very few while it takes others.
    """
    c = mails.c
    rows = await uow.execute(
        select(
            c.last_reason,
            c.last_code,
            func.count().label("count"),
            func.min(c.first_attempt_at).label("since"),
        )
        .where(
            c.state.in_(UNFINISHED),
            c.last_reason.in_((PUT_OFF, OUTCOME_UNKNOWN, CONNECTION_LOST)),
            c.first_attempt_at < bindparam("before"),
        )
        .group_by(c.last_reason, c.last_code)
        .order_by(func.count().desc(), func.min(c.first_attempt_at)),
        {"before": uow.now - PUT_OFF_FOR},
    )
    found: Sequence[Any] = rows.all()
    if not found:
        return None
    main, since = found[0], min(one.since for one in found)
    count = sum(one.count for one in found)
    if count < MAILS_MIN and await _takes_others(uow):
        return None
    if main.last_reason == PUT_OFF:
        what = f"Le serveur d’envoi remet à plus tard {_mails(count)} (réponse {main.last_code})."
        return Finding("mails-put-off", what, PUT_OFF_TODO, since)
    what = f"Le serveur d’envoi reçoit {_mails(count)} et ne répond plus."
    if main.last_reason == CONNECTION_LOST:
        what = f"Le serveur d’envoi rompt la connexion avant de prendre {_mails(count)}."
    return Finding("mails-unanswered", what, SILENT_TODO, since)


async def _takes_others(uow: UnitOfWork) -> bool:
    c = mails.c
    sent = select(c.mail_id).where(
        c.composed_at.is_not(None),
        c.finished_at.is_not(None),
        c.finished_at > bindparam("after"),
        c.state == State.SENT,
    )
    rows = await uow.execute(sent.limit(1), {"after": uow.now - PUT_OFF_FOR})
    return rows.first() is not None


async def read_refused(uow: UnitOfWork) -> Finding | None:
    """Most mails of the last day refused for good, by what was answered most; None otherwise."""
    c = mails.c
    rows = await uow.execute(
        select(
            c.state,
            c.last_code,
            func.count().label("count"),
            func.min(c.finished_at).label("since"),
        )
        .where(
            # Written out as the index of mails with a body has it.
            c.composed_at.is_not(None),
            c.finished_at.is_not(None),
            c.finished_at > bindparam("after"),
            (c.state == State.SENT) | ((c.state == State.FAILED) & (c.last_reason == REFUSED)),
        )
        .group_by(c.state, c.last_code)
        .order_by(func.count().desc()),
        {"after": uow.now - LOOK_BACK},
    )
    found: Sequence[Any] = rows.all()
    refused = [one for one in found if one.state == State.FAILED]
    count, given = sum(one.count for one in refused), sum(one.count for one in found)
    if count < MAILS_MIN or count * 2 <= given:
        return None
    what = (
        f"Le serveur d’envoi a refusé {number(count)} des {number(given)} courriels donnés depuis"
        f" 24\u00a0heures (réponse {refused[0].last_code})."
    )
    return Finding("mails-refused", what, REFUSED_TODO, min(one.since for one in refused))


def _mails(count: int) -> str:
    return "un courriel" if count == 1 else f"{number(count)} courriels"
