"""Texts people wrote in Word, with fields: what is taken, what is refused, what comes out."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.documents.joint_document import joined
from services.chassis.documents.merge_fields import fields_in, filled
from services.chassis.documents.package import BODY, FILE_BYTES_MAX, packed, parts_of, text_parts
from services.chassis.documents.refusals import DocumentFileRefused
from tests.support.docx import (
    SECTION,
    TYPES,
    WORD,
    docx,
    paragraph,
    part,
    read_part,
    relations,
    words,
    zipped,
)

TYPES_NAME = "[Content_Types].xml"
TABLE = f"<w:tbl><w:tr><w:tc>{paragraph('Tuteur : {{tuteur}}')}</w:tc></w:tr></w:tbl>"


def refusal(document: bytes) -> str:
    with pytest.raises(DocumentFileRefused) as refused:
        fields_in(parts_of(document))
    return str(refused.value)


def printed(document: bytes, **values: str) -> bytes:
    parts = parts_of(document)
    return packed(
        {
            **parts,
            **{
                name: filled(parts[name], lambda typed: values.get(typed, "____"))
                for name in text_parts(parts)
            },
        }
    )


def test_a_field_is_found_wherever_it_was_typed() -> None:
    document = docx(
        paragraph("L’élève {{élève}} de la classe {{classe}}"),
        TABLE,
        others={
            "word/header1.xml": part("hdr", paragraph("{{lycée}}")),
            "word/footer2.xml": part("ftr", paragraph("Voté le {{date du vote}}")),
        },
    )
    assert fields_in(parts_of(document)) == ["élève", "classe", "tuteur", "lycée", "date du vote"]


def test_a_field_that_word_cut_into_pieces_is_filled_and_its_spaces_stay() -> None:
    document = docx(paragraph("Entre {", "{entre", "prise}", "} et {{lycée}}", " ci-après."))
    out = printed(document, entreprise="Bois & Fils <SARL>", lycée="lycée des Tilleuls")
    assert words(out) == ["Entre Bois & Fils <SARL> et lycée des Tilleuls ci-après."]


def test_headers_tables_and_frames_are_filled_too() -> None:
    frame = (
        "<w:p><w:r><w:t>Avant {{a}} </w:t></w:r><w:r><w:pict><w:txbxContent>"
        f"{paragraph('Dedans {{b}}')}</w:txbxContent></w:pict></w:r><w:r><w:t>après {{{{a}}}}</w:t></w:r></w:p>"
    )
    document = docx(frame, others={"word/header1.xml": part("hdr", paragraph("En-tête {{b}}"))})
    out = printed(document, a="A", b="B")
    assert "Dedans B" in words(out)
    assert any("Avant A" in text and "après A" in text for text in words(out))
    assert words(out, "word/header1.xml") == ["En-tête B"]


def test_what_has_no_field_comes_out_byte_for_byte() -> None:
    body = parts_of(docx(paragraph("Article 1.", " Deux &amp; trois")))[BODY]
    assert filled(body, lambda _: "x") == body


@given(st.lists(st.integers(1, 60), max_size=6), st.text(max_size=30))
def test_however_the_text_is_cut_the_same_is_read(cuts: list[int], value: str) -> None:
    text = "Le tuteur {{tuteur}}, de {{entreprise}} (et {{tuteur}})."
    runs, at = [], 0
    for cut in sorted(set(cuts)):
        runs.append(text[at:cut])
        at = min(cut, len(text))
    document = docx(paragraph(*[run for run in [*runs, text[at:]] if run]))
    clean = "".join(c for c in value if c.isalnum()) or "X"
    assert words(printed(document, tuteur=clean, entreprise="Y")) == [
        f"Le tuteur {clean}, de Y (et {clean})."
    ]


def test_a_value_is_only_ever_text() -> None:
    out = printed(docx(paragraph("{{a}}")), a="</w:t><w:br/>{{b}}\x00\x0b&amp;")
    assert words(out) == ["</w:t><w:br/>{{b}}  &amp;"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("{{ 7*7 }}", "n’est pas un champ"),
        ("{{ élève.__class__ }}", "n’est pas un champ"),
        ("{{ élève|upper }}", "n’est pas un champ"),
        ("{{}}", "n’est pas un champ"),
        ("{% if mineur %}oui{% endif %}", "ne calcule rien"),
        ("${élève}", "ne calcule rien"),
        ("L’élève {{élève", "n’est pas fermé"),
        ("L’élève élève}}", "n’est pas fermé"),
    ],
)
def test_an_expression_is_refused_where_it_is(typed: str, said: str) -> None:
    assert said in refusal(docx(paragraph(typed)))


def code(text: str, *cut: str) -> str:
    begins, ends = (f'<w:fldChar w:fldCharType="{kind}"/>' for kind in ("begin", "end"))
    codes = "".join(f"<w:instrText>{one}</w:instrText>" for one in (text, *cut))
    return f"<w:p><w:r>{begins}</w:r><w:r>{codes}</w:r><w:r>{ends}</w:r></w:p>"


def field(*inside: str) -> str:
    """A field whose code is of these runs, inside a paragraph."""
    begins, parts_it, ends = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    runs = "".join(inside)
    return f"{begins}{runs}{parts_it}<w:r><w:t>vu</w:t></w:r>{ends}"


def run(text: str, tag: str = "instrText") -> str:
    return f"<w:r><w:{tag}>{text}</w:{tag}></w:r>"


@pytest.mark.parametrize(
    "computing",
    [
        f"<w:p>{field(run('INCLUDEPICTURE http://x', 't'))}</w:p>",
        f"<w:p>{field(run('INCLUDEPICTURE', 't'), run(' DATE '))}</w:p>",
        f"<w:p>{field(run('DDEAUTO cmd', 'delText'))}</w:p>",
        f"<w:p>{field(run('PAGE ', 'delInstrText'), run('DDEAUTO cmd'))}</w:p>",
        f"<w:p>{field(run(' '), field(run(' REF signet ')))}</w:p>",
        f"<w:p>{field(run('PAGE'), field(run('REF signet')))}</w:p>",
        f"<w:p>{field(run('PAGE'))}</w:p><w:p>{field(run('DDE'), run('AUTO', 't'))}</w:p>",
        f"<w:p>{field(run('PAGE'))}{run('DDE x')}</w:p>",
        code("DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe"),
        code(" D", "DE", " excel"),
        code(' INCLUDETEXT "https://ailleurs.example/x.docx" '),
        code(" = 2 + 2 "),
        code(' IF 1 = 1 "oui" "non" '),
        '<w:p><w:fldSimple w:instr="INCLUDEPICTURE x"><w:r><w:t>a</w:t></w:r></w:fldSimple></w:p>',
    ],
)
def test_what_word_would_compute_or_fetch_is_refused(computing: str) -> None:
    assert "champ calculé de Word" in refusal(docx(computing))


@pytest.mark.parametrize(
    "harmless",
    [
        "SAVEDATE",
        "CREATEDATE",
        "PRINTDATE",
        "DOCPROPERTY Titre",
        "NUMWORDS",
        'HYPERLINK "https://www.education.gouv.fr" \\o "file: \\\\a"',
        'HYPERLINK \\l"plus_bas"',
        "HYPERLINK mailto:bureau@tilleuls.example",
    ],
)
def test_what_word_tells_of_the_text_itself_is_left_to_it(harmless: str) -> None:
    typed = f"<w:p>{field(run(f' {harmless} '))}{run('{{élève}}', 't')}</w:p>"
    assert fields_in(parts_of(docx(typed))) == ["élève"]


def test_a_field_in_the_words_another_shows_is_left_to_word() -> None:
    shown = f'<w:fldSimple w:instr=" PAGEREF a ">{run("3", "t")}</w:fldSimple>'
    lines = code(' TOC \\o "1-3" ').replace(
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{field(run("PAGEREF a"))}{shown}'
        f"{run('Article 1', 't')}</w:p><w:p>{run('{{élève}}', 't')}"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    )
    assert fields_in(parts_of(docx(lines))) == ["élève"]


@pytest.mark.parametrize(
    "address",
    [
        '"\\\\\\\\machine\\\\x.exe"',
        "\\\\machine\\x.exe",
        "file:///c:/x.exe",
        '\\l "a" "FILE://x"',
        '"C:\\x.exe"',
    ],
)
def test_a_field_that_leads_to_a_file_is_refused(address: str) -> None:
    said = refusal(docx(f"<w:p>{field(run(f' HYPERLINK {address} '))}</w:p>"))
    assert "mène à un fichier" in said
    assert "x" in said


def test_the_mail_merge_of_word_is_told_how_to_become_a_text_of_ours() -> None:
    assert "publipostage" in refusal(docx(code(" MERGEFIELD nom ")))
    merge = {"word/settings.xml": part("settings", "<w:mailMerge/>")}
    assert "publipostage" in refusal(docx(paragraph("x"), others=merge))


def test_page_numbers_and_the_link_one_clicks_are_left_to_word() -> None:
    links = relations(("hyperlink", "https://www.education.gouv.fr", True))
    document = docx(
        code(" PAGE "), paragraph("{{élève}}"), others={"word/_rels/document.xml.rels": links}
    )
    assert fields_in(parts_of(document)) == ["élève"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("word/vbaProject.bin", b"x", "macros"),
        ("word/vbaData.xml", "<a/>", "macros"),
        (
            "[Content_Types].xml",
            TYPES.replace("document.main", "document.macroEnabled.main"),
            "macros",
        ),
        ("word/embeddings/oleObject1.bin", b"x", "objet incorporé"),
        ("word/activeX/activeX1.xml", "<a/>", "objet incorporé"),
        ("word/afchunk1.mht", b"x", "objet incorporé"),
        (
            "word/_rels/document.xml.rels",
            relations(("oleObject", "x.bin", False)),
            "objet incorporé",
        ),
        (
            "word/_rels/settings.xml.rels",
            relations(("attachedTemplate", "file:///x.dotm", True)),
            "ailleurs",
        ),
        (
            "word/_rels/document.xml.rels",
            relations(("image", "https://x.example/a.png", True)),
            "ailleurs",
        ),
        (
            "word/_rels/document.xml.rels",
            relations(("hyperlink", "javascript:x", True)),
            "ailleurs",
        ),
        ("word/styles.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "entités"),
        ("word/styles.xml", "<a><b></a>", "abîmé"),
        ("word/styles.xml", "<a/>".encode("utf-16"), "abîmé"),
    ],
)
def test_what_runs_or_is_fetched_from_elsewhere_is_refused(
    name: str, content: str | bytes, said: str
) -> None:
    parts = {"word/document.xml": part("document", "<w:body>", SECTION, "</w:body>")}
    document = zipped({"[Content_Types].xml": TYPES, **parts, name: content})
    assert said in refusal(document)


PACKAGE = "_rels/.rels"
STYLES = "word/styles.xml"
BODY_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
FETCHED = code(' INCLUDETEXT "https://ailleurs.example/x.docx" ')


def also_typed(name: str, kind: str) -> str:
    return TYPES.replace("</Types>", f'<Override PartName="/{name}" ContentType="{kind}"/></Types>')


@pytest.mark.parametrize(
    ("others", "said"),
    [
        # Another text than the one that is read.
        (
            {
                PACKAGE: relations(("officeDocument", "word/other.xml", False)),
                "word/other.xml": part("document"),
                TYPES_NAME: also_typed("word/other.xml", BODY_TYPE),
            },
            "abîmé",
        ),
        (
            {
                PACKAGE: relations(
                    ("officeDocument", "word/document.xml", False),
                    ("officeDocument", "x.xml", False),
                )
            },
            "abîmé",
        ),
        ({PACKAGE: relations()}, "abîmé"),
        ({TYPES_NAME: TYPES.replace("document.main", "styles")}, "abîmé"),
        # A field in a part of whatever name.
        ({"word/anything.xml": part("hdr", FETCHED)}, "calculé"),
        ({"word/glossary/document.xml": part("glossaryDocument", FETCHED)}, "calculé"),
        ({STYLES: part("styles", "<w:instrText>DDE x</w:instrText>")}, "calculé"),
        (
            {"word/comments.xml": part("comments", FETCHED.replace("instrText", "delInstrText"))},
            "calculé",
        ),
        # The same in another case, or with spaces.
        (
            {
                "word/_rels/settings.xml.RELS": relations(
                    ("attachedTemplate", "file:///x.dotm", True)
                )
            },
            "ailleurs",
        ),
        (
            {"word/_rels/document.xml.rels": relations(("aFChunk", "x.mht", False))},
            "objet incorporé",
        ),
        (
            {
                "word/_rels/document.xml.rels": relations(
                    ("image", "https://x.example/a.png", True)
                ).replace('"External"', '" External "')
            },
            "ailleurs",
        ),
        (
            {
                "word/_rels/document.xml.rels": relations(
                    ("image", "https://x.example/a.png", False)
                )
            },
            "ailleurs",
        ),
        ({"word/_rels/document.xml.rels": relations(("image", "//x/a.png", False))}, "ailleurs"),
        (
            {"word/_rels/document.xml.rels": relations(("image", r"\\\\x\a.png", False))},
            "ailleurs",
        ),
        (
            {
                "word/_rels/document.xml.rels": relations(("image", "a.png", False)).replace(
                    "Target=", "target="
                )
            },
            "abîmé",
        ),
        ({"word/_rels/document.xml.rels": relations(("frame", "a.htm", False))}, "ailleurs"),
        ({"word/_rels/document.xml.rels": relations(("new", "a.xml", False))}, "juger"),
        # What the types say.
        ({TYPES_NAME: "<!DOCTYPE a [<!ENTITY b 'c'>]>" + TYPES}, "entités"),
        ({TYPES_NAME: TYPES.replace("main+xml", "main+xml;x=macroEnabled")}, "macros"),
        ({TYPES_NAME: TYPES.replace("<Default", "<Other", 1)}, "abîmé"),
        ({"word/media/a.png": b"x"}, "juger"),
        ({"word/a.bin": b"x", TYPES_NAME: also_typed("word/a.bin", "application/bin")}, "juger"),
        ({"word/a.xml": "<a/>", TYPES_NAME: also_typed("word/a.xml", "image/png")}, "juger"),
        ({"word/A.PNG": b"x", TYPES_NAME: also_typed("word/a.png", BODY_TYPE)}, "juger"),
        # What Word reads otherwise than we do.
        ({STYLES: '<?xml version="1.0" encoding="utf-7"?><a/>'}, "abîmé"),
        (
            {
                STYLES: '<a xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata src="file://x/a"/></a>'
            },
            "ailleurs",
        ),
    ],
)
def test_a_package_is_judged_as_word_reads_it(others: dict[str, str | bytes], said: str) -> None:
    assert said in refusal(docx(paragraph("{{élève}}"), others=others))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('<a:blip r:link="r0"/>', "ailleurs"),
        ('<a:blip r:embed="r0"/>', "ailleurs"),
        ('<a:blip s:link="r9"/>', "ailleurs"),
        ('<v:imagedata r:href="r0"/>', "ailleurs"),
        ('<v:imagedata o:href="https://x.example/a.png"/>', "ailleurs"),
        ('<p15:webVideoPr embeddedHtml="x"/>', "ailleurs"),
        ('<w:attachedTemplate r:id="r0"/>', "ailleurs"),
        ('<w:subDoc r:id="r0"/>', "ailleurs"),
        ('<w:altChunk r:id="r0"/>', "objet incorporé"),
        ('<o:OLEObject Type="Link" r:id="r0"/>', "objet incorporé"),
        ('<w:control r:id="r0"/>', "objet incorporé"),
    ],
)
@pytest.mark.parametrize("name", ["document", "header1"])
def test_a_link_one_clicks_is_used_for_nothing_else(name: str, written: str, said: str) -> None:
    spaces = (
        '<w:r xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        ' xmlns:s="http://purl.oclc.org/ooxml/officeDocument/relationships"'
        ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
        ' xmlns:p15="http://schemas.microsoft.com/office/word/2012/wordprocessingDrawing">'
    )
    others = {
        f"word/_rels/{name}.xml.rels": relations(("hyperlink", "https://x.example/a", True)),
        f"word/{name}.xml": part(name.strip("1"), f"<w:p>{spaces}{written}</w:r></w:p>"),
    }
    assert said in refusal(docx(paragraph("x"), others=others))


@pytest.mark.parametrize(
    "address",
    ["file:///C:/a/Annexe.docx", "Annexe.docx", "../Annexe.docx", r"\\x\Annexe.docx"],
)
def test_a_link_that_leads_to_a_file_is_named(address: str) -> None:
    links = {"word/_rels/document.xml.rels": relations(("hyperlink", address, True))}
    said = refusal(docx(paragraph("x"), others=links))
    assert "mène à un fichier (Annexe.docx)" in said
    assert "retirez le lien" in said


def test_a_link_without_its_scheme_is_told_how_to_be_written() -> None:
    links = {"word/_rels/document.xml.rels": relations(("hyperlink", "www.tilleuls.example", True))}
    said = refusal(docx(paragraph("x"), others=links))
    assert "(www.tilleuls.example)" in said
    assert "https://" in said


def with_picture(name: str, kind: str, content: str | bytes, leads: str = "image") -> bytes:
    ends = name.rpartition(".")[2]
    typed = f'<Default Extension="{ends}" ContentType="{kind}"/></Types>'
    return docx(
        paragraph("{{élève}}"),
        others={
            TYPES_NAME: TYPES.replace("</Types>", typed),
            f"word/media/{name}": content,
            "word/_rels/document.xml.rels": relations((leads, f"media/{name}", False)),
        },
    )


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'


@pytest.mark.parametrize(
    ("name", "kind", "content", "leads"),
    [
        ("a.svg", "image/svg+xml", SVG.format('<use xlink:href="#b"/><path d="M0 0"/>'), "image"),
        (
            "a.svg",
            "image/svg+xml",
            SVG.format(
                '<style>.a{fill:url(#b)}</style><image href="data:image/png;base64,AA"/>'
                '<rect fill="url(#b)"/>'
            ),
            "image",
        ),
        ("a.wdp", "image/vnd.ms-photo", b"II\xbc", "hdphoto"),
        ("a.jfif", "image/jpeg", b"\xff\xd8", "image"),
        ("a.webp", "image/webp", b"RIFF", "image"),
    ],
)
def test_pictures_of_today_are_taken(
    name: str, kind: str, content: str | bytes, leads: str
) -> None:
    assert fields_in(parts_of(with_picture(name, kind, content, leads))) == ["élève"]


@pytest.mark.parametrize(
    "inside",
    [
        "<script>x</script>",
        "<foreignObject/>",
        '<image xlink:href="https://x.example/a.png"/>',
        '<image href="a.png"/>',
        '<image href="data:image/svg+xml,x"/>',
        '<a href="https://x.example"/>',
        '<rect onclick="x"/>',
        '<rect fill="url(https://x.example/a)"/>',
        "<style>@import 'a.css'</style>",
        "<style>.a{fill:url('//x.example/a')}</style>",
        '<set attributeName="xlink:href" to="https://x.example"/>',
        "<?xml-stylesheet href='a.css'?>",
    ],
)
def test_a_picture_in_which_something_runs_or_is_fetched_is_refused(inside: str) -> None:
    drawn = SVG.format(inside)
    assert "image" in refusal(with_picture("a.svg", "image/svg+xml", drawn))
    assert "image" in refusal(with_picture("a.png", "image/png", f"\n{drawn}"))


def test_a_packed_drawing_is_no_picture() -> None:
    assert "image" in refusal(with_picture("a.png", "image/png", b"\x1f\x8b\x08"))


def test_what_word_of_today_writes_of_a_text_is_taken() -> None:
    typed = "".join(
        f'<Override PartName="/word/{name}" ContentType="application/{kind}+xml"/>'
        for name, kind in [
            ("intelligence2.xml", "vnd.ms-office.intelligence2"),
            ("documenttasks/documenttasks1.xml", "vnd.ms-office.documenttasks"),
            ("ink/ink1.xml", "inkml"),
        ]
    )
    others = {
        TYPES_NAME: TYPES.replace("</Types>", f"{typed}</Types>"),
        "word/intelligence2.xml": "<a/>",
        "word/documenttasks/documenttasks1.xml": "<a/>",
        "word/ink/ink1.xml": "<a/>",
        "word/_rels/document.xml.rels": relations(
            ("intelligence", "intelligence2.xml", False),
            ("documenttasks", "documenttasks/documenttasks1.xml", False),
            ("customXml", "ink/ink1.xml", False),
            ("hyperlink", "#plus_bas", True),
        ),
    }
    assert fields_in(parts_of(docx(paragraph("{{élève}}"), others=others))) == ["élève"]


def renamed(name: str, **others: str) -> bytes:
    """A document whose body is called otherwise, as Word in a browser does."""
    return zipped(
        {
            TYPES_NAME: TYPES.replace("word/document.xml", name),
            PACKAGE: relations(("officeDocument", name, False)),
            name: part("document", "<w:body>", paragraph("{{élève}}"), SECTION, "</w:body>"),
            "word/_rels/document2.xml.rels": relations(
                ("hyperlink", "https://www.education.gouv.fr", True)
            ),
            **others,
        }
    )


def test_the_body_word_in_a_browser_writes_is_taken_and_filled() -> None:
    out = printed(renamed("word/document2.xml"), élève="Lina A.")
    assert words(out) == ["Lina A."]
    assert fields_in(parts_of(out)) == []
    again = parts_of(out)
    assert "word/_rels/document.xml.rels" in again
    assert not [name for name in again if "document2" in name]


def test_a_body_of_another_name_is_taken_only_where_it_is_the_only_one() -> None:
    two = {"word/document3.xml": part("document")}
    assert "n’est pas un document Word" in refusal(renamed("word/document2.xml", **two))
    assert "n’est pas un document Word" in refusal(renamed("word/text.xml"))


def test_what_word_and_others_write_beside_a_text_is_taken() -> None:
    office = "application/vnd.openxmlformats-officedocument."
    types = TYPES.replace(
        "</Types>",
        '<Default Extension="png" ContentType="image/png"/>'
        '<Default Extension="odttf" ContentType="application/vnd.openxmlformats-officedocument.obfuscatedFont"/>'
        f'<Override PartName="/docProps/app.xml" ContentType="{office}extended-properties+xml"/>'
        f'<Override PartName="/word/printerSettings1.bin" ContentType="{office}wordprocessingml.printerSettings"/>'
        "</Types>",
    )
    beside: dict[str, str | bytes] = {
        TYPES_NAME: types,
        "docProps/app.xml": "<Properties/>",
        "customXml/item1.xml": '<?xml version="1.0" encoding="UTF-8"?><any/>',
        "word/media/image1.png": b"\x89PNG",
        "word/fonts/font1.odttf": b"x",
        "word/printerSettings1.bin": b"x",
        "word/_rels/document.xml.rels": relations(
            ("image", "media/image1.png", False),
            ("image", "/word/media/image1.png", False),
            ("printerSettings", "printerSettings1.bin", False),
            ("hyperlink", "mailto:bureau@tilleuls.example", True),
        ),
    }
    assert fields_in(parts_of(docx(paragraph("{{élève}}"), others=beside))) == ["élève"]


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (b"", "vide"),
        (b"%PDF-1.7", "n’est pas un document Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "sans mot de passe"),
        (b"PK\x03\x04 nothing", "abîmé"),
        (
            zipped({"mimetype": "application/vnd.oasis.opendocument.text"}),
            "n’est pas un document Word",
        ),
        (docx(paragraph("x"))[:-40], "abîmé"),
        (b"PK" + b"\x00" * FILE_BYTES_MAX, "3\u00a0Mo"),
        (
            docx(paragraph("x"), others={"word/media/a.bin": b"\x00" * 16_000_000}),
            "une fois ouvert",
        ),
        (docx(paragraph("x"), others={f"word/media/{n}.bin": b"" for n in range(1_100)}), "abîmé"),
    ],
)
def test_what_is_no_document_or_a_bomb_is_refused_unread(document: bytes, said: str) -> None:
    assert said in refusal(document)


def test_two_parts_of_one_name_are_refused() -> None:
    content = io.BytesIO(docx(paragraph("x")))
    with zipfile.ZipFile(content, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", part("document"))
    assert "abîmé" in refusal(content.getvalue())


def copies(document: bytes, *values: str) -> bytes | None:
    parts = parts_of(document)
    bodies = [filled(parts[BODY], {"élève": value}.__getitem__) for value in values]
    whole = joined(parts, bodies)
    return packed({**parts, BODY: whole}) if whole is not None else None


def test_copies_follow_one_another_each_on_pages_numbered_from_one() -> None:
    whole = copies(docx(paragraph("Élève {{élève}}"), paragraph("Fin")), "LÉA", "TOM", "ZOÉ")
    assert whole is not None
    assert words(whole) == ["Élève LÉA", "Fin", "Élève TOM", "Fin", "Élève ZOÉ", "Fin"]
    body = read_part(whole)
    starts = [one.get(f"{WORD}start") for one in body.iter(f"{WORD}pgNumType")]
    assert starts == ["1", "1", "1"]
    assert [one.tag for one in body[0]][-1] == f"{WORD}sectPr"
    for section in body.iter(f"{WORD}sectPr"):  # the order the schema asks for
        assert [one.tag.removeprefix(WORD) for one in section] == ["pgSz", "pgNumType", "cols"]


@pytest.mark.parametrize(
    ("content", "section", "others"),
    [
        ("<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>{{élève}}</w:t></w:r></w:p>", SECTION, {}),
        (f"<w:p><w:pPr>{SECTION}</w:pPr></w:p>", SECTION, {}),
        (paragraph("{{élève}}"), "", {}),
        (
            paragraph("{{élève}}"),
            SECTION,
            {"word/header1.xml": part("hdr", paragraph("{{élève}}"))},
        ),
        (paragraph("{{élève}}"), SECTION, {"word/footer1.xml": part("ftr", code(" NUMPAGES "))}),
        (paragraph("{{élève}}"), SECTION, {"word/styles.xml": part("styles", "<w:numPr/>")}),
    ],
)
def test_copies_that_would_change_one_another_stay_apart(
    content: str, section: str, others: dict[str, str]
) -> None:
    assert copies(docx(content, section=section, others=others), "LÉA", "TOM") is None
