"""The demo told whole: published proportions, an officer for every post, samples to try."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import Settings

from enrollment.models import Case, Objection
from enrollment.queries import worklist as enrollment_work
from enrollment.queries.progress import Stage, progress_by_street
from enrollment.workflow.states import CaseState
from pension.demo import samples
from pension.demo.offices import holder
from pension.demo.walk import WALK
from pension.models import AuditEntry, Officer, Region
from pension.queries.coverage import coverage
from pension.queries.worklist import Tile
from pension.services import audit
from pension.vocabulary.posts import Post
from performance.queries import worklist as performance_work
from subsidies.models import BatchRow, Entitlement, FundEntry, TransferBatch
from subsidies.queries import worklist as subsidies_work
from subsidies.workflow.states import BatchState, FundKind, RowState
from tests.conftest import storages_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_told")]
PEOPLE = 155
MODEL_BACKEND = "pension.middleware.officers.OfficerBackend"


def tiles_of(officer: Officer) -> list[Tile]:
    """The counts on the officer's first page."""
    today = timezone.localdate()
    apps = (enrollment_work, subsidies_work, performance_work)
    return [tile for app in apps for tile in app.tiles(officer, today)]


@pytest.fixture(scope="module")
def folder(module_world: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo at a hundredth of its size; gives the folder of its files."""
    files = tmp_path_factory.mktemp("demo")
    with override_settings(STORAGES=storages_in(files)):
        call_command("load_demo", people=PEOPLE, seed=7, stdout=StringIO())
    return files


@pytest.fixture
def _told(folder: Path, settings: Settings) -> None:
    """The demo in the database, its files in the storage."""
    settings.STORAGES = storages_in(folder)


def test_the_demo_is_told_once_and_stands_in_proportion() -> None:
    district = Region.objects.get(code="530114")
    found = progress_by_street(holder(Post.JOINT_REVIEW, district))

    stages = {street.name: street.stage for street in found}
    assert stages["吴家营街道"] is stages["乌龙街道"] is stages["马金铺街道"] is Stage.REVIEWED
    assert stages["龙城街道"] is stages["雨花街道"] is stages["大渔街道"] is Stage.COLLECTED
    assert stages["洛龙街道"] is stages["斗南街道"] is Stage.UNDER_WAY
    assert sum(street.reviewed for street in found) == 55
    assert sum(street.collected for street in found) == 100
    with pytest.raises(CommandError, match="空库"):
        call_command("load_demo", people=PEOPLE, seed=7)


def test_every_post_of_every_office_is_held_and_the_trail_holds() -> None:
    district = Region.objects.get(code="530114")

    offices = coverage(holder(Post.SYSTEM, district))

    assert sum(office.missing_count for office in offices) == 0
    assert list(audit.verify()) == []


def test_no_entry_of_the_trail_speaks_in_the_names_of_states() -> None:
    stored = {str(state) for state in (*CaseState, *BatchState)}
    entries = AuditEntry.objects.filter(detail__has_key="to")

    assert entries.exists()
    assert stored.isdisjoint(entry.detail["to"] for entry in entries)


def test_a_ready_case_lies_at_every_desk_of_the_walk() -> None:
    idle = [
        stop.username
        for stop in WALK
        if not any(tile.count for tile in tiles_of(Officer.objects.get(username=stop.username)))
    ]

    assert idle == ["jbj_xitong"]  # whose work is accounts, not cases


def test_the_walk_finds_what_its_words_promise() -> None:
    objection = Objection.objects.get(outcome="", entry__case__region__code__startswith="530114003")
    merging = Case.objects.filter(state=CaseState.MERGING)

    assert objection.entry.notice.ends_on < timezone.localdate()
    assert objection.entry.case.state == CaseState.POSTED
    assert Case.objects.filter(state=CaseState.DEPARTMENTS, police_asked=True).count() == 2
    assert merging.filter(rights_told_on__isnull=True).exists()
    assert merging.filter(rights_told_on__isnull=False).exists()
    second = tiles_of(Officer.objects.get(username="jbj_fuhe"))
    promised = {"待确认账户", "待确认死亡登记", "待确认参保变更", "裁定待复核", "期初数据待复核"}
    assert promised <= {tile.label for tile in second if tile.count}
    assert {BatchState.VERIFYING, BatchState.LOCKED, BatchState.APPROVED} <= set(
        TransferBatch.objects.values_list("state", flat=True)
    )


def test_the_page_for_newcomers_names_posts_and_samples(client: Client) -> None:
    client.force_login(Officer.objects.get(username="jbj_hedui"), backend=MODEL_BACKEND)

    page = client.get(reverse("samples")).content.decode()

    assert all(stop.username in page and stop.deed in page for stop in WALK)
    assert all(name in page for name in samples.USES)


def test_published_figures_do_not_depend_on_the_size() -> None:
    spent = FundEntry.objects.get(year=2022, kind=FundKind.SPENDING)

    assert spent.amount_fen == 6_000_000_000
    assert spent.source


def test_batches_stand_at_several_desks_and_pay_nothing_twice() -> None:
    states = set(TransferBatch.objects.values_list("state", flat=True))

    assert {BatchState.CLOSED, BatchState.EXPORTED, BatchState.INSPECTED} <= states
    paid = BatchRow.objects.filter(state=RowState.PAID)
    assert paid.count() == paid.values("entitlement").distinct().count() > 0
    assert Entitlement.objects.filter(origin="opening").exists()


def test_the_samples_lie_ready_and_the_faulty_one_has_its_faults() -> None:
    assert set(samples.names()) == set(samples.USES)

    with default_storage.open(f"{samples.FOLDER}/{samples.FAULTY}") as file:
        sheet = load_workbook(file).worksheets[0]
    identity = samples._column(sheet, "身份证号")
    assert not isinstance(sheet.cell(2, identity).value, str)
    assert sheet.cell(5, identity).value == sheet.cell(10, identity).value
