"""What the registry knows of an address, whoever it is of: asked before somebody outside it is written to."""

from pydantic import BaseModel

from contracts.questions import Question, declare


class AddressRequest(BaseModel):
    mail: str


class AddressStanding(BaseModel):
    """`stopped`: its reader wants no mail, of any lycée; `returned`: none arrives there."""

    stopped: bool = False
    returned: bool = False


ADDRESS_STANDING = declare(
    Question(
        "partnerships",
        "address_standing",
        AddressRequest,
        AddressStanding,
        frozenset({"notifications"}),
    )
)
