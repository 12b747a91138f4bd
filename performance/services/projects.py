"""Projects: entered once a year by the bureau's performance post."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from pension.models import Officer
from pension.services import audit
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from performance.models import Project

EARLIEST_YEAR = 2000


def create(year: int, name: str, unit_name: str, *, by: Officer, at: datetime) -> Project:
    """Enter a project of the officer's district.

    Refused: another post, an odd year, no name or unit, the same project of the year again.
    """
    district = by.office.region if by.office and by.is_bureau else None
    if district is None or not by.holds(Post.PERFORMANCE):
        raise CaseError(f"绩效项目由区居保局「{Post.PERFORMANCE.label}」岗位登记")
    this_year = timezone.localdate(at).year
    if not EARLIEST_YEAR <= year <= this_year:
        raise CaseError(f"年度{year}不在{EARLIEST_YEAR}年至{this_year}年之间，请核对")
    if not name.strip() or not unit_name.strip():
        raise CaseError("请填写项目名称和项目单位")
    try:
        with transaction.atomic():
            project = Project.objects.create(
                district=district, year=year, name=name.strip(), unit_name=unit_name.strip()
            )
            deed = audit.Deed("登记绩效项目", "project", project.pk, {"year": year})
            audit.record(deed, by=by, at=at)
    except IntegrityError as error:
        raise CaseError(f"{year}年度已登记过「{name.strip()}」，请在列表中打开") from error
    return project
