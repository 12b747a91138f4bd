"""Policy documents: what amounts rest on, in the words that the bureau entered."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from pension.views.access import OfficerRequest, officer_required, posts_required
from pension.views.refusals import shows_refusals
from pension.vocabulary.posts import Post
from subsidies.forms.documents import ArticleForm, DocumentForm, ParticularsForm, particulars_of
from subsidies.models import PolicyDocument
from subsidies.queries.documents import articles_of, documents, public_documents
from subsidies.services import documents as services
from subsidies.tables.documents import document_table, words_of


@officer_required
def document_list(request: OfficerRequest) -> HttpResponse:
    """All documents that rules rest on; they are public, so every officer reads them."""
    context = {
        "table": document_table(documents()),
        "may_enter": request.user.holds(Post.PREPARE),
    }
    return render(request, "subsidies/documents/list.html", context)


@officer_required
def document_page(request: OfficerRequest, pk: int) -> HttpResponse:
    """One document: every article that is cited or entered, and its words."""
    document = get_object_or_404(public_documents(), pk=pk)
    article_form = ArticleForm(initial={"label": request.GET.get("article", "")})
    return _page(request, document, article_form, particulars_of(document))


@posts_required(Post.PREPARE)
@shows_refusals
def document_new(request: OfficerRequest) -> HttpResponse:
    """Enter a document."""
    form = DocumentForm(request.POST or None)
    if not form.is_valid():
        return render(request, "subsidies/documents/new.html", {"form": form})
    number = form.cleaned_data["number"]
    made = services.enter_document(number, form.particulars, by=request.user, at=timezone.now())
    return redirect("subsidies:document", made.pk)


@posts_required(Post.PREPARE)
@require_POST
@shows_refusals
def document_describe(request: OfficerRequest, pk: int) -> HttpResponse:
    """Put right what a document is called, who issued it and when."""
    document = get_object_or_404(public_documents(), pk=pk)
    form = ParticularsForm(request.POST)
    if not form.is_valid():
        return _page(request, document, ArticleForm(), form)
    services.describe(pk, form.particulars, by=request.user, at=timezone.now())
    messages.success(request, "文件信息已更正")
    return redirect("subsidies:document", pk)


@posts_required(Post.PREPARE)
@require_POST
@shows_refusals
def article_write(request: OfficerRequest, pk: int) -> HttpResponse:
    """Enter the words of an article."""
    document = get_object_or_404(public_documents(), pk=pk)
    form = ArticleForm(request.POST)
    if not form.is_valid():
        return _page(request, document, form, particulars_of(document))
    services.write_article(pk, **form.cleaned_data, by=request.user, at=timezone.now())
    messages.success(request, f"{form.cleaned_data['label']}的原文已录入")
    return redirect("subsidies:document", pk)


@posts_required(Post.PREPARE)
@require_POST
@shows_refusals
def article_remove(request: OfficerRequest, pk: int, article: int) -> HttpResponse:
    """Take the words of an article out again."""
    get_object_or_404(public_documents(), pk=pk)
    services.remove_article(pk, article, by=request.user, at=timezone.now())
    messages.success(request, "这一条的原文已删去")
    return redirect("subsidies:document", pk)


def _page(
    request: OfficerRequest,
    document: PolicyDocument,
    article_form: ArticleForm,
    particulars_form: ParticularsForm,
) -> HttpResponse:
    """The page of a document; what was typed wrongly stands in its form again."""
    articles = articles_of(document)
    words, tone = words_of(document, sum(bool(one.text) for one in articles))
    context = {
        "document": document,
        "articles": articles,
        "words": words,
        "tone": tone,
        "may_enter": request.user.holds(Post.PREPARE),
        "article_form": article_form,
        "particulars_form": particulars_form,
    }
    return render(request, "subsidies/documents/page.html", context)
