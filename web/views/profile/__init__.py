"""What belongs to the person alone: who they are, how they log in, where they are logged in."""

from web.views.profile import factors, own, security
from web.views.profile.blueprint import profile_pages

__all__ = ["factors", "own", "profile_pages", "security"]
