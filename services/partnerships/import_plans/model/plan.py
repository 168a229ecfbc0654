"""What importing some lines would do to the registry: pure, so that preview and import agree."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from uuid import UUID

from contracts.elision import elided
from services.partnerships.base.text import name_key, plain
from services.partnerships.companies.model.company import Company, CompanyDetails, Site, completed
from services.partnerships.contacts.model import Contact, ContactDetails
from services.partnerships.import_cells.model.civility import person_key
from services.partnerships.import_cells.model.line_numbers import line_number
from services.partnerships.import_plans.model.history import History
from services.partnerships.import_plans.model.people import other_ways
from services.partnerships.import_rows.model.answers import Answer, Below, Doubt
from services.partnerships.import_rows.model.row import OBJECTED, Alike, ImportRow

_WAITING = (
    "L’entreprise de la ligne {}, dont ce serait un autre contact, attend une réponse\u00a0:"
    " cette ligne suivra."
)
_REJECTED = (
    "La ligne {}, dont ce serait un autre contact, est rejetée\u00a0: corrigez-la, ou dites ici de quelle"
    " entreprise il s’agit."
)


class Verdict(StrEnum):
    """What becomes of a line."""

    CREATED = "created"
    UPDATED = "updated"
    DUPLICATE = "duplicate"
    ASKED = "asked"
    """Somebody is asked about it; left out as long as nobody answers."""
    REJECTED = "rejected"


@dataclass(frozen=True)
class Judged:
    """One line, what becomes of it, why, and the company it is about."""

    line: int
    verdict: Verdict
    reason: str
    company_id: UUID | None
    alike: Alike | None = None
    """The company it is asked about, when it may be another one."""

    def looking_like(self, name: str) -> "Judged":
        """The verdict, with the company of the registry it may be."""
        told = f"{self.reason}\u202f; ressemble à «\u00a0{name}\u00a0», déjà au registre"
        return replace(self, reason=told)


@dataclass(frozen=True)
class Found:
    """The company a line is about; without `site_id` at a site nobody knew."""

    company: Company
    site_id: UUID | None
    sure: bool = True
    """Whether a number, or the very same name in the same place, says so."""


@dataclass
class Registry:
    """What is known so far of the companies some lines may be about, lines before included."""

    new_id: Callable[[], UUID]
    followed: set[UUID]
    """Sites already on the lycée's list."""
    contacts: dict[tuple[UUID, str], set[str]] = field(default_factory=dict)
    """Who is known at a site, as (site, name as it is compared), and their mails, phones and function."""
    created: dict[UUID, Company] = field(default_factory=dict)
    changed: dict[UUID, Company] = field(default_factory=dict)
    new_contacts: list[Contact] = field(default_factory=list)
    history: History = field(default_factory=History)
    """What the lycée wrote about them, and when they were in touch."""
    new_followed: set[tuple[UUID, UUID]] = field(default_factory=set)
    before: dict[UUID, tuple[CompanyDetails, tuple[Site, ...]]] = field(default_factory=dict)
    """The cards as they were found: what undoing goes back to."""
    _by_siren: dict[str, Company] = field(default_factory=dict)
    _by_siret: dict[str, tuple[Company, UUID]] = field(default_factory=dict)
    _by_name: dict[tuple[str, str], list[tuple[Company, UUID]]] = field(default_factory=dict)
    _lines: dict[UUID, int] = field(default_factory=dict)
    _at: dict[int, tuple[Company, UUID]] = field(default_factory=dict)
    """The company and the site that each line is about."""
    _judged: set[int] = field(default_factory=set)
    """The lines that were looked at: those of a list that are rejected are not."""

    def learn(self, companies: Iterable[Company]) -> None:
        """Know these companies."""
        for company in companies:
            self.before.setdefault(company.id, (company.details, tuple(company.sites)))
            if company.details.siren:
                self._by_siren[company.details.siren] = company
            for site in company.sites:
                if site.details.siret:
                    self._by_siret[site.details.siret] = (company, site.id)
                key = (company.name_key, site.details.place or "")
                self._by_name.setdefault(key, []).append((company, site.id))

    def meet(self, site_id: UUID, one: ContactDetails) -> None:
        """Know a contact of a site."""
        known = self.contacts.setdefault((site_id, person_key(one.name)), set())
        known |= {told.casefold() for told in (one.mail, one.phone, one.function) if told}

    def judge(self, row: ImportRow) -> Judged:
        """Decide what a line does, and do it here."""
        self._judged.add(row.line)
        if row.below:
            return self._join(row, row.below)
        found = self._find(row)
        # A number that cannot be used is not missed where the name and the place are known.
        known = found is not None and found.sure and row.doubt is Doubt.NUMBER
        if row.waits and not known:
            return Judged(row.line, Verdict.ASKED, row.asked, None)
        if found is None:
            return self._create(row)
        if not found.sure:
            alike = Alike.of(found.company, row.site.place or "")
            said = row.said_of(alike)
            if Answer.OTHER in said:
                return self._create(row)
            if Answer.SAME not in said:
                return self._ask(row, found.company, alike)
        return self._extend(row, found.company, found.site_id)

    def _join(self, row: ImportRow, below: Below) -> Judged:
        """Add to the company of the line above; a list may be recorded in parts, hence its number or name."""
        if row.waits:
            return Judged(row.line, Verdict.ASKED, row.asked, None)
        if not below.joins(row.answers):
            return Judged(row.line, Verdict.ASKED, below.asked(row.answers), None)
        found = self._find(row)
        known = (found.company, found.site_id) if found and found.sure and found.site_id else None
        above = self._at.get(below.line) or known
        if above is None:
            # Who is another contact is recorded in one part with the company above.
            told = _WAITING if below.line in self._judged else _REJECTED
            return Judged(row.line, Verdict.ASKED, told.format(line_number(below.line)), None)
        return self._extend(row, *above)

    def _ask(self, row: ImportRow, company: Company, alike: Alike) -> Judged:
        first = self._lines.get(company.id)
        where = f"à la ligne {line_number(first)}" if first else "déjà au registre"
        asked = (
            f"Ressemble à «\u00a0{company.details.name}\u00a0», {where}, dans la même commune\u202f:"
            " est-ce la même entreprise\u202f?"
        )
        return Judged(row.line, Verdict.ASKED, asked, None, alike)

    def _extend(self, row: ImportRow, company: Company, site_id: UUID | None) -> Judged:
        """Add to a company that is known what the line says besides."""
        told: list[str] = []
        if site_id is None:
            site_id = company.add_site(self.new_id(), row.site).id
            self._keep_changed(company)
            told.append("nouvel établissement")
        elif self._complete(company, site_id, row):
            told.append("fiche complétée")
        self._at[row.line] = (company, site_id)
        if self._follow(company, site_id):
            told.append("ajoutée à vos entreprises")
        more = other_ways(row, company.site(site_id).details, self._known_ways(site_id, row))
        if added := self._add_contacts(company, site_id, row):
            told.append("contact ajouté" if added == 1 else f"{added} contacts ajoutés")
        besides = replace(row.besides, ways=(*row.besides.ways, *more))
        told += self.history.add(self.new_id, company.id, site_id, besides)
        if told:
            reason = f"{company.details.name}\u00a0: {', '.join(told)}"
            return Judged(row.line, Verdict.UPDATED, _with_remarks(reason, row), company.id)
        first = self._lines.get(company.id)
        of = (
            f"doublon de la ligne {line_number(first)}"
            if first
            else f"doublon {elided(company.details.name)}"
        )
        if OBJECTED in row.remarks:  # else nothing is lost: what is there already stays
            of = f"{of}\u202f; {OBJECTED}"
        return Judged(row.line, Verdict.DUPLICATE, of, company.id)

    def _find(self, row: ImportRow) -> Found | None:
        siret, siren = row.site.siret, row.siren
        if siret and siret in self._by_siret:
            return Found(*self._by_siret[siret])
        if siren and siren in self._by_siren:
            company = self._by_siren[siren]
            return Found(company, self._site_of(company, row))
        return self._named_alike(row) if row.site.place else self._placeless(row)

    def _placeless(self, row: ImportRow) -> Found | None:
        """The company of the lycée with the very same name, of which nobody said where it is either."""
        named = plain(row.company.name)
        for company, site_id in self._by_name.get((name_key(row.company.name), ""), ()):
            own = site_id in self.followed and plain(company.details.name) == named
            if own and (row.siren is None or company.details.siren is None):
                return Found(company, site_id)
        return None

    def _named_alike(self, row: ImportRow) -> Found | None:
        """The company of the same place with the same name, or with nearly the same one."""
        place, siren = row.site.place or "", row.siren
        named = plain(row.company.name)
        alike = [
            Found(company, site_id, sure=plain(company.details.name) == named)
            for company, site_id in self._by_name.get((name_key(row.company.name), place), ())
            if siren is None or company.details.siren is None
        ]
        told = row.alike

        def nearest(found: Found) -> tuple[bool, bool]:
            return found.sure, bool(told and told.is_one(Alike.of(found.company, place)))

        return max(alike, key=nearest, default=None)

    def _site_of(self, company: Company, row: ImportRow) -> UUID | None:
        """The site a line without a known SIRET is about; None when it is a new one."""
        for site in company.sites:
            free = site.details.siret is None or row.site.siret is None
            if free and row.site.place in (None, site.details.place):
                return site.id
        return None

    def _create(self, row: ImportRow) -> Judged:
        company = Company.register(self.new_id(), self.new_id(), row.company, row.site)
        self.created[company.id] = company
        self._lines[company.id] = row.line
        self.learn([company])
        site_id = company.sites[0].id
        self._at[row.line] = (company, site_id)
        self._follow(company, site_id)
        self._add_contacts(company, site_id, row)
        told = self.history.add(self.new_id, company.id, site_id, row.besides)
        reason = _with_remarks("\u202f; ".join(("nouvelle entreprise", *told)), row)
        return Judged(row.line, Verdict.CREATED, reason, company.id)

    def _complete(self, company: Company, site_id: UUID, row: ImportRow) -> bool:
        """Fill in what the card lacks; what a bureau typed is never overwritten."""
        site = company.site(site_id)
        better = completed(site.details, row.site)
        if better.commune:
            better = replace(better, locality=None)
        details = completed(company.details, replace(row.company, siren=row.siren))
        if (details, better) == (company.details, site.details):
            return False
        company.details = details
        company.sites = [Site(s.id, better) if s.id == site_id else s for s in company.sites]
        company.version += 1
        self._keep_changed(company)
        return True

    def _keep_changed(self, company: Company) -> None:
        if company.id in self.created:
            company.version = 1
        else:
            self.changed[company.id] = company
        self.learn([company])

    def _follow(self, company: Company, site_id: UUID) -> bool:
        if site_id in self.followed:
            return False
        self.followed.add(site_id)
        self.new_followed.add((company.id, site_id))
        return True

    def _known_ways(self, site_id: UUID, row: ImportRow) -> Mapping[str, set[str]]:
        """The mails and phones of those contacts of a line that are known there, by name."""
        keys = {one.name: (site_id, person_key(one.name)) for one in row.contacts}
        return {name: self.contacts[key] for name, key in keys.items() if key in self.contacts}

    def _add_contacts(self, company: Company, site_id: UUID, row: ImportRow) -> int:
        """Add those nobody knows there yet; how many."""
        unknown = [
            one for one in row.contacts if (site_id, person_key(one.name)) not in self.contacts
        ]
        for details in unknown:
            self.meet(site_id, details)
            self.new_contacts.append(Contact(self.new_id(), company.id, site_id, details))
        return len(unknown)


def _with_remarks(reason: str, row: ImportRow) -> str:
    return "\u202f; ".join((reason, *row.remarks))


def reasked(rows: Sequence[ImportRow], judged: Sequence[Judged]) -> Sequence[ImportRow]:
    """The lines as they are to be kept: each with the company it is asked about."""
    return [
        row.asked_of(one.alike) if one.alike else row for row, one in zip(rows, judged, strict=True)
    ]


def judge_rows(registry: Registry, rows: Sequence[ImportRow]) -> Sequence[Judged]:
    """Judge lines in order: a later one sees what those before it did."""
    return [registry.judge(row) for row in rows]
