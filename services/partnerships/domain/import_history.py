"""What a list tells of before it: notes of the lycée, and exchanges it had."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from contracts.partnerships import InteractionOutcome, InteractionPurpose
from services.partnerships.domain.import_remarks import Besides, PastExchange
from services.partnerships.domain.interaction import Interaction
from services.partnerships.domain.text import plain


@dataclass(frozen=True)
class NewNote:
    """A note that a line makes."""

    id: UUID
    company_id: UUID
    text: str


@dataclass
class History:
    """What is kept of some companies so far, and what lines add to it: nothing twice."""

    notes: set[tuple[UUID, str]] = field(default_factory=set)
    """Notes of the lycée: (company, text without accents)."""
    exchanges: dict[tuple[UUID, date], str] = field(default_factory=dict)
    """Its exchanges: what was noted of them, by site and day."""
    new_notes: list[NewNote] = field(default_factory=list)
    new_exchanges: list[Interaction] = field(default_factory=list)

    def learn(
        self,
        notes: Iterable[tuple[UUID, str]],
        exchanges: Iterable[tuple[UUID, date, str | None]],
    ) -> None:
        """Know these notes and these exchanges."""
        self.notes |= {(company_id, plain(text)) for company_id, text in notes}
        for site_id, on, note in exchanges:
            known = self.exchanges.get((site_id, on), "")
            self.exchanges[site_id, on] = f"{known} {plain(note or '')}".strip()

    def add(
        self, new_id: Callable[[], UUID], company_id: UUID, site_id: UUID, besides: Besides
    ) -> Sequence[str]:
        """Add what a line tells besides; what is done, in French."""
        before = len(self.new_notes), len(self.new_exchanges)
        for one in besides.exchanges:
            self._meet(new_id, company_id, site_id, one)
        for text in besides.notes:
            self._note(new_id, company_id, text)
        notes, met = len(self.new_notes) - before[0], len(self.new_exchanges) - before[1]
        told = []
        if met:
            told.append("échange noté" if met == 1 else f"{met} échanges notés")
        if notes:
            told.append("note ajoutée" if notes == 1 else f"{notes} notes ajoutées")
        return told

    def _note(self, new_id: Callable[[], UUID], company_id: UUID, text: str) -> None:
        if (company_id, plain(text)) not in self.notes:
            self.notes.add((company_id, plain(text)))
            self.new_notes.append(NewNote(new_id(), company_id, text))

    def _meet(
        self, new_id: Callable[[], UUID], company_id: UUID, site_id: UUID, one: PastExchange
    ) -> None:
        known = self.exchanges.get((site_id, one.on))
        if known is None:
            self.learn((), [(site_id, one.on, one.note)])
            self.new_exchanges.append(
                Interaction(
                    id=new_id(),
                    company_id=company_id,
                    site_id=site_id,
                    kind=one.kind,
                    purpose=InteractionPurpose.OTHER,
                    outcome=InteractionOutcome.NONE,
                    occurred_on=one.on,
                    note=one.note,
                )
            )
        elif one.note and plain(one.note) not in known:
            # That day is noted already: it counts once, and what the list says of it stays.
            self._note(new_id, company_id, one.told)
