"""Makers for what is due, for rule sets, opening balances and batches."""

from django.core.files.base import ContentFile

from pension.vocabulary.posts import OfficeKind, Post
from subsidies.models import (
    Calculation,
    CalculationRun,
    CommunityVerification,
    LateSuccess,
    OpeningRecord,
    PolicyArticle,
    PolicyDocument,
    RuleSet,
    RuleValue,
    TransferBatch,
)
from subsidies.rules.decision import Decision
from subsidies.rules.facts import Facts
from subsidies.rules.vocabulary import ParameterName
from subsidies.views.batches.steps import ROW_DEEDS, SHEETS
from subsidies.views.calculations import EXPORTS
from subsidies.workflow.batches import ALL_BATCH_STEPS
from subsidies.workflow.states import OpeningState, RuleSetState
from tests.access.homes import Home
from tests.access.kernel import upload_of
from tests.access.making import Made, Try, chosen, makes
from tests.clock import NOON
from tests.factories.batches import bank, due
from tests.factories.dues import SINCE, batch_with, contribute, insured_case
from tests.factories.enrollment import PersonFactory
from tests.factories.kernel import holder, place

NOT_FOR_DEPARTMENTS = (OfficeKind.AGRICULTURE, OfficeKind.RESOURCES, OfficeKind.POLICE)
BUREAU_ALONE = tuple(kind for kind in OfficeKind if kind is not OfficeKind.BUREAU)
ON_PAGES = frozenset(ALL_BATCH_STEPS) - {"export", "take_return"}

makes("subsidies:export", is_scoped=False)(chosen(name=list(EXPORTS)))


@makes("subsidies:calculation", "subsidies:calculation_sheet", unseen_by=NOT_FOR_DEPARTMENTS)
def calculation(home: Home) -> Made:
    """A calculation of a resident."""
    made = due(code=home.group).calculation
    known = Calculation.objects.filter(pk=made.pk)
    known.update(facts=Facts().to_json(), decision=Decision().to_json())
    yield Try({"pk": made.pk})


@makes("subsidies:case_panel", "subsidies:recalculate", "subsidies:prove_year")
def case(home: Home) -> Made:
    """A confirmed case."""
    made = insured_case(code=home.group)
    said = {"year": 2021, "scheme": "resident", "proof": "演示凭证"}
    yield Try({"pk": made.pk}, said)


@makes("subsidies:bank", is_scoped=False)
def bank_format(home: Home) -> Made:
    """A bank's format, which all offices share."""
    yield Try({"pk": bank().pk})


@makes("subsidies:document", "subsidies:document_describe", is_scoped=False)
def policy_document(home: Home) -> Made:
    """A policy document, which all offices share."""
    yield Try({"pk": _words().document_id}, {"title": "演示文件"})


@makes("subsidies:article_write", is_scoped=False)
def article(home: Home) -> Made:
    """The words of an article of such a document."""
    yield Try({"pk": _words().document_id}, {"label": "一", "text": "演示条文"})


@makes("subsidies:article_remove", is_scoped=False)
def entered_article(home: Home) -> Made:
    """Words that were entered."""
    words = _words()
    yield Try({"pk": words.document_id, "article": words.pk})


@makes("subsidies:void_year")
def contribution(home: Home) -> Made:
    """A year that was proven."""
    made = insured_case(code=home.group)
    year = contribute(made, 2021, "resident")
    yield Try({"pk": made.pk, "contribution_id": year.pk}, {"reason": "演示"})


@makes("subsidies:run", unseen_by=BUREAU_ALONE)
def run(home: Home) -> Made:
    """A run over the community."""
    made = CalculationRun.objects.create(
        token=f"token-{home.officer.pk}",
        region=place(home.community),
        judged_on=NOON.date(),
        rule_set=draft_rules(home),
        requested_by=home.officer,
        requested_at=NOON,
    )
    yield Try({"pk": made.pk})


@makes(
    "subsidies:rule_set",
    "subsidies:rule_value_add",
    "subsidies:rule_set_in_force",
    "subsidies:rule_set_discard",
    unseen_by=(OfficeKind.STREET, OfficeKind.COMMUNITY),
)
def rule_set(home: Home) -> Made:
    """A draft of the district."""
    yield Try({"pk": draft_rules(home).pk})


@makes("subsidies:rule_value_remove")
def rule_value(home: Home) -> Made:
    """A value of a draft of the district."""
    draft = draft_rules(home)
    yield Try({"pk": draft.pk, "value_id": draft.values.get().pk})


@makes(
    "subsidies:opening_upload",
    "subsidies:opening_force_all",
    "subsidies:opening_decide",
)
def opening(home: Home) -> Made:
    """A workbook of opening balances with a record that waits."""
    upload = upload_of(home, "opening")
    record = OpeningRecord.objects.create(
        person=PersonFactory(region=place(home.group)),
        state=OpeningState.PROPOSED,
        upload=upload,
        row_number=2,
        entered_by=holder(Post.MERGE),
        entered_at=NOON,
    )
    yield Try({"pk": upload.pk}, {"rows": [record.pk]})
    yield Try({"pk": upload.pk}, {"rows": [record.pk], "action": "reject", "reason": "演示"})


@makes(
    "subsidies:batch",
    "subsidies:batch_verification",
    "subsidies:batch_rows_export",
    "subsidies:batch_roster",
    "subsidies:batch_rest",
    "subsidies:batch_late_success",
    "subsidies:batch_paper_word",
    unseen_by=NOT_FOR_DEPARTMENTS,
)
def batch(home: Home) -> Made:
    """A batch with a row of a resident."""
    yield Try(
        {"pk": _batch(home).pk},
        {"rows": 1, "amount": "1000", "position": 1, "document_number": "1"},
    )


@makes("subsidies:batch_step", unseen_by=NOT_FOR_DEPARTMENTS)
def batch_steps(home: Home) -> Made:
    """Every step that a page offers."""
    key = _batch(home).pk
    for step in ON_PAGES:
        yield Try({"pk": key, "step": step}, {"reason": "演示"})


@makes("subsidies:batch_rows", unseen_by=NOT_FOR_DEPARTMENTS)
def batch_rows(home: Home) -> Made:
    """Every deed on a row."""
    made = _batch(home)
    rows = list(made.rows.values_list("pk", flat=True))
    for deed in ROW_DEEDS:
        yield Try({"pk": made.pk, "deed": deed}, {"rows": rows, "note": "演示"})


@makes("subsidies:batch_sheet", unseen_by=NOT_FOR_DEPARTMENTS)
def batch_sheets(home: Home) -> Made:
    """Every paper of a batch."""
    key = _batch(home).pk
    for name in SHEETS:
        yield Try({"pk": key, "name": name})


@makes("subsidies:paper_word_scan", unseen_by=NOT_FOR_DEPARTMENTS)
def paper_word(home: Home) -> Made:
    """The scan of the word of a community."""
    made = _batch(home)
    word = CommunityVerification.objects.create(
        batch=made,
        round=made.round,
        region=place(home.community),
        row_count=1,
        on_paper=True,
        signed_by="演示主任",
        signed_on=NOON.date(),
        scan=ContentFile(b"%PDF-1.7 demo", "核实表.pdf"),
        by=holder(Post.STREET_ENTRY),
        at=NOON,
    )
    yield Try({"pk": made.pk, "word": word.pk})


@makes("subsidies:late_success_scan", unseen_by=NOT_FOR_DEPARTMENTS)
def late_success(home: Home) -> Made:
    """The scan of the bank's document of a late payment."""
    made = _batch(home)
    row = made.rows.get()
    LateSuccess.objects.create(
        row=row,
        document_number="演示凭证",
        scan=ContentFile(b"%PDF-1.7 demo", "凭证.pdf"),
        by=holder(Post.RECONCILE),
        at=NOON,
    )
    yield Try({"pk": made.pk, "row": row.pk})


def _words() -> PolicyArticle:
    """The words of an article."""
    document, _ = PolicyDocument.objects.get_or_create(number="演示文件", title="演示文件")
    clerk = holder(Post.PREPARE)
    known = {"text": "演示条文", "entered_by": clerk, "entered_at": NOON}
    return PolicyArticle.objects.get_or_create(document=document, label="一", defaults=known)[0]


def _batch(home: Home) -> TransferBatch:
    """A draft batch of the district with a row of the home's community."""
    made = batch_with(due(code=home.group))
    made.rows.update(region=place(home.community))
    TransferBatch.objects.filter(pk=made.pk).update(region=place(home.district))
    return made


def draft_rules(home: Home) -> RuleSet:
    """A draft of the district with one value."""
    document, _ = PolicyDocument.objects.get_or_create(number="演示文件", title="演示文件")
    made = RuleSet.objects.create(
        district=place(home.district),
        name="演示规则",
        document=document,
        valid_from=SINCE,
        state=RuleSetState.DRAFT,
        proposed_by=holder(Post.PREPARE),
        proposed_at=NOON,
    )
    RuleValue.objects.create(
        rule_set=made, name=ParameterName.YEARLY_SUBSIDY, value="1000", document=document
    )
    return made
