"""Who may do what in the portal: sign-in is open to all, the home page to every account, and access
to a lycée is given by its head, or the delegate its head named.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.base.errors import Forbidden, NotFound
from services.chassis.base.identity import Identity, Role
from services.chassis.unit_of_work.permissions import Action, Permissions

_HEAD = "à la direction du lycée concerné"
SEE_ACCESS = Action("see-access", "consulter qui a accès à un lycée", _HEAD)
GRANT_ACCESS = Action(
    "grant-access",
    "donner un accès à un lycée",
    f"{_HEAD}\u202f; la supervision peut le lui proposer (menu «\u00a0Accès proposés\u00a0»)",
)
END_ACCESS = Action("end-access", "limiter ou terminer un accès à un lycée", _HEAD)
DECIDE_PROPOSAL = Action("decide-proposal", "répondre à une proposition d’accès", _HEAD)
HAND_OVER = Action("hand-over", "préparer ou annuler une passation", _HEAD)
KEEP_DOSSIER = Action("keep-handover-dossier", "tenir le dossier de passation d’un bureau", _HEAD)
PROPOSE_ACCESS = Action("propose-access", "proposer un accès à un lycée", "à la DSDEN")
GIVE_PARTNER_ACCESS = Action(
    "give-partner-access", "ouvrir un accès à un partenaire", "à la supervision"
)
REMOVE_FACTOR = Action(
    "remove-second-factor", "retirer la double authentification d’un compte", _HEAD
)
KEEP_PROFILE = Action("keep-lycee-profile", "remplir la fiche du lycée")
SEE_LINKS = Action("see-links", "consulter les liens personnels remis par le bureau")

_GIVE = {Role.HEAD, Role.DELEGATE}
PERMISSIONS = Permissions(
    {
        SEE_ACCESS: _GIVE,
        GRANT_ACCESS: _GIVE,
        END_ACCESS: _GIVE,
        REMOVE_FACTOR: _GIVE,
        DECIDE_PROPOSAL: _GIVE,
        HAND_OVER: _GIVE,
        KEEP_DOSSIER: {Role.HEAD, Role.RBDE, Role.DDFPT, Role.ATCT},
        PROPOSE_ACCESS: {Role.SUPERVISOR},
        GIVE_PARTNER_ACCESS: {Role.SUPERVISOR},
        KEEP_PROFILE: {Role.HEAD, Role.RBDE, Role.DDFPT, Role.ATCT, Role.SECRETARIAT},
        SEE_LINKS: {Role.RBDE, Role.DDFPT, Role.ATCT},
    }
)

PROPOSED_ROLES = (
    Role.RBDE,
    Role.DDFPT,
    Role.ATCT,
    Role.SECRETARIAT,
    Role.REFERENT_TEACHER,
    Role.FORM_TEACHER,
)
"""What the supervisor may propose; a head names delegates without being asked."""
GIVEN_ROLES = {Role.HEAD: (*PROPOSED_ROLES, Role.DELEGATE), Role.DELEGATE: PROPOSED_ROLES}
"""What each may grant and end. `head` changes hands by a hand-over, or from the command line."""
ONLY_THE_HEAD = (
    "Seul le chef d’établissement nomme ses délégués et met fin à leur rôle\u202f: demandez-le-lui."
)
NOT_TO_ONESELF = (
    "Un délégué ne se donne pas d’accès à lui-même\u202f: demandez-le à votre chef d’établissement."
)
HEADS_OWN = (
    "Le rôle de chef d’établissement ne se donne ni ne se retire ici\u202f: son titulaire passe la"
    " main, ou la DSDEN le nomme."
)


@dataclass(frozen=True)
class Powers:
    """What somebody may grant and end, lycée by lycée."""

    account_id: UUID | None
    titles: Mapping[Uai, Role]
    """`head` or `delegate`, the greater of the two where one is both."""
    supervises: bool = False
    """Whether they give partners an access to the department: that role alone, and no lycée."""

    def roles(self, uai: Uai) -> tuple[Role, ...]:
        """The roles they may grant and end there."""
        title = self.titles.get(uai)
        return GIVEN_ROLES[title] if title else ()

    def everywhere(self) -> tuple[Role, ...]:
        """The roles they may grant in one lycée at least, in the order they are shown."""
        may = {role for uai in self.titles for role in self.roles(uai)}
        return tuple(role for role in GIVEN_ROLES[Role.HEAD] if role in may)

    def is_head(self, uai: Uai) -> bool:
        """Whether they are the head of this lycée."""
        return self.titles.get(uai) is Role.HEAD

    def expect(self, role: Role, uai: Uai | None, *, account_id: UUID, giving: bool = True) -> None:
        """Raises NotFound outside their lycées, Forbidden for what is not theirs to give or take."""
        if self.supervises and uai is None and role is Role.PARTNER:
            return
        if uai is None or uai not in self.titles:
            raise NotFound
        if role is Role.HEAD:
            raise Forbidden(HEADS_OWN)
        if role not in self.roles(uai):
            raise Forbidden(ONLY_THE_HEAD)
        if giving and account_id == self.account_id and not self.is_head(uai):
            raise Forbidden(NOT_TO_ONESELF)

    def expect_to_move(self, role: Role, uai: Uai, *, leaver_id: UUID) -> None:
        """Refuse to move a role out of somebody’s hands unless one may; a head hands over their own."""
        if role is Role.HEAD and self.is_head(uai) and leaver_id == self.account_id:
            return
        self.expect(role, uai, account_id=leaver_id, giving=False)


def powers_of(identity: Identity) -> Powers:
    """What this person may grant and end."""
    titles: dict[Uai, Role] = {}
    supervises = any(one.role is Role.SUPERVISOR for one in identity.grants)
    for grant in identity.grants:
        if grant.uai and grant.role in _GIVE and titles.get(grant.uai) is not Role.HEAD:
            titles[grant.uai] = grant.role
    return Powers(identity.account_id, titles, supervises)
