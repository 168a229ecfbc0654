"""What is asked about a lycée for its agreements and its reports: put on paper, kept nowhere else."""

from pydantic import BaseModel

from contracts.questions import Question, declare


class LyceeProfileRequest(BaseModel):
    """The lycée is in the subject."""


class LyceeLogo(BaseModel):
    """A picture in base64; `kind` is `png` or `jpg`."""

    content: str
    kind: str


class LyceeProfile(BaseModel):
    """What is not known is a line to fill by hand."""

    address: str | None = None
    """Street, postcode and town."""
    phone: str | None = None
    mail: str | None = None
    head_name: str | None = None
    head_title: str | None = None
    insurer: str | None = None
    policy: str | None = None
    hours: str | None = None
    complete: bool = False
    """Whether nothing is missing."""
    logo: LyceeLogo | None = None


LYCEE_PROFILE = declare(
    Question(
        "portal",
        "lycee_profile",
        LyceeProfileRequest,
        LyceeProfile,
        frozenset({"internships", "notifications", "supervision"}),
    )
)
