"""Policy documents: cited and entered articles, who enters words, what workings then say."""

import pytest
from django.test import Client
from django.urls import reverse

from pension.models import AuditEntry, Officer
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from subsidies.models import PolicyDocument
from subsidies.queries.rule_sets import in_force
from subsidies.rules.known_values import JINNING_PLAN
from subsidies.rules.parameters import Citation
from subsidies.rules.rule_values import RuleText
from subsidies.rules.vocabulary import Grade, ParameterName
from subsidies.services import documents, rule_sets
from subsidies.services.documents import Particulars
from tests.clock import NOON
from tests.factories.dues import contribute, insured_case, rules_in_force
from tests.factories.kernel import holder

pytestmark = pytest.mark.django_db
BACKEND = "pension.middleware.officers.OfficerBackend"
TITLE = Particulars("演示办法")


def entered() -> PolicyDocument:
    """A document without words."""
    return documents.enter_document("演示〔2020〕1号", TITLE, by=holder(Post.PREPARE), at=NOON)


def as_officer(officer: Officer) -> Client:
    """A browser in which an officer has signed in."""
    client = Client()
    client.force_login(officer, backend=BACKEND)
    return client


def page(client: Client, document: PolicyDocument) -> str:
    """The page of a document."""
    return client.get(reverse("subsidies:document", args=[document.pk])).content.decode()


def test_a_document_without_words_says_so() -> None:
    document = entered()

    assert str(document) == "演示〔2020〕1号（原文待录入）"
    assert "原文待录入" in page(as_officer(holder(Post.AGRICULTURE)), document)


def test_words_that_the_preparer_enters_are_read_by_every_officer() -> None:
    document = entered()
    clerk = as_officer(holder(Post.PREPARE))
    url = reverse("subsidies:article_write", args=[document.pk])

    clerk.post(url, {"label": "五（四）1", "text": "每人每年补助1000元。"})

    shown = page(as_officer(holder(Post.AGRICULTURE)), document)
    document.refresh_from_db()
    assert "每人每年补助1000元。" in shown
    assert "原文待录入" not in shown + str(document)


def test_words_entered_again_stand_in_place_of_the_former_which_the_trail_keeps() -> None:
    document, clerk = entered(), holder(Post.PREPARE)
    documents.write_article(document.pk, "一", "旧文", by=clerk, at=NOON)

    documents.write_article(document.pk, "一", "新文", by=clerk, at=NOON)

    assert document.articles.get().text == "新文"
    assert AuditEntry.objects.order_by("pk").last().detail["before"] == "旧文"


def test_words_that_are_taken_out_are_wanting_again() -> None:
    document, clerk = entered(), holder(Post.PREPARE)
    article = documents.write_article(document.pk, "一", "条文", by=clerk, at=NOON)

    documents.remove_article(document.pk, article.pk, by=clerk, at=NOON)

    document.refresh_from_db()
    assert not document.has_text
    with pytest.raises(CaseError, match="已经删去"):
        documents.remove_article(document.pk, article.pk, by=clerk, at=NOON)


def test_a_document_that_a_public_source_states_keeps_its_words() -> None:
    document, clerk = rule_sets.register_document(JINNING_PLAN, has_text=True), holder(Post.PREPARE)
    article = documents.write_article(document.pk, "五(四)1", "条文", by=clerk, at=NOON)

    documents.remove_article(document.pk, article.pk, by=clerk, at=NOON)

    document.refresh_from_db()
    assert str(document) == JINNING_PLAN


def test_nobody_else_enters_words() -> None:
    document = entered()

    with pytest.raises(CaseError, match="由「核算编制」岗位的人员录入"):
        documents.write_article(document.pk, "一", "条文", by=holder(Post.DIRECTOR), at=NOON)
    with pytest.raises(CaseError, match="由「核算编制」岗位的人员录入"):
        documents.describe(document.pk, TITLE, by=holder(Post.CASHIER), at=NOON)


def test_a_number_is_entered_once() -> None:
    entered()

    with pytest.raises(CaseError, match="演示〔2020〕1号已经登记"):
        entered()


def test_what_was_typed_stays_in_the_form_when_the_article_is_not_named() -> None:
    document = entered()
    url = reverse("subsidies:article_write", args=[document.pk])

    shown = as_officer(holder(Post.PREPARE)).post(url, {"label": "", "text": "很长的条文"})

    assert "很长的条文" in shown.content.decode()
    assert not document.articles.exists()


def test_a_cited_article_is_listed_as_wanting() -> None:
    cited = RuleText(
        ParameterName.MONTHLY_RATE, "150", Citation("演示公告", "第三条"), variant=Grade.MIDDLE
    )
    rules_in_force(more=[cited])
    client = as_officer(holder(Post.PREPARE))

    shown = page(client, PolicyDocument.objects.get(number="演示公告"))

    assert "第三条" in shown
    assert "原文待录入" in shown


def test_every_amount_leads_to_the_words_that_it_rests_on() -> None:
    rules_in_force()
    case = insured_case()
    contribute(case, 2021, "resident")
    clerk = as_officer(holder(Post.PREPARE))

    clerk.post(reverse("subsidies:recalculate", args=[case.pk]))
    panel = clerk.get(reverse("subsidies:case_panel", args=[case.pk])).content.decode()

    document = in_force("530114", NOON.date()).document
    assert reverse("subsidies:document", args=[document.pk]) in panel


def test_particulars_are_put_right() -> None:
    document = entered()
    url = reverse("subsidies:document_describe", args=[document.pk])

    said = {"title": "演示新办法", "issuer": "演示机关", "issued_on": "2020-03-01"}
    shown = as_officer(holder(Post.PREPARE)).post(url, said, follow=True).content.decode()

    assert "演示新办法" in shown
    assert "演示机关 · 2020年3月1日发文" in shown


def test_the_list_counts_the_articles_that_were_entered() -> None:
    document, clerk = entered(), holder(Post.PREPARE)
    for label in ("一", "二"):
        documents.write_article(document.pk, label, "条文", by=clerk, at=NOON)

    shown = as_officer(holder(Post.POLICE)).get(reverse("subsidies:documents")).content.decode()

    assert "演示〔2020〕1号" in shown
    assert "已录入 2 条" in shown
