"""Phones and mails that stand in another column than theirs, as if they stood in it."""

from collections.abc import Mapping

from services.partnerships.import_cells.model.ways_within import ways_within

OWN_PHONE, OWN_MAIL = "own_phone", "own_mail"
"""Read like columns: what is written with the name of the company is its own."""
IN_NAME = "téléphone ou mail lu dans le nom"


def moved_ways(raw: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """The cells of a line with those of the name in their columns, each of its kind; what was done, in French."""
    moved, remarks = dict(raw), list[str]()
    name = ways_within(raw.get("name", ""))
    if name.text != raw.get("name", "") and name.text:
        moved["name"] = name.text
        remarks.append(IN_NAME)
        moved[OWN_PHONE] = "\n".join(name.phones)
        moved[OWN_MAIL] = "\n".join(name.mails)
    for column, other in (("mail", "phone"), ("phone", "mail"), ("mobile", "mail")):
        found = ways_within(moved.get(column, ""))
        strangers = found.phones if column == "mail" else found.mails
        if strangers:
            own = found.mails if column == "mail" else found.phones
            moved[column] = "\n".join(filter(None, (*own, found.text)))
            moved[other] = "\n".join(filter(None, (moved.get(other, ""), *strangers)))
    return moved, remarks
