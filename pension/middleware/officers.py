"""The officer of a session, read with what every page asks of one."""

from django.contrib.auth.backends import ModelBackend

from pension.models import Officer


class OfficerBackend(ModelBackend):
    """Name and password as Django checks them; an officer comes with office and region.

    Scope begins at the region of the office, so each request would read the two after the officer.
    """

    def get_user(self, user_id: int) -> Officer | None:
        """The active officer of a session; None for one who may not sign in any more."""
        known = Officer.objects.select_related("office__region").order_by("pk")
        return known.filter(pk=user_id, is_active=True).first()
