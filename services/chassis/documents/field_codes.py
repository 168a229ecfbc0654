"""Codes of Word's fields: which Word may work out by itself when somebody opens the text, which may not.

Word takes as the code of a field whatever text stands between its beginning and its separator, in
runs of whatever kind: so that is what is judged, not only what says it is a code.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from services.chassis.documents.package import WORD, WORD_STRICT
from services.chassis.documents.package_rules import CLICKED, is_elsewhere
from services.chassis.documents.refusals import link_to_file, refused

MAIL_MERGE = (
    "Ce document est un publipostage de Word\u202f: dans l’onglet Publipostage, revenez à un document"
    " normal, et écrivez les champs ainsi\u202f: {{tuteur}}."
)
_HARMLESS = frozenset(
    [
        "PAGE",
        "NUMPAGES",
        "NUMWORDS",
        "SECTION",
        "SECTIONPAGES",
        "DATE",
        "TIME",
        "SAVEDATE",
        "CREATEDATE",
        "PRINTDATE",
        "TOC",
        "REF",
        "PAGEREF",
        "NOTEREF",
        "STYLEREF",
        "SEQ",
        "HYPERLINK",
        "FORMTEXT",
        "FORMCHECKBOX",
        "FORMDROPDOWN",
        "SYMBOL",
        "TITLE",
        "AUTHOR",
        "FILENAME",
        "DOCPROPERTY",
    ]
)
_NESTED = "\ufffc"
"""Stands in a code for the field that is nested there: what it becomes is not known before Word opens it."""
_KIND = re.compile(rf"\s*([A-Za-z=]+{_NESTED}?)")
_ARGUMENT = re.compile(r'\\([A-Za-z])|["“”]([^"“”]*)["“”]|([^\s"“”]+)')
_TOLD_TO_SWITCH = frozenset("lot")  # a bookmark, a screen tip, a window
_WORDS_OF = (WORD, WORD_STRICT)
_CODES = frozenset(f"{space} {tag}" for space in _WORDS_OF for tag in ("instrText", "delInstrText"))
_TEXTS = _CODES | {f"{space} {tag}" for space in _WORDS_OF for tag in ("t", "delText")}
_DELETED = frozenset(f"{space} {tag}" for space in _WORDS_OF for tag in ("delText", "delInstrText"))
_SIMPLE = frozenset(f"{space} fldSimple" for space in _WORDS_OF)
_MARKS = frozenset(f"{space} fldChar" for space in _WORDS_OF)


@dataclass
class _Field:
    """A field that has begun: its code so far, that without what a revision deletes, whether it goes on."""

    code: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    in_code: bool = True


@dataclass
class FieldCodes:
    """The codes of a part while it is read. Its methods raise DocumentFileRefused."""

    open: list[_Field] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    within: str = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in _TEXTS:
            self.within = name
        elif name in _SIMPLE:
            self._nested()
            _refuse_computing(_attribute(attributes, "instr"))
        elif name in _MARKS:
            self._mark(_attribute(attributes, "fldCharType").strip())

    def data(self, text: str) -> None:
        if not self.within:
            return
        around = next((one for one in reversed(self.open) if one.in_code), None)
        if around is not None:
            around.code.append(text)
            if self.within not in _DELETED:
                around.kept.append(text)
        if self.within in _CODES and (not self.open or not self.open[-1].in_code):
            self.loose.append(text)

    def end(self, name: str) -> None:
        if name == self.within:
            self.within = ""

    def loose_over(self) -> None:
        """A code that stands in no field ends with its paragraph, or where a field begins or ends."""
        if self.loose:
            _refuse_computing("".join(self.loose))
            self.loose.clear()

    def over(self) -> None:
        """The part ends: fields that never did are judged too."""
        self.loose_over()
        for one in self.open:
            _judge(one)

    def _mark(self, kind: str) -> None:
        self.loose_over()
        if kind == "begin":
            self._nested()
            self.open.append(_Field())
        elif self.open:
            _judge(self.open[-1])
            if kind == "end":
                self.open.pop()

    def _nested(self) -> None:
        if self.open and self.open[-1].in_code:
            self.open[-1].code.append(_NESTED)
            self.open[-1].kept.append(_NESTED)


def _judge(one: _Field) -> None:
    if one.in_code:
        one.in_code = False
        for code in ("".join(one.code).strip(), "".join(one.kept).strip()):
            if code:
                _refuse_computing(code)


def _refuse_computing(code: str) -> None:
    """Word computes some fields, fetches others: page numbers and the like are left to it."""
    kind = (found[1].upper() if (found := _KIND.match(code)) else code.strip())[:20]
    if kind == "MERGEFIELD":
        raise refused(MAIL_MERGE)
    if kind not in _HARMLESS:
        raise refused(
            f"Ce document contient un champ calculé de Word ({kind.partition(_NESTED)[0] or 'sans nom'})\u202f:"
            " remplacez-le par son texte (Ctrl+Maj+F9)."
        )
    if kind == "HYPERLINK":
        _refuse_links_to_files(code.strip()[len(kind) :])


def _refuse_links_to_files(arguments: str) -> None:
    told = False
    for found in _ARGUMENT.finditer(arguments):
        switch, quoted, bare = found.groups()
        address = (quoted or bare or "").strip()
        if switch:
            told = switch.lower() in _TOLD_TO_SWITCH
        elif told:
            told = False
        elif _NESTED in address or (
            is_elsewhere(address) and not address.lower().startswith(CLICKED)
        ):
            raise refused(link_to_file(address.replace(_NESTED, "")))


def _attribute(attributes: Mapping[str, str], name: str) -> str:
    return next((text for key, text in attributes.items() if key.endswith(f" {name}")), "")
