"""A start that a full disk stops: recognised whoever met it first, and told with what to do."""

import errno
import os
from pathlib import Path

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""The disk is full, a quota is used up, or the process may write no larger file."""


def is_for_want_of_room(failure: BaseException) -> bool:
    """Whether a file could not grow: ours, or one of the embedded server whose words it quotes."""
    if isinstance(failure, OSError) and failure.errno in NO_ROOM:
        return True
    return any(os.strerror(number) in str(failure) for number in NO_ROOM)


def no_room_in(folder: Path) -> str:
    """What to tell the person who started it, in French."""
    return (
        f"Le disque du dossier {folder} est plein\u202f: libérez de la place ou agrandissez-le, "
        "puis relancez la commande. Ce qui était enregistré l’est toujours."
    )
