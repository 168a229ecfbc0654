"""An import judged line by line, with what earlier ones answered and how alike cards are."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from contracts.identifiers import Uai
from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.base.calendar import local_date
from services.partnerships.base.chunks import in_pieces
from services.partnerships.base.horizon import horizon
from services.partnerships.base.text import name_key
from services.partnerships.companies.store.companies import Companies
from services.partnerships.company_notes.model import CompanyNote
from services.partnerships.company_notes.store import CompanyNotes
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.duplicates.store.likeness import Likeness, NamedLine
from services.partnerships.exchanges.store.exchanges import Interactions
from services.partnerships.exchanges.store.signs_of_life import SignsOfLife
from services.partnerships.import_plans.model.history import History
from services.partnerships.import_plans.model.plan import Judged, Registry, Verdict, judge_rows
from services.partnerships.import_rows.model.row import ImportRow
from services.partnerships.publications.store import Publications
from services.partnerships.sharing.store import Objections


async def judge_import(
    uow: UnitOfWork, *, uai: Uai, rows: Sequence[ImportRow], before: Registry | None = None
) -> tuple[Registry, Sequence[Judged]]:
    """Judge lines against the registry without recording anything, less the contacts who objected.

    `before` is what judging the lines before these gave; it is extended.
    """
    wanted = _Wanted()
    for row in rows:
        wanted.add(row)
    found = await Companies(uow).resembling(
        sirens=wanted.sirens,
        keys=wanted.keys,
        names=wanted.names,
        placeless=wanted.placeless,
    )
    site_ids = [site.id for company in found for site in company.sites]
    registry = before or Registry(uow.new_id, set())
    registry.followed |= await Acquaintances(uow).sites_known_to(uai, site_ids)
    for site_id, contact in await Contacts(uow).at_sites(uai, site_ids):
        registry.meet(site_id, contact)
    company_ids = [company.id for company in found]
    registry.history.learn(
        await CompanyNotes(uow).texts_at(uai, company_ids),
        await Interactions(uow).days_at(uai, company_ids),
    )
    registry.learn(found)
    objected = await Objections(uow).said([one for row in rows for one in row.people])
    today, kept_since = local_date(uow.now), local_date(horizon(uow.now))
    judged: list[Judged] = []
    async for piece in in_pieces(rows):
        judged += judge_rows(
            registry, [row.without(objected).as_of(today, kept_since) for row in piece]
        )
    return registry, judged


@dataclass
class _Wanted:
    sirens: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    names: set[tuple[str, str]] = field(default_factory=set)
    placeless: set[str] = field(default_factory=set)

    def add(self, row: ImportRow) -> None:
        if row.site.siret:
            self.keys.add(row.site.siret)
        if row.siren:
            self.sirens.add(row.siren)
        if row.site.place:
            self.names.add((name_key(row.company.name), row.site.place))
        else:
            self.placeless.add(name_key(row.company.name))


async def record_history(uow: UnitOfWork, *, uai: Uai, history: History, now: datetime) -> None:
    """Keep the notes and the exchanges (échanges repris) of a list.

    An exchange is told as any other; that a company was met the first time is not: it was before.
    """
    notes = [CompanyNote(one.id, one.company_id, one.text, now) for one in history.new_notes]
    await CompanyNotes(uow).add_all(uai, notes)
    await Interactions(uow).add_all(uai, history.new_exchanges)
    tells = await Publications(uow).tells(uai, FactFamily.EXCHANGES, local_date(now))
    for one in history.new_exchanges:
        await SignsOfLife(uow).touch(uai, one.company_id, one.site_id, one.occurred_on)
        if tells:
            uow.publish(one.told(), uai=uai)


async def tell_likeness(
    uow: UnitOfWork, *, rows: Sequence[ImportRow], judged: Sequence[Judged]
) -> Sequence[Judged]:
    """Say of each new company which one of the registry it looks like."""
    new = {one.line for one in judged if one.verdict is Verdict.CREATED}
    lines = [
        NamedLine(row.line, row.company.name, row.site.place)
        for row in rows
        if row.line in new and row.site.place
    ]
    alike = await Likeness(uow).of_lines(lines)
    known = {one.id: one for one in await Companies(uow).with_ids(set(alike.values()))}
    sirens = {row.line: row.siren for row in rows}
    said = {
        line: known[company_id].details.name
        for line, company_id in alike.items()
        if known[company_id].may_have(sirens[line])
    }
    return [one.looking_like(said[one.line]) if one.line in said else one for one in judged]
