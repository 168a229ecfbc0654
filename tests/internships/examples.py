"""One of each thing an address of the tracker names."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from contracts.identifiers import SiteKey, Uai
from contracts.internships.follow_up import ContactKind
from contracts.internships.mobility import AidKind
from contracts.personal_links import FOLLOWED_PUPILS, HOSTED_STAY, PUPIL_PERIODS
from contracts.publication import FactFamily
from services.chassis.security.secret_links import SecretLinks
from services.internships.agreement_models.commands import add_agreement_model
from services.internships.approaches.commands import note_approach
from services.internships.approaches.model.approach import ApproachedBy, Asking, Means
from services.internships.base.days import local_date
from services.internships.comments.commands import comment_figure
from services.internships.families.commands import note_address, write_to_families
from services.internships.families.model import PAGE_PURPOSE, STOP_PURPOSE, FamilySlot, SaidBy
from services.internships.follow_ups.commands.note_follow_up import note_follow_up
from services.internships.follow_ups.commands.raise_alert import raise_alert
from services.internships.follow_ups.model import AlertMatter, Contact
from services.internships.mobility.commands import ask_mobility_aid
from services.internships.personal_links.commands import (
    give_class_link,
    give_personal_link,
    open_stay_link,
)
from services.internships.personal_links.model import purpose_of
from services.internships.referent_desk.commands import give_referent_link
from services.internships.referents.commands import assign_referents, name_referents
from tests.internships.world import CARE, Lycee
from tests.support.docx import docx, paragraph
from tests.support.examples import Example, Examples
from tests.support.network import HERE, Network
from tests.support.services import ServiceDatabases


async def examples(network: Network, databases: ServiceDatabases) -> Examples:
    superuser = await databases.superuser("internships")
    lycee = Lycee(HERE, network.runtime("internships").work, superuser)
    formation = await lycee.opens(CARE, "Formation d’ici")
    [pupil] = await lycee.imports("DUVERNET Ismérie 1ASSP", classes={"1ASSP": formation})
    model, _ = await lycee.do(
        add_agreement_model,
        name="Convention de Caylus.docx",
        voted_on=lycee.now.date(),
        fields=["élève"],
        content=docx(paragraph("{{élève}}")),
        now=lycee.now,
    )
    period = await lycee.publishes_a_period(formation)
    site = await lycee.knows_a_host()
    placement = await lycee.proposes(pupil, period, site)
    approach = await lycee.do(
        note_approach,
        period_id=period,
        pupil_year_id=pupil,
        site_key=site,
        asking=Asking(
            ApproachedBy.PUPIL, Means.VISIT, local_date(lycee.now), note="Un rendez-vous"
        ),
        now=lycee.now,
    )
    await lycee.do(
        comment_figure,
        uai=HERE,
        family=FactFamily.COVERAGE,
        named="Lycée d’ici",
        figure="Couverture des PFMP",
        text="Un chantier de Caylus attend.",
        now=lycee.now,
    )
    link_id = await lycee.do(
        give_personal_link, pupil_year_id=pupil, kind=PUPIL_PERIODS, now=datetime.now(UTC)
    )
    await lycee.do(
        give_class_link,
        class_id=(class_id := await superuser.fetchval("SELECT class_id FROM classes")),
        given_to="Mme Quercy-Lalande",
        now=datetime.now(UTC),
    )
    [referent_id] = await lycee.do(name_referents, names=["M. Lestrade-Vaour"], now=lycee.now)
    assigned = await lycee.do(
        assign_referents, period_id=period, shown={}, chosen={pupil: referent_id}, now=lycee.now
    )
    aid_id = await lycee.do(
        ask_mobility_aid,
        pupil_year_id=pupil,
        period_id=period,
        kind=AidKind.TRANSPORT,
        on=lycee.now.date(),
        now=lycee.now,
    )
    agreement_id = await superuser.fetchval(
        "INSERT INTO agreements (uai, agreement_id, placement_id, standing, prepared_on, prepared_act, version)"
        " VALUES ($1, gen_random_uuid(), $2, 'prepared', '2026-11-24', gen_random_uuid(), 1)"
        " RETURNING agreement_id",
        *(HERE, placement),
    )
    click_id = await superuser.fetchval("SELECT prepared_act FROM agreements")
    attested = await superuser.fetchval(
        "INSERT INTO attestations (uai, attestation_id, placement_id, act_id, received_on, days,"
        " absence_days) VALUES ($1, gen_random_uuid(), $2, gen_random_uuid(), '2026-11-24', 20, 0)"
        " RETURNING act_id",
        *(HERE, placement),
    )
    followed = await _followed(lycee, pupil, formation, site)
    desk_id = await lycee.do(give_referent_link, referent_id=referent_id, now=datetime.now(UTC))
    act_id = await superuser.fetchval(
        "INSERT INTO classes_expecting_none (uai, class_id, act_id, said_on, said_as)"
        " VALUES ($1, $2, gen_random_uuid(), '2026-11-24', 'rbde') RETURNING act_id",
        *(HERE, class_id),
    )
    links, purpose = lycee.units.links, purpose_of(PUPIL_PERIODS)
    change_id = await superuser.fetchval(
        "INSERT INTO counted_changes (uai, change_id, period_id, formation_id, added, removed)"
        " VALUES ($1, gen_random_uuid(), $2, $3, $4, '{}') RETURNING change_id",
        *(HERE, period, formation, [pupil]),
    )
    comment = await superuser.fetchval("SELECT comment_id FROM figure_comments")
    import_id = await superuser.fetchval("SELECT import_id FROM roster_imports")
    await superuser.close()
    return Examples(
        {
            "period_id": Example(str(period), own=True),
            "pupil_year_id": Example(str(pupil), own=True),
            "placement_id": Example(str(placement), own=True),
            "approach_id": Example(str(approach), own=True),
            "site_key": Example(site, own=False, unknown=SiteKey.local(uuid4())),
            "site": Example(site, own=False, unknown=SiteKey.local(uuid4())),
            "uai": Example(str(HERE), own=True, unknown=Uai.numbered("0829999")),
            "family": Example(FactFamily.EXCHANGES.value, own=False),
            "comment_id": Example(str(comment), own=True),
            "link_id": Example(str(link_id), own=True),
            "class_id": Example(str(class_id), own=True),
            "import_id": Example(str(import_id), own=True),
            "act_id": Example(str(act_id), own=True),
            "referent_id": Example(str(referent_id), own=True),
            "attestations_id": Example(str(attested), own=True),
            "assignment_id": Example(str(assigned.act_id), own=True),
            "aid_id": Example(str(aid_id), own=True),
            "agreement_id": Example(str(agreement_id), own=True),
            "click_id": Example(str(click_id), own=True),
            "change_id": Example(str(change_id), own=True),
            "model_id": Example(str(model.id), own=True),
            **followed,
            "follow_token": Example(
                links.token(purpose_of(FOLLOWED_PUPILS), uai=HERE, row_id=desk_id),
                own=True,
                unknown=links.token(purpose_of(FOLLOWED_PUPILS), uai=HERE, row_id=uuid4()),
            ),
            "kind": Example(PUPIL_PERIODS.word, own=False),
            "token": Example(
                links.token(purpose, uai=HERE, row_id=link_id),
                own=True,
                unknown=links.token(purpose, uai=HERE, row_id=uuid4()),
            ),
        },
        (
            "DUVERNET",
            "Ismérie",
            "Formation d’ici",
            "Un chantier de Caylus",
            "Quercy-Lalande",
            "Lestrade",
            "Convention de Caylus",
        ),
    )


async def _followed(
    lycee: Lycee, pupil: UUID, formation: UUID, site: SiteKey
) -> dict[str, Example]:
    """A pupil who is at a host these days, a contact and an alert about them."""
    days = {"starts_on": date(2027, 5, 3), "ends_on": date(2027, 5, 28)}
    period = await lycee.publishes_a_period(formation, **days)
    placement = await lycee.places(pupil, period, site)
    # Whatever day the tests run on.
    await lycee.superuser.execute(
        "UPDATE placements SET own_starts_on = current_date - 5, own_ends_on = current_date + 5,"
        " dates_reason = 'other' WHERE placement_id = $1",
        placement,
    )
    [referent] = await lycee.superuser.fetch("SELECT referent_id FROM referents")
    await lycee.do(
        assign_referents,
        period_id=period,
        shown={},
        chosen={pupil: referent["referent_id"]},
        now=lycee.now,
    )
    contact = Contact(ContactKind.VISIT, lycee.now.date(), note="Un chantier de Caylus tourne.")
    noted = await lycee.do(note_follow_up, placement_id=placement, contact=contact, now=lycee.now)
    alert = await lycee.do(
        raise_alert, placement_id=placement, matter=AlertMatter.LEAVING, now=lycee.now
    )
    stay_id = await _hosted(lycee, placement)
    family = await _family(lycee, pupil)
    links, purpose = lycee.units.links, purpose_of(HOSTED_STAY)
    return {
        "stay_token": Example(
            links.token(purpose, uai=HERE, row_id=stay_id),
            own=True,
            unknown=links.token(purpose, uai=HERE, row_id=uuid4()),
        ),
        "family_token": _secret(links, PAGE_PURPOSE, family),
        "address_token": _secret(links, STOP_PURPOSE, family),
        "followed_id": Example(str(placement), own=True),
        "follow_up_id": Example(str(noted), own=True),
        "alert_id": Example(str(alert), own=True),
    }


def _secret(links: SecretLinks, purpose: str, row_id: UUID) -> Example:
    return Example(
        links.token(purpose, uai=HERE, row_id=row_id),
        own=True,
        unknown=links.token(purpose, uai=HERE, row_id=uuid4()),
    )


async def _family(lycee: Lycee, pupil: UUID) -> UUID:
    """The address of a representative, of a lycée that writes to families."""
    await lycee.do(write_to_families, uai=HERE, is_open=True, version=0, now=lycee.now)
    await lycee.do(
        note_address,
        pupil_year_id=pupil,
        slot=FamilySlot.FIRST,
        mail="parent.duvernet@messagerie.example",
        known_id=None,
        said_by=SaidBy.BUREAU,
        now=lycee.now,
    )
    return UUID(str(await lycee.superuser.fetchval("SELECT address_id FROM family_addresses")))


async def _hosted(lycee: Lycee, placement: UUID) -> UUID:
    """The link of who hosts them, with an agreement to print."""
    await lycee.superuser.execute(
        "INSERT INTO agreements (uai, agreement_id, placement_id, standing, prepared_on,"
        " prepared_act, issued_on, issued_act, printed_starts_on, printed_ends_on, version)"
        " VALUES ($1, gen_random_uuid(), $2, 'issued', '2026-11-24', gen_random_uuid(),"
        " '2026-11-24', gen_random_uuid(), current_date - 5, current_date + 5, 1)",
        *(HERE, placement),
    )
    now = datetime.now(UTC)
    return await lycee.do(
        open_stay_link,
        placement_id=placement,
        uai=HERE,
        until=now + timedelta(days=65),
        now=now,
    )
