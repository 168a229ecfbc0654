"""What each column about the places of pupils is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

HOSTED = Processing(
    title="Lieux d’accueil des élèves",
    purpose="Savoir qui est accueilli où, et où en est la convention",
    persons="Élèves du lycée, sous un identifiant tiré au sort chaque année",
    recipients="Personnes du lycée qui en ont l’accès",
    retention="Sans limite, sans le nom de l’élève après le 31 octobre qui suit l’année scolaire",
    enforced=DAILY,
    rules=("pupils",),
)

ATTESTED = Processing(
    title="Attestations de PFMP",
    purpose="Savoir quelles attestations sont reçues, et combien de jours saisir dans APLyPro",
    persons="Élèves du lycée, sous un identifiant tiré au sort chaque année",
    recipients="Personnes du lycée qui en ont l’accès, personne d’autre",
    retention="Sans limite, sans le nom de l’élève après le 31 octobre qui suit l’année scolaire",
    enforced=DAILY,
    rules=("pupils",),
)
OVERRIDDEN = Processing(
    title="Règles passées outre",
    purpose="Savoir qui a décidé de continuer malgré un avertissement, et pourquoi",
    persons="Élèves du lycée, sous un identifiant tiré au sort chaque année",
    recipients="Personnes du lycée qui en ont l’accès, personne d’autre",
    retention="Sans limite, sans le nom de l’élève après le 31 octobre qui suit l’année scolaire",
    enforced=DAILY,
    rules=("pupils",),
)
SIGNERS = Processing(
    title="Signataires des conventions",
    purpose="Savoir quelles signatures attendre, sans le nom de personne",
    persons="Aucune",
    recipients="Personnes du lycée qui en ont l’accès",
    retention="Sans limite",
)

PLACEMENTS: Register = {
    "attestations": told(
        ATTESTED,
        uai="Lycée",
        attestation_id="Identifiant de l’attestation",
        placement_id=personal("Lieu d’accueil de l’élève"),
        act_id="Annuler d’un coup ce qui a été noté d’un coup",
        number="Ordre des corrections : la dernière compte",
        received_on=personal("Jour où l’attestation a été reçue"),
        days=personal("Jours entiers que l’attestation indique"),
        absence_days=personal("Jours d’absence"),
    ),
    "rule_overrides": told(
        OVERRIDDEN,
        uai="Lycée",
        override_id="Identifiant de la décision",
        placement_id=personal("Lieu d’accueil de l’élève"),
        rule="Règle concernée",
        said=personal("Ce que la règle disait, en nombres"),
        reason=personal("Motif, dans une liste"),
        overridden_on=personal("Jour de la décision"),
        overridden_as="Fonction de la personne qui a décidé",
    ),
    "placements": told(
        HOSTED,
        uai="Lycée",
        placement_id=personal("Identifiant du placement"),
        reference="Référence tirée au sort pour le département",
        period_id="Période",
        pupil_year_id=personal("Élève accueilli"),
        mef="Formation de l’élève",
        site_id=personal("Lieu d’accueil"),
        site_key=personal("Lieu d’accueil"),
        origin="Qui a trouvé le lieu",
        status="Proposé, confirmé, interrompu, jamais commencé ou retiré",
        proposed_on=personal("Date de la proposition"),
        confirmed_on=personal("Date de la confirmation"),
        confirmed_by=personal("Ne pas écrire à qui l’a confirmé de son propre geste"),
        agreement_issued_on=personal("Date d’envoi de la convention"),
        agreement_signed_on=personal("Date de signature de la convention"),
        withdrawn_on=personal("Date du retrait"),
        withdrawal_reason=personal("Motif du retrait, dans une liste"),
        tutor_id=personal("Tuteur, parmi les contacts du lycée, sans son nom"),
        follows=personal("Lieu d’accueil dont celui-ci prend la suite"),
        resumes_on=personal("Premier jour possible, quand il prend la suite d’un autre"),
        own_starts_on=personal("Premier jour réel, s’il n’est pas celui de la PFMP"),
        own_ends_on=personal("Dernier jour réel, s’il n’est pas celui de la PFMP"),
        dates_reason=personal("Motif de ces dates, dans une liste"),
        ended_on=personal("Dernier jour avant une rupture, ou jour où l’absence a été sue"),
        end_reason=personal("Motif de la rupture ou de l’absence, dans une liste"),
        end_recorded_at=personal("Instant où la rupture ou l’absence a été notée"),
        ended_by=personal("Ne pas prévenir qui l’a notée de son propre geste"),
        version="Empêcher deux corrections de s’écraser",
    ),
}

AGREEMENTS: Register = {
    "agreements": told(
        HOSTED,
        uai="Lycée",
        agreement_id=personal("Identifiant de la convention"),
        placement_id=personal("Placement dont c’est la convention"),
        amends=personal("Convention dont celle-ci est l’avenant"),
        standing=personal(
            "Préparée, émise, signée en partie ou par tous, refusée, remplacée, annulée"
        ),
        prepared_on=personal("Jour où elle a été préparée"),
        prepared_act="Reprendre ce qui a été préparé d’un coup",
        issued_on=personal("Jour où elle a été émise"),
        issued_act="Reprendre ce qui a été émis d’un coup",
        signed_on=personal("Jour de la dernière signature"),
        printed_starts_on=personal("Premier jour écrit sur la convention"),
        printed_ends_on=personal("Dernier jour écrit sur la convention"),
        printed_tutor_id=personal("Tuteur écrit sur la convention, sans son nom"),
        refused_by=personal("En quelle qualité quelqu’un refuse de signer, sans son nom"),
        refused_reason=personal("Motif de ce refus, dans une liste"),
        refused_on=personal("Jour de ce refus"),
        closed_on=personal("Jour où elle a été remplacée ou annulée"),
        moved_by=personal("Ne pas prévenir qui l’a changée de son propre geste"),
        version="Empêcher deux corrections de s’écraser",
    ),
    "agreement_signatures": told(
        HOSTED,
        uai="Lycée",
        agreement_id=personal("Convention signée"),
        signer=personal("En quelle qualité on signe, sans le nom de personne"),
        signed_on=personal("Jour de la signature"),
        channel="Sur papier ou numérisée",
        delegated="Si quelqu’un a signé par délégation",
        act_id="Reprendre ce qui a été pointé d’un coup",
    ),
    "signature_policies": told(
        SIGNERS,
        uai="Lycée",
        signers="En quelles qualités on signe",
        decided_on="Jour du choix",
        version="Empêcher deux choix de s’écraser",
    ),
}
