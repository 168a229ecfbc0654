"""What somebody is named in is found and erased wherever it was written: a column that forgot is found."""

import services.partnerships.service as _service
from services.partnerships.base.texts import FREE_TEXTS
from services.partnerships.register import REGISTER

SAID_FREELY = "texte libre"


def test_every_column_of_free_text_is_found_and_erased() -> None:
    assert _service.SERVICE.register is REGISTER
    free = {
        f"{table}.{column}"
        for table, said in REGISTER.items()
        for column, use in said.columns.items()
        if SAID_FREELY in use.purpose.lower()
    }

    assert free <= {str(one.column) for one in FREE_TEXTS.all()}
