"""What a browser holds of somebody who signs out: nothing of it stays."""

from fastapi import Request, Response

from services.chassis.security.sessions import cookie_name, is_https
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import see_other
from services.chassis.web.requests.private_search import forget_all_words
from services.portal.sign_in.pages import codes
from services.portal.sign_in.pages.half_sign_in import forget_half


def signed_out(request: Request, *, notice: str) -> Response:
    """Go to the sign-in page, without the session and without anything that was typed."""
    settings = runtime_of(request).settings
    response = see_other("/connexion", notice=notice)
    response.delete_cookie(
        cookie_name(settings), httponly=True, samesite="lax", secure=is_https(settings)
    )
    forget_all_words(request, response)
    codes.forget_mail(response)
    forget_half(response, runtime_of(request))
    return response
