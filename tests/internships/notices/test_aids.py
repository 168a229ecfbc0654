"""What a notice says of a mobility aid."""

from uuid import UUID, uuid4

import pytest_asyncio

from contracts.internships.mobility import AidKind, AidState
from contracts.notices import NoticeKind
from services.internships.mobility.commands import (
    ask_mobility_aid,
    move_mobility_aid,
    undo_mobility_step,
)
from tests.internships.notices.asking import Winter, a_winter, acting, said, told, told_of
from tests.internships.world import TODAY, Lycee


@pytest_asyncio.fixture
async def winter(lycee: Lycee) -> Winter:
    return await a_winter(lycee)


async def asks(winter: Winter) -> UUID:
    return await winter.lycee.do(
        ask_mobility_aid,
        pupil_year_id=winter.pupils[0],
        period_id=winter.period,
        kind=AidKind.TRANSPORT,
        on=TODAY,
        now=winter.lycee.now,
    )


async def moves(
    lycee: Lycee, aid: UUID, to: AidState, *, version: int, amount: int | None = None
) -> None:
    await lycee.do(
        move_mobility_aid,
        aid_id=aid,
        version=version,
        to=to,
        on=TODAY,
        amount_euros=amount,
        now=lycee.now,
    )


async def test_an_aid_says_where_it_is_and_what_was_granted(lycee: Lycee, winter: Winter) -> None:
    aid = await asks(winter)
    assert "Montant" not in said(await told_of(lycee, NoticeKind.AID_MOVED, aid))

    await moves(lycee, aid, AidState.ELIGIBLE, version=1)
    await moves(lycee, aid, AidState.GRANTED, version=2, amount=1250)
    facts = await told_of(lycee, NoticeKind.AID_MOVED, aid)

    assert facts.standing
    assert facts.object == "FABRE Inès, transport"
    assert facts.path == f"/pfmp/aides/{aid}"
    assert said(facts) == {
        "Classe": "2ELEC",
        "PFMP": "Du lundi 4 janvier au vendredi 29 janvier 2027",
        "Nature de l’aide": "Transport",
        "Étape": "Accordée, le mardi 24 novembre 2026",
        "Montant": "1 250 €",
    }


async def test_an_aid_asked_for_by_mistake_is_gone_and_another_lycee_is_told_nothing(
    lycee: Lycee, winter: Winter, other_lycee: Lycee
) -> None:
    aid = await asks(winter)
    assert await told(other_lycee, (NoticeKind.AID_MOVED, aid)) == [None]

    await lycee.do(undo_mobility_step, aid_id=aid, version=1, now=lycee.now)
    assert await told(lycee, (NoticeKind.AID_MOVED, aid)) == [None]


async def test_who_moved_an_aid_last_is_said(lycee: Lycee, winter: Winter) -> None:
    aid, me = await asks(winter), uuid4()
    assert (await told_of(lycee, NoticeKind.AID_MOVED, aid)).by is None

    async with acting(lycee, me) as uow:
        await move_mobility_aid(
            uow,
            aid_id=aid,
            version=1,
            to=AidState.ELIGIBLE,
            on=TODAY,
            amount_euros=None,
            now=uow.now,
        )
    assert (await told_of(lycee, NoticeKind.AID_MOVED, aid)).by == me
