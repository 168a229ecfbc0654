"""BottleCRM (`django-crm` of PyPI): a JSON API; it ships no pages."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
import psutil

from tests.bench.costs import COMPANIES
from tests.bench.peers.peer import Asks, Environment

ACCOUNTS = "/api/accounts/"
FILL = f"""
import django; django.setup()
from django.db import connection
from accounts.models import Account
from common.models import Org, Profile, User
from common.serializer import OrgAwareRefreshToken
user = User.objects.create(email="bureau@banc.example")
org = Org.objects.create(name="Banc")
connection.cursor().execute("SELECT set_config('app.current_org', %s, false)", [str(org.id)])
profile = Profile.objects.create(user=user, org=org, role="ADMIN", is_active=True)
Account.objects.bulk_create(
    [Account(name=f"Atelier du Bench {{n}}", org=org, created_by=user) for n in range({COMPANIES})],
    batch_size=1000,
)
print(OrgAwareRefreshToken.for_user_and_org(user, org, profile).access_token)
"""


@asynccontextmanager
async def bottlecrm(environment: Environment) -> AsyncIterator[tuple[Asks, psutil.Process]]:
    """Its migrations, an organisation, its accounts, and a token for its API."""
    postgres = environment.postgres
    variables = {
        "DBNAME": environment.name,
        "DBUSER": "postgres",
        "DBPASSWORD": postgres.password,
        "DBHOST": "127.0.0.1",
        "DBPORT": str(postgres.port),
        "CELERY_BROKER_URL": environment.redis,
        "CELERY_RESULT_BACKEND": environment.redis,
        "SECRET_KEY": "of-the-bench-" * 4,
        "DJANGO_SETTINGS_MODULE": "crm.settings",
        "DEBUG": "False",
    }
    environment.run("django-admin", "migrate", "-v0", variables=variables)
    token = environment.run("python", "-c", FILL, variables=variables).split()[-1]
    headers = {"Authorization": f"Bearer {token}"}
    async with (
        environment.served("crm.wsgi", variables) as (address, process),
        httpx2.AsyncClient(
            base_url=address, headers=headers, trust_env=False, timeout=60
        ) as client,
    ):

        async def create(number: int) -> httpx2.Response:
            return await client.post(ACCOUNTS, json={"name": f"Menuiserie du Banc {number}"})

        async def read(_: int) -> httpx2.Response:
            return await client.get(ACCOUNTS)

        async def search(number: int) -> httpx2.Response:
            return await client.get(ACCOUNTS, params={"name": f"Bench {number * 37 % 9000}"})

        yield Asks(create, read, search), process
