"""Families are written to on working mornings, once, to who may read it on the day the letter leaves."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from contracts.identifiers import PlacementId
from contracts.internships.agreements import SignatureChannel, Signer
from contracts.internships.family_letters import (
    FamilyAddressId,
    FamilyAid,
    FamilyLetter,
    FamilyLetterAskedV1,
    FamilyLetterId,
    FamilyLetterKind,
    FamilyLetterRequest,
)
from contracts.internships.mobility import AidKind
from contracts.notifications.mails import FamilyMailReturnedV1, MailReturnReason
from services.chassis.base.errors import NotFound
from services.chassis.base.working_days import is_working_day
from services.chassis.database.engine import Database
from services.chassis.privacy.retention.purge import purge_all
from services.chassis.unit_of_work.scheduled_jobs import run_due_work
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork
from services.internships.families.commands import agree_to_letters, stop_family_mails
from services.internships.families.model import SaidBy
from services.internships.family_letters.answers import letter_to_a_family
from services.internships.family_letters.commands import tell_family_of_end, write_to_families_of
from services.internships.family_letters.reactions import stop_an_address_nothing_reaches
from services.internships.mobility.commands import ask_mobility_aid
from services.internships.retention import retention
from services.internships.rights.commands import erase_pupil
from services.internships.signatures.commands.record_signatures import (
    HowSigned,
    record_signatures,
)
from services.internships.subscribers import timed
from tests.internships.families.relatives import (
    FATHER,
    FIRST,
    INES,
    MOTHER,
    PUPIL,
    SECOND,
    at,
    family_of,
    is_born,
    notes,
    opens,
    paris,
)
from tests.internships.notices.asking import Winter, a_winter
from tests.internships.world import TODAY, Lycee
from tests.support.statements import statements

K = FamilyLetterKind
EVE = date(2026, 12, 31)
"""The working morning three days before Monday 4 January."""


@pytest_asyncio.fixture
async def winter(lycee: Lycee) -> Winter:
    """Two of a class are at a garage in January; the mother of Inès Fabre has an address."""
    winter = await a_winter(lycee)
    await opens(lycee)
    await notes(lycee, winter.pupils[0], FIRST, MOTHER)
    return winter


async def looks(lycee: Lycee, day: date) -> None:
    morning = at(lycee, day, 6)
    await morning.do(write_to_families_of, uai=lycee.uai, now=morning.now)


async def mornings(lycee: Lycee, since: date, until: date) -> None:
    day = since
    while day <= until:
        await looks(lycee, day)
        day += timedelta(days=1)


async def asked(
    lycee: Lycee, kind: FamilyLetterKind | None = None
) -> Sequence[FamilyLetterAskedV1]:
    letters = await lycee.published(FamilyLetterAskedV1)
    return [one for one in letters if kind in (None, one.kind)]


async def letter(lycee: Lycee, letter_id: FamilyLetterId, day: date, hour: int = 7) -> FamilyLetter:
    scope = Scope(frozenset({lycee.uai}))
    async with lycee.units.begin(scope, uai=lycee.uai, now=paris(day, hour)) as uow:
        return await letter_to_a_family(FamilyLetterRequest(letter_id=letter_id), uow)


async def signs(lycee: Lycee, agreement: UUID, *signers: Signer) -> None:
    await lycee.do(
        record_signatures,
        ticks={agreement: list(signers)},
        how=HowSigned(on=TODAY, channel=SignatureChannel.PAPER, delegated=False),
        now=lycee.now,
    )


async def test_each_letter_of_a_stay_is_asked_for_once_and_only_for_whom_an_address_is_known(
    lycee: Lycee, winter: Winter
) -> None:
    await winter.issues(on=TODAY)
    await mornings(lycee, TODAY, date(2027, 1, 29))
    await mornings(lycee, date(2026, 12, 28), date(2027, 1, 29))

    days = [(one.kind, one.occurred_on) for one in await asked(lycee)]
    assert sorted(days, key=lambda one: one[1]) == [
        (K.PLACE_FOUND, date(2026, 11, 25)),
        (K.AGREEMENT_READY, date(2026, 11, 25)),
        (K.AGREEMENT_READY, date(2026, 11, 27)),
        (K.AGREEMENT_READY, date(2026, 12, 3)),
        (K.AGREEMENT_READY, date(2026, 12, 30)),
        (K.DEPARTURE, EVE),
    ]
    assert all(is_working_day(day) for _, day in days)
    for one in await asked(lycee):
        assert one.placements == (PlacementId(winter.placements[0]),)


async def test_a_lycee_that_did_not_decide_so_writes_to_nobody_and_a_letter_that_waits_stays(
    lycee: Lycee, winter: Winter
) -> None:
    await looks(lycee, EVE)
    (one,) = await asked(lycee)
    await opens(lycee, is_open=False)
    assert not (await letter(lycee, one.letter_id, EVE)).standing
    await mornings(lycee, TODAY, date(2026, 12, 30))
    assert len(await asked(lycee)) == 1


async def test_a_letter_says_when_where_with_whom_and_to_whom(lycee: Lycee, winter: Winter) -> None:
    await notes(lycee, winter.pupils[0], SECOND, FATHER)
    await winter.names_a_referent()
    await lycee.do(
        ask_mobility_aid,
        pupil_year_id=winter.pupils[0],
        period_id=winter.period,
        kind=AidKind.TRANSPORT,
        on=TODAY,
        now=lycee.now,
    )
    await looks(lycee, EVE)
    said = [await letter(lycee, one.letter_id, EVE) for one in await asked(lycee)]

    assert [one.mail for one in said] == [MOTHER, FATHER]
    for one in said:
        assert (one.standing, one.kind, one.to_pupil) == (True, K.DEPARTURE, False)
        assert one.first_name == "Inès"
        (stay,) = one.stays
        assert (stay.starts_on, stay.ends_on) == (date(2027, 1, 4), date(2027, 1, 29))
        assert (stay.referent, stay.aid) == ("Mme Roux", FamilyAid.ASKED)
        assert one.page_url
        assert "/famille-pfmp/" in one.page_url
        assert one.stop_url
        assert "/famille-pfmp/courriels/" in one.stop_url
    assert said[0].page_url != said[1].page_url
    assert "FABRE" not in said[0].model_dump_json()


async def test_a_minor_s_representative_signs_and_the_pupil_of_age_for_themselves(
    lycee: Lycee, winter: Winter
) -> None:
    first, _ = await winter.issues(on=TODAY)
    await looks(lycee, date(2026, 11, 25))
    (ready,) = await asked(lycee, K.AGREEMENT_READY)
    assert (await letter(lycee, ready.letter_id, date(2026, 11, 25))).standing
    await signs(lycee, first, Signer.REPRESENTATIVE)
    assert not (await letter(lycee, ready.letter_id, date(2026, 11, 25), 10)).standing
    await mornings(lycee, date(2026, 11, 26), date(2026, 12, 18))
    assert len(await asked(lycee, K.AGREEMENT_READY)) == 1

    rows = await lycee.superuser.fetch(
        "SELECT signer FROM agreement_signatures WHERE agreement_id = $1 AND signed_on IS NULL",
        first,
    )
    await signs(lycee, first, *(Signer(row["signer"]) for row in rows))
    await looks(lycee, date(2026, 11, 25))
    (signed,) = await asked(lycee, K.AGREEMENT_SIGNED)
    assert (await letter(lycee, signed.letter_id, date(2026, 11, 25))).standing


async def test_a_letter_that_waits_while_the_birthday_passes_goes_to_the_pupil(
    lycee: Lycee, winter: Winter
) -> None:
    pupil = winter.pupils[0]
    await notes(lycee, pupil, SECOND, FATHER)
    await notes(lycee, pupil, PUPIL, INES)
    await is_born(lycee, pupil, date(2009, 1, 1))
    await looks(lycee, EVE)
    mother, father = await asked(lycee)

    # The eve ends at midnight in Paris, while it is another day for who counts in UTC.
    assert [(await letter(lycee, one.letter_id, EVE, 23)).mail for one in (mother, father)] == [
        MOTHER,
        FATHER,
    ]
    birthday = date(2027, 1, 1)
    told = [await letter(lycee, one.letter_id, birthday, 0) for one in (mother, father)]
    assert [(one.standing, one.mail, one.to_pupil) for one in told] == [
        (True, INES, True),
        (False, None, False),
    ]

    # Who agrees has the representatives be written to, from then on.
    of_age = at(lycee, birthday)
    await of_age.do(
        agree_to_letters, pupil_year_id=pupil, agrees=True, said_by=SaidBy.BUREAU, now=of_age.now
    )
    told = [await letter(lycee, one.letter_id, birthday, 10) for one in (mother, father)]
    assert [one.mail for one in told] == [MOTHER, FATHER]


async def test_of_a_pupil_of_age_without_an_address_nobody_is_written_to(
    lycee: Lycee, winter: Winter
) -> None:
    await is_born(lycee, winter.pupils[0], date(2008, 5, 1))
    await looks(lycee, EVE)
    assert await asked(lycee) == []
    await notes(lycee, winter.pupils[0], PUPIL, INES)
    await looks(lycee, date(2027, 1, 4))
    (one,) = await asked(lycee)
    said = await letter(lycee, one.letter_id, date(2027, 1, 4))
    assert (said.mail, said.to_pupil) == (INES, True)


async def test_an_address_that_is_gone_stopped_or_in_failure_is_read_so_when_the_letter_leaves(
    lycee: Lycee, winter: Winter
) -> None:
    await looks(lycee, EVE)
    (one,) = await asked(lycee)
    address = (await family_of(lycee, winter.pupils[0])).addresses[FIRST].id
    assert (await letter(lycee, one.letter_id, EVE)).address_id == address

    await lycee.do(stop_family_mails, address_id=address, now=lycee.now)
    assert (await letter(lycee, one.letter_id, EVE)).stopped
    returned = FamilyMailReturnedV1(
        reader_id=FamilyAddressId(address),
        reason=MailReturnReason.MAILBOX_FULL,
        occurred_on=TODAY,
    )
    await lycee.do(_returns, event=returned)
    assert not (await letter(lycee, one.letter_id, EVE)).returned
    lasting = returned.model_copy(update={"reason": MailReturnReason.UNKNOWN_ADDRESS})
    await lycee.do(_returns, event=lasting)
    assert (await letter(lycee, one.letter_id, EVE)).returned
    await lycee.superuser.execute("DELETE FROM family_addresses")
    gone = await letter(lycee, one.letter_id, EVE)
    assert (gone.standing, gone.mail, gone.stop_url) == (True, None, None)


async def _returns(uow: UnitOfWork, *, event: FamilyMailReturnedV1) -> None:
    await stop_an_address_nothing_reaches(event, now=paris(TODAY, 9), uow=uow)


async def test_what_is_withdrawn_moved_or_erased_before_the_letter_leaves_is_not_said(
    lycee: Lycee, winter: Winter
) -> None:
    await looks(lycee, EVE)
    (one,) = await asked(lycee)
    await lycee.superuser.execute(
        "UPDATE placements SET own_starts_on = '2027-01-11', own_ends_on = '2027-01-29',"
        " dates_reason = 'other' WHERE placement_id = $1",
        winter.placements[0],
    )
    assert not (await letter(lycee, one.letter_id, EVE)).standing
    await mornings(lycee, date(2027, 1, 4), date(2027, 1, 11))
    assert [two.occurred_on for two in await asked(lycee)] == [EVE, date(2027, 1, 8)]

    pupil = winter.pupils[0]
    version = await lycee.superuser.fetchval(
        "SELECT version FROM pupils WHERE pupil_year_id = $1", pupil
    )
    await lycee.withdraws(winter.placements[0], version=2)
    with pytest.raises(NotFound):
        await letter(lycee, one.letter_id, EVE)
    await lycee.do(erase_pupil, pupil_year_id=pupil, version=version, notes=(), now=lycee.now)
    with pytest.raises(NotFound):
        await letter(lycee, one.letter_id, EVE)


async def test_an_interruption_is_told_once_as_the_bureau_chose_and_not_when_it_was_a_mistake(
    lycee: Lycee, winter: Winter
) -> None:
    day = date(2027, 1, 13)
    during, place = at(lycee, day), winter.placements[0]
    address = (await family_of(lycee, winter.pupils[0])).addresses[FIRST].id
    await lycee.do(stop_family_mails, address_id=address, now=lycee.now)
    assert await during.do(tell_family_of_end, placement_id=place, now=during.now) == 0
    await during.interrupts(place, on=date(2027, 1, 12))
    # What is about safety goes to who stopped the others.
    assert await during.do(tell_family_of_end, placement_id=place, now=during.now) == 1
    assert await during.do(tell_family_of_end, placement_id=place, now=during.now) == 0
    (one,) = await asked(lycee)
    said = await letter(lycee, one.letter_id, day, 10)
    assert (said.standing, said.kind, said.stopped) == (True, K.INTERRUPTED, False)
    assert [stay.left_on for stay in said.stays] == [date(2027, 1, 12)]
    await mornings(lycee, day, date(2027, 1, 29))
    assert len(await asked(lycee)) == 1

    await during.undoes_the_end(place)
    assert not (await letter(lycee, one.letter_id, day, 11)).standing
    # Of the second pupil nobody knows an address; another lycée finds no place.
    await during.interrupts(winter.placements[1], on=date(2027, 1, 12))
    told = await during.do(tell_family_of_end, placement_id=winter.placements[1], now=during.now)
    assert told == 0
    assert await during.do(tell_family_of_end, placement_id=uuid4(), now=during.now) == 0


async def test_another_lycee_is_told_of_nothing(
    lycee: Lycee, winter: Winter, other_lycee: Lycee
) -> None:
    await opens(other_lycee)
    await looks(other_lycee, EVE)
    assert await asked(lycee) == await asked(other_lycee) == []
    await looks(lycee, EVE)
    (one,) = await asked(lycee)
    with pytest.raises(NotFound):
        await letter(other_lycee, one.letter_id, EVE)


async def test_each_working_morning_looks_and_what_was_missed_is_made_up_for(
    lycee: Lycee, winter: Winter, database: Database
) -> None:
    run = (timed, lycee.units, database.relay_dsn)
    for hour in (3, 5, 7):
        await run_due_work(*run, paris(date(2026, 11, 25), hour))
    assert [one.kind for one in await asked(lycee)] == [K.PLACE_FOUND]
    await winter.issues(on=date(2026, 11, 24))
    # Down from then on; up again on Saturday.
    for hour in (9, 10):
        await run_due_work(*run, paris(date(2026, 12, 5), hour))
    assert len(await asked(lycee)) == 1
    for hour in (3, 7):
        await run_due_work(*run, paris(date(2026, 12, 7), hour))
    assert [one.kind for one in await asked(lycee)] == [K.PLACE_FOUND, K.AGREEMENT_READY]


async def test_a_morning_of_forty_families_takes_as_many_statements_as_one_of_one(
    lycee: Lycee, winter: Winter, other_lycee: Lycee
) -> None:
    with statements() as of_one:
        await looks(lycee, EVE)
    theirs = await a_winter(other_lycee)
    await opens(other_lycee)
    names = [f"NOM{n:03} Jo 2ELEC" for n in range(40)]
    pupils = await other_lycee.imports(*names, classes={"2ELEC": theirs.formation})
    for pupil in sorted(set(pupils) - set(theirs.pupils)):
        await other_lycee.places(pupil, theirs.period, await other_lycee.knows_a_host())
        await notes(other_lycee, pupil, FIRST, f"{pupil.hex[:8]}@messagerie.example")

    with statements() as of_many:
        await looks(other_lycee, EVE)
    assert len(await asked(other_lycee)) == 40
    assert len(of_many) == len(of_one)


async def test_what_was_written_is_known_for_a_year(lycee: Lycee, winter: Winter) -> None:
    await looks(lycee, EVE)
    count = "SELECT count(*) FROM family_letter_stays"
    await purge_all(lycee.units, retention, now=paris(date(2027, 12, 31), 12))
    assert await lycee.superuser.fetchval(count) == 1
    await purge_all(lycee.units, retention, now=paris(date(2028, 1, 3), 12))
    assert await lycee.superuser.fetchval(count) == 0


async def test_events_say_nothing_of_who_reads(lycee: Lycee, winter: Winter) -> None:
    await looks(replace(lycee), EVE)
    journal = await lycee.superuser.fetch("SELECT headers, payload FROM journal")
    assert "messagerie" not in repr([dict(row) for row in journal])
