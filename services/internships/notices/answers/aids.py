"""What notices say of mobility aids."""

from collections.abc import Collection

from contracts.internships.mobility import AidState
from contracts.notices import AskedNotice, NoticeFacts
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import number
from services.internships.mobility.labels import KINDS, STATES
from services.internships.notices.answers.words import AskedFacts, account, day, days, lines
from services.internships.notices.queries.aids import NoticedAid, read_noticed_aids

_WITH_AMOUNT = (AidState.GRANTED, AidState.PAID)


async def facts_of_aids(uow: UnitOfWork, asked: Collection[AskedNotice]) -> AskedFacts:
    """One statement, however many are asked about; one asked for by mistake is gone."""
    found = await read_noticed_aids(uow, {one.about for one in asked})
    return {(one.kind, one.about): _facts(found[one.about]) for one in asked if one.about in found}


def _facts(aid: NoticedAid) -> NoticeFacts:
    granted = aid.amount_euros if aid.state in _WITH_AMOUNT else None
    return NoticeFacts(
        standing=not aid.erased,
        object=f"{aid.pupil}, {KINDS[aid.kind].lower()}",
        lines=lines(
            (
                ("Classe", aid.class_label),
                ("PFMP", days(aid.starts_on, aid.ends_on)),
                ("Nature de l’aide", KINDS[aid.kind]),
                ("Étape", f"{STATES[aid.state][0]}, le {day(aid.state_on)}"),
                ("Montant", f"{number(granted)}\u00a0€" if granted else None),
            )
        ),
        path=f"/pfmp/aides/{aid.aid_id}",
        by=account(aid.moved_by),
    )
