"""Who follows a pupil at the host: at most three pupils at once inside a lycée, unless one goes on knowingly."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

import pytest

from contracts.identifiers import CompanyId, ContactId, PlacementId
from contracts.internships.periods import HostAgreedV1
from contracts.partnerships.companies import ContactErasedV1, TraderErasedV1
from services.chassis.base.errors import StaleVersion
from services.internships.hosts.model import HostAsksForCare, of_tutor
from services.internships.placements.commands.choose_tutor import choose_tutor
from services.internships.placements.queries.placements import read_placement
from services.internships.rules.reactions import (
    forget_the_tutor,
    forget_the_tutors_of_the_trader,
)
from services.internships.stays.model.states import PlacementAlreadyWithdrawn
from tests.internships.world import ELEC, TODAY, Lycee
from tests.support.pages import Visitor

FULL = "Ce tuteur suit déjà 3\u00a0élèves de votre lycée la semaine du "
SPRING = {"starts_on": date(2027, 5, 10), "ends_on": date(2027, 6, 4)}


async def entrusts(lycee: Lycee, placement: UUID, tutor: UUID | None, version: int = 1) -> None:
    await lycee.do(
        choose_tutor, placement_id=placement, version=version, tutor_id=tutor, now=lycee.now
    )


async def pupils_of(lycee: Lycee, number: int) -> tuple[Sequence[UUID], UUID, UUID]:
    """Pupils of one class, and two periods of theirs that do not meet."""
    formation = await lycee.opens(ELEC)
    names = [f"MARTIN Léa{n} 2ELEC" for n in range(number)]
    pupils = await lycee.imports(*names, classes={"2ELEC": formation})
    winter = await lycee.publishes_a_period(formation)
    return pupils, winter, await lycee.publishes_a_period(formation, **SPRING)


async def followed_by(lycee: Lycee, tutor: UUID, pupils: Sequence[UUID], period: UUID) -> None:
    """Each pupil has a confirmed place there, with that tutor."""
    for pupil in pupils:
        placement = await lycee.proposes(pupil, period, await lycee.knows_a_host())
        await entrusts(lycee, placement, tutor)
        await lycee.confirms(placement, version=2)


def test_the_week_that_is_full_is_named_and_the_others_counted() -> None:
    assert of_tutor({"2027-W01": 2}) == []
    (said,) = of_tutor({"2027-W03": 3, "2027-W02": 3, "2027-W01": 2})
    assert said.startswith(FULL)
    assert "semaine du 11/01/2027 et 1\u00a0autre, pour 3 au plus (R.\u00a0124-13)" in said


async def test_a_fourth_pupil_at_once_is_warned_of_when_the_tutor_is_chosen_and_at_the_yes(
    lycee: Lycee,
) -> None:
    pupils, winter, spring = await pupils_of(lycee, 4)
    tutor = uuid4()
    await followed_by(lycee, tutor, pupils[:2], winter)
    placement = await lycee.proposes(pupils[3], winter, await lycee.knows_a_host())
    await entrusts(lycee, placement, tutor)  # the third one so far
    await followed_by(lycee, tutor, [pupils[2]], winter)

    with pytest.raises(HostAsksForCare, match=FULL):
        await lycee.confirms(placement, version=2)
    with pytest.raises(HostAsksForCare, match=FULL):
        await entrusts(lycee, placement, tutor, version=2)

    # Somebody else may, and this one in other weeks.
    await entrusts(lycee, placement, uuid4(), version=2)
    await lycee.confirms(placement, version=3)
    await followed_by(lycee, tutor, [pupils[3]], spring)
    assert len(await lycee.published(HostAgreedV1)) == 5


async def test_what_was_withdrawn_and_what_another_lycee_does_is_not_counted(
    lycee: Lycee, other_lycee: Lycee
) -> None:
    pupils, winter, _ = await pupils_of(lycee, 4)
    theirs, their_winter, _ = await pupils_of(other_lycee, 1)
    tutor = uuid4()
    await followed_by(lycee, tutor, pupils[:3], winter)
    await followed_by(other_lycee, tutor, theirs, their_winter)
    first = await lycee.superuser.fetchval(
        "SELECT placement_id FROM placements WHERE pupil_year_id = $1", pupils[0]
    )
    await lycee.withdraws(first, version=3)

    await followed_by(lycee, tutor, [pupils[3]], winter)

    with pytest.raises(PlacementAlreadyWithdrawn):
        await entrusts(lycee, first, tutor, version=4)


async def test_two_people_do_not_choose_over_each_other(lycee: Lycee) -> None:
    pupils, winter, _ = await pupils_of(lycee, 1)
    placement = await lycee.proposes(pupils[0], winter, await lycee.knows_a_host())
    await entrusts(lycee, placement, uuid4())
    with pytest.raises(StaleVersion):
        await entrusts(lycee, placement, uuid4())


async def test_the_page_asks_to_go_on_knowingly_and_one_click_takes_it_back(
    bureau: Visitor, lycee: Lycee
) -> None:
    pupils, winter, _ = await pupils_of(lycee, 4)
    tutor, site = uuid4(), await lycee.knows_a_host()
    await followed_by(lycee, tutor, pupils[:3], winter)
    placement = await lycee.proposes(pupils[3], winter, site)
    url = f"/pfmp/placements/{placement}"
    page = await bureau.get(url)
    assert "Personne n’est encore nommé." in page.text
    asked = f"placement={placement}&amp;version=1&amp;pour={lycee.uai}"
    assert f"{site}?{asked}" in page.answer.text

    chosen = {"version": "1", "contact_id": str(tutor), "command_id": str(uuid4())}
    refused = await bureau.client.post(f"{url}/tuteur", data=chosen)
    assert refused.status_code == 422
    assert FULL in refused.text
    shown = await bureau.get(url)
    assert "Personne n’est encore nommé." in shown.text
    done = await bureau.client.post(
        f"{url}/tuteur", data={**chosen, "command_id": str(uuid4()), "knowingly": "true"}
    )
    assert done.status_code == 303
    shown = await bureau.get(url)
    assert f"/entreprises/fragments/contacts/{tutor}/nom" in shown.answer.text
    assert FULL in shown.answer.text  # before one confirms
    undone = await bureau.send(shown.form(f"{url}/tuteur"))
    assert "Personne n’est encore nommé." in undone.text
    assert "Retirer le tuteur" not in undone.text


async def test_a_tutor_is_taken_off_and_put_back(bureau: Visitor, lycee: Lycee) -> None:
    pupils, winter, _ = await pupils_of(lycee, 1)
    placement, tutor = await lycee.proposes(pupils[0], winter, await lycee.knows_a_host()), uuid4()
    await entrusts(lycee, placement, tutor)
    shown = await bureau.get(f"/pfmp/placements/{placement}")

    left = await bureau.send(shown.form(f"/pfmp/placements/{placement}/tuteur"))
    assert "Plus de tuteur." in left.text
    assert (await lycee.do(read_placement, placement)).tutor_id is None
    await bureau.send(left.form(f"/pfmp/placements/{placement}/tuteur"))
    assert (await lycee.do(read_placement, placement)).tutor_id == tutor


async def test_whoever_was_erased_is_nobodys_tutor(lycee: Lycee) -> None:
    pupils, winter, _ = await pupils_of(lycee, 3)
    erased, trader, other = uuid4(), uuid4(), uuid4()
    placements = []
    for pupil, tutor in zip(pupils, (erased, trader, other), strict=True):
        placements.append(await lycee.proposes(pupil, winter, await lycee.knows_a_host()))
        await entrusts(lycee, placements[-1], tutor)

    contact = ContactErasedV1(
        contact_id=ContactId(erased), checks=(), placements=(), occurred_on=TODAY
    )
    await lycee.do(lambda uow: forget_the_tutor(contact, uow))
    gone = TraderErasedV1(
        company_id=CompanyId(uuid4()),
        checks=(),
        placements=(PlacementId(placements[1]),),
        occurred_on=TODAY,
    )
    await lycee.do(lambda uow: forget_the_tutors_of_the_trader(gone, uow))

    left = [(await lycee.do(read_placement, one)).tutor_id for one in placements]
    assert left == [None, None, other]
