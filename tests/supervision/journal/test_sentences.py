"""The journal speaks French, with its typography."""

from datetime import date

import msgspec
import pytest

from contracts.documents.examples import example
from contracts.event import Event
from contracts.partnerships.closures import SiteClosedV1
from contracts.published import published
from services.supervision.base.days_in_words import between, day
from services.supervision.journal.model import SENTENCES, Said, sentence
from services.supervision.network_events.model import FACTS
from services.supervision.read_models.model.fold import journal_line
from services.supervision.read_models.model.folded_events import folded

JANUARY = (date(2027, 1, 4), date(2027, 1, 29))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (Said("lycee_opened", {}), "participe à Passerelle."),
        (
            Said("formation_opened", {}, formation="Bac pro MELEC"),
            "propose la formation Bac pro MELEC.",
        ),
        (
            Said("pfmp_period_published", {"starts_on": "2027-01-04", "ends_on": "2027-01-29"}),
            "a publié une PFMP du 4 au 29\u00a0janvier 2027.",
        ),
        (
            Said(
                "placement_confirmed",
                {"origin": "office", "new_host": True},
                formation="Bac pro MELEC",
                period=JANUARY,
            ),
            (
                "a confirmé un lieu d’accueil en Bac pro MELEC pour la PFMP du 4 au 29\u00a0janvier 2027"
                " (trouvé par le bureau des entreprises, nouveau pour ce lycée)."
            ),
        ),
        (
            Said("placement_confirmed", {}, times=12, formation="Bac pro MELEC"),
            "a confirmé 12\u00a0lieux d’accueil en Bac pro MELEC.",
        ),
        (
            Said("placement_withdrawn", {"reason": "host"}, formation="Bac pro MELEC"),
            "a perdu un lieu d’accueil en Bac pro MELEC (retrait du lieu d’accueil).",
        ),
        (Said("company_registered", {}, times=300), "a ajouté 300\u00a0entreprises au registre."),
        (Said("company_registered", {}, company="SARL X"), "a ajouté SARL X au registre."),
        (
            Said("site_closed", {"closed_on": "2026-09-30"}, company="SARL X"),
            "a noté la fermeture d’un lieu de SARL X, le 30\u00a0septembre 2026.",
        ),
        (Said("site_reopened", {}, company="SARL X"), "a rouvert un lieu de SARL X."),
        (Said("company_corrected", {}, company="SARL X"), "a corrigé la fiche de SARL X."),
        (
            Said("company_onboarded", {"reason": "exchange"}, company="SARL X"),
            "a eu un premier échange avec SARL X.",
        ),
        (
            Said("company_onboarded", {"reason": "hosting"}, company="SARL X"),
            "a un premier accueil chez SARL X.",
        ),
        (
            Said("interaction_logged", {"kind": "visit", "purpose": "tax"}, company="SARL X"),
            "a consigné une visite avec SARL X (taxe d’apprentissage).",
        ),
        (
            Said("interaction_withdrawn", {}, company="SARL X"),
            "a retiré un échange consigné par erreur avec SARL X.",
        ),
        (
            Said("partnership_signed", {}, company="SARL X"),
            "a signé un partenariat avec SARL X.",
        ),
        (Said("partnership_ended", {}, times=3), "a terminé 3\u00a0partenariats."),
        (
            Said("action_held", {"kind": "visit", "pupils": 24}),
            "a mené une visite d’entreprise (24\u00a0élèves).",
        ),
        (
            Said("import_completed", {"created": 280, "updated": 1, "rejected": 0}),
            "a importé une liste d’entreprises\u00a0: 280\u00a0créées, 1\u00a0mise à jour, 0\u00a0refusée.",
        ),
        (
            Said("import_undone", {"removed": 276, "restored": 2, "kept": 1}),
            "a annulé l’import d’une liste d’entreprises\u00a0: 276\u00a0retirées, 2\u00a0remises comme avant, 1\u00a0gardée.",
        ),
        (
            Said(
                "publication_changed",
                {"family": "exchanges", "open": False, "from_on": "2026-12-01"},
            ),
            "ne publie pas, à partir du 1er\u00a0décembre 2026\u00a0: échanges et actions avec les entreprises.",
        ),
        (
            Said("regulated_work_declaration_filed", {}, company="SARL X"),
            "a noté une déclaration de travaux réglementés chez SARL X.",
        ),
        (Said("company_merged", {}, company="SARL X"), "a réuni deux fiches de SARL X."),
        (
            Said("merge_undone", {}, company="SARL X"),
            "a séparé deux fiches réunies à tort, dont celle de SARL X.",
        ),
        (
            Said("hosting_capacity_declared", {"seats": 2}, company="SARL X"),
            "a noté 2\u00a0places d’accueil chez SARL X.",
        ),
        (
            Said("hosting_capacity_withdrawn", {"seats": 2}, company="SARL X"),
            "a retiré 2\u00a0places d’accueil chez SARL X.",
        ),
        (
            Said(
                "network_rule_decided",
                {"rule": "courtesy_days", "value": 12, "from_on": "2026-11-24"},
            ),
            "fixe un délai de courtoisie de 12 jours à partir du 24\u00a0novembre 2026.",
        ),
        (
            Said(
                "hosting_limit_decided",
                {"percent": 20, "small": 2, "small_under": 10, "from_on": "2026-11-24"},
            ),
            (
                "fixe le plafond d’accueil d’un lieu à 20\u202f% de l’effectif, 2 sous 10 personnes,"
                " à partir du 24\u00a0novembre 2026."
            ),
        ),
        (Said("news_published", {}), "a publié une actualité du réseau."),
        (
            Said("partnership_proposed", {}, company="SARL X"),
            "a ouvert un partenariat avec SARL X.",
        ),
        (
            Said("partnership_renewed", {}, company="SARL X"),
            "a renouvelé un partenariat avec SARL X.",
        ),
        (Said("action_planned", {"kind": "visit"}), "prévoit une visite d’entreprise."),
        (Said("action_cancelled", {"kind": "visit"}), "a annulé une visite d’entreprise."),
        (Said("something_new", {}), "a publié une nouvelle."),
    ],
    ids=lambda value: value.event if isinstance(value, Said) else "",
)
def test_a_line_says_what_the_lycee_did(said: Said, expected: str) -> None:
    assert sentence(said) == expected


def test_every_event_of_the_department_is_folded() -> None:
    assert set(FACTS) == {
        event
        for event in published()
        # What supervision itself says of the week is no news of the network.
        if event.audience() == "department" and event.service() != "supervision"
    }


def test_an_event_that_is_folded_twice_is_refused_and_stays_as_it_was() -> None:
    folded_as = FACTS[SiteClosedV1]

    with pytest.raises(ValueError, match="SiteClosedV1 is folded twice"):

        @folded(SiteClosedV1, says=lambda _: "a fermé")
        class FoldedAgain(msgspec.Struct):
            """Never read."""

    assert FACTS[SiteClosedV1] is folded_as
    assert sentence(Said("site_closed", {"closed_on": "2026-09-30"})) != "a fermé."


SAID = [event for event in FACTS if event.token() in SENTENCES]


@pytest.mark.parametrize("event", SAID, ids=lambda event: event.token())
def test_a_line_is_said_from_what_is_kept_of_it(event: type[Event]) -> None:
    fact = msgspec.json.decode(example(event).to_json(), type=FACTS[event])
    line = journal_line(fact)
    assert line is not None
    kept = msgspec.json.decode(msgspec.json.encode(line["details"]))

    told = sentence(Said(event.token(), kept))

    assert told != sentence(Said("something_new", {}))
    assert told.endswith(".")


def test_dates_do_not_repeat_themselves() -> None:
    assert day(date(2027, 2, 1)) == "1er\u00a0février 2027"
    assert between(date(2027, 2, 1), date(2027, 3, 5)) == "du 1er\u00a0février au 5\u00a0mars 2027"
    assert between(date(2026, 12, 7), date(2027, 1, 8)) == (
        "du 7\u00a0décembre 2026 au 8\u00a0janvier 2027"
    )
