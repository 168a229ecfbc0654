"""What a DOCX may be made of: the parts by their content type, and what leads from one to another.

Word reads a package by its content types and relationships, not by the names of its parts, and takes
either in any case. So that is what is judged here, and whatever is unknown is refused.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from posixpath import basename, dirname, normpath

PACKAGE = "application/vnd.openxmlformats-package."
OFFICE = "application/vnd.openxmlformats-officedocument."
WORDS = f"{OFFICE}wordprocessingml."
RELATIONSHIPS = f"{PACKAGE}relationships+xml"
MAIN = f"{WORDS}document.main+xml"

XML_TYPES = frozenset(
    {
        "application/xml",
        "text/xml",
        MAIN,
        f"{PACKAGE}core-properties+xml",
        f"{OFFICE}extended-properties+xml",
        f"{OFFICE}custom-properties+xml",
        f"{OFFICE}customxmlproperties+xml",
        f"{OFFICE}theme+xml",
        f"{OFFICE}themeoverride+xml",
        f"{OFFICE}vmldrawing",
        f"{OFFICE}drawing+xml",
        f"{OFFICE}drawingml.chart+xml",
        f"{OFFICE}drawingml.chartshapes+xml",
        f"{OFFICE}drawingml.diagramdata+xml",
        f"{OFFICE}drawingml.diagramlayout+xml",
        f"{OFFICE}drawingml.diagramstyle+xml",
        f"{OFFICE}drawingml.diagramcolors+xml",
        "application/vnd.ms-office.drawingml.diagramdrawing+xml",
        "application/vnd.ms-office.chartstyle+xml",
        "application/vnd.ms-office.chartcolorstyle+xml",
        "application/vnd.ms-office.classificationlabels+xml",
        "application/vnd.ms-word.styleswitheffects+xml",
        "application/vnd.ms-office.intelligence2+xml",
        "application/vnd.ms-office.documenttasks+xml",
        "application/inkml+xml",
        *(
            f"{WORDS}{kind}+xml"
            for kind in [
                "styles",
                "settings",
                "websettings",
                "fonttable",
                "numbering",
                "header",
                "footer",
                "footnotes",
                "endnotes",
                "comments",
                "commentsextended",
                "commentsids",
                "commentsextensible",
                "people",
                "document.glossary",
            ]
        ),
    }
)
"""In small letters, as every type is compared."""
PRINTER_TYPE = f"{WORDS}printersettings"
FONT_TYPES = frozenset({f"{OFFICE}obfuscatedfont", "application/x-fontdata"})
IMAGES = frozenset(
    [
        "svg",
        "webp",
        "jfif",
        "wdp",
        "png",
        "jpg",
        "jpeg",
        "jpe",
        "gif",
        "bmp",
        "tif",
        "tiff",
        "emf",
        "wmf",
    ]
)
LEADS_TO = frozenset(
    [
        "officedocument",
        "core-properties",
        "extended-properties",
        "extendedproperties",
        "customproperties",
        "printersettings",
        "custom-properties",
        "thumbnail",
        "styles",
        "settings",
        "websettings",
        "fonttable",
        "theme",
        "themeoverride",
        "numbering",
        "header",
        "footer",
        "footnotes",
        "endnotes",
        "comments",
        "commentsextended",
        "commentsids",
        "commentsextensible",
        "people",
        "image",
        "hdphoto",
        "ink",
        "intelligence",
        "documenttasks",
        "hyperlink",
        "font",
        "customxml",
        "customxmlprops",
        "glossarydocument",
        "styleswitheffects",
        "drawing",
        "vmldrawing",
        "chart",
        "chartusershapes",
        "chartstyle",
        "chartcolorstyle",
        "diagramdata",
        "diagramlayout",
        "diagramquickstyle",
        "diagramcolors",
        "diagramdrawing",
        "classificationlabels",
    ]
)
"""The last word of the kinds of relationship that are known, in small letters."""
MODES = frozenset({"", "internal", "external"})
CLICKED = ("http:", "https:", "mailto:", "tel:")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]+:")


@dataclass(frozen=True)
class ContentTypes:
    """The content type of each part, as `[Content_Types].xml` says it, in small letters."""

    by_ending: Mapping[str, str]
    by_part: Mapping[str, str]

    def of(self, name: str) -> str | None:
        """The content type of one part."""
        small = name.lower()
        return self.by_part.get(f"/{small}") or self.by_ending.get(ending(small))

    def all(self) -> Iterator[str]:
        """Every type that is said, of a part that is there or not."""
        yield from self.by_ending.values()
        yield from self.by_part.values()


@dataclass(frozen=True)
class Relationship:
    """What a part leads to; `kind` is the last word of its type."""

    kind: str
    target: str
    mode: str
    id: str = ""

    @property
    def is_clicked(self) -> bool:
        """Whether it is a link somebody clicks, to a page, a mail, a telephone or further down."""
        return self.kind == "hyperlink" and self.target.lower().startswith((*CLICKED, "#"))

    @property
    def leads_to_a_file(self) -> bool:
        """Whether it leads outside to what Word would look for on a disk."""
        return self.leads_outside and not self.is_clicked and names_a_file(self.target)

    @property
    def leads_outside(self) -> bool:
        """Whether Word would look for it elsewhere than in the package."""
        return self.mode == "external" or is_elsewhere(self.target)


def ending(name: str) -> str:
    """What a name ends with, without its dot, in small letters."""
    return name.lower().rpartition(".")[2] if "." in name else ""


def links_of(name: str) -> str:
    """The part that says where another one leads."""
    return f"{dirname(name)}/_rels/{basename(name)}.rels".lstrip("/")


def names_a_file(target: str) -> bool:
    """Whether an address is that of a file: it says so, or has no scheme (`C:` is a drive)."""
    return target.lower().startswith("file:") or not _SCHEME.match(target)


def is_elsewhere(target: str) -> bool:
    """Whether an address names a machine, a drive or a scheme."""
    return ":" in target or target.startswith("//") or "\\" in target


def resolved(source: str, target: str) -> str:
    """The part a relationship of `source` leads to, in small letters; `source` is a name, "" the package."""
    if target.startswith("/"):
        return normpath(target).lstrip("/").lower()
    return normpath(f"{dirname(source)}/{target}").lstrip("/").lower()
