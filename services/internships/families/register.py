"""What is kept of the families of pupils, and what for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

_UNTIL = "Jusqu’au 31 octobre qui suit l’année scolaire, ou au jour choisi par l’installation, et avec le nom de l’élève"
_FAMILIES = Processing(
    title="Écrire aux familles",
    purpose="Dire à la famille d’un élève où et quand il part en PFMP, et ce qu’elle a à signer",
    persons="Représentants légaux des élèves, sans leur nom, et élèves",
    recipients="Personnes du lycée qui voient les élèves, personne d’autre",
    retention=_UNTIL,
    enforced=f"{DAILY}, la famille elle-même, et le bureau quand elle le demande",
    rules=("pupils",),
)
_STOPS = Processing(
    title="Adresses de familles qui ne veulent plus de courriels",
    purpose="Respecter ce refus, même si une liste apporte de nouveau l’adresse",
    persons="Familles des élèves, par une empreinte à clé de leur adresse, et de l’élève si elle a été retirée de sa fiche",
    recipients="Personne\u202f: le bureau voit le refus des familles de ses élèves",
    retention="3 ans, ou jusqu’à ce que la famille accepte de nouveau les courriels",
    enforced=DAILY,
    rules=("family_stops",),
)
_WRITING = Processing(
    title="Choix d’écrire aux familles",
    purpose="N’écrire aux familles que si le lycée l’a décidé",
    persons="Aucune",
    recipients="Personnes du lycée qui en ont l’accès",
    retention="Sans limite",
)

FAMILIES: Register = {
    "family_addresses": told(
        _FAMILIES,
        uai="Lycée",
        pupil_year_id=personal("Élève dont c’est la famille"),
        slot=personal("Représentant légal 1 ou 2, ou l’élève"),
        address_id="Identifiant de l’adresse, pour les liens des courriels",
        mail=personal("Adresse de courriel"),
        said_by="Qui l’a donnée\u202f: le bureau, une liste ou la famille",
        import_id="Liste qui l’a apportée, pour annuler l’import",
        noted_on="Jour où elle a été notée",
        returned_on="Depuis quand plus rien n’y arrive",
    ),
    "family_agreements": told(
        _FAMILIES,
        uai="Lycée",
        pupil_year_id=personal("Élève majeur qui accepte que l’on écrive à ses représentants"),
        agreed_on="Jour de cet accord",
        said_by="Qui l’a noté\u202f: le bureau ou l’élève",
    ),
    "family_stops": told(
        _STOPS,
        uai="Lycée",
        address_digest="Reconnaître l’adresse sans la garder",
        stop_id="Identifiant du refus",
        stopped_at="Depuis quand",
    ),
    "family_writings": told(
        _WRITING,
        uai="Lycée",
        is_open="Si le lycée écrit aux familles",
        decided_on="Jour de la décision",
        version="Empêcher deux décisions de s’écraser",
    ),
}
