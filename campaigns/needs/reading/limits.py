"""What a table may hold. Checked before anything is parsed, because 88 kB can unpack to 600,000 rows."""

from __future__ import annotations

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED_BYTES = 100 * 1024 * 1024
MOST_MEMBERS = 200
MOST_RATIO = 100
MOST_ROWS = 200_000
MOST_COLUMNS = 100
MOST_CELL_BYTES = 32 * 1024
#: A sheet this small cannot be a bomb, however well it packs.
HARMLESS_UNPACKED_BYTES = 1024 * 1024
