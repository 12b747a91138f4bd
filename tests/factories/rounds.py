"""Lists of the chain: notices posted, objections raised, joint reviews opened."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from enrollment.models import JointReview, Objection, PublicNotice, ReviewState
from enrollment.services import notices, reviews
from enrollment.services.objections import Raised, register
from enrollment.services.reviews import Said
from enrollment.workflow.states import CaseState, Opinion
from pension.models import Officer
from pension.vocabulary.posts import Post
from tests.clock import NOON
from tests.factories.enrollment import case_in, rules
from tests.factories.kernel import holder, place

COMMUNITY, STREET, OTHER_STREET = "530114005001", "530114005", "530114006"
DEPARTMENTS = ("农业农村局", "自然资源局", "公安机关")
TODAY: date = NOON.date()


def posted(people: int = 2) -> PublicNotice:
    """A notice of some people of 郎家营社区, posted at noon."""
    rules()
    clerk = holder(Post.COMMUNITY_ENTRY)
    for _ in range(people):
        case_in(CaseState.NOTICE, created_by=clerk)
    reviewer = holder(Post.STREET_REVIEW)
    return notices.post(place(COMMUNITY), posted_on=TODAY, by=reviewer, at=NOON).notice


def objected() -> Objection:
    """An objection to the one person of a notice."""
    entry = posted(1).entries.get()
    raised = Raised(TODAY, "演示村民", "户口已迁出")
    return register(entry.pk, raised, by=holder(Post.STREET_REVIEW), at=NOON)


def opened(people: int = 2, *, by: Officer | None = None) -> JointReview:
    """An open joint review over some people of 吴家营街道; one that was open is concluded."""
    rules()
    officer = by or holder(Post.JOINT_REVIEW)
    JointReview.objects.filter(state=ReviewState.OPEN).update(
        state=ReviewState.CONCLUDED, concluded_at=NOON, concluded_by=officer
    )
    for _ in range(people):
        case_in(CaseState.JOINT_REVIEW)
    return reviews.open_review(place(STREET), held_on=TODAY, by=officer, at=NOON)


def agreed(people: int = 2, *, by: Officer) -> JointReview:
    """An open joint review for which all departments have signed."""
    review = opened(people, by=by)
    reviews.enter_opinions(review.pk, words(), scan=scan(), by=by, at=NOON)
    return review


def words(opinion: Opinion = Opinion.AGREE, *departments: str) -> list[Said]:
    """The same word of some departments, of all of them if none is named."""
    return [Said(name, opinion, "演示处长") for name in departments or DEPARTMENTS]


def scan() -> SimpleUploadedFile:
    """A scanned paper."""
    return SimpleUploadedFile("名单.pdf", b"%PDF-1.7 signed")
