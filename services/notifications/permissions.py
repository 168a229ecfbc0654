"""Who may do what with mails: the bureau acts, the head of the lycée reads, nobody else.
The supervisor does both with those that leave in the name of the DSDEN, and sees no lycée’s.
Everybody with an account reads their own notices, whatever their role.

Bureau and head have facts sent outside, and add a sentence of the lycée to its mails; both answer for it.
"""

from services.chassis.base.identity import Role
from services.chassis.unit_of_work.permissions import Action, Permissions

SEE_MAILS = Action("see-mails", "consulter les envois")
SEE_TEMPLATES = Action("see-mail-templates", "consulter les modèles de courriels")
MANAGE_MAILS = Action("manage-mails", "agir sur les envois")
WRITE_SENTENCES = Action("write-sentences", "ajouter une phrase aux courriels du lycée")
PREVIEW_MAIL = Action("preview-mail", "voir un courriel avant qu’il parte")
SEE_OUTGOING = Action("see-outgoing", "consulter les envois vers l’extérieur")
MANAGE_OUTGOING = Action("manage-outgoing", "régler les envois vers l’extérieur")

PERMISSIONS = Permissions(
    {
        SEE_MAILS: {Role.RBDE, Role.HEAD, Role.SECRETARIAT, Role.SUPERVISOR},
        SEE_TEMPLATES: {Role.RBDE, Role.HEAD, Role.SECRETARIAT},
        MANAGE_MAILS: {Role.RBDE, Role.SUPERVISOR},
        WRITE_SENTENCES: {Role.RBDE, Role.HEAD},
        PREVIEW_MAIL: {Role.RBDE, Role.DDFPT, Role.ATCT},
        SEE_OUTGOING: {Role.RBDE, Role.HEAD},
        MANAGE_OUTGOING: {Role.RBDE, Role.HEAD},
    }
)
