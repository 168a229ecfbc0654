"""Two cards of one company become one, and can become two again: pure, so that both are shown first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any
from uuid import UUID

from contracts.partnerships.companies import Diffusion, LegalForm
from services.chassis.base.errors import Conflict, Invalid, NotFound
from services.partnerships.base.put_back import to_put_back
from services.partnerships.companies.model.card import LABELS, Card
from services.partnerships.companies.model.company import (
    Company,
    SiretOfAnotherCompany,
    Site,
    completed,
)

_UNKNOWN = (None, LegalForm.UNKNOWN, Diffusion.UNKNOWN)


class TwoCompanies(Conflict):
    """Each card has a SIREN, and they differ: never merged."""

    code = "two-companies"
    title = (
        "Ces deux fiches ont chacune leur SIREN\u202f: ce sont deux entreprises. Si l’un des deux est"
        " faux, corrigez-le d’abord sur sa fiche."
    )


class OneCard(Conflict):
    """A card is not merged with itself."""

    code = "one-card"
    title = "C’est la même fiche\u202f: choisissez-en une autre."


class CardsNotFollowed(Conflict):
    """Whoever follows neither of two cards cannot tell that they are one company's."""

    code = "cards-not-followed"
    title = (
        "Aucune de ces deux fiches n’est dans vos entreprises\u202f: ajoutez-en une avant de les"
        " fusionner."
    )


class PartnershipOnEach(Conflict):
    """A lycée has one open partnership with a company at most."""

    code = "partnership-on-each"
    title = (
        "Un lycée a un partenariat en cours sur chacune des deux fiches\u202f: il doit d’abord en"
        " terminer un."
    )


class PlacePaused(Invalid):
    """Nobody is placed at a paused site unasked: its key must not lead to another one."""

    code = "place-paused"
    title = (
        "Un lieu de la fiche qui s’y fond est «\u00a0à contacter avant tout placement\u00a0»\u202f: gardez-le à"
        " part, ou attendez la fin de cette demande."
    )


class PlaceClosed(Invalid):
    """Whoever places a pupil was told that it closed: its key must not lead to an open one."""

    code = "place-closed"
    title = "Un lieu de la fiche qui s’y fond est noté comme fermé\u202f: rouvrez-le d’abord, ou gardez-le à part."


class NotOnePlace(Invalid):
    """Two sites with a SIRET each are two places, and a site is the same as one other at most."""

    code = "not-one-place"
    title = "Ces lieux ne peuvent pas être le même\u202f: gardez-les tous les deux."


class NotSeparable(Conflict):
    """What the card that went had is another card's by now."""

    code = "not-separable"
    title = (
        "Ces fiches ne peuvent plus être séparées\u202f: leur SIREN ou un de leurs SIRET est depuis"
        " sur une autre fiche."
    )


class MergeOver(NotFound):
    """No such merge stands: it was undone already, or the card itself was merged since."""

    code = "merge-over"
    title = "Cette fusion n’est plus en place."


@dataclass(frozen=True)
class Chosen:
    """What somebody chose: fields taken from the card that goes, and which sites are one place."""

    taken: frozenset[str] = frozenset()
    same_places: Mapping[UUID, UUID] = field(default_factory=dict)
    """Sites of the card that goes, each with the site of the other it is."""


def differing(kept: Company, absorbed: Company) -> Sequence[str]:
    """The fields both cards know, and say differently: somebody has to choose."""
    return [
        f.name
        for f in fields(kept.details)
        if (one := getattr(kept.details, f.name)) not in _UNKNOWN
        and (other := getattr(absorbed.details, f.name)) not in _UNKNOWN
        and one != other
    ]


def possibly_same(kept: Company, absorbed: Company) -> Iterable[tuple[Site, Site]]:
    """Sites that may be one place: (of the card that goes, of the one that stays)."""
    for site in absorbed.sites:
        for other in kept.sites:
            places = {site.details.place, other.details.place} - {None}
            if len(places) <= 1 and _may_be_one(site, other):
                yield site, other


def merge(kept: Company, absorbed: Company, chosen: Chosen) -> None:
    """Make `kept` the card of both, and empty the other one.

    Raises OneCard, TwoCompanies, NotOnePlace, SiretOfAnotherCompany.
    """
    if kept.id == absorbed.id:
        raise OneCard
    if "siren" in differing(kept, absorbed):
        raise TwoCompanies
    taken = {name: getattr(absorbed.details, name) for name in chosen.taken}
    kept.details = replace(completed(kept.details, absorbed.details), **taken)
    if len(set(chosen.same_places.values())) != len(chosen.same_places):
        raise NotOnePlace(field="same")
    for site in absorbed.sites:
        into = chosen.same_places.get(site.id)
        if into is None:
            kept.sites.append(site)
        else:
            _put(kept, _one_place(kept.site(into), site))
    kept.check_sirets()
    # A form opened on either card before is out of date on the card that stays.
    kept.version = max(kept.version, absorbed.version) + 1
    absorbed.sites = []
    absorbed.version += 1


@dataclass
class Separated:
    """Two cards again: what is put back, and what stays because somebody changed it since."""

    kept: Company
    restored: Company
    put_back: list[str] = field(default_factory=list)
    changed_since: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class MergedCards:
    """What a merge did to the cards."""

    before: Card
    after: Card
    absorbed: Card
    same_places: Mapping[UUID, UUID]


def separate(now: Company, restored_id: UUID, version: int, done: MergedCards) -> Separated:
    """Make two cards of one again, the one that stays keeping what was changed since.

    `version`: what the card that went was told with last. Raises NotSeparable.
    """
    separated = Separated(now, Company(restored_id, done.absorbed.details, [], version + 1))
    for site in done.absorbed.sites:
        _separate_site(separated, site, done)
    then, made = done.before.details, done.after.details
    now.details = _restored(separated, then, made, now.details, {**LABELS, "name": "nom"})
    now.version += 1
    siren = now.details.siren
    if siren is not None and siren == separated.restored.details.siren:
        raise NotSeparable
    for company in (now, separated.restored):
        try:
            company.check_sirets()
        except SiretOfAnotherCompany:
            raise NotSeparable from None
    return separated


def _separate_site(separated: Separated, site: Site, done: MergedCards) -> None:
    now = separated.kept
    into = done.same_places.get(site.id)
    if into is None:
        # As it is by now: what was corrected at a place stays true of it.
        here = next((one for one in now.sites if one.id == site.id), site)
        now.sites = [one for one in now.sites if one.id != site.id]
        separated.restored.sites.append(here)
        return
    separated.restored.sites.append(site)
    then, made = done.before.site(into), done.after.site(into)
    if then and made and any(one.id == into for one in now.sites):
        back = _restored(separated, then, made, now.site(into).details, LABELS)
        _put(now, Site(into, back))


def _restored(
    separated: Separated, then: Any, made: Any, now: Any, labels: Mapping[str, str]
) -> Any:
    back = {}
    for name, untouched in to_put_back(then, made, now):
        if untouched:
            back[name] = getattr(then, name)
            separated.put_back.append(labels[name])
        else:
            separated.changed_since.append(labels[name])
    return replace(now, **back)


def _one_place(site: Site, other: Site) -> Site:
    if not _may_be_one(site, other):
        raise NotOnePlace(field="same")
    return Site(site.id, completed(site.details, other.details))


def _may_be_one(site: Site, other: Site) -> bool:
    sirets = {site.details.siret, other.details.siret} - {None}
    return len(sirets) <= 1


def _put(company: Company, site: Site) -> None:
    company.sites = [site if one.id == site.id else one for one in company.sites]
