"""The SIRET and the SIREN of a line, and what spreadsheets and habits do to them."""

import re
from dataclasses import dataclass
from typing import TypeVar

from contracts.identifiers import Siren, Siret
from services.partnerships.import_cells.model.cells import number_text

_NAMED = re.compile(r"\A\s*(?:n[°o]\s*)?(?:siret|siren)\s*:?\s*", re.IGNORECASE)
_COUNTRY = re.compile(r"\AFR(?=\d)")
_VAT_CHARACTERS = 11
"""Two figures of a key, then the SIREN: what stands behind « FR » in a number of VAT."""
N = TypeVar("N", Siret, Siren)

SIREN_CHARACTERS, SIRET_CHARACTERS = 9, 14
ZEROS = "zéros perdus au début du {} remis\u202f: vérifiez-le"
SIREN_ALONE = "SIREN seul\u202f: le SIRET reste à compléter"
APART = "Le SIRET et le SIREN ne vont pas ensemble."


@dataclass(frozen=True)
class Numbers:
    """The numbers that can be used, what was mended, and what is wrong with those that cannot."""

    siret: Siret | None = None
    siren: Siren | None = None
    remarks: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def numbers_of(siret_text: str | None, siren_text: str | None) -> Numbers:
    """Read both; a SIREN in the column of SIRETs is one."""
    faults: list[str] = []
    remarks: list[str] = []
    siret: Siret | None = None
    siren = _read(Siren, siren_text, SIREN_CHARACTERS, faults, remarks)
    alone = siren_alone(siret_text)
    if alone is None:
        siret = _read(Siret, siret_text, SIRET_CHARACTERS, faults, remarks)
    elif siren is None or siren == alone:
        siren = alone
        remarks.append(SIREN_ALONE)
    else:
        return Numbers(remarks=tuple(remarks), faults=(APART,))
    if siret and siren and siret.siren != siren:
        return Numbers(remarks=tuple(remarks), faults=(APART,))
    return Numbers(siret, siren, tuple(remarks), tuple(faults))


def siren_alone(text: str | None) -> Siren | None:
    """The SIREN that a column of SIRETs holds."""
    try:
        digits = compact(number_text(text or ""))
        if len(digits) == _VAT_CHARACTERS and _is_european(text or ""):
            digits = digits[-SIREN_CHARACTERS:]
        return Siren(digits) if len(digits) == SIREN_CHARACTERS else None
    except ValueError:
        return None


def compact(text: str) -> str:
    """A number without its name before it, and the spaces, dots and hyphens people put into it."""
    return _COUNTRY.sub("", _together(text), count=1)


def _together(text: str) -> str:
    return "".join(_NAMED.sub("", text, count=1).split()).replace(".", "").replace("-", "").upper()


def _is_european(text: str) -> bool:
    """Whether a number begins with the country, as those of VAT do."""
    return bool(_COUNTRY.match(_together(text)))


def zeros_back(text: str, length: int) -> str:
    """A number with the leading zeros a spreadsheet dropped."""
    bare = compact(text)
    lost = length - len(bare)
    # A SIREN may begin with several zeros; its key tells a number that was cut short.
    mended = bare.isdigit() and 0 < lost <= (1 if length == 5 else 3)
    return bare.zfill(length) if mended else bare


def _read(
    kind: type[N], text: str | None, length: int, faults: list[str], remarks: list[str]
) -> N | None:
    if not text:
        return None
    try:
        whole = number_text(text)
        number = kind(zeros_back(whole, length))
    except ValueError as refused:
        faults.append(str(refused))
        return None
    if len(compact(whole)) < length:
        remarks.append(ZEROS.format(kind.__name__.upper()))
    return number
