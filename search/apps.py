"""One search box over everything the office publishes."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
