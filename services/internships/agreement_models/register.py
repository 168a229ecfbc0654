"""What each column about the texts of agreements is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, told

MODELS = Processing(
    title="Modèles de convention du lycée",
    purpose="Imprimer les conventions avec le texte voté par le conseil d’administration",
    persons="Personnes du lycée que nomme ce texte",
    recipients="Personnes du lycée qui impriment les conventions",
    retention="Tant qu’il sert, puis cinq ans, ou jusqu’à sa suppression par le lycée",
    enforced=DAILY,
    rules=("agreement_models",),
)

AGREEMENT_MODELS: Register = {
    "agreement_models": told(
        MODELS,
        uai="Lycée",
        model_id="Identifiant du modèle",
        name="Nom du fichier",
        formation_id="Formation dont c’est le texte, toutes sinon",
        voted_on="Vote du conseil d’administration",
        fields="Champs à remplir",
        size="Taille du fichier",
        content="Le texte lui-même",
        added_at="Instant où il a été envoyé",
        replaced_at="Instant depuis lequel il ne sert plus",
        version="Empêcher deux décisions de s’écraser",
    ),
}
