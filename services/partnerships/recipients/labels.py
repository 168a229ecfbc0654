"""Why a company is not written to, or waits for a word, as users read it."""

from collections.abc import Mapping

from services.partnerships.recipients.model import Excluded

EXCLUDED: Mapping[Excluded, str] = {
    Excluded.GONE: "la fiche n’existe plus",
    Excluded.NOT_ON_THE_LIST: "n’est pas sur la liste de votre lycée",
    Excluded.CLOSED: "l’établissement est fermé",
    Excluded.NO_ADDRESS: "aucun contact de votre lycée n’y a d’adresse mail",
    Excluded.OBJECTED: "la personne s’est opposée à être contactée",
    Excluded.STOPPED: "ne veut plus de courriels, d’aucun lycée",
    Excluded.RETURNED: "aucun courriel n’arrive à cette adresse\u202f: corrigez-la sur la fiche",
    Excluded.PAUSED: "une pause est demandée",
    Excluded.COURTESY: "un autre lycée vient de la solliciter (délai de courtoisie)",
    Excluded.SAME_ADDRESS: "même adresse qu’une autre du choix",
    Excluded.THROUGH: "votre lycée passe par quelqu’un avant de lui écrire",
    Excluded.LED: "un autre bureau est chef de file",
    Excluded.THROUGH_AND_LED: "votre lycée passe par quelqu’un, et un autre bureau est chef de file",
    Excluded.WITH_HELD: "même adresse qu’une entreprise à décider",
}
