"""The pages of the register of processing: each service shows what it says of its own columns."""

from typing import Any

from fastapi import Request, Response

from services.chassis.privacy.chassis_register import CHASSIS_REGISTER
from services.chassis.privacy.processing_register import Register, by_processing
from services.chassis.unit_of_work.permissions import READ_REGISTER
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import Router


def register_routes(name: str, title: str, register: Register) -> Router:
    """`/registre/<service>`, and its summary for the page of them all."""
    router = Router()
    own = {table: said for table, said in register.items() if table not in CHASSIS_REGISTER}
    context: dict[str, Any] = {
        "service": name,
        "service_name": title,
        "own": by_processing(own),
        "common": by_processing(CHASSIS_REGISTER),
    }

    @router.page(f"/registre/{name}", action=READ_REGISTER)
    async def whole(request: Request) -> Response:
        """Column by column (registre des traitements)."""
        return render(request, "register/service.html", **context)

    @router.fragment(f"/api/{name}/register", action=READ_REGISTER)
    async def summary(request: Request) -> Response:
        """The processings of the service, in a few lines."""
        return render(request, "register/summary.html", **context)

    return router
