"""Settings of one process, read from the environment (`PASSERELLE_…`)."""

from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from contracts.identifiers import Uai
from services.chassis.base.allowed_hosts import Hosts
from services.chassis.base.identity import Role

CORSICA = {"2A": "620", "2B": "720"}
"""How UAI begin where the code of the department is no number."""
_MAIL_OR_NONE = r"^([A-Za-z0-9._+-]+@[a-z0-9-]+(\.[a-z0-9-]+)+)?$"


class Settings(BaseSettings):
    """Where the process finds its database, its bus and its neighbours."""

    model_config = SettingsConfigDict(
        env_prefix="PASSERELLE_", extra="ignore", frozen=True, hide_input_in_errors=True
    )

    department: str = Field(default="82", pattern=r"^(\d{2}|2[AB]|97\d)$")
    """INSEE code of the département the services speak for."""

    dsden_uai: str = ""
    """UAI of the DSDEN, which accounts of no lycée speak for; without it, a well-formed number nobody has."""

    database_url: SecretStr | None = None
    """Address of an administrator (CREATEDB and CREATEROLE), used by `migrate` alone.

    Services never connect with it: they only take the host and the port from it.
    """
    database_host: str = "127.0.0.1"
    """Where PostgreSQL listens; that of `database_url` when it is given."""
    database_port: int = 5432
    """Its port; that of `database_url` when it is given."""
    database_ssl: Literal["disable", "prefer", "require", "verify-ca", "verify-full"] = "prefer"
    """How connections to PostgreSQL are encrypted, as libpq means these words."""
    database_prefix: str = Field(default="passerelle_", pattern=r"^[a-z][a-z0-9_]{0,30}$")
    """How the names of the databases and of their roles begin."""

    nats_url: str = "nats://127.0.0.1:4222"
    """The bus: `nats://` or `tls://`, several between commas."""
    credentials: Path = Path("var/credentials")
    """Folder of the passwords and keys of the services, one 0600 file each."""

    erasures: Path | None = None
    """Folder of what was erased, one file of ids per service; without it, `erasures` beside the credentials.
    It is never saved nor put back with the databases.
    """

    year_purged_on: str = Field(default="10-31", pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|30|31)$")
    """Day (month-day) on which what was kept for a school year that is over goes."""
    kept_years: int = Field(default=3, ge=1, le=10)
    """Years people outside the lycées are kept for after the last exchange with them."""

    public_url: str = "http://127.0.0.1:8000"
    """The address people type, the one origin browsers see: `https://…` anywhere but on one machine alone."""
    portal_url: str = "http://127.0.0.1:8000"
    """Where this process asks the portal who a session belongs to."""
    second_factor_for: str = ""
    """Roles that do not come in without a second factor (`operator,supervisor,head,delegate`): who has
    none sets it up at the next sign-in. Everybody may have one; without any role here, nobody must.
    """

    allowed_hosts: str = Field(
        default="", pattern=r"^\s*([A-Za-z0-9.:\[\]-]+\s*(,\s*[A-Za-z0-9.:\[\]-]+\s*)*)?$"
    )
    """Names Passerelle is asked by besides that of `public_url`, that of `portal_url` and this machine’s
    (`passerelle.lan,10.1.2.3`, without a port): a request for any other name is refused (421).
    """

    data_folder: Path | None = None
    """A folder on the disk the portal watches, where outlines and lists this installation was given
    are too; `up` has that of its data.
    """
    otlp_endpoint: str | None = Field(
        default=None,
        pattern=r"^https?://",
        validation_alias=AliasChoices("otlp_endpoint", "OTEL_EXPORTER_OTLP_ENDPOINT"),
    )
    """Where traces are sent (OTLP by HTTP), under the name every OpenTelemetry tool reads."""
    metrics_token: SecretStr | None = Field(default=None, min_length=16)
    """Lets a program read the metrics (`Authorization: Bearer …`); an operator always may."""

    demonstration: bool = False
    """Whether everything here is invented: each page and mail then says so."""

    directory_url: str | None = Field(default=None, pattern=r"^https?://")
    """Public directory that forms may be filled from, for three seconds at most (see README.md, beside this
    page); without one nothing is asked outside and people type.
    """

    theme: Literal["neutre", "dsfr"] = "neutre"
    """How pages look. `dsfr` is the design system of the State (système de design de l’État): its
    terms of use keep it for State services on a `.gouv.fr` address (a DSDEN, a rectorat). A lycée,
    an association or a demonstration may not use it.
    """
    state_service: str = Field(default="République française", min_length=1, max_length=80)
    """The service named under the Marianne in the theme `dsfr`: the official title it was given."""

    publisher: str = ""
    """Who answers for the site (éditeur): name and address. These five are shown on the legal pages."""
    publication_director: str = ""
    """Who directs the publication (directeur de la publication)."""
    hosted_by: str = ""
    """Who hosts it: name, address, telephone."""
    contact_mail: str = Field(default="", pattern=_MAIL_OR_NONE)
    """Where people write who cannot use a page (accessibility), or about the site."""
    data_protection_mail: str = Field(default="", pattern=_MAIL_OR_NONE)
    """The data protection officer (délégué à la protection des données)."""

    demo_smtp_port: int | None = None
    """Port of the demonstration's mailbox, on loopback: what it takes is shown and goes nowhere."""
    demo_mailbox_key: SecretStr | None = Field(default=None, min_length=16)
    """What the address holds that opens this mailbox; without one it takes mails and shows none."""

    drop_domain: str | None = Field(default=None, pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")
    """Domain of the addresses people send mails to in copy; with `drop_smtp_port`, they are noted."""
    drop_smtp_port: int | None = None
    """Port of the SMTP server these mails are handed to by the organisation's own server."""
    drop_smtp_host: str = "127.0.0.1"
    """Where that port listens."""
    drop_smtp_peers: str = "127.0.0.0/8,::1"
    """Addresses and networks of the mail servers that may speak to that port (`127.0.0.1,10.1.2.0/24`)."""
    drop_smtp_relay: str | None = Field(default=None, pattern=r"^[A-Za-z0-9._-]+$")
    """Name your mail server signs its `Authentication-Results` with; it has to take out those of others
    under that name. Without one nobody vouches for who wrote a mail, and each waits for its reader.
    """

    returns_domain: str | None = Field(default=None, pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")
    """Domain mails that do not arrive come back to; with `returns_smtp_port`, who wrote them is told.
    Without one they come back to the domain of `mail_from`, where nobody reads them.
    """
    returns_smtp_port: int | None = None
    """Port of the SMTP server these are handed to, by the servers of `drop_smtp_peers`."""
    returns_smtp_host: str = "127.0.0.1"
    """Where that port listens."""

    trusted_proxies: str = ""
    """Addresses and networks of the proxies before Passerelle (`127.0.0.1,10.1.0.0/16`): theirs alone
    is the `X-Forwarded-For` that says whom they ask for. Without any, that header is ignored.
    """

    outgoing_networks: str = ""
    """Networks besides public ones that facts may be sent to (`127.0.0.0/8,10.1.0.0/16`): without
    any, a lycée can have nothing sent to a machine inside.
    """

    smtp_host: str | None = None
    """Server that takes mails to send on; without one, mails wait."""
    smtp_port: int | None = None
    """Without it the one of `smtp_security`: 587, 465 or 25."""
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    """`none` is for a server on this machine; the others never go on in clear when TLS fails."""
    smtp_ca: Path | None = None
    """Certificates of an authority the system does not know (PEM)."""
    smtp_username: str | None = None
    """If the server asks for it."""
    smtp_password: SecretStr | None = None
    """Goes with the name."""
    smtp_connections: int = Field(default=8, ge=1, le=32)
    """Connections one process holds to that server at the same time: each waits for it most of the time."""
    mail_from: str | None = Field(
        default=None, pattern=r"^[A-Za-z0-9_+-]+(\.[A-Za-z0-9_+-]+)*@[a-z0-9-]+(\.[a-z0-9-]+)+$"
    )
    """Address mails are sent from; undelivered ones come back to `rebond+…` at its domain."""

    log_format: Literal["console", "json"] = "console"
    """For eyes, or for a program that gathers logs."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """From which weight on lines are written; in a terminal `up` says warnings alone unless this is given."""

    @model_validator(mode="before")
    @classmethod
    def _address_of_the_server(cls, values: object) -> object:
        """Take host and port from `database_url`, so that they are given once."""
        if isinstance(values, dict) and values.get("database_url"):
            address = values["database_url"]
            text = address.get_secret_value() if isinstance(address, SecretStr) else str(address)
            parts = urlsplit(text)
            values.setdefault("database_host", parts.hostname or "127.0.0.1")
            values.setdefault("database_port", parts.port or 5432)
        return values

    @field_validator("dsden_uai")
    @classmethod
    def _a_number_that_exists(cls, value: str) -> str:
        return str(Uai(value)) if value else ""

    @property
    def department_uai(self) -> Uai:
        """Whom accounts of no lycée speak for: the DSDEN, or a number that is well formed and
        nobody's (department then 9999) while its own was not given.
        """
        return Uai(self.dsden_uai) if self.dsden_uai else placeholder_uai(self.department)

    @property
    def second_factor_roles(self) -> frozenset[Role]:
        """`second_factor_for`, read."""
        return _roles(self.second_factor_for)

    @property
    def erasures_folder(self) -> Path:
        """Where erasures are kept outside the databases: by default beside the credentials.

        Never saved nor restored together with the databases; shared by the replicas of a service.
        """
        return self.erasures or self.credentials.parent / "erasures"

    @property
    def hosts(self) -> Hosts:
        """The names requests may ask for."""
        return Hosts.of((self.public_url, self.portal_url), self.allowed_hosts.split(","))

    @property
    def outgoing_allowed(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """`outgoing_networks`, read."""
        return _networks(self.outgoing_networks)

    @property
    def drop_peers(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """`drop_smtp_peers`, read."""
        return _networks(self.drop_smtp_peers)

    @property
    def proxies_trusted(self) -> list[str]:
        """`trusted_proxies`, as networks."""
        return [str(one) for one in _networks(self.trusted_proxies)]

    @field_validator("outgoing_networks", "trusted_proxies", "drop_smtp_peers")
    @classmethod
    def _networks_that_exist(cls, value: str) -> str:
        _networks(value)
        return value

    @field_validator("second_factor_for")
    @classmethod
    def _roles_that_exist(cls, value: str) -> str:
        _roles(value)
        return value

    @model_validator(mode="after")
    def _sending_makes_sense(self) -> Self:
        if self.smtp_host is not None and self.mail_from is None:
            raise ValueError("PASSERELLE_SMTP_HOST demande aussi PASSERELLE_MAIL_FROM.")
        if self.smtp_security == "none" and self.smtp_username is not None:
            raise ValueError(
                "Un mot de passe ne part pas en clair\u202f: donnez PASSERELLE_SMTP_SECURITY, "
                "starttls ou tls."
            )
        return self

    def database_name(self, service: str) -> str:
        """Name of a service's database; its roles are `<name>_owner|_app|_relay|_reader`."""
        return f"{self.database_prefix}{service}"

    def replaced(self, **changes: object) -> Self:
        """Return a copy with some values changed, validated again."""
        return type(self).model_validate({**self.model_dump(), **changes})


def _networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Addresses and networks between commas. Raises ValueError for what is neither."""
    return tuple(ip_network(one) for one in filter(None, map(str.strip, text.split(","))))


def _roles(text: str) -> frozenset[Role]:
    """Roles between commas. Raises ValueError for a word that is none."""
    named = [one for one in map(str.strip, text.split(",")) if one]
    for one in named:
        if one not in set(Role):
            raise ValueError(f"Rôle inconnu\u202f: {one}. Rôles\u202f: {', '.join(Role)}.")
    return frozenset(Role(one) for one in named)


def placeholder_uai(department: str) -> Uai:
    """A well-formed UAI of this department that no school has."""
    return Uai.numbered(CORSICA.get(department, department.rjust(3, "0")) + "9999")
