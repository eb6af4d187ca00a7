"""The pages of the desk. A blueprint is registered because it stands in this list, and for no other reason."""

from flask import Blueprint

from web.views import gallery, health, login, profile, public, today, work
from web.views.settings import settings

BLUEPRINTS: tuple[Blueprint, ...] = (
    login.login_pages,
    profile.profile_pages,
    today.today_pages,
    settings,
    work.work_pages,
    health.health_pages,
    gallery.gallery_pages,
    public.public,
)
