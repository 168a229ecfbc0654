"""Shapes that users of other tools, and of spreadsheets, say their lists come in.

From what is told of imports of HubSpot, EspoCRM, Odoo, Pronote and address books: each with what is
read of it, line by line, and the columns somebody is asked about.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pytest

from services.partnerships.company_list.queries.pages import read_companies
from services.partnerships.import_desk.pages.imports import understood
from services.partnerships.import_desk.queries import read_import_card
from services.partnerships.import_effects.commands.undo_import import undo_import
from services.partnerships.import_files.store.files import parse
from tests.partnerships.world import NOW, Bureau

TODAY = date(2026, 11, 30)


@dataclass(frozen=True)
class Shape:
    """A list, and what is read of it."""

    text: str
    read: Mapping[int, str]
    """What is understood of each company, by line."""
    asked: Mapping[str, str | None] = field(default_factory=dict)
    """The columns somebody is asked about, and what is proposed."""
    left: Mapping[int, str] = field(default_factory=dict)
    """The lines that are given back, and why."""
    encoding: str = "utf-8"


SHAPES: Mapping[str, Shape] = {
    "hubspot": Shape(
        "Company name,Phone Number,City,Postal Code,Street Address,Notes\nBois Vert,05 36 49 41 01,Moissac,82200,2 rue Basse,à revoir\n",
        {2: "Bois Vert · 2 rue Basse · 82200 Moissac · 05 36 49 41 01 · Notes\xa0: à revoir"},
        asked={"Street Address": "address"},
    ),
    "odoo": Shape(
        "Nom affiché;Téléphone;Ville;Code postal;Rue;E-mail;Étiquettes\nBois Vert;+33 5 36 49 41 02;Moissac;82200;2 rue Basse;accueil@bois.example;partenaire\n",
        {
            2: "Bois Vert · 2 rue Basse · 82200 Moissac · 05 36 49 41 02 · accueil@bois.example · Étiquettes\xa0: partenaire"
        },
    ),
    "espo": Shape(
        "Account Name;Billing Address City;Phone;Email Address;Description\nBois Vert;Moissac;0536494103;accueil@bois.example;à revoir\n",
        {
            2: "Bois Vert · Moissac · 05 36 49 41 03 · accueil@bois.example · Description\xa0: à revoir"
        },
    ),
    "pronote": Shape(
        "Raison sociale;Siret;Adresse 1;CP;Ville;Tél.;Courriel;Responsable;Activité\nBois Vert;73282932000074;2 rue Basse;82200;MOISSAC CEDEX;05.36.49.41.04;accueil@bois.example;Mme Vidal;Menuiserie\n",
        {
            2: "Bois Vert · SIRET 73282932000074 · 2 rue Basse · 82200 Moissac · Mme Vidal, accueil@bois.example, 05 36 49 41 04 · Activité\xa0: Menuiserie"
        },
    ),
    "zero lost": Shape(
        "Entreprise;Ville;Tél\nBois Vert;Moissac;536494105\n",
        {2: "Bois Vert · Moissac · 05 36 49 41 05"},
    ),
    "several phones": Shape(
        "Entreprise;Ville;Tél\nBois Vert;Moissac;05 36 49 41 06 / 05 36 49 41 07\n",
        {2: "Bois Vert · Moissac · 05 36 49 41 06 · Autre téléphone\xa0: +33536494107"},
    ),
    "labelled phone": Shape(
        "Entreprise;Ville;Tél\nBois Vert;Moissac;Tél : 05 36 49 41 08\n",
        {2: "Bois Vert · Moissac · 05 36 49 41 08"},
    ),
    "0033": Shape(
        "Entreprise;Ville;Tél\nBois Vert;Moissac;0033 5 36 49 41 09\n",
        {2: "Bois Vert · Moissac · 05 36 49 41 09"},
    ),
    "postcode spaced": Shape(
        "Entreprise;Code postal;Ville\nBois Vert;82 200;Moissac\n", {2: "Bois Vert · 82200 Moissac"}
    ),
    "town dept": Shape("Entreprise;Ville\nBois Vert;Moissac (82)\n", {2: "Bois Vert · Moissac"}),
    "caps": Shape(
        "ENTREPRISE;VILLE;TEL\nBOIS VERT;MOISSAC;05 36 49 41 10\n",
        {2: "BOIS VERT · Moissac · 05 36 49 41 10"},
    ),
    "blank rows": Shape(
        "Entreprise;Ville\n;\nBois Vert;Moissac\n;\n;\nScierie;Moissac\n",
        {3: "Bois Vert · Moissac", 6: "Scierie · Moissac"},
    ),
    "next person": Shape(
        "Entreprise;Ville;Contact;Mail\nBois Vert;Moissac;Mme Vidal;v@bois.example\n;;M. Cros;c@bois.example\n",
        {
            2: "Bois Vert · Moissac · Mme Vidal, v@bois.example",
            3: "Bois Vert · Moissac · M. Cros, c@bois.example",
        },
    ),
    "dup headings": Shape(
        "Entreprise;Ville;Téléphone;Téléphone\nBois Vert;Moissac;05 36 49 41 11;05 36 49 41 12\n",
        {2: "Bois Vert · Moissac · 05 36 49 41 11 · Autre téléphone\xa0: +33536494112"},
        asked={"Téléphone": "mobile"},
    ),
    "mac": Shape("Entreprise;Ville\rBois Vert;Moissac\r", {2: "Bois Vert · Moissac"}),
    "siret labelled": Shape(
        "Entreprise;Siret;Ville\nBois Vert;SIRET : 732 829 320 00074;Moissac\n",
        {2: "Bois Vert · SIRET 73282932000074 · Moissac"},
    ),
    "angle mail": Shape(
        "Entreprise;Ville;Contact;Mail\nBois Vert;Moissac;Mme Vidal;Mme Vidal <v@bois.example>\n",
        {2: "Bois Vert · Moissac · Mme Vidal, v@bois.example"},
    ),
    "quotes": Shape(
        '"Entreprise";"Ville"\n"Bois ""Vert""";"Moissac"\n', {2: 'Bois "Vert" · Moissac'}
    ),
    "nbsp": Shape("Entreprise\xa0;Ville\nBois Vert ; Moissac \n", {2: "Bois Vert · Moissac"}),
    "saint": Shape(
        "Entreprise;Ville\nBois Vert;St Nicolas de la Grave\n",
        {2: "Bois Vert · Saint-Nicolas-de-la-Grave"},
    ),
    "numbered": Shape(
        "N°;Entreprise;Ville\n1;Bois Vert;Moissac\n2;Scierie;Moissac\n",
        {2: "Bois Vert · Moissac", 3: "Scierie · Moissac"},
    ),
    "civility": Shape(
        "Entreprise;Ville;Civilité;Nom;Prénom\nBois Vert;Moissac;Mme;Vidal;Jeanne\n",
        {2: "Bois Vert · Moissac · Mme Jeanne Vidal"},
        asked={"Nom": "contact"},
    ),
    "url": Shape(
        "Entreprise;Ville;Site web\nBois Vert;Moissac;www.bois.example\n",
        {2: "Bois Vert · Moissac · Site web\xa0: www.bois.example"},
    ),
    "yesno": Shape(
        "Entreprise;Ville;Partenaire\nBois Vert;Moissac;oui\n",
        {2: "Bois Vert · Moissac"},
        asked={"Partenaire": "remark"},
    ),
    "pipe": Shape("Entreprise|Ville\nBois Vert|Moissac\n", {2: "Bois Vert · Moissac"}),
    "address whole": Shape(
        "Entreprise;Adresse complète\nBois Vert;2 rue Basse 82200 Moissac\n",
        {2: "Bois Vert · 2 rue Basse · 82200 Moissac"},
        asked={"Adresse complète": "address"},
    ),
    "cp ville": Shape(
        "Entreprise;CP Ville\nBois Vert;82200 Moissac\n",
        {2: "Bois Vert · 82200 Moissac"},
        asked={"CP Ville": "commune"},
    ),
    "tel mail": Shape(
        "Entreprise;Ville;Coordonnées\nBois Vert;Moissac;05 36 49 41 13 v@bois.example\n",
        {2: "Bois Vert · Moissac"},
        asked={"Coordonnées": "remark"},
    ),
    "accents lost": Shape(
        "Entreprise;Ville\nMétallerie;Nègrepelisse\n",
        {2: "Métallerie · Nègrepelisse"},
        encoding="cp1252",
    ),
    "excel date": Shape(
        "Entreprise;Ville;Dernier contact\nBois Vert;Moissac;2026-03-12 00:00:00\n",
        {2: "Bois Vert · Moissac · Appel du 12/03/2026"},
    ),
    # Those below come from books of an RBDE, a DDFPT and a list of who pays the taxe d'apprentissage.
    "cut short": Shape(
        "N°;RAISON SOC.;VILLE (CP);RESP.;TEL / PORT;VU LE;BILAN;CLASSES\n1;BOIS VERT;MOISSAC (82200);VIDAL Jeanne;05.36.49.41.14;05/10/26;RAS;2MELEC\n2;SCIERIE;MOISSAC (82200);CROS Luc;05.36.49.41.15;06/10/26;;1MELEC TMELEC\n",
        {
            2: "BOIS VERT · 82200 Moissac · VIDAL Jeanne, 05 36 49 41 14 · Appel du 05/10/2026 · BILAN\xa0: RAS · CLASSES\xa0: 2MELEC",
            3: "SCIERIE · 82200 Moissac · CROS Luc, 05 36 49 41 15 · Appel du 06/10/2026 · CLASSES\xa0: 1MELEC TMELEC",
        },
        asked={
            "RAISON SOC.": "name",
            "VILLE (CP)": "commune",
            "RESP.": "contact",
            "TEL / PORT": "phone",
        },
    ),
    "civility told by cells": Shape(
        "Dénomination;Ville;Gentil;Nom du contact\nBois Vert;Moissac;Madame;Jeanne Vidal\nScierie;Moissac;M.;M. Luc Cros\nMarbrerie;Moissac;Monsieur;\n",
        {
            2: "Bois Vert · Moissac · Jeanne Vidal",
            3: "Scierie · Moissac · M. Luc Cros",
            4: "Marbrerie · Moissac",
        },
        asked={"Gentil": "civility"},
    ),
    "civilities": Shape(
        "TITRE;PRENOM;NOM;SOCIETE;VILLE\nMadame;Jeanne;VIDAL;Bois Vert;Moissac\nMonsieur;;CROS;Scierie;Moissac\nMadame, Monsieur;;;Marbrerie;Moissac\n",
        {
            2: "Bois Vert · Moissac · Mme Jeanne VIDAL",
            3: "Scierie · Moissac · M. CROS",
            4: "Marbrerie · Moissac",
        },
        asked={"NOM": "contact"},
    ),
    "two addresses": Shape(
        "SOCIETE;ADRESSE1;ADRESSE2;CP;VILLE\nBois Vert;2 rue Basse;Bât. B – ZA du Pin;82200;Moissac\nScierie;;ZA du Pin;82200;Moissac\n",
        {
            2: "Bois Vert · 2 rue Basse, Bât. B – ZA du Pin · 82200 Moissac",
            3: "Scierie · ZA du Pin · 82200 Moissac",
        },
    ),
    "country after the town": Shape(
        "Entreprise;Adresse\nBois Vert;2 rue Basse 82200 MOISSAC - FRANCE\nScierie;3 rue Basse, 82200 Moissac, France\n",
        {
            2: "Bois Vert · 2 rue Basse · 82200 Moissac",
            3: "Scierie · 3 rue Basse · 82200 Moissac",
        },
    ),
    "address that is a town": Shape(
        "Entreprise;Adresse\nBois Vert;Moissac\nScierie;Moissac (82200)\n",
        {2: "Bois Vert · Moissac", 3: "Scierie · 82200 Moissac"},
    ),
    "town after a dash": Shape(
        "Entreprise;Ville;Tél\nBois Vert - Moissac;;05 36 49 41 16\nMairie de Moissac - service écoles;;05 36 49 41 17\nScierie – Saint-Nicolas-de-la-Grave;;05 36 49 41 18\n",
        {
            2: "Bois Vert · Moissac · 05 36 49 41 16",
            3: "Mairie de Moissac - service écoles · 05 36 49 41 17",
            4: "Scierie · Saint-Nicolas-de-la-Grave · 05 36 49 41 18",
        },
    ),
    "numbers with FR": Shape(
        "Entreprise;Siret;Ville\nBois Vert;FR 732 829 320 00074;Moissac\nScierie;FR 27 552 100 554;Moissac\n",
        {
            2: "Bois Vert · SIRET 73282932000074 · Moissac",
            3: "Scierie · SIREN 552100554 · Moissac",
        },
    ),
    "loose mails": Shape(
        "Entreprise;Ville;Contact;Mail\nBois Vert;Moissac;Mme Vidal;j.vidal @ bois.example\nScierie;Moissac;M. Cros;L.CROS@SCIERIE.EXAMPLE\n",
        {
            2: "Bois Vert · Moissac · Mme Vidal, j.vidal@bois.example",
            3: "Scierie · Moissac · M. Cros, l.cros@scierie.example",
        },
    ),
    "ditto marks": Shape(
        'Entreprise;Ville;Tuteur;Tél;Remarques\nBois Vert;Moissac;Jeanne Vidal;05 36 49 41 19;EPI\nScierie;"""";Luc Cros;05 36 49 41 20;idem\n"""";"""";"""";"""";\nidem;id.;idem;idem;horaires\n',
        {
            2: "Bois Vert · Moissac · Jeanne Vidal, 05 36 49 41 19 · Remarques\xa0: EPI",
            3: "Scierie · Moissac · Luc Cros, 05 36 49 41 20 · Remarques\xa0: EPI",
            4: "Scierie · Moissac · Luc Cros, 05 36 49 41 20",
            5: "Scierie · Moissac · Luc Cros, 05 36 49 41 20 · Remarques\xa0: horaires",
        },
    ),
    "day to come": Shape(
        "Entreprise;Ville;Relance\nBois Vert;Moissac;2027-01-11 00:00:00\nScierie;Moissac;semaine 47\n",
        {
            2: "Bois Vert · Moissac · Relance\xa0: 11/01/2027",
            3: "Scierie · Moissac · Relance\xa0: semaine 47",
        },
    ),
    "ditto without a person": Shape(
        'Entreprise;Ville;Remarques\nBois Vert;Moissac;EPI\nidem;idem;horaires\n"""";"""";\n',
        {
            2: "Bois Vert · Moissac · Remarques\xa0: EPI",
            3: "Bois Vert · Moissac · Remarques\xa0: horaires",
            4: "Bois Vert · Moissac",
        },
    ),
    "words in another order": Shape(
        "Nom de la société;Ville de l'entreprise;Tuteur en entreprise;Tél. du tuteur\nBois Vert;Moissac;Jeanne Vidal;05 36 49 41 21\n",
        {2: "Bois Vert · Moissac · Jeanne Vidal, 05 36 49 41 21"},
        asked={
            "Nom de la société": "name",
            "Ville de l'entreprise": "commune",
            "Tuteur en entreprise": "contact",
            "Tél. du tuteur": "phone",
        },
    ),
    "words for a phone": Shape(
        "Entreprise;Ville;Tél\nBois Vert;Moissac;voir site\nScierie;Moissac;05 36 49 41 22 / le soir\n",
        {
            2: "Bois Vert · Moissac · Numéro de téléphone\xa0: voir site",
            3: "Scierie · Moissac · 05 36 49 41 22 · Numéro de téléphone\xa0: le soir",
        },
    ),
    "town in the name, street beside": Shape(
        "Entreprise;Adresse;Ville\nBois Vert (Moissac);2 rue Basse;\nScierie (Moissac);3 rue Basse 82000 Montauban;\n",
        {
            2: "Bois Vert · 2 rue Basse · Moissac",
            3: "Scierie (Moissac) · 3 rue Basse · 82000 Montauban",
        },
    ),
    "counted below": Shape(
        "N°;Entreprise;Ville;Activité\n1;Bois Vert;Moissac;bois\n2;Scierie;Moissac;bois\n;Nb entreprises;;2\n",
        {
            2: "Bois Vert · Moissac · Activité\xa0: bois",
            3: "Scierie · Moissac · Activité\xa0: bois",
        },
        left={4: "Ligne de total, laissée de côté."},
    ),
    "pupils by their names alone": Shape(
        "Nom;Prénom;Entreprise;Adresse;Tuteur de stage;Période 1;Prof réf.\nROUX;Tom;Bois Vert;2 rue Basse 82200 Moissac;M. Vidal;X;Mme Galy\nPONS;Zoé;Scierie;3 rue Basse 82200 Moissac;Mme Cros;;M. Bories\n",
        {
            2: "Bois Vert · 2 rue Basse · 82200 Moissac · M. Vidal",
            3: "Scierie · 3 rue Basse · 82200 Moissac · Mme Cros",
        },
        asked={
            "Nom": None,
            "Prénom": None,
            "Tuteur de stage": "contact",
            "Période 1": None,
            "Prof réf.": None,
        },
    ),
    "initials": Shape(
        "Entreprise;Ville;En 25-26\nBois Vert;Moissac;Lina A., Tom R.\nScierie;Moissac;\n",
        {2: "Bois Vert · Moissac", 3: "Scierie · Moissac"},
        asked={"En 25-26": None},
    ),
    "function beside the name": Shape(
        "Enseigne / raison sociale;Lieu;Contact (nom + fonction);Dernière relance\nBois Vert;Castelsarrasin - 82100;Mme Vidal, responsable RH;12/10/26 mail\nScierie;Montauban (82);Jean Cros (gérant);\n",
        {
            2: "Bois Vert · 82100 Castelsarrasin · Mme Vidal, responsable RH · Courriel du 12/10/2026",
            3: "Scierie · Montauban · Jean Cros, gérant",
        },
        asked={"Enseigne / raison sociale": "name", "Contact (nom + fonction)": "contact"},
    ),
    "postcode and town": Shape(
        "Titre;Nom complet;Organisme;Code postal / Ville\nMme et M.;Estève;Bois Vert;82 200 Moissac\nMme;Sophie Arnal;Alpes Méca;5000 GAP\n",
        {
            2: "Bois Vert · 82200 Moissac · Estève",
            3: "Alpes Méca · 05000 GAP · Mme Sophie Arnal",
        },
        asked={"Code postal / Ville": "commune"},
    ),
    "amounts": Shape(
        "Entreprise;Ville;TA 2025;Remerciement envoyé le;Jury\nBois Vert;Moissac;6 426,50 €;12/06/2026;oui\nScierie;Moissac;;;jury CAP\n",
        {2: "Bois Vert · Moissac", 3: "Scierie · Moissac"},
        asked={"TA 2025": "remark", "Remerciement envoyé le": "remark", "Jury": "remark"},
    ),
    "people nobody announced": Shape(
        "Entreprise;Ville;Placés;Groupe;Depuis\nBois Vert;Moissac;Lina ABADIE;1MELEC;04/02/2010\nScierie;Moissac;Tom Roux;2TNE;14/05/2011\nMarbrerie;Moissac;Inès Le Goff;1MELEC;01/12/2010\n",
        {2: "Bois Vert · Moissac", 3: "Scierie · Moissac", 4: "Marbrerie · Moissac"},
        asked={"Placés": None, "Groupe": None, "Depuis": None},
    ),
}


@pytest.mark.parametrize("name", SHAPES)
async def test_a_list_of_that_shape_is_read_exactly_and_undone_exactly(
    bureau: Bureau, name: str
) -> None:
    shape = SHAPES[name]
    read = parse(shape.text.encode(shape.encoding), today=TODAY)

    assert {
        row.line: " · ".join(filter(None, (row.company.name, understood(row)))) for row in read.rows
    } == shape.read
    assert {one.heading: one.field for one in read.columns if not one.sure} == shape.asked
    assert {row.line: row.reason for row in read.refused} == shape.left

    import_id = await bureau.looks_at(read)
    await bureau.confirms(import_id)
    again = await bureau.do(read_import_card, await bureau.looks_at(read))
    assert {line.verdict.value for line in again.lines} <= {"duplicate", "rejected"}
    await bureau.do(undo_import, import_id=import_id, now=NOW)
    assert (await bureau.do(read_companies)).items == []


PEOPLE: Mapping[str, tuple[str, ...]] = {
    "Pris": ("Enzo", "Lina", "Zéphyrine"),
    "Qui": ("Martin", "Durand", ""),
    "Binôme": ("Martin/Durand", "Roux / Pons", ""),
    "PFMP 1": ("Martin Enzo (TCIEL)", "Durand Lina (TCIEL)", ""),
    "Placement": ("Martin Enzo - TCIEL", "Durand Lina - TCIEL", ""),
    "Janvier": ("Enzo Martin ok", "Lina Durand ok", ""),
    "En stage": ("enzo martin", "lina", "théo ok"),
    "Accueille": ("L.D.", "EM", "T.R."),
    "Suivi": ("MARTIN Enzo, né le 12/03/2009", "DURAND Lina, née le 02/04/2010", "à revoir"),
    "Suivis": ("1) Enzo Martin", "2) Lina Durand", ""),
    "Observations": ("Enzo Martin", "DUPRÉ Zéphyrine", "Ode Nguyen"),
    "Remarques": ("enzo", "lina, théo", ""),
    "Avis": ("MARTIN ENZO 2MELEC", "DURAND LINA 2MELEC", ""),
    "Bilan": ("12/03/2009", "02/04/2010", ""),
    "Dernier appel": ("Enzo Martin", "Lina Durand", ""),
}
"""Columns of pupils that no heading announces."""


@pytest.mark.parametrize("heading", PEOPLE)
def test_a_column_of_pupils_is_asked_about_whatever_its_heading(heading: str) -> None:
    rows = [f"Bois Vert {at};Moissac;{cell}" for at, cell in enumerate(PEOPLE[heading])]
    read = parse("\n".join([f"Entreprise;Ville;{heading}", *rows]).encode(), today=TODAY)

    assert [(one.field, one.sure) for one in read.columns][2] == (None, False)
    assert not any(row.besides.notes or row.besides.exchanges for row in read.rows)


HONEST = ("Rappeler en mars", "OK pour 2", "très bon accueil", "Mme Durand absente")
HONEST_LISTS: Mapping[str, tuple[str, ...]] = {
    "Observations": HONEST,
    "Suivi": ("Vu le 12/03/2026", "REFUS PFMP", "PAS DE RÉPONSE", "Mme Durand"),
    "Activité": ("Menuiserie", "Plomberie", "BTP", "Garage"),
    "Historique": ("Enzo Martin en 2025", *HONEST),
    "Pastille": HONEST,
    "Statut": ("Partenaire", "Actif", "RAS", "oui"),
}


@pytest.mark.parametrize("heading", HONEST_LISTS)
def test_a_column_of_remarks_stays_one(heading: str) -> None:
    rows = [f"Bois Vert {at};Moissac;{cell}" for at, cell in enumerate(HONEST_LISTS[heading])]
    read = parse("\n".join([f"Entreprise;Ville;{heading}", *rows]).encode(), today=TODAY)

    assert read.columns[2].field == "remark"
