"""The pages of the desk. A blueprint is registered because it stands in this list, and for no other reason."""

from flask import Blueprint

from web.views import gallery, handoffs, health, intake, login, profile, public, reach, today, work
from web.views.calendar import calendar_pages
from web.views.campaigns import campaign_pages
from web.views.copy import copy_pages
from web.views.facts import fact_pages
from web.views.media import media_pages
from web.views.needs import needs_pages
from web.views.review import review_pages
from web.views.settings import settings

BLUEPRINTS: tuple[Blueprint, ...] = (
    login.login_pages,
    profile.profile_pages,
    today.today_pages,
    needs_pages,
    campaign_pages,
    fact_pages,
    copy_pages,
    review_pages,
    media_pages,
    calendar_pages,
    handoffs.handoff_pages,
    reach.reach_pages,
    settings,
    work.work_pages,
    health.health_pages,
    gallery.gallery_pages,
    public.public,
    intake.intake,
    intake.intake_guide,
)
