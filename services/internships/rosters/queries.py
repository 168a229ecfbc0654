"""The preview of a class list (aperçu): what importing it would do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from contracts.identifiers import SchoolYear, Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.families.model import FamilySlot, same_mail
from services.internships.families.store import Families, FamilyWritings, ListedAddress
from services.internships.formations.model.classes import class_key
from services.internships.formations.store import Classes, Formation, Formations
from services.internships.pupils.queries import PupilCard, read_cards
from services.internships.pupils.store.pupils import Pupils
from services.internships.roster_files.model.file import RosterRow
from services.internships.rosters.model.homonyms import without_doubtful_details
from services.internships.rosters.model.pupil_details import Details
from services.internships.rosters.model.renames import guess_renames, renamed
from services.internships.rosters.model.roster import RosterPlan, Verdict, plan_roster


@dataclass(frozen=True)
class ListedMails:
    """The addresses of families a file has: new ones, those known otherwise, and whether the lycée notes any."""

    found: int = 0
    own: int = 0
    """Those of them that are of pupils themselves."""
    new: int = 0
    other: int = 0
    """Where another address is noted: that one stays."""
    noted: bool = False


@dataclass(frozen=True)
class RosterPreview:
    """What importing a file would do, and which formation each of its classes follows so far."""

    plan: RosterPlan
    missing: Sequence[PupilCard]
    back: Sequence[PupilCard]
    leaving: Sequence[tuple[PupilCard, date]]
    """Pupils still there of whom the file says which day they left."""
    changed: Sequence[tuple[PupilCard, Details]]
    """Recorded pupils whose commune is another one in the file."""
    formations: Sequence[Formation]
    classes: Sequence[tuple[str, str]]
    followed: Mapping[str, UUID] = field(default_factory=dict)
    renames: Mapping[str, str] = field(default_factory=dict)
    """New key, old key: what was chosen, or else what the pupils' names suggest."""
    unnamed: Mapping[str, str] = field(default_factory=dict)
    """Key and label of the recorded classes the file does not name."""
    mails: ListedMails = field(default_factory=ListedMails)
    doubtful: int = 0
    """Rows whose details are left aside: nothing recorded tells their pupil from a homonym."""


async def _read_mails(uow: UnitOfWork, uai: Uai, plan: RosterPlan) -> ListedMails:
    rows = {
        row.row.line: row.row.mails
        for row in plan.rows
        if row.row.mails and row.verdict is not Verdict.REPEATED
    }
    if not rows:
        return ListedMails()
    families = await Families(uow).of_pupils(
        {plan.known_ids[line] for line in rows if line in plan.known_ids}
    )
    new = other = 0
    unknown: list[ListedAddress] = []
    for line, mails in rows.items():
        pupil_year_id = plan.known_ids.get(line)
        family = families.get(pupil_year_id) if pupil_year_id else None
        for slot, mail in mails.items():
            known = family.addresses.get(slot) if family else None
            if known is not None:
                other += not same_mail(known.mail, mail)
            elif pupil_year_id:
                unknown.append(ListedAddress(pupil_year_id, slot, mail))
            else:
                new += 1
    new += len(await Families(uow).without_removed(uai, unknown))
    noted = (await FamilyWritings(uow).of(uai)).is_open
    own = sum(FamilySlot.PUPIL in mails for mails in rows.values())
    return ListedMails(sum(map(len, rows.values())), own, new, other, noted)


async def preview_roster(
    uow: UnitOfWork,
    *,
    uai: Uai,
    rows: Sequence[RosterRow],
    school_year: SchoolYear,
    renames: Mapping[str, str] | None = None,
) -> RosterPreview:
    """Judge a roster without recording anything; without `renames` they are guessed."""
    rows = [row.as_of(local_date(uow.now)) for row in rows]
    known_classes = await Classes(uow).of(uai, school_year)
    labels = {class_key(row.class_label): row.class_label for row in reversed(rows)}
    known = await Pupils(uow).known(uai, school_year)
    chosen = guess_renames(rows, known) if renames is None else renames
    known = renamed(known, chosen)
    told = without_doubtful_details(rows, known)
    plan = plan_roster(told, known)
    followed = {c.class_key: c.formation_id for c in known_classes}
    followed |= {new: followed[old] for new, old in chosen.items() if old in followed}
    changed = {one.pupil.id: one for one in plan.details if one.differ}
    left = {pupil.id: row.left_on for pupil, row in plan.leaving if row.left_on}
    return RosterPreview(
        plan=plan,
        missing=await read_cards(uow, [pupil.id for pupil in plan.missing]),
        back=await read_cards(uow, [pupil.id for pupil in plan.back]),
        leaving=[(card, left[card.id]) for card in await read_cards(uow, list(left))],
        changed=[(card, changed[card.id]) for card in await read_cards(uow, list(changed))],
        formations=await Formations(uow).of(uai),
        classes=sorted(labels.items()),
        followed=followed,
        renames=chosen,
        mails=await _read_mails(uow, uai, plan),
        doubtful=sum(row != bare for row, bare in zip(rows, told, strict=True)),
        unnamed={c.class_key: c.label for c in known_classes if c.class_key not in labels},
    )
