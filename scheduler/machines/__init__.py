"""Translation services: one file each behind one contract."""
