"""One search box over everything the office publishes."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"

    def ready(self) -> None:
        """Checks and signals need all models."""
        from search import checks, outbox, worker  # noqa: F401  checks and the worker's receivers register themselves

        outbox.connect()
