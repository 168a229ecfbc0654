"""What a demonstration remembers in its folder: `demo.json` (0600).

The file is also what says that an installation is a demonstration.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from pathlib import Path

from deploy.demo.lycees import ACCOUNTS, LYCEES, DemoLycee

FILE = "demo.json"


class UnknownLycee(ValueError):
    """A lycée that is none of the demonstration's; the message is for the user."""

    def __init__(self, uai: str) -> None:
        super().__init__(
            f"{FILE} nomme le lycée {uai}, qui n’est pas de la démonstration. Corrigez «\u00a0lycees\u00a0»"
            f" ou ôtez-le\u202f; elle connaît {', '.join(one.uai for one in LYCEES)}."
        )


@dataclass
class Memory:
    """Passwords by mail, the day it began (what it holds is counted from), and whether all is there."""

    passwords: dict[str, str] = field(default_factory=dict, repr=False)
    began_on: str | None = None
    complete: bool = False
    lycees: list[str] | None = None
    """UAI of those whose year is made; of all of them if nothing is said."""

    @classmethod
    def of(cls, folder: Path) -> "Memory":
        """What is remembered; an empty memory where there is no demonstration."""
        path = folder / FILE
        kept = json.loads(path.read_text() or "{}") if path.exists() else {}
        if not kept.keys() <= {one.name for one in fields(cls)}:
            kept = {"passwords": kept}  # a file of before: passwords by mail, nothing else
        return cls(**kept)

    def keep(self, folder: Path) -> None:
        """Write at once or not at all: a kill leaves the file of before."""
        aside = folder / f"{FILE}.new"
        aside.unlink(missing_ok=True)
        aside.touch(mode=0o600)
        aside.write_text(json.dumps(asdict(self), indent=1))
        aside.rename(folder / FILE)

    def first_day(self, today: date) -> date:
        """The day everything is counted from: that of the first time."""
        self.began_on = self.began_on or today.isoformat()
        return date.fromisoformat(self.began_on)

    def at_work(self) -> Sequence[DemoLycee]:
        """The lycées whose year is made, in their order. Raises UnknownLycee."""
        if self.lycees is None:
            return LYCEES
        for uai in set(self.lycees) - {one.uai for one in LYCEES}:
            raise UnknownLycee(uai)
        return [one for one in LYCEES if one.uai in self.lycees]

    def password(self, mail: str, drawn: str) -> str:
        """The password of an account; `drawn` the first time."""
        return self.passwords.setdefault(mail, drawn)

    def start_again(self) -> None:
        """Forget all but the passwords: the accounts will be the same."""
        self.began_on, self.complete = None, False
        mails = {account.mail for account in ACCOUNTS}
        self.passwords = {m: word for m, word in self.passwords.items() if m in mails}
