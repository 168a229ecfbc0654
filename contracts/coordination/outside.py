"""Which events of the animation of the network a lycée may have sent to programs outside, and why the others are not."""

from contracts.outside import Kept, Offered

OFFERED: Offered = {
    "Réseau": {
        "news_proposed": "Actualité proposée par le bureau",
        "news_answered": "Réponse à une actualité du bureau",
        "news_published": "Actualité publiée",
        "news_withdrawn": "Actualité retirée",
        "news_opened": "Actualité ouverte au public",
        "news_reserved": "Actualité réservée au réseau",
        "committee_met": "Réunion d’un comité tenue",
        "charter_signed": "Charte d’un comité signée",
        "decision_taken": "Décision d’un comité prise",
        "decision_moved": "Décision d’un comité faite ou abandonnée",
        "decision_followed": "Décision d’un comité confiée au lycée",
        "department_actor_met": "Échange de la supervision avec un acteur du réseau",
        "department_actor_meeting_withdrawn": "Échange de la supervision avec un acteur retiré",
    },
    "Bonnes pratiques": {
        "good_practice_shared": "Bonne pratique partagée ou corrigée",
        "good_practice_adopted": "Bonne pratique reprise par le bureau",
        "good_practice_withdrawn": "Bonne pratique retirée",
    },
    "Campagnes": {
        "campaign_opened": "Campagne lancée",
        "campaign_changed": "Campagne modifiée",
        "campaign_closed": "Campagne close",
        "campaign_followed": "Campagne qui demande quelque chose au lycée, ou plus rien",
        "campaign_target_stated": "Objectif du lycée dans une campagne",
        "objective_set": "Objectif de l’année fixé avec le lycée, ou pour le département",
    },
    "Grands comptes": {
        "account_arbitration_asked": "Arbitrage demandé par le bureau",
        "account_arbitrated": "Arbitrage rendu sur un grand compte",
        "account_arbitration_withdrawn": "Arbitrage retiré",
        "account_followed": "Grand compte qui concerne le lycée",
        "account_lead_stated": "Chef de file d’un grand compte, pour le lycée",
    },
    "Demandes d’appui": {
        "support_requested": "Appui demandé par le bureau",
        "support_replied": "Suite donnée par la superviseure",
        "support_answered": "Appui donné",
    },
    "Offre de formation": {
        "training_signal_raised": "Besoin en compétences noté ou corrigé",
        "training_signal_withdrawn": "Besoin en compétences retiré",
        "offer_file_moved": "Dossier d’évolution de l’offre qui change d’état",
        "offer_file_followed": "Dossier d’évolution qui concerne le lycée",
        "offer_opinion_given": "Avis d’une instance sur un dossier d’évolution",
        "offer_opinion_withdrawn": "Avis d’une instance retiré",
    },
    "Besoins d’entreprises": {
        "need_received": "Besoin d’entreprise noté par le bureau",
        "need_assigned": "Besoin transmis au bureau",
        "need_recalled": "Besoin repris au bureau",
        "need_followed": "Suite d’un besoin qu’a le bureau",
        "need_taken": "Besoin pris en charge",
        "need_released": "Prise en charge d’un besoin annulée",
        "need_answered": "Réponse donnée à un besoin",
        "need_qualified": "Besoin qualifié",
        "need_routed": "Besoin transmis à des bureaux",
        "need_entrusted": "Besoin confié à un acteur du réseau",
        "need_escalated": "Besoin sans prise en charge",
        "need_closed": "Besoin clos",
        "need_reopened": "Besoin rouvert",
        "need_dismissed": "Besoin écarté",
    },
}
KEPT_INSIDE: Kept = {
    "network_due_stated": "C’est l’état que les autres faits du besoin, de la demande ou de la décision ont déjà dit.",
    "need_erased": "C’est la demande d’oublier des courriels\u202f: elle ne dit rien du besoin.",
    "need_letter_asked": "C’est la demande d’un courriel\u202f: ce qui s’est passé est dit par les autres faits du besoin.",
    "committee_person_erased": "has what was written to somebody forgotten, and says nothing more",
    "meeting_invite_asked": "has somebody convened, and says nothing more",
}
