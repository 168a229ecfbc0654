"""What no field of a card took of the cells of a line: it is kept as a note, so that nothing is lost."""

from collections.abc import Iterable, Iterator, Mapping

from contracts.partnerships.companies import Diffusion, LegalForm
from services.partnerships.base.text import place_key, plain
from services.partnerships.companies.model.company import CompanyDetails, SiteDetails
from services.partnerships.import_cells.model.address import is_abroad, parted_commune
from services.partnerships.import_cells.model.cells import said
from services.partnerships.import_cells.model.civility import is_civility
from services.partnerships.import_cells.model.ways_within import ways_within

_WORDS = ("name", "contact", "first_name", "function", "mail", "phone", "mobile")
"""Fields whose cells people fill with words of other fields."""
OF_PEOPLE = frozenset({"contact", "first_name", "civility", "function", "mail", "phone", "mobile"})
"""Fields that may tell of somebody: who objected to being contacted takes them along."""
_PLACES = ("address", "address_more")
_LABELS = frozenset(
    {
        *("tel", "telephone", "port", "portable", "mob", "mobile", "fixe", "mail", "mailto"),
        *("courriel", "e", "email", "cedex", "france", "m", "mr", "mme", "mlle", "monsieur"),
        *("madame", "mademoiselle", "et", "ou", "n", "no"),
    }
)
"""Words that only say what stands beside them."""


def rest_of(
    raw: Mapping[str, str], company: CompanyDetails, site: SiteDetails, kept: Iterable[str | None]
) -> Iterator[tuple[str, str]]:
    """The cells of which something is in nothing that was `kept`, with their field."""
    words = set(_words(*kept, company.name, site.address, site.postcode, site.locality))
    if site.commune:
        words |= set(
            _words(*(parted_commune(raw.get(one, ""))[1] for one in ("commune", "postcode")))
        )
        words |= set(_words(*(raw.get(one) for one in ("address", "name"))))
    for name in (*_WORDS, *_PLACES):
        text = ways_within(said(raw.get(name, ""))).text
        told = [one for one in _words(text) if name in _PLACES or not any(map(str.isdigit, one))]
        if set(told) - words - _LABELS:
            yield name, text
    yield from _codes(raw, company, words)


def _codes(
    raw: Mapping[str, str], company: CompanyDetails, words: set[str]
) -> Iterator[tuple[str, str]]:
    """What is kept as one of few words, and was none of them."""
    form, diffusion = said(raw.get("legal_form", "")), said(raw.get("diffusion", ""))
    if plain(form) and company.legal_form is LegalForm.UNKNOWN:
        yield "legal_form", form
    if plain(diffusion) and company.diffusion is Diffusion.UNKNOWN:
        yield "diffusion", diffusion
    country, civility = said(raw.get("country", "")), said(raw.get("civility", ""))
    if is_abroad(country) and set(_words(country)) - words:
        yield "country", country
    if plain(civility) and not is_civility(civility) and set(_words(civility)) - words:
        yield "civility", civility


def _words(*texts: str | None) -> Iterator[str]:
    for text in texts:
        yield from place_key(text or "").split()
