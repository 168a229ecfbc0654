"""What people need to come in: lycées, accounts and formations, in a second or two."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from contracts.identifiers import Mef, PublicText, Uai
from deploy.accounts.accounts import drawn_password
from deploy.demo.lycees import ACCOUNTS, LYCEES, DemoAccount
from deploy.demo.memory import Memory
from deploy.operations.units import units_of
from services.chassis.base.settings import Settings
from services.chassis.unit_of_work.unit_of_work import Scope, UnitsOfWork
from services.internships.formations.commands import open_formation
from services.portal.accesses.commands.add_account import add_account
from services.portal.accounts.model.account import MailTaken
from services.portal.lycees.commands import open_lycee


@dataclass(frozen=True)
class Shown:
    """A demo account and its password, as printed."""

    account: DemoAccount
    password: str

    def line(self) -> str:
        where = ", ".join(lycee.name for lycee in LYCEES if lycee.uai in self.account.uais)
        role = f"{self.account.role.label}, {where or 'département'}"
        return f"  {self.account.mail:<31} {self.password:<18} {self.account.name} ({role})"


async def make_demo(settings: Settings, folder: Path) -> Sequence[Shown]:
    """Make what is missing of lycées, accounts and formations, and give the accounts with their
    passwords (drawn once, kept in `<folder>/demo.json`, 0600). May be run again.
    """
    memory = Memory.of(folder)
    shown = [Shown(one, memory.password(one.mail, drawn_password())) for one in ACCOUNTS]
    memory.keep(folder)
    async with units_of(settings, "portal") as units:
        await _open_lycees(units)
        for one in shown:
            await _add_account(units, one.account, one.password)
    async with units_of(settings, "internships") as units:
        await _open_formations(units)
    return shown


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
                invented=True,
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
