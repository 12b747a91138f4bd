"""The payment file of a batch against generating and deflating the same XML."""

import re
from io import BytesIO
from tempfile import TemporaryFile
from zipfile import ZIP_DEFLATED, ZipFile

from enrollment.workflow.states import CaseState
from pension.workbooks.verifying import SHEET_PART
from subsidies.exports.rosters import write_roster
from subsidies.models import BatchRow, Calculation, Entitlement, TransferBatch
from subsidies.rules.vocabulary import Channel, Kind, Payee, Programme
from subsidies.workflow.states import BatchState, EntitlementState, Origin, RowState
from tests.benchmarks import population
from tests.benchmarks.measuring import Benchmark, timed
from tests.clock import NOON
from tests.factories.batches import bank
from tests.factories.dues import rules_in_force
from tests.factories.enrollment import GROUP
from tests.factories.kernel import district, place

CELL = re.compile(
    rb'<c r="([A-Z]+)\d+"( s="\d+")( t="inlineStr")?>(<v>|<is><t>)([^<]*)(</v>|</t></is>)</c>'
)
AT_ONCE = 500


def prepare(size: int) -> None:
    """A batch with a row for every person."""
    population.people(size)
    clerk = population.cases(size, [CaseState.CONFIRMED])
    rules = rules_in_force()
    keys = range(1, size + 1)
    population.store(Calculation, (_calculation(n, rules.pk, clerk.pk) for n in keys))
    population.store(Entitlement, (_entitlement(n) for n in keys))
    batch = TransferBatch.objects.create(
        number="CG-2022-11-YH-001",
        title="演示批次",
        region=district(),
        channel=Channel.BANK,
        year=2022,
        bank_format=bank(),
        state=BatchState.DRAFT,
        state_since=NOON,
        created_by=clerk,
        created_at=NOON,
    )
    region = place(GROUP)
    population.store(BatchRow, (_row(n, batch, region.pk) for n in keys))
    population.take_statistics()


def subject(size: int) -> float:
    """Write and verify the file as the job does."""
    batch = TransferBatch.objects.select_related("bank_format").get()
    with TemporaryFile() as file:
        return timed(lambda: write_roster(batch, file, lambda done, total: None))


def baseline(size: int) -> float:
    """Fill the rows of that very sheet from values in memory, and deflate them."""
    batch = TransferBatch.objects.select_related("bank_format").get()
    with TemporaryFile() as file:
        write_roster(batch, file, lambda done, total: None)
        with ZipFile(file) as archive:
            top, *rows, tail = archive.read(SHEET_PART).split(b"</row>")
    pattern, values = _pattern(rows[0]), [_values(row) for row in rows]
    rest = sum(len(row) + len(b"</row>") for row in rows)
    del rows
    target = BytesIO()
    seconds = timed(lambda: _deflate(target, pattern, values))
    with ZipFile(target) as archive:
        assert archive.getinfo(SHEET_PART).file_size == rest, "the XML must be the same"
    return seconds


def _deflate(target: BytesIO, pattern: str, values: list[tuple[str, ...]]) -> None:
    with (
        ZipFile(target, "w", ZIP_DEFLATED) as archive,
        archive.open(SHEET_PART, "w", force_zip64=True) as sheet,
    ):
        for start in range(0, len(values), AT_ONCE):
            some = enumerate(values[start : start + AT_ONCE], start + 2)
            sheet.write("".join([pattern.format(*row, n=n) for n, row in some]).encode())


def _pattern(row: bytes) -> str:
    """The XML of a row with a place for its number and for each value."""
    cells = [
        f'<c r="{cell[0].decode()}{{n}}"{cell[1].decode()}{cell[2].decode()}>'
        f"{cell[3].decode()}{{}}{cell[5].decode()}</c>"
        for cell in CELL.findall(row)
    ]
    return f'<row r="{{n}}">{"".join(cells)}</row>'


def _values(row: bytes) -> tuple[str, ...]:
    return tuple(cell[4].decode() for cell in CELL.findall(row))


def _calculation(n: int, rule_set_id: int, officer_id: int) -> Calculation:
    return Calculation(
        person_id=n,
        case_id=n,
        rule_set_id=rule_set_id,
        number=f"HS530114-2022-{n:06d}",
        judged_on=NOON.date(),
        facts={},
        decision={},
        facts_hash="0" * 64,
        due_fen=100_000,
        years_left=14,
        calculated_by_id=officer_id,
        calculated_at=NOON,
        checked_at=NOON,
    )


def _entitlement(n: int) -> Entitlement:
    return Entitlement(
        person_id=n,
        calculation_id=n,
        kind=Kind.YEARLY,
        programme=Programme.EMPLOYEE,
        year=2021,
        amount_fen=100_000,
        channel=Channel.BANK,
        payee=Payee.PERSON,
        origin=Origin.ENGINE,
        state=EntitlementState.DUE,
        created_at=NOON,
    )


def _row(n: int, batch: TransferBatch, region_id: int) -> BatchRow:
    return BatchRow(
        batch=batch,
        entitlement_id=n,
        position=n,
        region_id=region_id,
        name=population.name(n - 1),
        identity_number=population.identity(n - 1),
        bank="演示农村信用社",
        account_holder=population.name(n - 1),
        account_number=f"6223{n:015d}",
        amount_fen=100_000,
        state=RowState.PENDING,
    )


BENCHMARKS = (
    Benchmark("roster", "same XML, deflated", "rows", 100_000, "<= 2.5", baseline, subject),
)
