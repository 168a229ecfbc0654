"""The lines of the list of companies: what they say in the least place."""

from datetime import date
from typing import Any

from services.chassis.web.views.french import short_names
from services.partnerships.company_list.queries.pages import CompanyPage


def lines_of(found: CompanyPage, today: date) -> dict[str, Any]:
    """The companies of a page, with the short names of the other lycées that know them."""
    others = {one.uai: one.lycee for item in found.items for one in item.known_by}
    return {"page": found, "called": short_names(others), "this_year": today.year}
