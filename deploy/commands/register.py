"""The register of processing from the command line."""

import typer

register = typer.Typer(help="Le registre des traitements (RGPD, article 30).", no_args_is_help=True)


@register.callback()
def _register() -> None:
    """Le registre des traitements (RGPD, article 30)."""


@register.command("print")
def print_register() -> None:
    """Ce qui est gardé, pourquoi, pour qui et jusqu’à quand, colonne par colonne."""
    from deploy.register import document

    typer.echo(document())
