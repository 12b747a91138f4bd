"""Applications as a community hands them in."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from enrollment.rules.categories import Category, Scheme
from enrollment.services.applications import Application
from pension.vocabulary import identity_numbers
from tests.factories.kernel import place

GROUP = "53011400500101"
OTHER_STREET_GROUP = "53011400600101"


def application(sequence: int = 1, **fields: object) -> Application:
    """A whole application of a made-up woman of 吴家营."""
    usual = Application(
        identity_number=identity_numbers.make("530121", date(1971, 3, 12), sequence),
        name="演示杨秀兰",
        region=place(GROUP),
        category=Category.EXISTING,
        phone="13800000000",
        approval="云国土资复〔2010〕1号",
        agreement="郎家营征地协议",
        taken_on=date(2010, 5, 1),
        in_school_when_taken=False,
        household_size=4,
        area_before=Decimal("3.20"),
        area_after=Decimal("0.40"),
        scheme=Scheme.RESIDENT,
        bank="呈贡农村信用合作联社",
        account_number="6223000000000186",
    )
    return replace(usual, **fields)
