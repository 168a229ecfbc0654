"""What a demonstration remembers in its folder: `demo.json` (0600).

The file is also what says that an installation is a demonstration.
"""

import json
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from deploy.demo.lycees import ACCOUNTS

FILE = "demo.json"


@dataclass
class Memory:
    """Passwords by mail, the day it began (what it holds is counted from), and whether all is there."""

    passwords: dict[str, str] = field(default_factory=dict, repr=False)
    began_on: str | None = None
    complete: bool = False

    @classmethod
    def of(cls, folder: Path) -> "Memory":
        """What is remembered; an empty memory where there is no demonstration."""
        path = folder / FILE
        kept = json.loads(path.read_text() or "{}") if path.exists() else {}
        if "passwords" not in kept:  # a file of before: passwords by mail, nothing else
            kept = {"passwords": kept}
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

    def password(self, mail: str, drawn: str) -> str:
        """The password of an account; `drawn` the first time."""
        return self.passwords.setdefault(mail, drawn)

    def start_again(self) -> None:
        """Forget all but the passwords: the accounts will be the same."""
        self.began_on, self.complete = None, False
        mails = {account.mail for account in ACCOUNTS}
        self.passwords = {m: word for m, word in self.passwords.items() if m in mails}
