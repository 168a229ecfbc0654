"""Rules of notices: which event tells which kind, about what, and which event takes it back."""

from collections.abc import Collection
from datetime import date, timedelta

from contracts.coordination.accounts import (
    AccountArbitrationAskedV1,
    AccountFollowedV1,
    AccountReviewAnnouncedV1,
    AccountStep,
)
from contracts.coordination.actor_people import ActorPersonObjectedV1
from contracts.coordination.campaigns import CampaignCommentedV1, CampaignFollowedV1, CampaignStep
from contracts.coordination.committees import DecisionFollowedV1, DecisionStep
from contracts.coordination.good_practices import GoodPracticeFollowedV1, PracticeStep
from contracts.coordination.journal_words import (
    JournalWordAnsweredV1,
    JournalWordFollowedV1,
    JournalWordStep,
)
from contracts.coordination.needs import (
    NeedAnsweredV1,
    NeedAssignedV1,
    NeedEscalatedV1,
    NeedFollowedV1,
    NeedHandler,
    NeedPrecisedV1,
    NeedReceivedV1,
    NeedStep,
)
from contracts.coordination.news import NewsAnswer, NewsAnsweredV1, NewsProposedV1
from contracts.coordination.objectives import ObjectiveSetV1
from contracts.coordination.offer_files import (
    OfferDateFollowedV1,
    OfferDateStep,
    OfferFileFollowedV1,
    OfferFileStep,
    OfferOpinionFollowedV1,
    OfferOpinionStep,
)
from contracts.coordination.support import (
    SupportRepliedV1,
    SupportRequestedV1,
)
from contracts.event import Event
from contracts.internships.agreements import (
    AgreementAmendedV1,
    AgreementIssuedV1,
    AgreementRefusedV1,
    AgreementSignedV1,
)
from contracts.internships.follow_up import (
    PlacementAlertRaisedV1,
    ReferentAssignedV1,
    ReportLevel,
)
from contracts.internships.mobility import AidState, MobilityAidMovedV1
from contracts.internships.periods import HostAgreedV1
from contracts.internships.placements import (
    PlacementInterruptedV1,
    PlacementNotStartedV1,
)
from contracts.internships.reminders import (
    PeriodReminderAskedV1,
    ReminderKind,
    YearEndReminderAskedV1,
)
from contracts.partnerships.companies import ContactCheckedV1
from contracts.partnerships.host_pages import HostActedV1
from contracts.partnerships.reminders import (
    ContactUnreachedV1,
    RegistryReminderAskedV1,
    RegistryReminderKind,
)
from contracts.supervision.bulletins import BulletinKind, BulletinStatedV1
from contracts.supervision.campaigns import CampaignReminderStatedV1, CampaignTargetReachedV1
from contracts.supervision.troubles import TroubleBegunV1, TroubleKind
from contracts.supervision.weeks import DepartmentWeekStatedV1
from services.notifications.mails.model.template import Template
from services.notifications.notice_rules.model.rule import Rule

_T = Template
_NOT_HERSELF = (NeedHandler.BUREAU, NeedHandler.ACTOR)
_SETTLED = (
    *(NeedStep.WITHDRAWN, NeedStep.TAKEN, NeedStep.ANSWERED, NeedStep.CLOSED, NeedStep.DISMISSED),
)
_SAID = (JournalWordStep.SAID, JournalWordStep.CORRECTED)
_ASKED = (CampaignStep.OPENED, CampaignStep.CHANGED)
_DECIDED = (AidState.INELIGIBLE, AidState.GRANTED, AidState.PAID, AidState.WITHDRAWN)


def _reminded(kind: ReminderKind) -> Rule:
    return Rule(PeriodReminderAskedV1, Template(kind.value), "period_id", {"kind": (kind,)})


def _waiting(kind: RegistryReminderKind) -> Rule:
    return Rule(RegistryReminderAskedV1, Template(kind.value), "about", {"kind": (kind,)})


def _stated(kind: BulletinKind) -> Rule:
    return Rule(BulletinStatedV1, Template(kind.value), "bulletin_id", {"kind": (kind,)})


def _wrong(kind: TroubleKind) -> Rule:
    return Rule(TroubleBegunV1, Template(kind.value), "trouble_id", {"kind": (kind,)})


def _alert(level: ReportLevel, tells: Template) -> Rule:
    return Rule(PlacementAlertRaisedV1, tells, "placement_id", {"level": (level,)})


def _followed(step: DecisionStep, tells: Template) -> Rule:
    return Rule(DecisionFollowedV1, tells, "decision_id", {"step": (step,)})


def _account(step: AccountStep, tells: Template) -> Rule:
    return Rule(AccountFollowedV1, tells, "key_account_id", {"step": (step,)})


def _of_need(steps: Collection[NeedStep], tells: Template) -> Rule:
    return Rule(NeedFollowedV1, tells, "assignment_id", {"step": steps})


def _practice(step: PracticeStep, tells: Template) -> Rule:
    return Rule(GoodPracticeFollowedV1, tells, "practice_id", {"step": (step,)})


RULES: tuple[Rule, ...] = (
    Rule(HostAgreedV1, _T.BUREAU_AGREED, "placement_id"),
    _alert(ReportLevel.URGENT, _T.ALERT_URGENT),
    _alert(ReportLevel.PROBLEM, _T.ALERT_PROBLEM),
    _alert(ReportLevel.VIGILANCE, _T.ALERT_VIGILANCE),
    Rule(PlacementInterruptedV1, _T.RUPTURE, "placement_id"),
    Rule(PlacementNotStartedV1, _T.NOT_STARTED, "placement_id"),
    Rule(ReferentAssignedV1, _T.REFERENT_ASSIGNED, "following_id", needs=("referent_id",)),
    Rule(AgreementIssuedV1, _T.AGREEMENT_TO_SIGN, "agreement_id"),
    Rule(AgreementRefusedV1, _T.AGREEMENT_REFUSED, "agreement_id"),
    Rule(AgreementSignedV1, _T.AGREEMENT_SIGNED, "agreement_id"),
    Rule(AgreementAmendedV1, _T.AGREEMENT_AMENDED, "agreement_id"),
    Rule(MobilityAidMovedV1, _T.AID_MOVED, "aid_id", {"state": _DECIDED}),
    *map(_reminded, ReminderKind),
    *map(_waiting, RegistryReminderKind),
    Rule(ContactUnreachedV1, _T.MAIL_RETURNED, "contact_id"),
    Rule(YearEndReminderAskedV1, _T.YEAR_END, "year_end_id"),
    Rule(HostActedV1, _T.HOST_ACTED, "doing_id"),
    Rule(ContactCheckedV1, _T.CARD_CHECKED, "contact_check_id"),
    Rule(DepartmentWeekStatedV1, _T.DEPARTMENT_WEEK, "week_id"),
    *map(_stated, BulletinKind),
    *map(_wrong, TroubleKind),
    Rule(NewsProposedV1, _T.NEWS_PROPOSED, "news_id"),
    Rule(NewsAnsweredV1, _T.NEWS_PUBLISHED, "news_id", {"answer": (NewsAnswer.PUBLISHED,)}),
    Rule(NewsAnsweredV1, _T.NEWS_REFUSED, "news_id", {"answer": (NewsAnswer.REFUSED,)}),
    _followed(DecisionStep.ENTRUSTED, _T.DECISION_ENTRUSTED),
    _followed(DecisionStep.LATE, _T.DECISION_LATE),
    _followed(DecisionStep.REPORTED_DONE, _T.DECISION_DONE),
    Rule(OfferFileFollowedV1, _T.OFFER_FILE_MOVED, "file_id", {"step": (OfferFileStep.MOVED,)}),
    Rule(
        OfferOpinionFollowedV1,
        _T.OFFER_OPINION_GIVEN,
        "opinion_id",
        {"step": (OfferOpinionStep.GIVEN,)},
    ),
    Rule(OfferDateFollowedV1, _T.OFFER_DATE_ADDED, "date_id", {"step": (OfferDateStep.ADDED,)}),
    Rule(OfferDateFollowedV1, _T.OFFER_DATE_MOVED, "date_id", {"step": (OfferDateStep.MOVED,)}),
    Rule(AccountArbitrationAskedV1, _T.ACCOUNT_ASKED, "key_account_id"),
    _account(AccountStep.ASKED, _T.ACCOUNT_WORD_ASKED),
    _account(AccountStep.DECIDED, _T.ACCOUNT_DECIDED),
    _account(AccountStep.REVIEW, _T.ACCOUNT_REVIEW),
    Rule(AccountReviewAnnouncedV1, _T.ACCOUNT_TO_REVIEW, "key_account_id"),
    Rule(ActorPersonObjectedV1, _T.ACTOR_PERSON_OBJECTED, "person_id"),
    Rule(SupportRequestedV1, _T.SUPPORT_REQUESTED, "support_id"),
    Rule(SupportRepliedV1, _T.SUPPORT_REPLIED, "support_id"),
    _practice(PracticeStep.SHARED, _T.PRACTICE_SHARED),
    _practice(PracticeStep.COMMENTED, _T.PRACTICE_COMMENTED),
    _practice(PracticeStep.OWN_COMMENTED, _T.OWN_PRACTICE_COMMENTED),
    _practice(PracticeStep.PINNED, _T.PRACTICE_PINNED),
    Rule(JournalWordFollowedV1, _T.JOURNAL_WORD, "journal_word_id", {"step": _SAID}),
    Rule(JournalWordAnsweredV1, _T.JOURNAL_WORD_ANSWERED, "journal_word_id"),
    Rule(CampaignFollowedV1, _T.CAMPAIGN_OPENED, "campaign_id", {"step": _ASKED}),
    Rule(CampaignFollowedV1, _T.CAMPAIGN_CLOSED, "campaign_id", {"step": (CampaignStep.CLOSED,)}),
    Rule(CampaignReminderStatedV1, _T.CAMPAIGN_BEHIND, "reminder_id"),
    Rule(CampaignTargetReachedV1, _T.CAMPAIGN_REACHED, "reached_id"),
    Rule(CampaignCommentedV1, _T.CAMPAIGN_COMMENTED, "campaign_id"),
    Rule(ObjectiveSetV1, _T.OBJECTIVE_SET, "objective_id"),
    Rule(NeedAssignedV1, _T.NEED_ASSIGNED, "assignment_id"),
    Rule(NeedReceivedV1, _T.NEED_RECEIVED, "need_id"),
    Rule(NeedEscalatedV1, _T.NEED_LATE, "need_id"),
    _of_need(_SETTLED, _T.NEED_SETTLED),
    _of_need((NeedStep.AGAIN,), _T.NEED_AGAIN),
    _of_need((NeedStep.PROMISE_PASSED,), _T.NEED_PROMISE_PASSED),
    Rule(NeedPrecisedV1, _T.NEED_PRECISED, "need_id"),
    Rule(NeedAnsweredV1, _T.NEED_ANSWERED, "need_id", {"handler": _NOT_HERSELF}),
)
# An alert that is closed ends nothing here: another one may be open at the same host. Whether one
# still is, its owner says before a mail leaves.

NEWS_FOR = timedelta(days=14)
"""A fact of longer ago is no news: who notes it late, or brings a year of work in, tells nobody."""


def told_by(event: Event, today: date) -> tuple[Rule, ...]:
    """The rules that tell an event that day."""
    happened_on: date = getattr(event, "occurred_on", today)
    if happened_on < today - NEWS_FOR:
        return ()
    return tuple(rule for rule in RULES if rule.on is type(event) and rule.applies(event))
