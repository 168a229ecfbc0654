"""Who may do what with the network: bureaux propose, the supervisor publishes, lycées read."""

from services.chassis.base.identity import Role
from services.chassis.unit_of_work.permissions import Action, Permissions

SEE_NETWORK = Action("see-network", "consulter l’animation du réseau")
PROPOSE_NEWS = Action("propose-news", "proposer une actualité")
PUBLISH_NEWS = Action("publish-news", "publier ou retirer une actualité")
MANAGE_ACTORS = Action("manage-actors", "modifier l’annuaire du réseau")

_PROPOSERS = {Role.RBDE, Role.DDFPT, Role.ATCT, Role.SUPERVISOR}
PERMISSIONS = Permissions(
    {
        SEE_NETWORK: {
            *_PROPOSERS,
            Role.HEAD,
            Role.DELEGATE,
            Role.SECRETARIAT,
            Role.REFERENT_TEACHER,
            Role.FORM_TEACHER,
        },
        PROPOSE_NEWS: _PROPOSERS,
        PUBLISH_NEWS: {Role.SUPERVISOR},
        MANAGE_ACTORS: {Role.SUPERVISOR},
    }
)
