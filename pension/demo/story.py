"""The whole demo in order: places, rules, people, confirmation, money, paper, samples."""

from collections.abc import Callable

from django.db import transaction

from enrollment.models import Case
from enrollment.workflow.states import CaseState
from pension.celery import app
from pension.demo import (
    batches,
    chain,
    disputes,
    entries,
    money,
    offices,
    papers,
    places,
    recoveries,
    residents,
    samples,
)
from pension.demo import calendar as days
from pension.models import Region
from pension.vocabulary.errors import CaseError

Say = Callable[[str], None]
ENTRIES_STREET = "530114006"  # 雨花, whose list waits for the joint review
PAID_STREETS = ("530114005", "530114004", "530114010")  # 吴家营, 乌龙, 马金铺


def is_empty() -> bool:
    """Whether nothing stands in the way of a demo."""
    return not Region.objects.exists()


@transaction.atomic
def tell(people: int, seed: int, say: Say) -> None:
    """Make the demo whole or not at all; refused where a district is there already.

    ``people`` are those of the six streets with published figures; see ``places.headcounts``.
    """
    if not is_empty():
        raise CaseError("数据库里已有机构和人员，演示数据只能装入空库")
    app.loader.import_default_modules()  # jobs run here, so their handlers have to be known
    district = offices.build(days.at(days.OPENED))
    chain.install_procedure(district)
    money.install_rules(district)
    money.publish_figures(district)
    stream = residents.residents(seed)
    money.merge_originals(district, stream, people, say)
    chain.play(district, places.headcounts(people), stream, say)
    say("期初、核算与批次")
    reviewed = Case.objects.filter(state__in=(CaseState.CONFIRMED, CaseState.SECOND_CHECK))
    keys = list(reviewed.values_list("pk", flat=True))
    money.enter_openings(district, keys, days.OTHERS_OPENED)
    money.calculate(district)
    paid = [Region.objects.get(code=code) for code in PAID_STREETS]
    waiting = batches.play(paid)
    say(f"多付与追回：{recoveries.play(district, paid[0])} 笔")
    say(f"待裁定：{disputes.play(district)} 笔")
    say(f"待第二人确认的登记：{entries.play(Region.objects.get(code=ENTRIES_STREET))} 笔")
    entries.write_words(money.DEMO.document, district)
    papers.open_self_evaluation(district)
    community = Region.objects.get(code=places.NEWCOMERS_COMMUNITY)
    for name in samples.leave(community, stream, waiting):
        say(f"样表：{name}")
