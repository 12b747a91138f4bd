"""The address that a load balancer or a technician asks."""

from django.db import connection
from django.http import HttpRequest, JsonResponse

from pension.views.access import public


@public
def health(request: HttpRequest) -> JsonResponse:
    """Answer when the web server and its database do."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
