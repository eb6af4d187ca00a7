"""`python -m tests.rules.tampering COUNT`: see the package."""

from __future__ import annotations

import logging
import sys

from tests.rules.tampering import run


def main() -> int:
    logging.disable(logging.CRITICAL)
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    verdict = run(count)
    for kind, number in sorted(verdict.changes.items()):
        sys.stdout.write(f"{number:6} {kind}\n")
    sys.stdout.write(f"{count} changes, {count - len(verdict.left)} refused\n")
    sys.stdout.writelines(f"{one}\n" for one in verdict.left[:20])
    return 1 if verdict.left else 0


if __name__ == "__main__":
    sys.exit(main())
