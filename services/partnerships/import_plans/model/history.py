"""What a list tells of before it: notes of the lycée, and exchanges it had."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from contracts.partnerships.companies import InteractionKind, InteractionOutcome, InteractionPurpose
from services.partnerships.base.text import plain, squeezed
from services.partnerships.company_notes.model import headed
from services.partnerships.exchanges.model import Interaction
from services.partnerships.import_rows.model.remarks import Besides, PastExchange
from services.partnerships.import_rows.model.years import (
    is_by_year,
    with_more_years,
    without_heading,
)

Met = tuple[UUID, date, InteractionKind]
"""What makes an exchange one: a call and a visit of the same day are two."""
_OURS = headed("Notes", "")
"""What begins the cell of notes of a list that went out."""


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
    """Notes of the lycée: (company, text as it is compared)."""
    lines: dict[UUID, set[str]] = field(default_factory=dict)
    """The lines of those notes, by company."""
    headings: dict[tuple[UUID, str], list[frozenset[str]]] = field(default_factory=dict)
    """The words of the headings that what a note says stands under: (company, what it says)."""
    exchanges: dict[Met, set[str]] = field(default_factory=dict)
    """Its exchanges: what was noted of each."""
    new_notes: list[NewNote] = field(default_factory=list)
    by_year: dict[UUID, int] = field(default_factory=dict)
    """Where the note of counts by year of a company stands among the new ones."""
    new_exchanges: list[Interaction] = field(default_factory=list)

    def learn(
        self,
        notes: Iterable[tuple[UUID, str]],
        exchanges: Iterable[tuple[UUID, date, InteractionKind, str | None]],
    ) -> None:
        """Know these notes and these exchanges."""
        for company_id, text in notes:
            self._learn(company_id, text)
            said = self.lines.setdefault(company_id, set())
            said |= set(map(_as_compared, text.splitlines()))
        for site_id, on, kind, note in exchanges:
            known = self.exchanges.setdefault((site_id, on, kind), set())
            known.add(_as_compared(note or ""))

    def add(
        self, new_id: Callable[[], UUID], company_id: UUID, site_id: UUID, besides: Besides
    ) -> Sequence[str]:
        """Add what a line tells besides; what is done, in French."""
        before = len(self.new_notes), len(self.new_exchanges)
        # Those whose kind is told first: one of no kind is then the same, when of their day.
        for one in sorted(besides.exchanges, key=lambda one: not one.of_its_kind):
            self._meet(new_id, company_id, site_id, one)
        for text in besides.every_note:
            self._note(new_id, company_id, text)
        notes, met = len(self.new_notes) - before[0], len(self.new_exchanges) - before[1]
        told = []
        if met:
            told.append("échange noté" if met == 1 else f"{met} échanges notés")
        if notes:
            told.append("note ajoutée" if notes == 1 else f"{notes} notes ajoutées")
        return told

    def _note(self, new_id: Callable[[], UUID], company_id: UUID, text: str) -> None:
        if self._is_kept(company_id, text):
            return
        self._learn(company_id, text)
        at = self.by_year.get(company_id) if is_by_year(text) else None
        longer = with_more_years(self.new_notes[at].text, text) if at is not None else None
        if at is not None and longer:
            self.new_notes[at] = replace(self.new_notes[at], text=longer)
            return
        if is_by_year(text):
            self.by_year[company_id] = len(self.new_notes)
        self.new_notes.append(NewNote(new_id(), company_id, text))

    def _is_kept(self, company_id: UUID, text: str) -> bool:
        """Whether a note says nothing more; one of a list that went out has several, a line each."""
        if (company_id, _as_compared(text)) in self.notes:
            return True
        years = {_as_compared(text), _as_compared(without_heading(text))}
        if is_by_year(text) and years & self.lines.get(company_id, set()):
            return True
        words, said = _parted(text)
        known = self.headings.get((company_id, said), ())
        if words and any(words <= one or one <= words for one in known):
            return True
        bare = text.removeprefix(_OURS)
        lines = self.lines.get(company_id, set())
        # One that is as long as a note was cut where its heading made it longer.
        return bare != text and all(
            line in lines or any(line in one for one in lines)
            for line in map(_as_compared, bare.splitlines())
        )

    def _learn(self, company_id: UUID, text: str) -> None:
        self.notes.add((company_id, _as_compared(text)))
        words, said = _parted(text)
        if words:
            self.headings.setdefault((company_id, said), []).append(words)

    def _meet(
        self, new_id: Callable[[], UUID], company_id: UUID, site_id: UUID, one: PastExchange
    ) -> None:
        kinds = [one.kind] if one.of_its_kind else InteractionKind
        days = [day for kind in kinds if (day := (site_id, one.on, kind)) in self.exchanges]
        if not days:
            self.learn((), [(site_id, one.on, one.kind, one.note)])
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
        elif one.note and not any(_as_compared(one.note) in self.exchanges[day] for day in days):
            # That day is noted already: it counts once, and what the list says of it stays.
            self._note(new_id, company_id, one.told)


def _parted(text: str) -> tuple[frozenset[str], str]:
    """The words of the heading of a note, and what it says under it."""
    heading, between, said = text.partition(headed(" ", "").lstrip(" "))
    return frozenset(plain(heading).split() if between else ()), _as_compared(said)


def _as_compared(text: str) -> str:
    """A text whatever its case and its spaces; its signs stay, « ++ » is not « -- »."""
    return (squeezed(unicodedata.normalize("NFC", text)) or "").casefold()
