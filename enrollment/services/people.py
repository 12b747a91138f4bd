"""People as what others hold on to while they decide about them."""

from collections.abc import Collection

from enrollment.models import Person


def lock_people(person_ids: Collection[int]) -> None:
    """Lock people in the order of their keys, until the transaction ends.

    Others may still refer to them: only who decides about the same people waits.
    """
    people = Person.objects.select_for_update(no_key=True).filter(pk__among=person_ids)
    list(people.order_by("pk").values_list("pk", flat=True))
