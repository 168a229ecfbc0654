"""Every column of every service is told in the register, and the check sees what is missing."""

import pytest
from sqlalchemy import Column, MetaData, Table, Text

from deploy.register import complaints, document
from deploy.services import SERVICES
from services.chassis.privacy.processing_register import (
    NOTHING,
    Processing,
    Register,
    by_processing,
    gaps,
    personal,
    told,
)
from services.chassis.service.spec import Service
from tests.support.processes import run

PUPILS = Processing("Élèves", "Suivre", "Élèves", "Le lycée", "Un an")


def a_table(*columns: str) -> MetaData:
    metadata = MetaData()
    Table("pupils", metadata, *(Column(name, Text) for name in columns))
    return metadata


@pytest.mark.parametrize(
    ("columns", "register", "said"),
    [
        (("name", "phone"), {"pupils": told(PUPILS, name="Nom")}, "pupils.phone is not in"),
        (("name",), {}, "pupils.name is not in"),
        (("name",), {"pupils": told(PUPILS, name="Nom", class_id="Classe")}, "in no table"),
        (("name",), {"pupils": told(PUPILS, name=personal(" "))}, "name is empty"),
        (
            ("name",),
            {"pupils": told(Processing("Élèves", "Suivre", "Élèves", "", "Un an"), name="Nom")},
            "recipients is empty",
        ),
        (
            ("name",),
            {"pupils": told(Processing("Élèves", "Suivre", "Élèves", "Lycée", ""), name="Nom")},
            "retention is empty",
        ),
    ],
)
def test_the_check_finds_each_planted_breach(
    columns: tuple[str, ...], register: Register, said: str
) -> None:
    assert any(said in gap for gap in gaps("x", a_table(*columns), register))


def test_a_register_that_says_each_column_is_left_in_peace() -> None:
    assert not list(gaps("x", a_table("name"), {"pupils": told(PUPILS, name="Nom")}))


def test_every_column_of_every_service_is_in_the_register() -> None:
    assert complaints() == []


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_the_printed_register_names_every_column(service: Service) -> None:
    printed = document()
    for table in service.metadata.sorted_tables:
        for column in table.columns:
            assert f"| {table.name}.{column.name} |" in printed


async def test_the_register_is_printed_without_anything_running() -> None:
    code, printed = await run("register", "print")

    assert code == 0, printed
    assert "# Registre des activités de traitement" in printed
    assert "| pupils.last_name | Nom de famille, pour reconnaître l’élève | oui |" in printed


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_the_register_names_each_rule_that_removes_and_no_other(service: Service) -> None:
    told_of = {rule for one in by_processing(service.whole_register) for rule in one.rules}

    assert service.retention is not None
    assert told_of == set(service.retention.rules)


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_something_sees_to_the_end_of_all_that_is_personal(service: Service) -> None:
    for processing, lines in by_processing(service.whole_register).items():
        if any(line.use.personal for line in lines):
            assert processing.enforced != NOTHING, processing.title
