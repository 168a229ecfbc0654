"""Three invented lycées, their formations, and an account per role: enough to look around.

Every name is invented, every mail ends in `.example` (RFC 2606: nobody owns it), every UAI has
a right control letter and belongs to no school.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from contracts.identifiers import CommuneCode, Mef, PublicText, Uai
from deploy.operations.accounts import drawn_password
from deploy.operations.units import units_of
from services.chassis.identity import Role
from services.chassis.settings import Settings
from services.chassis.work import Scope, UnitsOfWork
from services.internships.use_cases.open_formation import open_formation
from services.portal.domain.account import MailTaken
from services.portal.use_cases.add_account import add_account
from services.portal.use_cases.open_lycee import open_lycee


@dataclass(frozen=True)
class DemoLycee:
    """An invented lycée; `formations` maps a MEF to its label."""

    uai: Uai
    name: str
    commune: CommuneCode
    formations: dict[str, str]


@dataclass(frozen=True)
class DemoAccount:
    """An invented person."""

    mail: str
    name: str
    role: Role
    uais: tuple[Uai, ...] = ()


TILLEULS = DemoLycee(
    Uai("0829001N"),
    "Lycée des Tilleuls",
    CommuneCode("82121"),
    {
        "2472552032": "1re bac pro Métiers de l’électricité",
        "2472552033": "Tle bac pro Métiers de l’électricité",
        "2473121232": "1re bac pro Métiers de l’accueil",
    },
)
VIEUX_PONT = DemoLycee(
    Uai("0829002P"),
    "Lycée du Vieux-Pont",
    CommuneCode("82112"),
    {"2472210632": "1re bac pro Cuisine", "2412214622": "2e année CAP Cuisine"},
)
PEUPLIERS = DemoLycee(
    Uai("0829003R"),
    "Lycée des Peupliers",
    CommuneCode("82033"),
    {
        "2473111632": "1re bac pro Logistique",
        "2413112222": "2e année CAP Opérateur logistique",
    },
)
LYCEES = (TILLEULS, VIEUX_PONT, PEUPLIERS)
ACCOUNTS = (
    DemoAccount("bureau@tilleuls.example", "Camille Rivière", Role.RBDE, (TILLEULS.uai,)),
    DemoAccount("direction@tilleuls.example", "Dominique Vasseur", Role.HEAD, (TILLEULS.uai,)),
    DemoAccount("bureau@vieux-pont.example", "Sacha Lemoine", Role.RBDE, (VIEUX_PONT.uai,)),
    DemoAccount("supervision@dsden.example", "Claude Morvan", Role.SUPERVISOR),
    DemoAccount("exploitation@dsden.example", "Alix Fontanel", Role.OPERATOR),
)


@dataclass(frozen=True)
class Shown:
    """A demo account and its password, as printed."""

    account: DemoAccount
    password: str

    def line(self) -> str:
        where = ", ".join(lycee.name for lycee in LYCEES if lycee.uai in self.account.uais)
        role = f"{self.account.role.label}, {where or 'département'}"
        return f"  {self.account.mail:<28} {self.password:<18} {self.account.name} ({role})"


async def make_demo(settings: Settings, folder: Path) -> Sequence[Shown]:
    """Make what is missing, and give the accounts with their passwords (drawn once, kept in
    `<folder>/demo.json`, 0600). May be run again.
    """
    passwords = _passwords(folder / "demo.json")
    async with units_of(settings, "portal") as units:
        await _open_lycees(units)
        for account in ACCOUNTS:
            await _add_account(units, account, passwords[account.mail])
    async with units_of(settings, "internships") as units:
        await _open_formations(units)
    return [Shown(account, passwords[account.mail]) for account in ACCOUNTS]


async def _open_lycees(units: UnitsOfWork) -> None:
    for lycee in LYCEES:
        async with units.begin(_scope(lycee.uai)) as uow:
            await open_lycee(
                uow, uai=lycee.uai, name=lycee.name, commune=lycee.commune, now=uow.now
            )


async def _add_account(units: UnitsOfWork, account: DemoAccount, password: str) -> None:
    try:
        async with units.begin(_scope(*account.uais)) as uow:
            await add_account(
                uow,
                mail=account.mail,
                display_name=account.name,
                password=password,
                role=account.role,
                uais=account.uais,
                now=uow.now,
            )
    except MailTaken:
        return  # made by an earlier run


async def _open_formations(units: UnitsOfWork) -> None:
    for lycee in LYCEES:
        async with units.begin(Scope(frozenset({lycee.uai}))) as uow:
            for mef, label in lycee.formations.items():
                await open_formation(uow, mef=Mef(mef), label=PublicText(label), now=uow.now)


def _scope(*uais: Uai) -> Scope:
    return Scope(frozenset(uais), department_wide=True)


def _passwords(path: Path) -> dict[str, str]:
    """The password of each account, drawn the first time."""
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    passwords = {account.mail: known.get(account.mail, drawn_password()) for account in ACCOUNTS}
    if passwords != known:
        path.touch(mode=0o600)
        path.write_text(json.dumps(passwords, indent=1))
    return passwords
