"""What tests in a real browser wait for: as long as a machine may take that tests many things at once."""

from playwright.sync_api import expect

#: Milliseconds; Playwright's own five seconds are for a machine that does nothing else.
expect.set_options(timeout=60_000)

__all__ = ["expect"]
