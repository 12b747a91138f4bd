"""Plays the chain of confirmation forward, with the services that officers use."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice

from enrollment.models import Case, ProcedureRules, PublicNotice
from enrollment.rules.categories import Category, Scheme
from enrollment.services import applications, confirmations, notices, objections, reviews, rosters
from enrollment.services.applications import Application
from enrollment.services.objections import Raised
from enrollment.services.reviews import Said
from enrollment.workflow.states import CaseState, Opinion, RefusalReason, RulesState
from pension.demo import calendar
from pension.demo.offices import holder
from pension.demo.places import STREETS, Stage, Street
from pension.demo.residents import BANK, Resident
from pension.demo.scans import blank_scan
from pension.models import Region, RegionLevel, within
from pension.vocabulary.posts import Post
from pension.vocabulary.workdays import DayKind

DEPARTMENTS = ["区人社局", "区农业农村局", "区自然资源局", "区审计局", "公安呈贡分局"]
SOURCE = "演示数据"
Say = Callable[[str], None]
# One in so many: is in the employee scheme, lies at the second check, is new; refused on top.
EMPLOYEES, WAITING, REFUSED, NEW = 7, 19, 83, 11


def install_procedure(district: Region) -> None:
    """The rules of procedure of the demo; how many days a step may take is not known."""
    ProcedureRules.objects.create(
        district=district,
        document="昆政办〔2020〕3号（原文待录入）",
        valid_from=date(2020, 3, 1),
        notice_days=7,
        notice_day_kind=DayKind.CALENDAR,
        remedy_days=60,  # 行政复议法
        departments=DEPARTMENTS,
        state=RulesState.IN_FORCE,
    )


def play(district: Region, counts: dict[str, int], people: Iterator[Resident], say: Say) -> None:
    """Enter people street by street and bring each street to its published stage."""
    for street in STREETS:
        if street.stage is None:
            continue
        region = Region.objects.get(code=street.code)
        refused = counts[street.code] // REFUSED + 1 if street.stage is Stage.REVIEWED else 0
        say(f"{street.name}：录入 {counts[street.code] + refused} 人")
        cases = _enter(region, islice(people, counts[street.code] + refused), street)
        if street.stage is Stage.UNDER_WAY:
            _begin(region, cases)
            continue
        _confirm_in_communities(region, cases, calendar.COMMUNITY)
        _confirm_in_departments(district, cases, cases[:refused])
        _post_notice(region)
        if street.stage is Stage.REVIEWED:
            _review(region)
            _second_check(region)


def applications_of(
    groups: Sequence[Region], people: Iterable[Resident], *, category: Category | None = None
) -> list[Application]:
    """The applications of residents, spread over the village groups."""
    return [
        Application(
            identity_number=person.identity_number,
            name=person.name,
            region=groups[number % len(groups)],
            category=category or (Category.NEW if number % NEW == 0 else Category.EXISTING),
            phone=person.phone,
            approval=f"演示批文〔{person.taken_on.year}〕{person.taken_on.month}号",
            agreement=f"{groups[number % len(groups)].name}征地协议（演示）" if number % 9 else "",
            taken_on=person.taken_on,
            in_school_when_taken=False,
            household_size=person.household_size,
            area_before=Decimal(person.centi_mu_before) / 100,
            area_after=Decimal(person.centi_mu_after) / 100,
            scheme=Scheme.EMPLOYEE if number % EMPLOYEES == 0 else Scheme.RESIDENT,
            bank=BANK,
            holder=person.name,
            account_number=person.account,
        )
        for number, person in enumerate(people, start=1)
    ]


def _enter(street: Region, people: Iterable[Resident], plan: Street) -> list[int]:
    """Communities of a street enter their people; returns the keys of the cases."""
    communities = list(Region.objects.filter(parent=street).order_by("code"))
    residents = list(people)
    day = calendar.UNDER_WAY if plan.stage is Stage.UNDER_WAY else calendar.ENTERED
    keys: list[int] = []
    for number, community in enumerate(communities):
        groups = list(Region.objects.filter(parent=community, level=RegionLevel.GROUP))
        share = residents[number :: len(communities)]
        entered = applications.accept_many(
            applications_of(groups, share),
            by=holder(Post.COMMUNITY_ENTRY, community),
            at=calendar.at(day),
            source=SOURCE,
        )
        keys += [case.pk for case in entered]
    return keys


def _begin(street: Region, keys: Sequence[int]) -> None:
    """A street under way: its first community is new, the next one half, the last one done.

    Of the half one some wait for each department, the police among them. One group of the last
    community is on a notice, the others wait for the street's review.
    """
    _, second, third = Region.objects.filter(parent=street).order_by("code")
    half, done = _of(second, keys), _of(third, keys)
    _confirm_in_communities(street, half + done, calendar.UNDER_WAY)
    district = street.parent or street
    agreed = half[::2] + done
    _agree(Post.AGRICULTURE, "agriculture_confirm", district, agreed, calendar.UNDER_WAY)
    _agree(Post.RESOURCES, "resources_confirm", district, done, calendar.UNDER_WAY)
    confirmations.ask_police(
        half[:1],
        by=holder(Post.RESOURCES, district),
        at=calendar.at(calendar.UNDER_WAY, calendar.FOUR),
        text="演示：户籍登记的年龄与申请不一致，请核对",
    )
    _post_part(street, third, done)


def _post_part(street: Region, community: Region, keys: Sequence[int]) -> None:
    """Post a notice of the first group of a community that has somebody; one is objected to."""
    for group in Region.objects.filter(parent=community).order_by("code"):
        posted = _of(group, keys)
        if posted:
            clerk = holder(Post.STREET_REVIEW, street)
            moment = calendar.at(calendar.UNDER_WAY, calendar.FOUR)
            confirmations.confirm(posted, "street_review", by=clerk, at=moment)
            posting = notices.post(community, posted_on=calendar.UNDER_WAY, by=clerk, at=moment)
            _object(posting.notice, street)
            return


def _object(notice: PublicNotice, street: Region) -> None:
    """Let a neighbour object to the first on a notice; nobody has looked into it yet."""
    objections.register(
        notice.entries.order_by("position")[0].pk,
        Raised(calendar.AS_OF, "演示村民", "演示：此户征地后仍耕种原承包地"),
        by=holder(Post.STREET_ENTRY, street),
        at=calendar.at(calendar.AS_OF),
    )


def _of(community: Region, keys: Sequence[int]) -> list[int]:
    own = Case.objects.filter(pk__in=keys, **within("region__code", community.code))
    return list(own.values_list("pk", flat=True))


def _confirm_in_communities(street: Region, keys: Sequence[int], day: date) -> None:
    signed = min(calendar.ROSTERS_SIGNED, day)
    for community in Region.objects.filter(parent=street):
        clerk = holder(Post.COMMUNITY_CONFIRM, community)
        own = Case.objects.visible_to(clerk).filter(pk__in=keys, state=CaseState.ENTERED)
        for group in Region.objects.filter(parent=community):
            members = list(own.filter(region=group).values_list("pk", flat=True))
            if members:
                rosters.register(members, signed_on=signed, by=clerk, at=calendar.at(day))
        waiting = list(own.values_list("pk", flat=True))
        moment = calendar.at(day, calendar.TEN)
        confirmations.confirm(waiting, "community_confirm", by=clerk, at=moment)


def _confirm_in_departments(district: Region, keys: Sequence[int], refused: Sequence[int]) -> None:
    _agree(Post.AGRICULTURE, "agriculture_confirm", district, keys, calendar.AGRICULTURE)
    confirmations.refuse(
        refused,
        "refuse_resources",
        RefusalReason.LAND_KEPT,
        by=holder(Post.RESOURCES, district),
        at=calendar.at(calendar.RESOURCES),
        reason="演示：征地后仍保留大部分承包地",
    )
    _agree(Post.RESOURCES, "resources_confirm", district, keys, calendar.RESOURCES)


def _agree(post: Post, step: str, district: Region, keys: Sequence[int], day: date) -> None:
    left = Case.objects.filter(pk__in=keys, state=CaseState.DEPARTMENTS)
    waiting = list(left.values_list("pk", flat=True))
    moment = calendar.at(day, calendar.FOUR)
    confirmations.confirm(waiting, step, by=holder(post, district), at=moment)


def _post_notice(street: Region) -> None:
    """Street review and notice of everybody on the street's list."""
    clerk = holder(Post.STREET_REVIEW, street)
    waiting = Case.objects.visible_to(clerk).filter(state=CaseState.STREET)
    keys = list(waiting.values_list("pk", flat=True))
    confirmations.confirm(keys, "street_review", by=clerk, at=calendar.at(calendar.STREET))
    posted = notices.post(
        street, posted_on=calendar.POSTED, by=clerk, at=calendar.at(calendar.POSTED)
    )
    notices.close(posted.notice.pk, by=clerk, at=calendar.at(calendar.CLOSED))


def _review(street: Region) -> None:
    """The street's list before the departments together."""
    bureau = holder(Post.JOINT_REVIEW, street.parent or street)
    review = reviews.open_review(
        street, held_on=calendar.REVIEWED, by=bureau, at=calendar.at(calendar.REVIEWED)
    )
    said = [Said(name, Opinion.AGREE, signed_by="演示签字人") for name in DEPARTMENTS]
    moment = calendar.at(calendar.REVIEWED, calendar.FOUR)
    reviews.enter_opinions(review.pk, said, scan=blank_scan(), by=bureau, at=moment)
    reviews.conclude(review.pk, by=bureau, at=moment)


def _second_check(street: Region) -> None:
    """Most of a reviewed street is checked a second time; some still lie at that desk."""
    officer = holder(Post.SECOND_CHECK, street.parent or street)
    waiting = Case.objects.filter(
        state=CaseState.SECOND_CHECK, region__code__startswith=street.code
    )
    listed = waiting.order_by("pk").values_list("pk", flat=True)
    keys = [key for number, key in enumerate(listed, 1) if number % WAITING]
    confirmations.confirm(keys, "second_check", by=officer, at=calendar.at(calendar.CHECKED))
