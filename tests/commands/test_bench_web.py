"""The large home of the bench is what the product would have kept, so that its figures are the product's."""

from __future__ import annotations
