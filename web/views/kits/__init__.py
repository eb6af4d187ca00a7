"""Kits for partners: the list, making and sending, one kit, the register of partners, regions."""

from web.views.kits import listing, making, one, partners, regions
from web.views.kits.blueprint import kit_pages

__all__ = ["kit_pages", "listing", "making", "one", "partners", "regions"]
