"""What stands for the name of a company and is something else: a phone, a mail, a postcode, an address."""

import re

from services.partnerships.base.text import plain
from services.partnerships.import_cells.model.ways_within import ways_within

_STREET = re.compile(
    r"(?:rue|avenue|boulevard|chemin|impasse|lotissement|zone artisanale|zone industrielle)\b.*"
    r"|\d{1,4} ?(?:bis|ter|quater)? (?:rue|avenue|av|bd|bld|boulevard|chemin|ch|route|rte|impasse"
    r"|imp|allee|allees|lotissement|faubourg|fg|za|zi|zac|place|pl|cours|quai|square|passage)\b.*"
)
_POSTCODE = re.compile(r"\d{2} ?\d{3}\b.*")
_LABELLED = re.compile(
    r"(?:tel|telephone|port|portable|fax|mail|courriel|e mail|email|adresse|cp|ville|contact|siret)\b"
)
_WEB = re.compile(r"(?:https?|www)\b")


def is_unlikely_name(text: str) -> bool:
    """Whether a text is surely something else of a company than its name."""
    words = plain(text)
    if len(words) == 1 or (words and words.replace(" ", "").isdigit()):
        return True
    left = ways_within(text)
    if (left.phones or left.mails) and not plain(left.text):
        return True
    kinds = (_STREET, _POSTCODE)
    labelled = ":" in text and _LABELLED.match(words)
    return bool(labelled or _WEB.match(words) or any(one.fullmatch(words) for one in kinds))
