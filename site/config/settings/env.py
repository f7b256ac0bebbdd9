"""Reads environment variables; a bad value is refused by the variable's name."""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[3]
ENVIRONMENTS = ("embedded", "production", "test")


def text(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, default)
    if value is None or value == "":
        if default is None:
            raise ImproperlyConfigured(f"{name} is not set; expected a text.")
        return default
    return value


def choice(name: str, allowed: tuple[str, ...], default: str) -> str:
    value = text(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f'{name} is "{value}"; expected {" or ".join(allowed)}.')
    return value


def settings_module() -> str:
    """The module that ENVIRONMENT selects."""
    return f"config.settings.{choice('ENVIRONMENT', ENVIRONMENTS, 'embedded')}"


def port(name: str, kept: Path, default: int) -> int:
    """The variable; where it is not set, the port that `serve` left in the file `kept`, else `default`."""
    value = os.environ.get(name, "")
    if value:
        if not _is_port(value):
            raise ImproperlyConfigured(f'{name} is "{value}"; expected a port from 1 to 65535.')
        return int(value)
    try:
        found = kept.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return default
    return int(found) if _is_port(found) else default


def host_and_port(name: str) -> str:
    """`host:port`, or an empty text where it is not set."""
    value = os.environ.get(name, "")
    host, _, after = value.rpartition(":")
    if value and not (host and _is_port(after)):
        raise ImproperlyConfigured(f'{name} is "{value}"; expected host:port, for example 10.0.0.5:8001.')
    return value


def _is_port(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= 5 and 0 < int(value) <= 65535


def number(name: str, default: int) -> int:
    value = os.environ.get(name, "")
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f'{name} is "{value}"; expected a whole number.') from None


def numbers(name: str, default: list[int]) -> list[int]:
    value = os.environ.get(name, "")
    if not value:
        return default
    try:
        return [int(part) for part in value.split(",")]
    except ValueError:
        raise ImproperlyConfigured(f'{name} is "{value}"; expected whole numbers separated by commas.') from None


def flag(name: str, *, default: bool) -> bool:
    value = os.environ.get(name, "").lower()
    if not value:
        return default
    if value not in {"0", "1", "true", "false", "yes", "no"}:
        raise ImproperlyConfigured(f'{name} is "{value}"; expected 1 or 0.')
    return value in {"1", "true", "yes"}


def words(name: str, default: list[str]) -> list[str]:
    value = os.environ.get(name, "")
    return [part.strip() for part in value.split(",") if part.strip()] if value else default


def folder(name: str, default: str) -> Path:
    path = Path(os.environ.get(name) or default)
    return path if path.is_absolute() else ROOT / path


def postgres(url: str) -> dict[str, object]:
    """A `postgres://user:password@host:port/name` address as Django's database settings."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured(f'DATABASE_URL is "{url}"; expected postgres://user@host:port/name.')
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def sqlite(path: Path) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;",
        },
    }


def database(embedded: Path) -> dict[str, object]:
    """DATABASE_URL when it is set, else the SQLite file `embedded`."""
    url = os.environ.get("DATABASE_URL", "")
    return postgres(url) if url else sqlite(embedded)


def mail(name: str) -> dict[str, object]:
    """A `smtp://user:password@host:587?tls=1` address as Django's mail settings; nothing where it is not set.

    `tls=1` begins in plain and changes to TLS, `ssl=1` is TLS from the first byte.
    """
    value = os.environ.get(name, "")
    if not value:
        return {}
    parts = urlsplit(value)
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    if parts.scheme != "smtp" or not parts.hostname or set(options) - {"tls", "ssl"}:
        raise ImproperlyConfigured(f"{name} cannot be read; expected smtp://user:password@host:587?tls=1.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if options.get("ssl") == "1" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": options.get("tls") == "1",
        "EMAIL_USE_SSL": options.get("ssl") == "1",
        "EMAIL_TIMEOUT": 10,
    }


def bucket(name: str) -> dict[str, object]:
    """An `s3://bucket?endpoint=https://…&region=…` address as options of the S3 stores; nothing where it is not set.
    The keys come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."""
    value = os.environ.get(name, "")
    if not value:
        return {}
    parts = urlsplit(value)
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    endpoint = options.get("endpoint", "")
    known = set(options) <= {"endpoint", "region"}
    if parts.scheme != "s3" or not parts.netloc or not known:
        raise ImproperlyConfigured(f'{name} is "{value}"; expected s3://bucket?endpoint=https://host.')
    return {
        "bucket_name": parts.netloc,
        "endpoint_url": endpoint or None,
        "region_name": options.get("region"),
    }
