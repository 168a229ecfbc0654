"""What notices say of pupils who were given to a referent teacher."""

from collections.abc import Collection
from datetime import date

from contracts.notices import AskedNotice, NoticeFacts
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.notices.answers.words import (
    OWN_PUPILS,
    AskedFacts,
    account,
    days,
    lines,
    where_at,
)
from services.internships.notices.queries.followings import (
    NoticedFollowing,
    read_noticed_followings,
)

NOT_YET = "Pas encore confirmé"


async def facts_of_followings(uow: UnitOfWork, asked: Collection[AskedNotice]) -> AskedFacts:
    """One statement, however many are asked about; one that is nobody’s any more is gone."""
    found = await read_noticed_followings(uow, {one.about for one in asked})
    today = local_date(uow.now)
    return {
        (one.kind, one.about): _facts(found[one.about], today)
        for one in asked
        if one.about in found
    }


def _facts(following: NoticedFollowing, today: date) -> NoticeFacts:
    """Standing until the last day, for who follows the pupil and for nobody else."""
    host = following.host
    account_id = account(following.account_id)
    where = host.label if host else following.class_label
    gone = following.erased or following.absent
    return NoticeFacts(
        standing=not gone and today <= following.last_on,
        object=f"{following.pupil}, {where}",
        lines=lines(
            (
                ("Classe", following.class_label),
                ("Lieu d’accueil", where_at(host) if host else NOT_YET),
                ("PFMP", days(following.first_on, following.last_on)),
            )
        ),
        path=OWN_PUPILS,
        concerned=(account_id,) if account_id else (),
    )
