"""Texts kept for colleagues: a DOCX or an ODT in which something runs or is fetched is refused."""

from collections.abc import Mapping

import pytest

from services.chassis.documents.kept_files import refuse_dangerous_text
from services.chassis.documents.refusals import DocumentFileRefused
from tests.support.docx import docx, paragraph, part, relations, zipped

MIMETYPE = "application/vnd.oasis.opendocument.text"
SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    ' xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"'
    ' xmlns:xforms="http://www.w3.org/2002/xforms"'
    ' xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0"'
    ' xmlns:xlink="http://www.w3.org/1999/xlink"'
)


def odt(content: str = "", others: Mapping[str, str | bytes] | None = None) -> bytes:
    body = f"<office:document-content {SPACES}><office:scripts/>{content}</office:document-content>"
    return zipped({"mimetype": MIMETYPE, "content.xml": body, **(others or {})})


async def refusal(content: bytes, ends: str) -> str:
    with pytest.raises(DocumentFileRefused) as refused:
        await refuse_dangerous_text(content, ends)
    return str(refused.value.detail)


async def test_texts_of_every_day_are_kept() -> None:
    written = (
        '<text:a xlink:href="https://www.education.gouv.fr">le site</text:a>'
        '<draw:image xlink:href="Pictures/a.png"/><text:a xlink:href="#plus-bas"/>'
    )
    beside: dict[str, str | bytes] = {
        "Pictures/a.png": b"\x89PNG",
        "Configurations2/accelerator/current.xml": b"",
        "META-INF/manifest.xml": "<manifest/>",
        "settings.xml": "<settings/>",
        "Thumbnails/thumbnail.png": b"\x89PNG",
    }
    await refuse_dangerous_text(odt(written, beside), "odt")
    await refuse_dangerous_text(docx(paragraph("{{ 7*7 }} n’est pas un champ ici")), "docx")


async def test_what_word_and_libreoffice_write_beside_a_text_is_kept() -> None:
    keys = '<accel:acceleratorlist xmlns:accel="http://openoffice.org/2001/accel"/>'
    written = (
        '<draw:image xlink:href="media/image1.png"/><draw:image xlink:href="./Pictures/a.svg"/>'
        '<meta:template xlink:href="file:///C:/a/m.ott"/><meta:template xlink:href="../m.ott"/>'
        '<text:a xlink:href="../annexe.odt"/>'
    )
    beside: dict[str, str | bytes] = {
        "media/image1.png": b"\x89PNG",
        "Pictures/a.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
        "Pictures/b.svm": b"VCLMTF",
        "Fonts/a.ttf": b"x",
        "META-INF/documentsignatures.xml": "<a/>",
        "Configurations2/accelerator/current.xml": f'<?xml version="1.0"?>\n{keys}',
    }
    await refuse_dangerous_text(odt(written, beside), "odt")


@pytest.mark.parametrize(
    ("content", "others", "said"),
    [
        ('<xforms:model><xforms:instance src="https://x.example"/></xforms:model>', {}, "ailleurs"),
        ("", {"Pictures/a.exe": b"MZ"}, "objet incorporé"),
        ("", {"Pictures/a": b"MZ"}, "objet incorporé"),
        ("", {"media/a.html": "<a/>"}, "objet incorporé"),
        ("", {"Pictures/a.svg": "<svg><script>x</script></svg>"}, "image"),
        ("", {"media/a.svg": '<svg><image href="https://x.example"/></svg>'}, "image"),
        ("", {"Pictures/a.png": "<svg><script>x</script></svg>"}, "image"),
        ('<draw:image xlink:href="../a.png"/>', {}, "ailleurs"),
        ('<draw:image xlink:href="Pictures/../../a.png"/>', {}, "ailleurs"),
        ('<draw:image xlink:href="%2e%2e/a.png"/>', {}, "ailleurs"),
        ('<draw:image xlink:href="/etc/a.png"/>', {}, "ailleurs"),
        ('<draw:image xlink:href="http%3A//x.example/a.png"/>', {}, "ailleurs"),
        ("", {"Configurations2/a.xml": "<a><b/></a>"}, "macros"),
        ("", {"Configurations2/a.xml": '<a event="macro:x"/>'}, "macros"),
        ("", {"Configurations2/a.bin": b"x"}, "macros"),
        ('<text:a xlink:href="file:///C:/b/a.odt"/>', {}, "mène à un fichier (a.odt)"),
        ("", {"Basic/Standard/Module1.xml": "<a/>"}, "macros"),
        ("", {"Scripts/python/a.py": b"x"}, "macros"),
        ('<script:event-listener script:language="Basic"/>', {}, "macros"),
        ('<office:script script:language="Basic"/>', {}, "macros"),
        ('<text:execute-macro text:name="x"/>', {}, "macros"),
        ('<draw:object xlink:href="./Object 1"/>', {}, "objet incorporé"),
        ("", {"Object 1/content.xml": "<a/>"}, "objet incorporé"),
        ("", {"Pictures/a.xml": "<a/>"}, "objet incorporé"),
        ('<draw:image xlink:href="https://x.example/a.png"/>', {}, "ailleurs"),
        ('<draw:image xlink:href="//x.example/a.png"/>', {}, "ailleurs"),
        ('<text:section-source xlink:href="../a.odt"/>', {}, "ailleurs"),
        ("<office:dde-source/>", {}, "ailleurs"),
        ('<text:a xlink:href="macro:///Standard.Module1.Main"/>', {}, "ailleurs"),
        ("", {"content.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}, "entités"),
        ("", {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "ODT"),
    ],
)
async def test_an_odt_in_which_something_runs_or_is_fetched_is_refused(
    content: str, others: dict[str, str | bytes], said: str
) -> None:
    assert said in await refusal(odt(content, others), "odt")


@pytest.mark.parametrize(
    ("content", "ends", "said"),
    [
        (b"PK\x03\x04 anything", "odt", "ODT"),
        (b"PK\x03\x04 anything", "docx", "abîmé"),
        (docx(paragraph("x"), others={"word/vbaProject.bin": b"x"}), "docx", "macros"),
        (
            docx(
                paragraph("x"),
                others={
                    "word/_rels/settings.xml.rels": relations(
                        ("attachedTemplate", "https://x.example/a.dotm", True)
                    )
                },
            ),
            "docx",
            "ailleurs",
        ),
        (
            docx(
                paragraph("x"),
                others={"word/a.xml": part("hdr", "<w:instrText>DDE x</w:instrText>")},
            ),
            "docx",
            "calculé",
        ),
        (docx(paragraph("x")), "odt", "ODT"),
        (odt(), "docx", "n’est pas un document Word"),
    ],
)
async def test_what_is_no_such_text_is_refused(content: bytes, ends: str, said: str) -> None:
    assert said in await refusal(content, ends)
