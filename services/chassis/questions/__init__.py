"""Questions: what must not be stored is asked of its owner when it is needed, and forgotten.

ada = await runtime.ask(NAME_OF_TREE, uai, TreeRequest(tree_id=tree))

answers = Answers("gardens")

@answers.to(NAME_OF_TREE)
async def name_of_tree(request: TreeRequest, uow: UnitOfWork) -> TreeName: ...
"""

from services.chassis.questions.client import Asker, QuestionNotOurs
from services.chassis.questions.outcomes import QuestionRefused, QuestionUnanswered
from services.chassis.questions.responder import Responder
from services.chassis.questions.spec import Answers, AnswersMisdeclared

__all__ = [
    "Answers",
    "AnswersMisdeclared",
    "Asker",
    "QuestionNotOurs",
    "QuestionRefused",
    "QuestionUnanswered",
    "Responder",
]
