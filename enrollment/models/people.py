"""People, and the accounts that they are paid into."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from enrollment.rules.categories import HolderRelation, told_relation
from pension.models import Officer, Region, ScopedQuerySet
from pension.vocabulary.labels import Labelled
from pension.vocabulary.masking import mask_account, mask_identity


class Sex(Labelled):
    """As the seventeenth digit of the identity number says."""

    MALE = "male", "男"
    FEMALE = "female", "女"


class PersonQuerySet(ScopedQuerySet["Person"]):
    """People, seen from the office of their village group's region."""

    region_path = "region__code"


class Person(models.Model):
    """An applicant or beneficiary: one row per identity number."""

    identity_number = models.CharField("身份证号", max_length=18, unique=True)
    identity_reversed = models.CharField("证件号倒序", max_length=18, db_index=True)
    name = models.CharField("姓名", max_length=60, db_index=True)
    name_reversed = models.CharField("姓名倒序", max_length=60, db_index=True)
    initials = models.CharField("拼音首字母", max_length=20, db_index=True, blank=True)
    sex = models.CharField("性别", max_length=6, choices=Sex.choices())
    birth_date = models.DateField("出生日期")
    phone = models.CharField("电话", max_length=20, blank=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="people")
    died_on = models.DateField("死亡日期", null=True, blank=True)
    # Noted by the app above, whose table it is: the merge desk waits for it.
    opening_in_force_at = models.DateTimeField("期初数据生效时间", null=True, blank=True)
    is_demo = models.BooleanField("演示", default=False)
    created_at = models.DateTimeField("建立时间")

    objects = PersonQuerySet.as_manager()

    class Meta:
        """Newest last; eighteen characters or nothing."""

        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(identity_number__regex=r"^[0-9]{17}[0-9X]$"),
                name="person_identity_has_eighteen_characters",
            ),
            models.CheckConstraint(
                condition=Q(died_on__isnull=True) | Q(died_on__gte=F("birth_date")),
                name="person_dies_after_birth",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def masked_identity(self) -> str:
        """The identity number for lists and prints."""
        return mask_identity(self.identity_number)


class BankAccount(models.Model):
    """An account of a person, in use from the day a second officer let it through.

    ``relation`` and ``holder_note`` say why another holds it for the person, both or neither; the
    second officer who lets such an account through consents to it. Accounts of others from the time
    when nobody asked for the relation have neither: nothing is paid there.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="accounts")
    bank = models.CharField("开户银行", max_length=60)
    holder = models.CharField("户名", max_length=60)
    number = models.CharField("账号", max_length=32)
    # Twice as long as what is typed: notes of accounts whose relation nobody told were moved here.
    reason = models.CharField("变更原因", max_length=420, blank=True)
    relation = models.CharField(
        "户名与本人的关系", max_length=12, choices=HolderRelation.choices(), blank=True
    )
    holder_note = models.CharField("户名说明", max_length=200, blank=True)
    entered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("录入时间")
    confirmed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    ended_at = models.DateTimeField("停用时间", null=True, blank=True)

    class Meta:
        """One account in use per person; nobody confirms what they entered."""

        ordering = ("-entered_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("person",),
                condition=Q(ended_at__isnull=True, confirmed_at__isnull=False),
                name="account_one_in_use",
            ),
            models.UniqueConstraint(
                fields=("person",),
                condition=Q(ended_at__isnull=True, confirmed_at__isnull=True),
                name="account_one_waiting",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False)
                & ~Q(confirmed_by=F("entered_by")),
                name="account_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(number__regex=r"^[0-9]{8,32}$"), name="account_number_is_digits"
            ),
            models.CheckConstraint(
                condition=Q(relation="", holder_note="") | ~Q(relation="") & ~Q(holder_note=""),
                name="account_relation_and_note_together",
            ),
        )

    def __str__(self) -> str:
        return f"{self.bank} {mask_account(self.number)}"

    @property
    def told_relation(self) -> str:
        """Who holds the account for the person and why: «监护人：孙女未成年»; else empty."""
        return told_relation(self.relation, self.holder_note)
