"""Pages are drawn as Jinja draws them, whatever is left out on the way."""

from collections.abc import Iterator
from typing import Any

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, TemplateRuntimeError, pass_context

from services.chassis.web.views.page_environment import PageEnvironment

TEMPLATES = {
    "parts.html": """
        {% set drawn = counted() %}
        {% macro line(text, size=1) %}<p>{{ text }} {{ size }} {{ varargs }} {{ kwargs }} {{ drawn }}</p>{% endmacro %}
        {% macro around(title) %}<h2>{{ title }}</h2>{{ caller("<i>") }}{% endmacro %}
    """,
    "page.html": """
        {% import "parts.html" as parts %}
        {% macro own(text) %}{{ text|upper }}{{ parts.line(text) }}{% endmacro %}
        {% for name in ["<b>", "é"] %}
        {% set seen = name %}
        {{ parts.line(name) }}{{ parts.line(name, 2, 3, other=4) }}{{ own(name) }}{{ inside() }}
        {% call(said) parts.around(name) %}{{ said }} {{ own(said) }}{% endcall %}
        {% endfor %}
    """,
    "wrong.html": '{% import "parts.html" as parts %}{{ parts.around("a", "b", "c") }}',
}


def drawn(kind: type[Environment]) -> tuple[str, str]:
    """The same page twice: what was imported the first time is there the second."""
    environment = environment_of(kind)
    page = environment.get_template("page.html")
    return page.render(who="Ana"), page.render(who="Bea")


def environment_of(kind: type[Environment]) -> Environment:
    numbers: Iterator[int] = iter(range(100))
    environment = kind(loader=DictLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)

    @pass_context
    def inside(context: Any) -> str:
        return f"{context['seen']} {context['who']}"

    environment.globals.update(inside=inside, counted=lambda: next(numbers))
    return environment


def test_a_page_is_drawn_as_jinja_draws_it() -> None:
    first, second = drawn(PageEnvironment)
    assert (first, second) == drawn(Environment)
    assert "<p>&lt;b&gt; 2 (3,) {&#39;other&#39;: 4} 0</p>" in first
    assert "é Bea" in second


def test_a_macro_called_wrongly_says_so() -> None:
    with pytest.raises((TypeError, TemplateRuntimeError), match="around"):
        environment_of(PageEnvironment).get_template("wrong.html").render()
