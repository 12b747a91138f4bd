"""Pages for the tests of the scripts: the real base and the real parts around invented content."""

import json
from types import SimpleNamespace

from django import forms
from django.contrib.messages import ERROR, SUCCESS
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import include, path

from pension.tables import Cell, Column, Row, Table
from pension.views.refusals import typed

DRAFTS: dict[str, object] = {}
SENT: list[str] = []

LIST = """{% extends "base.html" %}
{% block title %}名册{% endblock %}
{% block heading %}名册{% endblock %}
{% block content %}
<form>{% include "_parts/table.html" %}{% include "_parts/bulk_bar.html" %}</form>
{% include "_parts/dialog.html" with id="ask" title="退回" url="/sent/" %}
<button class="button" type="button" data-dialog="ask">退回…</button>{% endblock %}"""
FORM = """{% extends "base.html" %}
{% block title %}录入{% endblock %}
{% block heading %}录入{% endblock %}
{% block content %}
{% include "_parts/form.html" with action="/sent/" draft_url="/draft/" %}
{% endblock %}"""

REFUSING = """{% extends "base.html" %}
{% block title %}办理{% endblock %}
{% block heading %}办理{% endblock %}
{% block content %}
{% include "_parts/dialog.html" with id="ask" title="退回" url="/refusing/" form=form %}
{% include "_parts/dialog.html" with id="other" title="撤销" url="/sent/" %}
<button class="button" type="button" data-dialog="ask">退回…</button>{% endblock %}"""


class EntryForm(forms.Form):
    """Two fields that are kept and one that never is."""

    name = forms.CharField(label="姓名")
    at_school = forms.BooleanField(label="征地时在校", required=False)
    has_signed = forms.BooleanField(label="本人签字", required=False, initial=True)
    secret = forms.CharField(label="密码", widget=forms.PasswordInput)


def _page(source: str, context: dict[str, object], request: HttpRequest) -> HttpResponse:
    user = SimpleNamespace(name="演示李", post_names="区级复核", office=None)
    page = engines["django"].from_string(source).render(context | {"user": user}, request)
    return HttpResponse(page)


def listing(request: HttpRequest) -> HttpResponse:
    """A table of eight rows that can be opened and ticked."""
    rows = [
        Row([Cell(f"演示{number}", url=f"/form/?row={number}")], f"/form/?row={number}", number)
        for number in range(1, 9)
    ]
    table = Table("名册", [Column("姓名")], rows, is_selectable=True)
    actions = [SimpleNamespace(label="批量复核", value="review", tone="primary")]
    return _page(LIST, {"table": table, "actions": actions}, request)


def entry(request: HttpRequest) -> HttpResponse:
    """A form whose draft is kept."""
    return _page(FORM, {"form": EntryForm()}, request)


def refusing(request: HttpRequest) -> HttpResponse:
    """A page whose dialog is refused when the name is short, and taken otherwise."""
    said = request.POST.get("name", "")
    level, word = (ERROR, "姓名太短") if len(said) < 3 else (SUCCESS, "已退回")
    if request.method == "POST" and level == ERROR:
        DRAFTS.update(fields=typed(request))
    found = [Message(level, word)] if request.method == "POST" else []
    return _page(REFUSING, {"form": EntryForm(), "messages": found}, request)


def refused(request: HttpRequest) -> HttpResponse:
    """The same page with a refusal of something else."""
    return _page(REFUSING, {"form": EntryForm(), "messages": [Message(ERROR, "姓名太短")]}, request)


def draft(request: HttpRequest) -> JsonResponse:
    """The draft, in memory."""
    if request.method == "POST":
        DRAFTS.update(json.loads(request.body), saved_at="10-31 11:58")
    if request.method == "DELETE":
        DRAFTS.clear()
    return JsonResponse(DRAFTS)


def sent(request: HttpRequest) -> HttpResponse:
    """Counts what arrives; slow enough for a second click to be tried."""
    SENT.append(request.path)
    return entry(request)


urlpatterns = [
    path("", listing, name="home"),
    path("form/", entry),
    path("refusing/", refusing),
    path("refused/", refused),
    path("draft/", draft),
    path("sent/", sent),
    path("drafts/refused-dialog/", draft),
    path("", include("pension.addresses")),
]
