"""What a notice says of each thing, in a few words."""

from collections.abc import Iterator
from datetime import date, timedelta

from services.chassis.web.views.french import date_fr, month_name, plural
from services.partnerships.actions.model import ACTION_KINDS
from services.partnerships.base.calendar import local_date
from services.partnerships.commitments.labels import WORKS
from services.partnerships.company_list.queries.ids import COUNTED_MAX
from services.partnerships.host_pages.model import Doing, HostDoing, Places
from services.partnerships.mail_stops.model import MailReturn
from services.partnerships.notices.queries.addresses import NoticedContact
from services.partnerships.notices.queries.dormant import DormantCompanies
from services.partnerships.notices.queries.imports import NoticedImport
from services.partnerships.notices.queries.things import (
    NoticedAction,
    NoticedCheck,
    NoticedDeclaration,
    NoticedDoing,
    NoticedMailing,
)

Line = tuple[str, str]
_DONE = {
    Doing.PLACES_OFFERED: "Propose des places",
    Doing.PLACES_CHANGED: "A changé ses places",
    Doing.PLACES_WITHDRAWN: "A retiré des places",
    Doing.PAUSED: "Demande une pause",
    Doing.RESUMED: "A terminé sa pause",
    Doing.CONTACT_CORRECTED: "A corrigé ses coordonnées",
    Doing.MAILS_STOPPED: "Ne veut plus de courriels, d’aucun lycée",
    Doing.MAILS_ALLOWED: "Accepte de nouveau les courriels",
    Doing.ACTION_COMING: "Vient à une action",
    Doing.ACTION_DECLINED: "Ne vient pas à une action",
    Doing.ACTION_UNANSWERED: "A retiré sa réponse à une action",
}
_MAILING = "Courriel à plusieurs entreprises"


def lines_of_declaration(one: NoticedDeclaration, today: date) -> Iterator[Line]:
    """Which company, which works, until when."""
    yield "Entreprise", one.company
    if one.site:
        yield "Établissement", one.site
    yield "Travaux", ", ".join(WORKS[work] for work in one.works)
    yield "Déclarée le", day(one.expiry.filed_on)
    over = one.expiry.until < today
    yield "Valable jusqu’au", day(one.expiry.until)
    left = (one.expiry.until - today) // timedelta(days=1)
    yield ("Expirée depuis" if over else "Il reste"), plural(abs(left), "jour")


def object_of_check(one: NoticedCheck) -> str:
    """« Garage du Pont: fiche corrigée »."""
    return f"{one.company}\u00a0: fiche {'corrigée' if one.check.corrected else 'confirmée'}"


def lines_of_check(one: NoticedCheck) -> Iterator[Line]:
    """Which company, who answered, and what they said."""
    yield "Entreprise", one.company
    if one.contact:
        yield "Contact", one.contact
    corrected = "A corrigé ses coordonnées\u202f: relisez-les sur la fiche"
    yield "Réponse", corrected if one.check.corrected else "A confirmé ses coordonnées"
    if one.check.confirmed_at:
        yield "Le", day(local_date(one.check.confirmed_at))


def object_of_dormant(one: DormantCompanies) -> str:
    """« 12 entreprises »; more than are counted, as the list of companies says it."""
    if not one.many:
        return "Aucune entreprise"
    many = plural(min(one.many, COUNTED_MAX), "entreprise")
    return many if one.counted_whole else f"Au moins {many}"


def lines_of_dormant(one: DormantCompanies) -> Iterator[Line]:
    """Lines of dormant companies: how many, and since when."""
    if one.many:
        yield "Sans échange depuis plus d’un an", object_of_dormant(one)


def object_of_import(one: NoticedImport) -> str:
    """« Liste du 24 novembre 2026 »: what a file is called may name somebody."""
    return f"Liste du {day(local_date(one.about.previewed_at))}"


def lines_of_import(one: NoticedImport) -> Iterator[Line]:
    """How far it is."""
    yield "Lignes reprises ou rejetées", str(one.done)
    if one.left:
        yield "Lignes qui attendent", str(one.left)


def lines_of_action(one: NoticedAction) -> Iterator[Line]:
    """What was planned, when, with how many companies."""
    yield "Action", one.title
    yield "Nature", ACTION_KINDS[one.kind]
    yield "Prévue le", day(one.unreported.planned_on)
    if one.companies:
        yield "Entreprises invitées", str(one.companies)
    yield "À noter", "son bilan, ou qu’elle n’a pas eu lieu"


def object_of_mailing(one: NoticedMailing) -> str:
    """Its subject; what it was once that is forgotten."""
    return one.subject or _MAILING


def lines_of_mailing(one: NoticedMailing) -> Iterator[Line]:
    """What was written, and whom it did not reach."""
    yield "Objet", object_of_mailing(one)
    yield "Non remis", f"{one.undelivered} sur {plural(one.letters, 'courriel')}"
    others = one.undelivered - len(one.companies)
    if one.companies:
        more = f" et {plural(others, 'autre')}" if others > 0 else ""
        yield "Entreprises", ", ".join(one.companies) + more


def lines_of_returned(one: NoticedContact, back: MailReturn) -> Iterator[Line]:
    """Who was written to, why the mail came back, and what helps."""
    yield "Entreprise", one.company
    yield "Contact", one.name
    if one.mail:
        yield "Adresse", one.mail
    yield "Revenu le", day(local_date(back.returned_at))
    yield "Pourquoi", back.why
    yield "À faire", back.remedy


def object_of_doing(one: NoticedDoing) -> str:
    """« Garage du Pont: propose des places »."""
    done = _DONE[one.done.what]
    return f"{one.company}\u00a0: {done[0].lower()}{done[1:]}"


def lines_of_doing(one: NoticedDoing) -> Iterator[Line]:
    """What a company did by itself, and when."""
    yield "Entreprise", one.company
    yield "Sur sa page", _DONE[one.done.what]
    yield from _details(one.done)
    yield "Le", day(local_date(one.done.done_at))


def _details(done: HostDoing) -> Iterator[Line]:
    if done.places:
        before = done.what is Doing.PLACES_CHANGED
        yield ("Places avant" if before else "Places"), _places(done.places)
    if done.until_on:
        yield "Jusqu’au", day(done.until_on)


def _places(places: Places) -> str:
    first, last = month_name(places.from_month), month_name(places.to_month)
    of = "d’" if first[0] in "ao" else "de "
    until = "" if first == last else f" à {last}"
    return f"{plural(places.seats, 'place')} {of}{first}{until}"


def day(on: date) -> str:
    """« 24 novembre 2026 »."""
    return date_fr(on, weekday=False)
