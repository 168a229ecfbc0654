"""Notices (avis): what is told to people of a lycée or the department, and what its owner says of it.

A notice is a kind and the thing it is about. What it says is asked of the owner of that thing each
time it is read or mailed, and kept by nobody else.
"""

from collections.abc import Mapping
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, Field

from contracts.identifiers import AccountId, Uai
from contracts.questions import Question, declare

ASKED_MAX = 100
"""Notices one question asks about."""


class NoticeKind(StrEnum):
    """What a notice is about (nature de l’avis); beside each, the thing whose id it carries."""

    ALERT_URGENT = "alert_urgent"  # a placement
    ALERT_PROBLEM = "alert_problem"  # a placement
    ALERT_VIGILANCE = "alert_vigilance"  # a placement
    RUPTURE = "rupture"  # a placement
    NOT_STARTED = "not_started"  # a placement
    PLACE_AGREED = "bureau_agreed"  # a placement
    REFERENT_ASSIGNED = "referent_assigned"  # a following
    AGREEMENT_TO_SIGN = "agreement_to_sign"  # an agreement
    AGREEMENT_REFUSED = "agreement_refused"  # an agreement
    AGREEMENT_SIGNED = "agreement_signed"  # an agreement
    AGREEMENT_AMENDED = "agreement_amended"  # the agreement that was
    AID_MOVED = "aid_moved"  # a mobility aid
    PERIOD_OPENS = "period_opens"  # a period
    WITHOUT_PLACE = "without_place"  # a period
    MANY_WITHOUT_PLACE = "many_without_place"  # a period
    MANY_ON_EVE = "many_on_eve"  # a period
    DEPARTURE = "departure"  # a period
    AGREEMENTS_LATE = "agreements_late"  # a period
    VISITS_LATE = "visits_late"  # a period
    ATTESTATIONS_MISSING = "attestations_missing"  # a period
    YEAR_END = "year_end"  # the end of a school year
    DEROGATION_EXPIRING = "derogation_expiring"  # a declaration
    DEROGATION_EXPIRED = "derogation_expired"  # a declaration
    CARD_CHECKED = "card_checked"  # a check of a card
    ACTION_UNREPORTED = "action_unreported"  # an action
    MAILING_UNDELIVERED = "mailing_undelivered"  # a mail to many companies
    MAIL_RETURNED = "mail_returned"  # a contact of a company
    COMPANIES_DORMANT = "companies_dormant"  # a month of a lycée
    IMPORT_HALTED = "import_halted"  # an import
    IMPORT_DONE = "import_done"  # an import
    HOST_ACTED = "host_acted"  # what a company did
    NEWS_PROPOSED = "news_proposed"  # a news item
    NEWS_PUBLISHED = "news_published"  # a news item
    NEWS_REFUSED = "news_refused"  # a news item
    DECISION_ENTRUSTED = "decision_entrusted"  # a decision of a committee
    DECISION_LATE = "decision_late"  # a decision of a committee
    DECISION_DONE = "decision_done"  # a decision of a committee
    OFFER_FILE_MOVED = "offer_file_moved"  # a file of the training offer
    OFFER_OPINION_GIVEN = "offer_opinion_given"  # an opinion of a body on such a file
    OFFER_DATE_ADDED = "offer_date_added"  # a date of a body that sees such a file
    OFFER_DATE_MOVED = "offer_date_moved"  # a date of a body that sees such a file
    NEED_ASSIGNED = "need_assigned"  # a need as one bureau has it
    NEED_RECEIVED = "need_received"  # a need
    NEED_LATE = "need_late"  # a need
    NEED_ANSWERED = "need_answered"  # a need
    NEED_SETTLED = "need_settled"  # a need as one bureau has it
    NEED_AGAIN = "need_again"  # a need as one bureau has it
    NEED_PRECISED = "need_precised"  # a need
    NEED_PROMISE_PASSED = "need_promise_passed"  # a need as one bureau, or one actor, has it
    SUPPORT_REQUESTED = "support_requested"  # a request for support
    SUPPORT_REPLIED = "support_replied"  # a request for support
    ACCOUNT_ASKED = "account_asked"  # a big account
    ACCOUNT_WORD_ASKED = "account_word_asked"  # a big account
    ACCOUNT_DECIDED = "account_decided"  # a big account
    ACCOUNT_REVIEW = "account_review"  # a big account
    ACCOUNT_TO_REVIEW = "account_to_review"  # a big account
    ACTOR_PERSON_OBJECTED = "actor_person_objected"  # a person of an actor
    PRACTICE_SHARED = "practice_shared"  # a good practice
    PRACTICE_COMMENTED = "practice_commented"  # a good practice
    PRACTICE_PINNED = "practice_pinned"  # a good practice
    OWN_PRACTICE_COMMENTED = "own_practice_commented"  # a good practice of the DSDEN
    JOURNAL_WORD = "journal_word"  # a word of the DSDEN
    JOURNAL_WORD_ANSWERED = "journal_word_answered"  # a word of the DSDEN
    CAMPAIGN_OPENED = "campaign_opened"  # a campaign
    CAMPAIGN_CLOSED = "campaign_closed"  # a campaign
    CAMPAIGN_COMMENTED = "campaign_commented"  # a campaign
    OBJECTIVE_SET = "objective_set"  # a yearly objective
    CAMPAIGN_REACHED = "campaign_reached"  # a target a lycée reached
    CAMPAIGN_BEHIND = "campaign_behind"  # a reminder of a campaign to a lycée
    DEPARTMENT_WEEK = "department_week"  # the week of the department
    NETWORK_JOURNAL = "network_journal"  # a week of the network
    DEPARTMENT_JOURNAL = "department_journal"  # a week of the department
    MONTHLY_FIGURES = "monthly_figures"  # a month of a lycée
    DEPARTMENT_FIGURES = "department_figures"  # a month of the department
    LYCEE_SILENT = "lycee_silent"  # a trouble
    REGISTRY_DIFFERS = "registry_differs"  # a trouble
    COVERAGE_DIFFERS = "coverage_differs"  # a trouble


class AskedNotice(BaseModel):
    """One notice whose words are asked for; `about` is the id of the thing."""

    kind: NoticeKind
    about: UUID


class NoticesRequest(BaseModel):
    asked: tuple[AskedNotice, ...] = Field(max_length=ASKED_MAX)


class NoticeLine(BaseModel):
    """A line of what is to be known: « Entreprise\u202f: Garage Martin »."""

    label: str
    text: str


class NoticeFacts(BaseModel):
    """What a notice says of the thing it is about.

    `standing` is false once there is nothing left to tell: nothing leaves then. `object` says in a
    few words what it is about; it may name a pupil, and is shown to readers of the lycée alone.
    `lines` may too: they are never in the subject of a mail. `path` is the page to act on.
    `number` is that of the agreement. `concerned` are people it is told to whatever their role;
    `by` is who did it, and is not told. `concerned_path` is the page of those who have none of the
    roles told by default, where these may not open `path`. `said_by` is the notice that says the same
    today: who is told that one is not told this.
    """

    standing: bool
    object: str
    lines: tuple[NoticeLine, ...] = ()
    path: str
    concerned_path: str | None = None
    said_by: NoticeKind | None = None
    number: str | None = None
    concerned: tuple[AccountId, ...] = ()
    by: AccountId | None = None


class NoticesAnswer(BaseModel):
    """For each notice asked about, in that order; None: the thing is gone."""

    facts: tuple[NoticeFacts | None, ...]


def _asked_of(service: str) -> Question[NoticesRequest, NoticesAnswer]:
    return declare(
        Question(
            service,
            "notice_facts",
            NoticesRequest,
            NoticesAnswer,
            frozenset({"notifications"}),
        )
    )


INTERNSHIP_NOTICES = _asked_of("internships")
PARTNERSHIP_NOTICES = _asked_of("partnerships")
COORDINATION_NOTICES = _asked_of("coordination")
SUPERVISION_NOTICES = _asked_of("supervision")

_K = NoticeKind
OWNERS: Mapping[NoticeKind, Question[NoticesRequest, NoticesAnswer]] = {
    **dict.fromkeys(
        (
            *(_K.ALERT_URGENT, _K.ALERT_PROBLEM, _K.ALERT_VIGILANCE, _K.RUPTURE, _K.NOT_STARTED),
            *(_K.PLACE_AGREED, _K.REFERENT_ASSIGNED),
            *(_K.AGREEMENT_TO_SIGN, _K.AGREEMENT_REFUSED, _K.AGREEMENT_SIGNED),
            *(_K.AGREEMENT_AMENDED, _K.AID_MOVED, _K.PERIOD_OPENS, _K.WITHOUT_PLACE),
            *(_K.MANY_WITHOUT_PLACE, _K.MANY_ON_EVE, _K.YEAR_END),
            *(_K.DEPARTURE, _K.AGREEMENTS_LATE, _K.VISITS_LATE, _K.ATTESTATIONS_MISSING),
        ),
        INTERNSHIP_NOTICES,
    ),
    **dict.fromkeys(
        (
            *(_K.DEROGATION_EXPIRING, _K.DEROGATION_EXPIRED, _K.CARD_CHECKED),
            *(_K.ACTION_UNREPORTED, _K.MAILING_UNDELIVERED, _K.MAIL_RETURNED, _K.HOST_ACTED),
            *(_K.COMPANIES_DORMANT, _K.IMPORT_HALTED, _K.IMPORT_DONE),
        ),
        PARTNERSHIP_NOTICES,
    ),
    **dict.fromkeys((_K.NEWS_PROPOSED, _K.NEWS_PUBLISHED, _K.NEWS_REFUSED), COORDINATION_NOTICES),
    **dict.fromkeys(
        (
            *(_K.DECISION_ENTRUSTED, _K.DECISION_LATE, _K.DECISION_DONE, _K.OFFER_FILE_MOVED),
            *(_K.OFFER_OPINION_GIVEN, _K.OFFER_DATE_MOVED, _K.OFFER_DATE_ADDED),
            *(_K.NEED_ASSIGNED, _K.NEED_RECEIVED, _K.NEED_LATE, _K.NEED_ANSWERED),
            *(_K.NEED_SETTLED, _K.NEED_AGAIN, _K.NEED_PROMISE_PASSED),
            _K.NEED_PRECISED,
            *(_K.SUPPORT_REQUESTED, _K.SUPPORT_REPLIED),
            *(_K.CAMPAIGN_OPENED, _K.CAMPAIGN_CLOSED, _K.CAMPAIGN_COMMENTED, _K.OBJECTIVE_SET),
            *(_K.PRACTICE_SHARED, _K.PRACTICE_COMMENTED, _K.PRACTICE_PINNED),
            _K.OWN_PRACTICE_COMMENTED,
            *(_K.JOURNAL_WORD, _K.JOURNAL_WORD_ANSWERED),
            *(_K.ACCOUNT_ASKED, _K.ACCOUNT_WORD_ASKED, _K.ACCOUNT_DECIDED),
            *(_K.ACCOUNT_REVIEW, _K.ACCOUNT_TO_REVIEW),
            _K.ACTOR_PERSON_OBJECTED,
        ),
        COORDINATION_NOTICES,
    ),
    **dict.fromkeys(
        (
            *(_K.DEPARTMENT_WEEK, _K.NETWORK_JOURNAL, _K.DEPARTMENT_JOURNAL),
            *(_K.MONTHLY_FIGURES, _K.DEPARTMENT_FIGURES),
            *(_K.LYCEE_SILENT, _K.REGISTRY_DIFFERS, _K.COVERAGE_DIFFERS),
            *(_K.CAMPAIGN_BEHIND, _K.CAMPAIGN_REACHED),
        ),
        SUPERVISION_NOTICES,
    ),
}
"""Whom the words of each kind are asked of: the service that keeps the thing."""
OF_THE_NETWORK = frozenset({_K.NETWORK_JOURNAL})
"""Told to people of a lycée, about all of them: its words are asked in the name of the DSDEN."""


class UnreadRequest(BaseModel):
    """Of the lycées an account works for, or of all with `department_wide`."""

    account_id: AccountId
    lycees: tuple[Uai, ...]
    department_wide: bool


class UnreadNotices(BaseModel):
    """How many notices somebody has not read: shown beside the bell of every page."""

    many: int


UNREAD_NOTICES = declare(
    Question(
        "notifications",
        "unread_notices",
        UnreadRequest,
        UnreadNotices,
        frozenset(
            {
                "coordination",
                "internships",
                "notifications",
                "partnerships",
                "portal",
                "supervision",
            }
        ),
        timeout_seconds=0.5,
    )
)
