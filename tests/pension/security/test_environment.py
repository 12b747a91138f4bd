"""Settings as the environment makes them: encryption on, secrets kept, odd words refused."""

import runpy
import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

import pension.settings
from tests.pension.security.accounts import PASSWORD, with_password

OF_HTTPS = (
    "SECURE_SSL_REDIRECT",
    "SECURE_HSTS_SECONDS",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    "SECURE_CROSS_ORIGIN_OPENER_POLICY",
    "SECURE_PROXY_SSL_HEADER",
    "SESSION_COOKIE_SECURE",
    "SESSION_COOKIE_NAME",
    "CSRF_COOKIE_SECURE",
    "CSRF_COOKIE_NAME",
)


def settings_of(monkeypatch: pytest.MonkeyPatch, folder: Path, **variables: str) -> dict[str, Any]:
    """The product's settings as these variables make them."""
    for name in ("SECRET_KEY", "HTTPS", "DEBUG", "PENSION_BEHIND_PROXY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in ({"PENSION_VAR_DIR": str(folder)} | variables).items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(pension.settings.__file__))


@pytest.fixture
def https(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> None:
    found = settings_of(monkeypatch, tmp_path, HTTPS="1")
    for name in OF_HTTPS:
        setattr(settings, name, found[name])


@pytest.mark.django_db
@pytest.mark.usefixtures("https")
def test_with_encryption_cookies_travel_encrypted_and_out_of_reach_of_scripts() -> None:
    with_password()
    client = Client()
    client.post(reverse("pension:login"), {"username": "li", "password": PASSWORD}, secure=True)

    assert set(client.cookies) == {"__Host-session", "__Host-csrf"}
    for cookie in client.cookies.values():
        assert cookie["secure"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert (cookie["path"], cookie["domain"]) == ("/", "")
    assert not client.cookies["__Host-session"]["max-age"]  # ends with the browser


@pytest.mark.django_db
@pytest.mark.usefixtures("https")
def test_with_encryption_browsers_stay_with_it() -> None:
    plain = Client().get(reverse("pension:login"))
    assert (plain.status_code, plain.headers["Location"]) == (301, "https://testserver/login/")
    assert Client().get(reverse("pension:health")).status_code == 200

    answer = Client().get(reverse("pension:login"), secure=True)

    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.django_db
def test_without_encryption_cookies_are_still_out_of_reach_of_scripts(client: Client) -> None:
    with_password()
    client.post(reverse("pension:login"), {"username": "li", "password": PASSWORD})

    assert set(client.cookies) == {"session", "csrf"}
    assert all(cookie["httponly"] for cookie in client.cookies.values())


def test_the_key_comes_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = settings_of(monkeypatch, tmp_path, SECRET_KEY="k" * 60)

    assert found["SECRET_KEY"] == "k" * 60
    assert not (tmp_path / "secret_key").exists()


def test_without_one_each_installation_makes_its_own_for_its_owner_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first = settings_of(monkeypatch, tmp_path / "one")["SECRET_KEY"]
    again = settings_of(monkeypatch, tmp_path / "one")["SECRET_KEY"]
    other = settings_of(monkeypatch, tmp_path / "two")["SECRET_KEY"]

    assert first == again != other
    assert len(first) >= 50
    assert stat.S_IMODE((tmp_path / "one" / "secret_key").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "one").stat().st_mode) == 0o700


def test_faults_are_not_shown_unless_the_environment_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert settings_of(monkeypatch, tmp_path)["DEBUG"] is False
    assert settings_of(monkeypatch, tmp_path, DEBUG="1")["DEBUG"] is True


def test_a_proxy_is_believed_only_where_there_is_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert settings_of(monkeypatch, tmp_path)["PENSION_BEHIND_PROXY"] is False
    assert settings_of(monkeypatch, tmp_path, HTTPS="1")["PENSION_BEHIND_PROXY"] is True


def test_the_second_factor_is_on_but_for_a_demo_and_a_typing_error_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("PENSION_SECOND_FACTOR", raising=False)
    assert settings_of(monkeypatch, tmp_path)["PENSION_SECOND_FACTOR"] == "auto"

    with pytest.raises(ImproperlyConfigured, match="auto、on、off"):
        settings_of(monkeypatch, tmp_path, PENSION_SECOND_FACTOR="onn")


@pytest.mark.parametrize(
    ("name", "word", "said"),
    [
        ("PENSION_IDLE_MINUTES", "abc", "不小于 1 的整数，现为“abc”"),
        ("PENSION_UPLOAD_ROWS", "0", "不小于 1 的整数"),
        ("PENSION_PASSWORD_DAYS", "-1", "不小于 0 的整数"),
        ("LOG_LEVEL", "loud", "debug、info"),
        ("DATABASE_URL", "yanglao", "应为 postgres://"),
        ("DATABASE_URL", "mysql://u:geheim@host/x", "应为 postgres://"),
        ("DATABASE_URL", "postgres://u:geheim@host:port/x", "应为 postgres://"),
        ("REDIS_URL", "localhost:6379", "应为 redis://"),
        ("REDIS_URL", "redis://:geheim@host:99999/0", "应为 redis://"),
    ],
)
def test_a_variable_that_makes_no_sense_stops_the_start_in_words(
    name: str, word: str, said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"{name}：.*{said}") as refusal:
        settings_of(monkeypatch, tmp_path, **{name: word})

    assert "geheim" not in str(refusal.value)


def test_a_folder_that_can_not_be_made_stops_the_start_in_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="ascii")

    with pytest.raises(ImproperlyConfigured, match="PENSION_VAR_DIR：目录 .*不能读写"):
        settings_of(monkeypatch, tmp_path / "file" / "var")
