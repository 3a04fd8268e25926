"""What all tests share: the browser's fixtures, and how hypothesis runs."""

import os
import signal

from hypothesis import settings

pytest_plugins = ["browser", "explorers", "pages"]

# Times are measured in benchmarks/, never by a test; CI tries the same examples every time.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")

# No table is as wide as the terminal of whoever runs the tests.
os.environ.pop("COLUMNS", None)

# A shell starts what it leaves in the background deaf to Ctrl-C, and every process started from
# there stays so, those too that the tests interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser):
    parser.addoption(
        "--networks",
        type=int,
        default=150,
        help="Random networks that the search is held against the reference on.",
    )
