"""Which people a list shows."""

import django_filters as filters
from django.http import QueryDict

from enrollment.models import Person
from enrollment.models.people import PersonQuerySet
from enrollment.queries.people import waiting_accounts, waiting_changes, waiting_deaths
from enrollment.queries.search import begins
from enrollment.rules.categories import Scheme
from pension.filters import Choice
from pension.models import Officer, Region, RegionLevel, within
from pension.vocabulary.text import tidy


class PersonFilter(filters.FilterSet):
    """By the beginning of the name, place, scheme, and what waits for confirmation."""

    name = filters.CharFilter(label="姓名", method="named")
    place = Choice(label="街道或社区", method="in_region")
    scheme = Choice(label="参保制度", choices=Scheme.choices(), method="insured")
    account = Choice(
        label="账户变更",
        choices=[("waiting", "待我确认")],
        method="account_state",
    )
    death = Choice(
        label="死亡登记",
        choices=[("waiting", "待我确认")],
        method="death_state",
    )
    change = Choice(
        label="参保变更",
        choices=[("waiting", "待我确认")],
        method="change_state",
    )

    class Meta:
        """The table of people."""

        model = Person
        fields = ("name", "place", "scheme", "account", "death", "change")

    def __init__(self, data: QueryDict, *, officer: Officer) -> None:
        """Start at what ``officer`` may see."""
        super().__init__(data, queryset=Person.objects.visible_to(officer))
        self.officer = officer
        self.form.fields["place"].choices = _places(officer)

    def named(self, people: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
        """People whose name begins with the text."""
        return people.filter(begins("name", tidy(value)))

    def in_region(self, people: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
        """People of a street or a community."""
        return people.filter(**within("region__code", value))

    def insured(self, people: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
        """People who are in a scheme now."""
        return people.filter(enrollments__scheme=value, enrollments__valid_to__isnull=True)

    def account_state(self, people: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
        """People whose new account waits for this officer."""
        return people & waiting_accounts(self.officer)

    def death_state(self, people: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
        """People whose noted death waits for this officer."""
        return people & waiting_deaths(self.officer)

    def change_state(self, people: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
        """People whose change of scheme waits for this officer."""
        return people & waiting_changes(self.officer)


def _places(officer: Officer) -> list[tuple[str, str]]:
    levels = (RegionLevel.STREET, RegionLevel.COMMUNITY)
    found = Region.objects.visible_to(officer).filter(level__in=levels, valid_to__isnull=True)
    return [
        (code, name if level == RegionLevel.STREET else f"　{name}")
        for code, name, level in found.order_by("code").values_list("code", "name", "level")
    ]
