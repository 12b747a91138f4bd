"""Background jobs as rows: run once by key, with progress, lease and output files."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pension.models.officers import Officer
from pension.models.offices import Office
from pension.vocabulary.job_kinds import read_by
from pension.vocabulary.labels import Labelled


class JobState(Labelled):
    """Where a job is."""

    QUEUED = "queued", "排队中"
    RUNNING = "running", "进行中"
    DONE = "done", "已完成"
    FAILED = "failed", "未完成"


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs; an officer sees those of the own office."""

    def visible_to(self, officer: Officer) -> JobQuerySet:
        """The jobs of ``officer``'s own office."""
        return self.filter(office_id=officer.office_id) if officer.office_id else self.none()


class Job(models.Model):
    """One piece of background work; ``key`` makes it exist once."""

    key = models.CharField("幂等键", max_length=160, unique=True)
    kind = models.CharField("类别", max_length=40, db_index=True)
    title = models.CharField("名称", max_length=160)
    params = models.JSONField("参数", default=dict)
    owner = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="jobs")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="jobs")
    state = models.CharField(
        "状态", max_length=12, choices=JobState.choices(), default=JobState.QUEUED
    )
    done = models.PositiveIntegerField("已处理", default=0)
    total = models.PositiveIntegerField("总数", default=0)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    lease = models.CharField("租约", max_length=36, blank=True)
    lease_until = models.DateTimeField("租约到期", null=True, blank=True)
    message = models.CharField("结果", max_length=500, blank=True)
    link = models.CharField("结果页", max_length=200, blank=True)
    created_at = models.DateTimeField("提交时间")
    started_at = models.DateTimeField("开始时间", null=True, blank=True)
    finished_at = models.DateTimeField("结束时间", null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        """A running job has a lease; a finished one has an end."""

        ordering = ("-created_at",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(state=JobState.RUNNING) | Q(lease_until__isnull=False),
                name="job_running_has_lease",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(JobState.DONE, JobState.FAILED))
                | Q(finished_at__isnull=False),
                name="job_ended_has_moment",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in {JobState.DONE, JobState.FAILED}

    @property
    def percent(self) -> int:
        """Whole per cent done, 0 while the total is not known."""
        return min(100, self.done * 100 // self.total) if self.total else 0


class JobFileQuerySet(models.QuerySet["JobFile"]):
    """Files of jobs; an officer sees those of the own office that are for a post held."""

    def visible_to(self, officer: Officer) -> JobFileQuerySet:
        """The files of ``officer``'s own office, of kinds that one of the officer's posts reads."""
        jobs = Job.objects.visible_to(officer).filter(kind__in=read_by(officer.posts))
        return self.filter(job__in=jobs)


class JobFile(models.Model):
    """A file that a job gave out, once per name."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="files")
    name = models.CharField("文件名", max_length=160)
    file = models.FileField("文件", upload_to="jobs/%Y/%m/")
    sha256 = models.CharField("校验值", max_length=64)
    size = models.PositiveBigIntegerField("字节数")
    holds_personal_data = models.BooleanField("含个人信息", default=True)

    objects = JobFileQuerySet.as_manager()

    class Meta:
        """A job gives out a name once."""

        constraints = (models.UniqueConstraint(fields=("job", "name"), name="job_file_once"),)

    def __str__(self) -> str:
        return self.name
