"""Under whose authority a job runs: asked when it is asked for, and again while it runs."""

from pension.models import Job, Officer
from pension.vocabulary.errors import CaseError
from pension.vocabulary.job_kinds import is_asked_by, kind_of


class AuthorityLostError(CaseError):
    """The owner may no longer have this job done."""


def insist(kind: str, by: Officer) -> None:
    """Refuse who holds no post that has jobs of this kind done."""
    if not is_asked_by(kind, by.posts):
        raise CaseError("您的岗位不办理此项业务，请由办理此项业务的同事提交")


def insist_on_owner(job: Job) -> None:
    """Refuse to go on for an owner who is locked, has moved away or lost the post meanwhile.

    Read anew each time: what the worker loaded at the beginning may be an hour old.
    """
    entitled = Officer.objects.filter(
        pk=job.owner_id,
        is_active=True,
        office=job.office_id,
        holdings__post__in=kind_of(job.kind).posts,
        holdings__ended_at__isnull=True,
    )
    if not entitled.exists():
        raise AuthorityLostError(
            f"提交人「{job.owner}」的账号已锁定，或已不在办理此项业务的岗位，作业已停止。"
            "请由办理此项业务的同事重新执行"
        )
