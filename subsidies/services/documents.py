"""The words of policy documents: entered article by article, never made up here."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from pension.models import Officer
from pension.services import audit
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from subsidies.models import PolicyArticle, PolicyDocument
from subsidies.rules.known_values import TO_HAND


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a document is called, who issued it and when, as far as it is known."""

    title: str
    issuer: str = ""
    issued_on: date | None = None


@transaction.atomic
def enter_document(number: str, said: Particulars, *, by: Officer, at: datetime) -> PolicyDocument:
    """Enter a document by its number; refused when the number is there already."""
    _need_preparer(by)
    document, is_new = PolicyDocument.objects.get_or_create(number=number, defaults=asdict(said))
    if not is_new:
        raise CaseError(f"{number}已经登记，请在政策文件列表中打开")
    _note("登记政策文件", document, by, at, {"number": number, "note": said.title})
    return document


@transaction.atomic
def describe(document_id: int, said: Particulars, *, by: Officer, at: datetime) -> None:
    """Put right what a document is called, who issued it and when."""
    document = _locked(document_id, by)
    PolicyDocument.objects.filter(pk=document.pk).update(**asdict(said))
    _note("更正政策文件", document, by, at, {"before": document.title, "after": said.title})


@transaction.atomic
def write_article(
    document_id: int, label: str, text: str, *, by: Officer, at: datetime
) -> PolicyArticle:
    """Enter the words of an article, in place of what was entered before; the trail keeps that.

    From then on workings don't say «原文待录入» of the document any more.
    """
    document = _locked(document_id, by)
    if not (label and text):
        raise CaseError("请填写条款和原文")
    before = document.articles.filter(label=label).first()
    words = {"text": text, "entered_by": by, "entered_at": at}
    article, _ = document.articles.update_or_create(label=label, defaults=words)
    _set_has_text(document, has_text=True)
    detail = {"number": document.number, "note": label, "before": before.text if before else ""}
    _note("录入政策原文", document, by, at, detail)
    return article


@transaction.atomic
def remove_article(document_id: int, article_id: int, *, by: Officer, at: datetime) -> None:
    """Take the words of an article out again; the trail keeps them.

    With the last of them workings say «原文待录入» of the document again, unless a public source
    states its words.
    """
    document = _locked(document_id, by)
    article = document.articles.filter(pk=article_id).first()
    if article is None:
        raise CaseError("这一条的原文已经删去")
    article.delete()
    is_to_hand = document.number in TO_HAND or document.articles.exists()
    _set_has_text(document, has_text=is_to_hand)
    detail = {"number": document.number, "note": article.label, "before": article.text}
    _note("删去政策原文", document, by, at, detail)


def _set_has_text(document: PolicyDocument, *, has_text: bool) -> None:
    PolicyDocument.objects.filter(pk=document.pk).update(has_text=has_text)


def _locked(document_id: int, by: Officer) -> PolicyDocument:
    """The document, locked; refused to whoever may not enter its words."""
    _need_preparer(by)
    found = PolicyDocument.objects.select_for_update().filter(pk=document_id).first()
    if found is None:
        raise CaseError("没有这份政策文件")
    return found


def _need_preparer(by: Officer) -> None:
    if not by.holds(Post.PREPARE):
        raise CaseError(f"政策文件由「{Post.PREPARE.label}」岗位的人员录入")


def _note(
    action: str, document: PolicyDocument, by: Officer, at: datetime, detail: dict[str, str]
) -> None:
    audit.record(audit.Deed(action, "policy_document", document.pk, detail), by=by, at=at)
