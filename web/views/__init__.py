"""The pages of the desk. A blueprint is registered because it stands in this list, and for no other reason."""

from flask import Blueprint

from web.views import (
    gallery,
    handoffs,
    health,
    icon,
    intake,
    kit,
    login,
    login_links,
    newsletter,
    objection,
    public,
    reach,
    second,
    sign_on,
    today,
    work,
)
from web.views.calendar import calendar_pages
from web.views.campaigns import campaign_pages
from web.views.copy import copy_pages
from web.views.facts import fact_pages
from web.views.kits import kit_pages
from web.views.media import media_pages
from web.views.needs import needs_pages
from web.views.profile import profile_pages
from web.views.review import review_pages
from web.views.settings import settings

BLUEPRINTS: tuple[Blueprint, ...] = (
    login.login_pages,
    second.second_pages,
    login_links.link_pages,
    objection.objection_pages,
    sign_on.sign_on_pages,
    profile_pages,
    today.today_pages,
    needs_pages,
    campaign_pages,
    fact_pages,
    copy_pages,
    review_pages,
    media_pages,
    calendar_pages,
    handoffs.handoff_pages,
    kit_pages,
    reach.reach_pages,
    settings,
    work.work_pages,
    health.health_pages,
    icon.icon_pages,
    gallery.gallery_pages,
    public.public,
    newsletter.newsletter,
    kit.kit_public,
    intake.intake,
    intake.intake_guide,
)
