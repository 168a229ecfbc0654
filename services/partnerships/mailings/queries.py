"""A mail to many companies as its page shows it: what each will read, who is left out, how far it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Lycees
from services.partnerships.mailings.model import (
    RECIPIENTS_MAX,
    Mailing,
    MailingStatus,
    MailingText,
    heading,
)
from services.partnerships.mailings.store.letters import known_with
from services.partnerships.mailings.store.mailings import LetterTally, Mailings, Recipient
from services.partnerships.recipients.model import HELD, Excluded, Marks
from services.partnerships.recipients.store import read_marks

SHOWN = 100
PREVIEWED = 3
LATEST = 20


@dataclass(frozen=True)
class MailingCard:
    """A mail to many; `following` is the rank of the next recipients."""

    about: Mailing
    heading: str | None
    """Its subject, with the name of the lycée; None once it is forgotten."""
    tally: LetterTally
    previews: Sequence[tuple[Recipient, MailingText]]
    """The first letters, as they will be read; while all wait for a word, those of the first."""
    recipients: Sequence[Recipient]
    held: Sequence[Recipient]
    """Who is written to only if somebody says so, while it can be said."""
    excluded: Sequence[Recipient]
    marks: Mapping[UUID, Marks]
    """By company, of those shown that have some."""
    following: int | None

    @property
    def coming(self) -> bool:
        """Whether nobody confirmed it so far."""
        return self.about.status is MailingStatus.DRAFT

    @property
    def left_out(self) -> int:
        """How many are not written to, whatever is said."""
        return self.tally.excluded - self.tally.held if self.coming else self.tally.excluded

    @property
    def advancing(self) -> bool:
        """Whether letters are to leave by themselves."""
        begun = self.about.status in (MailingStatus.PLANNED, MailingStatus.SENT)
        return begun and self.tally.waiting > 0


async def read_headings(uow: UnitOfWork, rows: Iterable[Row[Any]]) -> Mapping[UUID, str]:
    """By mailing, in the order of the rows, its heading; nothing of a subject that is forgotten."""
    rows = list(rows)
    names = await Lycees(uow).names_of({row.uai for row in rows})
    return {row.mailing_id: heading(row.subject or "", names[row.uai]) for row in rows}


async def read_latest(uow: UnitOfWork) -> Sequence[tuple[Mailing, str | None]]:
    """The last mails to many, each with its heading; None where its text is forgotten."""
    latest = await Mailings(uow).latest(LATEST)
    names = await Lycees(uow).names_of({one.uai for one in latest})
    return [
        (one, heading(one.text.subject, names[one.uai]) if one.text else None) for one in latest
    ]


async def read_mailing(uow: UnitOfWork, mailing_id: UUID, *, after: int = 0) -> MailingCard:
    """Raises NotFound."""
    mailings = Mailings(uow)
    about = await mailings.get(mailing_id)
    recipients = await mailings.recipients(mailing_id, SHOWN + 1, after=after)
    asking = HELD if about.status is MailingStatus.DRAFT else ()
    held = await mailings.excluded(mailing_id, RECIPIENTS_MAX, asking)
    first = await mailings.recipients(mailing_id, PREVIEWED)
    first = first or [one for one in held if one.contact_id][:PREVIEWED]
    others = [one for one in Excluded if one not in asking]
    excluded = await mailings.excluded(mailing_id, SHOWN, others)
    shown = {one.company_id for one in (*recipients[:SHOWN], *held, *excluded)}
    lycee = await Lycees(uow).name_of(about.uai)
    return MailingCard(
        about=about,
        heading=heading(about.text.subject, lycee) if about.text else None,
        tally=await mailings.tally(mailing_id),
        previews=[(one, about.text.filled(known_with(one, lycee))) for one in first if about.text],
        recipients=recipients[:SHOWN],
        held=held,
        excluded=excluded,
        marks=await read_marks(uow, about.uai, shown),
        following=recipients[SHOWN].rank if len(recipients) > SHOWN else None,
    )
