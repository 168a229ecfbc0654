"""What refers to a company is known to merges and to imports that are undone: a table that forgot is found."""

from sqlalchemy import Table

import services.partnerships.service as _service
from services.partnerships.base.tables import metadata
from services.partnerships.companies.tables.references import REFERENCES

ABOUT = frozenset({"company_id", "site_id"})
CARDS = frozenset({"companies", "sites"})


def _refers_to(table: Table) -> frozenset[str]:
    """The tables its foreign keys lead to."""
    return frozenset(key.column.table.name for key in table.foreign_keys)


def test_every_table_about_companies_says_whether_its_rows_follow_a_card() -> None:
    assert _service.SERVICE.metadata is metadata
    about = {
        table.name
        for table in metadata.sorted_tables
        if ABOUT & set(table.columns.keys()) or CARDS & _refers_to(table)
    }

    assert about == {one.table.name for one in REFERENCES.to_companies()}


def test_every_column_that_leads_to_a_contact_is_registered() -> None:
    leading = {
        f"{table.name}.{key.parent.name}"
        for table in metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "contacts" and key.parent.name != "uai"
    }

    named = {str(one.column) for one in REFERENCES.to_contacts()}
    assert leading <= named
    # Signatories may be gone: their column has no key.
    assert named - leading == {"partnerships.signatory_id"}


def test_what_follows_a_card_and_what_stays_told_of_it() -> None:
    stays = {one.table.name for one in REFERENCES.to_companies() if not one.follows}

    assert {"import_rows", "import_effects", "mass_change_rows", "departed_sites"} <= stays
    assert not {"contacts", "interactions", "contact_checks", "places", "onboardings"} & stays
