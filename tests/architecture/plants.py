"""Every check with a fault that it must report, and the sound counterpart that it must not."""

from typing import NamedTuple

from tests.architecture import pages, purity, shape, words, writing
from tests.architecture.sources import Check

LONG = "x = 1\n"


class Plant(NamedTuple):
    """A file that breaks one rule, and the same file in order."""

    check: Check
    file: str
    fault: str
    sound: str


# Forbidden words stand here as texts alone: they are written into a scratch tree, where the check
# has to find them, and are never run.
PLANTS = [
    Plant(shape.long_files, "subsidies/models.py", LONG * 301, LONG * 300),
    Plant(shape.long_files, "pension/static/pension/app.js", "f();\n" * 301, "f();\n" * 300),
    Plant(shape.long_templates, "templates/a.html", "<p>\n" * 101, "<p>\n" * 100),
    Plant(
        shape.long_functions,
        "subsidies/queries.py",
        "def f():\n" + " x = 1\n" * 40,
        "def f():\n" + " x = 1\n" * 39,
    ),
    Plant(
        shape.long_views,
        "pension/views/a.py",
        "def f():\n" + " x = 1\n" * 20,
        "def f():\n" + " x = 1\n" * 19,
    ),
    Plant(
        purity.clock_readings, "subsidies/services/a.py", "timezone.now()", "timezone.localdate(at)"
    ),
    Plant(purity.clock_readings, "subsidies/services/a.py", "date.today()", "queue.now()"),
    Plant(
        purity.clock_readings, "subsidies/models/a.py", "F(default=timezone.now)", "F(default=list)"
    ),
    Plant(purity.impure_calls, "subsidies/rules/a.py", "open('x')", "sum([1])"),
    Plant(purity.floats, "subsidies/services/a.py", "float('1')", "int('1')"),
    Plant(
        purity.floats, "subsidies/models/a.py", "models.FloatField()", "models.BigIntegerField()"
    ),
    Plant(purity.floats, "subsidies/rules/a.py", "rate = 0.8", "rate = 8"),
    Plant(purity.floats, "subsidies/rules/a.py", "a / b", "a // b"),
    Plant(
        purity.floats, "performance/services/a.py", "row.paid_fen / total", "row.paid_fen // total"
    ),
    Plant(
        writing.writes_outside_services,
        "enrollment/views/a.py",
        "form.save()",
        "workbook.save(file)",
    ),
    Plant(
        writing.writes_outside_services,
        "enrollment/tasks.py",
        "Case.objects.filter(pk=1).update(a=1)",
        "seen.update(a=1)",
    ),
    Plant(
        writing.writes_outside_services,
        "pension/home/a.py",
        "Case.objects.create()",
        "cases.open_case()",
    ),
    Plant(
        writing.whole_row_saves,
        "enrollment/services/a.py",
        "case.save()",
        "case.save(update_fields=['x'])",
    ),
    Plant(
        writing.unscoped_reads,
        "enrollment/views/a.py",
        "Case.objects.get(pk=1)",
        "Case.objects.visible_to(u).get(pk=1)",
    ),
    Plant(
        writing.unscoped_reads,
        "enrollment/views/a.py",
        "Case.objects.filter(pk=key)",
        "Draft.objects.filter(officer=request.user)",
    ),
    Plant(
        writing.unscoped_reads,
        "enrollment/views/b.py",
        "File.objects.filter(job__in=jobs)",
        "File.objects.filter(job__in=visible)",
    ),
    Plant(
        writing.unscoped_reads,
        "enrollment/views/a.py",
        "get_object_or_404(Case, pk=1)",
        "get_object_or_404(mine, pk=1)",
    ),
    Plant(
        writing.unscoped_reads,
        "enrollment/forms.py",
        "Choice(queryset=Case.objects.all())",
        "Choice(queryset=Case.objects.none())",
    ),
    Plant(
        writing.reads_that_forget_who_asks,
        "enrollment/queries/a.py",
        "def f(officer: Officer):\n return Case.objects.filter(x=1)",
        "def f(officer: Officer):\n return Case.objects.visible_to(officer).filter(x=1)",
    ),
    Plant(
        writing.reads_that_forget_who_asks,
        "subsidies/jobs/a.py",
        "def f(context: JobContext):\n return BatchRow.objects.all()",
        "def f(context: JobContext):\n return BatchRow.objects.filter(pk=OuterRef('pk'))",
    ),
    Plant(
        writing.signals,
        "enrollment/models.py",
        "from django.db.models.signals import post_save",
        "from django.db.models import Q",
    ),
    Plant(
        words.unexplained,
        "enrollment/services/a.py",
        '"""A."""\ndef open_case(): ...',
        '"""A."""\ndef _open(): ...',
    ),
    Plant(words.unexplained, "enrollment/views/a.py", "x = 1", '"""A."""'),
    Plant(
        words.evasions,
        "enrollment/services/a.py",
        "x = 1  # type: ignore[x]",
        "x = '# type: ignore'",
    ),
    Plant(words.evasions, "enrollment/services/a.py", "x = 1  # noqa", "x = 1  # why"),
    Plant(words.evasions, "tests/test_a.py", "# TODO later", "# done"),
    Plant(
        words.blind_excepts,
        "enrollment/services/a.py",
        "try:\n f()\nexcept Exception:\n f()",
        "try:\n f()\nexcept ValueError:\n f()",
    ),
    Plant(words.blind_excepts, "enrollment/services/a.py", "try:\n f()\nexcept:\n f()", ""),
    Plant(words.trusted_markup, "pension/templatetags/a.py", "mark_safe('<b>')", "escape('<b>')"),
    Plant(
        words.excused_tests,
        "tests/test_a.py",
        "@pytest.mark.skip\ndef test_a(): ...",
        "def test_a(): ...",
    ),
    Plant(
        words.excused_tests, "tests/test_a.py", "from unittest.mock import patch", "import pytest"
    ),
    Plant(
        words.half_width_punctuation,
        "enrollment/services/a.py",
        "x = '请重试, 谢谢'",
        "x = '请重试，谢谢'",
    ),
    Plant(
        pages.unsafe_markup,
        "templates/a.html",
        "<script>f()</script>",
        '<script src="{% static "a.js" %}"></script>',
    ),
    Plant(pages.unsafe_markup, "templates/a.html", '<td style="color:red">', '<td class="style">'),
    Plant(pages.unsafe_markup, "templates/a.html", '<a onclick="f()">', '<a data-once="1">'),
    Plant(pages.unsafe_markup, "templates/a.html", "{{ name|safe }}", "{{ name }}"),
    Plant(
        pages.unsafe_markup,
        "templates/a.html",
        '<img src="https://a.example/x.png">',
        '<img src="/static/x.png">',
    ),
    Plant(pages.unsafe_markup, "templates/a.html", "<style>p{}</style>", "<p></p>"),
]
