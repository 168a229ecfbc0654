"""Filters, columns and orders of the list of companies, as users read them."""

from collections.abc import Mapping

from services.partnerships.company_list.queries.order import LastExchange, Lead

LAST_EXCHANGES: Mapping[LastExchange, str] = {
    LastExchange.NEVER: "Jamais",
    LastExchange.OVER_A_YEAR: "Plus d’un an",
    LastExchange.OVER_SIX_MONTHS: "Plus de six mois",
    LastExchange.THIS_MONTH: "Ces trente derniers jours",
}


LEADS: Mapping[Lead, str] = {
    Lead.OURS: "Notre bureau",
    Lead.OTHERS: "Un autre bureau",
    Lead.NOBODY: "Personne",
}


VIEW_COLUMNS: Mapping[str, str] = {
    "commune": "Commune",
    "activite": "Activité",
    "echange": "Dernier échange",
    "connue": "Connue de",
    "siren": "SIREN",
    "partenariat": "Partenariat",
    "chef": "Chef de file",
}


VIEW_ORDERS: Mapping[str, str] = {
    "nom": "Nom",
    "-nom": "Nom, de Z à A",
    "commune": "Commune",
    "-commune": "Commune, de Z à A",
    "echange": "Dernier échange, le plus ancien d’abord",
    "-echange": "Dernier échange, le plus récent d’abord",
}
