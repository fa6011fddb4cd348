"""`manage.py` at the moment of the test clock: python -m tests.browser_support.clocked_manage COMMAND…"""

import sys

from tests.browser_support.clock import FileClock

FileClock.from_environment()

if __name__ == "__main__":
    from django.core.management import execute_from_command_line

    execute_from_command_line(["manage.py", *sys.argv[1:]])
