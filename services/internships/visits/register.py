"""What each column of planned visits is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

_VISITS = Processing(
    title="Visites prévues",
    purpose="Convenir d’une visite avec qui accueille un élève, et lui dire ce qui change",
    persons="Élèves du lycée et contacts des entreprises, par leur numéro",
    recipients="Personnes du lycée qui en ont l’accès, l’enseignant référent et l’entreprise",
    retention="Effacées avec le nom de l’élève",
    enforced=DAILY,
    rules=("pupils",),
)

VISITS: Register = {
    "planned_visits": told(
        _VISITS,
        uai="Lycée",
        visit_id="Identifiant de la visite, le même dans l’agenda",
        placement_id=personal("Lieu d’accueil de l’élève"),
        tutor_id="Tuteur à qui elle est annoncée",
        planned_on=personal("Jour de la visite"),
        starts_at=personal("Heure convenue"),
        way=personal("Sur place, par téléphone ou en visioconférence"),
        state=personal("Si elle est prévue, annulée ou faite"),
        noted_by="Suivi qui dit qu’elle a eu lieu",
        sequence="Rang du changement, pour que l’agenda garde le dernier",
        version="Empêcher deux corrections de s’écraser",
    ),
}
