"""An installation without a demonstration says what is left to do before anybody can work."""

from pathlib import Path

from deploy.accounts import accounts
from deploy.accounts.accounts import NewAccount
from deploy.doctor.first_steps import next_steps
from tests.support.network import Network
from tests.support.processes import passerelle
from tests.support.servers import own_folder

HERE, ELSEWHERE = "0829001N", "0829002P"


async def test_the_steps_that_were_taken_are_told_no_more(network: Network, tmp_path: Path) -> None:
    async def told() -> str:
        return "\n".join(await next_steps(network.settings, tmp_path))

    async def adds(mail: str, role: str, *uais: str) -> None:
        account = NewAccount(mail, "Camille", role, uais, "un long mot de passe")
        await accounts.add(network.settings, account)

    first = await told()
    assert f"1. Ouvrir les lycées\u202f: passerelle init FICHIER --data {tmp_path}" in first
    assert "--role head --uai UAI" in first
    assert "--role supervisor" in first

    await accounts.open_lycee(network.settings, HERE, "Lycée des Tilleuls", "82121")
    await accounts.open_lycee(network.settings, ELSEWHERE, "Lycée du Vieux-Pont", "82112")
    await adds("direction@tilleuls.example", "head", HERE)
    second = await told()
    assert "Ouvrir les lycées" not in second
    assert (
        f"Lycée du Vieux-Pont\u202f: passerelle account add ADRESSE --name NOM --role head --uai {ELSEWHERE}"
        in second
    )
    assert HERE not in second

    await adds("direction@vieux-pont.example", "head", ELSEWHERE)
    await adds("supervision@dsden.example", "supervisor")
    assert await told() == ""


async def test_a_start_without_demonstration_says_what_to_do_next() -> None:
    with own_folder("first") as folder:
        async with passerelle("up", "--no-demo", "--data", str(folder / "data")) as up:
            await up.ready()
            assert "Pour commencer, dans un autre terminal" in up.output
            assert "passerelle init FICHIER" in up.output
