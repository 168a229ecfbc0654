"""Two cards of one company become one with everything attached, and two again."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from contracts.identifiers import SiteKey
from contracts.partnerships.actions import ActionKind, ActionPlannedV1
from contracts.partnerships.commitments import TaxPledgesTotalledV1
from contracts.partnerships.companies import CompanyCorrectedV1, LegalForm
from contracts.partnerships.hosting_limits import SiteStaffStatedV1
from contracts.partnerships.merges import CompanyMergedV1, MergeUndoneV1
from contracts.partnerships.partnerships import PartnershipStage
from services.chassis.base.errors import Moved, NotFound, StaleVersion
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.commands import record_hosting
from services.partnerships.actions.commands import hold_action, plan_action
from services.partnerships.actions.model import ActionDetails, CompanyAnswer
from services.partnerships.actions.queries.actions import read_action_card
from services.partnerships.base.tables import metadata
from services.partnerships.cards.queries import read_company
from services.partnerships.commitments.commands import note_pledge
from services.partnerships.commitments.model import PledgeState
from services.partnerships.companies.store.companies import Companies
from services.partnerships.company_list.queries.pages import read_companies
from services.partnerships.contact_checks.commands import ask_contact_check
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.erasure.commands import erase_trader
from services.partnerships.exchanges.queries import read_exchanges
from services.partnerships.import_effects.commands.undo_import import undo_import
from services.partnerships.invitations.commands import invite_company
from services.partnerships.merges.commands import Looked, merge_companies, undo_merge
from services.partnerships.merges.model import (
    CardsNotFollowed,
    Chosen,
    NotOnePlace,
    NotSeparable,
    OneCard,
    PartnershipOnEach,
    PlacePaused,
    TwoCompanies,
)
from services.partnerships.merges.store.company_references import attached_tables
from services.partnerships.partnerships.store import Partnerships
from services.partnerships.pauses.commands import pause_site
from services.partnerships.pauses.model import PauseReason
from services.partnerships.places.commands import note_place
from services.partnerships.pressure.commands import state_staff
from services.partnerships.sites.commands import add_site
from tests.partnerships.world import (
    BOURDELLE,
    MOISSAC,
    NOW,
    SIREN,
    SIRET,
    TODAY,
    Bureau,
    company,
    night,
    row,
    siret_of,
    site,
)
from tests.support.services import Published, ServiceDatabases

OTHER_SIREN = "404833048"


async def _undoes(bureau: Bureau, kept: UUID) -> None:
    await bureau.do(
        undo_merge,
        company_id=kept,
        merge_id=await bureau.last_merge(kept),
        version=(await bureau.card(kept)).version,
        now=bureau.now,
    )


async def _state(superuser: asyncpg.Connection) -> dict[str, list[str]]:
    """Every row of the registry but versions, journals and what merges keep."""
    left_out = {"merges", "merge_moves", "merged_sites"}
    state = {}
    for table in metadata.sorted_tables:
        if table.name in left_out or "journal" in table.name or table.name in _CHASSIS:
            continue
        rows = await superuser.fetch(f"SELECT to_jsonb(t) - 'version' AS row FROM {table.name} t")
        state[table.name] = sorted(record["row"] for record in rows)
    return state


_CHASSIS = {"commands", "due_work", "inbox", "stream_marks", "audit_entries", "purges"}


async def _busy(bureau: Bureau, company_id: UUID, name: str) -> None:
    """A lycée at work with a company: contact, exchange, check, place, hosting."""
    card = await bureau.card(company_id)
    main = card.sites[0]
    contact = await bureau.do(
        add_contact,
        company_id=company_id,
        site_id=main.id,
        details=ContactDetails(name=name, mail="accueil@atelier.example"),
    )
    await bureau.do(ask_contact_check, contact_id=contact, now=bureau.now)
    await bureau.logs(company_id, note="Vu à l’atelier.")
    placement = UUID(int=main.id.int ^ 1)
    await bureau.do(note_place, placement_id=placement, site_key=main.key, on=TODAY, now=NOW)
    await bureau.do(record_hosting, uai=bureau.uai, site_key=main.key, on=TODAY)


@pytest.fixture
async def twins(bureau: Bureau, other_bureau: Bureau) -> tuple[UUID, UUID]:
    """One company under two cards, each at work with both lycées or one."""
    kept = await bureau.registers("Chaudronnerie du Quercy", main=site(siret=SIRET))
    absorbed = await other_bureau.registers(
        "Chaudronerie Quercy", main=site(phone="+33536490001"), legal_form=LegalForm.UNKNOWN
    )
    await _busy(bureau, kept, "Anne Verdier")
    await _busy(other_bureau, absorbed, "Luc Ferrand")
    await _busy(bureau, absorbed, "Paul Mercadier")
    return kept, absorbed


async def test_everything_of_every_lycee_follows_the_card_that_stays(
    bureau: Bureau, other_bureau: Bureau, twins: tuple[UUID, UUID], superuser: asyncpg.Connection
) -> None:
    kept, absorbed = twins

    await bureau.merges(kept, absorbed)

    for table in attached_tables():
        if "company_id" in table.columns:
            left = await superuser.fetchval(
                f"SELECT count(*) FROM {table.name} WHERE company_id = $1", absorbed
            )
            assert left == 0, table.name
    own = await bureau.do(read_company, kept)
    assert {one.details.name for one in own.contacts} == {"Anne Verdier", "Paul Mercadier"}
    assert len((await bureau.do(read_exchanges, kept)).latest) == 2
    assert len(own.company.sites) == 1
    assert own.company.sites[0].details.phone == "+33536490001"
    theirs = await other_bureau.do(read_company, kept)
    assert {one.details.name for one in theirs.contacts} == {"Luc Ferrand"}
    assert theirs.own[0].last_on == TODAY
    (onboarded,) = await superuser.fetch("SELECT * FROM onboardings WHERE uai = $1", BOURDELLE)
    assert onboarded["company_id"] == kept


async def test_a_merge_is_told_with_the_state_of_both(
    bureau: Bureau, twins: tuple[UUID, UUID], published: Published
) -> None:
    kept, absorbed = twins
    gone_key = (await bureau.card(absorbed)).sites[0].key

    await bureau.merges(kept, absorbed)

    (merged,) = await published(CompanyMergedV1)
    assert (merged.company_id, merged.absorbed_id, merged.occurred_on) == (kept, absorbed, TODAY)
    (place,) = merged.same_places
    assert (place.former_key, place.site_key) == (gone_key, SiteKey(SIRET))
    told = {UUID(str(event.company_id)): event for event in await published(CompanyCorrectedV1)}
    assert told[absorbed].sites == ()
    assert len(told[kept].sites) == 1


async def test_the_card_and_the_place_that_went_lead_to_those_that_stayed(
    bureau: Bureau, twins: tuple[UUID, UUID]
) -> None:
    kept, absorbed = twins
    gone = (await bureau.card(absorbed)).sites[0]
    await bureau.merges(kept, absorbed)

    with pytest.raises(Moved) as moved:
        await bureau.do(read_company, absorbed)
    assert moved.value.new == kept
    # What other services know it by still counts: a host that was agreed before goes on hosting.
    await bureau.do(note_place, placement_id=UUID(int=7), site_key=gone.key, on=TODAY, now=NOW)
    await bureau.do(record_hosting, uai=BOURDELLE, site_key=SiteKey.local(gone.id), on=TODAY)
    found = await bureau.do(read_companies, words="quercy")
    assert [one.id for one in found.items] == [kept]


async def test_an_undone_merge_leaves_no_trace(
    bureau: Bureau,
    other_bureau: Bureau,
    twins: tuple[UUID, UUID],
    superuser: asyncpg.Connection,
    published: Published,
) -> None:
    kept, absorbed = twins
    before = await _state(superuser)
    await bureau.merges(kept, absorbed, taken={"name"})
    assert await _state(superuser) != before

    await _undoes(other_bureau, kept)

    assert await _state(superuser) == before
    (undone,) = await published(MergeUndoneV1)
    assert (undone.company_id, undone.restored_id) == (kept, absorbed)
    *_, restored = [e for e in await published(CompanyCorrectedV1) if e.company_id == absorbed]
    assert len(restored.sites) == 1
    with pytest.raises(IndexError):
        await _undoes(bureau, kept)


async def test_sites_that_are_two_places_are_kept_and_come_back(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    kept = await bureau.registers("Chaudronnerie du Quercy", main=site(siret=SIRET))
    absorbed = await bureau.registers("Quercy Chaudronnerie", main=site(commune=MOISSAC))
    await _busy(bureau, absorbed, "Anne Verdier")
    before = await _state(superuser)

    await bureau.merges(kept, absorbed, same_places={})

    merged = await bureau.do(read_company, kept)
    assert [one.details.commune for one in merged.company.sites] == ["82121", MOISSAC]
    assert merged.contacts[0].site_id == merged.company.sites[1].id
    await _undoes(bureau, kept)
    assert await _state(superuser) == before


async def test_the_chosen_fields_win_and_the_known_ones_complete(bureau: Bureau) -> None:
    kept = await bureau.registers("Chaudronnerie du Quercy", legal_form=LegalForm.UNKNOWN, naf=None)
    absorbed = await bureau.registers("Chaudronnerie Quercy SARL", main=site(siret=SIRET))

    await bureau.merges(kept, absorbed, taken={"name"})

    card = await bureau.card(kept)
    assert card.details == replace(company("Chaudronnerie Quercy SARL"), siren=SIREN)
    assert card.sites[0].key == SiteKey(SIRET)


async def test_after_corrections_the_cards_are_separated_and_corrections_stay(
    bureau: Bureau, other_bureau: Bureau, twins: tuple[UUID, UUID]
) -> None:
    """T6: undo a merge after further edits."""
    kept, absorbed = twins
    await bureau.merges(kept, absorbed, taken={"name"})
    merged = await bureau.card(kept)
    later = replace(merged.details, legal_form=LegalForm.ASSOCIATION)
    await bureau.corrects(kept, merged.version, later)
    await other_bureau.logs(kept, note="Après la fusion.")

    await _undoes(bureau, kept)

    card, back = await bureau.card(kept), await bureau.card(absorbed)
    assert card.details.name == "Chaudronnerie du Quercy"
    assert card.details.legal_form is LegalForm.ASSOCIATION
    assert back.details.name == "Chaudronerie Quercy"
    theirs = await other_bureau.do(read_company, absorbed)
    assert [one.details.name for one in theirs.contacts] == ["Luc Ferrand"]
    # What was noted at the merged card stays there, with who noted it.
    after = await other_bureau.do(read_company, kept)
    noted = await other_bureau.do(read_exchanges, kept)
    assert [one.interaction.note for one in noted.latest] == ["Après la fusion."]
    assert after.followed


async def test_merges_of_merges_are_taken_back_in_turn(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    first, second, third = [
        await bureau.registers(name, distinct=True)
        for name in ("Atelier", "Atelier A", "Atelier B")
    ]
    for company_id in (first, second, third):
        await _busy(bureau, company_id, "Anne Verdier")
    before = await _state(superuser)
    gone = (await bureau.card(third)).sites[0]

    await bureau.merges(second, third)
    await bureau.merges(first, second)

    async def leads_to(uow: UnitOfWork) -> Any:
        return await Companies(uow).site_by_key(gone.key)

    assert (await bureau.do(leads_to))[0] == first
    await _undoes(bureau, first)
    await _undoes(bureau, second)
    assert await _state(superuser) == before


async def test_two_sirens_are_never_merged(bureau: Bureau) -> None:
    kept = await bureau.registers(siren=SIREN)
    absorbed = await bureau.registers(siren=OTHER_SIREN, distinct=True)

    with pytest.raises(TwoCompanies):
        await bureau.merges(kept, absorbed)
    assert (await bureau.card(absorbed)).details.siren == OTHER_SIREN


async def test_what_cannot_be_one_is_refused(bureau: Bureau, other_bureau: Bureau) -> None:
    kept = await bureau.registers(main=site(siret=SIRET))
    absorbed = await bureau.registers("Chaudronnerie Quercy")
    await bureau.do(add_site, company_id=absorbed, details=site(commune=MOISSAC), now=NOW)
    card, other = await bureau.card(kept), await bureau.card(absorbed)

    with pytest.raises(OneCard):
        await bureau.merges(kept, kept)
    with pytest.raises(NotOnePlace):
        await bureau.merges(
            kept, absorbed, same_places={s.id: card.sites[0].id for s in other.sites}
        )
    with pytest.raises(CardsNotFollowed):
        await other_bureau.merges(kept, absorbed)
    with pytest.raises(NotFound):
        await bureau.merges(kept, absorbed, same_places={other.sites[0].id: UUID(int=1)})
    await bureau.corrects(absorbed, other.version, company("Autre nom"))
    with pytest.raises(StaleVersion):
        await bureau.do(
            merge_companies,
            kept=Looked(kept, card.version),
            absorbed=Looked(absorbed, other.version),
            chosen=Chosen(),
            now=NOW,
        )


async def test_a_lycee_has_one_open_partnership_with_a_company(
    bureau: Bureau, other_bureau: Bureau, twins: tuple[UUID, UUID]
) -> None:
    kept, absorbed = twins
    await other_bureau.opens_a_partnership(kept)
    ended = await other_bureau.opens_a_partnership(absorbed)

    with pytest.raises(PartnershipOnEach):
        await bureau.merges(kept, absorbed)
    await other_bureau.moves(ended, 1, PartnershipStage.ENDED)
    await bureau.merges(kept, absorbed)

    assert len(await _partnerships(other_bureau, kept)) == 2
    await _undoes(bureau, kept)
    assert [one.id for one in await _partnerships(other_bureau, absorbed)] == [ended]


async def test_a_paused_place_becomes_no_other_place(
    bureau: Bureau, other_bureau: Bureau, twins: tuple[UUID, UUID]
) -> None:
    """Who is asked first there would no longer be: the key would lead to a place nobody paused."""
    kept, absorbed = twins
    place = (await bureau.card(absorbed)).sites[0].id
    await other_bureau.do(
        pause_site,
        company_id=absorbed,
        site_id=place,
        reason=PauseReason.CAPACITY,
        until_on=TODAY + timedelta(days=30),
        now=NOW,
    )

    with pytest.raises(PlacePaused):
        await bureau.merges(kept, absorbed)
    await bureau.merges(kept, absorbed, same_places={})

    assert len((await bureau.card(kept)).sites) == 2


async def _partnerships(bureau: Bureau, company_id: UUID) -> Any:
    async def of(uow: UnitOfWork) -> Any:
        return await Partnerships(uow).of(company_id)

    return await bureau.do(of)


async def test_an_erased_trader_leaves_nothing_of_the_cards_it_came_from(
    bureau: Bureau, superuser: asyncpg.Connection, published: Published
) -> None:
    trader: dict[str, Any] = {"legal_form": LegalForm.SOLE_TRADER, "distinct": True}
    one = await bureau.registers("Zacharie Menuiserie", main=site(siret=SIRET), **trader)
    other = await bureau.registers("Menuiserie Zacharie", **trader)
    await bureau.merges(one, other)

    version = (await bureau.card(one)).version
    await bureau.do(erase_trader, company_id=one, version=version, now=NOW)

    for table in ("companies", "company_words", "merges", "merge_moves", "merged_sites", "sites"):
        rows = await superuser.fetch(f"SELECT t::text AS row FROM {table} t")
        assert not [r for r in rows if "zacharie" in r["row"].lower() or SIRET in r["row"]], table
    with pytest.raises(IndexError):
        await _undoes(bureau, one)


async def _pledges(bureau: Bureau, company_id: UUID, state: PledgeState, euros: int | None) -> None:
    await bureau.do(
        note_pledge, company_id=company_id, year=2027, state=state, amount_euros=euros, now=NOW
    )


async def _more_pledges(bureau: Bureau, count: int) -> None:
    """Of as many companies more: a total is told once five are."""
    for number in range(count):
        house = await bureau.registers(f"Maison {number}", distinct=True)
        await _pledges(bureau, house, PledgeState.PLEDGED, 100)


async def test_pledges_to_both_cards_are_one_companys_and_told_as_such(
    bureau: Bureau,
    other_bureau: Bureau,
    twins: tuple[UUID, UUID],
    published: Published,
    service_databases: ServiceDatabases,
) -> None:
    kept, absorbed = twins
    await _more_pledges(other_bureau, 4)
    await _pledges(other_bureau, kept, PledgeState.PLEDGED, 500)
    await _pledges(other_bureau, absorbed, PledgeState.CONFIRMED, 200)
    await night(other_bureau, service_databases)

    bureau.now = NOW + timedelta(days=2)
    await bureau.merges(kept, absorbed)
    await _more_pledges(other_bureau, 6)
    await night(other_bureau, service_databases, 3)
    bureau.now = NOW + timedelta(days=4)
    await _undoes(bureau, kept)
    await _more_pledges(other_bureau, 4)
    await night(other_bureau, service_databases, 5)

    totals = await published(TaxPledgesTotalledV1)
    # Nobody promised the lycée that merges anything, and it says so.
    told = [(one.companies, one.amount_euros) for one in totals if one.companies]
    assert told == [(6, 1100), (11, 1700), (16, 2100)]


async def test_an_action_with_both_cards_is_told_with_one_company_less(
    bureau: Bureau, other_bureau: Bureau, twins: tuple[UUID, UUID], published: Published
) -> None:
    kept, absorbed = twins
    details = ActionDetails(kind=ActionKind.VISIT, title="Visite", planned_on=TODAY)
    action_id = await other_bureau.do(plan_action, details=details, company_id=kept, now=NOW)
    await other_bureau.do(
        invite_company, action_id=action_id, company_id=absorbed, takes_part=True, now=NOW
    )

    async def told() -> tuple[list[int], int]:
        action = (await other_bureau.do(read_action_card, action_id)).action
        return [one.companies for one in await published(ActionPlannedV1)], action.version

    await bureau.merges(kept, absorbed)
    assert await told() == ([1, 2, 1], 3)
    await _undoes(bureau, kept)
    assert await told() == ([1, 2, 1, 2], 4)


@pytest.mark.parametrize(
    ("of_kept", "of_absorbed", "answer"),
    [
        (CompanyAnswer.ABSENT, CompanyAnswer.CAME, CompanyAnswer.CAME),
        (CompanyAnswer.CAME, CompanyAnswer.ABSENT, CompanyAnswer.CAME),
        (CompanyAnswer.DECLINED, CompanyAnswer.CAME, CompanyAnswer.CAME),
        (CompanyAnswer.INVITED, CompanyAnswer.DECLINED, CompanyAnswer.DECLINED),
    ],
)
async def test_a_card_came_to_an_action_if_one_of_the_two_did(
    bureau: Bureau,
    twins: tuple[UUID, UUID],
    of_kept: CompanyAnswer,
    of_absorbed: CompanyAnswer,
    answer: CompanyAnswer,
) -> None:
    kept, absorbed = twins
    details = ActionDetails(kind=ActionKind.FORUM, title="Forum", planned_on=TODAY)
    action_id = await bureau.do(plan_action, details=details, now=NOW)
    on: dict[str, Any] = {"on": TODAY, "pupils": 24, "teachers": 2}
    await bureau.do(hold_action, action_id=action_id, version=1, now=NOW, **on)
    answers = {kept: of_kept, absorbed: of_absorbed}
    for one, said in answers.items():
        known: dict[str, Any] = {"action_id": action_id, "company_id": one, "now": NOW}
        await bureau.do(invite_company, takes_part=True, answer=said, **known)

    async def noted() -> Mapping[UUID, CompanyAnswer]:
        return (await bureau.do(read_action_card, action_id)).action.companies

    await bureau.merges(kept, absorbed)
    assert await noted() == {kept: answer}
    await _undoes(bureau, kept)
    assert await noted() == answers


async def test_the_staff_of_a_place_is_told_of_the_place_it_became(
    bureau: Bureau, twins: tuple[UUID, UUID], published: Published, superuser: asyncpg.Connection
) -> None:
    kept, absorbed = twins
    place, went = [(await bureau.card(one)).sites[0] for one in twins]

    async def states(company_id: UUID, site_id: UUID, staff: int) -> None:
        await bureau.do(
            state_staff, company_id=company_id, site_id=site_id, staff=staff, now=bureau.now
        )

    await states(absorbed, went.id, 12)
    await bureau.merges(kept, absorbed)
    await states(kept, place.id, 14)
    await _undoes(bureau, kept)
    # What was told of the place that stays cannot be untold: it is stated anew.
    await states(kept, place.id, 20)

    told = [(one.site_key, one.staff) for one in await published(SiteStaffStatedV1)]
    of_place = [(place.key, 12), (place.key, 14), (place.key, 20)]
    assert told == [(went.key, 12), *of_place[:2], (went.key, 14), of_place[2]]
    rows = await superuser.fetch(
        "SELECT (headers ->> 'ce-version')::int AS version FROM journal"
        " WHERE headers ->> 'ce-type' = $1 AND payload::jsonb ->> 'site_id' = $2 ORDER BY position",
        SiteStaffStatedV1.ce_type(),
        str(place.id),
    )
    versions = [row["version"] for row in rows]
    assert versions == sorted(set(versions))


async def test_what_somebody_else_took_since_is_not_separated(bureau: Bureau) -> None:
    kept = await bureau.registers()
    absorbed = await bureau.registers("Chaudronnerie Quercy", main=site(siret=SIRET))
    await bureau.merges(kept, absorbed)
    # A second site under the same SIREN: it can only be the card's that stays.
    await bureau.do(
        add_site,
        company_id=kept,
        details=site(siret=siret_of(12, SIREN), commune=MOISSAC),
        now=NOW,
    )

    with pytest.raises(NotSeparable):
        await _undoes(bureau, kept)
    assert (await bureau.card(kept)).details.siren == SIREN


async def test_two_bureaux_merging_at_once_merge_once(
    bureau: Bureau, other_bureau: Bureau, twins: tuple[UUID, UUID], published: Published
) -> None:
    one, other = twins

    async def crosswise(who: Bureau, kept: UUID, absorbed: UUID) -> None:
        await who.merges(kept, absorbed)

    outcomes = await asyncio.gather(
        crosswise(bureau, one, other), crosswise(other_bureau, other, one), return_exceptions=True
    )

    assert len([error for error in outcomes if error]) == 1
    assert len(await published(CompanyMergedV1)) == 1


async def test_an_exchange_noted_during_a_merge_is_noted_on_the_card_that_stays(
    bureau: Bureau, other_bureau: Bureau, twins: tuple[UUID, UUID]
) -> None:
    """Its card goes between the reading and the writing: the same work is done again."""
    kept, absorbed = twins
    results = await asyncio.gather(
        bureau.merges(kept, absorbed),
        *(other_bureau.logs(absorbed) for _ in range(4)),
        return_exceptions=True,
    )

    assert isinstance(results[0], UUID)
    shown = await other_bureau.do(read_exchanges, kept)
    noted = [one for one in results[1:] if isinstance(one, UUID)]
    assert len(shown.latest) == 1 + len(noted)


async def test_an_import_that_made_the_card_that_went_is_undone_without_harm(
    bureau: Bureau,
) -> None:
    kept = await bureau.registers(main=site(siret=SIRET))
    import_id = await bureau.imports(row(2, "Chaudronnerie Quercy", "Anne Verdier"))
    found = await bureau.do(read_companies, words="chaudronnerie")
    absorbed = next(one.id for one in found.items if one.id != kept)
    await bureau.merges(kept, absorbed)

    await bureau.do(undo_import, import_id=import_id, now=NOW)

    card = await bureau.do(read_company, kept)
    assert card.company.details.siren == SIREN
    await _undoes(bureau, kept)
    assert (await bureau.card(absorbed)).details.name == "Chaudronnerie Quercy"


async def test_a_lycee_that_knew_both_knows_the_card_by_its_last_exchange(bureau: Bureau) -> None:
    kept, absorbed = await bureau.registers(), await bureau.registers("Chaudronnerie Quercy")
    await bureau.logs(kept, occurred_on=TODAY - timedelta(days=20))
    await bureau.logs(absorbed, occurred_on=TODAY)

    await bureau.merges(kept, absorbed)

    (known,) = (await bureau.do(read_company, kept)).own
    assert known.last_on == TODAY


async def test_a_form_opened_before_on_either_card_is_out_of_date(bureau: Bureau) -> None:
    kept, absorbed = await bureau.registers(), await bureau.registers("Chaudronnerie Quercy")
    await bureau.corrects(absorbed, 1, company("Chaudronnerie du Quercy Blanc"))

    await bureau.merges(kept, absorbed)

    for opened in (1, 2):
        with pytest.raises(StaleVersion):
            await bureau.corrects(kept, opened, company("Autre nom"))
