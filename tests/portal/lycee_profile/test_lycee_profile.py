"""The profile of a lycée: filled in once, corrected by one at a time, its logo tried before it is kept."""

import struct
import zlib
from typing import Any

import pytest

from services.chassis.base.identity import Role
from tests.portal.world import BOURDELLE, ELSEWHERE
from tests.support.network import Network
from tests.support.pages import Page, Visitor

HERE = "/fiche-du-lycee"
PROFILE: dict[str, Any] = {
    "address": "12 rue des Écoles",
    "postcode": "82 000",
    "town": "Montauban",
    "phone": "05 36 49 00 11",
    "mail": "accueil@tilleuls.example",
    "head_name": "Odile Marcenac",
    "head_title": "Proviseure",
    "insurer": "Mutuelle du Quercy",
    "policy": "QC-4821",
    "hours": "du lundi au vendredi, de 8 h à 17 h 30",
}


def png(width: int = 40, height: int = 20) -> bytes:
    """A picture of one colour."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = b"".join(b"\0" + b"\x0b\x5d\x5e" * width for _ in range(height))
    parts = [chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


async def brings(bureau: Visitor, content: bytes, name: str = "logo.png") -> Page:
    form = (await bureau.get(HERE)).form(f"{HERE}/logo", exactly=True)
    return await bureau.send(form, files={"file": (name, content, "image/png")})


@pytest.mark.parametrize("role", [Role.HEAD, Role.RBDE, Role.SECRETARIAT])
async def test_who_runs_a_lycee_fills_its_profile_in_once(portal: Network, role: Role) -> None:
    person = Visitor(await portal.client_as(role, BOURDELLE))
    done = await person.send((await person.get(HERE)).form(HERE, exactly=True), **PROFILE)
    assert "Fiche du lycée enregistrée." in done.text
    assert "Tout est rempli." in done.text
    kept = done.form(HERE, exactly=True).typed()
    assert {name: kept[name] for name in PROFILE} == {**PROFILE, "postcode": "82000"}


async def test_what_is_missing_is_named_and_keeps_nothing_from_being_recorded(
    portal: Network,
) -> None:
    head = Visitor(await portal.client_as(Role.HEAD, BOURDELLE))
    some = {**PROFILE, "insurer": "", "policy": ""}
    done = await head.send((await head.get(HERE)).form(HERE, exactly=True), **some)
    assert "Il manque : assureur, numéro du contrat." in done.text


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("postcode", "8200", "Un code postal a cinq chiffres"),
        ("mail", "accueil", "Écrivez une adresse complète"),
        ("head_name", "x" * 121, "Chef d’établissement"),
    ],
)
async def test_what_cannot_be_is_refused_and_nothing_that_was_typed_is_lost(
    portal: Network, field: str, typed: str, said: str
) -> None:
    head = Visitor(await portal.client_as(Role.HEAD, BOURDELLE))
    form = (await head.get(HERE)).form(HERE, exactly=True)
    refused = await head.send(form, **{**PROFILE, field: typed})
    assert refused.status == 422
    assert said in refused.text
    again = refused.form(HERE, exactly=True).typed()
    assert again[field] == typed
    assert again["address"] == PROFILE["address"]


async def test_two_who_correct_it_do_not_write_over_each_other(portal: Network) -> None:
    head = Visitor(await portal.client_as(Role.HEAD, BOURDELLE))
    bureau = Visitor(await portal.client_as(Role.RBDE, BOURDELLE))
    shown = (await bureau.get(HERE)).form(HERE, exactly=True)
    await head.send((await head.get(HERE)).form(HERE, exactly=True), **PROFILE)
    refused = await bureau.send(shown, address="1 place du Marché")
    assert refused.status == 409
    assert "Quelqu’un d’autre a modifié la fiche du lycée entre-temps." in refused.text
    assert PROFILE["address"] in refused.text
    assert refused.form(HERE, exactly=True).typed()["address"] == "1 place du Marché"


async def test_who_runs_two_lycees_fills_in_each_and_nobody_another(portal: Network) -> None:
    both = Visitor(await portal.client_as(Role.RBDE, BOURDELLE, ELSEWHERE))
    forms = [one for one in (await both.get(HERE)).forms if one.action == HERE]
    assert {str(one.typed()["uai"]) for one in forms} == {BOURDELLE, ELSEWHERE}
    of_one = next(one for one in forms if one.typed()["uai"] == ELSEWHERE)
    await both.send(of_one, **PROFILE)

    stranger = Visitor(await portal.client_as(Role.HEAD, BOURDELLE))
    page = await stranger.get(HERE)
    assert PROFILE["address"] not in page.text
    refused = await stranger.send(page.form(HERE, exactly=True), uai=ELSEWHERE, address="ailleurs")
    assert refused.status == 422


async def test_a_logo_is_kept_and_taken_away(portal: Network) -> None:
    head = Visitor(await portal.client_as(Role.HEAD, BOURDELLE))
    kept = await brings(head, png())
    assert "Logo enregistré." in kept.text
    removed = await head.send(kept.form(f"{HERE}/logo/retrait"))
    assert "Logo retiré." in removed.text
    assert "Enregistrer le logo" in removed.text


async def test_a_logo_is_no_correction_of_what_somebody_else_is_filling_in(portal: Network) -> None:
    head = Visitor(await portal.client_as(Role.HEAD, BOURDELLE))
    bureau = Visitor(await portal.client_as(Role.RBDE, BOURDELLE))
    shown = (await bureau.get(HERE)).form(HERE, exactly=True)
    await brings(head, png())
    done = await bureau.send(shown, **PROFILE)
    assert "Fiche du lycée enregistrée." in done.text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"GIF89a" + b"\0" * 60, "Choisissez une image PNG ou JPEG."),
        (png()[:60], "Cette image est abîmée"),
        (png() + b"\0" * 100_001, "dépasse 100 Ko"),
    ],
)
async def test_a_picture_that_would_keep_agreements_from_being_made_is_refused(
    portal: Network, content: bytes, said: str
) -> None:
    head = Visitor(await portal.client_as(Role.HEAD, BOURDELLE))
    refused = await brings(head, content)
    assert refused.status == 422
    assert said in refused.text
