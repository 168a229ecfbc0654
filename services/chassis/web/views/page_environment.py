"""The environment pages are drawn in: Jinja's, without what it asks at each call and each import.

A page calls some hundred macros, and each of its files imports a few others. Jinja asks of every
callable whether it wants the context, twice, and of every import whether its globals are others
than those of who imports: of a macro, and in an environment with one set of globals, it is known.
A tenth to a seventh of the time of drawing.
"""

from typing import Any

from jinja2 import Environment, Template
from jinja2.runtime import Context, Macro


class _PageContext(Context):
    def call(self, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Jinja's; a macro is called as Jinja ends up calling it."""
        if type(obj) is not Macro:
            return super().call(obj, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return obj(self.eval_ctx, *args, **kwargs)


class _PageTemplate(Template):
    def _get_default_module(self, ctx: Context | None = None) -> Any:
        """Jinja's: the macros of an imported file, made once, whoever imports it."""
        if self._module is not None:
            return self._module
        return super()._get_default_module(ctx)


class PageEnvironment(Environment):
    """The environment of one service; no template is asked for with globals of its own."""

    context_class = _PageContext
    template_class = _PageTemplate
