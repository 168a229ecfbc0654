"""What an import did to each company: kept with it, so that all of it can be undone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from uuid import UUID

from services.partnerships.companies.model.card import Card
from services.partnerships.companies.model.imported_rows import ImportedKind
from services.partnerships.import_plans.model.plan import Registry


@dataclass(frozen=True)
class Effect:
    """What some lines of an import did to one company.

    `part` is the first line recorded in the same transaction: a long list comes back to a company.
    Without `before` the company was created; without `after` its card was left alone.
    """

    company_id: UUID
    part: int
    name: str
    before: Card | None = None
    after: Card | None = None
    followed: frozenset[UUID] = frozenset()
    """Sites that joined the lycée's list."""
    made: Mapping[str, frozenset[UUID]] = field(default_factory=dict)
    """Rows that were made beside the card, by column; what they hold is said by themselves alone."""

    @property
    def created(self) -> bool:
        """Whether the company was not at the registry before."""
        return self.before is None and self.after is not None

    def made_of(self, kind: ImportedKind) -> frozenset[UUID]:
        """The rows of one kind that were made."""
        return self.made.get(kind.column, frozenset())


def effects_of(registry: Registry, part: int, known: Mapping[UUID, str]) -> Sequence[Effect]:
    """What judging some lines did, company by company; `known` are names of those left alone."""
    followed = _by_company(registry.new_followed)
    made = _made(registry)
    cards = registry.created | registry.changed
    return [
        Effect(
            company_id,
            part,
            cards[company_id].details.name if company_id in cards else known[company_id],
            before=Card(*registry.before[company_id]) if company_id in registry.changed else None,
            after=Card.of(cards[company_id]) if company_id in cards else None,
            followed=followed.get(company_id, frozenset()),
            made={column: ids[company_id] for column, ids in made.items() if company_id in ids},
        )
        for company_id in sorted({*cards, *followed, *chain(*made.values())})
    ]


def _made(registry: Registry) -> Mapping[str, Mapping[UUID, frozenset[UUID]]]:
    """The rows that lines made beside cards, by the column that keeps their ids, then by company."""
    history = registry.history
    return {
        "contacts": _by_company((one.company_id, one.id) for one in registry.new_contacts),
        "notes": _by_company((one.company_id, one.id) for one in history.new_notes),
        "exchanges": _by_company((one.company_id, one.id) for one in history.new_exchanges),
    }


def _by_company(pairs: Iterable[tuple[UUID, UUID]]) -> Mapping[UUID, frozenset[UUID]]:
    found: dict[UUID, set[UUID]] = {}
    for company_id, other in pairs:
        found.setdefault(company_id, set()).add(other)
    return {company_id: frozenset(those) for company_id, those in found.items()}
