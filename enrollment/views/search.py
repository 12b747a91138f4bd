"""The search: names and numbers are sent in the body and kept in the session.

Addresses stay in the history of a browser and titles beside them, so neither carries the text: an
address names a search of this session, and Back finds it again till the officer signs out.
"""

from itertools import islice
from typing import Final

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.http import urlencode

from enrollment.queries.search import find
from enrollment.tables import people as tables
from enrollment.workflow.desks import READING_POSTS
from pension.views.access import OfficerRequest, posts_required

SEARCHES: Final = "searches"  # in the session: the latest texts by the names of the searches
MOST_KEPT: Final = 30
LONGEST: Final = 60


@posts_required(*READING_POSTS)
def search(request: OfficerRequest) -> HttpResponse:
    """Find people by name, pinyin or number; a single hit opens at once."""
    if request.method == "POST":
        name = _keep(request, request.POST.get("q", "")[:LONGEST])
        return redirect(reverse("enrollment:search") + "?" + urlencode({"search": name}))
    text = request.session.get(SEARCHES, {}).get(request.GET.get("search"), "")
    found = find(request.user, text)
    if len(found.hits) == 1:
        return redirect(tables.hit_url(found.hits[0]))
    context = {"search_text": text, "found": found, "table": tables.hits_table(found.hits)}
    return render(request, "enrollment/people/search.html", context)


def _keep(request: OfficerRequest, text: str) -> str:
    """Keep a text in the session, with the latest before it, under a name of its own."""
    name = get_random_string(8)
    earlier = request.session.get(SEARCHES, {})
    request.session[SEARCHES] = {name: text, **dict(islice(earlier.items(), MOST_KEPT - 1))}
    return name
