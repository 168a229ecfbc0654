"""One of each thing an address of the department names."""

import json

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import Scope
from services.supervision.feed_readers.commands import add_feed_reader
from services.supervision.feed_readers.model import FeedPart, in_years
from tests.support.examples import Example, Examples
from tests.support.network import HERE, Network
from tests.support.services import ServiceDatabases

FORMATION = "Bac pro des Garrigues"
_EMPTY_REPORT = {
    "month": "2024-09",
    "until": "2024-09-30",
    "known_on": "2024-09-30",
    **{name: [] for name in ("headlines", "coverage", "indicators", "done", "unheard")},
    "exactness": [],
}


async def examples(network: Network, databases: ServiceDatabases) -> Examples:
    """A lycée the department knows, with figures, and a reader of feeds."""
    superuser = await databases.superuser("supervision")
    await superuser.execute(
        "INSERT INTO lycees (uai, name, commune, version, event_id)"
        " VALUES ($1, 'Lycée des Garrigues', '82121', 1, gen_random_uuid())"
        # Beside a running portal the department has heard of it already.
        " ON CONFLICT (uai) DO UPDATE SET name = excluded.name",
        HERE,
    )
    company_id = await superuser.fetchval(
        "INSERT INTO companies (company_id, public_name, naf, commune, version, event_id, name_key,"
        " communes, site_keys) VALUES (gen_random_uuid(), 'Ateliers du Frau', '25.11Z', '82121', 1,"
        " gen_random_uuid(), 'ateliers du frau', '{82121}', '{}') RETURNING company_id"
    )
    period_id = await superuser.fetchval(
        "INSERT INTO periods (uai, period_id, mefs, starts_on, ends_on, weeks, version, event_id)"
        # Of a year that is over: the calendar of this one is read by every lycée.
        " VALUES ($1, gen_random_uuid(), '{2473121411}', '2020-01-06', '2020-01-31', 4, 1,"
        " gen_random_uuid()) RETURNING period_id",
        HERE,
    )
    await superuser.execute(
        "INSERT INTO formations (uai, formation_id, mef, label, version, event_id)"
        " VALUES ($1, gen_random_uuid(), '2473121411', $2, 1, gen_random_uuid())",
        HERE,
        FORMATION,
    )
    await superuser.execute(
        # Its period was not heard of: its figures stand in the year they were told.
        'INSERT INTO coverages (uai, coverage_id, period_id, mef, concerned, exempted, "left",'
        " host_agreed, agreement_issued, agreement_signed, recorded_at, version, event_id, sequence)"
        " VALUES ($1, gen_random_uuid(), gen_random_uuid(), '2473121411', 24, 1, 3, 10, 0, 0, now(),"
        " 1, gen_random_uuid(), 0)",
        HERE,
    )
    campaign_id = await superuser.fetchval(
        "INSERT INTO campaigns (uai, campaign_id, measure, mefs, from_on, until_on, over,"
        " version, event_id) VALUES ('0820001A', gen_random_uuid(), 'exchanges', '{}',"
        " '2026-11-02', '2026-12-18', false, 1, gen_random_uuid()) RETURNING campaign_id"
    )
    await superuser.execute(
        "INSERT INTO campaign_targets (uai, target_id, campaign_id, target, version, event_id)"
        " VALUES ($1, gen_random_uuid(), $2, 12, 1, gen_random_uuid())",
        HERE,
        campaign_id,
    )
    sheet_id = await superuser.fetchval(
        "INSERT INTO asked_sheets (sheet_id, name, lines, version)"
        " VALUES (gen_random_uuid(), 'Enquête', '[[\"actions-menees\", \"\"]]', 1) RETURNING sheet_id"
    )
    record_id = await superuser.fetchval(
        "INSERT INTO sheet_records (record_id, sheet_id, name, school_year, taken_at, lycees, lines)"
        " VALUES (gen_random_uuid(), $1, 'Enquête', '2026-2027', now(), '[]', '[]')"
        " RETURNING record_id",
        sheet_id,
    )
    await superuser.execute(
        # From then on there are months to tell of.
        "INSERT INTO network_journal (event_id, uai, event, recorded_at, correlation_id, details)"
        " VALUES (gen_random_uuid(), $1, 'lycee_opened', '2024-09-02T08:00Z', gen_random_uuid(), '{}')",
        HERE,
    )
    report_id = await superuser.fetchval(
        "INSERT INTO month_records (report_id, month, taken_at, figures, text)"
        " VALUES (gen_random_uuid(), '2024-09', now(), $1, '{}') RETURNING report_id",
        json.dumps(_EMPTY_REPORT),
    )
    figure_id = await superuser.fetchval(
        "INSERT INTO declared_figures (figure_id, uai, indicator, month, numerator, told_on, source,"
        " version, declared_at) VALUES (gen_random_uuid(), $1, 'actions-menees', '2024-09', 3,"
        " '2024-10-01', 'mail', 1, now()) RETURNING figure_id",
        HERE,
    )
    await superuser.close()
    work = network.runtime("supervision").work
    async with work.begin(Scope(frozenset(), department_wide=True)) as uow:
        reader, secret = await add_feed_reader(
            uow,
            reader_id=uow.new_id(),
            organisation="Région des Garrigues",
            inside=False,
            parts=tuple(FeedPart),
            uais=(),
            known=(),
            expires_on=in_years(uow.now.date(), 1),
            account_id=uow.new_id(),
            now=uow.now,
        )
    return Examples(
        {
            "uai": Example(str(HERE), own=True, unknown=Uai.numbered("0829999")),
            # Cards are the network's; a PFMP that was published stands in the calendar of all lycées.
            "company_id": Example(str(company_id), own=False),
            "period_id": Example(str(period_id), own=False),
            # Read by every bureau; whose figures are read is the scope’s.
            "campaign_id": Example(str(campaign_id), own=False),
            "sheet_id": Example(str(sheet_id), own=False),
            "record_id": Example(str(record_id), own=False),
            "month": Example("2024-09", own=False, unknown="2026-13"),
            "report_id": Example(str(report_id), own=False),
            "figure_id": Example(str(figure_id), own=False),
            # Of the department: no lycée has any.
            "reader_id": Example(str(reader.id), own=False),
            "reader_secret": Example(secret, own=False, unknown="x" * 43),
            "activity_format": Example("atom", own=False, unknown="pdf"),
            "coverage_format": Example("json", own=False, unknown="pdf"),
            "indicators_format": Example("json", own=False, unknown="pdf"),
        },
        # Its name stands in the journal of the network, which bureaux read; its figures do not.
        (FORMATION,),
    )
