"""What a cell says, once what spreadsheets and habits do to it is undone."""

import re
import unicodedata
from decimal import Decimal

from services.partnerships.base.text import plain, squeezed

_FORMULA_TEXT = re.compile(r'^="(.*)"$', re.DOTALL)
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E\+?\d{1,2}", re.IGNORECASE)
_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUL!", "#NULL!", "#NUM!"})
_NOTHING = frozenset({"", "nc", "n c", "neant", "aucun", "aucune", "inconnu", "inconnue", "na"})
_DASHES = frozenset({"", "-", "–", "—", "_", "/", "\\", ".", "…"})
_NO_NAMES = _NOTHING | {
    *("ne sait pas", "nsp", "je ne sait pas", "je ne sais pas", "sait pas", "a trouver", "idem"),
    *("a chercher", "a definir", "a determiner", "a completer", "a voir", "a preciser", "en cours"),
    *("en recherche", "recherche", "cherche", "pas trouve", "pas de stage", "pas encore", "rien"),
    *(
        "non trouve",
        "sans",
        "sans stage",
        "oui",
        "non",
        "ok",
        "x",
        "xx",
        "xxx",
        "test",
        "nr",
        "ras",
    ),
    *("a venir", "en attente", "attente", "autre", "autres", "divers", "none", "null", "absent"),
    *("abs", "absente", "dispense", "dispensee", "abandon"),
}
_LOOSE_AT = re.compile(r"(?<=\S) ?@ ?(?=\S)")
"""Some put spaces around the sign, so that no program finds the address."""
_DITTO = frozenset({*'"″”“〃»«', "''", "’’", '-"-', "-//-", "//", "idem", "id", "dito", "ditto"})
_MAIL = re.compile(r"(?<![^\s,;<>()\"'/])[^\s,;<>()\"'/]+@[^\s,;<>()\"'/]+")
_BETWEEN = re.compile(r"\s*(?:[\n\r;/|]|\s+ou\s+|\s{3,})\s*", re.IGNORECASE)
_AND_SOMEBODY = re.compile(
    r"(?<!\s)\s++(?:et|&)\s++(?=m\.|(?:mr|mme|mlle|monsieur|madame)\b)", re.IGNORECASE
)
# « TOTAL ÉNERGIES » is a company; what follows the word says that it counts.
_TOTAL = re.compile(
    r"(?:sous )?tota(?:l|ux)(?: general| generaux)?(?: (?:d|de|des|du|entreprise|entreprises|\d+)\b.*)?"
    r"|nombre d.*|moyenne\b.*"
    r"|(?:nb|nbr|nbre|nombre|effectif)s?\b(?:.* )?(?:entreprise|societe|partenaire|structure|contact|total)s?\b.*"
)
_SECTION = re.compile(
    r"(?:secteur|section|filiere|zone|pole|domaine|categorie|branche|famille|partie)s?\b"
)
_REMARK = re.compile(r"\s*(?:\*|nb\b|n\.b|légende|legende|remarque|attention)", re.IGNORECASE)


class Shortened(ValueError):
    """A number a spreadsheet kept only the beginning of."""


def as_shown(raw: str) -> str:
    """A cell as a form shows it and sends it back, line breaks and accents written in one way."""
    lines = raw.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", lines).strip()


def cell_text(raw: str) -> str | None:
    """What a cell says, on one line; None for a dash, « NC » or a broken formula."""
    text = said(raw)
    return squeezed(text)


def name_text(raw: str) -> str | None:
    """The text of the cell of a name, where « néant » may be somebody's answer: it is asked about."""
    bare = squeezed(raw.strip().removeprefix("'"))
    return cell_text(raw) or (bare if bare and plain(bare) in _NOTHING - {""} else None)


def said(raw: str) -> str:
    """The text of a cell with its line breaks, which part people and numbers kept in one cell."""
    text = _inside(raw)
    if text.upper() in _ERRORS or plain(text) in _NOTHING:
        return ""
    return text


def remark_text(raw: str) -> str:
    """The text of a remark, where signs say something (« ++ », « ✓ »); a dash alone says nothing."""
    text = _inside(raw)
    return said(raw) or ("" if plain(text) or text.upper() in _ERRORS or text in _DASHES else text)


def _inside(raw: str) -> str:
    # What we write so that no spreadsheet takes a text for a formula.
    bare = raw.strip().removeprefix("'")
    inside = _FORMULA_TEXT.match(bare)
    return inside.group(1).replace('""', '"') if inside else bare


def number_text(text: str) -> str:
    """Undo scientific notation (« 7,3282932000074E+13 ») where nothing was lost.

    Raises Shortened, in French, when figures are missing.
    """
    if not _SCIENTIFIC.fullmatch(text):
        return text
    number = Decimal(text.replace(",", "."))
    known = len(number.as_tuple().digits)
    whole = str(int(number)) if number == number.to_integral() else ""
    if not whole or len(whole) - known > 1:
        raise Shortened(
            f"Le tableur n’a gardé que le début de ce numéro ({text})\u202f:"
            " mettez la colonne au format Texte et saisissez-le de nouveau."
        )
    return whole


def people_in(raw: str) -> list[str]:
    """The names kept in one cell: one a line, or between « / », « ; », « et Mme »."""
    parts = (part for piece in _BETWEEN.split(said(raw)) for part in _AND_SOMEBODY.split(piece))
    return [name for part in parts if (name := squeezed(part)) and plain(name)]


def mails_in(raw: str) -> list[str]:
    """The addresses kept in one cell, without `mailto:` and what surrounds them."""
    written = _LOOSE_AT.sub("@", said(raw))
    found = [mail.removeprefix("mailto:").rstrip(".") for mail in _MAIL.findall(written)]
    return list(dict.fromkeys(one.lower() if one.isupper() else one for one in found))


def phones_in(raw: str) -> list[str]:
    """The phone numbers kept in one cell, as they are written, and what it says instead of one."""
    parts = _BETWEEN.split(said(raw))
    return [number for part in parts if (number := squeezed(part)) and plain(number)]


def is_total(name: str) -> bool:
    """Whether a line counts the others (« TOTAL », « Nombre d’entreprises »)."""
    return bool(_TOTAL.fullmatch(plain(name)))


def is_section(name: str) -> bool:
    """Whether a line with nothing else is the title of a part of the list (« SECTEUR BTP »)."""
    return bool(_SECTION.match(plain(name)))


def is_remark(name: str) -> bool:
    """Whether a line with nothing else is a note under the list (« * en vert : partenaires »)."""
    return bool(_REMARK.match(name))


def is_no_name(name: str) -> bool:
    """Whether what stands for the name of a company says that there is none (« à trouver »)."""
    return plain(name) in _NO_NAMES


def is_ditto(raw: str) -> bool:
    """Whether a cell says that it holds the same as the one above."""
    return raw.strip().rstrip(".").casefold() in _DITTO
