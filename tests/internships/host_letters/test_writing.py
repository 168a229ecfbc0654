"""Hosts are written to on working mornings, once, by one letter for all pupils of a reader."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from contracts.identifiers import ContactId, SiteKey
from contracts.internships.agreements import SignatureChannel, SignatureRefusal, Signer
from contracts.internships.host_letters import (
    HostLetter,
    HostLetterAskedV1,
    HostLetterId,
    HostLetterKind,
    HostLetterRequest,
)
from services.chassis.base.errors import NotFound
from services.chassis.base.working_days import is_working_day
from services.chassis.database.engine import Database
from services.chassis.privacy.retention.purge import purge_all
from services.chassis.unit_of_work.scheduled_jobs import run_due_work
from services.chassis.unit_of_work.unit_of_work import Scope
from services.internships.agreements.model.agreement_record import Refusal
from services.internships.base.days import PARIS
from services.internships.follow_ups.commands.close_alert import close_alert
from services.internships.follow_ups.commands.report_absence import report_absence
from services.internships.host_letters.answers import letter_to_a_host
from services.internships.host_letters.commands import JOB, write_to_hosts
from services.internships.retention import retention
from services.internships.rights.commands import erase_pupil
from services.internships.signatures.commands.record_signatures import (
    HowSigned,
    record_signatures,
)
from services.internships.signatures.commands.refuse_signature import refuse_signature
from services.internships.subscribers import timed
from tests.internships.notices.asking import Winter, a_winter
from tests.internships.world import TODAY, Lycee
from tests.support.statements import statements

K = HostLetterKind


@pytest_asyncio.fixture
async def winter(lycee: Lycee) -> Winter:
    """Two of a class are at a garage from Monday 4 to Friday 29 January 2027."""
    return await a_winter(lycee)


def paris(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=PARIS).astimezone(UTC)


async def looks(lycee: Lycee, day: date, *, since: date | None = None) -> None:
    at = replace(lycee, now=paris(day, 6))
    await at.do(write_to_hosts, uai=lycee.uai, since=since or day, now=at.now)


async def mornings(lycee: Lycee, since: date, until: date) -> None:
    day = since
    while day <= until:
        if is_working_day(day):
            await looks(lycee, day)
        day += timedelta(days=1)


async def asked(lycee: Lycee, kind: HostLetterKind | None = None) -> Sequence[HostLetterAskedV1]:
    letters = await lycee.published(HostLetterAskedV1)
    return [one for one in letters if kind in (None, one.kind)]


async def days_of(lycee: Lycee, kind: HostLetterKind) -> list[date]:
    return [one.occurred_on for one in await asked(lycee, kind)]


async def letter(lycee: Lycee, letter_id: HostLetterId, at: datetime) -> HostLetter:
    scope = Scope(frozenset({lycee.uai}))
    async with lycee.units.begin(scope, uai=lycee.uai, now=at) as uow:
        return await letter_to_a_host(HostLetterRequest(letter_id=letter_id), uow)


async def entrusts(lycee: Lycee, placement: UUID, tutor: UUID) -> None:
    await lycee.superuser.execute(
        "UPDATE placements SET tutor_id = $2 WHERE placement_id = $1", placement, tutor
    )


async def test_each_letter_of_a_stay_is_asked_for_once_and_for_all_pupils_of_its_reader(
    lycee: Lycee, winter: Winter
) -> None:
    await winter.issues(on=TODAY)

    await mornings(lycee, TODAY, date(2027, 2, 26))
    await mornings(lycee, date(2027, 1, 4), date(2027, 2, 26))

    assert await days_of(lycee, K.AGREEMENT_READY) == [
        *(date(2026, 11, 25), date(2026, 11, 27), date(2026, 12, 3), date(2026, 12, 30))
    ]
    assert await days_of(lycee, K.PUPIL_ARRIVES) == [date(2026, 12, 31)]
    assert await days_of(lycee, K.ATTESTATION_DUE) == [
        *(date(2027, 1, 29), date(2027, 2, 1), date(2027, 2, 3))
    ]
    assert await days_of(lycee, K.STAY_THANKS) == [date(2027, 2, 2)]
    for one in await asked(lycee):
        assert set(one.placements) == set(winter.placements)


async def test_a_letter_says_who_comes_when_and_to_whom_and_opens_the_page_of_the_stay(
    lycee: Lycee, winter: Winter
) -> None:
    tutor = uuid4()
    await entrusts(lycee, winter.placements[0], tutor)
    await entrusts(lycee, winter.placements[1], tutor)
    await winter.names_a_referent()
    await looks(lycee, date(2026, 12, 31))
    (one,) = await asked(lycee)
    assert one.tutor_id == tutor

    said = await letter(lycee, one.letter_id, paris(date(2026, 12, 31), 7))

    assert said.standing
    assert (said.kind, said.tutor_id, said.signs) == (K.PUPIL_ARRIVES, ContactId(tutor), False)
    assert {(stay.pupil_name, stay.referent, stay.minor) for stay in said.stays} == {
        ("Inès FABRE", "Mme Roux", None),
        ("Léa MARTIN", None, None),
    }
    assert {(stay.starts_on, stay.ends_on) for stay in said.stays} == {
        (date(2027, 1, 4), date(2027, 1, 29))
    }
    urls = {stay.url for stay in said.stays}
    assert len(urls) == 2
    assert all(url and "/accueil-pfmp/" in url for url in urls)


async def test_the_page_is_open_until_sixty_days_after_the_stay(
    lycee: Lycee, winter: Winter
) -> None:
    await looks(lycee, date(2026, 12, 31))
    await looks(lycee, date(2027, 1, 29))
    rows = await lycee.superuser.fetch("SELECT placement_id, expires_at FROM personal_links")
    assert {row["placement_id"] for row in rows} == set(winter.placements)
    assert [row["expires_at"] for row in rows] == [paris(date(2027, 3, 31), 0)] * 2


async def test_a_closed_link_is_not_opened_by_a_letter_that_was_asked_for_before(
    lycee: Lycee, winter: Winter
) -> None:
    await looks(lycee, date(2026, 12, 31))
    (one,) = await asked(lycee)
    at = paris(date(2026, 12, 31), 7)
    await lycee.superuser.execute("UPDATE personal_links SET revoked_at = $1", at)

    said = await letter(lycee, one.letter_id, at)
    assert [stay.url for stay in said.stays] == [None, None]


async def test_who_signs_is_written_to_then_the_tutor_alone_and_nobody_once_both_signed(
    lycee: Lycee, winter: Winter
) -> None:
    tutor = uuid4()
    await entrusts(lycee, winter.placements[0], tutor)
    first, _ = await winter.issues(on=TODAY)
    await looks(lycee, date(2026, 11, 25))
    (one,) = await asked(lycee)
    said = await letter(lycee, one.letter_id, paris(date(2026, 11, 25), 7))
    assert (one.tutor_id, said.signs, len(said.stays)) == (None, True, 2)

    later = replace(lycee, now=paris(date(2026, 11, 25), 10))
    await signs(later, first, Signer.HOST)
    assert len((await letter(lycee, one.letter_id, later.now)).stays) == 1
    await looks(lycee, date(2026, 11, 27))
    of_tutor = [two for two in await asked(lycee) if two.tutor_id == tutor]
    assert [two.placements for two in of_tutor] == [(winter.placements[0],)]
    reminded = await letter(lycee, of_tutor[0].letter_id, paris(date(2026, 11, 27), 7))
    assert (reminded.tutor_id, reminded.signs, reminded.reminder) == (tutor, False, 1)

    await signs(later, first, Signer.TUTOR)
    over = await letter(lycee, of_tutor[0].letter_id, paris(date(2026, 11, 27), 8))
    assert not over.standing


async def test_of_who_left_the_lycee_nothing_is_said(lycee: Lycee, winter: Winter) -> None:
    leaves = "UPDATE pupils SET left_on = $2 WHERE pupil_year_id = $1"
    await winter.issues(on=TODAY)
    await lycee.superuser.execute(leaves, winter.pupils[0], date(2026, 12, 1))
    await looks(lycee, date(2026, 12, 31))
    (one,) = await asked(lycee, K.PUPIL_ARRIVES)
    assert one.placements == (winter.placements[1],)

    # Between the look and the mail.
    await lycee.superuser.execute(leaves, winter.pupils[1], date(2026, 12, 31))
    with pytest.raises(NotFound):
        await letter(lycee, one.letter_id, paris(date(2026, 12, 31), 7))

    await mornings(lycee, date(2027, 1, 4), date(2027, 2, 5))
    assert await asked(lycee, K.ATTESTATION_DUE) == []
    # Who stayed to the last day came to the end.
    await lycee.superuser.execute(leaves, winter.pupils[1], date(2027, 1, 30))
    await looks(lycee, date(2027, 2, 3))
    (due,) = await asked(lycee, K.ATTESTATION_DUE)
    assert due.placements == (winter.placements[1],)


async def test_of_who_did_not_come_no_attestation_is_asked_and_nobody_is_thanked(
    lycee: Lycee, winter: Winter
) -> None:
    during = replace(lycee, now=paris(date(2027, 1, 5), 9))
    absent = await during.do(
        report_absence, placement_id=winter.placements[0], alert_id=uuid4(), now=during.now
    )
    await looks(lycee, date(2027, 1, 29))
    (due,) = await asked(lycee, K.ATTESTATION_DUE)
    assert due.placements == (winter.placements[1],)
    await looks(lycee, date(2027, 2, 2))
    (thanks,) = await asked(lycee, K.STAY_THANKS)
    assert thanks.placements == (winter.placements[1],)

    # They came, after all.
    later = replace(lycee, now=paris(date(2027, 2, 2), 9))
    await later.do(close_alert, alert_id=absent, version=1, now=later.now)
    await looks(lycee, date(2027, 2, 3))
    again = (await asked(lycee, K.ATTESTATION_DUE))[1:]
    assert {place for one in again for place in one.placements} == set(winter.placements)


async def test_who_signs_is_asked_for_though_another_agreement_waits_for_a_tutor_nobody_named(
    lycee: Lycee, winter: Winter
) -> None:
    first, _ = await winter.issues(on=TODAY)
    await signs(lycee, first, Signer.HOST)
    await looks(lycee, date(2026, 11, 25))
    (one,) = await asked(lycee)
    said = await letter(lycee, one.letter_id, paris(date(2026, 11, 25), 7))
    assert (said.tutor_id, said.signs, len(said.stays)) == (None, True, 2)


async def signs(lycee: Lycee, agreement: UUID, signer: Signer) -> None:
    await lycee.do(
        record_signatures,
        ticks={agreement: [signer]},
        how=HowSigned(on=TODAY, channel=SignatureChannel.PAPER, delegated=False),
        now=lycee.now,
    )


async def test_of_a_refused_agreement_and_of_one_that_gave_way_to_another_nothing_is_said(
    lycee: Lycee, winter: Winter
) -> None:
    refused, amended = await winter.issues(on=TODAY)
    refusal = Refusal(Signer.HOST, SignatureRefusal.DATES, TODAY)
    await lycee.do(
        refuse_signature, agreement_id=refused, version=2, refusal=refusal, now=lycee.now
    )
    await lycee.superuser.execute(
        "UPDATE agreements SET standing = 'amended', closed_on = $2 WHERE agreement_id = $1",
        *(amended, TODAY),
    )
    await mornings(lycee, TODAY, date(2026, 12, 18))
    assert await asked(lycee, K.AGREEMENT_READY) == []


async def test_where_readers_changed_the_letter_goes_to_whoever_has_most_of_its_stays(
    lycee: Lycee, winter: Winter
) -> None:
    await lycee.places(winter.pupils[2], winter.period, await site_of(winter))
    old, new = uuid4(), uuid4()
    everybody = [
        row["placement_id"] for row in await lycee.superuser.fetch("SELECT * FROM placements")
    ]
    for placement in everybody:
        await entrusts(lycee, placement, old)
    await looks(lycee, date(2026, 12, 31))
    (one,) = await asked(lycee)
    for placement in sorted(everybody)[1:]:
        await entrusts(lycee, placement, new)

    said = await letter(lycee, one.letter_id, paris(date(2026, 12, 31), 7))
    assert (said.tutor_id, len(said.stays)) == (ContactId(new), 2)


async def site_of(winter: Winter) -> SiteKey:
    return SiteKey(await winter.lycee.superuser.fetchval("SELECT site_key FROM placements LIMIT 1"))


async def test_what_is_withdrawn_or_erased_before_the_letter_leaves_is_not_in_it(
    lycee: Lycee, winter: Winter
) -> None:
    await looks(lycee, date(2026, 12, 31))
    (one,) = await asked(lycee)
    at = paris(date(2026, 12, 31), 7)
    await lycee.withdraws(winter.placements[0], version=2)
    assert [stay.pupil_name for stay in (await letter(lycee, one.letter_id, at)).stays] == [
        "Léa MARTIN"
    ]

    version = await lycee.superuser.fetchval(
        "SELECT version FROM pupils WHERE pupil_year_id = $1", winter.pupils[1]
    )
    await lycee.do(
        erase_pupil, pupil_year_id=winter.pupils[1], version=version, notes=(), now=lycee.now
    )
    with pytest.raises(NotFound):
        await letter(lycee, one.letter_id, at)


async def test_a_stay_moved_after_the_letter_was_asked_for_is_told_of_by_its_own_letter(
    lycee: Lycee, winter: Winter
) -> None:
    await looks(lycee, date(2026, 12, 31))
    (one,) = await asked(lycee)
    await lycee.superuser.execute(
        "UPDATE placements SET own_starts_on = '2027-01-11', own_ends_on = '2027-01-29',"
        " dates_reason = 'other' WHERE placement_id = ANY($1)",
        winter.placements,
    )
    assert not (await letter(lycee, one.letter_id, paris(date(2026, 12, 31), 7))).standing

    await mornings(lycee, date(2027, 1, 4), date(2027, 1, 11))
    assert await days_of(lycee, K.PUPIL_ARRIVES) == [date(2026, 12, 31), date(2027, 1, 8)]


async def test_an_interrupted_stay_and_one_that_never_began_are_asked_for_nothing(
    lycee: Lycee, winter: Winter
) -> None:
    at = replace(lycee, now=paris(date(2027, 1, 13), 9))
    await at.interrupts(winter.placements[0], on=date(2027, 1, 12))
    await at.notes_a_no_show(winter.placements[1], on=date(2027, 1, 4))
    await mornings(lycee, date(2027, 1, 14), date(2027, 2, 26))
    assert await asked(lycee) == []


async def test_another_lycee_is_told_of_nothing(
    lycee: Lycee, winter: Winter, other_lycee: Lycee
) -> None:
    await looks(other_lycee, date(2026, 12, 31))
    assert await asked(lycee) == await asked(other_lycee) == []
    await looks(lycee, date(2026, 12, 31))
    (one,) = await asked(lycee)
    with pytest.raises(NotFound):
        await letter(other_lycee, one.letter_id, paris(date(2026, 12, 31), 7))


async def test_each_working_morning_looks_and_a_weeks_downtime_is_made_up_for_on_monday(
    lycee: Lycee, winter: Winter, database: Database
) -> None:
    await winter.issues(on=TODAY)
    run = (timed, lycee.units, database.relay_dsn)
    for hour in (3, 6, 7):
        await run_due_work(*run, paris(date(2026, 11, 25), hour))
    assert await days_of(lycee, K.AGREEMENT_READY) == [date(2026, 11, 25)]

    # Down from then on; up again on Saturday the week after.
    await run_due_work(*run, paris(date(2026, 12, 5), 9))
    await run_due_work(*run, paris(date(2026, 12, 5), 10))
    assert len(await asked(lycee)) == 1
    for hour in (3, 6, 7):
        await run_due_work(*run, paris(date(2026, 12, 7), hour))

    assert await days_of(lycee, K.AGREEMENT_READY) == [date(2026, 11, 25), date(2026, 12, 7)]
    due = await lycee.superuser.fetch(
        "SELECT key FROM due_work WHERE job = $1 AND done_at IS NULL", JOB
    )
    assert due == []


async def test_mornings_missed_until_a_week_end_are_made_up_for_on_monday(
    lycee: Lycee, winter: Winter, database: Database
) -> None:
    run = (timed, lycee.units, database.relay_dsn)
    await run_due_work(*run, paris(date(2026, 11, 25), 3))
    await lycee.superuser.execute("UPDATE due_work SET done_at = now() WHERE job = $1", JOB)
    # The stays were over on 29 January; the morning of Tuesday is only run on Saturday.
    async with lycee.units.begin(Scope(frozenset({lycee.uai})), uai=lycee.uai) as uow:
        due_at = paris(date(2027, 2, 2), 6)
        await uow.schedule(JOB, key="2027-02-02", due_at=due_at, uai=lycee.uai)
    await run_due_work(*run, paris(date(2027, 2, 6), 9))
    assert await asked(lycee) == []
    await run_due_work(*run, paris(date(2027, 2, 8), 6))

    told = {(one.kind, one.occurred_on) for one in await asked(lycee)}
    monday = date(2027, 2, 8)
    assert told == {(K.ATTESTATION_DUE, monday), (K.STAY_THANKS, monday)}


async def test_a_morning_of_forty_hosts_takes_as_many_statements_as_one_of_two(
    lycee: Lycee, winter: Winter, other_lycee: Lycee
) -> None:
    with statements() as of_one:
        await looks(lycee, date(2026, 12, 31))
    theirs = await a_winter(other_lycee)
    names = [f"NOM{n:03} Jo 2ELEC" for n in range(40)]
    pupils = await other_lycee.imports(*names, classes={"2ELEC": theirs.formation})
    for pupil in sorted(set(pupils) - set(theirs.pupils)):
        await other_lycee.places(pupil, theirs.period, await other_lycee.knows_a_host())

    with statements() as of_many:
        await looks(other_lycee, date(2026, 12, 31))

    assert len(await asked(other_lycee)) == 41
    links = "SELECT count(*) FROM personal_links WHERE uai = $1"
    assert await lycee.superuser.fetchval(links, other_lycee.uai) == 42
    assert len(of_many) == len(of_one)


async def test_what_was_written_is_known_for_a_year(lycee: Lycee, winter: Winter) -> None:
    await looks(lycee, date(2026, 12, 31))
    count = "SELECT count(*) FROM host_letter_stays"
    await purge_all(lycee.units, retention, now=paris(date(2027, 12, 31), 12))
    assert await lycee.superuser.fetchval(count) == 2
    await purge_all(lycee.units, retention, now=paris(date(2028, 1, 3), 12))
    assert await lycee.superuser.fetchval(count) == 0
