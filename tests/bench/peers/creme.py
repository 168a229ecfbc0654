"""Creme CRM (`creme-crm` of PyPI): pages and forms; it has no API."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
import psutil

from tests.bench.costs import COMPANIES
from tests.bench.peers.peer import Asks, Environment
from tests.support.pages import Page

PASSWORD = "une-phrase-assez-longue"
LOGIN, ADD = "/creme_login/", "/persons/organisation/add"
SETTINGS = """
import os
from pathlib import Path
from creme.settings import *
BASE_DIR = Path(__file__).resolve().parent
SECRET_KEY = "of-the-bench-" * 4
LANGUAGE_CODE, TIME_ZONE = "fr", "Europe/Paris"
SITE_DOMAIN = "http://127.0.0.1"
ALLOWED_HOSTS = ["*"]
JOBMANAGER_BROKER = os.environ["REDIS"]
DATABASES = {"default": {
    "ENGINE": "django.db.backends.postgresql", "NAME": os.environ["DBNAME"], "USER": "postgres",
    "PASSWORD": os.environ["DBPASSWORD"], "HOST": "127.0.0.1", "PORT": os.environ["DBPORT"],
}}
MEDIA_ROOT = BASE_DIR / "media" / "upload"
STATIC_ROOT = BASE_DIR / "media" / "static"
GENERATED_MEDIA_NAMES_FILE = BASE_DIR / "_generated_media_names.py"
"""
WSGI = """
from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()
"""
FILL = f"""
import django; django.setup()
from creme.creme_core.models import CremeUser
from creme.persons import get_organisation_model
user = CremeUser.objects.filter(is_superuser=True, is_staff=False).first()
user.set_password("{PASSWORD}"); user.save()
Organisation = get_organisation_model()
for n in range({COMPANIES}):
    Organisation.objects.create(user=user, name=f"Atelier du Bench {{n}}")
print(user.username)
"""


@asynccontextmanager
async def creme(environment: Environment) -> AsyncIterator[tuple[Asks, psutil.Process]]:
    """Its migrations and first data, organisations with their history, somebody signed in."""
    (environment.folder / "bench_settings.py").write_text(SETTINGS)
    (environment.folder / "bench_wsgi.py").write_text(WSGI)
    variables = {
        "DBNAME": environment.name,
        "DBPASSWORD": environment.postgres.password,
        "DBPORT": str(environment.postgres.port),
        "REDIS": environment.redis,
        "DJANGO_SETTINGS_MODULE": "bench_settings",
        "PYTHONPATH": str(environment.folder),
    }
    for command in (("migrate", "-v0"), ("creme_populate", "-v0"), ("generatemedia",)):
        environment.run("creme", *command, variables=variables)
    user = environment.run("python", "-c", FILL, variables=variables).split()[-1]
    async with (
        environment.served("bench_wsgi", variables) as (address, process),
        httpx2.AsyncClient(
            base_url=address, follow_redirects=True, trust_env=False, timeout=60
        ) as client,
    ):
        await _sign_in(client, user)
        yield await _asks(client), process


async def _sign_in(client: httpx2.AsyncClient, user: str) -> None:
    form = Page(await client.get(LOGIN)).forms[0]
    typed = form.typed(username=user, password=PASSWORD)
    answer = await client.post(LOGIN, data=typed)
    assert LOGIN not in str(answer.url), "Creme did not let the bench in"


async def _asks(client: httpx2.AsyncClient) -> Asks:
    forms = Page(await client.get(ADD)).forms
    form = max(forms, key=lambda one: len(one.fields))

    async def create(number: int) -> httpx2.Response:
        typed = form.typed(name=f"Menuiserie du Banc {number}")
        answer = await client.post(ADD, data=typed, follow_redirects=False)
        assert answer.status_code == httpx2.codes.FOUND, answer.text[:2000]
        return answer

    async def read(_: int) -> httpx2.Response:
        return await client.get("/persons/organisations")

    async def search(number: int) -> httpx2.Response:
        words = f"Bench {number * 37 % 9000}"
        return await client.get("/creme_core/search", params={"research": words})

    return Asks(create, read, search)
