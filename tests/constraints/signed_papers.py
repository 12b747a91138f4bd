"""Rows that try the constraints of papers about a batch: a community's word, a bank's document."""

from pension.vocabulary.posts import Post
from subsidies.models import CommunityVerification, LateSuccess
from tests.clock import NOON
from tests.constraints.register import faults, twins
from tests.constraints.subsidies import paid_row, verification
from tests.factories.kernel import holder


def late_success() -> LateSuccess:
    """A payment that a bank reported late."""
    return LateSuccess.objects.create(
        row=paid_row(), document_number="演示凭证", by=holder(Post.RECONCILE), at=NOON
    )


def paper_word() -> CommunityVerification:
    """The word of a community on paper."""
    word = verification()
    said = {"on_paper": True, "signed_by": "演示", "signed_on": NOON.date(), "scan": "演示.pdf"}
    CommunityVerification.objects.filter(pk=word.pk).update(**said)
    return word


twins(late_success, "LateSuccess.row")
faults("late_success_has_document", late_success, {"document_number": ""})
faults(
    "verification_on_paper_has_scan",
    paper_word,
    {"scan": ""},
    {"signed_by": ""},
    {"signed_on": None},
)
