"""What undoing an import does to one company: pure, so that what is announced is what is done."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from services.chassis.base.errors import Conflict
from services.partnerships.base.put_back import to_put_back
from services.partnerships.companies.model.card import LABELS, Card
from services.partnerships.companies.model.company import Company, Site, SiteDetails
from services.partnerships.companies.model.imported_rows import Bond, ImportedKind, ImportedRow
from services.partnerships.import_effects.model.effects import Effect


class ImportNotUndoable(Conflict):
    """Only an import that is over, whose before-images are still kept, can be undone."""

    code = "import-not-undoable"
    title = "Cet import ne peut pas (ou plus) être annulé."


@dataclass(frozen=True)
class Around:
    """What there is around a company's sites by now."""

    others: frozenset[UUID] = frozenset()
    """Sites another lycée knows."""
    bonds: Mapping[Bond, frozenset[UUID]] = field(default_factory=dict)
    """Sites this lycée holds to by something an import does not make."""
    rows: Mapping[ImportedKind, Mapping[UUID, ImportedRow]] = field(default_factory=dict)
    """This lycée's rows of the kinds an import makes, by id; kinds in the order they are spoken of."""

    def bound(self, bond: Bond) -> frozenset[UUID]:
        """The sites that such a bond holds."""
        return self.bonds.get(bond, frozenset())


@dataclass
class Undone:
    """What undoing does to one company, and what stays with the reason why, in French."""

    company: Company
    around: Around
    removed: bool = False
    restored: list[str] = field(default_factory=list)
    removed_sites: list[UUID] = field(default_factory=list)
    removed_rows: dict[ImportedKind, set[UUID]] = field(default_factory=dict)
    unfollowed: set[UUID] = field(default_factory=set)
    kept: list[str] = field(default_factory=list)
    _corrected: bool = False

    @property
    def changed(self) -> bool:
        """Whether the card stays, and becomes another one."""
        return not self.removed and bool(self.restored or self.removed_sites)

    @property
    def told(self) -> Sequence[str]:
        """What undoing does to the company, in French."""
        if self.removed:
            return ["fiche retirée du registre", *self._told_of_rows()]
        told = [f"{', '.join(self.restored)} comme avant l’import"] if self.restored else []
        if self.removed_sites:
            n = len(self.removed_sites)
            told.append("établissement retiré" if n == 1 else f"{n} établissements retirés")
        told += self._told_of_rows()
        if self.unfollowed:
            told.append("retirée de vos entreprises")
        return told

    def _told_of_rows(self) -> Sequence[str]:
        return [kind.removed.of(len(ids)) for kind, ids in self.removed_rows.items() if ids]

    def take_back_rows(self, effects: Sequence[Effect]) -> None:
        """Take back the rows these lines made, but those that somebody changed or relied on since."""
        for kind, rows in self.around.rows.items():
            made = frozenset[UUID]().union(*(effect.made_of(kind) for effect in effects))
            self.removed_rows[kind] = {one for one in made & rows.keys() if not rows[one].stays}

    def undo(self, effect: Effect) -> None:
        """Take back what some lines did to the card; the latest lines come first."""
        self._tell_rows_that_stay(effect)
        if effect.before and effect.after:
            self._take_back_card(effect.before, effect.after)
        elif effect.after:
            self._take_back_company(effect.after)
        if self.removed:
            self.unfollowed |= effect.followed
        else:
            self._take_back_follows(effect.followed)

    def _tell_rows_that_stay(self, effect: Effect) -> None:
        for kind, rows in self.around.rows.items():
            because = Counter(rows[one].because for one in effect.made_of(kind) & rows.keys())
            self.kept += [why.of(because[why]) for why in kind.kept if because[why]]

    def _take_back_company(self, after: Card) -> None:
        if Card.of(self.company) != after:
            self._corrected = True
            self.kept.append("fiche modifiée depuis")
            return
        reasons = self._bonds(site.id for site in after.sites)
        if reasons:
            self.kept.append(f"fiche gardée au registre\u00a0: {', '.join(reasons)}")
            return
        self.removed = True

    def _take_back_card(self, before: Card, after: Card) -> None:
        for site in after.sites:
            then, now = before.site(site.id), Card.of(self.company).site(site.id)
            if now is None:
                continue
            if then is None:
                self._take_back_site(site, now)
            else:
                spared = {"siret"} if site.id in self.around.bound(Bond.PLACED) else set()
                self._put(site.id, self._restored(then, site.details, now, spared))
        siret = any(site.details.siret for site in self.company.sites)
        spared = {"siren"} if siret else set()
        self.company.details = self._restored(
            before.details, after.details, self.company.details, spared
        )

    def _take_back_site(self, site: Site, now: SiteDetails) -> None:
        if now != site.details:
            self._corrected = True
            self.kept.append("établissement ajouté, modifié depuis")
        elif reasons := self._bonds([site.id]):
            self.kept.append(f"établissement ajouté, gardé\u00a0: {', '.join(reasons)}")
        else:
            self.removed_sites.append(site.id)
            self.company.sites = [one for one in self.company.sites if one.id != site.id]

    def _put(self, site_id: UUID, details: SiteDetails) -> None:
        self.company.sites = [
            Site(one.id, details) if one.id == site_id else one for one in self.company.sites
        ]

    def _restored(self, then: Any, made: Any, now: Any, spared: set[str]) -> Any:
        """`now` with each field the import changed as it was, unless somebody changed it since."""
        back: dict[str, Any] = {}
        for name, untouched in to_put_back(then, made, now):
            if not untouched:
                self._corrected = True
                self.kept.append(f"{LABELS[name]}\u00a0: corrigé depuis")
            elif name in spared:
                reason = "un lieu d’accueil en dépend" if name == "siret" else "un SIRET en dépend"
                self.kept.append(f"{LABELS[name]}\u00a0: {reason}")
            else:
                back[name] = getattr(then, name)
                self.restored.append(LABELS[name])
        return replace(now, **back)

    def _take_back_follows(self, followed: Iterable[UUID]) -> None:
        for site_id in sorted(followed):
            if site_id in self.removed_sites:
                self.unfollowed.add(site_id)
            elif self._corrected or self._own_bonds([site_id]):
                self.kept.append("reste dans vos entreprises")
            else:
                self.unfollowed.add(site_id)

    def _bonds(self, site_ids: Iterable[UUID]) -> Sequence[str]:
        sites = set(site_ids)
        others = [Bond.FOLLOWED.value] if sites & self.around.others else []
        return [*others, *self._own_bonds(sites)]

    def _own_bonds(self, site_ids: Iterable[UUID]) -> Sequence[str]:
        sites = set(site_ids)
        found = {bond for bond, where in self.around.bonds.items() if sites & where}
        for kind, rows in self.around.rows.items():
            gone = self.removed_rows.get(kind) or ()
            if any(self._is_about(row, sites) for row in rows.values() if row.id not in gone):
                found.add(kind.bond)
        return [bond.value for bond in Bond if bond in found]

    def _is_about(self, row: ImportedRow, sites: set[UUID]) -> bool:
        """Whether a row is about one of these sites, or the company as a whole."""
        if row.site_id:
            return row.site_id in sites
        return bool(sites) and row.company_id == self.company.id


def undo_company(effects: Sequence[Effect], company: Company, around: Around) -> Undone:
    """Take back all an import did to a company; the company given becomes what it will be."""
    undone = Undone(company, around)
    undone.take_back_rows(effects)
    for effect in sorted(effects, key=lambda one: one.part, reverse=True):
        undone.undo(effect)
    undone.kept = list(dict.fromkeys(undone.kept))
    undone.restored = list(dict.fromkeys(undone.restored))
    if undone.removed or undone.changed:
        company.version += 1
    return undone


def told_of_one(undone: Sequence[Undone]) -> str:
    """What was done to the one company somebody had undone, in French."""
    told = "\u202f; ".join(text for one in undone for text in one.told)
    kept = "\u202f; ".join(text for one in undone for text in one.kept)
    if not kept:
        nothing = "Rien à défaire\u00a0: cette entreprise est déjà comme avant l’import."
        return "Entreprise défaite." if told else nothing
    done = f"Défait\u00a0: {told}." if told else "Rien n’est défait."
    return f"{done} Gardé\u00a0: {kept}."


def merged_since(company: Company, around: Around) -> Undone:
    """What is done to a card that is another one by now: nothing, and it is said."""
    return Undone(
        company, around, kept=["fiche fusionnée avec une autre depuis\u00a0: rien n’y est défait"]
    )
