"""Committees: who keeps them, who reads which address, and how long who sits there is known."""

from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from contracts.coordination.committees import (
    CharterSignedV1,
    CommitteeKind,
    CommitteePersonErasedV1,
)
from services.chassis.base.errors import Invalid, NotFound, StaleVersion
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.committees.commands import (
    ERASED_KIND,
    allow_committee_mails,
    archive_committee,
    correct_committee,
    correct_member,
    erase_person,
    leave_committee,
    restore_committee,
    return_member,
    seat_member,
    sign_charter,
    stop_committee_mails,
    try_address_again,
    withdraw_charter,
)
from services.coordination.committees.model import (
    CharterNotSigned,
    CommitteeArchived,
    CommitteeDetails,
    CommitteeNotArchived,
    MemberDetails,
    MemberFunction,
    MemberLeft,
    MemberNotLeft,
    Organisation,
    OrganisationUnclear,
)
from services.coordination.committees.queries import CommitteeCard, read_committee
from services.coordination.committees.retention import KEPT, erase_people, people_gone
from services.coordination.committees.store import Members
from services.coordination.subscribers import erasing
from tests.coordination.committees.world import (
    a_committee,
    a_seat,
    committee_seen,
    member_seen,
    signs,
)
from tests.coordination.world import Somebody
from tests.support.network import ELSEWHERE, HERE
from tests.support.services import Published

MAIL = "ghislaine@lomagne.example"


async def card(who: Somebody, committee_id: UUID) -> CommitteeCard:
    async def find(uow: UnitOfWork) -> CommitteeCard:
        return await read_committee(uow, committee_id)

    return await who.do(find)


async def test_a_committee_is_corrected_archived_and_restored(supervisor: Somebody) -> None:
    committee_id = await a_committee(supervisor)
    details = CommitteeDetails(CommitteeKind.STEERING, "COPIL du bois")
    await supervisor.do(correct_committee, committee_id=committee_id, version=1, details=details)
    with pytest.raises(StaleVersion):
        await supervisor.do(
            correct_committee, committee_id=committee_id, version=1, details=details
        )

    now = supervisor.later()
    await supervisor.do(archive_committee, committee_id=committee_id, version=2, now=now)
    assert (await committee_seen(supervisor, committee_id)).archived_at == now
    with pytest.raises(CommitteeArchived):
        await a_seat(supervisor, committee_id)
    await supervisor.do(restore_committee, committee_id=committee_id, version=3)
    with pytest.raises(CommitteeNotArchived):
        await supervisor.do(restore_committee, committee_id=committee_id, version=4)
    assert (await committee_seen(supervisor, committee_id)).details == details


@pytest.mark.parametrize(
    "said",
    [{}, {"lycee": HERE, "name": "Une entreprise"}, {"actor_id": uuid4(), "name": "Un CIO"}],
)
def test_a_member_speaks_for_one_organisation(said: dict[str, object]) -> None:
    with pytest.raises(OrganisationUnclear):
        Organisation(**said)  # type: ignore[arg-type]  # as a form may send it


async def test_only_organisations_that_are_known_sit_there(supervisor: Somebody) -> None:
    committee_id = await a_committee(supervisor)
    strange = Organisation(lycee=type(HERE)("0310001H"))
    for organisation, refused in (
        (strange, Invalid),
        (Organisation(actor_id=uuid4()), NotFound),
    ):
        with pytest.raises(refused):
            await supervisor.do(
                seat_member,
                committee_id=committee_id,
                details=MemberDetails(organisation, MemberFunction.MEMBER),
                now=supervisor.later(),
            )


async def test_a_lycee_reads_who_sits_there_and_the_addresses_of_its_own_alone(
    supervisor: Somebody, bureau: Somebody, other_bureau: Somebody
) -> None:
    committee_id = await a_committee(supervisor)
    own = await a_seat(supervisor, committee_id, lycee=HERE, mail=MAIL)
    firm = await a_seat(supervisor, committee_id, mail="bois@delbosc.example")

    for reader, seen in (
        (bureau, {own.id}),
        (other_bureau, set()),
        (supervisor, {own.id, firm.id}),
    ):
        seats = (await card(reader, committee_id)).seats
        assert {one.name for one in seats} == {
            "Ghislaine Canarival, Lycée Bourdelle",
            "Ghislaine Canarival, Menuiserie Delbosc",
        }
        assert {one.member.id for one in seats if one.member.address} == seen


async def test_a_lycee_changes_nothing_of_a_committee(
    supervisor: Somebody, bureau: Somebody
) -> None:
    committee_id = await a_committee(supervisor)
    own = await a_seat(supervisor, committee_id, lycee=HERE, mail=MAIL)

    for use_case, more in (
        (archive_committee, {"committee_id": committee_id}),
        (leave_committee, {"member_id": own.id}),
        (erase_person, {"member_id": own.id}),
    ):
        with pytest.raises(NotFound):
            await bureau.do(use_case, version=1, now=bureau.now, **more)  # type: ignore[arg-type]  # three alike


async def test_who_leaves_is_kept_apart_and_comes_back(supervisor: Somebody) -> None:
    committee_id = await a_committee(supervisor)
    seat = await a_seat(supervisor, committee_id)
    await supervisor.do(leave_committee, member_id=seat.id, version=1, now=supervisor.later())

    shown = await card(supervisor, committee_id)
    assert ([one.member.id for one in shown.left], list(shown.seats)) == ([seat.id], [])
    details = MemberDetails(Organisation(name="Un CIO"), MemberFunction.MEMBER)
    with pytest.raises(MemberLeft):
        await supervisor.do(
            correct_member,
            member_id=seat.id,
            version=2,
            details=details,
            now=supervisor.later(),
        )
    await supervisor.do(return_member, member_id=seat.id, version=2, now=supervisor.later())
    with pytest.raises(MemberNotLeft):
        await supervisor.do(return_member, member_id=seat.id, version=3, now=supervisor.later())
    assert [one.member.id for one in (await card(supervisor, committee_id)).seats] == [seat.id]


async def test_another_address_is_another_one_and_the_same_stays(supervisor: Somebody) -> None:
    committee_id = await a_committee(supervisor)
    seat = await a_seat(supervisor, committee_id, mail=MAIL)
    assert seat.address

    async def corrected(version: int, mail: str | None, lycee: bool = False) -> None:
        organisation = Organisation(lycee=HERE) if lycee else seat.organisation
        details = MemberDetails(organisation, seat.function, seat.person, mail)
        await supervisor.do(
            correct_member,
            member_id=seat.id,
            version=version,
            details=details,
            now=supervisor.later(),
        )

    await corrected(1, MAIL.upper())
    same = (await member_seen(supervisor, seat.id)).address
    assert same
    assert same.id == seat.address.id
    await corrected(2, MAIL, lycee=True)
    moved = (await member_seen(supervisor, seat.id)).address
    assert moved
    assert (moved.uai, moved.id != seat.address.id) == (HERE, True)
    await corrected(3, None, lycee=True)
    assert (await member_seen(supervisor, seat.id)).address is None


async def test_who_stops_mails_is_known_wherever_the_address_is_typed_again(
    supervisor: Somebody, bureau: Somebody
) -> None:
    committee_id = await a_committee(supervisor)
    seat = await a_seat(supervisor, committee_id, lycee=HERE, mail=MAIL)
    assert seat.address
    address_id = seat.address.id
    await bureau.do(stop_committee_mails, address_id=address_id, now=bureau.now)

    again = await a_seat(supervisor, committee_id, mail=MAIL.title())
    assert again.address
    assert again.address.stopped
    await bureau.do(allow_committee_mails, address_id=address_id)
    found = (await member_seen(supervisor, again.id)).address
    assert found
    assert not found.stopped
    with pytest.raises(NotFound):
        await bureau.do(stop_committee_mails, address_id=uuid4(), now=bureau.now)


async def test_an_address_nothing_reaches_is_tried_again_or_corrected(supervisor: Somebody) -> None:
    committee_id = await a_committee(supervisor)
    seat = await a_seat(supervisor, committee_id, mail=MAIL)
    assert seat.address
    lost = seat.address.id

    async def note(uow: UnitOfWork) -> None:
        await Members(uow).note_return(lost, now=uow.now)

    await supervisor.do(note)
    await supervisor.do(note)
    found = (await member_seen(supervisor, seat.id)).address
    assert found
    assert found.returned
    await supervisor.do(try_address_again, member_id=seat.id, now=supervisor.later())
    found = (await member_seen(supervisor, seat.id)).address
    assert found
    assert not found.returned


async def test_a_person_is_erased_for_good_and_the_organisation_stays(
    supervisor: Somebody, published: Published, superuser: asyncpg.Connection
) -> None:
    committee_id = await a_committee(supervisor)
    seat = await a_seat(supervisor, committee_id, mail=MAIL)
    await supervisor.do(erase_person, member_id=seat.id, version=1, now=supervisor.later())

    left = await member_seen(supervisor, seat.id)
    assert (left.person, left.address, left.organisation.name) == (None, None, "Menuiserie Delbosc")
    [told] = await published(CommitteePersonErasedV1)
    assert told.member_id == seat.id
    kinds = await superuser.fetch("SELECT kind, resource_id FROM erasures")
    assert [tuple(row) for row in kinds] == [(ERASED_KIND, seat.id)]

    # A backup brings them back.
    await superuser.execute("UPDATE committee_members SET person = 'Ghislaine Canarival'")

    async def again(uow: UnitOfWork) -> None:
        await erasing.kinds[ERASED_KIND](uow, resource_id=seat.id, now=uow.now)

    await supervisor.do(again)
    assert (await member_seen(supervisor, seat.id)).person is None


async def gone(supervisor: Somebody) -> set[UUID]:
    async def find(uow: UnitOfWork) -> set[UUID]:
        found = [one.id for one in await people_gone(uow, now=uow.now, limit=10)]
        return set(await erase_people(uow, found, uow.now))

    return await supervisor.do(find)


async def test_people_go_a_year_after_they_left_or_their_committee_was_archived(
    supervisor: Somebody,
) -> None:
    first, second = await a_committee(supervisor), await a_committee(supervisor, "COPIL")
    left = await a_seat(supervisor, first, mail=MAIL)
    stays = await a_seat(supervisor, first, mail=MAIL)
    of_archived = await a_seat(supervisor, second, mail=MAIL)
    await supervisor.do(leave_committee, member_id=left.id, version=1, now=supervisor.later())
    await supervisor.do(archive_committee, committee_id=second, version=1, now=supervisor.later())

    supervisor.now += KEPT - timedelta(days=1)
    assert await gone(supervisor) == set()
    supervisor.now += timedelta(days=2)
    assert await gone(supervisor) == {left.id, of_archived.id}
    assert await gone(supervisor) == set()
    kept = await member_seen(supervisor, stays.id)
    assert (kept.person, kept.address is not None) == ("Ghislaine Canarival", True)


async def test_each_charter_is_kept_with_its_day_and_told_without_a_name(
    supervisor: Somebody, published: Published, superuser: asyncpg.Connection
) -> None:
    committee_id = await a_committee(supervisor)
    first = await signs(supervisor, committee_id, "Charte de 2025")
    await signs(supervisor, committee_id, "Charte de 2026")
    with pytest.raises(CharterNotSigned):
        await supervisor.do(
            sign_charter,
            committee_id=committee_id,
            label="2030",
            signed_on=supervisor.now.date() + timedelta(days=1),
            now=supervisor.now,
        )

    labels = [one.label for one in (await card(supervisor, committee_id)).charters]
    assert labels == ["Charte de 2026", "Charte de 2025"]
    assert [one.kind for one in await published(CharterSignedV1)] == [CommitteeKind.CLEE] * 2
    payloads = await superuser.fetch("SELECT payload || headers::text FROM journal")
    assert all("Lomagne" not in row[0] and "Charte" not in row[0] for row in payloads)

    await supervisor.do(withdraw_charter, charter_id=first, now=supervisor.later())
    assert len((await card(supervisor, committee_id)).charters) == 1
    await supervisor.do(withdraw_charter, charter_id=first, restored=True, now=supervisor.later())
    assert len((await card(supervisor, committee_id)).charters) == 2


async def test_nobody_elses_address_opens_by_a_link_of_another_lycee(
    supervisor: Somebody, other_bureau: Somebody
) -> None:
    committee_id = await a_committee(supervisor)
    seat = await a_seat(supervisor, committee_id, lycee=HERE, mail=MAIL)
    assert seat.address
    assert other_bureau.scope.uais == {ELSEWHERE}
    with pytest.raises(NotFound):
        await other_bureau.do(
            stop_committee_mails, address_id=seat.address.id, now=other_bureau.now
        )
