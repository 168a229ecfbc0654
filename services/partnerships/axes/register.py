"""What each column of axes is for."""

from services.chassis.privacy.processing_register import Processing, Register, told

ACTIONS = Processing(
    title="Actions école-entreprise",
    purpose="Prévoir les actions, en faire le bilan, voir les classes qui n’en ont pas eu",
    persons="Aucune\u202f: des nombres, et l’intitulé et le lieu choisis par le bureau",
    recipients="Personnes du lycée qui en ont l’accès, entreprises invitées",
    retention="Sans limite",
)

AXES_REGISTER: Register = {
    "action_axes": told(
        ACTIONS,
        uai="Lycée",
        axis_id="Identifiant de l’axe",
        label="Nom de l’axe",
        avenir="Axe du parcours Avenir dont il relève",
        archived="S’il n’est plus proposé",
        version="Empêcher deux corrections de s’écraser",
    ),
}
