"""From the one dataset to a file's bytes: the same dataset gives the same bytes."""

from importlib import import_module


def render(kind, dataset):
    """The bytes of `kind` ("pdf", "xlsx" or "json"), in the dataset's language, which must be on."""
    return import_module(f"reports.rendering.{kind}").render(dataset)  # the engines are large: the web never loads them
