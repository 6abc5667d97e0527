"""Where handed-in files are kept: the file system, or the object store that the environment names."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import storages
from django.core.files.storage.handler import StorageHandler

from regional20x10 import env


@pytest.fixture
def s3(monkeypatch):
    """An environment that names a bucket."""
    for name, value in {
        "S3_BUCKET": "monitor", "S3_ENDPOINT": "https://store.example", "S3_REGION": "east", "S3_ACCESS_KEY": "key",
        "S3_SECRET_KEY": "secret", "S3_PREFIX": "files",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)


def test_without_a_bucket_it_is_the_file_system():
    assert env.storage() == {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    assert storages["default"].__class__.__name__ == "FileSystemStorage"


def test_with_a_bucket_it_is_the_object_store(s3):
    """Made as Django makes it; nothing is asked of the store (tests reach nothing outside this machine)."""
    store = StorageHandler({"default": env.storage()})["default"]

    assert type(store).__module__ == "storages.backends.s3"
    assert (store.bucket_name, store.endpoint_url, store.region_name) == ("monitor", "https://store.example", "east")
    assert (store.access_key, store.secret_key, store.location) == ("key", "secret", "files")
    assert (store.file_overwrite, store.default_acl, store.addressing_style) == (True, None, "path")


def test_the_secret_comes_from_a_file(s3, monkeypatch, tmp_path):
    (tmp_path / "secret").write_text("from a file\n")
    monkeypatch.setenv("S3_SECRET_KEY_FILE", str(tmp_path / "secret"))

    assert env.storage()["OPTIONS"]["secret_key"] == "from a file"


def test_half_a_key_is_refused(s3, monkeypatch):
    monkeypatch.delenv("S3_SECRET_KEY")

    with pytest.raises(ImproperlyConfigured, match="S3_ACCESS_KEY and S3_SECRET_KEY go together"):
        env.storage()
