"""The desk's languages: `python -m web.translations` brings the catalogues up to date with the sources."""
