"""What the partnership registry answers when it is asked: nothing of it is kept."""

from datetime import date, datetime, time

from pydantic import BaseModel

from contracts.identifiers import (
    AccountId,
    ActionId,
    ContactCheckId,
    ContactId,
    PartnershipId,
    PlacementId,
    SiteKey,
    TaskDigestId,
)
from contracts.questions import Question, declare


class HostContactRequest(BaseModel):
    """The reader at a site: the tutor, where one is named who has a mail, else who signs for the
    site, where `signs` and one person does, else the contact the lycée writes to.
    """

    site_key: SiteKey
    tutor_id: ContactId | None = None
    signs: bool = False


class HostContact(BaseModel):
    """Whom to write to at a site, as this lycée knows it; no `mail` when it knows nobody."""

    company: str
    contact_name: str | None = None
    mail: str | None = None
    stopped: bool = False
    """Whether who would read it wants no mail from anybody."""
    returned: bool = False
    """Whether nothing that is sent there arrives."""
    contact_id: ContactId | None = None
    contact_version: int | None = None
    stop_url: str | None = None
    """Where they say so; None where nobody would read it."""


class ContactCheckRequest(BaseModel):
    contact_check_id: ContactCheckId


class ContactCheck(BaseModel):
    """`standing` is false once the card was confirmed, the link is over or the contact is gone."""

    standing: bool
    company: str
    contact_name: str
    mail: str | None
    url: str
    expires_at: datetime
    placement_id: PlacementId | None = None
    stopped: bool = False
    returned: bool = False
    contact_id: ContactId | None = None
    contact_version: int | None = None
    stop_url: str | None = None


HOST_CONTACT = declare(
    Question(
        "partnerships",
        "host_contact",
        HostContactRequest,
        HostContact,
        frozenset({"notifications"}),
    )
)
CONTACT_CHECK = declare(
    Question(
        "partnerships",
        "contact_check",
        ContactCheckRequest,
        ContactCheck,
        frozenset({"notifications"}),
    )
)


class TaskDigestRequest(BaseModel):
    digest_id: TaskDigestId


class DueTask(BaseModel):
    """A task that is due: what it is in general, not what it says nor with whom."""

    title: str
    late: bool
    assignee: AccountId | None
    """None: whoever of the bureau comes first."""


class EndingAgreements(BaseModel):
    """How many agreements with companies (conventions de partenariat) end on a day; never whose."""

    until_on: date
    many: int


class TaskDigest(BaseModel):
    """What a bureau has to do today; `silent` are those who want no mail about it.

    `agreements` are those this mail speaks of: two months before they end, a week before, and on
    their last day, or as soon as it can be said after that.
    """

    tasks: tuple[DueTask, ...]
    silent: tuple[AccountId, ...]
    agreements: tuple[EndingAgreements, ...] = ()


TASK_DIGEST = declare(
    Question(
        "partnerships", "task_digest", TaskDigestRequest, TaskDigest, frozenset({"notifications"})
    )
)


class NextStepsRequest(BaseModel):
    """For the bureau, or what one of its people has to do: their own, and what nobody was given."""

    account_id: AccountId | None = None


class NextStepDay(BaseModel):
    """How many steps the bureau plans on a day; with whom is on its own page."""

    on: date
    steps: int
    titles: tuple[str, ...] = ()
    """What is to be done, in the words of a list; neither with whom nor why."""


class NextStepDays(BaseModel):
    """The days a bureau has next steps on (prochaines étapes)."""

    days: tuple[NextStepDay, ...]


NEXT_STEP_DAYS = declare(
    Question(
        "partnerships", "next_step_days", NextStepsRequest, NextStepDays, frozenset({"portal"})
    )
)


class RegistryDaysRequest(BaseModel):
    pass


class AgreementDay(BaseModel):
    """The last day of an agreement; with whom is on its own page."""

    partnership_id: PartnershipId
    until_on: date
    told_on: date
    """Since when it is to be renewed."""
    version: int


class ActionDay(BaseModel):
    """A school–company action, planned or held: of which kind, not what it is called nor with whom."""

    action_id: ActionId
    on: date
    kind: str
    """In the words of a list."""
    companies: int
    version: int
    starts_at: time | None = None
    ends_at: time | None = None
    """By the clock of Paris; None where no hour is known."""


class RegistryDays(BaseModel):
    """The days of a lycée that are in its registry without being tasks of anybody."""

    agreements: tuple[AgreementDay, ...]
    actions: tuple[ActionDay, ...]


REGISTRY_DAYS = declare(
    Question(
        "partnerships", "registry_days", RegistryDaysRequest, RegistryDays, frozenset({"portal"})
    )
)
