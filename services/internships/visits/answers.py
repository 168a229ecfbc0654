"""What is answered of a visit, when a mail about it leaves."""

from contracts.identifiers import ContactId, PlacementId, SiteKey
from contracts.internships.visits import VISIT_INVITE, VisitInvite, VisitInviteRequest
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.base.registry import answers
from services.internships.visits.model import VisitState
from services.internships.visits.queries import read_told_visit


@answers.to(VISIT_INVITE)
async def visit_of_a_host(request: VisitInviteRequest, uow: UnitOfWork) -> VisitInvite:
    """The visit as it is now, to who hosts. Raises NotFound."""
    told = await read_told_visit(uow, request.visit_id)
    visit = told.visit
    over = visit.plan.on < local_date(uow.now)
    return VisitInvite(
        standing=visit.state is VisitState.PLANNED,
        silent=over or visit.state is VisitState.NOTED,
        sequence=visit.sequence,
        site_key=SiteKey(told.site_key),
        tutor_id=ContactId(visit.tutor_id) if visit.tutor_id else None,
        placement_id=PlacementId(visit.placement_id),
        pupil_name=told.pupil_name,
        formation=told.formation,
        referent=told.referent,
        way=visit.plan.way,
        commune=told.commune,
        on=visit.plan.on,
        starts_at=visit.plan.starts_at,
    )
