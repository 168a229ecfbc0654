"""Who may do what with the network: bureaux propose, the supervisor publishes, lycées read."""

from services.chassis.base.identity import Role
from services.chassis.unit_of_work.permissions import Action, Permissions

SEE_NETWORK = Action("see-network", "consulter l’animation du réseau")
PROPOSE_NEWS = Action("propose-news", "proposer une actualité")
PUBLISH_NEWS = Action("publish-news", "publier ou retirer une actualité")
SHARE_PRACTICES = Action("share-practices", "partager ou commenter une bonne pratique")
ADOPT_PRACTICES = Action("adopt-practices", "dire que son bureau reprend une bonne pratique")
PIN_PRACTICES = Action("pin-practices", "épingler une bonne pratique")
SEE_SUPPORT = Action("see-support", "consulter les demandes d’appui")
ASK_SUPPORT = Action("ask-support", "demander un appui à la supervision")
GIVE_SUPPORT = Action("give-support", "répondre à une demande d’appui")
SEE_WORDS = Action("see-journal-words", "consulter les mots de la DSDEN")
SAY_WORDS = Action("say-journal-words", "commenter une ligne du journal du réseau")
ANSWER_WORDS = Action("answer-journal-words", "répondre à un mot de la DSDEN")
MANAGE_ACTORS = Action("manage-actors", "modifier l’annuaire du réseau")
SEE_ACTOR_PEOPLE = Action(
    "see-actor-people", "consulter les personnes à joindre chez les acteurs du réseau"
)
SEE_COMMITTEES = Action("see-committees", "consulter les comités du réseau")
MANAGE_COMMITTEES = Action("manage-committees", "animer les comités du réseau")
CARRY_OUT_DECISIONS = Action(
    "carry-out-decisions", "dire ce qui est fait des décisions d’un comité"
)
ERASE_NEEDS = Action("erase-needs", "effacer qui a dit un besoin")

SEE_SIGNALS = Action("see-signals", "consulter les signaux de besoins en compétences")
RAISE_SIGNALS = Action("raise-signals", "noter un signal de besoin en compétences")
SEE_OFFER = Action("see-offer", "consulter les dossiers d’évolution de l’offre de formation")
PREPARE_OFFER = Action("prepare-offer", "préparer l’évolution de l’offre de formation")

SEE_NEEDS = Action("see-needs", "consulter les besoins des entreprises")
TELL_NEEDS = Action("tell-needs", "noter le besoin d’une entreprise")
ROUTE_NEEDS = Action("route-needs", "qualifier et transmettre les besoins des entreprises")
HANDLE_NEEDS = Action("handle-needs", "prendre en charge le besoin d’une entreprise")
ANSWER_ENTRUSTED = Action(
    "answer-entrusted", "répondre aux besoins confiés à son organisme", "à la DSDEN"
)

SEE_CAMPAIGNS = Action("see-campaigns", "consulter les campagnes et les objectifs du réseau")
RUN_CAMPAIGNS = Action("run-campaigns", "lancer et clore une campagne")
COMMENT_CAMPAIGNS = Action("comment-campaigns", "dire ce que le bureau rencontre dans une campagne")
KEEP_WEEK = Action("keep-network-week", "tenir la semaine de la supervision")
SET_OBJECTIVES = Action("set-objectives", "fixer les objectifs de l’année")

SEE_ACCOUNTS = Action("see-accounts", "consulter les grands comptes")
ASK_ACCOUNTS = Action("ask-accounts", "demander un arbitrage sur un grand compte")
PLAN_ACCOUNTS = Action("plan-accounts", "tenir le plan partagé d’un grand compte")
ARBITRATE_ACCOUNTS = Action("arbitrate-accounts", "arbitrer entre lycées sur un grand compte")

SEE_ONBOARDINGS = Action("see-onboardings", "consulter les prises de poste")
TICK_ONBOARDINGS = Action("tick-onboardings", "noter les étapes d’une prise de poste")
KEEP_ONBOARDINGS = Action("keep-onboardings", "tenir la liste des prises de poste")

_BUREAU = {Role.RBDE, Role.DDFPT, Role.ATCT}
_PROPOSERS = {*_BUREAU, Role.SUPERVISOR}
PERMISSIONS = Permissions(
    {
        SEE_NETWORK: {
            *_PROPOSERS,
            Role.HEAD,
            Role.DELEGATE,
            Role.SECRETARIAT,
            Role.REFERENT_TEACHER,
            Role.FORM_TEACHER,
        },
        PROPOSE_NEWS: _PROPOSERS,
        PUBLISH_NEWS: {Role.SUPERVISOR},
        MANAGE_ACTORS: {Role.SUPERVISOR},
        SEE_ACTOR_PEOPLE: {*_PROPOSERS, Role.HEAD},
        SHARE_PRACTICES: _PROPOSERS,
        ADOPT_PRACTICES: _BUREAU,
        PIN_PRACTICES: {Role.SUPERVISOR},
        SEE_SUPPORT: _PROPOSERS,
        ASK_SUPPORT: _BUREAU,
        GIVE_SUPPORT: {Role.SUPERVISOR},
        SEE_WORDS: {*_PROPOSERS, Role.HEAD},
        SAY_WORDS: {Role.SUPERVISOR},
        ANSWER_WORDS: _BUREAU,
        SEE_COMMITTEES: {*_PROPOSERS, Role.HEAD, Role.DELEGATE},
        MANAGE_COMMITTEES: {Role.SUPERVISOR},
        CARRY_OUT_DECISIONS: _PROPOSERS,
        SEE_SIGNALS: {*_PROPOSERS, Role.HEAD, Role.DELEGATE},
        RAISE_SIGNALS: _PROPOSERS,
        SEE_OFFER: {*_PROPOSERS, Role.HEAD, Role.DELEGATE},
        PREPARE_OFFER: {Role.SUPERVISOR},
        SEE_NEEDS: {*_BUREAU, Role.SUPERVISOR, Role.HEAD},
        TELL_NEEDS: {*_BUREAU, Role.SUPERVISOR},
        ROUTE_NEEDS: {Role.SUPERVISOR},
        HANDLE_NEEDS: _BUREAU,
        ANSWER_ENTRUSTED: {Role.PARTNER},
        ERASE_NEEDS: {Role.SUPERVISOR},
        SEE_CAMPAIGNS: {*_PROPOSERS, Role.HEAD},
        RUN_CAMPAIGNS: {Role.SUPERVISOR},
        COMMENT_CAMPAIGNS: _BUREAU,
        SET_OBJECTIVES: {Role.SUPERVISOR},
        SEE_ACCOUNTS: {*_PROPOSERS, Role.HEAD},
        ASK_ACCOUNTS: _BUREAU,
        PLAN_ACCOUNTS: _PROPOSERS,
        ARBITRATE_ACCOUNTS: {Role.SUPERVISOR},
        SEE_ONBOARDINGS: _PROPOSERS,
        TICK_ONBOARDINGS: _BUREAU,
        KEEP_ONBOARDINGS: {Role.SUPERVISOR},
        KEEP_WEEK: {Role.SUPERVISOR},
    }
)
