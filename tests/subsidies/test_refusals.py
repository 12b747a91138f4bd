"""What the services of the subsidies refuse, each by its own sentence."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pension.models import Officer
from pension.vocabulary.posts import Post
from subsidies.queries.batches.candidates import Scope
from subsidies.rules.vocabulary import Channel, RecoveryWay
from subsidies.services import (
    batches,
    calculations,
    documents,
    funds,
    opening,
    recoveries,
    rule_sets,
)
from subsidies.services.batches import PaperWord, sheets
from subsidies.services.documents import Particulars
from subsidies.workflow.states import BatchState
from tests.access.homes import GROUPS, OTHER_DISTRICT, Home, two_districts
from tests.access.kernel import upload_of
from tests.clock import NOON
from tests.factories.batches import COMMUNITY, Crew, batch_in, due
from tests.factories.kernel import district, holder, place
from tests.factories.recoveries import overpaid, paid, proposed
from tests.refusals import Refusals

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
WHY = "演示"
refused = Refusals()


@pytest.mark.parametrize("name", refused)
def test_a_service_refuses_by_its_own_sentence(name: str) -> None:
    refused.try_one(name)


def preparer() -> Officer:
    return holder(Post.PREPARE)


def verifying() -> tuple[int, Crew]:
    """A batch that communities look at."""
    due(), due()
    crew = Crew()
    return batch_in(BatchState.VERIFYING, crew).pk, crew


@refused("没有这个步骤")
def a_batch_goes_where_no_step_leads() -> object:
    key, crew = verifying()
    return batches.go(key, WHY, by=crew.preparer, at=NOON)


@refused("没有这个步骤")
def a_batch_is_sent_back_by_no_step() -> object:
    key, crew = verifying()
    return batches.send_back(key, "submit", reason=WHY, by=crew.preparer, at=NOON)


@refused("请先勾选信息有误的行")
def no_row_is_called_wrong() -> object:
    key, crew = verifying()
    return batches.flag_rows(key, [], note=WHY, by=crew.community, at=NOON)


@refused("请写明哪项信息有误")
def a_row_is_called_wrong_without_a_word() -> object:
    key, crew = verifying()
    return batches.flag_rows(key, [0], note=" ", by=crew.community, at=NOON)


@refused("所选的行有的不在本社区或已经核实")
def a_row_is_called_wrong_that_is_not_there() -> object:
    key, crew = verifying()
    return batches.flag_rows(key, [0], note=WHY, by=crew.community, at=NOON)


@refused("请填写社区核实表上的签字人")
def a_community_verifies_on_a_paper_that_nobody_signed() -> object:
    key, _ = verifying()
    scan = SimpleUploadedFile("表.pdf", b"%PDF-1.7")
    word = PaperWord(place(COMMUNITY).pk, signed_by=" ", signed_on=TODAY, scan=scan)
    return batches.verify_on_paper(key, word, by=holder(Post.STREET_ENTRY), at=NOON)


@refused("请先勾选要办理的行")
def no_row_is_dropped() -> object:
    due()
    crew = Crew()
    key = batch_in(BatchState.DRAFT, crew).pk
    return batches.drop_rows(key, [], note=WHY, by=crew.preparer, at=NOON)


@refused("所选的行有的已不是「.+」")
def a_row_is_dropped_that_is_not_there() -> object:
    due()
    crew = Crew()
    key = batch_in(BatchState.DRAFT, crew).pk
    return batches.drop_rows(key, [0], note=WHY, by=crew.preparer, at=NOON)


@refused("审批表和结清表由区居保局打印")
def a_community_prints_the_approval_sheet() -> object:
    due()
    batch, clerk = batch_in(BatchState.DRAFT), holder(Post.COMMUNITY_CONFIRM)
    return sheets.request_approval_sheet(batch, by=clerk, at=NOON)


@refused("只能编制本区的批次")
def a_batch_of_another_district_is_asked_for() -> object:
    two_districts()
    wanted = batches.Plan(Scope(place(OTHER_DISTRICT), Channel.RESIDENT_ACCOUNT), 2022)
    return batches.request_draft(wanted, token=WHY, by=preparer(), at=NOON)


@refused("本件不在本机构的范围之内")
def a_case_of_another_district_is_worked_out() -> object:
    two_districts()
    key = due(code=GROUPS[OTHER_DISTRICT]).calculation.case_id
    return calculations.calculate(key, judged_on=TODAY, by=preparer(), at=NOON)


@refused("请填写条款和原文")
def an_article_without_words_is_entered() -> object:
    document = documents.enter_document(WHY, Particulars(WHY), by=preparer(), at=NOON)
    return documents.write_article(document.pk, "一", "", by=preparer(), at=NOON)


@refused("这一条的原文已经删去")
def words_are_taken_out_that_are_not_there() -> object:
    document = documents.enter_document(WHY, Particulars(WHY), by=preparer(), at=NOON)
    return documents.remove_article(document.pk, 0, by=preparer(), at=NOON)


@refused("没有这份政策文件")
def words_of_no_document_are_entered() -> object:
    return documents.write_article(0, "一", WHY, by=preparer(), at=NOON)


@refused("请填写作废的理由")
def a_figure_is_voided_without_a_reason() -> object:
    return funds.void(0, reason=" ", by=holder(Post.PERFORMANCE), at=NOON)


@refused("这个数已经作废")
def a_figure_is_voided_that_is_not_there() -> object:
    return funds.void(0, reason=WHY, by=holder(Post.PERFORMANCE), at=NOON)


@refused("没有待复核的期初数据")
def a_workbook_without_records_is_put_in_force() -> object:
    clerk = holder(Post.SECOND_CHECK)
    return opening.request_force(upload_of(Home(clerk), "opening").pk, by=clerk, at=NOON)


@refused("没有这个步骤")
def a_recovery_goes_where_no_step_leads() -> object:
    return recoveries.go(proposed().pk, WHY, by=preparer(), at=NOON)


@refused("退回期限不能早于今天")
def money_is_to_come_back_yesterday() -> object:
    way = RecoveryWay.INSTALMENTS
    plan = {"first": YESTERDAY, "count": 2}
    return recoveries.plan(proposed().pk, way, **plan, by=preparer(), at=NOON)


@refused("听取意见的日期不能晚于今天")
def somebody_is_heard_tomorrow() -> object:
    key = proposed().pk
    return recoveries.hear(key, heard_on=TOMORROW, opinion=WHY, by=preparer(), at=NOON)


@refused("所选的款项有的已提出追回，或者现在已不是多付")
def money_is_claimed_that_was_paid_rightly() -> object:
    payment = paid()
    said = recoveries.Proposal(found=[payment.pk], reason=WHY, document=WHY, addressee=WHY)
    return recoveries.propose(payment.person_id, said, by=preparer(), at=NOON)


@refused("登记的款项没有发放过，或者已提出追回")
def money_is_claimed_that_was_never_paid() -> object:
    unpaid = due()
    said = recoveries.Proposal(entered={unpaid.pk: 1}, reason=WHY, document=WHY, addressee=WHY)
    return recoveries.propose(unpaid.person_id, said, by=preparer(), at=NOON)


@refused("此人不在本机构的范围之内")
def money_of_another_district_is_claimed() -> object:
    two_districts()
    payment = overpaid(code=GROUPS[OTHER_DISTRICT])
    said = recoveries.Proposal(found=[payment.pk], reason=WHY, document=WHY, addressee=WHY)
    return recoveries.propose(payment.person_id, said, by=preparer(), at=NOON)


@refused("这笔退款登记不存在，或者已经作废")
def a_receipt_is_voided_that_is_not_there() -> object:
    clerk = holder(Post.CASHIER)
    return recoveries.void_receipt(proposed().pk, 0, reason=WHY, by=clerk, at=NOON)


@refused("只能为本区拟定补助规则")
def rules_of_another_district_are_drafted() -> object:
    two_districts()
    document = documents.enter_document(WHY, Particulars(WHY), by=preparer(), at=NOON)
    said = {"name": WHY, "document": document, "valid_from": TOMORROW}
    return rule_sets.propose(place(OTHER_DISTRICT), **said, by=preparer(), at=NOON)


def draft_without_values() -> int:
    """A draft of the district in which nothing stands."""
    document = documents.enter_document(WHY, Particulars(WHY), by=preparer(), at=NOON)
    said = {"name": WHY, "document": document, "valid_from": TOMORROW}
    return rule_sets.propose(district(), **said, by=preparer(), at=NOON).pk


@refused("这个参数已经删去")
def a_value_is_taken_out_that_is_not_there() -> object:
    return rule_sets.remove_value(draft_without_values(), 0, by=preparer(), at=NOON)


@refused("规则中还没有任何参数")
def rules_without_values_are_put_in_force() -> object:
    clerk = holder(Post.DIRECTOR)
    return rule_sets.put_in_force(draft_without_values(), by=clerk, at=NOON)
