"""Rows for the constraints of the kernel."""

from datetime import date, timedelta
from itertools import count

from django.db.models import F

from pension.models import (
    AuditChain,
    CalendarDay,
    DistrictSetting,
    Draft,
    Job,
    JobFile,
    NumberSeries,
    PostHolding,
    RateWindow,
    RecoveryCode,
    Region,
    RegionLevel,
    SecondFactor,
    Upload,
    UploadRow,
)
from pension.vocabulary.posts import Post
from tests.clock import NOON
from tests.constraints.register import faults, twins
from tests.factories.kernel import EPOCH, FAR_AGO, OfficeFactory, OfficerFactory, holder

_numbers = count(1)


def current_region() -> Region:
    """A region in use, each from another day on."""
    number = next(_numbers)
    return Region.objects.create(
        code=f"99{number:04d}",
        name="演示区",
        level=RegionLevel.DISTRICT,
        valid_from=EPOCH + timedelta(days=number),
    )


def former_region() -> Region:
    """A region that was renamed."""
    former = current_region()
    former.valid_to = date(2021, 1, 1)
    former.save(update_fields=["valid_to"])
    return former


def day() -> CalendarDay:
    """A holiday."""
    day = EPOCH + timedelta(days=next(_numbers))
    return CalendarDay.objects.create(day=day, is_working=False)


def setting() -> DistrictSetting:
    """The settings of a district."""
    return DistrictSetting.objects.create(district=current_region())


def holding() -> PostHolding:
    """A post that somebody holds."""
    return holder(Post.PREPARE).holdings.get()


def chain() -> AuditChain:
    """The chain of an office and a day."""
    number = next(_numbers)
    return AuditChain.objects.create(
        office_key=9_000_000 + number, day=EPOCH, first_hash="0" * 64, head_hash="0" * 64
    )


def draft() -> Draft:
    """A form that was not sent."""
    return Draft.objects.create(officer=OfficerFactory(), key=f"f{next(_numbers)}", saved_at=NOON)


def job() -> Job:
    """A job that waits."""
    owner = OfficerFactory()
    return Job.objects.create(
        key=f"key-{owner.pk}", kind="demo", title="演示", owner=owner, created_at=NOON
    )


def job_file() -> JobFile:
    """A file that a job gave out."""
    return JobFile.objects.create(job=job(), name=f"{next(_numbers)}.xlsx", sha256="0", size=1)


def series() -> NumberSeries:
    """A running number."""
    return NumberSeries.objects.create(name=f"演示-{next(_numbers)}")


def factor() -> SecondFactor:
    """An authenticator app."""
    return SecondFactor.objects.create(
        officer=OfficerFactory(), key="A" * 32, last_step=0, enrolled_at=NOON
    )


def recovery_code() -> RecoveryCode:
    """A code for the day when the phone is lost."""
    return RecoveryCode.objects.create(factor=factor(), digest=f"{next(_numbers):064d}")


def window() -> RateWindow:
    """A minute of requests."""
    return RateWindow.objects.create(name="演示", subject=str(next(_numbers)), minute=1)


def upload() -> Upload:
    """An upload under examination."""
    officer = OfficerFactory()
    return Upload.objects.create(
        kind="roster",
        name="花名册.xlsx",
        sha256=f"{officer.pk:064d}",
        office=officer.office,
        officer=officer,
        uploaded_at=NOON,
    )


def upload_row() -> UploadRow:
    """A row of an upload."""
    return UploadRow.objects.create(upload=upload(), number=next(_numbers), state="good")


twins(current_region, "region_one_current")
twins(former_region, "region_code_once_a_day")
twins(day, "CalendarDay.day")
twins(OfficeFactory, "Office.name")
twins(setting, "DistrictSetting.district")
twins(OfficerFactory, "Officer.username")
twins(holding, "post_held_once")
twins(chain, "audit_chain_once_a_day")
twins(draft, "draft_once")
twins(job, "Job.key")
twins(job_file, "job_file_once")
twins(series, "NumberSeries.name")
twins(factor, "SecondFactor.officer")
twins(recovery_code, "recovery_code_once")
twins(window, "rate_window_once")
twins(upload, "upload_same_file_once")
twins(upload_row, "upload_row_once")

faults("region_valid_forwards", current_region, {"valid_to": EPOCH})
faults("post_ends_after_grant", holding, {"ended_at": FAR_AGO - timedelta(days=1)})
faults("job_running_has_lease", job, {"state": "running"})
faults("job_ended_has_moment", job, {"state": "done"}, {"state": "failed"})
faults(
    "upload_committed_has_who_and_when",
    upload,
    {"state": "committed"},
    {"state": "committed", "committed_at": NOON},
    {"state": "committed", "committed_by": F("officer")},
)
