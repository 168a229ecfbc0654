"""The stay of a pupil as who hosts them follows it (accueil): what is asked of the host, and when."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from services.chassis.base.errors import Conflict
from services.internships.base.days import PARIS
from services.internships.pupils.model import is_minor_on

OPEN_AFTER = timedelta(days=60)
"""How long after the last day the page of a stay still opens."""
ATTESTED_BEFORE = timedelta(days=7)
"""How long before the last day the attestation is there to print."""


REMARK_CHARACTERS = 500
CORRECTED_WITHIN = timedelta(days=14)
"""How long whoever gave an opinion may correct it."""


class OpinionTooEarly(Conflict):
    """A stay is judged once it was seen."""

    code = "opinion-too-early"
    title = "Ce séjour n’est pas terminé\u202f: donnez votre avis à partir du dernier jour."


class OpinionSettled(Conflict):
    """What was said weeks ago stays as it was said."""

    code = "opinion-settled"
    title = (
        "Cet avis a été donné il y a plus de 14\u00a0jours\u202f: il ne se change plus. Dites la suite au"
        " lycée."
    )


class HostAgain(StrEnum):
    """Whether a host would take a pupil of this formation again (reprendre)."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


@dataclass(frozen=True)
class HostOpinion:
    """What a host thinks of a stay (avis)."""

    again: HostAgain
    prepared: int
    """How well prepared the pupil was, from one to four."""
    remark: str | None
    given_at: datetime

    @property
    def correctable_until(self) -> datetime:
        """Until when it is changed, or taken back."""
        return self.given_at + CORRECTED_WITHIN

    def expect_correctable(self, now: datetime) -> None:
        """Raises OpinionSettled."""
        if now >= self.correctable_until:
            raise OpinionSettled


class StayNotHosted(Conflict):
    """A stay with nobody to follow, or with nobody who follows them any more."""

    code = "stay-not-hosted"
    title = (
        "Ce lieu d’accueil n’est pas confirmé, ou le séjour est fini depuis plus de 60\u00a0jours\u202f:"
        " aucun lien ne s’y remet."
    )


class HostStep(StrEnum):
    """Something a host does for a pupil, in the order of time."""

    AGREEMENT_AWAITED = "agreement-awaited"
    SIGN = "sign"
    PREPARE = "prepare"
    ATTEST = "attest"


@dataclass(frozen=True)
class StayDays:
    """The first and the last day of a stay, as they are known now."""

    first_on: date
    until_on: date

    @property
    def closes_on(self) -> date:
        """The last day the page of the stay opens."""
        return self.until_on + OPEN_AFTER

    def is_open(self, today: date) -> bool:
        """Whether the page of the stay opens that day."""
        return today <= self.closes_on

    def has_begun(self, today: date) -> bool:
        """Whether the pupil is expected, or was."""
        return self.first_on <= today

    def is_over(self, today: date) -> bool:
        """Whether the last day is past."""
        return self.until_on < today

    def is_judged(self, today: date) -> bool:
        """Whether the host has seen enough of it to say what they think."""
        return self.until_on <= today

    def is_attested(self, today: date) -> bool:
        """Whether the attestation is there to print."""
        return self.until_on - ATTESTED_BEFORE <= today


@dataclass(frozen=True)
class HostAgreement:
    """The agreement of a stay, once it was issued; whether somebody of the host has not signed it."""

    issued_on: date
    awaits_host: bool


def link_until(closes_on: date) -> datetime:
    """The instant at which a link ends that opens its page until the end of that day."""
    return datetime.combine(closes_on + timedelta(days=1), time(), PARIS)


def may_be_minor(born_on: date | None, on: date) -> bool:
    """Whether a pupil is a minor that day; who is not known to be an adult may be."""
    return born_on is None or is_minor_on(born_on, on)


def steps_of(
    days: StayDays, agreement: HostAgreement | None, *, minor: bool, today: date
) -> tuple[HostStep, ...]:
    """What is asked of the host that day."""
    ahead = not days.is_over(today)
    asked = {
        HostStep.AGREEMENT_AWAITED: agreement is None and ahead,
        HostStep.SIGN: agreement is not None and agreement.awaits_host and ahead,
        HostStep.PREPARE: minor and ahead,
        HostStep.ATTEST: days.is_attested(today),
    }
    return tuple(step for step, now in asked.items() if now)
