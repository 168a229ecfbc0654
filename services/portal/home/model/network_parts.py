"""Cards of the home page about what bureaux and the supervisor settle together: her week, needs, big accounts, new bureaux."""

from services.portal.home.model.cards import BUREAU, DEPARTMENT, HomeCard

NETWORK_OF_BUREAUX: tuple[HomeCard, ...] = (
    HomeCard(
        "Grands comptes",
        "Les entreprises que votre lycée suit avec d’autres ne sont pas disponibles pour le moment.",
        (("Voir les grands comptes", "/grands-comptes"),),
        BUREAU,
        "/reseau/fragments/grands-comptes",
        whole=True,
        nothing="Aucun grand compte ne vous attend.",
    ),
    HomeCard(
        "Prise de poste",
        "Les étapes de la prise de poste ne sont pas disponibles pour le moment.",
        (("Voir les étapes", "/prise-de-poste"),),
        BUREAU,
        "/reseau/fragments/prise-de-poste",
        whole=True,
        nothing="Aucune prise de poste n’est en cours.",
    ),
)
NETWORK_OF_THE_SUPERVISOR: tuple[HomeCard, ...] = (
    HomeCard(
        *("Ma semaine", "Ce que vous vous êtes promis n’est pas disponible pour le moment."),
        (("Voir ma semaine", "/reseau/semaine"),),
        DEPARTMENT,
        "/reseau/fragments/semaine",
        whole=True,
        nothing="Rien n’est promis pour aujourd’hui.",
    ),
    HomeCard(
        "Besoins d’entreprises",
        "Les besoins d’entreprises ne sont pas disponibles pour le moment.",
        (("Voir les besoins", "/besoins"),),
        DEPARTMENT,
        "/reseau/fragments/besoins-a-traiter",
        whole=True,
        nothing="Aucun besoin d’entreprise n’attend.",
    ),
    HomeCard(
        "Arbitrages à rendre",
        "Les arbitrages que des bureaux demandent ne sont pas disponibles pour le moment.",
        (("Voir les grands comptes", "/grands-comptes"),),
        DEPARTMENT,
        "/reseau/fragments/arbitrages",
        whole=True,
        nothing="Aucun arbitrage n’attend.",
    ),
)
