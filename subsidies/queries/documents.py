"""Policy documents: what each is, which articles are cited, and which words have been entered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from subsidies.models import PolicyArticle, PolicyDocument, RuleValue
from subsidies.rules.decision import Line
from subsidies.rules.known_values import WANTING_MARK


@dataclass(frozen=True, slots=True)
class Article:
    """An article that is cited or entered; without words as long as nobody has entered them."""

    label: str
    text: str = ""
    key: int | None = None
    entered_by: str = ""
    entered_at: datetime | None = None


def public_documents() -> QuerySet[PolicyDocument]:
    """All documents: they are public, so every officer sees every one."""
    return PolicyDocument.objects.all()


def documents() -> list[tuple[PolicyDocument, int]]:
    """All documents by number, each with how many of its articles were entered."""
    entered = dict(PolicyArticle.objects.order_by().values_list("document").annotate(Count("pk")))
    return [(one, entered.get(one.pk, 0)) for one in public_documents().order_by("number")]


def articles_of(document: PolicyDocument) -> list[Article]:
    """Every article that a rule cites or an officer entered, in the order of their names."""
    found = {label: Article(label) for label in _cited(document)}
    for one in document.articles.select_related("entered_by"):
        found[one.label] = Article(one.label, one.text, one.pk, one.entered_by.name, one.entered_at)
    return [found[label] for label in sorted(found)]


def documents_of(lines: Iterable[Line]) -> Mapping[str, int]:
    """The keys of the documents that a working rests on, by the names that it gives them."""
    numbers = {line.document.removesuffix(WANTING_MARK): line.document for line in lines}
    found = public_documents().filter(number__in=list(numbers))
    return {numbers[number]: key for key, number in found.values_list("pk", "number")}


def _cited(document: PolicyDocument) -> QuerySet[RuleValue, str]:
    """The articles that rules cite."""
    cited = RuleValue.objects.filter(document=document).exclude(article="").order_by()
    return cited.values_list("article", flat=True).distinct()
