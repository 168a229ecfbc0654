"""What the pages of every service say of this one: its name, and its part of the menu."""

from services.chassis.web.views.navigation import Named, NavItem, Place
from services.coordination.permissions import (
    ANSWER_ENTRUSTED,
    ASK_SUPPORT,
    ERASE_NEEDS,
    KEEP_WEEK,
    MANAGE_ACTORS,
    MANAGE_COMMITTEES,
    PERMISSIONS,
    PREPARE_OFFER,
    PROPOSE_NEWS,
    RAISE_SIGNALS,
    ROUTE_NEEDS,
    RUN_CAMPAIGNS,
    SEE_ACCOUNTS,
    SEE_CAMPAIGNS,
    SEE_COMMITTEES,
    SEE_NEEDS,
    SEE_NETWORK,
    SEE_OFFER,
    SEE_ONBOARDINGS,
    SEE_SIGNALS,
    SEE_SUPPORT,
    SEE_WORDS,
    SHARE_PRACTICES,
    TELL_NEEDS,
)

NAMED = Named("coordination", "Animation du réseau", for_programs=True, place=4)
NAVIGATION = (
    NavItem(
        *("Besoins", "/besoins", PERMISSIONS.roles(SEE_NEEDS), 2),
        below=(
            Place(
                *("Noter un besoin", "/besoins/nouveau"),
                PERMISSIONS.roles(TELL_NEEDS),
                "Besoin",
            ),
            Place("Bilan des besoins", "/besoins/bilan", PERMISSIONS.roles(ROUTE_NEEDS)),
            # What the network needs, beside what companies do: one more entry would not stand on the line.
            Place("Campagnes", "/campagnes", PERMISSIONS.roles(SEE_CAMPAIGNS)),
            Place(
                *("Préparer une campagne", "/campagnes/nouvelle"),
                PERMISSIONS.roles(RUN_CAMPAIGNS),
                "Campagne",
            ),
            Place("Grands comptes", "/grands-comptes", PERMISSIONS.roles(SEE_ACCOUNTS)),
            Place("Objectifs de l’année", "/objectifs", PERMISSIONS.roles(SEE_CAMPAIGNS)),
            Place(
                *("Noter une tâche", "/reseau/semaine/taches/nouvelle"),
                PERMISSIONS.roles(KEEP_WEEK),
                "Tâche",
            ),
        ),
    ),
    NavItem("Besoins confiés", "/besoins-confies", PERMISSIONS.roles(ANSWER_ENTRUSTED), 2),
    NavItem(
        *("Actualités", "/actualites", PERMISSIONS.roles(SEE_NETWORK), 2),
        below=(
            Place("Propositions", "/actualites/propositions", PERMISSIONS.roles(PROPOSE_NEWS)),
            Place(
                *("Proposer une actualité", "/actualites/nouvelle"),
                PERMISSIONS.roles(PROPOSE_NEWS),
                "Actualité",
            ),
            Place("Bonnes pratiques", "/pratiques", PERMISSIONS.roles(SEE_NETWORK)),
            Place(
                *("Partager une bonne pratique", "/pratiques/nouvelle"),
                PERMISSIONS.roles(SHARE_PRACTICES),
                "Bonne pratique",
            ),
            Place("Mots de la DSDEN", "/reseau/mots", PERMISSIONS.roles(SEE_WORDS)),
            Place("S’abonner", "/actualites/abonnement", PERMISSIONS.roles(SEE_NETWORK)),
        ),
    ),
    NavItem(
        *("Comités", "/comites", PERMISSIONS.roles(SEE_COMMITTEES), 2),
        below=(
            Place("Décisions des comités", "/comites/decisions", PERMISSIONS.roles(SEE_COMMITTEES)),
            Place(
                *("Créer un comité", "/comites/nouveau"),
                PERMISSIONS.roles(MANAGE_COMMITTEES),
                "Comité",
            ),
        ),
    ),
    NavItem(
        *("Offre", "/offre", PERMISSIONS.roles(SEE_OFFER), 2),
        below=(
            Place(
                *("Préparer un dossier", "/offre/nouveau"),
                PERMISSIONS.roles(PREPARE_OFFER),
                "Dossier d’évolution",
            ),
            Place("Calendrier des instances", "/offre/calendrier", PERMISSIONS.roles(SEE_OFFER)),
            Place("Note à imprimer", "/offre/note", PERMISSIONS.roles(PREPARE_OFFER)),
            Place("Signaux de besoins en compétences", "/signaux", PERMISSIONS.roles(SEE_SIGNALS)),
            Place(
                *("Noter un signal", "/signaux/nouveau"),
                PERMISSIONS.roles(RAISE_SIGNALS),
                "Besoin en compétences",
            ),
        ),
    ),
    NavItem(
        *("Annuaire", "/annuaire", PERMISSIONS.roles(SEE_NETWORK), 2),
        below=(
            Place(
                *("Ajouter un acteur", "/annuaire/nouveau"),
                PERMISSIONS.roles(MANAGE_ACTORS),
                "Acteur du réseau",
            ),
            Place(
                "Conventions avec les acteurs",
                "/annuaire/conventions",
                PERMISSIONS.roles(SEE_NETWORK),
            ),
            # Who helps, beside who works with the network: one more entry would not stand on the line.
            Place("Demandes d’appui", "/appuis", PERMISSIONS.roles(SEE_SUPPORT)),
            Place(
                *("Demander un appui", "/appuis/nouveau"),
                PERMISSIONS.roles(ASK_SUPPORT),
                "Demande d’appui",
            ),
            Place("Prise de poste", "/prise-de-poste", PERMISSIONS.roles(SEE_ONBOARDINGS)),
            Place("Droits d’une personne", "/besoins/personnes", PERMISSIONS.roles(ERASE_NEEDS)),
        ),
    ),
)
