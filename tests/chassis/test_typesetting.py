"""A PDF/UA comes out whatever characters people typed, and nothing it can draw is changed."""

import io

import pypdf
import pytest

from services.chassis.base.errors import DocumentNotMade
from services.chassis.documents.typesetting import typeset

TEMPLATE = b"""#let given = json(bytes(sys.inputs.at("data")))
#set document(title: "Essai")
#set text(lang: "fr", region: "FR")
= #given.title
#for one in given.lines [#par[#one] #strong(one)]
"""


async def printed(*lines: str) -> str:
    pdf = await typeset(TEMPLATE, {"title": lines[0], "lines": list(lines)})
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Forum réussi 😀 ✅", "Forum réussi □ □"),
        ("Bravo 👍🏽 à tous", "Bravo □□ à tous"),
        ("\uf0b7 collé de Word", "• collé de Word"),
        ("\uf0a7 et \uf0fc aussi", "• et ✓ aussi"),
        ("M. 漢 est venu", "M. □ est venu"),
        ("priorité 1️⃣ et 1 sur 2", "priorité 1 et 1 sur 2"),
        ("sonne\u0007 ici", "sonne ici"),
        ("👨\u200d👩\u200d👧 venus", "□□□ venus"),
    ],
)
async def test_what_no_font_draws_is_replaced_and_the_rest_stays(typed: str, said: str) -> None:
    assert said in await printed(typed)


async def test_rare_letters_of_names_come_out_beside_what_is_replaced() -> None:
    names = "Łukasz Ștefănescu, Nguyễn Thị Ẩm, Çağlayan Ŭğur, Ελένη, Дмитрий, Ɓa"

    assert names in await printed(names)
    assert f"{names} □" in await printed(f"{names} 漢")


async def test_every_script_at_once_is_no_failure() -> None:
    every = "".join(chr(code) for code in range(0x0600, 0x1DFFF, 61) if not 0xD800 <= code < 0xE000)

    assert "□" in await printed(f"{every} 😀")


async def test_one_text_no_font_draws_keeps_none_of_a_whole_class_from_being_printed() -> None:
    class_of_thirty = [f"élève {n} {chr(0x4E00 + 97 * n)}" for n in range(30)]

    text = await printed(*class_of_thirty)

    assert [n for n in range(30) if f"élève {n} □" not in text] == []


async def test_a_template_that_fails_is_told_as_a_file_that_was_not_made() -> None:
    with pytest.raises(DocumentNotMade):
        await typeset(b"#panic()", {})
