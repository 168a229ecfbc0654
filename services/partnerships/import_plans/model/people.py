"""Contacts a list names in a single word (« Garrigue », « Accueil »): people or not, as somebody says."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from services.partnerships.base.text import plain
from services.partnerships.companies.model.company import SiteDetails
from services.partnerships.company_notes.model import headed
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.import_cells.model.mails import parted_mails
from services.partnerships.import_rows.model.answers import Answer
from services.partnerships.import_rows.model.remarks import Way, ways
from services.partnerships.import_rows.model.row import ImportRow, is_mononym


def as_answered(row: ImportRow) -> ImportRow:
    """The line with what was answered of them done: who is no person is a note, and their ways the company's."""
    if Answer.NOTE not in row.answers:
        return row
    no_people = [one for one in row.contacts if is_mononym(one.name)]
    contacts = tuple(one for one in row.contacts if one not in no_people)
    site, more = row.site, list(row.besides.ways)
    for one in no_people:
        site, left = _with_ways(site, one, row.company.name)
        more += left
    notes = [headed("Contact", ", ".join(filter(None, (c.name, c.function)))) for c in no_people]
    every = tuple(dict.fromkeys((*row.besides.notes, *notes)))
    besides = replace(row.besides, notes=every, ways=tuple(dict.fromkeys(more)))
    return replace(row, site=site, contacts=contacts, besides=besides)


def other_ways(
    row: ImportRow, site: SiteDetails, known: Mapping[str, Collection[str]]
) -> Sequence[Way]:
    """The mails, phones, functions and address of a line that a card or a known contact (`known`, by name) has not.

    What a bureau typed is not overwritten, and what the list says besides is not lost.
    """
    told: list[Way] = []
    own = {way.casefold() for way in (site.mail, site.phone) if way}
    for one in row.contacts:
        if one.name in known:
            theirs = own | set(known[one.name])
            told += _unknown("Autre mail", one.mail, theirs, [one.name])
            told += _unknown("Autre téléphone", one.phone, theirs, [one.name])
            told += _unknown("Autre fonction", one.function, theirs, [one.name])
    told += _unknown("Autre mail", row.site.mail, own, ())
    if row.site.address and site.address and not is_same_address(row.site.address, site.address):
        told += ways("Autre adresse", [row.site.address])
    return [*told, *_unknown("Autre téléphone", row.site.phone, own, ())]


def is_same_address(one: str, other: str) -> bool:
    """Whether two addresses are written of one place: the same number, and the same last word.

    « 12 av. de Paris » and « 12, AVENUE DE PARIS » are one; a list says no more of a street.
    """
    first, second = plain(one).split(), plain(other).split()
    if first == second:
        return True
    numbers = [[word for word in words if word[0].isdigit()][:1] for words in (first, second)]
    return numbers[0] == numbers[1] and first[-1:] == second[-1:]


def _unknown(
    what: str, way: str | None, known: Collection[str], people: Sequence[str]
) -> Sequence[Way]:
    return ways(what, [way], people) if way and way.casefold() not in known else ()


def _with_ways(
    site: SiteDetails, one: ContactDetails, company: str
) -> tuple[SiteDetails, Sequence[Way]]:
    """The site with the phone and the mail it lacks, and those it has no room for."""
    left: list[Way] = []
    if one.phone and site.phone is None:
        site = replace(site, phone=one.phone)
    elif one.phone:
        left += ways("Numéro de téléphone", [one.phone], [one.name])
    shared, theirs = parted_mails([one.mail] if one.mail else [], company)
    if shared and site.mail is None:
        return replace(site, mail=shared[0]), left
    return site, [*left, *ways("Adresse mail", [*shared, *theirs], [one.name])]
