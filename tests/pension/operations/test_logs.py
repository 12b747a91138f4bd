"""The log: a line of JSON per event, of use to a technician, and nothing personal in it."""

import json
import logging
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as project
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from enrollment.models import Person
from pension.models import Officer
from pension.operations.access_log import AccessLog
from pension.operations.logs import JsonLines, request_id, scrub
from tests.factories.enrollment import PersonFactory
from tests.factories.kernel import OfficerFactory

IDENTITY = "530121197103120025"
ACCOUNT = "6223000000000186"
Lines = Callable[[], list[dict[str, Any]]]


class Kept(logging.Handler):
    """Keeps the lines that the product's log would write."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonLines())
        self.lines: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(json.loads(self.format(record)))


@pytest.fixture
def lines() -> Iterator[Lines]:
    """Everything that was logged so far."""
    kept, root = Kept(), logging.getLogger()
    root.addHandler(kept)
    yield lambda: kept.lines
    root.removeHandler(kept)


@pytest.fixture
def officer(client: Client, db: None) -> Officer:
    """An officer who is signed in."""
    officer = OfficerFactory()
    client.force_login(officer)
    return officer


def written(message: str, error: BaseException | None = None) -> dict[str, Any]:
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("pension", logging.ERROR, "", 0, message, (), info)
    line: dict[str, Any] = json.loads(JsonLines().format(record))
    return line


def raised(act: Callable[[], object]) -> BaseException:
    try:
        act()
    except (IntegrityError, ValueError):
        error = sys.exc_info()[1]
        assert error is not None
        return error
    raise AssertionError("nothing was raised")


@pytest.mark.parametrize(
    "number",
    [
        IDENTITY,
        "11010519491231002X",
        "５３０１２１１９７１０３１２００２５",
        "6223 0000 0000 0186",
        "6223-0000-0000-0186",
        ACCOUNT,
        "13800000000",
    ],
)
def test_numbers_of_people_and_accounts_are_scrubbed(number: str) -> None:
    assert scrub(f"row 3: {number}, refused") == "row 3: ***, refused"


@pytest.mark.parametrize("text", ["job 12 of 2022-10-31", "office 530114", "took 15000 ms"])
def test_days_keys_and_amounts_stay_readable(text: str) -> None:
    assert scrub(text) == text


def test_a_line_says_when_where_and_what() -> None:
    line = written("job 3: lease lost")

    assert line["message"] == "job 3: lease lost"
    assert (line["level"], line["logger"]) == ("ERROR", "pension")
    assert line["time"][10] == "T"


@pytest.mark.django_db
def test_an_error_of_the_database_tells_no_row() -> None:
    person = PersonFactory()
    same = {
        "identity_number": person.identity_number,
        "name": "演示杨秀兰",
        "region": person.region,
    }

    line = written("failed", raised(lambda: Person.objects.create(**same)))

    assert line["error"]["kind"] == "django.db.utils.IntegrityError"
    assert any("test_logs.py" in place for place in line["error"]["at"])
    whole = json.dumps(line, ensure_ascii=False)
    assert person.identity_number not in whole
    assert "杨秀兰" not in whole


def test_a_message_that_quotes_its_error_tells_no_name() -> None:
    error = ValueError(f"演示杨秀兰 {IDENTITY}")

    line = written(f"Task run_job[1] raised unexpected: {error!r}", error)

    assert line["message"] == "Task run_job[1] raised unexpected: ValueError('… ***')"
    assert line["error"]["says"] == "… ***"


def test_the_cause_of_an_error_is_told_as_well() -> None:
    def act() -> None:
        try:
            int(IDENTITY + "号")
        except ValueError as cause:
            raise ValueError("unreadable") from cause

    told = written("failed", raised(act))["error"]

    assert told["says"] == "unreadable"
    assert told["cause"]["kind"] == "builtins.ValueError"
    assert IDENTITY not in told["cause"]["says"]


def test_a_request_has_its_line_without_its_query(
    client: Client, officer: Officer, lines: Lines
) -> None:
    response = client.get("/", {"q": "演示杨秀兰"})

    (line,) = [line for line in lines() if line["logger"] == "pension.requests"]
    assert line["officer"] == officer.pk
    assert (line["method"], line["path"], line["status"]) == ("GET", "/", response.status_code)
    assert line["request"] == response["X-Request-ID"]
    assert isinstance(line["milliseconds"], int)
    whole = json.dumps(line, ensure_ascii=False)
    assert "演示" not in whole
    assert officer.username not in whole


def test_what_the_proxy_calls_a_request_is_kept(client: Client, db: None) -> None:
    given = "0123456789abcdef0123456789abcdef"

    response = client.get("/health/", headers={"X-Request-ID": given})

    assert response["X-Request-ID"] == given
    assert request_id.get() == ""


@pytest.mark.parametrize("given", ["", "1\nforged", IDENTITY, "A" * 32])
def test_an_id_that_is_none_is_replaced(client: Client, db: None, given: str) -> None:
    response = client.get("/health/", headers={"X-Request-ID": given})

    assert response["X-Request-ID"] != given
    assert len(response["X-Request-ID"]) == 32


def test_what_is_polled_fills_no_log(client: Client, db: None, lines: Lines) -> None:
    client.get("/health/")

    assert [line for line in lines() if line["logger"] == "pension.requests"] == []


def test_a_fault_is_written_as_an_error_with_the_id_of_its_request(lines: Lines) -> None:
    def broken(request: HttpRequest) -> HttpResponse:
        logging.getLogger("django.request").error("broken")
        return HttpResponse(status=500)

    AccessLog(broken)(RequestFactory().get("/", headers={"X-Request-ID": "0" * 32}))

    fault, request = lines()
    assert request["level"] == "ERROR"
    assert fault["request"] == request["request"] == "0" * 32


def test_the_settings_write_json_and_quieten_whoever_names_people() -> None:
    formatter = project.LOGGING["formatters"]["json"]["()"]

    assert formatter == f"{JsonLines.__module__}.{JsonLines.__qualname__}"
    assert logging.getLogger("axes").getEffectiveLevel() == logging.ERROR


def test_a_request_for_another_host_is_a_bad_request_not_a_fault(
    client: Client, lines: Lines
) -> None:
    response = client.get("/", headers={"host": "a_b"})

    assert response.status_code == 400
    assert [line["status"] for line in lines() if line["logger"] == "pension.requests"] == [400]
