"""One search box over everything the office publishes."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"

    def ready(self) -> None:
        """Checks and signals need all models."""
        from search import checks, index_documents, outbox, worker  # noqa: F401  they register themselves

        outbox.connect()
