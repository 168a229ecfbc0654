"""How long pupils are named: until the autumn after their school year."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select, update

from services.chassis.base.settings import Settings
from services.chassis.privacy.retention import Due, Retention, Rule
from services.chassis.privacy.retention.chassis_rules import aged, keep_the_chassis
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreement_models.tables import agreement_models
from services.internships.approaches.tables import A, approaches
from services.internships.base.days import local_date
from services.internships.base.named_years import oldest_named
from services.internships.families.tables import family_stops
from services.internships.family_letters.tables import family_letter_stays
from services.internships.formations.tables import classes
from services.internships.host_letters.tables import host_letter_stays
from services.internships.hosts.tables import solicited_sites
from services.internships.personal_links.tables import personal_links
from services.internships.pupils.store.names import TOLD_APART, shown_name
from services.internships.pupils.tables import pupils
from services.internships.referents.store.referents import Referents
from services.internships.referents.tables import referents
from services.internships.reminders.tables import told_reminders
from services.internships.rights.store import erase_pupils
from services.internships.roster_changes.store.imports import RosterImports
from services.internships.roster_changes.tables import roster_imports

retention = Retention("internships")
NOTES_KEPT = timedelta(days=365)
LISTS_KEPT = timedelta(days=31)
YEAR = "Jusqu’au 31 octobre qui suit l’année scolaire, ou au jour choisi par l’installation"


async def past_pupils(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
    """Pupils of years that are over for long."""
    oldest = oldest_named(local_date(now), Settings().year_purged_on)
    statement = (
        select(pupils, TOLD_APART, classes.c.label)
        .join(classes, (classes.c.uai == pupils.c.uai) & (classes.c.class_id == pupils.c.class_id))
        .where(pupils.c.school_year < oldest, pupils.c.erased_at.is_(None))
        .order_by(pupils.c.school_year, classes.c.label, pupils.c.name_key)
        .limit(limit)
    )
    return [
        Due(row.pupil_year_id, f"{shown_name(row)}, {row.label}, {row.school_year}")
        for row in await uow.execute(statement)
    ]


async def unname_pupils(uow: UnitOfWork, ids: Collection[UUID], now: datetime) -> Collection[UUID]:
    """Their places stay, and name nobody: the figures do not move."""
    return await erase_pupils(uow, ids, now=now)


async def old_notes(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
    """What was written of an approach, and that its refusal was presumed discriminatory."""
    old = A.noted_at < now - NOTES_KEPT
    statement = select(A.approach_id).where(
        old, or_(A.note.is_not(None), A.presumed_discriminatory)
    )
    return [Due(one) for one in (await uow.execute(statement.limit(limit))).scalars()]


async def forget_notes(uow: UnitOfWork, ids: Collection[UUID], _: datetime) -> Collection[UUID]:
    """The approach stays, with its day and its answer."""
    those = update(approaches).where(A.approach_id.in_(list(ids)))
    forgotten = those.values(note=None, presumed_discriminatory=False).returning(A.approach_id)
    return list((await uow.execute(forgotten)).scalars())


async def past_lists(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
    """Imports of class lists that cannot be taken back any more."""
    own = roster_imports.c.uai.in_([str(uai) for uai in uow.scope.uais])
    old = roster_imports.c.recorded_at < now - LISTS_KEPT
    statement = select(roster_imports.c.import_id).where(own, old).limit(limit)
    return [Due(one) for one in (await uow.execute(statement)).scalars()]


async def forget_lists(
    uow: UnitOfWork,
    ids: Collection[UUID],
    now: datetime,  # noqa: ARG001  every rule is told when
) -> Collection[UUID]:
    """The pupils stay as the list left them."""
    return await RosterImports(uow).forget(ids)


retention.keep(Rule("pupils", "Noms des élèves", YEAR, past_pupils, unname_pupils))
retention.keep(
    Rule("roster_imports", "Listes d’élèves importées", "31\u00a0jours", past_lists, forget_lists)
)
retention.keep(
    aged(
        "agreement_models",
        "Modèles de convention qui ne servent plus",
        of=agreement_models,
        key="model_id",
        since="replaced_at",
        kept=timedelta(days=5 * 365),
        period="5 ans",
        shared=False,
    )
)


async def past_referents(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
    """Referent teachers of years that are over for long."""
    oldest = oldest_named(local_date(now), Settings().year_purged_on)
    statement = (
        select(referents)
        .where(referents.c.school_year < oldest, referents.c.name.is_not(None))
        .order_by(referents.c.school_year, referents.c.name)
        .limit(limit)
    )
    return [
        Due(row.referent_id, f"{row.name}, {row.school_year}")
        for row in await uow.execute(statement)
    ]


async def unname_referents(
    uow: UnitOfWork,
    ids: Collection[UUID],
    now: datetime,  # noqa: ARG001  every rule is told when
) -> Collection[UUID]:
    """Take the names of referents away; whom they followed stays, and names nobody."""
    return await Referents(uow).unname(ids)


retention.keep(
    Rule("referents", "Noms des enseignants référents", YEAR, past_referents, unname_referents)
)
retention.keep(
    aged(
        "personal_links",
        "Liens personnels des élèves, des parents, des enseignants et des tuteurs",
        of=personal_links,
        key="link_id",
        since="expires_at",
        kept=timedelta(days=365),
        period="1 an",
        shared=False,
    )
)
retention.keep(
    Rule(
        "approach_notes",
        "Précisions et signalements des démarches",
        "1 an",
        old_notes,
        forget_notes,
    )
)
retention.keep(
    aged(
        "withdrawn_approaches",
        "Démarches retirées",
        of=approaches,
        key="approach_id",
        since="withdrawn_at",
        kept=timedelta(days=30),
        period="30 jours",
        shared=False,
    )
)
retention.keep(
    aged(
        "solicited_sites",
        "Lieux d’accueil sollicités",
        of=solicited_sites,
        key="solicitation_id",
        since="solicited_on",
        kept=timedelta(days=31),
        period="31 jours",
        shared=False,
    )
)
retention.keep(
    aged(
        "told_reminders",
        "Rappels de PFMP",
        of=told_reminders,
        key="reminder_id",
        since="told_on",
        kept=timedelta(days=366),
        period="1 an",
        shared=False,
    )
)
retention.keep(
    aged(
        "host_letter_stays",
        "Courriels à l’accueil",
        of=host_letter_stays,
        key="letter_id",
        since="told_on",
        kept=timedelta(days=366),
        period="1 an",
        shared=False,
    )
)
retention.keep(
    aged(
        "family_letter_stays",
        "Courriels aux familles",
        of=family_letter_stays,
        key="letter_id",
        since="told_on",
        kept=timedelta(days=366),
        period="1 an",
        shared=False,
    )
)
retention.keep(
    aged(
        "family_stops",
        "Adresses de familles qui ne veulent plus de courriels",
        of=family_stops,
        key="stop_id",
        since="stopped_at",
        kept=timedelta(days=3 * 365),
        period="3 ans",
        shared=False,
    )
)
keep_the_chassis(retention)
