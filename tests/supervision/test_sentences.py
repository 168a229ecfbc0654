"""The journal speaks French, with its typography."""

from datetime import date

import pytest

from contracts.published import published
from services.supervision.domain.sentences import Said, between, day, sentence

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
            "n’a plus un lieu d’accueil en Bac pro MELEC (retrait du lieu d’accueil).",
        ),
        (Said("company_registered", {}, times=300), "a ajouté 300\u00a0entreprises au registre."),
        (Said("company_registered", {}, company="SARL X"), "a ajouté SARL X au registre."),
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
            Said("import_completed", {"created": 280, "updated": 1, "rejected": 0}),
            "a importé une liste d’entreprises\u00a0: 280\u00a0créées, 1\u00a0mise à jour, 0\u00a0refusée.",
        ),
        (Said("something_new", {}), "a publié une nouvelle."),
    ],
    ids=lambda value: value.event if isinstance(value, Said) else "",
)
def test_a_line_says_what_the_lycee_did(said: Said, expected: str) -> None:
    assert sentence(said) == expected


def test_every_line_of_the_journal_has_its_sentence() -> None:
    quiet = {"coverage_changed", "site_hosting_tallied"}
    details = {"starts_on": "2027-01-04", "ends_on": "2027-01-29"}
    for event in published():
        if event.audience() == "department" and event.token() not in quiet:
            assert sentence(Said(event.token(), details)) != "a publié une nouvelle."


def test_dates_do_not_repeat_themselves() -> None:
    assert day(date(2027, 2, 1)) == "1er\u00a0février 2027"
    assert between(date(2027, 2, 1), date(2027, 3, 5)) == "du 1er\u00a0février au 5\u00a0mars 2027"
    assert between(date(2026, 12, 7), date(2027, 1, 8)) == (
        "du 7\u00a0décembre 2026 au 8\u00a0janvier 2027"
    )
