"""The parts of pages: what they say, to whom they point, and that they carry nothing inline."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.conf import settings
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string

from pension.tables import Cell, Column, Row, Table
from pension.templatetags.pension_parts import badge, message

STATIC = Path(settings.BASE_DIR) / "pension" / "static" / "pension"


class PersonForm(forms.Form):
    """A form with each kind of field."""

    name = forms.CharField(label="姓名")
    identity = forms.CharField(label="身份证号", help_text="18 位")
    scheme = forms.ChoiceField(label="参保制度", choices=[("R", "居民")], widget=forms.RadioSelect)
    at_school = forms.BooleanField(label="征地时在校", required=False)
    scan = forms.FileField(label="扫描件", required=False)


def test_errors_are_summed_up_with_links_to_their_fields() -> None:
    page = render_to_string("_parts/form.html", {"form": PersonForm({"name": "演示张"})})

    assert "有 2 处需要改正" in page
    assert '<a href="#id_identity">身份证号</a>' in page
    assert 'role="alert"' in page


def test_every_field_has_its_label_its_mark_and_its_help() -> None:
    page = render_to_string("_parts/form.html", {"form": PersonForm()})

    assert '<label for="id_name">姓名 <span class="required">必填</span></label>' in page
    assert 'id="id_identity_helptext">18 位' in page
    assert "<legend>参保制度" in page
    assert page.count("<fieldset") == page.count("</fieldset>") == 1
    assert page.count("<div") == page.count("</div>")


def test_a_form_with_a_file_is_sent_as_one() -> None:
    page = render_to_string("_parts/form.html", {"form": PersonForm()})

    assert 'enctype="multipart/form-data"' in page
    assert "data-once" in page


def test_a_button_that_is_off_says_why() -> None:
    action = SimpleNamespace(label="复核通过", url="/x", tone="primary", why_not=["公示未满"])

    page = render_to_string("_parts/step_buttons.html", {"actions": [action]})

    assert 'aria-disabled="true" aria-describedby="why-1"' in page
    assert "为什么不能办理「复核通过」" in page
    assert "公示未满" in page
    assert "<form" not in page


def test_a_button_that_is_on_sends_a_form_once() -> None:
    action = SimpleNamespace(label="复核通过", url="/x", tone="primary", why_not=[])

    page = render_to_string("_parts/step_buttons.html", {"actions": [action]})

    assert '<form method="post" action="/x" data-once>' in page


def test_an_empty_table_says_what_to_do() -> None:
    table = Table("人员", [Column("姓名")], [], empty="还没有人员", cure="请先导入花名册")

    page = render_to_string("_parts/table.html", {"table": table})

    assert "还没有人员" in page
    assert "请先导入花名册" in page
    assert "<table" not in page


def test_a_row_can_be_opened_and_ticked_and_amounts_stand_right() -> None:
    table = Table(
        "名册",
        [Column("姓名"), Column("金额（元）", is_number=True)],
        [Row([Cell("演示张", url="/1"), Cell("1,000.00", is_number=True)], url="/1", pk=7)],
        totals=[Cell("合计"), Cell("1,000.00", is_number=True)],
        is_selectable=True,
    )

    page = render_to_string("_parts/table.html", {"table": table})

    assert 'data-href="/1"' in page
    assert 'name="rows" value="7"' in page
    assert '<td class="number">1,000.00</td>' in page
    assert "<tfoot>" in page


@pytest.mark.parametrize(
    ("text", "css"), [("530121********0025", "nowrap"), ("补录名单，待第二次联审", "")]
)
def test_short_texts_keep_to_one_line(text: str, css: str) -> None:
    assert Cell(text).css == css


def test_a_running_job_asks_again_and_a_finished_one_does_not() -> None:
    job = SimpleNamespace(pk=1, title="导出", state="running", is_finished=False, percent=40)
    done = SimpleNamespace(pk=1, title="导出", state="done", is_finished=True, percent=100)

    running_page = render_to_string("_parts/job_progress.html", {"job": job, "poll_url": "/j"})
    done_page = render_to_string("_parts/job_progress.html", {"job": done, "poll_url": "/j"})

    assert 'hx-get="/j" hx-trigger="every 1s"' in running_page
    assert "可以离开本页" in running_page
    assert "hx-get" not in done_page


def test_a_badge_never_speaks_by_colour_alone() -> None:
    assert "<svg" in badge("逾期", "bad")
    assert badge("待复核", "") == '<span class="badge ">待复核</span>'


def test_what_stands_in_a_table_is_never_taken_for_markup() -> None:
    hostile = '<b>&"'
    cell = Cell(hostile, url=hostile, note=hostile)
    table = Table(
        "名册", [Column("姓名")], [Row([cell, Cell(hostile, tone="ok")], hostile, hostile)]
    )

    page = render_to_string("_parts/table.html", {"table": replace(table, is_selectable=True)})

    assert "<b>" not in page
    assert page.count("&lt;b&gt;&amp;&quot;") == 6


def test_a_message_says_its_level_in_a_word() -> None:
    shown = message(Message(constants.ERROR, "账号不存在"))

    assert shown["word"] == "未办成"
    assert shown["tone"] == "bad"


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "429", "500"])
def test_an_error_page_stands_without_any_context_and_says_what_to_do(code: str) -> None:
    page = render_to_string(f"{code}.html")

    assert "<h1>" in page
    assert 'class="button primary"' in page
    assert 'lang="zh-Hans"' in page


def test_the_stylesheet_stays_small_and_names_nothing_from_outside() -> None:
    sheet = STATIC / "app.css"

    assert sheet.stat().st_size < 25_000
    assert "http" not in sheet.read_text(encoding="utf-8")
    assert "@import" not in sheet.read_text(encoding="utf-8")
