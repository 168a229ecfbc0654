"""Elements of a DOCX that fetch, hold or run something, whatever the relationship they are reached by.

Word follows what an element asks for: a link made to be clicked could give its address to a picture,
a template or another text.
"""

from collections.abc import Mapping

from services.chassis.documents.package_rules import is_elsewhere
from services.chassis.documents.refusals import EMBEDDED, LINKED

_VML = "urn:schemas-microsoft-com:vml"
_OFFICE_HREF = "urn:schemas-microsoft-com:office:office href"
_REFERENCES = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_HOLD = frozenset(
    {"altChunk", "OLEObject", "control", "objectEmbed", "objectLink", "ActiveX", "ocx"}
)
_FETCH = frozenset({"subDoc", "attachedTemplate", "webVideoPr"})
_CLICKED = frozenset({"hyperlink", "hlinkClick", "hlinkHover", "hlinkMouseOver"})


def wrong_in(name: str, attributes: Mapping[str, str]) -> str | None:
    """Why an element is refused by itself, in French; nothing where it is not."""
    space, _, tag = name.rpartition(" ")
    if tag in _HOLD:
        return EMBEDDED
    if tag in _FETCH or any(attributes.get(f"{one} link", "").strip() for one in _REFERENCES):
        return LINKED
    if space == _VML and _drawing_of_old_fetches(attributes):
        return LINKED
    return None


def link_used_otherwise(
    name: str, attributes: Mapping[str, str], clicked: frozenset[str]
) -> str | None:
    """Why an element is refused that takes a link made to be clicked (`clicked`: their ids) for itself."""
    if name.rpartition(" ")[2] in _CLICKED:
        return None
    taken = any(
        key.startswith(tuple(f"{one} " for one in _REFERENCES)) and value.strip() in clicked
        for key, value in attributes.items()
    )
    return LINKED if taken else None


def _drawing_of_old_fetches(attributes: Mapping[str, str]) -> bool:
    """Pictures are reached by relationships; these drawings may have an address of their own too."""
    said = (attributes.get("src", ""), attributes.get(_OFFICE_HREF, ""))
    linked = any(attributes.get(f"{one} href", "").strip() for one in _REFERENCES)
    return linked or any(is_elsewhere(address.strip()) for address in said)
