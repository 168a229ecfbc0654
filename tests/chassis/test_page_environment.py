"""Pages are drawn as Jinja draws them, whatever is left out on the way."""

from collections.abc import Iterator
from typing import Any

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, TemplateRuntimeError, pass_context
from markupsafe import escape

from services.chassis.web.views.page_environment import PageEnvironment

TEMPLATES = {
    "parts.html": """
        {% set drawn = counted() %}
        {% macro line(text, size=1) %}<p>{{ text }} {{ size }} {{ varargs }} {{ kwargs }} {{ drawn }}</p>{% endmacro %}
        {% macro short(text, size=1, more=none) %}<b>{{ text }} {{ size }} {{ more }}</b>{% endmacro %}
        {% macro around(title) %}<h2>{{ title }}</h2>{{ caller("<i>") }}{% endmacro %}
    """,
    "page.html": """
        {% import "parts.html" as parts %}
        {% macro own(text) %}{{ text|upper }}{{ parts.line(text) }}{% endmacro %}
        {% for name in ["<b>", "é"] %}
        {% set seen = name %}
        {{ parts.line(name) }}{{ parts.line(name, 2, 3, other=4) }}{{ own(name) }}{{ inside() }}
        {{ parts.short(name) }}{{ parts.short(size=2.5, text=name) }}{{ parts.short(name, more=own(name)) }}
        {{ parts.short(parts.short(name), none, marked) }}{{ shouted(name) }}{{ shouted(text=name) ~ marked }}
        {% call(said) parts.around(name) %}{{ said }} {{ own(said) }}{% endcall %}
        {% endfor %}
    """,
    "around.html": '{% import "parts.html" as parts %}{{ parts.around("a", "b", "c") }}',
    "short.html": '{% import "parts.html" as parts %}{{ parts.short("a", 1, 2, 3) }}',
    "named.html": '{% import "parts.html" as parts %}{{ parts.short("a", length=2) }}',
    "missing.html": '{% import "parts.html" as parts %}{{ parts.short(size=2) }}',
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
    environment.globals.update(marked=escape("<u>"), shouted=lambda text: f"{text} !")
    return environment


def test_a_page_is_drawn_as_jinja_draws_it() -> None:
    first, second = drawn(PageEnvironment)
    assert (first, second) == drawn(Environment)
    assert "<p>&lt;b&gt; 2 (3,) {&#39;other&#39;: 4} 0</p>" in first
    assert "é Bea" in second


@pytest.mark.parametrize(
    ("page", "said"),
    [
        *(("around.html", "around"), ("short.html", "short"), ("named.html", "length")),
        ("missing.html", "text"),
    ],
)
def test_a_macro_called_wrongly_says_so(page: str, said: str) -> None:
    with pytest.raises((TypeError, TemplateRuntimeError), match=said):
        environment_of(PageEnvironment).get_template(page).render()


@pytest.mark.parametrize(
    "text",
    ["& < > \" '", "&amp;", "é\u00a0\u202f€", "𝔘<𝔘", "", "<" * 300, "a" * 300, None, 2.5, True],
)
def test_what_a_page_writes_is_escaped_as_by_the_library(text: object) -> None:
    written = [
        kind(loader=DictLoader({"one": "{{ text }}|{{ text ~ text }}"}), autoescape=True)
        .get_template("one")
        .render(text=text)
        for kind in (PageEnvironment, Environment)
    ]
    assert written[0] == written[1] == f"{escape(text)}|{escape(text) + escape(text)}"
