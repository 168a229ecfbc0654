"""Mobility aids: asked, found eligible or not, granted, paid; each step taken back; the year's total."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from uuid import UUID

import pytest

from contracts.identifiers import SchoolYear
from contracts.internships.mobility import (
    AidKind,
    AidState,
    MobilityAidMovedV1,
    MobilityAidSuppressedV1,
    MobilityAidTotalledV1,
)
from contracts.publication import FactFamily
from services.chassis.base.errors import StaleVersion
from services.chassis.base.identity import Role
from services.internships.mobility import queries as mobility_aids
from services.internships.mobility.commands import (
    ask_mobility_aid,
    move_mobility_aid,
    total_mobility_aids,
    undo_mobility_step,
)
from services.internships.mobility.model.mobility_aid import (
    DESK,
    TRANSITIONS,
    WHAT_TO_DO,
    AidAlreadyAsked,
    AidMoveRefused,
    AidStepBeforeTheLast,
    AidStepInTheFuture,
    AidWithoutAmount,
    MobilityAid,
    asked,
)
from services.internships.mobility.queries import count_aids, read_aid, read_aids
from services.internships.permissions import MANAGE_AIDS, PERMISSIONS
from services.internships.publications.commands import change_publication
from services.internships.republication.commands import republish_family
from tests.internships.conftest import Served
from tests.internships.world import BOURDELLE, ELEC, TODAY, YEAR, Lycee
from tests.support.pages import Visitor

S = AidState
WAYS: dict[AidState, Sequence[AidState]] = {
    S.ASKED: (),
    S.ELIGIBLE: (S.ELIGIBLE,),
    S.INELIGIBLE: (S.INELIGIBLE,),
    S.GRANTED: (S.ELIGIBLE, S.GRANTED),
    S.PAID: (S.ELIGIBLE, S.GRANTED, S.PAID),
    S.WITHDRAWN: (S.WITHDRAWN,),
}
"""How an aid comes to each state."""


async def some_pupils(lycee: Lycee, count: int = 1) -> tuple[Sequence[UUID], UUID]:
    formation = await lycee.opens(ELEC)
    names = [f"P{number:02} Lou 2ELEC" for number in range(count)]
    ids = await lycee.imports(*names, classes={"2ELEC": formation})
    return ids, await lycee.publishes_a_period(formation)


async def asks(lycee: Lycee, pupil: UUID, period: UUID, kind: AidKind = AidKind.TRANSPORT) -> UUID:
    return await lycee.do(
        ask_mobility_aid,
        pupil_year_id=pupil,
        period_id=period,
        kind=kind,
        on=TODAY,
        now=lycee.now,
    )


async def moves(
    lycee: Lycee, aid: UUID, *states: AidState, amount: int = 120, on: date = TODAY
) -> None:
    for to in states:
        version = (await lycee.do(read_aid, aid)).version
        await lycee.do(
            move_mobility_aid,
            aid_id=aid,
            version=version,
            to=to,
            on=on,
            amount_euros=amount if to is S.GRANTED else None,
            now=lycee.now,
        )


def an_aid(state: AidState) -> MobilityAid:
    step = asked(TODAY, today=TODAY, role=None)
    aid = MobilityAid(UUID(int=1), BOURDELLE, UUID(int=2), UUID(int=3), AidKind.MEALS, 1, [step])
    for to in WAYS[state]:
        last = aid.step(to, on=TODAY, today=TODAY, amount_euros=90, role=None)
        aid = replace(aid, steps=[*aid.steps, last])
    return aid


@pytest.mark.parametrize(("state", "to"), list(product(S, S)))
def test_an_aid_goes_where_the_table_says_and_nowhere_else(state: AidState, to: AidState) -> None:
    aid = an_aid(state)
    if (state, to) in {(row.state, row.to) for row in TRANSITIONS}:
        assert aid.step(to, on=TODAY, today=TODAY, amount_euros=90, role=None).state is to
        return
    with pytest.raises(AidMoveRefused, match=WHAT_TO_DO[state]):
        aid.step(to, on=TODAY, today=TODAY, amount_euros=90, role=None)


def test_every_state_is_reached_and_those_who_may_are_those_of_the_permissions() -> None:
    assert {row.to for row in TRANSITIONS} == set(S) - {S.ASKED}
    assert {row.roles for row in TRANSITIONS} == {DESK}
    assert {role.value for role in PERMISSIONS.roles(MANAGE_AIDS)} == DESK


def test_a_step_has_its_day_and_what_is_granted_an_amount() -> None:
    aid, tomorrow = an_aid(S.ELIGIBLE), TODAY + timedelta(days=1)
    with pytest.raises(AidStepInTheFuture):
        aid.step(S.GRANTED, on=tomorrow, today=TODAY, amount_euros=90, role=None)
    with pytest.raises(AidStepBeforeTheLast):
        aid.step(S.GRANTED, on=date(2026, 11, 1), today=TODAY, amount_euros=90, role=None)
    with pytest.raises(AidWithoutAmount):
        aid.step(S.GRANTED, on=TODAY, today=TODAY, amount_euros=None, role=None)
    with pytest.raises(AidStepInTheFuture):
        asked(tomorrow, today=TODAY, role=None)


async def test_what_was_granted_stays_the_amount_of_what_is_paid(lycee: Lycee) -> None:
    (pupil,), period = await some_pupils(lycee)
    aid = await asks(lycee, pupil, period)
    await moves(lycee, aid, S.ELIGIBLE, S.GRANTED, S.PAID, amount=75)

    paid = await lycee.do(read_aid, aid)
    assert [step.state for step in paid.steps] == [S.ASKED, S.ELIGIBLE, S.GRANTED, S.PAID]
    assert paid.last.amount_euros == 75
    told = await lycee.published(MobilityAidMovedV1)
    assert [(one.state, one.pupil_year_id) for one in told] == [
        (step.state, pupil) for step in paid.steps
    ]


async def test_each_step_is_taken_back_and_the_first_with_its_aid(lycee: Lycee) -> None:
    (pupil,), period = await some_pupils(lycee)
    aid = await asks(lycee, pupil, period)
    await moves(lycee, aid, S.ELIGIBLE, S.GRANTED)

    await lycee.do(undo_mobility_step, aid_id=aid, version=3, now=lycee.now)
    assert (await lycee.do(read_aid, aid)).last.state is S.ELIGIBLE
    assert (await lycee.do(read_aid, aid)).last.amount_euros is None
    with pytest.raises(StaleVersion):
        await lycee.do(undo_mobility_step, aid_id=aid, version=3, now=lycee.now)
    await lycee.do(undo_mobility_step, aid_id=aid, version=4, now=lycee.now)
    await lycee.do(undo_mobility_step, aid_id=aid, version=5, now=lycee.now)
    assert (await lycee.published(MobilityAidMovedV1))[-1].state is None
    await asks(lycee, pupil, period)


async def test_one_aid_of_a_kind_for_a_pupil_and_a_period(lycee: Lycee) -> None:
    (pupil,), period = await some_pupils(lycee)
    await asks(lycee, pupil, period)
    with pytest.raises(AidAlreadyAsked):
        await asks(lycee, pupil, period)
    await asks(lycee, pupil, period, AidKind.MEALS)


async def granted(lycee: Lycee, pupils: Sequence[UUID], period: UUID) -> list[UUID]:
    aids = [await asks(lycee, pupil, period) for pupil in pupils]
    for aid in aids:
        await moves(lycee, aid, S.ELIGIBLE, S.GRANTED, amount=100)
    return aids


async def totals(lycee: Lycee) -> list[tuple[int, int]]:
    await lycee.do(total_mobility_aids, uai=lycee.uai, now=lycee.now)
    told = await lycee.published(MobilityAidTotalledV1)
    return [(one.pupils, one.amount_euros) for one in told]


async def test_the_department_is_told_a_total_by_five_pupils_at_least(lycee: Lycee) -> None:
    pupils, period = await some_pupils(lycee, 11)
    aids = await granted(lycee, pupils[:4], period)
    assert await totals(lycee) == []
    aids += await granted(lycee, pupils[4:5], period)
    assert await totals(lycee) == [(5, 500)]
    # The next total less this one is what one pupil got.
    aids += await granted(lycee, pupils[5:9], period)
    assert await totals(lycee) == [(5, 500)]
    aids += await granted(lycee, pupils[9:], period)
    assert await totals(lycee) == [(5, 500), (11, 1100)]
    for aid in aids[:9]:
        await moves(lycee, aid, S.WITHDRAWN)
    assert await totals(lycee) == [(5, 500), (11, 1100)]
    for aid in aids[9:]:
        await moves(lycee, aid, S.WITHDRAWN)
    assert (await totals(lycee))[-1] == (0, 0)


async def test_a_total_that_falls_stays_at_least_so_and_tells_of_no_pupil_alone(
    lycee: Lycee,
) -> None:
    pupils, period = await some_pupils(lycee, 12)
    aids = await granted(lycee, pupils[:9], period)
    assert await totals(lycee) == [(9, 900)]
    await moves(lycee, aids[0], S.WITHDRAWN)
    # Eight are left: half of what was told, as often as it takes, and never under five.
    assert await totals(lycee) == [(9, 900), (5, 450)]
    assert await totals(lycee) == [(9, 900), (5, 450)]
    await moves(lycee, aids[1], S.WITHDRAWN)
    # Four more than were told last, and five more than the floor: no total of them is told.
    await granted(lycee, pupils[9:], period)
    assert await totals(lycee) == [(9, 900), (5, 450)]
    for aid in aids[2:7]:
        await moves(lycee, aid, S.WITHDRAWN)
    assert (await totals(lycee), await suppressed(lycee)) == ([(9, 900), (5, 450)], 0)
    await moves(lycee, aids[7], S.WITHDRAWN)
    assert (await totals(lycee), await suppressed(lycee)) == ([(9, 900), (5, 450)], 1)


async def suppressed(lycee: Lycee) -> int:
    return len(await lycee.published(MobilityAidSuppressedV1))


async def test_a_few_pupils_are_told_to_be_too_few_and_never_read_as_none(lycee: Lycee) -> None:
    pupils, period = await some_pupils(lycee, 6)
    assert await totals(lycee) == [(0, 0)]
    aids = await granted(lycee, pupils[:2], period)
    assert (await totals(lycee), await suppressed(lycee)) == ([(0, 0)], 1)
    # Nor how many more they are.
    aids += await granted(lycee, pupils[2:4], period)
    assert (await totals(lycee), await suppressed(lycee)) == ([(0, 0)], 1)
    aids += await granted(lycee, pupils[4:], period)
    assert (await totals(lycee), await suppressed(lycee)) == ([(0, 0), (6, 600)], 1)
    for aid in aids[:5]:
        await moves(lycee, aid, S.WITHDRAWN)
    assert (await totals(lycee), await suppressed(lycee)) == ([(0, 0), (6, 600)], 2)
    await moves(lycee, aids[5], S.WITHDRAWN)
    assert (await totals(lycee))[-1] == (0, 0)


async def test_a_total_says_the_same_whoever_of_the_pupils_got_what(
    lycee: Lycee, other_lycee: Lycee
) -> None:
    for world, chosen in ((lycee, slice(0, 5)), (other_lycee, slice(1, 6))):
        pupils, period = await some_pupils(world, 6)
        await granted(world, pupils[chosen], period)
    assert await totals(lycee) == await totals(other_lycee) == [(5, 500)]


async def test_the_list_has_what_waits_the_oldest_first_in_pages(
    lycee: Lycee, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mobility_aids, "PAGE_LENGTH", 2)
    pupils, period = await some_pupils(lycee, 5)
    aids = [await asks(lycee, pupil, period) for pupil in pupils]
    await moves(lycee, aids[0], S.INELIGIBLE)
    await moves(lycee, aids[1], S.ELIGIBLE, S.GRANTED, amount=80)

    seen: list[UUID] = []
    after = None
    while after is not None or not seen:
        page = await lycee.do(read_aids, year=YEAR, state=None, after=after)
        seen += [one.id for one in page.items]
        if after is None:  # the last one shown goes on before the next page is asked for
            await moves(lycee, seen[-1], S.WITHDRAWN)
        after = page.after
    assert sorted(seen) == sorted(aids[1:])
    [refused] = (await lycee.do(read_aids, year=YEAR, state=S.INELIGIBLE)).items
    assert refused.id == aids[0]
    counts = await lycee.do(count_aids, YEAR)
    assert (counts.waiting, counts.pupils, counts.amount_euros) == (3, 1, 80)
    other_year = await lycee.do(count_aids, SchoolYear("2025-2026"))
    assert (other_year.waiting, other_year.pupils, other_year.amount_euros) == (3, 0, 0)


async def test_the_desk_follows_an_aid_from_the_pupils_page(app: Served, lycee: Lycee) -> None:
    (pupil,), _ = await some_pupils(lycee)
    own = f"/pfmp/eleves/{pupil}/aides"
    async with app.visited_by((Role.SECRETARIAT, BOURDELLE)) as desk:
        page = await desk.get(own)
        assert "Aucune aide n’est demandée" in page.text
        form = page.form(own)
        page = await desk.send(form, period_id=form.options["period_id"][-1], kind="transport")
        assert "Demande d’aide notée." in page.text
        [line] = (await lycee.do(read_aids, year=YEAR, state=None)).items
        aid = f"/pfmp/aides/{line.id}"
        page = await desk.send((await desk.get(aid)).form(f"{aid}/etape"), to="eligible")
        refused = await desk.send(page.form(f"{aid}/etape"), to="granted", amount_euros="")
        assert "Indiquez le montant accordé" in refused.text
        page = await desk.send(refused.form(f"{aid}/etape"), amount_euros="85")
        assert "Transport : accordée." in page.text
        assert "85 €" in (await desk.get("/pfmp/aides?etat=granted")).text
        page = await desk.send(page.form(f"{aid}/retour"))
        assert "étape annulée" in page.text
        page = await desk.send(page.form(f"{aid}/etape", exactly=True))
        assert "Transport : accordée." in page.text, "the notice takes the undo back"


async def test_another_lycees_aids_are_nobodys_here(
    bureau: Visitor, lycee: Lycee, other_lycee: Lycee
) -> None:
    (theirs,), period = await some_pupils(other_lycee)
    aid = await asks(other_lycee, theirs, period)
    (pupil,), _ = await some_pupils(lycee)

    assert (await bureau.get(f"/pfmp/aides/{aid}")).status == 404
    assert (await bureau.get(f"/pfmp/eleves/{theirs}/aides")).status == 404
    form = (await bureau.get(f"/pfmp/eleves/{pupil}/aides")).form("/pfmp/eleves/")
    refused = await bureau.send(form, period_id=str(period), kind="meals")
    assert refused.status == 409
    assert "Aucune aide n’attend de suite." in (await bureau.get("/pfmp/aides")).text


async def test_the_head_reads_and_moves_nothing(app: Served, lycee: Lycee) -> None:
    (pupil,), period = await some_pupils(lycee)
    aid = await asks(lycee, pupil, period)
    async with app.visited_by((Role.HEAD, BOURDELLE)) as head:
        page = await head.get(f"/pfmp/aides/{aid}")
        assert page.status == 200
        assert not page.has_form(f"/pfmp/aides/{aid}")
        assert not (await head.get(f"/pfmp/eleves/{pupil}/aides")).has_form("/pfmp/eleves/")


async def test_what_waits_is_listed_and_told_after_the_summer_too(lycee: Lycee) -> None:
    pupils, period = await some_pupils(lycee, 6)
    aids = await granted(lycee, pupils, period)
    lycee.now += timedelta(days=300)

    page = await lycee.do(read_aids, year=SchoolYear("2027-2028"), state=None)
    assert len(page.items) == 6
    assert (await lycee.do(read_aids, year=SchoolYear("2027-2028"), state=S.GRANTED)).items == []
    assert (await lycee.do(read_aids, year=YEAR, state=S.GRANTED)).items
    # And of the year that has just begun, that nobody got any.
    assert await totals(lycee) == [(6, 600), (0, 0)]
    await moves(lycee, aids[0], S.PAID)


async def decides(lycee: Lycee, *, opened: bool, version: int) -> None:
    await lycee.do(
        change_publication,
        uai=lycee.uai,
        family=FactFamily.COVERAGE,
        opened=opened,
        from_on=lycee.now.date(),
        version=version,
        now=lycee.now,
    )


async def test_a_family_that_is_opened_tells_the_aids_as_they_are(lycee: Lycee) -> None:
    pupils, period = await some_pupils(lycee, 5)
    await decides(lycee, opened=False, version=0)
    await granted(lycee, pupils, period)
    assert await totals(lycee) == []
    lycee.now += timedelta(days=1)
    await decides(lycee, opened=True, version=1)

    await lycee.do(republish_family, uai=lycee.uai, family=FactFamily.COVERAGE, now=lycee.now)
    told = await lycee.published(MobilityAidTotalledV1)
    assert [(one.pupils, one.amount_euros) for one in told] == [(5, 500)]
