"""A report as files: plain data, tables, the workbook and its head."""
