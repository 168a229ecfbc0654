"""Agreements of a class: prepared, issued, ticked from a pile, refused, amended, cancelled."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from contracts.internships.agreements import (
    AgreementAmendedV1,
    AgreementCancelledV1,
    AgreementEntryUndoneV1,
    AgreementIssuedV1,
    AgreementPartlySignedV1,
    AgreementPreparedV1,
    AgreementRefusedV1,
    AgreementSignedV1,
    AgreementStanding,
    SignatureChannel,
    Signer,
)
from contracts.internships.periods import CoverageChangedV1
from contracts.internships.placements import EndReason
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import Scope
from services.internships.agreements.model.agreement_record import (
    DEFAULT_SIGNERS,
    Agreement,
    Signature,
    Terms,
    awaited,
)
from services.internships.calendars.commands import reschedule_period
from services.internships.placements.commands.choose_tutor import choose_tutor
from services.internships.placements.commands.set_placement_dates import set_placement_dates
from services.internships.rules.store import Tutors
from tests.internships.conftest import Served
from tests.internships.world import BOURDELLE, ELEC, ENDS, STARTS, TODAY, WEEKS, Lycee
from tests.support.pages import Page, Visitor


class Winter:
    """A class of three in a published period: two confirmed places, one pupil without."""

    period: UUID
    pupils: Sequence[UUID]
    placements: Sequence[UUID]
    here: str


@pytest_asyncio.fixture
async def winter(lycee: Lycee) -> Winter:
    at = Winter()
    formation = await lycee.opens(ELEC)
    names = ("FABRE Inès 2ELEC", "MARTIN Léa 2ELEC", "ROUX Tom 2ELEC")
    at.pupils = await lycee.imports(*names, classes={"2ELEC": formation})
    at.period = await lycee.publishes_a_period(formation)
    site = await lycee.knows_a_host()
    at.placements = [await lycee.places(pupil, at.period, site) for pupil in at.pupils[:2]]
    at.here = f"/pfmp/periodes/{at.period}/conventions"
    return at


async def levels(lycee: Lycee) -> tuple[int, int, int]:
    """The three levels the department was told last."""
    last = (await lycee.published(CoverageChangedV1))[-1]
    return last.host_agreed, last.agreement_issued, last.agreement_signed


async def prepared(bureau: Visitor, winter: Winter) -> Page:
    page = await bureau.get(winter.here)
    return await bureau.send(page.form(f"{winter.here}/preparation"))


async def issued(bureau: Visitor, winter: Winter) -> Page:
    page = await prepared(bureau, winter)
    return await bureau.send(page.form(f"{winter.here}/emission"))


def ticks(page: Page, winter: Winter, who: str) -> list[str]:
    """The boxes of a column that may be ticked, in the order of the pupils."""
    return [
        tick
        for tick in page.form(f"{winter.here}/signatures").options["ticks"]
        if tick.endswith(f":{who}")
    ]


async def ticked(bureau: Visitor, winter: Winter, *who: str, first: int = 2) -> Page:
    page = await bureau.get(winter.here)
    chosen = [tick for one in who for tick in ticks(page, winter, one)[:first]]
    return await bureau.send(page.form(f"{winter.here}/signatures"), ticks=chosen)


async def test_a_class_is_prepared_and_issued_in_two_clicks_and_what_lacks_is_said(
    bureau: Visitor, lycee: Lycee, winter: Winter
) -> None:
    page = await prepared(bureau, winter)
    assert "2 conventions préparées." in page.text
    assert page.text.count("Il manque : tuteur, enseignant référent, date de naissance") == 2
    assert await levels(lycee) == (2, 0, 0)

    page = await bureau.send(page.form(f"{winter.here}/emission"))
    assert "2 conventions émises." in page.text
    assert await levels(lycee) == (2, 2, 0)
    assert len(await lycee.published(AgreementPreparedV1)) == 2
    assert len(await lycee.published(AgreementIssuedV1)) == 2

    page = await bureau.send(page.form("/pfmp/conventions/"))
    assert "Annulé pour 2 conventions." in page.text
    assert await levels(lycee) == (2, 0, 0)


async def test_a_day_of_issue_to_come_is_said_beside_it(bureau: Visitor, winter: Winter) -> None:
    page = await prepared(bureau, winter)
    tomorrow = (TODAY + timedelta(1)).isoformat()
    refused = await bureau.send(page.form(f"{winter.here}/emission"), issued_on=tomorrow)
    assert "Ce jour n’est pas encore passé" in refused.text
    assert 'id="champ-issued_on-erreur"' in refused.answer.text


async def test_a_pile_is_ticked_at_once_and_the_whole_tick_is_taken_back(
    bureau: Visitor, lycee: Lycee, winter: Winter
) -> None:
    await issued(bureau, winter)

    page = await ticked(bureau, winter, "host", "tutor")
    assert "4 signatures notées." in page.text
    assert "Signée en partie" in page.text
    assert await levels(lycee) == (2, 2, 0)
    (told, _) = await lycee.published(AgreementPartlySignedV1)
    assert told.signers == ("host", "tutor")

    page = await ticked(bureau, winter, "all")
    assert "8 signatures notées. 2 conventions signées par tous." in page.text
    assert await levels(lycee) == (2, 2, 2)
    assert len(await lycee.published(AgreementSignedV1)) == 2

    page = await bureau.send(page.form("/pfmp/conventions/"))
    assert "Annulé pour 2 conventions." in page.text
    assert await levels(lycee) == (2, 2, 0)
    undone = await lycee.published(AgreementEntryUndoneV1)
    assert [one.standing for one in undone] == ["partly_signed", "partly_signed"]


async def test_each_line_of_a_tick_says_what_became_of_it(
    bureau: Visitor, lycee: Lycee, winter: Winter
) -> None:
    page = await issued(bureau, winter)
    form = page.form(f"{winter.here}/signatures")
    heads = ticks(page, winter, "head")
    await bureau.send(form, ticks=heads[:1])
    await lycee.withdraws(winter.placements[1], version=2)

    page = await bureau.send(
        form, ticks=[*heads, heads[0].replace("head", "host")], command_id=str(uuid4())
    )

    assert "1 signature notée." in page.text
    assert "1 remplacée ou annulée entre-temps." in page.text
    assert await levels(lycee) == (1, 1, 0)

    page = await bureau.send(form, ticks=heads[:1], command_id=str(uuid4()))
    assert "0 signature notée. 1 déjà notée." in page.text
    assert not page.has_form("/pfmp/conventions/")


async def test_nothing_ticked_a_day_to_come_and_somebody_who_signs_nothing_are_refused(
    bureau: Visitor, lycee: Lycee, winter: Winter
) -> None:
    page = await issued(bureau, winter)
    form = page.form(f"{winter.here}/signatures")
    heads = ticks(page, winter, "head")
    tomorrow = (TODAY + timedelta(1)).isoformat()

    assert "Cochez au moins une signature" in (await bureau.send(form, ticks=[])).text
    refused = await bureau.send(form, ticks=heads, on=tomorrow)
    assert "Ce jour n’est pas encore passé" in refused.text
    assert refused.answer.text.count(" checked") == 2
    before = (TODAY - timedelta(1)).isoformat()
    refused = await bureau.send(form, ticks=heads, on=before, command_id=str(uuid4()))
    assert "Convention émise le 24/11/2026" in refused.text
    stranger = await bureau.send(form, ticks=[heads[0].replace("head", "mayor")])
    assert "Une case cochée n’est pas celle d’un signataire" in stranger.text
    assert await levels(lycee) == (2, 2, 0)


async def test_who_refuses_to_sign_is_said_with_why_and_may_sign_after_all(
    bureau: Visitor, lycee: Lycee, winter: Winter
) -> None:
    await issued(bureau, winter)
    own = f"/pfmp/placements/{winter.placements[0]}/signatures"
    page = await bureau.get(own)
    page = await bureau.send(page.form(own), signer="host", reason="insurance")
    assert "Refus de signer noté." in page.text
    (told,) = await lycee.published(AgreementRefusedV1)
    assert (told.signer, told.reason) == ("host", "insurance")
    assert "Entreprise : L’assurance" in (await bureau.get(winter.here)).text

    await bureau.send(page.form(own))
    assert (
        "Aucune convention dans cet état." in (await bureau.get(f"{winter.here}?etat=refused")).text
    )
    page = await ticked(bureau, winter, "all")
    assert "2 conventions signées par tous." in page.text


async def test_a_refusal_lifted_by_a_tick_stands_again_once_the_tick_is_taken_back(
    bureau: Visitor, lycee: Lycee, winter: Winter
) -> None:
    await issued(bureau, winter)
    own = f"/pfmp/placements/{winter.placements[0]}/signatures"
    page = await bureau.get(own)
    await bureau.send(page.form(own), signer="host", reason="insurance")
    refused = "Entreprise : L’assurance"

    page = await ticked(bureau, winter, "host", first=1)
    assert "1 signature notée." in page.text
    assert refused not in page.text
    page = await bureau.send(page.form("/pfmp/conventions/"))

    assert refused in page.text
    assert [one.standing for one in await lycee.published(AgreementEntryUndoneV1)] == ["refused"]


async def entrusts(lycee: Lycee, placement: UUID, tutor: UUID | None, version: int) -> None:
    await lycee.do(
        choose_tutor, placement_id=placement, version=version, tutor_id=tutor, now=lycee.now
    )


async def test_a_tutor_named_where_the_paper_was_blank_changes_nothing_another_one_amends(
    bureau: Visitor, lycee: Lycee, winter: Winter
) -> None:
    first, second = uuid4(), uuid4()
    await issued(bureau, winter)
    await ticked(bureau, winter, "all")
    await entrusts(lycee, winter.placements[0], first, 2)
    assert await levels(lycee) == (2, 2, 2)
    assert await lycee.published(AgreementAmendedV1) == []

    await entrusts(lycee, winter.placements[0], second, 3)
    assert await levels(lycee) == (2, 1, 1)
    page = await bureau.get(f"/pfmp/placements/{winter.placements[0]}/signatures")
    assert "C’est un avenant" in page.text
    assert "Remplacée par un avenant le mardi 24 novembre 2026" in page.text

    await bureau.send((await bureau.get(winter.here)).form(f"{winter.here}/emission"))
    page = await ticked(bureau, winter, "all")
    assert "6 signatures notées. 1 convention signée par tous." in page.text
    assert await levels(lycee) == (2, 2, 2)


async def test_what_is_corrected_back_has_the_first_one_stand_again(
    bureau: Visitor, lycee: Lycee, winter: Winter
) -> None:
    tutor = uuid4()
    await entrusts(lycee, winter.placements[0], tutor, 2)
    await issued(bureau, winter)
    await ticked(bureau, winter, "all")

    await entrusts(lycee, winter.placements[0], None, 3)
    assert await levels(lycee) == (2, 1, 1)
    await entrusts(lycee, winter.placements[0], tutor, 4)

    assert await levels(lycee) == (2, 2, 2)
    page = await bureau.get(f"/pfmp/placements/{winter.placements[0]}/signatures")
    assert "Signée par tous" in page.text
    assert "avenant" not in page.text


async def test_an_erased_tutor_amends_nothing_and_the_next_one_does(
    bureau: Visitor, lycee: Lycee, winter: Winter
) -> None:
    tutor = uuid4()
    await entrusts(lycee, winter.placements[0], tutor, 2)
    await issued(bureau, winter)
    await ticked(bureau, winter, "all")

    async with lycee.units.begin(Scope(frozenset({lycee.uai})), now=lycee.now) as uow:
        await Tutors(uow).forget(tutor)
    await entrusts(lycee, winter.placements[0], None, 3)
    assert await lycee.published(AgreementAmendedV1) == []
    assert await levels(lycee) == (2, 2, 2)

    await entrusts(lycee, winter.placements[0], uuid4(), 4)
    assert len(await lycee.published(AgreementAmendedV1)) == 1
    assert await levels(lycee) == (2, 1, 1)


async def test_a_period_moved_after_the_signatures_amends_what_was_issued_for_its_days(
    bureau: Visitor, lycee: Lycee, winter: Winter
) -> None:
    await issued(bureau, winter)
    await ticked(bureau, winter, "all", first=1)
    later = timedelta(7)

    await lycee.do(
        reschedule_period,
        period_id=winter.period,
        version=2,
        starts_on=STARTS + later,
        ends_on=ENDS + later,
        weeks=WEEKS,
        now=lycee.now,
    )

    assert await levels(lycee) == (2, 0, 0)
    page = await bureau.get(winter.here)
    assert page.text.count("Avenant") == 2
    own = await bureau.get(f"/pfmp/placements/{winter.placements[0]}/signatures")
    assert "du 04/01/2027 au 29/01/2027" in own.text


async def test_what_is_corrected_once_the_stay_is_over_amends_nothing(
    bureau: Visitor, lycee: Lycee, winter: Winter
) -> None:
    await entrusts(lycee, winter.placements[0], uuid4(), 2)
    await issued(bureau, winter)
    await ticked(bureau, winter, "all")
    after = replace(lycee, now=lycee.now + timedelta(90))

    async def last_day(day: date, version: int) -> None:
        await after.do(
            set_placement_dates,
            placement_id=winter.placements[0],
            version=version,
            starts_on=STARTS,
            ends_on=day,
            reason=EndReason.COMPANY,
            now=after.now,
        )

    await entrusts(after, winter.placements[0], uuid4(), 3)
    await last_day(ENDS - timedelta(1), 4)
    assert await lycee.published(AgreementAmendedV1) == []
    assert await levels(lycee) == (2, 2, 2)

    await last_day(ENDS + timedelta(60), 5)
    assert len(await lycee.published(AgreementAmendedV1)) == 1


async def test_an_agreement_goes_with_its_place(
    bureau: Visitor, lycee: Lycee, winter: Winter
) -> None:
    await issued(bureau, winter)
    await ticked(bureau, winter, "all")

    await lycee.withdraws(winter.placements[0], version=2)

    assert len(await lycee.published(AgreementCancelledV1)) == 1
    assert await levels(lycee) == (1, 1, 1)
    page = await bureau.get(f"/pfmp/placements/{winter.placements[0]}/signatures")
    assert "Annulée le mardi 24 novembre 2026" in page.text


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.HEAD])
async def test_the_secretary_and_the_head_tick_too(
    app: Served, lycee: Lycee, winter: Winter, role: Role
) -> None:
    async with app.visited_by((role, BOURDELLE)) as visitor:
        await issued(visitor, winter)
        assert "12 signatures notées." in (await ticked(visitor, winter, "all")).text
    assert await levels(lycee) == (2, 2, 2)


async def test_a_state_is_chosen_from_the_list(
    bureau: Visitor, lycee: Lycee, winter: Winter
) -> None:
    await issued(bureau, winter)
    await ticked(bureau, winter, "all", first=1)

    signed = await bureau.get(f"{winter.here}?etat=signed")
    assert "FABRE" in signed.text
    assert "MARTIN" not in signed.text
    assert "Aucune convention dans cet état." in (await bureau.get(f"{winter.here}?etat=sans")).text


WAITED = dict.fromkeys((Signer.HEAD, Signer.PUPIL, Signer.REPRESENTATIVE))
BIRTHDAY = date(2026, 12, 7)
BORN = date(2008, 12, 7)


def signed_on(day: date) -> Signature:
    return Signature(day, SignatureChannel.PAPER, delegated=False, act=uuid4())


@pytest.mark.parametrize(
    ("born", "signed", "day", "still"),
    [
        (None, {}, BIRTHDAY, "head pupil representative"),
        (None, {Signer.REPRESENTATIVE: TODAY}, BIRTHDAY, "head pupil"),
        (BORN, {}, TODAY, "head representative"),
        (BORN, {}, BIRTHDAY, "head pupil"),
        (BORN, {Signer.REPRESENTATIVE: TODAY}, BIRTHDAY, "head"),
        (BORN, {Signer.PUPIL: TODAY}, TODAY, "head representative"),
        (BORN, {Signer.PUPIL: BIRTHDAY}, BIRTHDAY, "head"),
        (BORN, {Signer.REPRESENTATIVE: BIRTHDAY}, BIRTHDAY, "head pupil"),
        (BORN, {Signer.PUPIL: TODAY}, BIRTHDAY, "head pupil"),
    ],
)
def test_the_age_on_the_day_of_the_signature_says_who_signs(
    born: date | None, signed: dict[Signer, date], day: date, still: str
) -> None:
    there = {one: signed_on(signed[one]) if one in signed else None for one in WAITED}
    assert " ".join(awaited(there, born, day)) == still


def issued_on(day: date, born: date | None) -> Agreement:
    """An agreement that all who usually sign are to sign."""
    agreement = Agreement(
        id=uuid4(),
        uai=BOURDELLE,
        placement_id=uuid4(),
        period_id=uuid4(),
        pupil_year_id=uuid4(),
        terms=Terms(STARTS, ENDS, None),
        confirmed=True,
        born_on=born,
        has_referent=True,
        prepared_on=day,
        prepared_act=uuid4(),
    )
    agreement.issue(day, act=uuid4(), signers=DEFAULT_SIGNERS, today=day)
    return agreement


def test_what_a_minor_signed_alone_is_signed_again_by_them_or_by_a_representative() -> None:
    one = issued_on(TODAY, BORN)
    four = (Signer.PUPIL, Signer.HEAD, Signer.HOST, Signer.REFERENT)
    one.sign(four, signed_on(TODAY), today=TODAY)
    one.sign([Signer.TUTOR], signed_on(BIRTHDAY), today=BIRTHDAY)

    assert one.standing.value == "partly_signed"
    assert one.awaited(BIRTHDAY) == (Signer.PUPIL,)
    assert one.tickable(BIRTHDAY) == (Signer.PUPIL, Signer.REPRESENTATIVE)
    one.sign([Signer.PUPIL], signed_on(BIRTHDAY), today=BIRTHDAY)
    assert one.standing.value == "signed"
    assert one.tickable(BIRTHDAY) == ()


def test_an_agreement_signed_as_an_adult_awaits_a_representative_once_known_for_a_minors() -> None:
    one = issued_on(TODAY, date(2000, 1, 1))
    one.sign(one.awaited(TODAY), signed_on(TODAY), today=TODAY)
    version = one.version
    assert not one.recount(today=TODAY)
    assert one.version == version

    one.born_on = BORN
    assert one.recount(today=TODAY)
    assert (one.standing, one.signed_on) == (AgreementStanding.PARTLY_SIGNED, None)
    assert one.awaited(TODAY) == (Signer.REPRESENTATIVE,)


async def test_an_age_learnt_from_a_list_counts_the_signatures_again(
    bureau: Visitor, lycee: Lycee, winter: Winter
) -> None:
    await issued(bureau, winter)
    await ticked(bureau, winter, "head", "host", "representative", "referent", "tutor")
    assert await levels(lycee) == (2, 2, 0)

    await lycee.imports("FABRE Inès 2ELEC", classes={}, born="2010-01-05")

    assert await levels(lycee) == (2, 2, 1)
    assert len(await lycee.published(AgreementSignedV1)) == 1
    assert "FABRE" in (await bureau.get(f"{winter.here}?etat=signed")).text


async def test_what_is_signed_already_is_left_unless_the_age_asks_for_somebody_else(
    bureau: Visitor, lycee: Lycee, winter: Winter
) -> None:
    born = "UPDATE pupils SET born_on = $1"
    await lycee.superuser.execute(born, date(2000, 1, 1))
    page = await issued(bureau, winter)
    heads = ticks(page, winter, "head")
    form = page.form(f"{winter.here}/signatures")
    await ticked(bureau, winter, "all")
    kept = await bureau.send(form, ticks=[one.replace("head", "representative") for one in heads])
    assert "0 signature notée. 2 déjà notées." in kept.text

    await lycee.superuser.execute(born, date(2010, 1, 5))
    page = await ticked(bureau, winter, "representative")
    assert "2 signatures notées. 2 conventions signées par tous." in page.text


async def test_who_came_of_age_since_the_issue_has_both_boxes_and_signs_again(
    bureau: Visitor, lycee: Lycee, winter: Winter
) -> None:
    born = "UPDATE pupils SET born_on = $2 WHERE pupil_year_id = $1"
    await lycee.superuser.execute(born, winter.pupils[0], TODAY.replace(year=2008))
    day_before = (TODAY - timedelta(1)).isoformat()
    page = await prepared(bureau, winter)
    page = await bureau.send(page.form(f"{winter.here}/emission"), issued_on=day_before)
    own = ticks(page, winter, "head")[0].removesuffix(":head")
    assert f"{own}:representative" in ticks(page, winter, "representative")
    five = [f"{own}:{who}" for who in ("head", "host", "pupil", "referent", "tutor")]

    page = await bureau.send(page.form(f"{winter.here}/signatures"), ticks=five, on=day_before)
    assert "5 signatures notées." in page.text
    assert await levels(lycee) == (2, 2, 0)

    again = [tick for tick in ticks(page, winter, "pupil") if tick.startswith(own)]
    page = await bureau.send(page.form(f"{winter.here}/signatures"), ticks=again)
    assert "1 signature notée. 1 convention signée par tous." in page.text


async def test_an_adult_signs_alone_and_a_minor_has_one_representative_sign(
    bureau: Visitor, lycee: Lycee, winter: Winter
) -> None:
    born = "UPDATE pupils SET born_on = $2 WHERE pupil_year_id = $1"
    await lycee.superuser.execute(born, winter.pupils[0], date(2008, 1, 5))
    await lycee.superuser.execute(born, winter.pupils[1], date(2010, 1, 5))
    page = await issued(bureau, winter)
    assert (len(ticks(page, winter, "pupil")), len(ticks(page, winter, "representative"))) == (1, 1)

    page = await ticked(bureau, winter, "all")

    assert "10 signatures notées. 2 conventions signées par tous." in page.text
    assert await levels(lycee) == (2, 2, 2)
