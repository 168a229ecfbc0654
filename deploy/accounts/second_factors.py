"""Second factors that were lost, removed from the command line."""

from deploy.accounts.accounts import PORTAL
from deploy.accounts.session_revocation import tell_revoked
from deploy.operations.units import units_of
from services.chassis.base.settings import Settings
from services.portal.accounts.queries import person_with_mail
from services.portal.base.scopes import DEPARTMENT, speaking_for
from services.portal.second_factor.commands import remove_lost_factor


async def remove(settings: Settings, mail: str) -> str:
    """Ask this account no code any more. Raises ValueError for nobody’s mail, FactorNotSet."""
    async with units_of(settings, PORTAL) as units:
        async with units.begin(DEPARTMENT) as uow:
            person = await person_with_mail(uow, mail=mail, now=uow.now)
        if person is None:
            raise ValueError(f"Aucun compte n’a l’adresse {mail}.")
        account_id, lycee = person
        speaker = lycee or settings.department_uai
        async with units.begin(speaking_for(speaker), uai=speaker) as uow:
            await remove_lost_factor(
                uow, account_id=account_id, powers=None, uai=speaker, now=uow.now
            )
    told = await tell_revoked(settings, account_id)
    return (
        f"{mail}\u202f: double authentification retirée, connexions terminées. Un courriel le dit à la"
        f" personne, qui la remettra en place.{told}"
    )
