"""What the machine says: settings read from the environment, each with one way to be wrong and a sentence for it."""

import os
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve()
"""What the running application keeps on this machine: embedded servers, made files, collected static files."""


def text(name, default=""):
    """The variable NAME, or the content of the file that NAME_FILE names (secrets by file), or `default`."""
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text().strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE names {path}, which cannot be read: {error.strerror}.") from error
    return os.environ.get(name, default)


def flag(name, default=False):
    """A yes or no: 1, true, yes, on / 0, false, no, off."""
    value = text(name, "1" if default else "0").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}: write 1 or 0.")


def number(name, default):
    """A whole number."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {value!r}: write a whole number.") from None


def rising(name, *default):
    """Whole numbers from 1 on, separated by commas, each greater than the one before; as many as the default has."""
    said = words(name, ",".join(map(str, default)))
    numbers = [int(word) for word in said if word.isdecimal()]
    if len(numbers) == len(said) == len(default) and all(a < b for a, b in pairwise([0, *numbers])):
        return numbers
    raise ImproperlyConfigured(
        f"{name} is {','.join(said)!r}: write {len(default)} whole numbers that rise, such as "
        f"{','.join(map(str, default))}."
    )


def falling(name, *default):
    """Whole numbers from 1 on, separated by commas, each smaller than the one before."""
    said = words(name, ",".join(map(str, default)))
    numbers = [int(word) for word in said if word.isdecimal()]
    if numbers and len(numbers) == len(said) and all(a > b for a, b in pairwise([*numbers, 0])):
        return numbers
    raise ImproperlyConfigured(f"{name} is {','.join(said)!r}: write whole numbers that fall, such as 7,2.")


def words(name, default=""):
    """A list, separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def database(url, **options):
    """Django's DATABASES entry for a postgresql:// address; `?host=/directory` gives a Unix socket.

    DATABASE_PASSWORD, or its file, is the password of an address that has none. What else stands after `?` goes to
    libpq (sslmode, connect_timeout, …).
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read: {error}.") from error
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must start with postgresql:// (no other database is supported).")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "regional20x10",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or "") or text("DATABASE_PASSWORD"),
        "HOST": query.pop("host", unquote(parts.hostname or "")),
        "PORT": query.pop("port", str(port or "")),
        "OPTIONS": {**query, **options},
    }


def broker(url, password=""):
    """The redis:// address, with the password put in if there is one and the address has none."""
    parts = urlsplit(url)
    if parts.scheme not in {"redis", "rediss"}:
        raise ImproperlyConfigured("REDIS_URL must start with redis:// or rediss://.")
    if not password or parts.password:
        return url
    return parts._replace(
        netloc=f"{parts.username or ''}:{quote(password, safe='')}@{parts.netloc.split('@')[-1]}"
    ).geturl()


def storage():
    """Django's STORAGES entry for handed-in files: the file system, or the object store that S3_BUCKET names."""
    bucket = text("S3_BUCKET")
    if not bucket:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    key, secret = text("S3_ACCESS_KEY"), text("S3_SECRET_KEY")
    if bool(key) != bool(secret):
        raise ImproperlyConfigured("S3_ACCESS_KEY and S3_SECRET_KEY go together: give both, or neither.")
    options = {
        "bucket_name": bucket,
        "location": text("S3_PREFIX"),
        "endpoint_url": text("S3_ENDPOINT") or None,
        "region_name": text("S3_REGION") or None,
        "access_key": key or None,
        "secret_key": secret or None,
        "addressing_style": "path" if text("S3_ENDPOINT") else "auto",
        "default_acl": None,
        "file_overwrite": True,
        "querystring_auth": True,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
