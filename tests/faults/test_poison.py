"""What no service should ever be sent: set aside by whoever reads it, and the next goes through.

Generated from what the services declare: a new group or read model is covered without a change
here, or fails for want of a good event.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from contracts.coordination.accounts import AccountLeadStatedV1, KeyAccountId
from contracts.coordination.actor_people import (
    ActorAccountEndedV1,
    ActorPersonErasedV1,
    ActorPersonId,
    ActorPersonLetterAskedV1,
    ActorPersonLetterId,
    ActorPersonObjectedV1,
)
from contracts.coordination.committees import CommitteeAddressId, CommitteeMemberId
from contracts.coordination.meetings import MeetingInviteAskedV1, MeetingInviteId
from contracts.coordination.need_letters import (
    NeedErasedV1,
    NeedLetterAskedV1,
    NeedLetterId,
    NeedLetterKind,
)
from contracts.coordination.needs import NeedId
from contracts.coordination.news import NewsPublishedV1
from contracts.envelope import to_headers
from contracts.event import Event
from contracts.identifiers import (
    AccessNoticeId,
    AccountId,
    ApproachId,
    CommuneCode,
    CompanyId,
    ContactCheckId,
    ContactId,
    FormationId,
    HostPageId,
    IsoWeek,
    LetterId,
    MailingId,
    Mef,
    NewsId,
    PauseId,
    PeriodId,
    PlacementId,
    PublicationId,
    PublicText,
    PupilYearId,
    RuleId,
    SchoolYear,
    SiteId,
    SiteKey,
    SolicitationId,
    TallyId,
    TaskDigestId,
    TeacherLinkId,
    Uai,
)
from contracts.internships.family_letters import (
    FamilyAddressId,
    FamilyLetterAskedV1,
    FamilyLetterId,
    FamilyLetterKind,
)
from contracts.internships.host_letters import HostLetterAskedV1, HostLetterId, HostLetterKind
from contracts.internships.periods import (
    FormationOpenedV1,
    HostAgreedV1,
    PlacementProposedV1,
    PublicationChangedV1,
    PupilErasedV1,
    SiteHostingCountedV1,
    SiteHostingTalliedV1,
)
from contracts.internships.search import HostApproachedV1
from contracts.internships.visits import VisitId, VisitInviteAskedV1, VisitInviteKind
from contracts.notifications.mails import (
    ActorPersonLetterMovedV1,
    ContactMailReturnedV1,
    DeclarationLetterMovedV1,
    FamilyMailReturnedV1,
    LetterState,
    MailingLetterMovedV1,
    MailReturnReason,
    MemberMailReturnedV1,
    NeedLetterReturnedV1,
    UnusedAccountWarnedV1,
)
from contracts.partnerships.action_invites import (
    ActionInviteAskedV1,
    ActionInviteId,
    ActionInviteKind,
)
from contracts.partnerships.actors import (
    ActorExchangeId,
    ActorId,
    ActorMeetingWithdrawnV1,
    ActorMetV1,
)
from contracts.partnerships.closures import SiteClosedV1
from contracts.partnerships.companies import (
    CompanyRegisteredV1,
    ContactCheckAskedV1,
    ContactErasedV1,
    InteractionKind,
    InteractionPurpose,
)
from contracts.partnerships.declaration_letters import (
    DeclarationLetterAskedV1,
    DeclarationLetterId,
)
from contracts.partnerships.host_pages import HostPageSentV1
from contracts.partnerships.hosting_limits import HostingLimitDecidedV1, SiteStaffStatedV1
from contracts.partnerships.mailings import MailingLetterAskedV1
from contracts.partnerships.merges import CompanyMergedV1
from contracts.partnerships.pressure import SitePausedV1, SiteSolicitedV1
from contracts.partnerships.tasks import TaskDigestAskedV1
from contracts.partnerships.teacher_links import TeacherLinkSentV1
from contracts.portal.accounts import (
    AccessNoticeAskedV1,
    AccessNoticeKind,
    LyceeOpenedV1,
    SignInLetterAskedV1,
    SignInLetterKind,
)
from contracts.portal.handovers import HandoverCancelledV1, HandoverId, HandoverPlannedV1
from contracts.portal.inactivity import InactivityNoticeId
from contracts.portal.partner_accesses import PartnerAccessOpenedV1, PartnerAccountUnusedV1
from contracts.portal.second_factor import SecondFactorNoticeAskedV1, SecondFactorNoticeId
from contracts.publication import FactFamily, PublicationStep
from contracts.streams import MAX_MSG_SIZE, stream_name
from contracts.subjects import subject
from contracts.supervision.weeks import DepartmentWeekId, DepartmentWeekStatedV1
from deploy.nats.operator_connection import operator_connection
from deploy.operations import parked_events
from deploy.services import SERVICES
from services.chassis.nats.connection import Bus
from services.chassis.unit_of_work.unit_of_work import Scope, UnitsOfWork
from services.partnerships.duplicates.commands import register_company
from services.supervision.service import SERVICE as SUPERVISION
from tests.faults.department import Department
from tests.internships.world import BOURDELLE, ELSEWHERE, TODAY, company
from tests.partnerships.world import company as company_card
from tests.partnerships.world import siret_of
from tests.partnerships.world import site as site_card
from tests.support.bus import Speaker, bus_of, envelope_of
from tests.support.network import HERE
from tests.support.proof import short_and_long
from tests.support.waiting import eventually

HOST = siret_of(77)


@dataclass(frozen=True)
class Reader:
    """A group of reactions or a read model, and an event it reads."""

    service: str
    durable: str
    event_type: type[Event]
    projects: bool

    def __str__(self) -> str:
        return self.durable


def readers() -> list[Reader]:
    """Every reader of every service."""
    found = []
    for service in SERVICES:
        for group in service.reactions.groups() if service.reactions else ():
            event_type = group.reactions[0].event_type
            found.append(Reader(service.name, group.durable, event_type, projects=False))
        for projection in service.projections:
            for event_type in GOOD_EVENTS:
                if event_type in projection.events:
                    durable = projection.durable(service.name)
                    found.append(Reader(service.name, durable, event_type, projects=True))
                    break
    return found


def _company(_: Uai) -> CompanyRegisteredV1:
    return company()


def _lycee(uai: Uai) -> LyceeOpenedV1:
    return LyceeOpenedV1(
        uai=uai,
        name=PublicText("Lycée d’essai"),
        commune=CommuneCode("82121"),
        occurred_on=TODAY,
    )


def _formation(_: Uai) -> FormationOpenedV1:
    return FormationOpenedV1(
        formation_id=FormationId(uuid4()),
        mef=Mef("2473121411"),
        label=PublicText("Une formation d’essai"),
        occurred_on=TODAY,
    )


def _tally(_: Uai) -> SiteHostingTalliedV1:
    return SiteHostingTalliedV1(
        tally_id=TallyId(uuid4()),
        site_key=SiteKey.local(uuid4()),
        school_year=SchoolYear("2026-2027"),
        week=IsoWeek("2027-W03"),
        seats=0,
        occurred_on=TODAY,
    )


def _counted(_: Uai) -> SiteHostingCountedV1:
    return SiteHostingCountedV1(
        tally_id=TallyId(uuid4()),
        site_key=SiteKey(HOST),
        school_year=SchoolYear("2026-2027"),
        week=IsoWeek("2027-W03"),
        seats=0,
        occurred_on=TODAY,
    )


def _publication(_: Uai) -> PublicationChangedV1:
    return PublicationChangedV1(
        publication_id=PublicationId(uuid4()),
        family=FactFamily.EXCHANGES,
        from_on=TODAY,
        open=False,
        steps=(PublicationStep(from_on=TODAY, open=False),),
        occurred_on=TODAY,
    )


def _agreed(_: Uai) -> HostAgreedV1:
    return HostAgreedV1(
        placement_id=PlacementId(uuid4()),
        site_key=SiteKey(HOST),
        pupil_year_id=PupilYearId(uuid4()),
        occurred_on=TODAY,
    )


def _action_invite(_: Uai) -> ActionInviteAskedV1:
    return ActionInviteAskedV1(
        invite_id=ActionInviteId(uuid4()),
        contact_id=ContactId(uuid4()),
        kind=ActionInviteKind.NOTED,
        occurred_on=TODAY,
    )


def _visit_invite(_: Uai) -> VisitInviteAskedV1:
    return VisitInviteAskedV1(
        visit_id=VisitId(uuid4()),
        placement_id=PlacementId(uuid4()),
        tutor_id=None,
        kind=VisitInviteKind.PLANNED,
        occurred_on=TODAY,
    )


def _meeting_invite(_: Uai) -> MeetingInviteAskedV1:
    return MeetingInviteAskedV1(
        invite_id=MeetingInviteId(uuid4()),
        member_id=CommitteeMemberId(uuid4()),
        to_bureau=False,
        occurred_on=TODAY,
    )


def _member_return(_: Uai) -> MemberMailReturnedV1:
    return MemberMailReturnedV1(
        reader_id=CommitteeAddressId(uuid4()),
        reason=MailReturnReason.UNKNOWN_ADDRESS,
        occurred_on=TODAY,
    )


def _host_letter(_: Uai) -> HostLetterAskedV1:
    return HostLetterAskedV1(
        letter_id=HostLetterId(uuid4()),
        kind=HostLetterKind.PUPIL_ARRIVES,
        site_key=SiteKey(HOST),
        tutor_id=None,
        placements=(PlacementId(uuid4()),),
        occurred_on=TODAY,
    )


def _family_letter(_: Uai) -> FamilyLetterAskedV1:
    return FamilyLetterAskedV1(
        letter_id=FamilyLetterId(uuid4()),
        kind=FamilyLetterKind.DEPARTURE,
        placements=(PlacementId(uuid4()),),
        occurred_on=TODAY,
    )


def _family_return(_: Uai) -> FamilyMailReturnedV1:
    return FamilyMailReturnedV1(
        reader_id=FamilyAddressId(uuid4()),
        reason=MailReturnReason.UNKNOWN_ADDRESS,
        occurred_on=TODAY,
    )


def _unused_account_warned(_: Uai) -> UnusedAccountWarnedV1:
    return UnusedAccountWarnedV1(
        inactivity_notice_id=InactivityNoticeId(uuid4()), occurred_on=TODAY
    )


def _proposed(_: Uai) -> PlacementProposedV1:
    return PlacementProposedV1(
        placement_id=PlacementId(uuid4()),
        site_key=SiteKey(HOST),
        pupil_year_id=PupilYearId(uuid4()),
        period_id=PeriodId(uuid4()),
        occurred_on=TODAY,
    )


def _approached(_: Uai) -> HostApproachedV1:
    return HostApproachedV1(
        approach_id=ApproachId(uuid4()),
        site_key=SiteKey(HOST),
        pupil_year_id=PupilYearId(uuid4()),
        period_id=PeriodId(uuid4()),
        occurred_on=TODAY,
    )


def _solicited(_: Uai) -> SiteSolicitedV1:
    return SiteSolicitedV1(
        solicitation_id=SolicitationId(uuid4()),
        site_id=SiteId(uuid4()),
        site_key=SiteKey(HOST),
        occurred_on=TODAY,
    )


def _check(_: Uai) -> ContactCheckAskedV1:
    return ContactCheckAskedV1(
        contact_check_id=ContactCheckId(uuid4()),
        site_key=SiteKey(HOST),
        occurred_on=TODAY,
    )


def _letter(_: Uai) -> SignInLetterAskedV1:
    return SignInLetterAskedV1(
        letter_id=LetterId(uuid4()), kind=SignInLetterKind.INVITATION, occurred_on=TODAY
    )


def _notice(_: Uai) -> AccessNoticeAskedV1:
    return AccessNoticeAskedV1(
        notice_id=AccessNoticeId(uuid4()), kind=AccessNoticeKind.REFUSED, occurred_on=TODAY
    )


def _factor(_: Uai) -> SecondFactorNoticeAskedV1:
    return SecondFactorNoticeAskedV1(
        factor_notice_id=SecondFactorNoticeId(uuid4()), occurred_on=TODAY
    )


def _digest(_: Uai) -> TaskDigestAskedV1:
    return TaskDigestAskedV1(digest_id=TaskDigestId(uuid4()), occurred_on=TODAY)


def _erased(_: Uai) -> PupilErasedV1:
    return PupilErasedV1(
        pupil_year_id=PupilYearId(uuid4()), placements=(), interactions=(), occurred_on=TODAY
    )


def _contact_erased(_: Uai) -> ContactErasedV1:
    return ContactErasedV1(
        contact_id=ContactId(uuid4()), checks=(), placements=(), occurred_on=TODAY
    )


def _news(_: Uai) -> NewsPublishedV1:
    return NewsPublishedV1(news_id=NewsId(uuid4()), occurred_on=TODAY)


def _merged(_: Uai) -> CompanyMergedV1:
    return CompanyMergedV1(
        company_id=CompanyId(uuid4()), absorbed_id=CompanyId(uuid4()), occurred_on=TODAY
    )


def _paused(_: Uai) -> SitePausedV1:
    return SitePausedV1(
        pause_id=PauseId(uuid4()),
        site_id=SiteId(uuid4()),
        site_key=SiteKey(HOST),
        until_on=TODAY,
        occurred_on=TODAY,
    )


def _staff(_: Uai) -> SiteStaffStatedV1:
    return SiteStaffStatedV1(
        site_id=SiteId(uuid4()), site_key=SiteKey(HOST), staff=12, occurred_on=TODAY
    )


def _closed(_: Uai) -> SiteClosedV1:
    return SiteClosedV1(
        site_id=SiteId(uuid4()),
        site_key=SiteKey(HOST),
        company_id=CompanyId(uuid4()),
        closed_on=TODAY,
        occurred_on=TODAY,
    )


def _host_page(_: Uai) -> HostPageSentV1:
    return HostPageSentV1(
        host_page_id=HostPageId(uuid4()), contact_id=ContactId(uuid4()), occurred_on=TODAY
    )


def _teacher_link(_: Uai) -> TeacherLinkSentV1:
    return TeacherLinkSentV1(teacher_link_id=TeacherLinkId(uuid4()), occurred_on=TODAY)


def _letter_asked(_: Uai) -> MailingLetterAskedV1:
    return MailingLetterAskedV1(
        mailing_id=MailingId(uuid4()), contact_id=ContactId(uuid4()), occurred_on=TODAY
    )


def _letter_moved(_: Uai) -> MailingLetterMovedV1:
    return MailingLetterMovedV1(
        mailing_id=MailingId(uuid4()),
        contact_id=ContactId(uuid4()),
        state=LetterState.LEFT,
        occurred_on=TODAY,
    )


def _declaration_letter(_: Uai) -> DeclarationLetterAskedV1:
    return DeclarationLetterAskedV1(letter_id=DeclarationLetterId(uuid4()), occurred_on=TODAY)


def _declaration_letter_moved(_: Uai) -> DeclarationLetterMovedV1:
    return DeclarationLetterMovedV1(
        letter_id=DeclarationLetterId(uuid4()), state=LetterState.LEFT, occurred_on=TODAY
    )


def _mail_returned(_: Uai) -> ContactMailReturnedV1:
    return ContactMailReturnedV1(
        contact_id=ContactId(uuid4()),
        contact_version=1,
        reason=MailReturnReason.UNKNOWN_ADDRESS,
        to_many=False,
        occurred_on=TODAY,
    )


def _actor_met(_: Uai) -> ActorMetV1:
    return ActorMetV1(
        exchange_id=ActorExchangeId(uuid4()),
        actor_id=ActorId(uuid4()),
        kind=InteractionKind.CALL,
        purpose=InteractionPurpose.OTHER,
        occurred_on=TODAY,
    )


def _actor_meeting_withdrawn(_: Uai) -> ActorMeetingWithdrawnV1:
    return ActorMeetingWithdrawnV1(
        exchange_id=ActorExchangeId(uuid4()), actor_id=ActorId(uuid4()), occurred_on=TODAY
    )


def _person_to_inform(_: Uai) -> ActorPersonLetterAskedV1:
    return ActorPersonLetterAskedV1(letter_id=ActorPersonLetterId(uuid4()), occurred_on=TODAY)


def _person_objected(_: Uai) -> ActorPersonObjectedV1:
    return ActorPersonObjectedV1(person_id=ActorPersonId(uuid4()), occurred_on=TODAY)


def _access_opened(_: Uai) -> PartnerAccessOpenedV1:
    return PartnerAccessOpenedV1(
        account_id=AccountId(uuid4()),
        actor_id=ActorId(uuid4()),
        person_id=ActorPersonId(uuid4()),
        occurred_on=TODAY,
    )


def _account_unused(_: Uai) -> PartnerAccountUnusedV1:
    return PartnerAccountUnusedV1(account_id=AccountId(uuid4()), occurred_on=TODAY)


def _access_ended(_: Uai) -> ActorAccountEndedV1:
    return ActorAccountEndedV1(account_id=AccountId(uuid4()), erased=False, occurred_on=TODAY)


def _person_erased(_: Uai) -> ActorPersonErasedV1:
    return ActorPersonErasedV1(person_id=ActorPersonId(uuid4()), letters=(), occurred_on=TODAY)


def _person_informed(_: Uai) -> ActorPersonLetterMovedV1:
    return ActorPersonLetterMovedV1(
        letter_id=ActorPersonLetterId(uuid4()), state=LetterState.LEFT, occurred_on=TODAY
    )


def _need_letter(_: Uai) -> NeedLetterAskedV1:
    return NeedLetterAskedV1(
        letter_id=NeedLetterId(uuid4()), kind=NeedLetterKind.RECEIVED, occurred_on=TODAY
    )


def _need_erased(_: Uai) -> NeedErasedV1:
    return NeedErasedV1(need_id=NeedId(uuid4()), letters=(), occurred_on=TODAY)


def _need_letter_returned(_: Uai) -> NeedLetterReturnedV1:
    return NeedLetterReturnedV1(
        letter_id=NeedLetterId(uuid4()),
        reason=MailReturnReason.UNKNOWN_ADDRESS,
        occurred_on=TODAY,
    )


def _limit(_: Uai) -> HostingLimitDecidedV1:
    return HostingLimitDecidedV1(
        rule_id=RuleId(uuid4()),
        percent=20,
        small=3,
        small_under=20,
        from_on=TODAY,
        occurred_on=TODAY,
    )


def _week(_: Uai) -> DepartmentWeekStatedV1:
    return DepartmentWeekStatedV1(
        week_id=DepartmentWeekId(uuid4()), monday=TODAY, occurred_on=TODAY
    )


def _handed_over(_: Uai) -> HandoverPlannedV1:
    return HandoverPlannedV1(handover_id=HandoverId(uuid4()), from_on=TODAY, occurred_on=TODAY)


def _handover_cancelled(_: Uai) -> HandoverCancelledV1:
    return HandoverCancelledV1(handover_id=HandoverId(uuid4()), occurred_on=TODAY)


def _account_lead(_: Uai) -> AccountLeadStatedV1:
    return AccountLeadStatedV1(
        key_account_id=KeyAccountId(uuid4()),
        company_id=CompanyId(uuid4()),
        holds=True,
        leads=False,
        decided_on=TODAY,
        occurred_on=TODAY,
    )


GOOD_EVENTS: dict[type[Event], Callable[[Uai], Event]] = {
    type(example(HERE)): example
    for example in (
        _company,
        _lycee,
        _formation,
        _tally,
        _proposed,
        _approached,
        _solicited,
        _agreed,
        _action_invite,
        _family_letter,
        _host_letter,
        _visit_invite,
        _meeting_invite,
        _member_return,
        _check,
        _letter,
        _notice,
        _factor,
        _news,
        _account_lead,
        _handed_over,
        _handover_cancelled,
        _erased,
        _contact_erased,
        _counted,
        _publication,
        _merged,
        _paused,
        _staff,
        _limit,
        *(_actor_met, _actor_meeting_withdrawn),
        *(_person_to_inform, _person_objected, _person_erased, _person_informed),
        *(_access_opened, _access_ended, _account_unused),
        _need_letter,
        _need_erased,
        _need_letter_returned,
        _digest,
        _closed,
        _host_page,
        _teacher_link,
        _letter_asked,
        _letter_moved,
        _family_return,
        _unused_account_warned,
        _mail_returned,
        _declaration_letter,
        _declaration_letter_moved,
        _week,
        _formation,
    )
}
"""Events made for a lycée; none is about the aggregate of another one."""
READERS = readers()


@dataclass(frozen=True)
class Falsified:
    """How an event is made unacceptable, and why it is set aside."""

    reason: str
    payload: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    version: int | None = None


FALSIFIED = {
    "poison": Falsified("invalid-payload", payload=b"\xff\xfe\x00"),
    "truncated": Falsified("invalid-payload", payload=b'{"occurred_on": "2026-'),
    "empty": Falsified("invalid-payload", payload=b""),
    "deep": Falsified("invalid-payload", payload=b"[" * 60_000),
    "not-an-event": Falsified("unreadable-envelope", headers={"ce-id": "1"}),
    "unknown-type": Falsified(
        "type-contradicts-subject", headers={"ce-type": "fr.passerelle.internships.invented.v1"}
    ),
    "newer-version": Falsified("newer-version", version=9),
    "another-lycee": Falsified("lycee-contradicts-subject", headers={"ce-source": ""}),
}


@dataclass
class Voices:
    """Every service's own connection: each may publish its own events alone."""

    buses: dict[str, Bus]

    async def say(self, event: Event, uai: Uai) -> str:
        """Publish an event as its service would; return its id."""
        speaker = Speaker(self.buses[event.service()])
        return str((await speaker.say(event, uai=uai, at=datetime.now(UTC))).id)

    async def falsify(self, event: Event, falsified: Falsified) -> int:
        """Publish something no service would say, for the first lycée; return its place in its stream."""
        where = subject(event.audience(), "82", HERE, type(event))
        headers = dict(falsified.headers)
        if "ce-source" in headers:
            headers["ce-source"] = f"/82/{ELSEWHERE}/{event.service()}"
        if falsified.version is not None:
            where = f"{where.rpartition('.')[0]}.v{falsified.version}"
            headers["ce-type"] = f"{event.ce_type().rpartition('.')[0]}.v{falsified.version}"
        # Now: what was said before a group began is not its concern.
        envelope = envelope_of(event, HERE, at=datetime.now(UTC))
        payload = event.to_json() if falsified.payload is None else falsified.payload
        speaker = Speaker(self.buses[event.service()])
        kept = await speaker.keep(where, payload, {**to_headers(envelope), **headers})
        return int(kept["seq"])


@pytest_asyncio.fixture(autouse=True)
async def known_host(here: Department) -> None:
    """The registry knows the site an agreement is about: else it waits for it to be told."""
    if await here.one("partnerships", "SELECT count(*) FROM sites WHERE siret = $1", HOST):
        return
    database = here.databases.open("partnerships")
    units = UnitsOfWork(database, service="partnerships", department="82")
    async with units.begin(Scope(frozenset({HERE}))) as uow:
        await register_company(
            uow,
            details=company_card("Menuiserie du Tescou"),
            main=site_card(siret=HOST),
            distinct=False,
            now=uow.now,
        )


@pytest_asyncio.fixture
async def voices(here: Department) -> AsyncIterator[Voices]:
    async with AsyncExitStack() as stack:
        yield Voices(
            {
                service.name: await stack.enter_async_context(
                    bus_of(here.network.settings, service.name)
                )
                for service in SERVICES
            }
        )


async def handled(here: Department, reader: Reader, event_id: str) -> bool:
    """Whether a reader has done with a good event, the newest of its lycée."""
    if reader.projects and reader.service != SUPERVISION.name:
        return await past_everything(here, reader)
    if reader.projects:
        folded = (
            "SELECT (SELECT count(*) FROM freshness WHERE event_id = $1)"
            " + (SELECT count(*) FROM lycees WHERE event_id = $1)"
        )
        return bool(await here.one(reader.service, folded, event_id))
    query = "SELECT count(*) FROM inbox WHERE consumer = $1 AND event_id = $2"
    return bool(await here.one(reader.service, query, reader.durable, event_id))


async def past_everything(here: Department, reader: Reader) -> bool:
    """Whether a read model that keeps no more than its watermark was given all there is."""
    async with operator_connection(here.network.settings) as client:
        stream = stream_name(reader.event_type.audience(), here.network.settings.department)
        info = await client.jetstream().consumer_info(stream, reader.durable)
    return not (info.num_pending or info.num_ack_pending)


async def why_aside(here: Department, reader: Reader, place: int) -> Sequence[str]:
    """Why this reader set aside what has that place in its stream; empty as long as it did not."""
    rows = await here.superusers[reader.service].fetch(
        "SELECT reason FROM parked_events"
        " WHERE consumer = $1 AND stream = $2 AND stream_sequence = $3",
        reader.durable,
        stream_name(reader.event_type.audience(), here.network.settings.department),
        place,
    )
    return [row["reason"] for row in rows]


async def set_aside(here: Department, reader: Reader) -> Sequence[str]:
    """Why this reader's events are set aside."""
    rows = await here.superusers[reader.service].fetch(
        "SELECT reason FROM parked_events WHERE consumer = $1 ORDER BY parked_id", reader.durable
    )
    return [row["reason"] for row in rows]


async def tries(here: Department, reader: Reader) -> int:
    """How often what this reader set aside was tried."""
    query = "SELECT coalesce(sum(attempts), 0) FROM parked_events WHERE consumer = $1"
    return int(await here.one(reader.service, query, reader.durable))


def test_every_reader_has_a_good_event() -> None:
    declared = {
        *(g.durable for s in SERVICES if s.reactions for g in s.reactions.groups()),
        *(p.durable(s.name) for s in SERVICES for p in s.projections),
    }

    assert {reader.durable for reader in READERS} == declared
    assert {reader.event_type for reader in READERS} <= set(GOOD_EVENTS)


async def the_next_goes_through(
    here: Department, voices: Voices, reader: Reader, falsified: Falsified
) -> int:
    """Send what is unacceptable, then a good event; wait until the reader has done with it.

    Returns the place in its stream of what is unacceptable.
    """
    good = GOOD_EVENTS[reader.event_type]
    place = await voices.falsify(good(HERE), falsified)
    next_one = await voices.say(good(BOURDELLE), BOURDELLE)

    async def done() -> bool:
        return await handled(here, reader, next_one)

    await eventually(done)
    return place


@pytest.mark.parametrize("kind", FALSIFIED)
async def test_it_is_set_aside_without_a_try_and_the_next_goes_through(
    here: Department, voices: Voices, kind: str
) -> None:
    falsified = FALSIFIED[kind]
    await eventually(here.settled)
    for reader in READERS:
        place = await the_next_goes_through(here, voices, reader, falsified)

        # Others read it too, and a group that takes many at once is done with the next one first or last.
        async def aside(reader: Reader = reader, place: int = place) -> Sequence[str]:
            return await why_aside(here, reader, place)

        assert await eventually(aside) == [falsified.reason], str(reader)
    await eventually(here.settled)
    for reader in READERS:
        assert set(await set_aside(here, reader)) == {falsified.reason}, str(reader)
        assert await tries(here, reader) == 0, str(reader)


async def test_a_payload_that_names_another_lycee_than_its_subject_is_set_aside(
    here: Department, voices: Voices
) -> None:
    await eventually(here.settled)
    await Speaker(voices.buses["portal"]).say(_lycee(ELSEWHERE), uai=HERE)
    next_one = await voices.say(_lycee(BOURDELLE), BOURDELLE)
    aside = {}
    for reader in READERS:
        if reader.event_type is LyceeOpenedV1 or reader.service == SUPERVISION.name:

            async def done(reader: Reader = reader) -> bool:
                return await handled(here, reader, next_one)

            await eventually(done)
            aside[reader.durable] = await set_aside(here, reader)

    assert [*aside.values()] == [["lycee-contradicts-subject"]] * len(aside)
    assert aside.keys() >= {
        "coordination__lycees",
        "partnerships__lycees",
        "supervision__department",
    }


async def test_a_message_over_the_limit_is_refused_and_the_next_goes_through(
    here: Department, voices: Voices
) -> None:
    bus = voices.buses["internships"]
    where = subject("department", "82", HERE, SiteHostingTalliedV1)
    reply = await bus.request(where, b"x" * (MAX_MSG_SIZE + 1))

    assert json.loads(reply.data)["error"]["err_code"] == 10054
    next_one = await voices.say(_tally(HERE), HERE)
    reader = next(r for r in READERS if r.durable == "partnerships__hosting")

    async def done() -> bool:
        return await handled(here, reader, next_one)

    await eventually(done)


async def seen_and_replayed(here: Department, reader: Reader, event: Event, event_id: UUID) -> None:
    settings = here.network.settings

    async def aside() -> UUID | None:
        query = "SELECT parked_id FROM parked_events WHERE consumer = $1 AND event_id = $2"
        found: UUID | None = await here.one(reader.service, query, reader.durable, event_id)
        return found

    parked_id = await eventually(aside)
    assert parked_id is not None
    shown = await parked_events.lines(settings)
    assert any(f"{parked_id}  {reader.durable}" in line for line in shown)
    assert await parked_events.replay(settings, parked_id) == "Toujours impossible à traiter."
    await here.superusers[reader.service].execute(
        "UPDATE parked_events SET payload = $2 WHERE parked_id = $1", parked_id, event.to_json()
    )
    assert await parked_events.replay(settings, parked_id) == "1 fait traité."
    assert await handled(here, reader, str(event_id))


def events_of(readers: Sequence[Reader]) -> list[type[Event]]:
    return list(dict.fromkeys(reader.event_type for reader in readers))


ONE_OF_EACH = {(reader.service, reader.projects): reader for reader in READERS}
"""A group and a read model of each service that has one."""


@pytest.mark.parametrize(
    "readers", short_and_long([list(ONE_OF_EACH.values())], [READERS]), ids=["short", "long"]
)
async def test_an_operator_sees_what_is_set_aside_and_replays_it(
    here: Department, voices: Voices, readers: Sequence[Reader]
) -> None:
    settings = here.network.settings
    await eventually(here.settled)
    for event_type in events_of(readers):
        event = GOOD_EVENTS[event_type](BOURDELLE)
        envelope = await Speaker(voices.buses[event.service()]).say(
            event, uai=BOURDELLE, at=datetime.now(UTC), payload=b"[]"
        )
        # All its readers: what one leaves aside holds back the next event of the aggregate.
        for reader in READERS:
            if reader.event_type is event_type:
                await seen_and_replayed(here, reader, event, envelope.id)
    assert await parked_events.replay(settings, uuid4()) is None
