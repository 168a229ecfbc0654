"""Addresses of families: noted once the lycée decided so, moved, stopped, returned, erased, told to the pupil."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from services.chassis.base.errors import NotFound, StaleVersion
from services.chassis.base.identity import Role
from services.chassis.privacy.retention.purge import purge_all
from services.chassis.unit_of_work.unit_of_work import Scope
from services.internships.families.commands import (
    agree_to_letters,
    allow_family_mails,
    note_address,
    note_returned_mail,
    remove_address,
    stop_family_mails,
    try_address_again,
    write_to_families,
)
from services.internships.families.model import (
    FamilyAddressMoved,
    FamilyMailsOff,
    PupilNotOfAge,
    SaidBy,
)
from services.internships.families.queries import FamilyCounts, read_family_counts
from services.internships.families.store import Families
from services.internships.permissions import PERMISSIONS, SEE_PFMP
from services.internships.pupils.model import PupilErased
from services.internships.register import REGISTER
from services.internships.retention import retention
from services.internships.rights.commands import erase_pupil
from services.internships.rights.queries import read_pupil_to_erase, tell_pupil
from services.notifications.permissions import PERMISSIONS as OF_MAILS
from services.notifications.permissions import SEE_MAILS
from tests.internships.families.relatives import (
    FATHER,
    FIRST,
    INES,
    MOTHER,
    PUPIL,
    SECOND,
    family_of,
    is_born,
    notes,
    opens,
)
from tests.internships.notices.asking import Winter, a_winter
from tests.internships.world import TODAY, YEAR, Lycee


async def test_nothing_is_noted_before_the_lycee_decided_to_write_to_families(lycee: Lycee) -> None:
    winter = await a_winter(lycee)
    with pytest.raises(FamilyMailsOff):
        await notes(lycee, winter.pupils[0], FIRST, MOTHER)
    await opens(lycee)
    await notes(lycee, winter.pupils[0], FIRST, MOTHER)
    with pytest.raises(StaleVersion):
        await lycee.do(write_to_families, uai=lycee.uai, is_open=False, version=0, now=lycee.now)


async def test_an_address_that_changes_is_another_one_and_the_same_one_stays(lycee: Lycee) -> None:
    winter = await a_winter(lycee)
    await opens(lycee)
    first = await notes(lycee, winter.pupils[0], FIRST, MOTHER)
    assert await notes(lycee, winter.pupils[0], FIRST, MOTHER.upper()) == first
    second = await notes(lycee, winter.pupils[0], FIRST, FATHER, said_by=SaidBy.FAMILY)
    assert second != first

    known = (await family_of(lycee, winter.pupils[0])).addresses[FIRST]
    assert (known.mail, known.said_by, known.noted_on) == (FATHER, SaidBy.FAMILY, TODAY)
    # Two who correct it at once: the second is asked to look again.
    with pytest.raises(FamilyAddressMoved):
        await lycee.do(
            note_address,
            pupil_year_id=winter.pupils[0],
            slot=FIRST,
            mail=INES,
            known_id=first,
            said_by=SaidBy.BUREAU,
            now=lycee.now,
        )
    with pytest.raises(FamilyAddressMoved):
        await lycee.do(
            remove_address,
            pupil_year_id=winter.pupils[0],
            slot=FIRST,
            known_id=first,
            now=lycee.now,
        )
    assert (
        await lycee.do(
            remove_address,
            pupil_year_id=winter.pupils[0],
            slot=FIRST,
            known_id=second,
            now=lycee.now,
        )
        == FATHER
    )
    assert (await family_of(lycee, winter.pupils[0])).addresses == {}


async def test_another_lycee_finds_neither_pupil_nor_address(
    lycee: Lycee, other_lycee: Lycee
) -> None:
    winter = await a_winter(lycee)
    await opens(lycee)
    await opens(other_lycee)
    address = await notes(lycee, winter.pupils[0], FIRST, MOTHER)
    with pytest.raises(NotFound):
        await notes(other_lycee, winter.pupils[0], FIRST, MOTHER)
    with pytest.raises(NotFound):
        await other_lycee.do(stop_family_mails, address_id=address, now=other_lycee.now)
    await other_lycee.do(note_returned_mail, address_id=address, now=other_lycee.now)
    assert (await family_of(lycee, winter.pupils[0])).addresses[FIRST].returned_on is None


async def test_a_stop_is_of_the_address_and_outlives_its_coming_back(lycee: Lycee) -> None:
    winter = await a_winter(lycee)
    await opens(lycee)
    address = await notes(lycee, winter.pupils[0], FIRST, MOTHER)
    await notes(lycee, winter.pupils[1], SECOND, MOTHER)
    await lycee.do(stop_family_mails, address_id=address, now=lycee.now)
    await lycee.do(stop_family_mails, address_id=address, now=lycee.now)
    for pupil, slot in ((winter.pupils[0], FIRST), (winter.pupils[1], SECOND)):
        assert (await family_of(lycee, pupil)).addresses[slot].stopped

    await lycee.do(
        remove_address, pupil_year_id=winter.pupils[0], slot=FIRST, known_id=address, now=lycee.now
    )
    again = await notes(lycee, winter.pupils[0], FIRST, MOTHER.upper())
    assert (await family_of(lycee, winter.pupils[0])).addresses[FIRST].stopped
    await lycee.do(allow_family_mails, address_id=again, now=lycee.now)
    assert not (await family_of(lycee, winter.pupils[1])).addresses[SECOND].stopped
    # Nothing but a digest is kept of it.
    await lycee.do(stop_family_mails, address_id=again, now=lycee.now)
    kept = await lycee.superuser.fetch("SELECT * FROM family_stops")
    assert kept
    assert "fabre" not in repr([dict(row) for row in kept]).casefold()


async def test_a_stop_is_of_one_lycee_for_whoever_works_in_two(
    lycee: Lycee, other_lycee: Lycee
) -> None:
    here, there = await a_winter(lycee), await a_winter(other_lycee)
    for one, winter in ((lycee, here), (other_lycee, there)):
        await opens(one)
        await notes(one, winter.pupils[0], FIRST, MOTHER)
    stopped = (await family_of(lycee, here.pupils[0])).addresses[FIRST].id
    await lycee.do(stop_family_mails, address_id=stopped, now=lycee.now)

    both = Scope(frozenset({lycee.uai, other_lycee.uai}))
    async with lycee.units.begin(both, now=lycee.now) as uow:
        found = await Families(uow).of_pupils([here.pupils[0], there.pupils[0]])
    assert found[here.pupils[0]].addresses[FIRST].stopped
    assert not found[there.pupils[0]].addresses[FIRST].stopped


async def test_an_address_in_failure_is_tried_again_or_corrected(lycee: Lycee) -> None:
    winter = await a_winter(lycee)
    await opens(lycee)
    address = await notes(lycee, winter.pupils[0], FIRST, MOTHER)
    await lycee.do(note_returned_mail, address_id=address, now=lycee.now)
    assert (await family_of(lycee, winter.pupils[0])).addresses[FIRST].returned_on == TODAY
    await lycee.do(
        try_address_again,
        pupil_year_id=winter.pupils[0],
        slot=FIRST,
        known_id=address,
        now=lycee.now,
    )
    assert (await family_of(lycee, winter.pupils[0])).addresses[FIRST].returned_on is None

    await lycee.do(note_returned_mail, address_id=address, now=lycee.now)
    await notes(lycee, winter.pupils[0], FIRST, FATHER)
    # What comes back of the address before says nothing of this one.
    await lycee.do(note_returned_mail, address_id=address, now=lycee.now)
    assert (await family_of(lycee, winter.pupils[0])).addresses[FIRST].returned_on is None


async def test_only_a_pupil_of_age_agrees_and_may_take_it_back(lycee: Lycee) -> None:
    winter = await a_winter(lycee)
    pupil = winter.pupils[0]

    async def says(at: Lycee, *, agrees: bool) -> None:
        await at.do(
            agree_to_letters,
            pupil_year_id=pupil,
            agrees=agrees,
            said_by=SaidBy.FAMILY,
            now=at.now,
        )

    for born_on in (None, date(2008, 11, 25)):
        await is_born(lycee, pupil, born_on)
        with pytest.raises(PupilNotOfAge):
            await says(lycee, agrees=True)
    await is_born(lycee, pupil, date(2008, 11, 24))
    await says(lycee, agrees=True)
    await says(replace(lycee, now=lycee.now + timedelta(days=3)), agrees=True)
    known = await family_of(lycee, pupil)
    assert (known.agreed_on, known.agreed_by) == (TODAY, SaidBy.FAMILY)
    await says(lycee, agrees=False)
    assert (await family_of(lycee, pupil)).agreed_on is None


async def whole(lycee: Lycee) -> Winter:
    """A pupil of age who agreed, with three addresses."""
    winter = await a_winter(lycee)
    await opens(lycee)
    pupil = winter.pupils[0]
    await is_born(lycee, pupil, date(2008, 11, 24))
    for slot, mail in ((FIRST, MOTHER), (SECOND, FATHER), (PUPIL, INES)):
        await notes(lycee, pupil, slot, mail)
    await lycee.do(
        agree_to_letters, pupil_year_id=pupil, agrees=True, said_by=SaidBy.BUREAU, now=lycee.now
    )
    return winter


async def rows(lycee: Lycee) -> int:
    return int(
        await lycee.superuser.fetchval(
            "SELECT (SELECT count(*) FROM family_addresses) + (SELECT count(*) FROM family_agreements)"
        )
    )


async def test_an_erasure_and_the_end_of_the_year_take_all_of_it(lycee: Lycee) -> None:
    winter = await whole(lycee)
    await notes(lycee, winter.pupils[1], FIRST, "martin@messagerie.example")
    assert await rows(lycee) == 5
    pupil = winter.pupils[0]
    version = await lycee.superuser.fetchval(
        "SELECT version FROM pupils WHERE pupil_year_id = $1", pupil
    )
    await lycee.do(erase_pupil, pupil_year_id=pupil, version=version, notes=(), now=lycee.now)
    assert await rows(lycee) == 1
    with pytest.raises(PupilErased):
        await lycee.do(
            note_address,
            pupil_year_id=pupil,
            slot=FIRST,
            mail=MOTHER,
            known_id=None,
            said_by=SaidBy.BUREAU,
            now=lycee.now,
        )
    await purge_all(lycee.units, retention, now=lycee.now.replace(year=2027))
    assert await rows(lycee) == 0


async def test_a_pupil_is_told_all_that_is_kept_of_the_family(lycee: Lycee) -> None:
    winter = await whole(lycee)
    async with lycee.units.begin(Scope(frozenset({lycee.uai})), now=lycee.now) as uow:
        told = await tell_pupil(uow, REGISTER, await read_pupil_to_erase(uow, winter.pupils[0]))
    for mail in (MOTHER, FATHER, INES):
        assert mail in repr(told)
    assert "Courriels aux familles" in repr(told)


async def test_no_event_says_anything_of_a_family(lycee: Lycee) -> None:
    await whole(lycee)
    journal = await lycee.superuser.fetch("SELECT headers, payload FROM journal")
    audit = await lycee.superuser.fetch("SELECT * FROM audit_entries")
    assert "messagerie" not in repr([dict(row) for row in (*journal, *audit)])


async def test_what_is_missing_is_counted_among_who_is_there(lycee: Lycee) -> None:
    winter = await whole(lycee)
    address = await notes(lycee, winter.pupils[1], FIRST, "martin@messagerie.example")
    await lycee.do(note_returned_mail, address_id=address, now=lycee.now)
    async with lycee.units.begin(Scope(frozenset({lycee.uai})), now=lycee.now) as uow:
        counts = await read_family_counts(uow, [lycee.uai], YEAR)
    assert counts[lycee.uai] == FamilyCounts(pupils=3, reached=2, ageless=2, returned=1)
    assert counts[lycee.uai].without == 1
    # Of who left nothing is missing any more.
    await lycee.superuser.execute(
        "UPDATE pupils SET left_on = $2 WHERE pupil_year_id = $1", winter.pupils[1], TODAY
    )
    async with lycee.units.begin(Scope(frozenset({lycee.uai})), now=lycee.now) as uow:
        counts = await read_family_counts(uow, [lycee.uai], YEAR)
    assert (counts[lycee.uai].pupils, counts[lycee.uai].returned) == (2, 0)


async def test_forgotten_stops_go_after_three_years(lycee: Lycee) -> None:
    winter = await a_winter(lycee)
    await opens(lycee)
    address = await notes(lycee, winter.pupils[0], FIRST, MOTHER)
    await lycee.do(stop_family_mails, address_id=address, now=lycee.now)
    await purge_all(lycee.units, retention, now=lycee.now + timedelta(days=3 * 365 - 1))
    assert await lycee.superuser.fetchval("SELECT count(*) FROM family_stops") == 1
    await purge_all(lycee.units, retention, now=lycee.now + timedelta(days=3 * 365 + 1))
    assert await lycee.superuser.fetchval("SELECT count(*) FROM family_stops") == 0


def test_whoever_sees_mails_may_see_the_pupils_they_are_about() -> None:
    # The supervisor sees those of the DSDEN alone, which writes of no pupil.
    assert OF_MAILS.roles(SEE_MAILS) - {Role.SUPERVISOR} <= PERMISSIONS.roles(SEE_PFMP)


async def test_nobody_finds_an_address_that_is_not_there(lycee: Lycee) -> None:
    with pytest.raises(NotFound):
        await lycee.do(stop_family_mails, address_id=uuid4(), now=lycee.now)
