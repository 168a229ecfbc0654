"""The environment pages are drawn in: Jinja's, without what it asks at each call, word and import.

A page calls some hundred macros, writes a thousand words, and each of its files imports a few others.
Jinja asks of every callable whether it wants the context, twice, makes a `Markup` of every word only
to join it, looks a template up under a lock, and asks of every import whether its globals are others
than those of who imports. Of a macro, and in an environment with one set of globals whose templates
do not change, all of this is known. A third of the time of drawing.
"""

from collections.abc import MutableMapping
from types import FunctionType
from typing import Any

from jinja2 import Environment, Template
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from markupsafe import Markup, escape
from markupsafe import _escape_inner as escape_text  # type: ignore[attr-defined]  # not `Markup`


class _PageContext(Context):
    def call(self, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Jinja's; a macro is called as Jinja ends up calling it, a function that wants nothing too."""
        kind = type(obj)
        if kind is FunctionType and not hasattr(obj, "jinja_pass_arg"):
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return obj(*args, **kwargs)
        if kind is not Macro:
            return super().call(obj, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        if obj.caller or obj.catch_kwargs or obj.catch_varargs or not self.eval_ctx.autoescape:
            return obj(self.eval_ctx, *args, **kwargs)
        arguments = [*args, *(kwargs.pop(name, missing) for name in obj.arguments[len(args) :])]
        if kwargs or len(arguments) != len(obj.arguments):
            return obj(self.eval_ctx, *args, **kwargs)  # which says what is wrong with them
        return str.__new__(Markup, obj._func(*arguments))  # noqa: SLF001  as Macro does


def _written(value: Any) -> str:
    """A value as a page writes it, escaped; what joins the words of a page does not ask for `Markup`."""
    kind = type(value)
    if kind is str:
        return escape_text(value)
    return value if kind is Markup else escape(value)


class _PageTemplate(Template):
    @classmethod
    def from_code(cls, *args: Any, **kwargs: Any) -> Template:
        """Jinja's; its code escapes what it writes by `_written`, which says the same."""
        template = super().from_code(*args, **kwargs)
        template.root_render_func.__globals__["escape"] = _written
        return template

    def _get_default_module(self, ctx: Context | None = None) -> Any:
        """Jinja's: the macros of an imported file, made once, whoever imports it."""
        if self._module is not None:
            return self._module
        return super()._get_default_module(ctx)


class PageEnvironment(Environment):
    """The environment of one service; no template is asked for with globals of its own."""

    context_class = _PageContext
    template_class = _PageTemplate

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known: dict[str | Template, Template] = {}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002  the name Jinja gives it
    ) -> Template:
        """Jinja's: a template by its name, kept for good once it is compiled."""
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = super().get_template(name, parent, globals)
        return known
