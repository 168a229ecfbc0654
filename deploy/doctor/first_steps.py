"""What is left to do before anybody can work, in an installation that is no demonstration."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from contracts.elision import elided
from contracts.identifiers import Uai
from deploy.accounts.accounts import PORTAL
from deploy.data_folder import default_folder
from deploy.operations.units import units_of
from services.chassis.base.identity import Role
from services.chassis.base.settings import Settings
from services.portal.accesses.model import AccessState
from services.portal.accesses.store import Accesses, Holder
from services.portal.base.scopes import DEPARTMENT
from services.portal.lycees.store import Lycees

LYCEES_NAMED = 3
AFTERWARDS = (
    "Se connecter à l’adresse ci-dessous\u202f: le chef d’établissement ouvre les accès de son bureau,"
    " qui importe ses entreprises et ses classes depuis «\u00a0Aujourd’hui\u00a0»."
)
PARIS = ZoneInfo("Europe/Paris")


async def next_steps(settings: Settings, folder: Path) -> list[str]:
    """The commands that open an installation, those that were run left out; nothing once all were."""
    async with units_of(settings, PORTAL) as units, units.begin(DEPARTMENT) as uow:
        names = await Lycees(uow).names()
        today = uow.now.astimezone(PARIS).date()
        holders = [
            one
            for one in await Accesses(uow).holders()
            if one.access.standing(today) is not AccessState.OVER
        ]
    steps = _steps(names, holders, _told_folder(folder))
    if not steps:
        return []
    told = [f"{number}. {step}" for number, step in enumerate([*steps, AFTERWARDS], 1)]
    return ["Pour commencer, dans un autre terminal\u202f:", *told, ""]


def _told_folder(folder: Path) -> str:
    return "" if folder.absolute() == default_folder().absolute() else f" --data {folder}"


def _steps(names: Mapping[Uai, str], holders: Sequence[Holder], where: str) -> list[str]:
    steps = []
    if not names:
        steps.append(
            f"Ouvrir les lycées\u202f: passerelle init FICHIER{where}"
            " (CSV ou XLSX, colonnes UAI, Nom, Commune)"
        )
    led = {one.access.uai for one in holders if one.role is Role.HEAD}
    headless = [uai for uai in names if uai not in led]
    for uai in headless[:LYCEES_NAMED] if names else ["UAI"]:
        lycee = f" {elided(names[Uai(uai)])}" if names else " de chaque lycée"
        steps.append(
            f"Créer le compte du chef d’établissement{lycee}\u202f: passerelle account add ADRESSE"
            f" --name NOM --role head --uai {uai}{where}"
        )
    if len(headless) > LYCEES_NAMED:
        steps[-1] += f" (et de même pour {len(headless) - LYCEES_NAMED} autres)"
    if all(one.role is not Role.SUPERVISOR for one in holders):
        steps.append(
            "Créer le compte de la supervision du département\u202f: passerelle account add ADRESSE"
            f" --name NOM --role supervisor{where}"
        )
    return steps
