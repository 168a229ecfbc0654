"""What each column of campaigns is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

CAMPAIGNS = Processing(
    title="Campagnes du réseau",
    purpose="Demander aux bureaux de trouver des places ou des entreprises, et suivre ce qui est trouvé",
    persons="Personnes citées dans un texte",
    recipients="Les bureaux et les directions\u202f; un commentaire\u202f: le bureau et la direction du lycée qui l’écrit, et la supervision",
    retention="5 ans après la fin, 1 an après le retrait d’un brouillon, 30 jours après celui d’un commentaire",
    enforced=DAILY,
    rules=("campaigns", "campaign_drafts", "campaign_comments"),
)
REGISTER: Register = {
    "campaigns": told(
        CAMPAIGNS,
        campaign_id="Identifiant de la campagne",
        title=personal("Titre, en texte libre"),
        text=personal("Message aux bureaux, en texte libre"),
        measure="Ce qui est compté",
        mefs="Formations dont il s’agit",
        from_on="Début",
        until_on="Fin",
        stays_from="PFMP dont il s’agit\u202f: premier jour de départ",
        stays_until="PFMP dont il s’agit\u202f: dernier jour de départ",
        status="Où elle en est",
        opened_at="Instant du lancement",
        closed_at="Instant de la clôture",
        closing=personal("Bilan, en texte libre"),
        changed_at="Instant du dernier changement",
        version="Empêcher deux décisions de s’écraser",
    ),
    "campaign_targets": told(
        CAMPAIGNS,
        uai="Lycée sollicité",
        campaign_id="Campagne",
        target="Ce qui lui est demandé",
    ),
    "campaign_comments": told(
        CAMPAIGNS,
        uai="Lycée dont le bureau écrit",
        comment_id="Identifiant du commentaire",
        campaign_id="Campagne",
        text=personal("Ce que le bureau rencontre, en texte libre"),
        at="Instant du commentaire",
        withdrawn_at="Instant où le bureau l’a retiré",
    ),
}
