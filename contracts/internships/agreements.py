"""Events about the agreement of a placement (convention), inside the bureau alone: what the department
needs of them is in the coverage.
"""

from datetime import date
from enum import StrEnum

from contracts.event import Event
from contracts.identifiers import AgreementId, PeriodId, PlacementId


class Signer(StrEnum):
    """In which capacity somebody signs (signataire); never who."""

    HEAD = "head"
    HOST = "host"
    PUPIL = "pupil"
    REPRESENTATIVE = "representative"
    REFERENT = "referent"
    TUTOR = "tutor"
    SECOND_TUTOR = "second_tutor"


class SignatureChannel(StrEnum):
    """How a signature came (voie): on the paper itself, or on a scan of it."""

    PAPER = "paper"
    SCAN = "scan"


class SignatureRefusal(StrEnum):
    """Why somebody does not sign (motif du refus)."""

    TEXT = "text"
    DATES = "dates"
    TASKS = "tasks"
    INSURANCE = "insurance"
    PLACE_LOST = "place_lost"
    OTHER = "other"


class AgreementStanding(StrEnum):
    """Where an agreement is (état de la convention)."""

    PREPARED = "prepared"
    ISSUED = "issued"
    PARTLY_SIGNED = "partly_signed"
    SIGNED = "signed"
    REFUSED = "refused"
    AMENDED = "amended"
    CANCELLED = "cancelled"


class AgreementPreparedV1(Event, audience="bureau", aggregate="agreement_id"):
    """An agreement is to be issued, or an amendment of another one (convention ou avenant à émettre)."""

    agreement_id: AgreementId
    placement_id: PlacementId
    period_id: PeriodId
    amends: AgreementId | None
    occurred_on: date


class AgreementIssuedV1(Event, audience="bureau", aggregate="agreement_id"):
    """It was given to those who sign it (convention émise)."""

    agreement_id: AgreementId
    placement_id: PlacementId
    period_id: PeriodId
    occurred_on: date


class AgreementPartlySignedV1(Event, audience="bureau", aggregate="agreement_id"):
    """Some of those who sign have (signatures reçues), others have not yet."""

    agreement_id: AgreementId
    placement_id: PlacementId
    period_id: PeriodId
    signers: tuple[Signer, ...]
    channel: SignatureChannel
    occurred_on: date


class AgreementSignedV1(Event, audience="bureau", aggregate="agreement_id"):
    """All who sign have (convention signée). It occurred on the day of the last signature."""

    agreement_id: AgreementId
    placement_id: PlacementId
    period_id: PeriodId
    occurred_on: date


class AgreementRefusedV1(Event, audience="bureau", aggregate="agreement_id"):
    """Somebody refuses to sign (refus de signer)."""

    agreement_id: AgreementId
    placement_id: PlacementId
    period_id: PeriodId
    signer: Signer
    reason: SignatureRefusal
    occurred_on: date


class AgreementAmendedV1(Event, audience="bureau", aggregate="agreement_id"):
    """What it says is no longer so: another one takes its place (avenant)."""

    agreement_id: AgreementId
    placement_id: PlacementId
    period_id: PeriodId
    amended_by: AgreementId
    occurred_on: date


class AgreementCancelledV1(Event, audience="bureau", aggregate="agreement_id"):
    """Its placement was withdrawn (convention annulée)."""

    agreement_id: AgreementId
    placement_id: PlacementId
    period_id: PeriodId
    occurred_on: date


class AgreementEntryUndoneV1(Event, audience="bureau", aggregate="agreement_id"):
    """What was said of it was a mistake (saisie annulée). Without a standing, there is none any more."""

    agreement_id: AgreementId
    placement_id: PlacementId
    period_id: PeriodId
    standing: AgreementStanding | None
    occurred_on: date
