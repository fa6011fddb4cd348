"""A clock for a whole process that a test moves: it follows a file that holds a moment (ISO 8601 with offset)."""

import datetime as dt
import os
from pathlib import Path

import time_machine

VARIABLE = "ISO_DOCS_TEST_CLOCK"


class FileClock:
    """Sets the clock of this process to the moment in the file; from there it runs on as clocks do."""

    def __init__(self, path):
        self.path = path
        self.text = path.read_text(encoding="utf-8")
        self.traveller = time_machine.travel(dt.datetime.fromisoformat(self.text), tick=True).start()

    @classmethod
    def from_environment(cls):
        return cls(Path(os.environ[VARIABLE]))

    def follow(self):
        """Jump when the file says another moment than before."""
        text = self.path.read_text(encoding="utf-8")
        if text and text != self.text:
            self.text = text
            self.traveller.move_to(dt.datetime.fromisoformat(text), tick=True)
