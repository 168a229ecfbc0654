"""The licences of what users install, as the metadata of what is installed tell them; no network."""

from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, metadata

from license_expression import ExpressionError, Licensing, get_spdx_licensing

ALLOWED = frozenset(
    {
        *(
            "MIT",
            "MIT-0",
            "MIT-CMU",
            "ISC",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "Apache-2.0",
            "PSF-2.0",
        ),
        "MPL-2.0",  # what it asks for ends at its own files, which nobody changes here
    }
)
"""Under these a lycée may use, copy and change what it got. SPDX identifiers."""
SPDX = {
    "OSI Approved :: MIT License": "MIT",
    "OSI Approved :: BSD License": "BSD-3-Clause",
    "OSI Approved :: Apache Software License": "Apache-2.0",
    "OSI Approved :: ISC License (ISCL)": "ISC",
    "OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "OSI Approved :: Python Software Foundation License": "PSF-2.0",
    "3-Clause BSD License": "BSD-3-Clause",
}
"""What packages said before they could name an expression."""
ELSEWHERE = "not installed here"


@dataclass(frozen=True)
class Reviewed:
    """What somebody read where metadata do not say it, or say something that needs a reason.

    It holds as long as metadata say `told`: once they say something else it is read again.
    """

    licence: str
    told: str
    why: str


REVIEWED = {
    "colorama": Reviewed("BSD-3-Clause", ELSEWHERE, "for Windows alone; its LICENSE.txt"),
    "httpx2-jsfetch": Reviewed("BSD-3-Clause", ELSEWHERE, "for browsers alone; that of httpx2"),
    "pyrage": Reviewed("MIT", "", "its LICENSE file; metadata name none"),
    "zxcvbn-rs-py": Reviewed("MIT", "", "its LICENSE file; metadata name none"),
}


@cache
def _spdx() -> Licensing:
    """The identifiers of SPDX: building them takes a tenth of a second."""
    return get_spdx_licensing()


class LicenceUnknown(LookupError):
    """Neither metadata nor a review say under which licence it is."""


def licence_of(name: str) -> str:
    """The SPDX expression of a package. Raises LicenceUnknown."""
    told = told_by(name)
    reviewed = REVIEWED.get(name)
    if reviewed is not None and reviewed.told == told:
        return reviewed.licence
    return _expression(told)


def is_allowed(name: str) -> bool:
    """Whether users may have it, by its licence or by a review. Raises LicenceUnknown."""
    reviewed = REVIEWED.get(name)
    if reviewed is not None and reviewed.told == told_by(name):
        return True
    return _allows(_spdx().parse(licence_of(name)))


def told_by(name: str) -> str:
    """What its metadata say: an expression, else classifiers joined by `|`, else a text."""
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return ELSEWHERE
    if "License-Expression" in said:
        return said["License-Expression"]
    classifiers = [
        one.removeprefix("License :: ")
        for one in said.get_all("Classifier") or ()
        if one.startswith("License :: ") and one != "License :: OSI Approved"
    ]
    return " | ".join(classifiers) or (said["License"].strip() if "License" in said else "")


def _expression(told: str) -> str:
    """As an SPDX expression; of several classifiers each holds, since none says that one may choose.

    Raises LicenceUnknown.
    """
    expression = " AND ".join(SPDX.get(one, one) for one in told.split(" | "))
    try:
        parsed = _spdx().parse(expression, validate=True)
    except ExpressionError as error:
        raise LicenceUnknown(told) from error
    if parsed is None:
        raise LicenceUnknown(told)
    return str(parsed)


def _allows(parsed: object) -> bool:
    licensing = _spdx()
    if isinstance(parsed, licensing.OR):
        return any(_allows(one) for one in parsed.args)
    if isinstance(parsed, licensing.AND):
        return all(_allows(one) for one in parsed.args)
    return str(parsed) in ALLOWED
