"""A new project with its paper, the setting of a paper, and its paragraphs with their versions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from pension.forms.wording import ClerkForm
from performance.models import Paper, Paragraph
from performance.rules.outline import SELF_EVALUATION, slot_titles
from performance.services.papers import LONGEST_TEXT, Edited, Setting, StaleTextError

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
EMPTY = "没有内容，没有要写的请填“无。”"
TOO_LONG = f"超过{LONGEST_TEXT}字，请精简"


class SettingForm(ClerkForm):
    """What stands around the text of a paper."""

    figures_as_of = forms.DateField(
        label="数据截止日期", help_text="人员进度按这一天终了时的办理记录统计", widget=DAY
    )
    annex_number = forms.CharField(
        label="附件号", max_length=20, required=False, help_text="如“附件4-2”，没有的不填"
    )
    shows_guidance = forms.BooleanField(label="印出各章的填写说明", required=False)

    @classmethod
    def of(cls, paper: Paper) -> "SettingForm":
        """The form with the paper's setting."""
        names = ("figures_as_of", "annex_number", "shows_guidance")
        return cls(initial={name: getattr(paper, name) for name in names})

    def setting(self) -> Setting:
        """The setting that was typed in."""
        said = self.cleaned_data
        return Setting(said["figures_as_of"], said["annex_number"], said["shows_guidance"])


class ProjectForm(SettingForm):
    """A project of a year, and the setting of its paper."""

    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    unit_name = forms.CharField(label="项目单位", max_length=120, help_text="印在标题和落款上")
    name = forms.CharField(
        label="项目名称", max_length=120, help_text="不写年度，也不写“项目支出绩效自评报告”"
    )
    field_order = ("year", "figures_as_of", "unit_name", "name", "annex_number", "shows_guidance")

    def project(self) -> dict[str, Any]:
        """The project that was typed in, and the setting of its paper."""
        typed = {name: self.cleaned_data[name] for name in ("year", "name", "unit_name")}
        return typed | {"setting": self.setting()}


@dataclass(frozen=True, slots=True)
class TextRow:
    """A paragraph's place on the page: its fields, and what somebody else has saved meanwhile."""

    heading: str
    text: BoundField
    version: BoundField
    saved: Paragraph | None


@dataclass(frozen=True, slots=True)
class ChapterRows:
    """The places of a chapter."""

    heading: str
    guidance: str
    rows: list[TextRow]


class ParagraphsForm(ClerkForm):
    """One text for each place, with the version that it is typed over.

    The version is an ordinary field out of sight: a restored draft brings back the version that it
    was typed over, so that another's later text is not overwritten unseen.
    """

    def __init__(
        self,
        paragraphs: Mapping[str, Paragraph],
        *args: Any,
        stale: Mapping[str, Paragraph] | None = None,
        **kwargs: Any,
    ) -> None:
        """Offer the paragraphs as they are; ``stale`` are those changed by others meanwhile."""
        super().__init__(*args, **kwargs)
        self._stale = stale or {}
        for slot, title in slot_titles().items():
            present = paragraphs[slot]
            self.fields[f"text_{slot}"] = forms.CharField(
                label=title,
                initial=present.text,
                max_length=LONGEST_TEXT,
                widget=forms.Textarea(attrs={"rows": 2 + len(present.text) // 40, "cols": 60}),
                error_messages={"required": EMPTY, "max_length": TOO_LONG},
                show_hidden_initial=True,
            )
            self.fields[f"version_{slot}"] = forms.IntegerField(
                initial=present.version,
                widget=forms.TextInput(
                    attrs={"class": "hidden-text", "tabindex": "-1", "aria-hidden": "true"}
                ),
            )

    def changed(self) -> dict[str, Edited]:
        """The paragraphs that were changed on the page, by slot."""
        said = self.cleaned_data
        return {
            slot: Edited(said[f"text_{slot}"], said[f"version_{slot}"])
            for slot in slot_titles()
            if f"text_{slot}" in self.changed_data
        }

    def over(
        self, paragraphs: Mapping[str, Paragraph], refusal: StaleTextError
    ) -> "ParagraphsForm":
        """The same texts over the paragraphs as they are now, so that nothing typed is lost."""
        newer = {f"version_{slot}": one.version for slot, one in refusal.current.items()}
        form = ParagraphsForm(
            paragraphs,
            {**{name: self.data[name] for name in self.data}, **newer},
            stale=refusal.current,
        )
        form.full_clean()
        form.add_error(None, list(refusal.sentences))
        return form

    def chapters(self) -> Iterator[ChapterRows]:
        """The places by chapter, for the page."""
        for chapter in SELF_EVALUATION:
            yield ChapterRows(
                chapter.heading,
                chapter.guidance,
                [
                    TextRow(
                        section.heading,
                        self[f"text_{section.slot}"],
                        self[f"version_{section.slot}"],
                        self._stale.get(section.slot),
                    )
                    for section in chapter.sections
                ],
            )
