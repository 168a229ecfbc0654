"""Class lists in shapes nobody here had thought of: what is read of each line, exactly."""

from datetime import date

from services.internships.roster_files.model.file import BadRow, Roster, RosterRow
from services.internships.roster_files.store import parse

TODAY = date(2026, 11, 30)


def read(text: str) -> Roster:
    roster = parse(text.encode("cp1252"), today=TODAY).roster
    assert roster is not None
    return roster


def test_a_birth_date_is_read_under_a_heading_cut_short_and_under_one_nobody_knows() -> None:
    for heading in ("DATE NAISS.", "Dt naissance élève", "Anniv."):
        roster = read(
            f'"NOM DE FAMILLE";"PRENOM";"DIVISION";"{heading}";"DATE ENTREE"\n'
            '"ROUX";"Tom";"1MELEC";"04/02/2010";"01/09/2026"\n'
            '"VIDAL";"Inès";"1MELEC";"14/05/2010";"01/09/2026"\n'
        )
        assert [row.born for row in roster.rows] == ["2010-02-04", "2010-05-14"], heading


def test_days_that_are_of_nobody_s_birth_stay_unread() -> None:
    roster = read(
        "NOM;PRENOM;CLASSE;Lieu de naissance;Vu le;Nom de naissance du responsable\n"
        "ROUX;Tom;1MELEC;Moissac;12/10/2026;FABRE\nVIDAL;Inès;1MELEC;Agen;14/10/2026;GALY\n"
    )
    assert roster.rows == (
        RosterRow(2, "ROUX", "Tom", "1MELEC"),
        RosterRow(3, "VIDAL", "Inès", "1MELEC"),
    )


def test_a_line_that_counts_pupils_is_none_of_them() -> None:
    roster = read(
        "Élève;Né(e) le\nClasse : 1MELEC;\nROUX Tom;04/02/2010\n1 élève;\nEffectif : 1;\nTOTAL 1;\n"
        "Classe : 2GATL;\nVIDAL Inès;14/05/2011\nFABRE 2;\n"
    )
    assert roster.rows == (
        RosterRow(3, "ROUX", "Tom", "1MELEC", born="2010-02-04"),
        RosterRow(8, "VIDAL", "Inès", "2GATL", born="2011-05-14"),
    )
    counted = "Ligne de total, laissée de côté"
    assert roster.bad == (
        BadRow(4, counted),
        BadRow(5, counted),
        BadRow(6, counted),
        BadRow(9, "Un nombre n’est pas un nom"),
    )


def test_the_town_of_a_company_is_no_pupil_s_residence() -> None:
    """A table of a PFMP names the town of the host beside it; a column of residence says so, or comes first."""
    hosted = read(
        "CLASSE;NOM;PRÉNOM;Entreprise;CP;Ville;Tuteur\n1MCV;ROUX;Tom;Bois Vert;82200;Moissac;Mme Vidal\n"
    )
    assert hosted.rows == (RosterRow(2, "ROUX", "Tom", "1MCV"),)
    both = read(
        "CLASSE;NOM;PRÉNOM;Ville;Lieu de stage;Ville\n1MCV;ROUX;Tom;Montauban;Bois Vert;Moissac\n"
    )
    assert [row.commune for row in both.rows] == ["82121"]
    told = read(
        "CLASSE;NOM;PRÉNOM;Entreprise;Commune de résidence\n1MCV;ROUX;Tom;Bois Vert;Montauban\n"
    )
    assert [row.commune for row in told.rows] == ["82121"]


def test_a_list_kept_by_hand_is_read_as_its_headings_say() -> None:
    roster = read(
        "N°;NOM Prénom;Née le;Cl.;Sortie\n1;ROUX Tom;04/02/2010;1MELEC;\n"
        "2;Galy Paul;1er mars 2010;1MELEC;parti le 3/11/2026\n3;Le Goff Éva Marie;;1MELEC;\n"
    )
    assert roster.rows == (
        RosterRow(2, "ROUX", "Tom", "1MELEC", born="2010-02-04"),
        RosterRow(3, "Galy", "Paul", "1MELEC", born="2010-03-01", left="2026-11-03"),
    )
    assert roster.bad == (BadRow(4, "Nom et prénom impossibles à distinguer"),)


def test_a_name_without_capitals_is_not_parted_where_no_heading_says_the_order() -> None:
    roster = read("Élève;Classe\nGaly Paul;1MELEC\nROUX Tom;1MELEC\n")
    assert [row.last_name for row in roster.rows] == ["ROUX"]
