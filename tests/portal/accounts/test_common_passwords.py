"""Passwords that are tried first are refused, in a sentence that says what to do."""

import pytest

from services.chassis.base.errors import Invalid
from services.portal.accounts.model.account import checked_password
from tests.portal.world import MAIL, PASSWORD
from tests.support.network import Network
from tests.support.pages import Visitor

OWN = (MAIL, "Élodie Durand", "Lycée professionnel Bourdelle", "LP des Deux-Rives")


@pytest.mark.parametrize(
    "text",
    [
        "Motdepasse2026!",
        "M0tDeP@sse2026",
        "mot de passe 82",
        "password1234",
        "P@ssw0rd2026!",
        "PasswordPassword",
        "azertyuiop123",
        "azertyuiopqs",
        "AZERTYUIOPQSDFGHJKLM",
        "qwertyuiop12",
        "123456789012",
        "210987654321",
        "abcdefghijkl",
        "aaaaaaaaaaaa",
        "abababababab",
        "Doudou82000!!",
        "Septembre2026!",
        "!!Marseille1993!!",
        "Stéphanie1978",
        "Bienvenue2026*",
        "Toulouse31000",
        # Of lists that leaked, in other languages than ours; and figures between keys in a row.
        "ilovechocolate",
        "iloveyouforever",
        "whatthefuck12",
        "1q2w3e4r5t6y",
        "zaq12wsxcde3",
        "marseillemarseille13",
        "abcd1234abcd1234",
        "ilovechocolate" * 5,
    ],
)
def test_what_is_tried_first_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="premiers qu’on essaie") as refused:
        checked_password(text)
    assert refused.value.field == "password"


@pytest.mark.parametrize(
    "text",
    [
        "Claire.Vidal82",
        "vidalclaire2026",
        "lycee-claire-82",
        "Passerelle2026!",
        "ClaireVidalLycee",
        "Durand-Vidal 82000",
        "LyceeBourdelle82",
        "deux rives 2026",
        "Élodie-Durand-82",
    ],
)
def test_what_is_made_of_ones_mail_or_of_the_service_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="tient surtout à votre nom"):
        checked_password(text, own=OWN)


@pytest.mark.parametrize(
    "text",
    [
        PASSWORD,
        "une autre phrase entière",
        "chaise tilleul 3 vélos",
        "Le soleil se lève à Montauban",
        "claire aime les vieux moulins",
        "xK7mQ2pW9rTz",
        "密码是一句很长的话语没有人会猜",
    ],
)
def test_a_sentence_or_what_was_drawn_is_taken(text: str) -> None:
    assert checked_password(text, own=OWN) == text


async def test_who_changes_to_a_common_password_is_told_what_to_do(portal: Network) -> None:
    visitor = Visitor(portal.client())
    page = await visitor.get("/connexion")
    await visitor.send(page.form("/connexion"), mail=MAIL, password=PASSWORD)
    page = await visitor.get("/compte/mot-de-passe")

    for typed, why in (
        ("Motdepasse2026!", "premiers qu’on essaie"),
        ("Vidal-Claire-82", "adresse"),
    ):
        form = page.form("/compte/mot-de-passe")
        refused = await visitor.send(form, current=PASSWORD, password=typed)
        assert why in refused.text
