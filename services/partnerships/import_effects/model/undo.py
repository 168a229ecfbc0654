"""What undoing an import does to one company: pure, so that what is announced is what is done."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from services.chassis.base.errors import Conflict
from services.partnerships.base.put_back import to_put_back
from services.partnerships.companies.model.card import LABELS, Card
from services.partnerships.companies.model.company import Company, Site, SiteDetails
from services.partnerships.contacts.model import Contact
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
    notes: Mapping[UUID, UUID] = field(default_factory=dict)
    """This lycée's notes, with the company each is of."""
    corrected: frozenset[UUID] = frozenset()
    """Those somebody wrote anew since: they are no list's any more."""
    exchanges: Mapping[UUID, UUID] = field(default_factory=dict)
    """This lycée's exchanges, with the site each was with."""
    exchanged: frozenset[UUID] = frozenset()
    """Sites with something to do, or where this lycée noted an exchange with, or an approach of a pupil."""
    placed: frozenset[UUID] = frozenset()
    """Sites a place was proposed at, or that host or hosted somebody's pupils."""
    said: frozenset[UUID] = frozenset()
    """Sites this lycée paused, leads with, said the way to, or that are closed."""
    contacts: Mapping[UUID, Contact] = field(default_factory=dict)
    """This lycée's contacts there."""
    asked: frozenset[UUID] = frozenset()
    """Contacts that were sent a card to check, or hold the link to their company's page."""
    used: frozenset[UUID] = frozenset()
    """Contacts an exchange was with, or who sign, were written to, are shared, or look after a pupil."""


@dataclass
class Undone:
    """What undoing does to one company, and what stays with the reason why, in French."""

    company: Company
    around: Around
    removed: bool = False
    restored: list[str] = field(default_factory=list)
    removed_sites: list[UUID] = field(default_factory=list)
    removed_contacts: set[UUID] = field(default_factory=set)
    removed_notes: set[UUID] = field(default_factory=set)
    removed_exchanges: set[UUID] = field(default_factory=set)
    unfollowed: set[UUID] = field(default_factory=set)
    kept: list[str] = field(default_factory=list)
    _corrected: bool = False

    @property
    def changed(self) -> bool:
        """Whether the card stays, and becomes another one."""
        return not self.removed and bool(self.restored or self.removed_sites)

    @property
    def told(self) -> Sequence[str]:
        """What is done."""
        if self.removed:
            return ["fiche retirée du registre", *self._told_of_people()]
        told = [f"{', '.join(self.restored)} comme avant l’import"] if self.restored else []
        if self.removed_sites:
            n = len(self.removed_sites)
            told.append("établissement retiré" if n == 1 else f"{n} établissements retirés")
        told += self._told_of_people()
        if self.unfollowed:
            told.append("retirée de vos entreprises")
        return told

    def _told_of_people(self) -> Sequence[str]:
        counted = (
            (self.removed_contacts, "contact effacé", "contacts effacés"),
            (self.removed_exchanges, "échange retiré", "échanges retirés"),
            (self.removed_notes, "note retirée", "notes retirées"),
        )
        return [one if len(n) == 1 else f"{len(n)} {many}" for n, one, many in counted if n]

    def undo(self, effect: Effect) -> None:
        """Take back what some lines did; the latest lines come first."""
        self._take_back_contacts(effect)
        if effect.before and effect.after:
            self._take_back_card(effect.before, effect.after)
        elif effect.after:
            self._take_back_company(effect.after)
        if self.removed:
            self.unfollowed |= effect.followed
        else:
            self._take_back_follows(effect.followed)

    def _take_back_contacts(self, effect: Effect) -> None:
        standing = [c for c in effect.contacts if c in self.around.contacts]
        corrected = {c for c in standing if self.around.contacts[c].version > 1}
        asked = (set(standing) & self.around.asked) - corrected
        used = (set(standing) & self.around.used) - corrected - asked
        self.removed_contacts |= set(standing) - corrected - asked - used
        if corrected:
            self.kept.append(_counted(corrected, "modifié depuis", "modifiés depuis"))
        if asked:
            asked_told = "à qui une fiche ou un lien a été remis"
            self.kept.append(_counted(asked, asked_told, asked_told))
        if used:
            used_told = "dont vous vous êtes servi depuis"
            self.kept.append(_counted(used, used_told, used_told))

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
                spared = {"siret"} if site.id in self.around.placed else set()
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
        others = ["un autre lycée la suit"] if sites & self.around.others else []
        return [*others, *self._own_bonds(sites)]

    def _own_bonds(self, site_ids: Iterable[UUID]) -> Sequence[str]:
        sites = set(site_ids)
        met = {
            contact.site_id
            for contact in self.around.contacts.values()
            if contact.id not in self.removed_contacts
        }
        around = self.around
        talked = {at for one, at in around.exchanges.items() if one not in self.removed_exchanges}
        written = {at for one, at in around.notes.items() if one not in self.removed_notes}
        noted = sites if self.company.id in written else set()
        bonds = (
            (around.exchanged | talked, "un échange y est noté"),
            (noted, "une note y est gardée"),
            (self.around.placed, "un lieu d’accueil y est proposé ou confirmé"),
            (
                self.around.said,
                "une pause, une fermeture, un chef de file ou par qui passer y est noté",
            ),
            (met, "un contact y est noté"),
        )
        return [told for where, told in bonds if sites & where]


def undo_company(effects: Sequence[Effect], company: Company, around: Around) -> Undone:
    """Take back all an import did to a company; the company given becomes what it will be."""
    undone = Undone(company, around)
    for effect in effects:
        undone.removed_notes |= (effect.notes & around.notes.keys()) - around.corrected
        undone.removed_exchanges |= effect.exchanges & around.exchanges.keys()
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


def _counted(contacts: set[UUID], one: str, several: str) -> str:
    n = len(contacts)
    return f"contact {one}" if n == 1 else f"{n} contacts {several}"
