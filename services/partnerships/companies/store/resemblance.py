"""Which companies may be the one that is registered: by number, by name and place."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    BindParameter,
    CompoundSelect,
    Text,
    any_,
    bindparam,
    func,
    select,
    union,
)

from services.chassis.database.compiled_statements import Prepared
from services.partnerships.companies.tables.companies import companies, sites


def _resembling() -> CompoundSelect[Any]:
    company_id, place = companies.c.company_id, sites.c.place_key
    located = select(company_id).join(sites, sites.c.company_id == company_id)
    # Lists of two columns of one length: pairs of a name and a place.
    both = func.unnest(_texts("name_keys"), _texts("place_keys"))
    pairs = both.table_valued("name", "place").render_derived(name="pairs")
    named = (companies.c.name_key == pairs.c.name) & (place == pairs.c.place)
    without = (companies.c.name_key == any_(_texts("placeless"))) & place.is_(None)
    return union(
        select(company_id).where(companies.c.siren == any_(_texts("sirens"))),
        select(sites.c.company_id).where(sites.c.site_key == any_(_texts("site_keys"))),
        located.join(pairs, named),
        located.where(without),
    )


def _texts(name: str) -> BindParameter[Sequence[str]]:
    return bindparam(name, type_=ARRAY(Text))


# An import asks it for hundreds of companies: a list in the text of the statement would be compiled anew.
RESEMBLING = Prepared(_resembling())
"""Ids of the companies that have one of `sirens`, one of `site_keys`, a name and a place side by side in
`name_keys` and `place_keys`, or a name of `placeless` and a site of which nobody said where it is.
"""
