"""How a deed on many cases is reported: how many were done, and which were not and why."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.contrib import messages

from enrollment.models import Case
from pension.services.steps import Outcome
from pension.views.access import OfficerRequest
from pension.vocabulary.keys import parse_keys

SHOWN = 5


def tell(request: OfficerRequest, outcome: Outcome, deed: str) -> None:
    """Say «{deed} n 人», and each reason once with the numbers of the cases that it held up."""
    if outcome.done:
        messages.success(request, f"{deed} {len(outcome.done):,} 人")
    tell_refused(request, outcome.refused)


def tell_refused(request: OfficerRequest, refused: Mapping[int, Sequence[str]]) -> None:
    """Say each reason once with the first numbers of the cases that it held up."""
    by_reason: dict[str, list[int]] = defaultdict(list)
    for key, sentences in refused.items():
        by_reason["；".join(sentences)].append(key)
    for reason, keys in by_reason.items():
        cases = Case.objects.visible_to(request.user).filter(pk__in=keys[:SHOWN])
        numbers = "、".join(cases.values_list("number", flat=True))
        more = " 等" if len(keys) > SHOWN else ""
        which = f"（{numbers}{more}）" if numbers else ""
        messages.warning(request, f"{len(keys):,} 人没有办理{which}：{reason}")


def ticked(request: OfficerRequest, name: str = "rows") -> list[int]:
    """The keys of the ticked rows; what is no number is left out."""
    return parse_keys(request.POST.getlist(name))
