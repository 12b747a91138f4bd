"""What an application is refused for, in the words of the officer."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from enrollment.queries.standing import Standing
from enrollment.rules.categories import Category
from enrollment.services.applications.application import Application
from pension.models import Officer, Region
from pension.vocabulary.errors import CaseError
from pension.vocabulary.masking import mask_identity, mask_name
from pension.vocabulary.posts import Post

SHOWN = 20


def refuse_unfit(
    applications: Sequence[Application], known: Mapping[str, Standing], by: Officer, day: date
) -> None:
    """Raise a ``CaseError`` naming every application that may not be accepted, twenty at most."""
    regions = _own_regions(applications, by)
    sentences = [
        f"{application.name}（{mask_identity(application.identity_number)}）：{reason}"
        for application in applications
        for reason in [
            *(sentence for _, sentence in application.faults(day)),
            *_not_yours(application, regions, by),
            *already_there(known.get(application.identity_number), application.name, by),
        ]
    ]
    times = Counter(application.identity_number for application in applications)
    sentences += [f"{mask_identity(key)}重复提交" for key, count in times.items() if count > 1]
    if sentences:
        raise CaseError(*sentences[:SHOWN])


def already_there(standing: Standing | None, name: str, by: Officer) -> list[str]:
    """Why a registered person can't be accepted again under ``name``.

    The number of the live case is told only to those who may see the case.
    """
    if standing is None:
        return []
    reasons = []
    if standing.name != name:
        reasons.append(
            f"该身份证号已登记的姓名是“{mask_name(standing.name)}”，与“{name}”不一致，请核对身份证"
        )
    if standing.case_number:
        own = by.office.region.code if by.office else None
        is_visible = own is not None and standing.case_region.startswith(own)
        where = f"受理号{standing.case_number}" if is_visible else "已在其他社区登记"
        reasons.append(f"此人已有在办或已确认的件（{where}），不能重复受理")
    return reasons


def _own_regions(applications: Sequence[Application], by: Officer) -> set[int]:
    wanted = {application.region.pk for application in applications}
    visible = Region.objects.visible_to(by).filter(pk__in=wanted)
    return set(visible.values_list("pk", flat=True))


def _not_yours(application: Application, regions: set[int], by: Officer) -> list[str]:
    reasons = []
    if application.region.pk not in regions:
        reasons.append(f"{application.region.name}不在您单位的辖区内，请由所在社区录入")
    merges = application.category == Category.ORIGINAL and by.holds(Post.MERGE)
    if not merges and not by.holds(Post.COMMUNITY_ENTRY):
        reasons.append("由「社区录入」岗位受理；原参保人也可由「区级并轨」岗位受理")
    return reasons
