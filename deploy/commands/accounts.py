"""Accounts and the roles they hold, from the command line."""

import sys
from typing import Annotated

import typer

from deploy.commands.command_line import DataOption, run_refusing, settings_of

account = typer.Typer(help="Les comptes.", no_args_is_help=True)
MailArgument = Annotated[
    str, typer.Argument(metavar="ADRESSE", help="Adresse électronique du compte.")
]
RoleOption = Annotated[str, typer.Option(help="rbde, head, supervisor, operator, auditor…")]
UaisOption = Annotated[
    list[str] | None, typer.Option(help="UAI du lycée, autant de fois que voulu.")
]


@account.command("add")
def account_add(
    mail: Annotated[
        str, typer.Argument(metavar="ADRESSE", help="Adresse électronique, qui sert d’identifiant.")
    ],
    *,
    name: Annotated[str, typer.Option(help="Nom affiché.")],
    role: Annotated[str, typer.Option(help="rbde, head, supervisor, operator, auditor…")],
    uai: Annotated[
        list[str] | None, typer.Option(help="UAI du lycée, autant de fois que voulu.")
    ] = None,
    invite: Annotated[
        bool, typer.Option("--invite", help="Envoyer un lien pour choisir le mot de passe.")
    ] = False,
    data: DataOption = None,
) -> None:
    """Ajouter un compte ; son mot de passe est demandé, ou tiré au sort et affiché."""
    from deploy.accounts import accounts

    password = ""
    if sys.stdin.isatty() and not invite:  # a script gets a password that was drawn
        question = "Mot de passe (vide\u00a0: tiré au sort)"
        password = typer.prompt(question, default="", hide_input=True, show_default=False)
    account = accounts.NewAccount(mail, name, role, tuple(uai or ()), password, invite)
    run_refusing(accounts.add(settings_of(data), account))


@account.command("invite")
def account_invite(
    mail: Annotated[str, typer.Argument(metavar="ADRESSE", help="Adresse électronique du compte.")],
    data: DataOption = None,
) -> None:
    """Envoyer une nouvelle invitation à choisir un mot de passe."""
    from deploy.accounts import accounts

    run_refusing(accounts.invite(settings_of(data), mail))


@account.command("grant")
def account_grant(
    mail: MailArgument,
    *,
    role: RoleOption,
    uai: UaisOption = None,
    from_on: Annotated[
        str | None, typer.Option("--from", help="Premier jour (2026-12-01)\u00a0; aujourd’hui.")
    ] = None,
    last_day: Annotated[
        str | None, typer.Option("--until", help="Dernier jour (2027-07-05)\u00a0; sans fin.")
    ] = None,
    data: DataOption = None,
) -> None:
    """Donner un rôle de plus à un compte qui existe."""
    from deploy.accounts import grants

    given = grants.Given(mail, role, tuple(uai or ()), from_on, last_day)
    run_refusing(grants.grant(settings_of(data), given))


@account.command("end")
def account_end(
    mail: MailArgument, *, role: RoleOption, uai: UaisOption = None, data: DataOption = None
) -> None:
    """Mettre fin, maintenant, au rôle d’un compte."""
    from deploy.accounts import grants

    run_refusing(grants.end(settings_of(data), grants.Given(mail, role, tuple(uai or ()))))


@account.command("close")
def account_close(mail: MailArgument, data: DataOption = None) -> None:
    """Fermer un compte, maintenant : ses rôles, ses connexions, ses jetons et ses liens avec lui."""
    from deploy.accounts import grants

    run_refusing(grants.close(settings_of(data), mail))


@account.command("remove-second-factor")
def account_remove_second_factor(mail: MailArgument, data: DataOption = None) -> None:
    """Retirer la double authentification d’un compte dont le téléphone et les codes sont perdus."""
    from deploy.accounts import second_factors

    run_refusing(second_factors.remove(settings_of(data), mail))


@account.command("list")
def account_list(
    role: Annotated[str | None, typer.Option(help="Ce rôle seulement.")] = None,
    uai: Annotated[str | None, typer.Option(help="Ce lycée seulement.")] = None,
    data: DataOption = None,
) -> None:
    """Qui a quel rôle, où, depuis quand et jusqu’à quand."""
    from deploy.accounts import grants

    run_refusing(grants.listed(settings_of(data), role=role, uai=uai))
