"""The journal's lines in French: what a lycée did, after its name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.elision import elided
from contracts.publication import FactFamily
from services.supervision.base.days_in_words import NBSP, between, day

_KINDS = {
    "call": "un appel",
    "mail": "un courriel",
    "meeting": "un rendez-vous",
    "visit": "une visite",
}
_PURPOSES = {
    "prospecting": "prospection",
    "pfmp": "PFMP",
    "apprenticeship": "apprentissage",
    "intervention": "intervention",
    "tax": "taxe d’apprentissage",
}
_ORIGINS = {
    "office": "trouvé par le bureau des entreprises",
    "teacher": "trouvé par un enseignant",
    "pupil": "trouvé par l’élève",
    "family": "trouvé par la famille",
    "offer": "issu d’une offre",
}
_REASONS = {
    "host": "retrait du lieu d’accueil",
    "pupil": "à la demande de l’élève",
    "lycee": "à la demande du lycée",
    "replaced": "remplacé par un autre",
    "mistake": "erreur de saisie",
}


@dataclass(frozen=True)
class Said:
    """What a sentence is made of. `times`: how many alike were recorded together."""

    event: str
    details: Mapping[str, Any]
    times: int = 1
    company: str = "une entreprise"
    formation: str = "une formation"
    period: tuple[date, date] | None = None

    @property
    def for_the_period(self) -> str:
        return f" pour la PFMP {between(*self.period)}" if self.period else ""


def sentence(said: Said) -> str:
    """The predicate: `a confirmé un lieu d’accueil en …`, with a full stop."""
    say = _SENTENCES.get(said.event)
    return f"{say(said) if say else 'a publié une nouvelle'}."


def _lycee_opened(_: Said) -> str:
    return "participe à Passerelle"


def _formation_opened(said: Said) -> str:
    if said.times > 1:
        return f"propose {said.times}{NBSP}formations"
    return f"propose la formation {said.formation}"


def _period_published(said: Said) -> str:
    days = (date.fromisoformat(said.details[name]) for name in ("starts_on", "ends_on"))
    return f"a publié une PFMP {between(*days)}"


def _publication_changed(said: Said) -> str:
    family = FactFamily(said.details["family"]).label
    from_on = day(date.fromisoformat(said.details["from_on"]))
    verb = "publie" if said.details["open"] else "ne publie pas"
    return f"{verb}, à partir du {from_on}{NBSP}: {family[0].lower()}{family[1:]}"


def _placement_confirmed(said: Said) -> str:
    places = "un lieu d’accueil" if said.times == 1 else f"{said.times}{NBSP}lieux d’accueil"
    told = f"a confirmé {places} en {said.formation}{said.for_the_period}"
    if said.times > 1:
        return told
    notes = [_ORIGINS.get(said.details.get("origin", ""))]
    notes += ["nouveau pour ce lycée"] if said.details.get("new_host") else []
    known = [note for note in notes if note]
    return f"{told} ({', '.join(known)})" if known else told


def _placement_withdrawn(said: Said) -> str:
    reason = _REASONS.get(said.details.get("reason", ""))
    told = f"a perdu un lieu d’accueil en {said.formation}{said.for_the_period}"
    return f"{told} ({reason})" if reason else told


def _company_registered(said: Said) -> str:
    if said.times > 1:
        return f"a ajouté {said.times}{NBSP}entreprises au registre"
    return f"a ajouté {said.company} au registre"


def _company_corrected(said: Said) -> str:
    if said.times > 1:
        return f"a corrigé {said.times}{NBSP}fiches d’entreprise"
    return f"a corrigé la fiche {elided(said.company)}"


def _company_merged(said: Said) -> str:
    return f"a réuni deux fiches {elided(said.company)}"


def _merge_undone(said: Said) -> str:
    return f"a séparé deux fiches réunies à tort, dont celle {elided(said.company)}"


def _company_onboarded(said: Said) -> str:
    hosting = said.details.get("reason") == "hosting"
    if said.times > 1:
        did = "a un premier accueil chez" if hosting else "a eu ses premiers échanges avec"
        return f"{did} {said.times}{NBSP}entreprises ce jour-là"
    if hosting:
        return f"a un premier accueil chez {said.company}"
    return f"a eu un premier échange avec {said.company}"


def _interaction_logged(said: Said) -> str:
    kind = _KINDS.get(said.details.get("kind", ""), "un échange")
    purpose = _PURPOSES.get(said.details.get("purpose", ""))
    return f"a consigné {kind} avec {said.company}" + (f" ({purpose})" if purpose else "")


def _interaction_withdrawn(said: Said) -> str:
    return f"a retiré un échange consigné par erreur avec {said.company}"


_ACTIONS = {
    "visit": "une visite d’entreprise",
    "intervention": "une intervention en classe",
    "forum": "un forum",
    "jury": "un jury",
    "mentoring": "un parrainage",
    "immersion": "une journée d’immersion",
    "challenge": "un défi",
    "training": "une formation d’enseignants",
}


def _action(did: str) -> Callable[[Said], str]:
    def say(said: Said) -> str:
        told = (
            f"{did} {_ACTIONS.get(said.details.get('kind', ''), 'une action avec une entreprise')}"
        )
        pupils = said.details.get("pupils")
        return f"{told} ({_counted(int(pupils), 'élève')})" if pupils and said.times == 1 else told

    return say


def _capacity(did: str) -> Callable[[Said], str]:
    def say(said: Said) -> str:
        if said.times > 1:
            return f"{did} {said.times}{NBSP}offres de places d’accueil"
        places = _counted(int(said.details.get("seats", 0)), "place d’accueil")
        return f"{did} {places} chez {said.company}"

    return say


def _site_closed(said: Said) -> str:
    if said.times > 1:
        return f"a noté la fermeture de {said.times}{NBSP}lieux d’accueil"
    closed_on = day(date.fromisoformat(said.details["closed_on"]))
    return f"a noté la fermeture d’un lieu {elided(said.company)}, le {closed_on}"


def _site_reopened(said: Said) -> str:
    if said.times > 1:
        return f"a rouvert {said.times}{NBSP}lieux d’accueil"
    return f"a rouvert un lieu {elided(said.company)}"


def _declaration_filed(said: Said) -> str:
    if said.times > 1:
        return f"a noté {said.times}{NBSP}déclarations de travaux réglementés"
    return f"a noté une déclaration de travaux réglementés chez {said.company}"


def _partnership(did: str) -> Callable[[Said], str]:
    def say(said: Said) -> str:
        if said.times > 1:
            return f"{did} {said.times}{NBSP}partenariats"
        return f"{did} un partenariat avec {said.company}"

    return say


def _import_completed(said: Said) -> str:
    labels = (("created", "créée"), ("updated", "mise à jour"), ("rejected", "refusée"))
    counts = (_counted(int(said.details.get(name, 0)), label) for name, label in labels)
    return f"a importé une liste d’entreprises{NBSP}: {', '.join(counts)}"


def _import_undone(said: Said) -> str:
    labels = (("removed", "retirée"), ("restored", "remise comme avant"), ("kept", "gardée"))
    counts = (_counted(int(said.details.get(name, 0)), label) for name, label in labels)
    return f"a annulé l’import d’une liste d’entreprises{NBSP}: {', '.join(counts)}"


def _news_published(_: Said) -> str:
    return "a publié une actualité du réseau"


_RULES = {
    "courtesy_days": "un délai de courtoisie de {} jours",
}


def _network_rule_decided(said: Said) -> str:
    known = _RULES.get(said.details.get("rule", ""), "une règle du réseau")
    rule = known.format(said.details.get("value"))
    return f"fixe {rule} à partir du {day(date.fromisoformat(said.details['from_on']))}"


def _hosting_limit_decided(said: Said) -> str:
    limit = "{percent}\u202f% de l’effectif, {small} sous {small_under} personnes".format_map(
        {"percent": "?", "small": "?", "small_under": "?"} | dict(said.details)
    )
    from_on = day(date.fromisoformat(said.details["from_on"]))
    return f"fixe le plafond d’accueil d’un lieu à {limit}, à partir du {from_on}"


def _counted(number: int, label: str) -> str:
    head, _, tail = label.partition(" ")
    plural = f"{head}s {tail}".rstrip() if number > 1 else label
    return f"{number}{NBSP}{plural}"


_SENTENCES: Mapping[str, Callable[[Said], str]] = {
    "lycee_opened": _lycee_opened,
    "formation_opened": _formation_opened,
    "pfmp_period_published": _period_published,
    "publication_changed": _publication_changed,
    "placement_confirmed": _placement_confirmed,
    "placement_withdrawn": _placement_withdrawn,
    "company_registered": _company_registered,
    "company_corrected": _company_corrected,
    "company_onboarded": _company_onboarded,
    "company_merged": _company_merged,
    "merge_undone": _merge_undone,
    "interaction_logged": _interaction_logged,
    "interaction_withdrawn": _interaction_withdrawn,
    "hosting_capacity_declared": _capacity("a noté"),
    "hosting_capacity_withdrawn": _capacity("a retiré"),
    "regulated_work_declaration_filed": _declaration_filed,
    "site_closed": _site_closed,
    "site_reopened": _site_reopened,
    "action_planned": _action("prévoit"),
    "action_held": _action("a mené"),
    "action_cancelled": _action("a annulé"),
    "partnership_proposed": _partnership("a ouvert"),
    "partnership_signed": _partnership("a signé"),
    "partnership_renewed": _partnership("a renouvelé"),
    "partnership_ended": _partnership("a terminé"),
    "import_completed": _import_completed,
    "import_undone": _import_undone,
    "news_published": _news_published,
    "hosting_limit_decided": _hosting_limit_decided,
    "network_rule_decided": _network_rule_decided,
}
