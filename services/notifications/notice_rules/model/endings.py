"""What takes back what was told: the notice does not leave (fins d’avis)."""

from contracts.coordination.accounts import (
    AccountArbitratedV1,
    AccountArbitrationWithdrawnV1,
    AccountFollowedV1,
)
from contracts.coordination.campaigns import CampaignFollowedV1
from contracts.coordination.committees import DecisionFollowedV1
from contracts.coordination.journal_words import (
    JournalWordAnsweredV1,
    JournalWordAnswerWithdrawnV1,
    JournalWordFollowedV1,
)
from contracts.coordination.needs import (
    NeedAnsweredV1,
    NeedClosedV1,
    NeedDismissedV1,
    NeedFollowedV1,
    NeedHandler,
    NeedPrecisedV1,
    NeedQualifiedV1,
    NeedRecalledV1,
    NeedReopenedV1,
    NeedStep,
    NeedTakenV1,
)
from contracts.coordination.news import NewsAnsweredV1
from contracts.coordination.objectives import ObjectiveSetV1
from contracts.coordination.offer_files import (
    OfferDateFollowedV1,
    OfferDateStep,
    OfferFileFollowedV1,
    OfferOpinionFollowedV1,
)
from contracts.coordination.support import (
    SupportAnsweredV1,
)
from contracts.event import Event
from contracts.internships.agreements import (
    AgreementAmendedV1,
    AgreementCancelledV1,
    AgreementEntryUndoneV1,
    AgreementSignedV1,
)
from contracts.internships.follow_up import (
    ReferentAssignedV1,
)
from contracts.internships.periods import HostAgreementWithdrawnV1
from contracts.internships.placements import (
    PlacementEndUndoneV1,
)
from contracts.supervision.troubles import TroubleEndedV1, TroubleKind
from services.notifications.mails.model.template import Template
from services.notifications.notice_rules.model.rule import Ending

_T = Template
_OF_NEEDS = (_T.NEED_RECEIVED, _T.NEED_LATE, _T.NEED_ANSWERED)
_OVER = (NeedStep.ANSWERED, NeedStep.CLOSED, NeedStep.WITHDRAWN, NeedStep.DISMISSED)
_OF_OWN_NEED = (_T.NEED_SETTLED, _T.NEED_AGAIN, _T.NEED_PROMISE_PASSED)

ENDINGS: tuple[Ending, ...] = (
    Ending(HostAgreementWithdrawnV1, "placement_id", (_T.BUREAU_AGREED,)),
    Ending(PlacementEndUndoneV1, "placement_id", (_T.RUPTURE, _T.NOT_STARTED)),
    # Also the one that follows: whom the pupil was taken from is told no more.
    Ending(ReferentAssignedV1, "following_id", (_T.REFERENT_ASSIGNED,)),
    Ending(AgreementSignedV1, "agreement_id", (_T.AGREEMENT_TO_SIGN, _T.AGREEMENT_REFUSED)),
    Ending(
        AgreementCancelledV1,
        "agreement_id",
        (_T.AGREEMENT_TO_SIGN, _T.AGREEMENT_REFUSED, _T.AGREEMENT_SIGNED),
    ),
    Ending(AgreementAmendedV1, "agreement_id", (_T.AGREEMENT_TO_SIGN, _T.AGREEMENT_REFUSED)),
    Ending(AgreementEntryUndoneV1, "agreement_id", (_T.AGREEMENT_REFUSED, _T.AGREEMENT_SIGNED)),
    Ending(TroubleEndedV1, "trouble_id", tuple(Template(kind.value) for kind in TroubleKind)),
    Ending(NewsAnsweredV1, "news_id", (_T.NEWS_PROPOSED, _T.NEWS_PUBLISHED, _T.NEWS_REFUSED)),
    # Also the one that follows: that it is late says what was said when it was given.
    Ending(
        DecisionFollowedV1,
        "decision_id",
        (_T.DECISION_ENTRUSTED, _T.DECISION_LATE, _T.DECISION_DONE),
    ),
    # Also the one that follows: what is asked now is told with what the campaign says now.
    Ending(CampaignFollowedV1, "campaign_id", (_T.CAMPAIGN_OPENED, _T.CAMPAIGN_CLOSED)),
    # Also the one that follows: where it stands is read when it is told.
    Ending(OfferFileFollowedV1, "file_id", (_T.OFFER_FILE_MOVED,)),
    Ending(OfferOpinionFollowedV1, "opinion_id", (_T.OFFER_OPINION_GIVEN,)),
    Ending(OfferDateFollowedV1, "date_id", (_T.OFFER_DATE_MOVED,)),
    # Changed as soon as it was added: it is told once, as it then is.
    Ending(
        OfferDateFollowedV1, "date_id", (_T.OFFER_DATE_ADDED,), {"step": (OfferDateStep.ADDED,)}
    ),
    Ending(AccountArbitratedV1, "key_account_id", (_T.ACCOUNT_ASKED, _T.ACCOUNT_TO_REVIEW)),
    Ending(
        AccountArbitrationWithdrawnV1,
        "key_account_id",
        (_T.ACCOUNT_ASKED, _T.ACCOUNT_TO_REVIEW),
    ),
    # Also the one that follows: what is decided now is told with what it says now.
    Ending(
        AccountFollowedV1,
        "key_account_id",
        (_T.ACCOUNT_WORD_ASKED, _T.ACCOUNT_DECIDED, _T.ACCOUNT_REVIEW),
    ),
    # Also the one that follows: what is set now is told with what it says now.
    Ending(ObjectiveSetV1, "objective_id", (_T.OBJECTIVE_SET,)),
    # Also the one that follows: what it says now is read where it leads.
    Ending(JournalWordFollowedV1, "journal_word_id", (_T.JOURNAL_WORD,)),
    # Also the one that follows: an answer in other words is told once, as it then is.
    Ending(JournalWordAnsweredV1, "journal_word_id", (_T.JOURNAL_WORD_ANSWERED,)),
    Ending(JournalWordAnswerWithdrawnV1, "journal_word_id", (_T.JOURNAL_WORD_ANSWERED,)),
    Ending(SupportAnsweredV1, "support_id", (_T.SUPPORT_REQUESTED,)),
    Ending(NeedRecalledV1, "assignment_id", (_T.NEED_ASSIGNED, *_OF_OWN_NEED)),
    # Also the one that follows: what others did last is told with where it stands now.
    Ending(NeedFollowedV1, "assignment_id", _OF_OWN_NEED),
    Ending(NeedQualifiedV1, "need_id", (_T.NEED_RECEIVED,)),
    Ending(NeedTakenV1, "need_id", (_T.NEED_LATE,)),
    Ending(NeedReopenedV1, "need_id", (_T.NEED_ANSWERED, _T.NEED_LATE)),
    Ending(NeedClosedV1, "need_id", (*_OF_NEEDS, _T.NEED_PRECISED)),
    Ending(NeedDismissedV1, "need_id", (*_OF_NEEDS, _T.NEED_PRECISED)),
    # Bureaux hear it so, and the one that answered of itself.
    Ending(NeedFollowedV1, "need_id", (_T.NEED_PRECISED,), {"step": _OVER}),
    Ending(NeedAnsweredV1, "need_id", (_T.NEED_PRECISED,), {"handler": (NeedHandler.BUREAU,)}),
    # Also the one that follows: what was added is read at once.
    Ending(NeedPrecisedV1, "need_id", (_T.NEED_PRECISED,)),
)


def ended_by(event: Event) -> tuple[Ending, ...]:
    """What an event takes back."""
    return tuple(one for one in ENDINGS if one.on is type(event) and one.applies(event))
