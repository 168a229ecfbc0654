"""Each pupil a period is for is counted once."""

from hypothesis import given
from hypothesis import strategies as st

from services.internships.coverage.model import Counts, count
from services.internships.participations.model import Participation, PupilSituation

participations = st.builds(
    Participation,
    left=st.booleans(),
    exempted=st.booleans(),
    proposed=st.booleans(),
    host_agreed=st.booleans(),
    agreement_issued=st.booleans(),
    agreement_signed=st.booleans(),
)


@given(st.lists(st.tuples(participations, st.integers(1, 30)), max_size=12))
def test_covered_without_exempted_and_left_add_up_to_the_concerned(
    groups: list[tuple[Participation, int]],
) -> None:
    counts = count(groups)

    assert counts.concerned == sum(pupils for _, pupils in groups)
    assert counts.concerned == (counts.host_agreed + counts.without + counts.exempted + counts.left)
    assert counts.without >= 0
    assert counts.agreement_signed <= counts.agreement_issued <= counts.host_agreed


def test_a_pupil_who_left_is_counted_as_gone_whatever_their_place() -> None:
    gone = Participation(left=True, exempted=True, proposed=False, host_agreed=True)
    assert gone.standing is PupilSituation.LEFT
    assert count([(gone, 3)]) == Counts(concerned=3, left=3)


def test_a_proposed_place_does_not_cover() -> None:
    proposed = Participation(left=False, exempted=False, proposed=True, host_agreed=False)
    assert proposed.standing is PupilSituation.PROPOSED
    assert count([(proposed, 1)]).without == 1
