"""Projects that the bureau accounts for year by year."""

from __future__ import annotations

from django.db import models

from pension.models import Officer, Region, ScopedQuerySet


class ProjectQuerySet(ScopedQuerySet["Project"]):
    """Projects of the districts that the office works for; only the bureau accounts for them."""

    region_path = "district__code"

    def visible_to(self, officer: Officer) -> ProjectQuerySet:
        """The district's projects, for its bureau."""
        return super().visible_to(officer) if officer.is_bureau else self.none()


class Project(models.Model):
    """A budget project (项目) of a district and year."""

    district = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="projects")
    year = models.PositiveSmallIntegerField("年度")
    name = models.CharField("项目名称", max_length=120)
    unit_name = models.CharField("项目单位", max_length=120)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        """A project once a year."""

        ordering = ("-year", "name")
        constraints = (
            models.UniqueConstraint(
                fields=("district", "year", "name"), name="project_once_a_year"
            ),
        )

    def __str__(self) -> str:
        return f"{self.year}年度{self.name}"
