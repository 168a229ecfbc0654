"""Parameters of readings: those of one name are one value where readings are asked together."""

from sqlalchemy import ARRAY, Date, Text, Uuid, all_, any_, bindparam

COMPANY = bindparam("company_id", type_=Uuid)
ONE_OF_COMPANIES = any_(bindparam("company_ids", type_=ARRAY(Uuid)))
ONE_OF_SITES = any_(bindparam("site_ids", type_=ARRAY(Uuid)))
_OWN = bindparam("own", type_=ARRAY(Text))
ONE_OF_OWN = any_(_OWN)
"""Of the lycées in scope."""
TODAY = bindparam("today", type_=Date)
NONE_OF_OWN = all_(_OWN)
"""`uai != NONE_OF_OWN`: of any other lycée."""
